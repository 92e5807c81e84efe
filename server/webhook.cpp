#include "server/webhook.hpp"

#include "server/connection.hpp"
#include "server/http.hpp"
#include "server/wire.hpp"
#include "storage/proofs/hash.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

namespace motcua::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using engine::Awaitable;
using engine::Delivery;

namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t largest_header = 16 * 1024;

std::string_view view(boost::core::string_view text) { return {text.data(), text.size()}; }

Delivery delivery_of(const http::response<http::empty_body>& answer) {
    const auto status = answer.result_int();
    Delivery delivery;
    if (status / 100 == 2) {
        delivery.kind = Delivery::Kind::taken;
        return delivery;
    }
    // Who is busy or broken may take it later; who says anything else will say it again.
    const bool may_pass = status == 408 || status == 425 || status == 429 || status / 100 == 5;
    delivery.kind = may_pass ? Delivery::Kind::failed : Delivery::Kind::refused;
    delivery.why = fmt::format("HTTP {}", status);
    const auto wait = answer[http::field::retry_after];
    if (const auto seconds = number_in<std::uint32_t>({wait.data(), wait.size()}))
        delivery.retry_after = std::chrono::seconds{*seconds};
    return delivery;
}

void expect_none(const Connection::Error& error) {
    if (error) throw boost::system::system_error(error);
}

}  // namespace

struct Webhook::Address {
    bool is_tls = false;
    std::string host, port, target;
    std::shared_ptr<asio::ssl::context> tls =
        std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
};

std::string read_webhook_secret(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    const auto secret = line.starts_with(secret_prefix)
                            ? storage::from_base64(std::string_view(line).substr(secret_prefix.size()))
                            : std::nullopt;
    if (!secret || secret->size() < 24 || secret->size() > 64)
        throw std::runtime_error(fmt::format(
            "{} holds no secret for webhooks: one line, whsec_ and the base64 of 24 to 64 random bytes; "
            "make one with: echo whsec_$(openssl rand -base64 32)",
            file.string()));
    return *secret;
}

std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t timestamp,
                              std::string_view body) {
    const auto signed_text = fmt::format("{}.{}.{}", id, timestamp, body);
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes(signed_text), signed_text.size());
    crypto_auth_hmacsha256_final(&state, code.data());
    return "v1," + storage::to_base64({reinterpret_cast<const char*>(code.data()), code.size()});
}

Webhook::Webhook(const std::string& url, std::string secret, const engine::Clock& clock,
                 std::chrono::seconds longest)
    : address_(std::make_unique<Address>()),
      secret_(std::move(secret)),
      clock_(clock),
      longest_(longest) {
    const auto parsed = boost::urls::parse_absolute_uri(url);
    const bool is_known = parsed && (parsed->scheme() == "https" || parsed->scheme() == "http");
    if (!is_known || parsed->host().empty() || parsed->has_userinfo())
        throw std::runtime_error(
            fmt::format("\"{}\" is no address of a webhook; write https://host/path", url));
    address_->is_tls = parsed->scheme() == "https";
    address_->host = parsed->host_address();
    address_->port = parsed->has_port() ? std::string(parsed->port()) : address_->is_tls ? "443" : "80";
    address_->target = std::string(view(parsed->encoded_target()));
    if (address_->target.empty()) address_->target = "/";
    address_->tls->set_default_verify_paths();
}

Webhook::~Webhook() = default;

std::string Webhook::receiver() const {
    // A query may hold a key of the receiver's.
    return fmt::format("{}://{}:{}{}", address_->is_tls ? "https" : "http", address_->host, address_->port,
                       address_->target.substr(0, address_->target.find('?')));
}

bool Webhook::is_plain() const { return !address_->is_tls; }

Awaitable<Delivery> Webhook::deliver(const engine::Parcel& parcel) {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    http::request<http::empty_body> request{http::verb::post, address_->target, 11};
    request.set(http::field::host, address_->host);
    request.set(http::field::user_agent, "motcua");
    request.set(http::field::content_type, "application/cloudevents+json; charset=utf-8");
    request.set("webhook-id", parcel.id);
    request.set("webhook-timestamp", std::to_string(now));
    request.set("webhook-signature", webhook_signature(secret_, parcel.id, now, parcel.body));
    request.keep_alive(false);
    request.content_length(parcel.body.size());
    const auto head = head_text(request);
    Delivery delivery;
    try {
        delivery = co_await send(head, parcel.body);
    } catch (const std::exception& error) {
        delivery.kind = Delivery::Kind::failed;
        delivery.why = error.what();
    }
    co_return delivery;
}

Awaitable<Delivery> Webhook::send(const std::string& head, const std::string& body) const {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    const auto found = co_await resolver.async_resolve(address_->host, address_->port, asio::use_awaitable);
    // One after the other, within the time of one try.
    const auto until = std::chrono::steady_clock::now() + longest_;
    std::optional<Connection> connection;
    Connection::Error error = asio::error::host_not_found;
    for (const auto& entry : found) {
        connection.emplace(Connection::Socket(executor));
        connection->expires_after(
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()));
        error = co_await connection->connect(entry.endpoint());
        if (!error) break;
    }
    expect_none(error);
    if (address_->is_tls) {
        error = co_await connection->shake_hands_with(address_->host, address_->tls);
        expect_none(error);
    }
    error = co_await connection->write(head, body);
    expect_none(error);
    // What a receiver says beside his status is not looked at.
    http::response_parser<http::empty_body> parser;
    parser.skip(true);
    beast::flat_buffer buffer(largest_header);
    while (!parser.is_header_done()) {
        const auto room = buffer.max_size() - buffer.size();
        if (room == 0) expect_none(http::error::header_limit);
        const auto [broken, size] =
            co_await connection->read_some(buffer.prepare(std::min<std::size_t>(room, 4096)));
        expect_none(broken);
        buffer.commit(size);
        buffer.consume(parser.put(buffer.data(), error));
        if (error != http::error::need_more) expect_none(error);
    }
    co_return delivery_of(parser.get());
}

}  // namespace motcua::server
