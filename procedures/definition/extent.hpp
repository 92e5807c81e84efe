// What a version of a procedure asks of people: time, steps and papers. Versions are held against each other by it.
#pragma once

#include "procedures/definition/procedure.hpp"

#include <optional>
#include <vector>

namespace motcua::procedures {

struct Extent {
    /// The legal time of one or more combinations of attributes; stages of the same unit are added up.
    struct Time {
        std::vector<Allowance> statutory;
        std::vector<Allowance> committed;  // the same where nothing was cut
        bool operator==(const Time&) const = default;
    };
    std::vector<Time> times;  // each once, in the order of the combinations
    int steps =
        0;  // in which somebody of the office or outside it works: not the waiting and the closed ones
    int papers = 0;           // to bring, conditional ones included
    int required_papers = 0;  // always to bring
};

Extent extent_of(const Procedure& procedure);

/// How much longer (> 0) or shorter (< 0) the committed time became, in whole percent; nothing where the two have
/// several times or different units, because then no single number says it.
std::optional<int> change_in_percent(const Extent& before, const Extent& after);

}  // namespace motcua::procedures
