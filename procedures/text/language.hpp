// The two languages of the office. Vietnamese is the source and the default.
#pragma once

#include "procedures/definition/names.hpp"

#include <string>
#include <string_view>

namespace motcua::procedures {

enum class Language { vi, en };

std::string_view to_string(Language language);

/// The first of the two that an Accept-Language header names with a weight above zero, the
/// heavier first; Vietnamese when it names neither.
Language preferred_language(std::string_view accept_language);

/// The name in that language; in the other one where a definition has only that.
const std::string& in(Language language, const Names& names);

}  // namespace motcua::procedures
