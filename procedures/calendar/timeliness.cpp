#include "procedures/calendar/timeliness.hpp"

namespace motcua::procedures {

std::string_view to_string(Timeliness timeliness) {
    switch (timeliness) {
        case Timeliness::on_track: return "on_track";
        case Timeliness::due_soon: return "due_soon";
        case Timeliness::due_today: return "due_today";
        case Timeliness::overdue: return "overdue";
    }
    return "";
}

std::string_view to_string(RunningClock clock) {
    switch (clock) {
        case RunningClock::none: return "none";
        case RunningClock::running: return "running";
        case RunningClock::paused: return "paused";
        case RunningClock::stopped: return "stopped";
    }
    return "";
}

Timeliness timeliness_of(const WorkCalendar& calendar, const TimeGiven& given, Instant now) {
    if (now > given.late_after) return Timeliness::overdue;
    if (local_date(now) >= local_date(given.due)) return Timeliness::due_today;
    const auto whole = count(calendar.working_minutes_between(given.from, given.due));
    const auto used = count(calendar.working_minutes_between(given.from, now));
    return used * 100 >= whole * given.warning_percent ? Timeliness::due_soon : Timeliness::on_track;
}

WorkingMinutes minutes_left(const WorkCalendar& calendar, Instant due, Instant now) {
    if (now <= due) return calendar.working_minutes_between(now, due);
    return WorkingMinutes{-count(calendar.working_minutes_between(due, now))};
}

}  // namespace motcua::procedures
