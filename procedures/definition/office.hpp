// The office as configured: its code, units, roles, zones and counters, and its standing
// towards the provincial system. Who holds a role is not here; that is told by events (dossier/staff.hpp).
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/definition/names.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// Whose code, receipt and official status count (NĐ 118/2025 art. 27(2)(a)).
enum class OfficeStanding {
    own,     // issues codes and receipts itself
    behind,  // takes code, receipt time and appointment from the provincial system, kept beside its own dates
};

struct Unit {
    std::string id;
    Names names;
    std::string parent;
    bool is_desk = false;     // the one-stop (bộ phận một cửa)
    bool is_outside = false;  // not this office: the province, a council
    Standing standing;
};

struct Role {
    std::string
        id;  // clerk, desk_head, records, cashier, officer, head, leader, manager, auditor, admin, outside
    Names names;
    bool reads_dossiers = true;  // an administrator does not
    bool is_outside = false;     // nobody of the office holds it; its acts are entered by another role
};

struct Zone {
    std::string id;
    Names names;
    Standing standing;
};

struct Counter {
    std::string id;
    Names names;
    std::vector<std::string> zones;  // whose dossiers it takes; all when empty
};

/// Signed tree heads of the journal: how often, when something was appended, and where they are laid.
struct CheckpointSettings {
    std::chrono::minutes every{60};
    std::string folder = "checkpoints";  // within the data folder unless it begins with a slash
    bool operator==(const CheckpointSettings&) const = default;
};

struct Office {
    Names names;
    std::string agency_code;  // left part of the dossier code, "H55.242"
    Standing agency_code_standing;
    OfficeStanding standing = OfficeStanding::own;
    std::string standing_note;
    Names superior;
    std::string address, phone, website;
    std::vector<Unit> units;
    std::vector<Role> roles;
    std::vector<Zone> zones;
    std::vector<Counter> counters;
    CheckpointSettings checkpoints;

    const Unit* unit(std::string_view unit_id) const;
    const Role* role(std::string_view role_id) const;
    const Unit* desk() const;
};

std::string_view to_string(OfficeStanding standing);

}  // namespace motcua::procedures
