// The legal kinds of state as a chart; the definition holds the graph. A machine lives for one
// decision and is never stored: it stands where the dossier stands, follows one action, and
// leaves the effects that decide() turns into events.
//
//     Unplaced       waits to be told where the dossier stands
//     Submitted      filed, not received: no clock
//     ClockRunning   the office's time
//       Working      any step of kind `working`
//     ClockHeld      the applicant's time, by a named legal ground
//       Held         any step of kind `held`
//     Finished       the result is at the counter: the clock has ended
//     Closed         any final step; no action leaves it
//
// Moving between working steps leaves the clock alone because ClockRunning is neither left nor
// entered; no file in config/ can make time run while the applicant holds the dossier.
#pragma once

#include "procedures/definition/procedure.hpp"
#include "procedures/dossier/refusal.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace motcua::procedures {

enum class Effect {
    step_left,
    clock_stopped,
    moved,
    clock_started,
    applicant_has_it,
    finished,
    closed,
    step_entered
};

/// What an action did to the chart, in order. `to` is null when it was refused.
struct Course {
    std::vector<Effect> effects;
    const Action* action = nullptr;
    const Step* to = nullptr;
    std::optional<Refusal> refusal;

    bool has(Effect effect) const;
};

/// Follows `action` from `step` as the chart allows. REQUIRES: `step` is a step of `procedure`.
/// `attributes` decide conditions of actions. Under a microsecond; safe on any thread.
Course follow(const Procedure& procedure, const std::string& step, const std::string& action,
              const Attributes& attributes);

}  // namespace motcua::procedures
