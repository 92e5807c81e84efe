// How a request becomes a command and its answer a response. Private to server/.
#pragma once

#include "procedures/dossier/command.hpp"
#include "server/resources.hpp"

namespace motcua::server {

/// Hands the command to the engine, with the request's key and person, and tells what became of it.
engine::Awaitable<Response> give(Asked& asked, procedures::Command command, procedures::Naming naming,
                                 int status_when_done);

/// A command for the dossier that the first parameter names; rehearsed when the query says dry_run=true.
engine::Awaitable<Response> give_to_dossier(Asked& asked, procedures::Command command, bool needs_version);

}  // namespace motcua::server
