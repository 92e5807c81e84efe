// The contract: GET /api/v1/openapi.json. Each resource describes itself in openapi/<resource>.json with plain
// OpenAPI path items and schemas; the noes that it may answer stand there by code ("x-problems") and are written
// out from problem.cpp, so that status, title and example have one source. Tests hold it against the routes.
#pragma once

#include <boost/json/object.hpp>

#include <span>
#include <string_view>

namespace motcua::server {

/// The texts of openapi/*.json, built into the program.
std::span<const std::string_view> openapi_fragments();

/// The whole document. A fragment that cannot be used is a defect of this program: std::logic_error names it.
boost::json::object openapi_document();

}  // namespace motcua::server
