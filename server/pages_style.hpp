// The style sheet that pages with and without script share.
#pragma once

#include <string_view>

namespace motcua::server {

std::string_view base_stylesheet();

}  // namespace motcua::server
