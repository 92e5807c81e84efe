#include "procedures/verification/budgets.hpp"

#include "procedures/verification/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace motcua::procedures {

namespace {

using Path = std::vector<const Step*>;  // steps whose budget is spent, in order

/// Edges that a plan follows: not rework, not the exits that every step has.
bool is_planned(const Machine::Edge& edge) {
    return edge.action->kind != ActionKind::send_back && !edge.action->from_pattern;
}

/// Walks every plan from a start until `ends` says so; a step is visited once, and costs nothing when a resumed
/// supplement leads through it again.
class Plans {
public:
    using Ends = std::function<bool(const Machine::Edge&)>;
    using Visit = std::function<void(const Path&)>;

    Plans(const Machine& machine, bool goes_through_supplement, Ends ends, Visit visit)
        : machine_(machine),
          through_(goes_through_supplement),
          ends_(std::move(ends)),
          visit_(std::move(visit)) {}

    void from(const Step& step, Path spent = {}) {
        path_ = std::move(spent);
        walk(step, {}, false);
    }

private:
    void walk(const Step& step, std::set<const Step*> seen, bool supplemented) {
        seen.insert(&step);
        const bool first_time = std::find(path_.begin(), path_.end(), &step) == path_.end();
        if (first_time) path_.push_back(&step);
        for (const auto& edge : machine_.edges_from(step)) {
            if (!is_planned(edge)) continue;
            if (ends_(edge)) {
                visit_(path_);
            } else if (edge.to->kind == StepKind::working && !seen.contains(edge.to)) {
                walk(*edge.to, seen, supplemented);
            } else if (edge.to->kind == StepKind::held && !edge.to->revision && through_ && !supplemented) {
                for (const auto& back : machine_.edges_from(*edge.to))
                    if (back.action->kind == ActionKind::complete_supplement) walk(*back.to, {}, true);
            }
        }
        if (first_time) path_.pop_back();
    }

    const Machine& machine_;
    bool through_;
    Ends ends_;
    Visit visit_;
    Path path_;
};

/// When the last budget of `path` is spent, beginning at `start`.
Instant spent_at(const WorkCalendar& ordinary, Instant start, const Path& path, int minutes_of_day) {
    auto at = start;
    for (const auto* step : path) {
        const auto& budget = step->budget;
        if (budget.calendar_days > 0)
            at = ordinary.due_after(at, {budget.calendar_days, LimitUnit::calendar_day}).due;
        else if (budget.working_days > 0 && !step->consults.empty())
            at = ordinary.due_after(at, {budget.working_days, LimitUnit::working_day}).due;
        else if (budget.working_days > 0)
            at = ordinary.add_working_minutes(
                at, WorkingMinutes{static_cast<std::int64_t>(budget.working_days) * minutes_of_day});
        else
            at = ordinary.add_working_minutes(at, budget.working_minutes);
    }
    return at;
}

std::vector<std::string> ids_of(const Path& path) {
    std::vector<std::string> ids;
    for (const auto* step : path) ids.push_back(step->id);
    return ids;
}

class BudgetProof {
public:
    BudgetProof(const Procedure& procedure, const OfficeHours& hours)
        : procedure_(procedure),
          minutes_of_day_(hours.minutes()),
          ordinary_(WorkCalendar::Content{{{2023, true}}, {}, {hours}}) {}

    std::vector<Finding> run() {
        for (const auto& attributes : combinations(procedure_.attributes)) {
            attributes_ = &attributes;
            const Machine machine(procedure_, attributes);
            for (const auto* limit : procedure_.stages_for(attributes)) check_stage(machine, *limit);
            for (const auto& milestone : procedure_.milestones)
                if (milestone.when.holds(attributes)) check_milestone(machine, milestone);
        }
        return std::move(findings_);
    }

private:
    /// The stage begins where an edge enters it from outside: receipt, another stage, a revision, or a restart.
    void check_stage(const Machine& machine, const Limit& limit) {
        const bool resumes = procedure_.supplement.policy == SupplementPolicy::resume;
        const auto leaves = [&](const Machine::Edge& edge) {
            return edge.to->kind == StepKind::finished ||
                   (edge.to->kind == StepKind::held && edge.to->revision) ||
                   (edge.to->kind == StepKind::working && edge.to->stage != limit.stage);
        };
        Path worst;
        const auto keep_late = [&](const Path& path) {
            if (worst.empty() && late_by(path, limit.allowance()))
                worst = path;
            else if (!worst.empty() && path.size() < worst.size() && late_by(path, limit.allowance()))
                worst = path;
        };
        Plans plans(machine, resumes, leaves, keep_late);
        for (const auto& [step, unused] : machine.reach()) {
            for (const auto& edge : machine.edges_from(*step)) {
                if (edge.to->kind != StepKind::working || edge.to->stage != limit.stage) continue;
                const bool from_receipt = step->kind == StepKind::submitted;
                const bool restarts = step->kind == StepKind::held && !resumes;
                const bool enters = from_receipt || restarts ||
                                    (step->kind == StepKind::held && step->revision) ||
                                    (step->kind == StepKind::working && step->stage != limit.stage);
                if (enters) plans.from(*edge.to, from_receipt ? Path{step} : Path{});
            }
        }
        if (!worst.empty())
            add("budget",
                fmt::format("the budgets do not fit stage \"{}\" ({} {}): {}", limit.stage,
                            limit.allowance().count, to_string(limit.allowance().unit),
                            *late_by(worst, limit.allowance())),
                worst);
    }

    void check_milestone(const Machine& machine, const Milestone& milestone) {
        const auto meets = [&](const Machine::Edge& edge) {
            return std::find(milestone.met_by.begin(), milestone.met_by.end(), edge.to->id) !=
                   milestone.met_by.end();
        };
        bool met = false;
        Path late;
        Plans plans(machine, false, meets, [&](const Path& path) {
            met = true;
            if ((late.empty() || path.size() < late.size()) && late_by(path, milestone.allowance))
                late = path;
        });
        const auto& first = procedure_.steps.front();
        for (const auto& edge : machine.edges_from(first))
            if (edge.action->kind == ActionKind::receive) plans.from(*edge.to, {&first});
        if (!met)
            add("milestone", fmt::format("milestone \"{}\" can never be met", milestone.id), {});
        else if (!late.empty())
            add("milestone",
                fmt::format("the budgets do not fit milestone \"{}\" ({} {}): {}", milestone.id,
                            milestone.allowance.count, to_string(milestone.allowance.unit),
                            *late_by(late, milestone.allowance)),
                late);
    }

    /// Says on which weekday the path ends too late; nothing when it always fits.
    std::optional<std::string> late_by(const Path& path, Allowance allowance) const {
        static constexpr std::array<std::string_view, 5> names{"Monday", "Tuesday", "Wednesday", "Thursday",
                                                               "Friday"};
        const LocalDate monday = std::chrono::local_days{std::chrono::year{2023} / 5 / 8};
        for (int day = 0; day < 5; ++day) {
            // Closing time leaves the least: the day of receipt is not counted anyway.
            const auto start = ordinary_.closing_time(monday + std::chrono::days{day});
            const auto due = ordinary_.due_after(start, allowance).due;
            const auto end = spent_at(ordinary_, start, path, minutes_of_day_);
            if (end > due)
                return fmt::format("begun on a {}, it takes {} office minutes too long",
                                   names[static_cast<std::size_t>(day)],
                                   count(ordinary_.working_minutes_between(due, end)));
        }
        return std::nullopt;
    }

    void add(std::string rule, std::string what, const Path& path) {
        Finding finding{Severity::error, procedure_.id, std::move(rule),
                        std::move(what), ids_of(path),  *attributes_};
        findings_.push_back(std::move(finding));
    }

    const Procedure& procedure_;
    int minutes_of_day_;
    WorkCalendar ordinary_;
    const Attributes* attributes_ = nullptr;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> verify_budgets(const Procedure& procedure, const OfficeHours& hours) {
    return BudgetProof(procedure, hours).run();
}

}  // namespace motcua::procedures
