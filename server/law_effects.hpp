// What adopting a text would change, and for whom: what two persons look at before one of them approves.
// Private to server/.
#pragma once

#include "engine/law_book.hpp"
#include "server/resources.hpp"

namespace motcua::server {

/// Changes in words, and the open dossiers and people that they concern, as far as the asker may see them.
/// Reads nothing but what is published; may take some tens of milliseconds.
boost::json::object law_effects(const Asked& asked, const engine::LawText& text);

}  // namespace motcua::server
