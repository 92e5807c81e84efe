// Enumerations and their stored names, in one table each.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace motcua::procedures {

template <class Enum> using Word = std::pair<Enum, std::string_view>;

template <class Enum, std::size_t n>
constexpr std::string_view word_of(const Word<Enum> (&words)[n], Enum value) {
    for (const auto& [known, word] : words) {
        if (known == value) {
            return word;
        }
    }
    return "?";
}

template <class Enum, std::size_t n>
constexpr std::optional<Enum> value_of(const Word<Enum> (&words)[n], std::string_view word) {
    for (const auto& [known, name] : words) {
        if (name == word) {
            return known;
        }
    }
    return std::nullopt;
}

}  // namespace motcua::procedures
