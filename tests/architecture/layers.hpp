// The rules of the house about who may know whom: procedures ← storage ← engine
// ← server ← app, third parties behind one door each, and a pure core.
#pragma once

#include "tests/architecture/source_tree.hpp"

#include <string>
#include <vector>

namespace motcua::architecture {

/// What is wrong with one file, as "path:line: what and why"; empty when it keeps the rules.
std::vector<std::string> layer_defects(const SourceFile& file);

}  // namespace motcua::architecture
