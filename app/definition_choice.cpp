#include "app/definition_choice.hpp"

#include "engine/law_book.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace motcua::app {

using namespace procedures;

void DefinitionChoice::add_to(CLI::App& verb) {
    verb.add_option("PROCEDURE", procedure, "Id of the procedure, the name of its file")->required();
    verb.add_option("--config", config, "Configuration folder")->capture_default_str();
    auto* date = verb.add_option("--on", on,
                                 "The version in force on this date, such as 2026-06-30; today by default");
    verb.add_option("--version", version, "The version whose hash begins so")->excludes(date);
}

const LoadedProcedure& DefinitionChoice::choose(const Config& law) const {
    const auto day = on.empty()
                         ? std::optional(local_date(std::chrono::time_point_cast<std::chrono::milliseconds>(
                               std::chrono::system_clock::now())))
                         : parse_date(on);
    if (!day) {
        throw std::runtime_error(fmt::format("\"{}\" is no date; write it as 2026-06-30", on));
    }
    std::string others;
    for (const auto& loaded : law.procedures) {
        if (loaded.procedure->id != procedure) {
            continue;
        }
        const auto hash = version_of(loaded);
        if (version.empty() ? loaded.procedure->is_in_force(*day) : hash.starts_with(version)) {
            return loaded;
        }
        others += fmt::format("\n  {} from {} ({})", hash.substr(0, 12),
                              format_date(loaded.procedure->in_force_from), loaded.file);
    }
    if (!others.empty()) {
        throw std::runtime_error(
            fmt::format("no version of \"{}\" is meant; there are{}", procedure, others));
    }
    std::vector<std::string> known;
    for (const auto& loaded : law.procedures) {
        if (known.empty() || known.back() != loaded.procedure->id) {
            known.push_back(loaded.procedure->id);
        }
    }
    const auto near = nearest_word(procedure, known);
    throw std::runtime_error(fmt::format("there is no procedure \"{}\"; {}", procedure,
                                         near ? fmt::format("did you mean \"{}\"?", *near)
                                              : fmt::format("there are\n  {}", fmt::join(known, "\n  "))));
}

std::string version_of(const LoadedProcedure& loaded) {
    return engine::law_text("procedure", loaded.procedure->id, loaded.text).hash;
}

}  // namespace motcua::app
