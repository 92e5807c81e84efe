// One file of config/procedures → a Procedure. The format is described in docs/procedure-format.md and, for editors, in
// config/procedures/procedure.schema.json; every defect is recorded with its place and a remedy.
#pragma once

#include "procedures/definition/procedure.hpp"
#include "procedures/loading/patterns.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace motcua::procedures {

/// Nothing when the file has a defect. Checks all that one file can say wrong by itself: references
/// to steps, documents, stages and attributes, the one submitted step, grounds, bases, both languages.
/// Units and roles are checked against the office by check_against_office().
std::optional<Procedure> read_procedure(const TomlFile& file, const Patterns& patterns, Defects& defects);
/// Of a file that uses no pattern.
std::optional<Procedure> read_procedure(const TomlFile& file, Defects& defects);

/// The keys of the file, [[use]] and [[everywhere]] expanded into the steps, defaults left out: what is adopted and
/// hashed. procedure_from_json() gives the same procedure back.
boost::json::object to_json(const Procedure& procedure);
/// Throws DefinitionError on a text that no to_json() wrote.
Procedure procedure_from_json(const boost::json::object& text);

}  // namespace motcua::procedures
