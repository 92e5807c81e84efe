// Acts on the register of nonconformities, and what the acts on dossiers mean for it. Pure. Part of decide().
#pragma once

#include "procedures/dossier/decide.hpp"

#include <optional>

namespace motcua::procedures::deciding {

bool is_about_quality(CommandKind kind);
Outcome<Events> about_quality(const Law& law, const OfficeState& office, const Command& command, Instant now);

bool is_about_audits(CommandKind kind);
Outcome<Events> about_audits(const Law& law, const OfficeState& office, const Command& command, Instant now);

/// A nonconformity that was not closed in time: told once, by system:deadline.
Outcome<Events> escalate(const OfficeState& office, const Command& command, Instant now);

/// The nonconformity that `event` of `before` shows; nothing mostly. Opened by the engine in the same commit, so once.
std::optional<Event> nonconformity_shown_by(const Law& law, const OfficeState& office, const Dossier& before,
                                            const Event& event, Instant now);

}  // namespace motcua::procedures::deciding
