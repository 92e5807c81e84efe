// The table of addresses. Private to server/, and to the tests that walk it.
#pragma once

#include "server/permission.hpp"
#include "server/resources.hpp"

#include <span>
#include <string_view>

namespace motcua::server {

struct Route {
    std::string_view method;
    std::string_view pattern;  // {…} stands for one segment
    Handler handler = nullptr;
    Permission permission = Permission::undeclared;
};

/// What openapi/*.json describes.
std::span<const Route> route_table();
/// Pages and their assets, for browsers.
std::span<const Route> page_table();

}  // namespace motcua::server
