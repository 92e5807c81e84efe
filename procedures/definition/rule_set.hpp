// The dated tables of the one-stop mechanism: which rules, forms and code pattern bind a dossier by
// its receipt date (config/rules/). A dossier keeps the set of its receipt for ever (facts 0.8).
#pragma once

#include "procedures/calendar/legal_clock.hpp"
#include "procedures/calendar/time.hpp"
#include "procedures/definition/names.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// Chế độ pháp lý: NĐ 61/2018, NĐ 118/2025, NĐ 118/2025 with NĐ 309/2026.
struct RuleSet {
    std::string id;
    Names names;
    LocalDate from;
    Standing standing;

    SupplementPolicy supplement_policy = SupplementPolicy::restart;
    int supplement_times = 1;
    Allowance supplement_notice_within{3, LimitUnit::working_day};
    std::optional<Allowance> applicant_has;      // none before 1 July 2025
    bool desk_may_close_unsupplemented = false;  // since 1 July 2025
    TransferRule transfer;
    std::optional<Allowance> transfer_other_level;  // none: the rule for the own agency
    std::optional<Allowance> online_answer_within;  // working hours; since 1 July 2025
    std::optional<Allowance> online_alert_within;   // the clerk hears of a filing
    int apology_working_days_before = 1;
    int new_appointments = 1;
    Allowance correction_within{3, LimitUnit::working_day};
    bool clock_starts_at_competent_agency = false;  // boundary-free receipt since 5 August 2026

    /// Article and confidence of each group of values, by its name in the file: supplement,
    /// supplement_period, transfer, transfer_other_level, online, apology, correction, clock.
    std::map<std::string, Standing, std::less<>> grounds;
};

struct Form {
    std::string id;      // receipt, supplement, refusal, apology, stop, control_slip, register
    std::string number;  // "Mẫu số 01"
    std::string name_vi;
};

struct FormSet {
    std::string id;
    LocalDate from;
    Standing standing;
    std::vector<Form> forms;

    /// Nothing when that generation has no such form.
    const Form* form(std::string_view form_id) const;
};

/// How a dossier code is issued from `from` on, and how codes are recognised.
struct CodePattern {
    std::string id;
    LocalDate from;
    std::string issue;         // "{agency}-{yymmdd}-{nnnn}"
    std::string strict_regex;  // of what we issue, the whole code
    std::string import_regex;  // of what others may have issued
    Standing standing;
};

/// A column of a report form: the sum of what it counts, or of other columns.
struct ReportColumn {
    int number = 0;
    std::string title_vi;
    std::string group_vi;             // what several columns stand under
    std::vector<std::string> counts;  // figures of settlement_figures()
    std::vector<int> sum_of;          // numbers of columns
};

/// A printed check: column `total` is the sum of `parts`.
struct ReportCheck {
    int total = 0;
    std::vector<int> parts;
};

/// A form of the settlement report; binds periods that end on `from` or later.
struct ReportForm {
    std::string id;
    LocalDate from;
    Standing standing;
    std::string number;  // "07a/BTP/KSTT"
    std::string title_vi;
    std::string counted_in_vi;  // "Số hồ sơ TTHC"
    std::vector<ReportColumn> columns;
    std::vector<ReportCheck> checks;  // beside those that `sum_of` says
};

/// Every dossier of a period is counted by one figure of how it came and by one of how it stands at the end.
std::span<const std::string_view> settlement_arrivals();
std::span<const std::string_view> settlement_standings();

/// Each table ascends by `from`; none is empty. A day before the first entry gets the first.
struct Rules {
    std::vector<RuleSet> rule_sets;
    std::vector<FormSet> form_sets;
    std::vector<CodePattern> code_patterns;
    std::vector<ReportForm> report_forms;

    const RuleSet& for_receipt(LocalDate received) const;
    const RuleSet* find(std::string_view rule_set_id) const;
    const FormSet& forms_for(LocalDate received) const;
    const CodePattern& code_for(LocalDate received) const;
    /// Null where rules were adopted before there were report forms.
    const ReportForm* report_form_for(LocalDate last_day) const;
};

}  // namespace motcua::procedures
