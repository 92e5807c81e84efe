#include "procedures/dossier/dates.hpp"

#include "procedures/dossier/fields.hpp"

#include <algorithm>
#include <utility>

namespace motcua::procedures {

std::vector<StageRun> plan_stages(const WorkCalendar& calendar, const std::vector<const Limit*>& stages,
                                  Instant start) {
    std::vector<StageRun> chain;
    for (const Limit* limit : stages) {
        auto due = calendar.due_after(start, limit->allowance());
        chain.push_back({limit->stage, limit->allowance(), start, due});
        start = due.due;
    }
    return chain;
}

DueDate end_of(const std::vector<StageRun>& chain) {
    DueDate last = chain.back().due;
    last.provisional =
        std::any_of(chain.begin(), chain.end(), [](const StageRun& run) { return run.due.provisional; });
    return last;
}

DueDate resume_due(const WorkCalendar& calendar, const Dossier& dossier, const StageRun& stage,
                   Instant requested, Instant completed) {
    const auto holds_in_stage = std::count_if(
        dossier.held.begin(), dossier.held.end(),
        [&](const HeldSpan& span) { return span.from >= stage.started && span.from < requested; });
    const bool in_days_or_hours =
        stage.allowance.unit == LimitUnit::working_day || stage.allowance.unit == LimitUnit::working_hour;
    if (holds_in_stage == 0 || !in_days_or_hours) {
        return due_after_supplement(calendar, stage.started, stage.allowance, requested, completed,
                                    SupplementPolicy::resume);
    }
    // Held before: what was left then is what lies between the request and the due moment.
    const auto left = calendar.working_minutes_between(requested, stage.due.due);
    DueDate due;
    due.due = calendar.add_working_minutes(completed, left);
    due.last_day = local_date(due.due);
    due.legal_end = moment_of(due.last_day, std::chrono::hours{24});
    for (auto day = local_date(completed); day <= due.last_day; day += std::chrono::days{1}) {
        due.provisional = due.provisional || calendar.is_provisional(day);
    }
    return due;
}

std::optional<Instant> step_due(const WorkCalendar& calendar, const Step& step, Instant entered,
                                WorkingMinutes desk_share) {
    if (step.budget.calendar_days > 0) {
        return calendar.due_after(entered, {step.budget.calendar_days, LimitUnit::calendar_day}).due;
    }
    if (step.budget.working_days > 0) {
        return calendar.due_after(entered, {step.budget.working_days, LimitUnit::working_day}).due;
    }
    const auto minutes = step.budget.working_minutes + desk_share;
    if (count(minutes) <= 0) {
        return std::nullopt;
    }
    return calendar.add_working_minutes(entered, minutes);
}

namespace {

/// How the matter's date was counted: over the stages as they ran, or as planned at the start, when a stage
/// that began early left the date of the whole alone; with or without the extension.
struct Way {
    bool as_planned = false;
    bool extended = false;
};
constexpr Way ways[] = {{false, false}, {true, false}, {false, true}, {true, true}};

/// The stages of `limits`, of which those before the present one are over.
std::vector<StageRun> run_again(const Dossier& dossier, const WorkCalendar& calendar,
                                const std::vector<const Limit*>& limits) {
    const auto& old = dossier.stages;
    const auto of = [&](const std::string& stage) {
        return std::find_if(old.begin(), old.end(), [&](const StageRun& run) { return run.stage == stage; });
    };
    const auto current = of(dossier.stage);
    std::vector<StageRun> chain;
    for (const Limit* limit : limits) {
        const auto known = of(limit->stage);
        if (known != old.end() && known < current) {
            chain.push_back(*known);
            continue;
        }
        StageRun run{limit->stage, limit->allowance(), old.front().started, {}};
        if (known != old.end() && known == current) {
            run.started = known->started;
        } else if (!chain.empty()) {
            run.started = chain.back().due.due;
        }
        run.due = calendar.due_after(run.started, run.allowance);
        if (known == current) {
            for (const auto& span : dossier.held) {
                if (span.to && span.from >= run.started) {
                    run.due = resume_due(calendar, dossier, run, span.from, *span.to);
                }
            }
        }
        chain.push_back(std::move(run));
    }
    return chain;
}

DueDate due_by(Way way, const Dossier& dossier, const WorkCalendar& calendar,
               const std::vector<const Limit*>& limits, const std::vector<StageRun>& chain) {
    auto due = end_of(way.as_planned ? plan_stages(calendar, limits, dossier.stages.front().started) : chain);
    if (way.extended) {
        const auto base = due;
        due = calendar.due_after(moment_of(base.last_day, std::chrono::hours{12}), dossier.extension);
        due.provisional = due.provisional || base.provisional;
    }
    return due;
}

Instant appointment_after(const Dossier& dossier, const WorkCalendar& calendar, const DueDate& due) {
    if (!dossier.rescheduled || !dossier.appointment) {
        return due.due;
    }
    const auto day = local_date(*dossier.appointment);
    return calendar.is_working_day(day) ? *dossier.appointment
                                        : calendar.closing_time(calendar.next_working_day(day));
}

std::optional<Instant> step_due_after(const Dossier& dossier, const WorkCalendar& before,
                                      const WorkCalendar& after, const Step* old, const Step* step) {
    if (!dossier.step_due || old == nullptr || step == nullptr) {
        return std::nullopt;
    }
    const auto entered = dossier.step_entered;
    const auto is_in_days = [](const Step& one) {
        return one.budget.calendar_days > 0 || one.budget.working_days > 0;
    };
    std::optional<Instant> due;
    if (is_in_days(*old) || is_in_days(*step)) {
        due = step_due(after, *step, entered, WorkingMinutes{0});
    } else {
        // The desk's share may be in it: the step's own budget changes what it was given.
        const auto given = before.working_minutes_between(entered, *dossier.step_due) +
                           (step->budget.working_minutes - old->budget.working_minutes);
        due = after.add_working_minutes(entered, std::max(given, WorkingMinutes{0}));
    }
    return due == dossier.step_due ? std::nullopt : due;
}

}  // namespace

std::optional<Recount> recount(const Dossier& dossier, const WorkCalendar& before, const WorkCalendar& after,
                               const Procedure& from, const Procedure& to) {
    const auto old_limits = from.stages_for(dossier.attributes);
    const auto limits = to.stages_for(dossier.attributes);
    if (dossier.stages.empty() || old_limits.empty() || limits.empty()) {
        return std::nullopt;
    }
    const auto old_chain = run_again(dossier, before, old_limits);
    for (const Way way : ways) {
        if (way.extended && dossier.extension.count == 0) {
            continue;
        }
        if (due_by(way, dossier, before, old_limits, old_chain).due != dossier.legal_due->due) {
            continue;
        }
        Recount out;
        out.stages = run_again(dossier, after, limits);
        out.legal_due = due_by(way, dossier, after, limits, out.stages);
        out.appointment = appointment_after(dossier, after, out.legal_due);
        out.step_due = step_due_after(dossier, before, after, from.step(dossier.step), to.step(dossier.step));
        return out;
    }
    return std::nullopt;
}

Recount recount_on(const Dossier& dossier, const WorkCalendar& before, const WorkCalendar& after,
                   const Procedure& procedure) {
    if (auto counted = recount(dossier, before, after, procedure, procedure)) {
        return *counted;
    }
    Recount out{dossier.stages, *dossier.legal_due, {}, std::nullopt};
    if (const auto day = out.legal_due.last_day; !after.is_working_day(day)) {
        out.legal_due = after.due_on(day, day);
    }
    out.appointment = appointment_after(dossier, after, out.legal_due);
    return out;
}

bool differs(const Dossier& dossier, const Recount& counted) {
    return counted.legal_due != *dossier.legal_due || dossier.appointment != counted.appointment ||
           counted.step_due.has_value();
}

void Arming::add(DeadlineKind kind, Instant due, std::string subject) {
    armed_.push_back(fields::of(Deadline{kind, due, std::move(subject)}));
}

void Arming::warnings(DeadlineKind kind, Instant from, Instant due, const std::string& subject) {
    const auto whole = count(calendar_.working_minutes_between(from, due));
    for (const int percent : procedure_.reminder_percents) {
        const auto at = calendar_.add_working_minutes(from, WorkingMinutes{whole * percent / 100});
        if (at > from && at < due) {
            add(kind, at, subject);
        }
    }
}

void Arming::dossier(Instant received, const DueDate& legal_due, Instant appointment) {
    add(DeadlineKind::dossier, legal_due.due);
    warnings(DeadlineKind::dossier_warning, received, legal_due.due, {});
    const auto apology = apology_due(calendar_, appointment, rules_.apology_working_days_before);
    if (apology > received) {
        add(DeadlineKind::apology, apology);
    }
}

void Arming::step(const Step& step, Instant entered, Instant due) {
    add(DeadlineKind::step, due, step.id);
    if (!step.outside) {
        warnings(DeadlineKind::step_warning, entered, due, step.id);
    }
}

}  // namespace motcua::procedures
