// A client that sends whatever bytes a test likes, polite or not.
#pragma once

#include "server/http.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::tests {

class RawClient {
public:
    /// `receive_buffer` in bytes; the system's choice when 0.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    /// The next answer; nothing when the server closes first or says nothing for ten seconds. `without_body`: to a HEAD.
    std::optional<server::Response> receive(bool without_body = false);
    /// Whether the server closes within `longest` without another byte.
    bool is_closed_within(std::chrono::milliseconds longest);

    int native_handle() const { return socket_; }

private:
    bool fill(std::chrono::milliseconds longest);

    int socket_;
    bool closed_ = false;
    std::string received_;
};

/// The value of the first field of that lower-case name.
std::string field_of(const server::Response& response, std::string_view name);

}  // namespace motcua::tests
