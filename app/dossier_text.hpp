// What the API answers of a dossier, as lines for a person at a terminal.
#pragma once

#include "procedures/text/language.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace motcua::app {

using procedures::Language;

/// GET /dossiers/{id}, with the lines of …/explain and the actions of …/actions.
std::string dossier_text(const boost::json::object& dossier, const boost::json::object& explanation,
                         const boost::json::object& actions, Language language);
std::string explanation_text(const boost::json::object& explanation);
/// The rehearsal of a move to another version.
std::string move_text(const boost::json::object& rehearsal, Language language);
std::string worklist_text(const boost::json::object& worklist, Language language);
std::string receipt_text(const boost::json::object& receipt, Language language);
/// "title: detail (code)"
std::string problem_text(const boost::json::object& problem);

}  // namespace motcua::app
