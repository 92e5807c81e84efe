// The ledger of one legal stage: when its time ran, when it was held and on what
// ground, and the dates that follow. Remaining time is derived, never stored.
#pragma once

#include "procedures/calendar/work_calendar.hpp"

#include <optional>
#include <string>
#include <vector>

namespace motcua::procedures {

/// What becomes of the time used before a supplement (NĐ 118/2025 art. 19(5): restart;
/// resume only where a sector law says that the time is not counted).
enum class SupplementPolicy { restart, resume };

std::string_view to_string(SupplementPolicy policy);
std::optional<SupplementPolicy> parse_supplement_policy(std::string_view text);

/// One stretch during which the applicant held the dossier, on a named legal ground.
struct HeldSpan {
    Instant from;
    std::optional<Instant> to;  // nothing while it lasts
    std::string ground;
};

/// Where the limit ends after a supplement that was complete at `completed`.
/// `restart` counts the allowance anew from the completion, whose day is not counted.
/// `resume` (working days and hours) goes on with the office minutes that are left, to the
/// minute; a full day is that day's office minutes, used time is counted from the first
/// working day after receipt to the request. For calendar days and months `resume` moves the
/// last day by the calendar days held, rolled to a working day.
DueDate due_after_supplement(const WorkCalendar& calendar, Instant received, Allowance allowance,
                             Instant requested, Instant completed, SupplementPolicy policy);

/// The days behind that date. `restart`: those of the allowance counted anew. `resume`: from the first day after
/// receipt to the last; the days between request and completion are `held` and not counted.
std::vector<ExplainedDay> explain_after_supplement(const WorkCalendar& calendar, Instant received,
                                                   Allowance allowance, Instant requested, Instant completed,
                                                   SupplementPolicy policy);

/// The paper dossier's hand-over to the division (NĐ 118/2025 art. 18(2)): received on a working
/// day up to 15:00:00 by the end of that day's office hours; later, or on a day off,
/// `first_minutes` into the next working day.
struct TransferRule {
    int cutoff_minute = 15 * 60;  // of the day; exactly the cut-off is not after it
    WorkingMinutes first_minutes{60};
};
Instant paper_transfer_due(const WorkCalendar& calendar, Instant received, const TransferRule& rule);

/// The last moment for the apology: one working day before `due` (NĐ 118/2025 art. 19(6);
/// the text says "01 ngày", the earlier reading is the safe one).
Instant apology_due(const WorkCalendar& calendar, Instant due, int working_days_before);

/// How a finished matter stands against a date.
enum class Verdict { early, on_time, late };
std::string_view to_string(Verdict verdict);

/// Early: on a day before the due day. Late: after the due moment's legal end of day
/// (`legal_end`). Otherwise on time.
Verdict verdict_of(Instant finished, const DueDate& due);

/// The national index (facts 11.2–11.4): the end is moved back by the time between the
/// supplement's request and its completion; more than one request is late; while the applicant has not
/// come back the request is the end.
Verdict index_verdict(Instant finished_or_now, const std::vector<HeldSpan>& supplements, Instant appointment);

}  // namespace motcua::procedures
