// Which definition a verb is about: `show` and `graph` ask alike.
#pragma once

#include "procedures/loading/law_loader.hpp"

#include <string>

namespace CLI {
class App;
}

namespace motcua::app {

struct DefinitionChoice {
    std::string config = "config";
    std::string procedure;
    std::string on;       // a date, "" = today
    std::string version;  // the beginning of a hash, "" = the one in force

    void add_to(CLI::App& verb);
    /// std::runtime_error when there is none; it names those that there are.
    const procedures::LoadedProcedure& choose(const procedures::Config& law) const;
};

/// The name of a version: SHA-256 of its canonical text, hexadecimal.
std::string version_of(const procedures::LoadedProcedure& loaded);

}  // namespace motcua::app
