// The documented procedure of ISO 9001 (tài liệu quy trình), printed from the same definition that settles dossiers,
// so that paper and machine never disagree (facts 15.2). A4, Vietnamese, one file.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"

#include <string>
#include <vector>

namespace motcua::server {

struct IsoSource {
    const procedures::Procedure& procedure;
    const procedures::Office& office;
    const procedures::FormSet& forms;
    std::string version;  // hash
    std::vector<const procedures::Procedure*>
        versions{};                 // of the same procedure up to this one, oldest first
    procedures::LocalDate printed;  // a version that ended before is marked as obsolete
};

/// HTML without other files. "DỰ THẢO" stands on every page while no decision approves the definition.
std::string iso_document(const IsoSource& source);

}  // namespace motcua::server
