// A definition as an auditor reads it: the whole machine in Vietnamese, edges that many steps
// share included.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"

#include <string>

namespace motcua::procedures {

/// Every published element, limit, document and step, in the order of the file. Names of roles and units
/// are the office's.
std::string describe(const Procedure& procedure, const Office& office);

}  // namespace motcua::procedures
