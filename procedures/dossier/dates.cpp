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
