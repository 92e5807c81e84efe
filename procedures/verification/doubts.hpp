// What has to be confirmed before going live: values that no source of this office's own stands behind.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/verification/finding.hpp"

#include <vector>

namespace motcua::procedures {

/// Warnings: no approval, and every limit, fee, opinion, supplement rule and retention whose confidence is
/// unknown, general-knowledge or other-province.
std::vector<Finding> doubts_of(const Procedure& procedure);
std::vector<Finding> doubts_of(const Office& office);

}  // namespace motcua::procedures
