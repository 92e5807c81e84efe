// Which arguments each command takes over HTTP (docs/commands.md). What nobody would read is refused by name: a client
// that sends its own due date or code learns that it has none.
#pragma once

#include "procedures/dossier/command.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace motcua::server {

/// The first argument that the command does not know, "applicant.colour"; "" when it knows all.
std::string unknown_argument(procedures::CommandKind kind, const boost::json::object& args);

}  // namespace motcua::server
