#include "procedures/loading/law_loader.hpp"

#include "procedures/loading/calendar_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "procedures/loading/rules_loader.hpp"
#include "procedures/loading/server_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace motcua::procedures {

namespace {

void read_folder(const std::filesystem::path& folder, const Patterns& patterns, Config& config,
                 Defects& defects) {
    const std::string remedy = "a config folder holds procedures/ and procedures/earlier/";
    for (const auto& path : toml_files_in(folder, remedy, defects)) {
        const auto file = TomlFile::read(path, defects);
        auto procedure = file ? read_procedure(*file, patterns, defects) : std::nullopt;
        if (!procedure) {
            continue;
        }
        const auto stem = path.stem().string();
        if (stem != procedure->id && !stem.starts_with(procedure->id + "-")) {
            defects.add({path.string(), 0, 0}, fmt::format("the file describes \"{}\"", procedure->id),
                        fmt::format("name it {}.toml, or {}-YEAR.toml among the earlier ones", procedure->id,
                                    procedure->id));
        }
        auto text = to_json(*procedure);
        config.procedures.push_back(
            {std::make_shared<const Procedure>(std::move(*procedure)), std::move(text), path.string()});
    }
}

/// One version ends on the day before the next one begins, so that every receipt date has exactly one.
void check_periods(const std::vector<LoadedProcedure>& sorted, Defects& defects) {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const auto& before = *sorted[i - 1].procedure;
        const auto& after = *sorted[i].procedure;
        if (before.id != after.id) {
            continue;
        }
        const auto day_before = after.in_force_from - std::chrono::days{1};
        const auto remedy =
            fmt::format("let it end on {}, the day before the next version begins", format_date(day_before));
        if (!before.in_force_until || *before.in_force_until > day_before) {
            defects.add({sorted[i - 1].file, 0, 0},
                        fmt::format("it is still in force when {} begins", sorted[i].file), remedy);
        } else if (*before.in_force_until < day_before) {
            defects.add({sorted[i - 1].file, 0, 0},
                        fmt::format("from {} to {} no version of \"{}\" is in force",
                                    format_date(*before.in_force_until + std::chrono::days{1}),
                                    format_date(day_before), before.id),
                        remedy);
        }
    }
}

}  // namespace

const LoadedProcedure* Config::in_force(std::string_view id, LocalDate day) const {
    const auto found = std::find_if(procedures.begin(), procedures.end(), [&](const LoadedProcedure& one) {
        return one.procedure->id == id && one.procedure->is_in_force(day);
    });
    return found == procedures.end() ? nullptr : &*found;
}

Config load_config(const std::filesystem::path& folder, Defects& defects) {
    Config config;
    config.office = load_office(folder, defects);
    config.calendar = load_calendar(folder, defects);
    config.rules = load_rules(folder, defects);
    config.server = load_server_settings(folder, defects);
    const auto patterns = Patterns::read(folder / "procedures" / "patterns", defects);
    read_folder(folder / "procedures", patterns, config, defects);
    if (std::error_code error; std::filesystem::exists(folder / "procedures" / "earlier", error) || error) {
        read_folder(folder / "procedures" / "earlier", patterns, config, defects);
    }
    std::sort(config.procedures.begin(), config.procedures.end(), [](const auto& a, const auto& b) {
        return std::tie(a.procedure->id, a.procedure->in_force_from) <
               std::tie(b.procedure->id, b.procedure->in_force_from);
    });
    check_periods(config.procedures, defects);
    return config;
}

Config load_config(const std::filesystem::path& folder) {
    Defects defects;
    auto config = load_config(folder, defects);
    if (!defects.empty()) {
        throw DefinitionError(defects);
    }
    return config;
}

}  // namespace motcua::procedures
