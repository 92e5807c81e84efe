// Whether the budgets of the steps fit the time that the law leaves: the worst path of every stage,
// received at closing time on each weekday of an ordinary week, without days off.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/verification/finding.hpp"

#include <vector>

namespace motcua::procedures {

/// `hours` gives the length of an office day. A step's budget is spent once, rework included: an edge
/// that sends back adds nothing. Whoever outside the office is given days acts at the end of the last one.
/// Dates on which days off leave less than an ordinary week: verify_dates().
std::vector<Finding> verify_budgets(const Procedure& procedure, const OfficeHours& hours);

/// Warnings "calendar-dates": stages limited in calendar days or months whose worst path does not fit when begun on
/// certain working days (Tết among them), out of those days of the notified years on which the definition is in
/// force and whose due date no notice can still move. All dates are in the finding.
std::vector<Finding> verify_dates(const Procedure& procedure, const WorkCalendar& calendar);

/// Warnings "rework", for whoever plans: how often each send-back may happen on the shortest way through its stage before
/// the limit of an ordinary week cannot fit; the least of all combinations.
std::vector<Finding> rework_room(const Procedure& procedure, const OfficeHours& hours);

}  // namespace motcua::procedures
