// Who may knock at which door: every address names one permission, and a role gives permissions. What
// happens behind `dossier` is decided dossier by dossier (procedures::decide, procedures::may_see).
#pragma once

#include "procedures/dossier/decide.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace motcua::server {

enum class Permission {
    undeclared,   // an address that forgot to say: nobody passes
    public_,      // everybody, signed in or not
    own_account,  // whoever signed in, about himself; also before a first password is changed
    any_person,   // everybody of the office
    dossier,      // everybody of the office; which dossier and which act: may_see() and decide()
    figures,      // counts and durations, apart from content
    audit,        // the journal, read-only
    checkpoints,  // signed checkpoints: they say nothing of what the journal holds
    law,          // reading the configuration again, proposing, approving; who approves: decide()
    staffing,     // absences and substitutes; of whom: decide()
    administer,   // people, roles, accounts, settings; no dossier
};
std::string_view to_string(Permission permission);

/// The roles that pass; empty where none is needed or none suffices.
std::span<const std::string_view> roles_with(Permission permission);

/// Whether a token issued for `scopes` reaches there. Reading dossiers is "read", acting on them "act"; the
/// other permissions are scopes of their own name. One's own account is read only.
bool reaches(std::span<const std::string> scopes, Permission permission, bool is_reading);
bool is_scope(std::string_view name);

/// Why somebody who is signed in may not pass: by the roles that he, or the absent person for whom he stands
/// in, holds that day.
std::optional<procedures::Refusal> objection_to(Permission permission, const procedures::OfficeState& office,
                                                const procedures::Actor& actor, procedures::LocalDate day);

}  // namespace motcua::server
