#include "app/socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace motcua::app {

namespace {

std::runtime_error broken(std::string_view what) {
    return std::runtime_error(
        fmt::format("the running server broke the connection off ({}); see its log", what));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

}  // namespace

std::string wire_request(const server::Request& request) {
    auto wire = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", request.method, request.target);
    for (const auto& [name, value] : request.fields) wire += fmt::format("{}: {}\r\n", name, value);
    if (request.method != "GET") wire += fmt::format("Content-Length: {}\r\n", request.body.size());
    return wire + "\r\n" + request.body;
}

std::optional<server::Response> take_response(std::string& bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    std::string_view head(bytes.data(), end);
    server::Response response;
    const auto status = head.substr(0, head.find("\r\n"));
    if (!status.starts_with("HTTP/1.1 ") || status.size() < 12 ||
        std::from_chars(status.data() + 9, status.data() + 12, response.status).ec != std::errc())
        throw broken("no HTTP answer");
    std::size_t length = 0;
    head.remove_prefix(status.size());
    while (head.size() > 2) {
        head.remove_prefix(2);
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size());
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) throw broken("no HTTP field");
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        auto name = lower(line.substr(0, colon));
        if (name == "content-type") response.content_type = value;
        if (name == "content-length" &&
            std::from_chars(value.data(), value.data() + value.size(), length).ec != std::errc())
            throw broken("no length");
        response.fields.emplace_back(std::move(name), value);
    }
    const auto body = end + 4;
    if (response.status == 304 || response.status == 204) length = 0;
    if (bytes.size() - body < length) return std::nullopt;
    response.body = bytes.substr(body, length);
    bytes.erase(0, body + length);
    return response;
}

std::unique_ptr<LocalServer> LocalServer::reach(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto name = path.string();
    if (name.size() >= sizeof(address.sun_path)) return nullptr;
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) throw std::runtime_error(std::string("no socket: ") + std::strerror(errno));
    std::unique_ptr<LocalServer> server(new LocalServer(socket));
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return server;
    if (errno == EACCES || errno == EPERM)
        throw std::runtime_error(fmt::format("{}: not yours; act as the user who runs the server", name));
    return nullptr;
}

LocalServer::~LocalServer() { ::close(socket_); }

void LocalServer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) throw broken(std::strerror(errno));
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool LocalServer::receive() {
    char block[8192];
    ssize_t got = 0;
    do got = ::recv(socket_, block, sizeof(block), 0);
    while (got < 0 && errno == EINTR);
    if (got < 0) throw broken(std::strerror(errno));
    received_.append(block, static_cast<std::size_t>(got));
    return got > 0;
}

server::Response LocalServer::ask(const server::Request& request) {
    send(wire_request(request));
    for (;;) {
        if (auto response = take_response(received_)) return std::move(*response);
        if (!receive()) throw broken("closed");
    }
}

}  // namespace motcua::app
