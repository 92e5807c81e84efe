// config/rules/ → the four dated tables: procedure rules, forms, code patterns, report forms.
#pragma once

#include "procedures/definition/rule_set.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <filesystem>

namespace motcua::procedures {

/// Use the result only when `defects` stayed empty: then no table is empty, each ascends by date, ids
/// are unique, and every example of a code matches its pattern.
Rules load_rules(const std::filesystem::path& config, Defects& defects);

}  // namespace motcua::procedures
