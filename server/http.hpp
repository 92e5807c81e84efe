// A request and its answer as plain values: what a resource sees of HTTP. No library's
// types, so that the rest of the room compiles without one.
#pragma once

#include "engine/asio_fwd.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace motcua::server {

/// Fields by their lower-case names; of a repeated one the values joined by ", ".
using Fields = std::map<std::string, std::string, std::less<>>;

struct Request {
    std::string method;  // "GET"; a HEAD is asked as GET and answered without its body
    std::string target;  // as sent, "/api/v1/dossiers?limit=5"
    Fields fields;
    std::string body;
    std::string address;    // the peer's, without port; "" when there is no network between
    bool is_local = false;  // came through the data folder's own socket

    std::string_view field(std::string_view name) const;
};

/// A body that goes on. The connection ends with it.
class BodyStream {
public:
    virtual ~BodyStream() = default;
    /// The next bytes, never none; null at the end. On the server's thread, one call at a time.
    virtual engine::Awaitable<std::shared_ptr<const std::string>> next() = 0;
    /// Whoever waits in next() gets null soon: the server stops.
    virtual void end() = 0;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::shared_ptr<BodyStream> stream = {};  // instead of `body`
};

/// The cookie of that name; "" when the browser sent none.
std::string_view cookie_of(const Request& request, std::string_view name);

/// Who asks: the peer, or whom a trusted proxy names in X-Forwarded-For. Of a chain, the last that is no
/// trusted proxy: what stands before it anybody can have written.
std::string client_address(const Request& request, const std::vector<std::string>& proxies);

/// Of the Host field, without the port: "localhost:8080" → "localhost".
std::string_view host_of(const Request& request);

/// Of the Content-Type field, without parameters: "application/json; charset=utf-8" → "application/json".
std::string_view media_type_of(const Request& request);

/// The whole text as a number; nothing when it is anything else or does not fit.
template <class Number> std::optional<Number> number_in(std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The path and query of a target, percent-decoded.
struct Target {
    std::vector<std::string> segments;  // of "/api/v1/x": api, v1, x
    Fields query;
};

/// Nothing for a target that is not an absolute path: a bad escape, a NUL, what is not UTF-8, an empty or a dot
/// segment, a repeated parameter.
std::optional<Target> parse_target(std::string_view target);

/// For a segment or a parameter: everything but letters, digits and "-._~" becomes %XX.
std::string percent_encoded(std::string_view text);

}  // namespace motcua::server
