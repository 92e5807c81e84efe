// Erasure by law beyond the event that lost its values: the list that outlives a restore, and the lists of the office that
// name the same person. All of it blocks, on a thread for blocking work or before anybody is served.
#pragma once

#include "server/api.hpp"

#include <cstddef>

namespace motcua::server {

/// Erases again what the kept list says and this journal still holds: an older copy of it was put back. Journaled as
/// `system:redaction`; how many. Before anybody is served.
std::size_t repeat_redactions(const ApiPorts& ports);

/// Of every erasure that the journal tells: keeps it in the list; and where an applicant's values went, takes away the kept
/// prints of registers and hand-over lists that name him. How many lists went. Reads the whole journal.
std::size_t carry_on_redactions(const ApiPorts& ports);

}  // namespace motcua::server
