// What several procedures truly share, written once: config/procedures/patterns/NAME.toml. A definition says
// [[use]] pattern = "NAME" with = { … }; the loader puts the pattern's documents, steps and actions in its place.
// The expanded machine is what is proven, adopted and hashed. docs/procedure-format.md describes both sides.
#pragma once

#include "procedures/loading/toml_reader.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace motcua::procedures {

struct SharedPattern;

class Patterns {
public:
    Patterns();
    Patterns(Patterns&&) noexcept;
    Patterns& operator=(Patterns&&) noexcept;
    ~Patterns();

    /// Every *.toml of the folder; none when it does not exist. A pattern that names an undeclared parameter,
    /// declares one in vain or uses another pattern is a defect.
    static Patterns read(const std::filesystem::path& folder, Defects& defects);
    void add(TomlFile file, std::string name, Defects& defects);

    /// The file without [[use]]: the submitted step first, then its own steps and those of the patterns in the
    /// order of use (or behind the step that `after` names), closed steps last. Nothing when a use has a defect.
    /// What is wrong inside a pattern is told at the pattern's place, with the place of the use.
    std::optional<TomlFile> expand(const TomlFile& file, Defects& defects) const;

private:
    std::map<std::string, SharedPattern> patterns_;
};

}  // namespace motcua::procedures
