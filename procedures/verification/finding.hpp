// What a proof about a definition found: a rule that does not hold, and the shortest way to see it.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/definition/condition.hpp"

#include <string>
#include <vector>

namespace motcua::procedures {

enum class Severity { error, warning };
std::string_view to_string(Severity severity);

struct Finding {
    Severity severity = Severity::error;
    std::string procedure;
    std::string rule;  // stable: "option-to-complete", "budget", …
    std::string what;
    std::vector<std::string> path;   // steps from the start to the place; empty where no path is needed
    Attributes attributes;           // the combination in which it happens
    std::vector<LocalDate> dates{};  // of "calendar-dates": the days on which it happens

    bool operator==(const Finding&) const = default;
};

/// "option-to-complete: …; path nop → phan-cong; when project_group = I"
std::string to_string(const Finding& finding);

}  // namespace motcua::procedures
