#include "server/permission.hpp"

#include "procedures/dossier/permission.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace motcua::server {

using procedures::Refusal;

namespace {

struct Granted {
    Permission permission;
    std::string_view name;
    std::span<const std::string_view> roles;
};

// Roles to permissions. An administrator has neither dossiers nor figures nor the journal; an auditor reads
// all that is read and changes nothing, for no action of a definition is his.
constexpr std::string_view with_figures[] = {"desk_head", "head", "leader", "manager", "auditor"};
constexpr std::string_view with_audit[] = {"auditor"};
constexpr std::string_view with_checkpoints[] = {"auditor", "admin"};
constexpr std::string_view with_law[] = {"leader", "manager", "admin"};
constexpr std::string_view with_people[] = {"admin"};
constexpr std::string_view with_staffing[] = {"head", "desk_head", "leader", "manager", "admin"};

constexpr Granted grants[] = {
    {Permission::undeclared, "undeclared", {}},
    {Permission::public_, "public", {}},
    {Permission::own_account, "own_account", {}},
    {Permission::any_person, "any_person", {}},
    {Permission::dossier, "dossier", {}},
    {Permission::figures, "figures", with_figures},
    {Permission::audit, "audit", with_audit},
    {Permission::checkpoints, "checkpoints", with_checkpoints},
    {Permission::law, "law", with_law},
    {Permission::staffing, "staffing", with_staffing},
    {Permission::administer, "administer", with_people},
};

const Granted& grant_of(Permission permission) {
    return *std::find_if(std::begin(grants), std::end(grants),
                         [&](const Granted& one) { return one.permission == permission; });
}

constexpr Permission scoped[] = {Permission::figures, Permission::audit,    Permission::checkpoints,
                                 Permission::law,     Permission::staffing, Permission::administer};

}  // namespace

bool is_scope(std::string_view name) {
    return name == "read" || name == "act" ||
           std::any_of(std::begin(scoped), std::end(scoped),
                       [&](Permission permission) { return to_string(permission) == name; });
}

bool reaches(std::span<const std::string> scopes, Permission permission, bool is_reading) {
    const auto has = [&](std::string_view scope) {
        return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
    };
    switch (permission) {
        case Permission::public_: return true;
        case Permission::own_account: return is_reading;
        case Permission::any_person:
        case Permission::dossier: return has(is_reading ? "read" : "act");
        default: return has(to_string(permission));
    }
}

std::string_view to_string(Permission permission) { return grant_of(permission).name; }
std::span<const std::string_view> roles_with(Permission permission) { return grant_of(permission).roles; }

std::optional<Refusal> objection_to(Permission permission, const procedures::OfficeState& office,
                                    const procedures::Actor& actor, procedures::LocalDate day) {
    switch (permission) {
        case Permission::public_:
        case Permission::own_account:
        case Permission::any_person:
        case Permission::dossier: return std::nullopt;
        default: break;
    }
    const auto roles = roles_with(permission);
    if (std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
            return procedures::holds_anywhere(office, actor, role, day);
        }))
        return std::nullopt;
    return procedures::refuse(
        Refusal::Code::wrong_role,
        {{"role", fmt::format("{}", fmt::join(roles.begin(), roles.end(), ", "))}, {"unit", ""}});
}

}  // namespace motcua::server
