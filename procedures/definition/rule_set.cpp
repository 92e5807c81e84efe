#include "procedures/definition/rule_set.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace motcua::procedures {

namespace {

/// The last entry that is in force on `day`; the first when all are later.
template <class Entry> const Entry& in_force(const std::vector<Entry>& table, LocalDate day) {
    assert(!table.empty());
    const auto later =
        std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.from > day; });
    return later == table.begin() ? table.front() : *(later - 1);
}

}  // namespace

const Form* FormSet::form(std::string_view form_id) const {
    const auto found =
        std::find_if(forms.begin(), forms.end(), [&](const auto& entry) { return entry.id == form_id; });
    return found != forms.end() ? &*found : nullptr;
}

std::span<const std::string_view> settlement_arrivals() {
    static constexpr auto figures = std::to_array<std::string_view>(
        {"carried_over", "new_online_full", "new_online_partial", "new_post", "new_counter"});
    return figures;
}

std::span<const std::string_view> settlement_standings() {
    static constexpr auto figures = std::to_array<std::string_view>(
        {"result_early", "result_on_time", "result_late", "refused_early", "refused_on_time", "refused_late",
         "withdrawn_early", "withdrawn_on_time", "withdrawn_late", "stopped_early", "stopped_on_time",
         "stopped_late", "unsupplemented_early", "unsupplemented_on_time", "unsupplemented_late",
         "running_in_time", "running_late", "waiting"});
    return figures;
}

const RuleSet& Rules::for_receipt(LocalDate received) const { return in_force(rule_sets, received); }

const RuleSet* Rules::find(std::string_view rule_set_id) const {
    const auto found = std::find_if(rule_sets.begin(), rule_sets.end(),
                                    [&](const auto& set) { return set.id == rule_set_id; });
    return found != rule_sets.end() ? &*found : nullptr;
}

const FormSet& Rules::forms_for(LocalDate received) const { return in_force(form_sets, received); }

const CodePattern& Rules::code_for(LocalDate received) const { return in_force(code_patterns, received); }

const ReportForm* Rules::report_form_for(LocalDate last_day) const {
    return report_forms.empty() ? nullptr : &in_force(report_forms, last_day);
}

}  // namespace motcua::procedures
