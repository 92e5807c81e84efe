#include "procedures/definition/office.hpp"

#include <algorithm>

namespace motcua::procedures {

const Unit* Office::unit(std::string_view unit_id) const {
    const auto found =
        std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == unit_id; });
    return found == units.end() ? nullptr : &*found;
}

const Role* Office::role(std::string_view role_id) const {
    const auto found =
        std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.id == role_id; });
    return found == roles.end() ? nullptr : &*found;
}

const Unit* Office::desk() const {
    const auto found =
        std::find_if(units.begin(), units.end(), [](const Unit& unit) { return unit.is_desk; });
    return found == units.end() ? nullptr : &*found;
}

std::string_view to_string(OfficeStanding standing) {
    return standing == OfficeStanding::own ? "own" : "behind";
}

}  // namespace motcua::procedures
