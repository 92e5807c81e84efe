// What an event says to whoever only listens: what happened, when, by whom and to which dossier. No personal value,
// so that nobody is told more than he may read when he asks.
#pragma once

#include "engine/published.hpp"
#include "storage/views.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace motcua::engine {

/// {seq, type, at, by, dossier, code, step}; the last three of a dossier's event.
boost::json::object announcement(const storage::Projected& event, const std::optional<DossierSnapshot>& of);

/// The same as a CloudEvent 1.0 in structured JSON. `source` names the journal.
boost::json::object cloud_event(const storage::Projected& event, const std::optional<DossierSnapshot>& of,
                                std::string_view source);

}  // namespace motcua::engine
