// The adopted law, all versions of it: what decide() reads beside the dossier. Immutable snapshot.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// A version is named by the SHA-256 (hex) of its canonical text.
struct Law {
    struct Version {
        std::string hash;
        std::shared_ptr<const Procedure> procedure;
    };
    std::map<std::string, Version, std::less<>> by_hash;
    std::map<std::string, std::vector<Version>, std::less<>> by_id;  // in the order of adoption
    std::shared_ptr<const WorkCalendar> calendar;
    std::string calendar_hash;
    /// Every calendar ever adopted, by hash: a date is explained by the one that gave it.
    std::map<std::string, std::shared_ptr<const WorkCalendar>, std::less<>> calendars;
    std::shared_ptr<const Rules> rules;
    std::string rules_hash;
    std::shared_ptr<const Office> office;
    std::string office_hash;
    bool demonstration = false;  // definitions without approval may receive dossiers

    const Procedure* version(std::string_view hash) const;
    /// The calendar of this hash; the one in force when it is not known.
    const WorkCalendar& calendar_of(std::string_view hash) const;
    /// The version in force on `day`: the latest adopted among those whose period covers it.
    const Version* in_force(std::string_view procedure_id, LocalDate day) const;
};

}  // namespace motcua::procedures
