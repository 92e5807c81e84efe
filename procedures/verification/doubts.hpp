// What has to be confirmed before going live: values that no source of this office's own stands behind.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"
#include "procedures/verification/finding.hpp"

#include <vector>

namespace motcua::procedures {

/// Warnings: no approval; every limit, milestone, document, fee, opinion, supplement or extension rule and retention
/// whose confidence is unknown, general-knowledge or other-province, and fees without an amount ("confidence", "fee");
/// time that goes on instead of starting again, or stands for a revision ("clock"); consent by silence, taken or
/// not read ("silence"); what the file's own `doubts_vi` says ("doubt").
std::vector<Finding> doubts_of(const Procedure& procedure);
/// Its standing towards the provincial system, its code, units and zones.
std::vector<Finding> doubts_of(const Office& office);
/// Values of the regimes, form sets and code patterns.
std::vector<Finding> doubts_of(const Rules& rules);
/// Years that are not notified, and days nobody has decided yet.
std::vector<Finding> doubts_of(const WorkCalendar::Content& calendar);

}  // namespace motcua::procedures
