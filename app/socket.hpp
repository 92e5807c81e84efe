// The command line's way to a running server: HTTP over the socket in the data folder.
#pragma once

#include "server/http.hpp"

#include <filesystem>
#include <memory>

namespace motcua::app {

class LocalServer {
public:
    /// Null when nobody listens there.
    static std::unique_ptr<LocalServer> reach(const std::filesystem::path& socket);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    /// One request after the other. std::runtime_error when the connection breaks.
    server::Response ask(const server::Request& request);

private:
    explicit LocalServer(int socket) : socket_(socket) {}
    void send(std::string_view bytes);
    bool receive();

    int socket_;
    std::string received_;
};

/// What goes over the wire, and back. Understands answers with a Content-Length, as our server sends them.
std::string wire_request(const server::Request& request);
/// Nothing until `bytes` hold a whole answer; takes it out of them. std::runtime_error when it is none.
std::optional<server::Response> take_response(std::string& bytes);

}  // namespace motcua::app
