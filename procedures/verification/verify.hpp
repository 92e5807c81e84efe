// All proofs about one definition, for every combination of its attributes.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"
#include "procedures/verification/finding.hpp"

#include <set>
#include <string>
#include <vector>

namespace motcua::procedures {

/// What a definition is proven against.
struct Surroundings {
    const Office& office;
    OfficeHours hours;
    std::set<std::string> forms;  // ids of the forms of all rule sets; empty = not checked
};

/// The office's present hours, and every form that some generation has.
Surroundings surroundings_of(const Office& office, const WorkCalendar::Content& calendar, const Rules& rules);

/// Proves: every step reachable; from every step a closed one; no dead action; no result without a
/// signature, none handed over without its fee; four-eyes satisfiable; consults opened and joined; units, roles
/// and forms exist; one chain of limits, walked forward; national statuses agree with the kinds; budgets
/// fit limits and milestones. Errors come first; the same fault in many combinations is told once.
std::vector<Finding> verify(const Procedure& procedure, const Surroundings& surroundings);

}  // namespace motcua::procedures
