#include "procedures/verification/verify.hpp"

#include "procedures/verification/budgets.hpp"
#include "procedures/verification/machine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace motcua::procedures {

std::string_view to_string(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

std::string to_string(const Finding& finding) {
    auto text = fmt::format("{}: {}: {}", finding.procedure, finding.rule, finding.what);
    if (!finding.path.empty()) text += fmt::format("; path {}", fmt::join(finding.path, " → "));
    std::vector<std::string> values;
    for (const auto& [attribute, value] : finding.attributes)
        values.push_back(fmt::format("{} = {}", attribute, value));
    if (!values.empty()) text += fmt::format("; when {}", fmt::join(values, ", "));
    return text;
}

namespace {

class Proof {
public:
    Proof(const Procedure& procedure, const Surroundings& around) : procedure_(procedure), around_(around) {}

    std::vector<Finding> run() {
        check_names();
        check_statuses();
        for (const auto& attributes : combinations(procedure_.attributes)) {
            attributes_ = &attributes;
            const Machine machine(procedure_, attributes);
            const auto reached = machine.reach();
            for (const auto& [step, path] : reached) ever_reached_.insert(step);
            check_variant();
            check_completion(machine, reached);
            check_limits(machine, reached);
            check_signature(machine);
            check_fee(machine);
            check_consults(machine, reached);
            check_four_eyes(machine, reached);
            check_loops(machine, reached);
        }
        attributes_ = nullptr;
        check_dead();
        for (auto& finding : verify_budgets(procedure_, around_.hours))
            findings_.push_back(std::move(finding));
        return told_once();
    }

private:
    // Units, roles and forms exist, and somebody of the office can take every action.
    void check_names() {
        for (const auto& step : procedure_.steps) {
            check_unit(step.unit, step.id);
            check_role(step.role, step.id);
            const auto* unit = around_.office.unit(step.unit);
            if (unit != nullptr && unit->is_outside && !step.outside)
                error("unit", fmt::format("step \"{}\" lies with \"{}\", which is outside the office, but is "
                                          "not marked outside",
                                          step.id, step.unit));
            for (const auto& action : step.actions) {
                check_unit(action.unit, step.id);
                check_role(action.role, step.id);
                if (action.approver.empty()) continue;
                check_role(action.approver, step.id);
                const auto* approver = around_.office.role(action.approver);
                if (approver != nullptr && approver->is_outside)
                    error("role", fmt::format("action \"{}\" of step \"{}\" is approved by \"{}\", whom "
                                              "nobody of the office holds",
                                              action.id, step.id, action.approver));
            }
            if (around_.forms.empty()) continue;
            for (const auto& form : step.forms)
                if (!around_.forms.contains(form))
                    error("form", fmt::format("step \"{}\" names form \"{}\"; the rule sets have {}", step.id,
                                              form, fmt::join(around_.forms, ", ")));
        }
    }

    void check_unit(const std::string& unit, const std::string& step) {
        if (around_.office.unit(unit) != nullptr) return;
        std::vector<std::string> known;
        for (const auto& one : around_.office.units) known.push_back(one.id);
        error("unit", fmt::format("step \"{}\" names unit \"{}\"; the office has {}", step, unit,
                                  fmt::join(known, ", ")));
    }

    void check_role(const std::string& role, const std::string& step) {
        if (around_.office.role(role) != nullptr) return;
        std::vector<std::string> known;
        for (const auto& one : around_.office.roles) known.push_back(one.id);
        error("role", fmt::format("step \"{}\" names role \"{}\"; the office has {}", step, role,
                                  fmt::join(known, ", ")));
    }

    // The ten national statuses follow from the kind (facts 9.12).
    void check_statuses() {
        for (const auto& step : procedure_.steps) {
            const auto allowed = statuses_of(step);
            if (!allowed.contains(step.national_status))
                error("status", fmt::format("step \"{}\" shows national status {}; its kind allows {}",
                                            step.id, step.national_status, fmt::join(allowed, ", ")));
        }
    }

    static std::set<int> statuses_of(const Step& step) {
        switch (step.kind) {
            case StepKind::submitted: return {1};
            case StepKind::working: return {2, 4};
            case StepKind::held: return {5, 6};
            case StepKind::finished: return {9};
            case StepKind::closed:
                switch (step.ending.value_or(Ending::stopped)) {
                    case Ending::returned: return {10};
                    case Ending::refused_at_receipt: return {3};
                    case Ending::withdrawn: return {7, 8};
                    case Ending::stopped:
                    case Ending::not_supplemented:
                    case Ending::voided: return {8};
                }
        }
        return {};
    }

    using Reached = std::map<const Step*, std::vector<std::string>>;

    void check_completion(const Machine& machine, const Reached& reached) {
        for (const auto& [step, path] : reached) {
            if (!machine.can_close(*step))
                error("option-to-complete",
                      fmt::format("from step \"{}\" no closed step can be reached", step->id), path);
            for (const auto& edge : machine.edges_from(*step)) ever_taken_.insert(edge.action);
        }
        const bool returns = std::any_of(reached.begin(), reached.end(), [](const auto& entry) {
            return entry.first->ending == Ending::returned;
        });
        if (!returns) error("option-to-complete", "no path hands a result over");
    }

    void check_dead() {
        for (const auto& step : procedure_.steps) {
            if (!ever_reached_.contains(&step)) {
                error("reachable", fmt::format("step \"{}\" can never be reached", step.id));
                continue;
            }
            for (const auto& action : step.actions)
                if (!ever_taken_.contains(&action))
                    error(
                        "dead-action",
                        fmt::format(
                            "action \"{}\" of step \"{}\" can never be taken: its condition holds in no case",
                            action.id, step.id));
        }
    }

    // Every dossier belongs to one process.
    void check_variant() {
        const auto fits =
            std::count_if(procedure_.variants.begin(), procedure_.variants.end(),
                          [&](const Variant& variant) { return variant.when.holds(*attributes_); });
        if (!procedure_.variants.empty() && fits != 1)
            error("variant", fmt::format("{} variants hold at once", fits));
    }

    // Exactly one limit for every stage that is worked in, and stages are walked in their order.
    void check_limits(const Machine& machine, const Reached& reached) {
        const auto chain = procedure_.stages_for(*attributes_);
        std::map<std::string, std::size_t> order;
        for (std::size_t i = 0; i < chain.size(); ++i)
            if (!order.emplace(chain[i]->stage, i).second)
                error("one-limit", fmt::format("stage \"{}\" has two limits at once", chain[i]->stage));
        std::set<std::string> worked;
        for (const auto& [step, path] : reached) {
            if (step->kind != StepKind::working) continue;
            worked.insert(step->stage);
            if (!order.contains(step->stage))
                error("one-limit",
                      fmt::format("stage \"{}\" of step \"{}\" has no limit", step->stage, step->id), path);
            for (const auto& edge : machine.edges_from(*step))
                if (edge.to->kind == StepKind::working && order.contains(step->stage) &&
                    order.contains(edge.to->stage) && order.at(edge.to->stage) < order.at(step->stage))
                    error("stage-order",
                          fmt::format(
                              "action \"{}\" leads from stage \"{}\" back to \"{}\", whose time is over",
                              edge.action->id, step->stage, edge.to->stage),
                          path);
        }
        for (const auto* limit : chain)
            if (!worked.contains(limit->stage))
                error("one-limit", fmt::format("no step works in stage \"{}\"", limit->stage));
    }

    // No result leaves the office unsigned: without its sign actions no finished step is reached.
    void check_signature(const Machine& machine) {
        const auto unsigned_steps =
            machine.reach([](const Machine::Edge& edge) { return edge.action->kind != ActionKind::sign; });
        for (const auto& [step, path] : unsigned_steps)
            if (step->kind == StepKind::finished)
                error("signature", fmt::format("step \"{}\" is reached without a signature", step->id), path);
    }

    void check_fee(const Machine& machine) {
        const bool owes = std::any_of(procedure_.fees.begin(), procedure_.fees.end(),
                                      [&](const Fee& fee) { return fee.when.holds(*attributes_); });
        if (!owes) return;
        const auto unpaid = machine.reach([](const Machine::Edge& edge) {
            return !edge.action->requires_.contains(Requirement::fee_paid);
        });
        for (const auto& [step, path] : unpaid)
            if (step->ending == Ending::returned)
                error("fee", "the result is handed over without asking for the fee", path);
    }

    // Opinions are asked on entering, waited for before leaving, and the step's budget covers their time.
    void check_consults(const Machine& machine, const Reached& reached) {
        for (const auto& [step, path] : reached) {
            for (const auto& edge : machine.edges_from(*step))
                if (!edge.to->consults.empty() && edge.action->kind != ActionKind::open_consults &&
                    edge.action->kind != ActionKind::send_back)
                    error("consult",
                          fmt::format("action \"{}\" enters step \"{}\" without asking its agencies",
                                      edge.action->id, edge.to->id),
                          path);
            for (const auto& consult : step->consults) check_consult(machine, *step, consult, path);
        }
    }

    void check_consult(const Machine& machine, const Step& step, const Consult& consult,
                       const std::vector<std::string>& path) {
        if (!consult.when.holds(*attributes_)) return;
        const auto& budget = step.budget;
        const auto& within = consult.answer_within;
        const bool covered =
            (within.unit == LimitUnit::calendar_day && within.count <= budget.calendar_days) ||
            (within.unit == LimitUnit::working_day && within.count <= budget.working_days) ||
            (within.unit == LimitUnit::working_hour && within.count * 60 <= count(budget.working_minutes));
        if (!covered)
            error("consult",
                  fmt::format("\"{}\" has {} {} to answer, more than step \"{}\" has", consult.party,
                              within.count, to_string(within.unit), step.id),
                  path);
        if (!consult.mandatory) return;
        for (const auto& edge : machine.edges_from(step)) {
            if (edge.action->from_pattern || edge.action->kind == ActionKind::send_back) continue;
            if (!edge.action->requires_.contains(Requirement::consults_closed))
                error("consult",
                      fmt::format("action \"{}\" leaves step \"{}\" without waiting for the opinions",
                                  edge.action->id, step.id),
                      path);
        }
    }

    // Work repeats only when somebody sends it back, and says why; supplements are counted by decide(), and
    // a slip before receipt starts no clock.
    void check_loops(const Machine& machine, const Reached& reached) {
        const auto goes_on = [](const Machine::Edge& edge) {
            return edge.action->kind != ActionKind::send_back &&
                   edge.action->kind != ActionKind::ask_before_receipt &&
                   edge.action->kind != ActionKind::complete_supplement;
        };
        for (const auto& [step, path] : reached) {
            for (const auto& edge : machine.edges_from(*step)) {
                if (edge.action->kind == ActionKind::send_back &&
                    !edge.action->requires_.contains(Requirement::reason))
                    error("loop",
                          fmt::format("action \"{}\" of step \"{}\" sends back without a reason",
                                      edge.action->id, step->id),
                          path);
                if (!goes_on(edge)) continue;
                const auto onward = machine.reach_from(*edge.to, goes_on);
                const auto back = onward.find(step);
                if (back == onward.end()) continue;
                auto way = path;
                way.insert(way.end(), back->second.begin(), back->second.end());
                error(
                    "loop",
                    fmt::format("action \"{}\" of step \"{}\" may be repeated without end, and nobody sends "
                                "back",
                                edge.action->id, step->id),
                    std::move(way));
            }
        }
    }

    void check_four_eyes(const Machine& machine, const Reached& reached) {
        for (const auto& [step, path] : reached) {
            for (const auto& edge : machine.edges_from(*step)) {
                for (const auto& other : edge.action->not_by_actor_of) {
                    const auto* excluded = procedure_.step(other);
                    if (excluded == nullptr || !reached.contains(excluded)) continue;
                    if (step->same_person_as == other || step == excluded)
                        error(
                            "four-eyes",
                            fmt::format(
                                "action \"{}\" of step \"{}\" excludes the only person who may hold the step",
                                edge.action->id, step->id),
                            path);
                    else if (!machine.reach_from(*excluded).contains(step))
                        error("four-eyes",
                              fmt::format("action \"{}\" of step \"{}\" excludes who acted in \"{}\", which "
                                          "comes never before",
                                          edge.action->id, step->id, other),
                              path);
                }
            }
        }
    }

    void error(std::string rule, std::string what, std::vector<std::string> path = {}) {
        findings_.push_back({Severity::error, procedure_.id, std::move(rule), std::move(what),
                             std::move(path), attributes_ != nullptr ? *attributes_ : Attributes{}});
    }

    /// The first combination that shows a fault stands for all.
    std::vector<Finding> told_once() {
        std::vector<Finding> list;
        std::set<std::pair<std::string, std::string>> told;
        for (auto& finding : findings_)
            if (told.emplace(finding.rule, finding.what).second) list.push_back(std::move(finding));
        return list;
    }

    const Procedure& procedure_;
    const Surroundings& around_;
    const Attributes* attributes_ = nullptr;
    std::set<const Step*> ever_reached_;
    std::set<const Action*> ever_taken_;
    std::vector<Finding> findings_;
};

}  // namespace

Surroundings surroundings_of(const Office& office, const WorkCalendar::Content& calendar,
                             const Rules& rules) {
    Surroundings around{office, calendar.hours.back(), {}};
    for (const auto& set : rules.form_sets) {
        for (const auto& form : set.forms) around.forms.insert(form.id);
    }
    return around;
}

std::vector<Finding> verify(const Procedure& procedure, const Surroundings& surroundings) {
    if (procedure.steps.empty()) return {};
    return Proof(procedure, surroundings).run();
}

}  // namespace motcua::procedures
