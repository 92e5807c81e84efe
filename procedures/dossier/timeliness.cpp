#include "procedures/dossier/timeliness.hpp"

#include "procedures/dossier/words.hpp"

namespace motcua::procedures {

namespace {

constexpr Word<Timeliness> timeliness_words[] = {
    {Timeliness::no_date, "no_date"},   {Timeliness::on_track, "on_track"},
    {Timeliness::due_soon, "due_soon"}, {Timeliness::due_today, "due_today"},
    {Timeliness::overdue, "overdue"},   {Timeliness::paused, "paused"},
    {Timeliness::stopped, "stopped"},
};
constexpr Word<RunningClock> clock_words[] = {{RunningClock::none, "none"},
                                              {RunningClock::running, "running"},
                                              {RunningClock::paused, "paused"},
                                              {RunningClock::stopped, "stopped"}};
constexpr std::chrono::hours whole_day{24};

}  // namespace

std::string_view to_string(Timeliness timeliness) { return word_of(timeliness_words, timeliness); }
std::optional<Timeliness> parse_timeliness(std::string_view name) { return value_of(timeliness_words, name); }
std::string_view to_string(RunningClock clock) { return word_of(clock_words, clock); }

RunningClock clock_of(StepKind kind) {
    switch (kind) {
        case StepKind::submitted: return RunningClock::none;
        case StepKind::working: return RunningClock::running;
        case StepKind::held: return RunningClock::paused;
        case StepKind::finished:
        case StepKind::closed: return RunningClock::stopped;
    }
    return RunningClock::none;
}

Moment moment_at(const WorkCalendar& calendar, Instant now) {
    const auto today = local_date(now);
    return {now, moment_of(today, whole_day), moment_of(calendar.next_working_day(today), whole_day)};
}

Timeliness timeliness_of(StepKind kind, std::optional<Instant> due, const Moment& moment) {
    switch (kind) {
        case StepKind::held: return Timeliness::paused;
        case StepKind::finished:
        case StepKind::closed: return Timeliness::stopped;
        case StepKind::submitted:
        case StepKind::working: break;
    }
    if (!due) return Timeliness::no_date;
    if (*due < moment.now) return Timeliness::overdue;
    if (*due <= moment.end_of_today) return Timeliness::due_today;
    return *due <= moment.soon_until ? Timeliness::due_soon : Timeliness::on_track;
}

WorkingMinutes minutes_left(const WorkCalendar& calendar, Instant due, Instant now) {
    if (now <= due) return calendar.working_minutes_between(now, due);
    return WorkingMinutes{-count(calendar.working_minutes_between(due, now))};
}

}  // namespace motcua::procedures
