// A report as rows and columns, and the same as JSON and CSV. The workbook is workbook.hpp.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/text/language.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace motcua::server::reports {

/// A number with two decimals, as the index counts.
struct Hundredths {
    std::int64_t value = 0;
    bool operator==(const Hundredths&) const = default;
};
/// `part` of `whole`, rounded half up; 100 times for percent.
Hundredths ratio(std::int64_t part, std::int64_t whole, std::int64_t times = 100);

/// Nothing, a text, a count, a number with decimals, a day, a moment.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Hundredths, procedures::LocalDate,
                          procedures::Instant>;

struct Column {
    std::string id;
    std::string title;
    std::string group;     // what several stand under; "" for none
    bool is_link = false;  // its counts open to the dossiers behind them
};

struct Row {
    std::string id;
    std::string name;
    std::vector<Cell> cells;  // one for each column
};

/// Something that must be so between figures.
struct Check {
    std::string text;
    bool holds = false;
};

struct Table {
    std::string name;  // settlement, late, …
    std::string form;  // "07a/BTP/KSTT"; "" for a report of our own
    std::string title;
    std::string row_title;   // of the rows' names
    std::string definition;  // what it is computed by, in words that change when it does
    std::vector<std::pair<std::string, std::string>> filter;  // what was asked, and when it was true
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::vector<Row> total;  // none or one
    std::vector<Check> checks;
    std::vector<std::string> notes;
};

boost::json::object json_of(const Table& table);

/// UTF-8 with a mark at its beginning, so that spreadsheets see it. Decimals are written with a comma unless that is the
/// separator.
std::string csv_of(const Table& table, char separator);

/// What a spreadsheet would run as a formula begins with an apostrophe.
std::string neutralised(std::string text);

}  // namespace motcua::server::reports
