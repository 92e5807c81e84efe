#include "server/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace motcua::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
using engine::Awaitable;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds goodbye{1};

}  // namespace

struct Connection::Wire {
    Socket socket;
    asio::steady_timer time;
    bool is_late = false;
    std::shared_ptr<asio::ssl::context> context = {};  // that it began with
    std::optional<asio::ssl::stream<Socket&>> tls = {};

    explicit Wire(Socket from) : socket(std::move(from)), time(socket.get_executor()) {}

    /// The error of an operation, or that it took too long.
    Error told(const Error& error) const { return error && is_late ? beast::error::timeout : error; }
};

Connection::Connection(Socket socket) : wire_(std::make_shared<Wire>(std::move(socket))) {}
Connection::~Connection() = default;

void Connection::expires_after(std::chrono::milliseconds time) {
    wire_->is_late = false;
    wire_->time.expires_after(time);
    wire_->time.async_wait([held = std::weak_ptr(wire_)](const Error& error) {
        const auto wire = held.lock();
        // One that was on its way when the time was set anew has nothing to say.
        if (error || !wire || wire->time.expiry() > asio::steady_timer::clock_type::now()) return;
        wire->is_late = true;
        Error ignored;
        wire->socket.cancel(ignored);
    });
}

void Connection::expires_never() {
    wire_->is_late = false;
    wire_->time.expires_at(asio::steady_timer::time_point::max());
}

bool Connection::is_secure() const { return wire_->tls.has_value(); }

Awaitable<Connection::Error> Connection::connect(asio::generic::stream_protocol::endpoint peer) {
    const auto [error] = co_await wire_->socket.async_connect(peer, quietly);
    co_return wire_->told(error);
}

Awaitable<Connection::Error> Connection::shake_hands(std::shared_ptr<asio::ssl::context> context) {
    wire_->context = std::move(context);
    wire_->tls.emplace(wire_->socket, *wire_->context);
    const auto [error] = co_await wire_->tls->async_handshake(asio::ssl::stream_base::server, quietly);
    if (error) wire_->tls.reset();  // nothing was agreed, so there is no goodbye in it
    co_return wire_->told(error);
}

Awaitable<Connection::Error> Connection::shake_hands_with(std::string host,
                                                          std::shared_ptr<asio::ssl::context> context) {
    wire_->context = std::move(context);
    auto& tls = wire_->tls.emplace(wire_->socket, *wire_->context);
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.set_verify_callback(asio::ssl::host_name_verification(host));
    // The macro for this is written with a C cast.
    SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
    const auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::client, quietly);
    if (error) wire_->tls.reset();
    co_return wire_->told(error);
}

// Written out, not with ?: and not as `&&` over co_await: GCC 12 frees a temporary twice there.
Awaitable<std::pair<Connection::Error, std::size_t>> Connection::read_some(asio::mutable_buffer into) {
    if (wire_->is_late) co_return std::pair(Error(beast::error::timeout), std::size_t{0});
    if (wire_->tls) {
        const auto [error, size] = co_await wire_->tls->async_read_some(into, quietly);
        co_return std::pair(wire_->told(error), size);
    }
    const auto [error, size] = co_await wire_->socket.async_read_some(into, quietly);
    co_return std::pair(wire_->told(error), size);
}

Awaitable<Connection::Error> Connection::write(std::string_view first, std::string_view second) {
    std::array<asio::const_buffer, 2> left = {asio::buffer(first), asio::buffer(second)};
    while (left[0].size() + left[1].size() > 0) {
        if (wire_->is_late) co_return beast::error::timeout;
        Error error;
        std::size_t size = 0;
        if (wire_->tls) {
            std::tie(error, size) = co_await wire_->tls->async_write_some(left, quietly);
        } else {
            std::tie(error, size) = co_await wire_->socket.async_write_some(left, quietly);
        }
        if (error) co_return wire_->told(error);
        const auto of_first = std::min(size, left[0].size());
        left[0] += of_first;
        left[1] += size - of_first;
    }
    co_return Error{};
}

void Connection::keep_send_buffer_small() {
    Error ignored;
    wire_->socket.set_option(asio::socket_base::send_buffer_size(64 * 1024), ignored);
}

Awaitable<void> Connection::finish() {
    if (wire_->tls) {
        expires_after(goodbye);
        co_await wire_->tls->async_shutdown(quietly);
    }
    auto& socket = wire_->socket;
    Error ignored;
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
    std::array<char, 4096> rest;
    expires_after(goodbye);
    for (int i = 0; i < 64 && !wire_->is_late; ++i) {
        const auto [error, size] = co_await socket.async_read_some(asio::buffer(rest), quietly);
        if (error) break;
    }
    close();
}

void Connection::close() {
    expires_never();
    Error ignored;
    wire_->socket.close(ignored);
}

}  // namespace motcua::server
