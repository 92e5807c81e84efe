#include "server/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace motcua::server {

namespace asio = boost::asio;
using engine::Awaitable;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds goodbye{1};

using Stream = boost::beast::basic_stream<asio::generic::stream_protocol>;

}  // namespace

struct Connection::Wire {
    Stream stream;
    std::shared_ptr<asio::ssl::context> context;  // that it began with
    std::optional<asio::ssl::stream<Stream&>> tls;

    explicit Wire(Socket socket) : stream(std::move(socket)) {}
};

Connection::Connection(Socket socket) : wire_(std::make_unique<Wire>(std::move(socket))) {}
Connection::~Connection() = default;

void Connection::expires_after(std::chrono::milliseconds time) { wire_->stream.expires_after(time); }
void Connection::expires_never() { wire_->stream.expires_never(); }
bool Connection::is_secure() const { return wire_->tls.has_value(); }

Awaitable<Connection::Error> Connection::shake_hands(std::shared_ptr<asio::ssl::context> context) {
    wire_->context = std::move(context);
    wire_->tls.emplace(wire_->stream, *wire_->context);
    const auto [error] = co_await wire_->tls->async_handshake(asio::ssl::stream_base::server, quietly);
    if (error) wire_->tls.reset();  // nothing was agreed, so there is no goodbye in it
    co_return error;
}

// Written out, not with ?: and not as `&&` over co_await: GCC 12 frees a temporary twice there.
Awaitable<std::pair<Connection::Error, std::size_t>> Connection::read_some(asio::mutable_buffer into) {
    if (wire_->tls) {
        const auto [error, size] = co_await wire_->tls->async_read_some(into, quietly);
        co_return std::pair(error, size);
    }
    const auto [error, size] = co_await wire_->stream.async_read_some(into, quietly);
    co_return std::pair(error, size);
}

Awaitable<Connection::Error> Connection::write(std::string_view first, std::string_view second) {
    std::array<asio::const_buffer, 2> left = {asio::buffer(first), asio::buffer(second)};
    while (left[0].size() + left[1].size() > 0) {
        Error error;
        std::size_t size = 0;
        if (wire_->tls) {
            std::tie(error, size) = co_await wire_->tls->async_write_some(left, quietly);
        } else {
            std::tie(error, size) = co_await wire_->stream.async_write_some(left, quietly);
        }
        if (error) co_return error;
        const auto of_first = std::min(size, left[0].size());
        left[0] += of_first;
        left[1] += size - of_first;
    }
    co_return Error{};
}

void Connection::keep_send_buffer_small() {
    Error ignored;
    wire_->stream.socket().set_option(asio::socket_base::send_buffer_size(64 * 1024), ignored);
}

Awaitable<void> Connection::finish() {
    auto& stream = wire_->stream;
    if (wire_->tls) {
        stream.expires_after(goodbye);
        co_await wire_->tls->async_shutdown(quietly);
    }
    Error ignored;
    stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    std::array<char, 4096> rest;
    stream.expires_after(goodbye);
    for (int i = 0; i < 64; ++i) {
        const auto [error, size] = co_await stream.async_read_some(asio::buffer(rest), quietly);
        if (error) break;
    }
    stream.close();
}

void Connection::close() { wire_->stream.close(); }

}  // namespace motcua::server
