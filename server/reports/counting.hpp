// What the reports are built from, one file for each (settlement.cpp, …): sorting accounts into columns, and filling tables.
// Private to server/reports.
#pragma once

#include "procedures/definition/rule_set.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/reports/report.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::server::reports {

using procedures::Language;
using Texts = std::pair<std::string_view, std::string_view>;  // Vietnamese, English

std::string said(Language language, Texts texts);
/// In words: "Có kết quả, trước hạn".
std::string figure_name(std::string_view figure, Language language);

/// What an account is counted under: an id that a link can carry, and its name.
std::string group_of(const Question& question, const procedures::Law& law, const Account& account);
std::string name_of_group(const Question& question, const Material& material, const std::string& id);

// ---------------------------------------------------------------- reports that count

/// Tells the columns of a counting report in which an account counts one.
using TellColumn = std::function<void(std::string_view column)>;
using Sorting = std::function<void(const Account& account, const TellColumn& tell)>;

struct Counting {
    std::vector<Column> columns;
    Sorting sort;
    std::vector<std::pair<std::string, std::vector<std::string>>>
        sums;  // column, and those that it must equal
};

/// A column that opens to its dossiers.
Column link(std::string id, std::string title, std::string group = {});

Counting settlement_counting(const Question& question, const Material& material);
Counting breakdown_counting(const Question& question, const Material& material);
Counting index_counting(const Question& question, const Material& material);
Counting workload_counting(const Question& question, const Material& material);

/// The circular's form of the period's last day.
const procedures::ReportForm& form_of(const Question& question, const procedures::Law& law);

/// A count for each row and column, and the sums of each column.
struct Counts {
    std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> by_row;
    std::map<std::string, std::int64_t, std::less<>> total;

    static std::int64_t of(const std::map<std::string, std::int64_t, std::less<>>& row,
                           const std::string& column) {
        const auto found = row.find(column);
        return found == row.end() ? 0 : found->second;
    }
};

Counts count(const Question& question, const Material& material, const Counting& counting);
/// Rows, total and checks.
void put_counts(const Question& question, const Material& material, const Counting& counting,
                const Counts& counts, Table& table);

/// Beside the counts of the index: shares, and the time that results took.
void add_shares(const Question& question, const Material& material, const Counts& counts, Table& table);
/// Beside the dossiers of the workload: the time that was charged to people.
void add_time(const Question& question, const Material& material, Table& table);

// ---------------------------------------------------------------- reports of another shape

void fill_evaluation(const Question& question, const Material& material, Table& table);
void fill_late(const Question& question, const Material& material, Table& table);
/// What the late dossiers need beside their accounts. Blocking.
void read_late(storage::ViewsReader& reader, const Question& question, Material& material);
void fill_register(const Question& question, const Material& material, Table& table);
/// Numbered through the year whoever reads: what he may not see keeps its number. Blocking.
void read_book(storage::ViewsReader& reader, const Question& question, const storage::Sight& sight,
               Material& material);

}  // namespace motcua::server::reports
