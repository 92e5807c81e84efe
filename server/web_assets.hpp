// The browser interface inside the program: the files that web/ was built to, as they are and compressed. Private to
// server/.
#pragma once

#include <span>
#include <string_view>

namespace motcua::server {

struct WebAsset {
    std::string_view path;  // "/assets/main-1a2b3c4d.js"
    std::string_view content_type;
    std::string_view tag;  // of its bytes, for ETag
    bool immutable;        // its name changes with its bytes
    std::string_view plain;
    std::string_view gzip;
    std::string_view brotli;
};

/// None in a program that was built without the interface.
std::span<const WebAsset> web_assets();

}  // namespace motcua::server
