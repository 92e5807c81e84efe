// People as they are answered, and commands about them. Private to server/.
#pragma once

#include "procedures/dossier/command.hpp"
#include "server/resources.hpp"

#include <map>
#include <string>
#include <variant>

namespace motcua::server {

/// Names by id, as the views know them.
using PeopleNames = std::map<std::string, std::string, std::less<>>;
/// Of everybody, as of what was on disk when this was asked.
engine::Awaitable<PeopleNames> names_of_people(Asked& asked);
const std::string& name_in(const PeopleNames& names, const std::string& person);

/// The substitution with its number in the order in which they were set, from 1 on: its id over HTTP.
boost::json::object substitution_json(const procedures::Substitution& entry, std::size_t number,
                                      const PeopleNames& names, procedures::LocalDate today);

/// Hands an act on people to the engine under the request's key; the problem when it was not done.
using Arranged = std::variant<engine::Receipt, Response>;
engine::Awaitable<Arranged> arrange(Asked& asked, procedures::CommandKind kind, boost::json::object args);

/// The request's object when it holds no other fields; what is missing or wrong, decide() names.
Body body_with(const Asked& asked, std::initializer_list<std::string_view> names);

}  // namespace motcua::server
