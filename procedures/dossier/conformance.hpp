// What the definition of its day says of an act that was done: the auditor's second look at the journal
// (ISO 9001:2015, 9.2). decide() said it when the act was asked for; this says it of what is written down.
#pragma once

#include "procedures/dossier/decide.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace motcua::procedures {

enum class Concern {
    not_allowed,   // the definition, or the office of that day, did not allow it
    four_eyes,     // by somebody who had acted in a step that rules him out
    entered_late,  // written down after it happened, and not in an outage that had been declared
    correction,    // what was recorded before was put right, voided or erased
};

/// Names as in the log and the API; they never change.
std::string_view to_string(Concern concern);

struct Remark {
    Concern concern = Concern::not_allowed;
    /// What spoke against it; of the first two only.
    std::optional<Refusal> refusal;
};

/// `before` and `office` are as the events before this one left them; `law` holds the dossier's version. An act that
/// raises no question gives nothing. REQUIRES an event of a dossier's stream. Pure; any thread.
std::vector<Remark> remarks_on(const Law& law, const OfficeState& office, const Dossier& before,
                               const Event& event);

}  // namespace motcua::procedures
