// config/server.toml → how the door is kept. The file may be missing, and everything in it may be left out.
#pragma once

#include "procedures/definition/server_settings.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <filesystem>

namespace motcua::procedures {

/// Use the result only when `defects` stayed empty.
ServerSettings load_server_settings(const std::filesystem::path& config, Defects& defects);

/// The same, for a program that must not serve otherwise. Throws DefinitionError with all defects.
ServerSettings load_server_settings(const std::filesystem::path& config);

}  // namespace motcua::procedures
