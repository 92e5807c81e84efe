// What the addresses of reports have in common: what is asked for, its bytes, and that a file is told to the journal.
// Private to server/.
#pragma once

#include "server/reports/report.hpp"
#include "server/resources.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace motcua::server::reports {

inline constexpr std::string_view workbook_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A report as it is asked for.
struct Wanted {
    Question question;
    std::string format = "json";
    char separator = ';';  // a comma is the decimal point here
};

/// ";", "," or "tab".
std::optional<char> parse_separator(std::string_view text);

/// `from` and `to`, or `period` and `closing`; `by`, `format`, `separator`. The name of the first that cannot be used.
std::string read_wanted(const Fields& said, Language language, std::string_view name, Wanted& wanted);

/// What the query asks of a report, of which it may say the period and the parameters `more`; or the problem.
std::variant<Wanted, Response> wanted_of(const Asked& asked, std::string_view name,
                                         std::initializer_list<std::string_view> more);

/// A report in the bytes of its format.
struct Written {
    std::string content, type;
    std::size_t rows = 0;
};
Written written(const Table& table, const Wanted& wanted);
Response as_file(Written file, const std::string& name);
std::string days_of(const Period& period);

/// What leaves the office as a file is told first; the problem when that failed.
engine::Awaitable<std::optional<Response>> tell_export(Asked& asked, std::string what, const Wanted& wanted,
                                                       std::size_t count);

}  // namespace motcua::server::reports
