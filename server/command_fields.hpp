// Which arguments each command takes over HTTP (docs/commands.md). What nobody would read is refused by name: a client
// that sends its own due date or code learns that it has none.
#pragma once

#include "procedures/dossier/command.hpp"
#include "procedures/dossier/refusal.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace motcua::server {

/// Takes `at` out of the arguments, for legal time is the command's own; the refusal when it is no moment, or when an
/// argument is unknown or of another type than its name has.
std::optional<procedures::Refusal> settle_arguments(procedures::Command& command);

}  // namespace motcua::server
