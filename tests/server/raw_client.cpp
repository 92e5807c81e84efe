#include "tests/server/raw_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace motcua::tests {

using std::chrono::milliseconds;

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer != 0)
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(socket_);
        throw std::runtime_error("nobody listens on port " + std::to_string(port));
    }
}

RawClient::~RawClient() { ::close(socket_); }

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        // A server that had enough closes while we still send; what it said is read all the same.
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool RawClient::fill(milliseconds longest) {
    pollfd wait{socket_, POLLIN, 0};
    if (closed_ || ::poll(&wait, 1, static_cast<int>(longest.count())) <= 0) return false;
    char block[8192];
    const auto got = ::recv(socket_, block, sizeof(block), 0);
    if (got <= 0) {
        closed_ = true;
        return false;
    }
    received_.append(block, static_cast<std::size_t>(got));
    return true;
}

std::optional<server::Response> RawClient::receive(bool without_body) {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        if (!fill(milliseconds{10'000})) return std::nullopt;
    server::Response response;
    response.fields.clear();
    response.status = std::stoi(received_.substr(9, 3));
    std::size_t length = 0;
    for (auto at = received_.find("\r\n") + 2; at < end;) {
        const auto line_end = received_.find("\r\n", at);
        const auto colon = received_.find(':', at);
        auto name = received_.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto value = received_.substr(colon + 2, line_end - colon - 2);
        if (name == "content-length") length = std::stoul(value);
        if (name == "content-type") response.content_type = value;
        response.fields.emplace_back(std::move(name), std::move(value));
        at = line_end + 2;
    }
    if (without_body || response.status == 100) length = 0;
    while (received_.size() < end + 4 + length)
        if (!fill(milliseconds{10'000})) return std::nullopt;
    response.body = received_.substr(end + 4, length);
    received_.erase(0, end + 4 + length);
    return response;
}

bool RawClient::is_closed_within(milliseconds longest) {
    const auto until = std::chrono::steady_clock::now() + longest;
    while (!closed_ && received_.empty()) {
        const auto left = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        fill(left);
    }
    return closed_ && received_.empty();
}

std::string field_of(const server::Response& response, std::string_view name) {
    for (const auto& [field, value] : response.fields)
        if (std::equal(field.begin(), field.end(), name.begin(), name.end(),
                       [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); }))
            return value;
    return {};
}

}  // namespace motcua::tests
