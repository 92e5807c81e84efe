// Whether the people on file can carry a definition: every role held by somebody, four eyes always possible,
// and what stops when one of them is away.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/verification/finding.hpp"

#include <string>
#include <vector>

namespace motcua::procedures {

/// Somebody holds a role in a unit on the day that is looked at.
struct Holding {
    std::string person;
    std::string role;
    std::string unit;
};

/// Errors "staff": nobody can take an action, or give the approval that it needs; "four-eyes-staff": whoever takes it
/// must have acted before. One person is taken to do all that is done in a step, as the demonstration does.
/// Acts of outside roles are entered by the records clerk, who must exist.
std::vector<Finding> verify_staff(const Procedure& procedure, const Office& office,
                                  const std::vector<Holding>& staff);

/// One warning "absence" for each person and each thing that stops while that person alone is away, with the number
/// of definitions it stops and the path in the first of them. What stops anyhow is not repeated.
std::vector<Finding> verify_absences(const std::vector<const Procedure*>& procedures, const Office& office,
                                     const std::vector<Holding>& staff);

}  // namespace motcua::procedures
