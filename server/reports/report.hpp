// The office's reports: what each counts, as rows and columns, and the dossiers behind each number. Pure: the caller brings
// the law, the accounts at the cut-off and the charges of the period.
//
//     settlement   biểu tình hình, kết quả giải quyết TTHC: II.06a/VPCP/KSTT, 07a/BTP/KSTT by the period's last day
//     index        QĐ 766's on-time share beside the legal one
//     evaluation   what the two regimes of evaluation can take from the journal
//     workload     by officer: dossiers, and working minutes
//     register     sổ theo dõi hồ sơ: the year's book, numbered from its first day; the only one with names of applicants
//     late         each late dossier with who held it when it became late, and on whose steps time was lost
#pragma once

#include "procedures/dossier/law.hpp"
#include "server/reports/account.hpp"
#include "server/reports/period.hpp"
#include "server/reports/table.hpp"
#include "storage/views.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace motcua::server::reports {

enum class By { field, unit, procedure, officer };
std::optional<By> parse_by(std::string_view name);
std::string_view to_string(By by);

struct Question {
    std::string name;
    Period period;
    By by = By::field;
    procedures::Language language = procedures::Language::vi;
};

/// What figures are made of, all as of the cut-off.
struct Material {
    std::shared_ptr<const procedures::Law> law;
    Instant cut_off;  // the period's end, or now when that comes first; what happens at it is not in it
    std::vector<Account> accounts;
    std::vector<storage::Charge> charges;  // that ended in the period; for workload, of late dossiers all
    std::map<std::string, std::string, std::less<>> people;
    std::unordered_map<storage::Seq, std::string> codes;  // of late dossiers
    std::vector<std::pair<std::int64_t, storage::DossierRow>>
        book;  // of the register: number in the year, dossier
    storage::AsOf as_of;
};

/// Names of reports, in the order in which they are listed.
std::span<const std::string_view> report_names();
bool is_report(std::string_view name);
/// Whether it names applicants.
bool is_personal(std::string_view name);
/// What else than a field its rows may stand for; the first is usual.
std::span<const By> groupings_of(std::string_view name);

/// Blocking: reads the accounts up to the end of the period, or `now`. `sight` bounds what names people.
Material material_of(storage::ViewsReader& reader, std::shared_ptr<const procedures::Law> law,
                     const Question& question, const storage::Sight& sight, Instant now);

/// Whether a person's lists may show the dossier.
bool may_see(const storage::Sight& sight, const storage::DossierRow& row);

Table report_of(const Question& question, const Material& material);

/// The dossiers that a number counts; without a row those of the total. Empty for a cell that counts none.
std::vector<storage::Seq> behind(const Question& question, const Material& material,
                                 std::optional<std::string_view> row, std::string_view column);

/// The figures that count the account in [begin, cut_off); nothing when it is not of the period.
struct Counted {
    std::string_view arrival;   // of settlement_arrivals()
    std::string_view standing;  // of settlement_standings()
};
std::optional<Counted> counted(const Account& account, Instant begin, Instant cut_off);

/// The verdict of the national index at the cut-off (facts 11.2–11.4): an open dossier is judged as if it ended there.
std::string_view index_of(const Account& account, Instant cut_off);

}  // namespace motcua::server::reports
