// Two versions of a procedure as a lawyer reads them beside each other: what the law, the papers, the money, the
// steps and the people are, and what they were. Texts are Vietnamese.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"

#include <string>
#include <vector>

namespace motcua::procedures {

struct Change {
    enum class Kind { added, removed, changed };
    std::string part;     // "Thời hạn", "Thành phần hồ sơ", …
    std::string subject;  // the limit, paper or step, by its name; empty of the procedure itself
    Kind kind = Kind::changed;
    std::string what;  // the property; empty when the whole subject came or went
    std::string before, after;

    bool operator==(const Change&) const = default;
};

std::string_view to_string(Change::Kind kind);

/// In the order of the parts, then of the newer version. Steps, papers, fees and actions are the same when their id
/// is; limits when stage and condition are. The order of steps is no change; names of roles and units are the office's.
std::vector<Change> compare(const Procedure& before, const Procedure& after, const Office& office);

/// The changes as text, a heading for each part, two lines for what became different.
std::string describe(const std::vector<Change>& changes);

}  // namespace motcua::procedures
