// Whether the budgets of the steps fit the time that the law leaves: the worst path of every stage,
// received at closing time on each weekday of an ordinary week, without days off.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/verification/finding.hpp"

#include <vector>

namespace motcua::procedures {

/// `hours` gives the length of an office day. A step's budget is spent once, rework included: an edge
/// that sends back adds nothing. Consulted agencies answer at the end of their last day, as their time is counted.
/// Dates on which days off leave less than an ordinary week are not looked at here.
std::vector<Finding> verify_budgets(const Procedure& procedure, const OfficeHours& hours);

}  // namespace motcua::procedures
