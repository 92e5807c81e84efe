// What an HTML form sends.
#pragma once

#include "server/http.hpp"

#include <optional>

namespace motcua::server {

/// The fields of an application/x-www-form-urlencoded body, in NFC; nothing when it is none or a field is repeated.
std::optional<Fields> form_of(const Request& request);
/// "" when it was not sent.
std::string field_in(const Fields& form, std::string_view name);

}  // namespace motcua::server
