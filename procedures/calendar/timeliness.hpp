// How an open matter stands against its date now. Computed whenever somebody looks, never stored:
// overdue is not a state of a dossier.
#pragma once

#include "procedures/calendar/work_calendar.hpp"

#include <string_view>

namespace motcua::procedures {

enum class Timeliness { on_track, due_soon, due_today, overdue };
std::string_view to_string(Timeliness timeliness);

/// What the clock of a dossier does: before receipt there is none.
enum class RunningClock { none, running, paused, stopped };
std::string_view to_string(RunningClock clock);

/// The time between `from` and `due`; a date in days is missed only after its whole day (`late_after`).
struct TimeGiven {
    Instant from;
    Instant due;
    Instant late_after;
    int warning_percent = 75;  // of the office minutes, after which it is due soon
};

/// Due today is the day of `due`, until it is overdue.
Timeliness timeliness_of(const WorkCalendar& calendar, const TimeGiven& given, Instant now);

/// Office minutes until `due`; negative by those that have passed since.
WorkingMinutes minutes_left(const WorkCalendar& calendar, Instant due, Instant now);

}  // namespace motcua::procedures
