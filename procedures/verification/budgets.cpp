#include "procedures/verification/budgets.hpp"

#include "procedures/verification/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

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

/// When the last budget of `path` is spent, beginning at `start`: each step as its due date is set (dossier/dates.hpp),
/// so that a block outside which is given days has the whole of its last day.
Instant spent_at(const WorkCalendar& ordinary, Instant start, const Path& path) {
    auto at = start;
    for (const auto* step : path) {
        const auto& budget = step->budget;
        if (budget.calendar_days > 0)
            at = ordinary.due_after(at, {budget.calendar_days, LimitUnit::calendar_day}).due;
        else if (budget.working_days > 0)
            at = ordinary.due_after(at, {budget.working_days, LimitUnit::working_day}).due;
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

/// Walks every plan of a stage, from each edge that enters it: receipt, another stage, a revision, or a restart.
void visit_stage(const Procedure& procedure, const Machine& machine, const Limit& limit,
                 const Plans::Visit& visit) {
    const bool resumes = procedure.supplement.policy == SupplementPolicy::resume;
    const auto leaves = [&](const Machine::Edge& edge) {
        return edge.to->kind == StepKind::finished ||
               (edge.to->kind == StepKind::held && edge.to->revision) ||
               (edge.to->kind == StepKind::working && edge.to->stage != limit.stage);
    };
    Plans plans(machine, resumes, leaves, visit);
    std::set<std::pair<const Step*, bool>> begun;
    for (const auto& [step, unused] : machine.reach()) {
        for (const auto& edge : machine.edges_from(*step)) {
            if (edge.to->kind != StepKind::working || edge.to->stage != limit.stage) continue;
            const bool from_receipt = step->kind == StepKind::submitted;
            const bool restarts = step->kind == StepKind::held && !resumes;
            const bool enters = from_receipt || restarts ||
                                (step->kind == StepKind::held && step->revision) ||
                                (step->kind == StepKind::working && step->stage != limit.stage);
            if (enters && begun.emplace(edge.to, from_receipt).second)
                plans.from(*edge.to, from_receipt ? Path{step} : Path{});
        }
    }
}

/// What the time of a path depends on: budgets in order, those in office minutes next to each other added up.
using Course = std::vector<std::pair<char, std::int64_t>>;

Course course_of(const Path& path) {
    Course course;
    for (const auto* step : path) {
        const auto& budget = step->budget;
        const auto [unit, amount] =
            budget.calendar_days > 0  ? std::pair('c', std::int64_t{budget.calendar_days})
            : budget.working_days > 0 ? std::pair('d', std::int64_t{budget.working_days})
                                      : std::pair('m', count(budget.working_minutes));
        if (unit == 'm' && !course.empty() && course.back().first == 'm')
            course.back().second += amount;
        else
            course.emplace_back(unit, amount);
    }
    return course;
}

class DateProof {
public:
    DateProof(const Procedure& procedure, const WorkCalendar& calendar)
        : procedure_(procedure),
          calendar_(calendar) {}

    std::vector<Finding> run() {
        for (const auto& attributes : combinations(procedure_.attributes)) {
            const Machine machine(procedure_, attributes);
            for (const auto* limit : procedure_.stages_for(attributes)) {
                const auto& allowance = limit->allowance();
                if (allowance.unit != LimitUnit::calendar_day && allowance.unit != LimitUnit::month) continue;
                std::map<Course, Path> courses;
                visit_stage(procedure_, machine, *limit, [&](const Path& path) {
                    const auto found = courses.try_emplace(course_of(path), path).first;
                    if (path.size() < found->second.size()) found->second = path;
                });
                check(*limit, courses, attributes);
            }
        }
        return std::move(findings_);
    }

private:
    void check(const Limit& limit, const std::map<Course, Path>& courses, const Attributes& attributes) {
        std::set<Course> key;
        for (const auto& [course, path] : courses) key.insert(course);
        if (!done_.emplace(limit.stage, limit.allowance().count, std::move(key)).second) return;
        std::vector<LocalDate> late;
        const Path* shortest = nullptr;
        int looked_at = 0;
        for (const auto& year : calendar_.content().years) {
            if (!year.notified) continue;
            const LocalDate first = std::chrono::local_days{std::chrono::year{year.year} / 1 / 1};
            const LocalDate last = std::chrono::local_days{std::chrono::year{year.year} / 12 / 31};
            for (auto day = std::max(first, procedure_.in_force_from); day <= last;
                 day += std::chrono::days{1}) {
                if (!procedure_.is_in_force(day) || !calendar_.is_working_day(day)) continue;
                const auto start = calendar_.closing_time(day);
                const auto due = calendar_.due_after(start, limit.allowance());
                if (due.provisional) continue;
                ++looked_at;
                const auto misses = [&](const auto& entry) {
                    return spent_at(calendar_, start, entry.second) > due.due;
                };
                const auto missed = std::find_if(courses.begin(), courses.end(), misses);
                if (missed == courses.end()) continue;
                late.push_back(day);
                if (shortest == nullptr || missed->second.size() < shortest->size())
                    shortest = &missed->second;
            }
        }
        if (late.empty()) return;
        findings_.push_back(
            {Severity::warning, procedure_.id, "calendar-dates",
             fmt::format("the budgets do not fit stage \"{}\" ({} {}) when it begins on {} of {} "
                         "working days: {}",
                         limit.stage, limit.allowance().count, to_string(limit.allowance().unit), late.size(),
                         looked_at, spoken(late)),
             ids_of(*shortest), attributes, late});
    }

    /// The first ten runs of working days: "2026-02-05 to 2026-02-13, …".
    std::string spoken(const std::vector<LocalDate>& days) const {
        std::string text;
        int runs = 0;
        for (std::size_t i = 0; i < days.size();) {
            std::size_t end = i;
            while (end + 1 < days.size() && calendar_.next_working_day(days[end]) == days[end + 1]) ++end;
            if (++runs > 10) return text + fmt::format(", … to {}", format_date(days.back()));
            text += fmt::format("{}{}", text.empty() ? "" : ", ", format_date(days[i]));
            if (end > i) text += fmt::format(" to {}", format_date(days[end]));
            i = end + 1;
        }
        return text;
    }

    const Procedure& procedure_;
    const WorkCalendar& calendar_;
    std::set<std::tuple<std::string, int, std::set<Course>>> done_;
    std::vector<Finding> findings_;
};

class BudgetProof {
public:
    BudgetProof(const Procedure& procedure, const OfficeHours& hours)
        : procedure_(procedure),
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

    /// How often each send-back fits.
    std::vector<Finding> rework() {
        for (const auto& attributes : combinations(procedure_.attributes)) {
            attributes_ = &attributes;
            const Machine machine(procedure_, attributes);
            for (const auto* limit : procedure_.stages_for(attributes)) measure_rework(machine, *limit);
        }
        for (auto& [edge, least] : rework_) findings_.push_back(std::move(least.second));
        return std::move(findings_);
    }

private:
    static constexpr int often_enough = 20;

    void measure_rework(const Machine& machine, const Limit& limit) {
        std::map<const Step*, Path> quickest;  // the shortest plan that visits the step
        visit_stage(procedure_, machine, limit, [&](const Path& path) {
            for (const auto* step : path) {
                const auto found = quickest.try_emplace(step, path).first;
                if (comes_before(path, found->second)) found->second = path;
            }
        });
        for (const auto& [step, plan] : quickest) {
            for (const auto& edge : machine.edges_from(*step)) {
                if (edge.action->kind != ActionKind::send_back || edge.to->stage != limit.stage) continue;
                const auto loop = planned_way(machine, *edge.to, *step);
                if (loop.empty()) continue;
                int times = 0;
                for (auto longer = plan; times < often_enough; ++times) {
                    longer.insert(longer.end(), loop.begin(), loop.end());
                    if (late_by(longer, limit.allowance())) break;
                }
                remember(edge, limit, times, loop);
            }
        }
    }

    void remember(const Machine::Edge& edge, const Limit& limit, int times, const Path& loop) {
        Finding finding{Severity::warning,
                        procedure_.id,
                        "rework",
                        fmt::format("\"{}\" from step \"{}\" fits {} in the {} {} of stage \"{}\"",
                                    edge.action->id, edge.from->id,
                                    times == 0              ? std::string("not once")
                                    : times == often_enough ? fmt::format("{} times or more", times)
                                    : times == 1            ? std::string("once")
                                                            : fmt::format("{} times", times),
                                    limit.allowance().count, to_string(limit.allowance().unit), limit.stage),
                        ids_of(loop),
                        *attributes_};
        const auto found = rework_.find({edge.from->id, edge.action->id});
        if (found == rework_.end())
            rework_.emplace(std::pair(edge.from->id, edge.action->id), std::pair(times, std::move(finding)));
        else if (times < found->second.first)
            found->second = {times, std::move(finding)};
    }

    /// From receipt rather than from a later beginning, then the quicker one.
    bool comes_before(const Path& path, const Path& other) const {
        const auto late_start = [](const Path& one) { return one.front()->kind != StepKind::submitted; };
        return std::pair(late_start(path), time_of(path)) < std::pair(late_start(other), time_of(other));
    }

    Instant time_of(const Path& path) const {
        const LocalDate monday = std::chrono::local_days{std::chrono::year{2023} / 5 / 8};
        return spent_at(ordinary_, ordinary_.closing_time(monday), path);
    }

    /// The steps from one to the other over planned edges, both included; empty when there is no such way.
    Path planned_way(const Machine& machine, const Step& from, const Step& to) const {
        const auto ways = machine.reach_from(from, [](const Machine::Edge& edge) {
            return is_planned(edge) && edge.to->kind == StepKind::working;
        });
        Path path;
        if (const auto way = ways.find(&to); way != ways.end())
            for (const auto& id : way->second) path.push_back(procedure_.step(id));
        return path;
    }

    void check_stage(const Machine& machine, const Limit& limit) {
        Path worst;
        const auto keep_late = [&](const Path& path) {
            if (worst.empty() && late_by(path, limit.allowance()))
                worst = path;
            else if (!worst.empty() && path.size() < worst.size() && late_by(path, limit.allowance()))
                worst = path;
        };
        visit_stage(procedure_, machine, limit, keep_late);
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
            const auto end = spent_at(ordinary_, start, path);
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
    WorkCalendar ordinary_;
    const Attributes* attributes_ = nullptr;
    std::map<std::pair<std::string, std::string>, std::pair<int, Finding>> rework_;  // by step and action
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> verify_dates(const Procedure& procedure, const WorkCalendar& calendar) {
    return DateProof(procedure, calendar).run();
}

std::vector<Finding> rework_room(const Procedure& procedure, const OfficeHours& hours) {
    return BudgetProof(procedure, hours).rework();
}

std::vector<Finding> verify_budgets(const Procedure& procedure, const OfficeHours& hours) {
    return BudgetProof(procedure, hours).run();
}

}  // namespace motcua::procedures
