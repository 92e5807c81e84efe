// How a dossier stands against its dates at a moment. Computed whenever somebody looks, never
// stored: overdue is not a state of a dossier.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/procedure.hpp"

#include <optional>
#include <string_view>

namespace motcua::procedures {

enum class Timeliness {
    no_date,    // nothing is due: not received yet, or a step without a budget
    on_track,   // còn hạn
    due_soon,   // sắp đến hạn
    due_today,  // đến hạn hôm nay
    overdue,    // quá hạn
    paused,     // the applicant has it
    stopped,    // finished or closed
};
std::string_view to_string(Timeliness timeliness);
std::optional<Timeliness> parse_timeliness(std::string_view name);

/// The moment of which a timeliness is told.
struct Moment {
    Instant now;
    Instant end_of_today;
    Instant soon_until;  // not before end_of_today
};
/// Soon reaches to the legal end of the next working day.
Moment moment_at(const WorkCalendar& calendar, Instant now);

/// `due` is what the clock ends on: the step's due, or the legal end of the dossier's last day.
Timeliness timeliness_of(StepKind kind, std::optional<Instant> due, const Moment& moment);

/// Office minutes until `due`; negative by those that have passed since.
WorkingMinutes minutes_left(const WorkCalendar& calendar, Instant due, Instant now);

/// What the clock of a dossier does: before receipt there is none.
enum class RunningClock { none, running, paused, stopped };
std::string_view to_string(RunningClock clock);
RunningClock clock_of(StepKind kind);

}  // namespace motcua::procedures
