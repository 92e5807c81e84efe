#include "procedures/loading/reading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace motcua::procedures {

Names read_names(TableReader& table, const std::string& stem) {
    return {table.text(stem + "_vi"), table.text(stem + "_en")};
}

Names read_optional_names(TableReader& table, const std::string& stem) {
    Names names{table.text_or(stem + "_vi", ""), table.text_or(stem + "_en", "")};
    if (names.vi.empty() != names.en.empty())
        table.defect(stem + (names.vi.empty() ? "_en" : "_vi"),
                     fmt::format("\"{}\" stands in one language only", stem),
                     fmt::format("write both {0}_vi and {0}_en", stem));
    return names;
}

Standing read_standing(TableReader& table) {
    static constexpr std::array<Word<std::string_view>, 6> confidences{
        {{"sourced", "sourced"},
         {"mixed", "mixed"},
         {"derived", "derived"},
         {"general-knowledge", "general-knowledge"},
         {"other-province", "other-province"},
         {"unknown", "unknown"}}};
    return {std::string(table.choice_or<std::string_view>("confidence", confidences, "")),
            table.text_or("basis", ""), table.text_or("note", "")};
}

Allowance read_allowance(TableReader& table) {
    static const auto units =
        words_of(LimitUnit::working_day, LimitUnit::working_hour, LimitUnit::calendar_day, LimitUnit::month);
    return {static_cast<int>(table.integer("count", 1, 1000)), table.choice("unit", units)};
}

std::optional<Allowance> read_optional_allowance(TableReader& table, std::string_view key) {
    auto inner = table.optional_table(key);
    if (!inner) return std::nullopt;
    const auto allowance = read_allowance(*inner);
    inner->finish();
    return allowance;
}

std::string read_id(TableReader& table, std::string_view key) {
    auto id = table.text(key);
    const bool sound = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!id.empty() && (!sound || id.front() < 'a' || id.front() > 'z')) {
        table.defect(key, fmt::format("\"{}\" is no identifier", id),
                     "use lower-case letters without accents, digits, - and _, a letter first");
        id.clear();
    }
    return id;
}

void Register::define(const std::string& name, TableReader& table, std::string_view key) {
    if (!name.empty() && !names_.insert(name).second)
        table.defect(key, fmt::format("there are two {}s \"{}\"", sort_, name), "give each its own id");
}

void Register::refer(const std::string& name, Place at) {
    if (!name.empty()) references_.emplace_back(name, std::move(at));
}

void Register::resolve(Defects& defects) const {
    for (const auto& [name, place] : references_) {
        if (names_.contains(name)) continue;
        const auto near = nearest_word(name, {names_.begin(), names_.end()});
        defects.add(place, fmt::format("there is no {} \"{}\"", sort_, name),
                    near ? fmt::format("did you mean \"{}\"?", *near)
                         : fmt::format("name one of: {}", fmt::join(names_, ", ")));
    }
}

}  // namespace motcua::procedures
