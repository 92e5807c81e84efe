// What the public is told of a dossier, for the API and the page alike. Private to server/.
#pragma once

#include "server/resources.hpp"

namespace motcua::server {

/// By the official code alone: label and dates. Nothing when there is none.
engine::Awaitable<std::optional<boost::json::object>> progress_of(Asked& asked, const std::string& code);
/// With the look-up code of the receipt also department, masked name, legal date, and how the date came about. Nothing,
/// whatever is wrong.
engine::Awaitable<std::optional<boost::json::object>> own_progress_of(Asked& asked, const std::string& code,
                                                                      const std::string& lookup_code);

}  // namespace motcua::server
