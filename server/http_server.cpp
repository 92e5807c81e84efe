#include "server/http_server.hpp"

#include "server/connection.hpp"
#include "server/problem.hpp"
#include "server/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/none.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cctype>
#include <list>
#include <stdexcept>
#include <system_error>

namespace motcua::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using engine::Awaitable;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t at_once = std::size_t{16} * 1024;  // bytes asked of a connection

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

Request plain_header(const http::request_header<>& header, bool is_local, const std::string& address) {
    Request request;
    request.address = address;
    request.is_local = is_local;
    request.method = std::string(header.method_string());
    request.target = std::string(header.target());
    for (const auto& field : header) {
        auto& value = request.fields[lower(std::string_view(field.name_string()))];
        if (!value.empty()) value += ", ";
        value += std::string_view(field.value());
    }
    return request;
}

// What is no page loads nothing and is framed by nobody; a page brings a policy of its own.
constexpr std::string_view strictest_policy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

enum class Length { known, chunked, until_closed };

/// The head of an answer as it goes over the wire.
std::string wire_head(const Response& response, Length length, bool keep_alive, bool is_secure) {
    http::response<http::empty_body> message{static_cast<http::status>(response.status), 11};
    message.set(http::field::content_type, response.content_type);
    message.set("X-Content-Type-Options", "nosniff");
    message.set("Referrer-Policy", "no-referrer");
    message.set("Cross-Origin-Resource-Policy", "same-origin");
    message.set("Content-Security-Policy", strictest_policy);
    if (is_secure) message.set("Strict-Transport-Security", "max-age=31536000");
    for (const auto& [name, value] : response.fields) {
        if (name == "Content-Security-Policy" || name == "Referrer-Policy")
            message.set(name, value);
        else
            message.insert(name, value);
    }
    message.keep_alive(keep_alive);
    if (length == Length::known) message.content_length(response.body.size());
    if (length == Length::chunked) message.chunked(true);
    return head_text(message);
}

using Parser = http::request_parser<http::string_body>;

/// What is wrong with a request that could not be read; nothing when there is nobody to tell.
std::optional<Fault> fault_of(const error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return Fault::header_too_large;
    if (error == http::error::body_limit) return Fault::body_too_large;
    if (error == beast::error::timeout) return Fault::request_too_slow;
    // Half a request: its sender has stopped sending, and may still read.
    if (error == asio::error::eof) return Fault::malformed_request;
    if (error.category() == http::make_error_code(http::error::bad_target).category())
        return Fault::malformed_request;
    return std::nullopt;
}

Language language_of(const http::request_header<>& header) {
    return procedures::preferred_language(header[http::field::accept_language]);
}

Response busy(std::chrono::seconds wait, Language language) {
    return try_again_after(wait, problem(Fault::overloaded, language));
}

/// One upload in hand, counted as long as it is.
class Uploading {
public:
    Uploading() = default;
    Uploading(const Uploading&) = delete;
    ~Uploading() {
        if (count_ != nullptr) --*count_;
    }
    void begin(std::size_t& count) { ++*(count_ = &count); }

private:
    std::size_t* count_ = nullptr;
};

}  // namespace

struct HttpServer::Running : std::enable_shared_from_this<Running> {
    struct Session {
        Connection connection;
        beast::flat_buffer buffer;
        bool is_local = false;
        bool is_busy = false;                   // a request is in hand
        std::shared_ptr<BodyStream> body = {};  // of an answer that goes on
        std::string address = {};               // the peer's

        Session(asio::generic::stream_protocol::socket socket, std::size_t most)
            : connection(std::move(socket)),
              buffer(most) {}
    };
    using Sessions = std::list<std::shared_ptr<Session>>;

    asio::io_context& context;
    Answerer answerer;
    HttpLimits limits;
    engine::Log& log;
    std::optional<asio::ip::tcp::acceptor> network;
    std::optional<asio::local::stream_protocol::acceptor> local;
    std::filesystem::path local_path;
    TlsFiles tls_files;
    std::shared_ptr<asio::ssl::context> tls;
    Sessions sessions;
    std::size_t uploads = 0;  // in hand
    bool stopping = false;
    std::function<void()> stopped;
    asio::steady_timer drain;

    Running(asio::io_context& where, Answerer who, HttpLimits within, engine::Log& to)
        : context(where),
          answerer(std::move(who)),
          limits(within),
          log(to),
          drain(where) {}

    /// An exception that leaves a coroutine is a defect of this file: said, not swallowed.
    auto logged(std::string_view what) {
        return [self = shared_from_this(), what](const std::exception_ptr& error) {
            if (!error) return;
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& problem) {
                self->log.error("A connection broke off",
                                {{"where", what}, {"cause", std::string_view(problem.what())}});
            }
        };
    }

    template <class Acceptor> Awaitable<void> accept(Acceptor& acceptor, bool is_local) {
        while (!stopping) {
            auto [error, socket] = co_await acceptor.async_accept(quietly);
            if (error == asio::error::operation_aborted || stopping) co_return;
            if (error) {
                // Out of descriptors, as a rule: some will come back.
                asio::steady_timer pause(context, std::chrono::milliseconds{50});
                co_await pause.async_wait(quietly);
                continue;
            }
            std::string address;
            if constexpr (std::is_same_v<Acceptor, asio::ip::tcp::acceptor>) {
                error_code gone;
                address = socket.remote_endpoint(gone).address().to_string();
            }
            begin(asio::generic::stream_protocol::socket(std::move(socket)), is_local, std::move(address));
        }
    }

    void begin(asio::generic::stream_protocol::socket socket, bool is_local, std::string address) {
        auto session = std::make_shared<Session>(std::move(socket), limits.header_bytes + limits.body_bytes);
        session->is_local = is_local;
        session->address = std::move(address);
        const bool is_full = sessions.size() >= limits.connections;
        sessions.push_back(session);
        asio::co_spawn(
            context, serve(std::prev(sessions.end()), is_full),
            [self = shared_from_this(), report = logged("session")](const std::exception_ptr& error) {
                report(error);
                self->finish_stop();
            });
    }

    Awaitable<void> serve(Sessions::iterator place, bool is_full) {
        // The list forgets the session however this ends.
        struct Leave {
            Running& running;
            Sessions::iterator place;
            ~Leave() { running.sessions.erase(place); }
        } leave{*this, place};
        const auto session = *place;
        if (is_full) {
            co_await write(*session, busy(std::chrono::seconds{1}, Language::vi), false, false);
        } else if (co_await shake_hands(*session)) {
            while (!stopping && co_await exchange(*session)) {
            }
        }
        co_await session->connection.finish();
    }

    Awaitable<bool> shake_hands(Session& session) {
        if (!tls || session.is_local) co_return true;
        session.connection.expires_after(limits.request);
        const auto error = co_await session.connection.shake_hands(tls);
        co_return !error;
    }

    /// Reads on until the header is there, or all.
    static Awaitable<error_code> read(Session& session, Parser& parser, bool whole) {
        auto& buffer = session.buffer;
        error_code error;
        parser.eager(whole);
        while (whole ? !parser.is_done() : !parser.is_header_done()) {
            if (buffer.size() > 0) {
                buffer.consume(parser.put(buffer.data(), error));
                if (!error) continue;
                if (error != http::error::need_more) co_return error;
            }
            const auto room = std::min(buffer.max_size() - buffer.size(), at_once);
            if (room == 0) co_return http::error::buffer_overflow;
            const auto [broken, size] = co_await session.connection.read_some(buffer.prepare(room));
            if (broken) co_return broken;
            buffer.commit(size);
        }
        co_return error_code{};
    }

    /// One request and its answer; whether the connection stays open.
    Awaitable<bool> exchange(Session& session) {
        auto& connection = session.connection;
        auto& buffer = session.buffer;
        if (buffer.size() == 0) {
            connection.expires_after(limits.idle);
            const auto [gone, size] = co_await connection.read_some(buffer.prepare(4096));
            if (gone) co_return false;
            buffer.commit(size);
        }
        session.is_busy = true;
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
        // What the body may have is known once the header is read.
        parser.body_limit(std::max(limits.body_bytes, limits.upload_bytes));
        connection.expires_after(limits.request);
        auto error = co_await read(session, parser, false);
        if (error) co_return co_await complain(session, fault_of(error), Language::vi);
        const auto language = language_of(parser.get());
        const auto method = parser.get().method_string();
        const auto target = parser.get().target();
        Uploading uploading;
        if (limits.is_upload &&
            limits.is_upload({method.data(), method.size()}, {target.data(), target.size()})) {
            if (uploads >= limits.uploads) {
                co_await write(session, busy(std::chrono::seconds{2}, language), false, false);
                co_return false;
            }
            uploading.begin(uploads);
            if (auto refusal = co_await refused_upload(session, parser.get())) {
                co_await write(session, std::move(*refusal), false, false);
                co_return false;
            }
            connection.expires_after(limits.upload);
        } else {
            if (parser.content_length().value_or(0) > limits.body_bytes)
                co_return co_await complain(session, Fault::body_too_large, language);
            parser.body_limit(limits.body_bytes);
        }
        if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
            error = co_await connection.write("HTTP/1.1 100 Continue\r\n\r\n");
            if (error) co_return false;
        }
        error = co_await read(session, parser, true);
        if (error) co_return co_await complain(session, fault_of(error), language);
        const bool keep_alive = parser.get().keep_alive() && !stopping;
        const bool is_head = parser.get().method() == http::verb::head;
        const auto version = parser.get().version();
        auto request = plain_header(parser.get(), session.is_local, session.address);
        request.body = std::move(parser.get().body());
        connection.expires_never();
        Response response;
        try {
            response = co_await answerer(std::move(request));
        } catch (const std::exception& cause) {
            response = defect(cause, language);
        }
        if (response.stream && !is_head) {
            co_await write_on(session, std::move(response), version);
            co_return false;
        }
        const bool stays = co_await write(session, std::move(response), keep_alive && !stopping, is_head);
        session.is_busy = false;
        co_return stays;
    }

    Response defect(const std::exception& cause, Language language) {
        log.error("A request could not be answered", {{"cause", std::string_view(cause.what())}});
        return problem(Fault::defect, language);
    }

    /// Whoever may not send a file is told before he sends it.
    Awaitable<std::optional<Response>> refused_upload(Session& session,
                                                      const http::request_header<>& header) {
        if (!limits.refuse_upload) co_return std::nullopt;
        session.connection.expires_never();
        std::optional<Response> refusal;
        try {
            refusal = co_await limits.refuse_upload(plain_header(header, session.is_local, session.address));
        } catch (const std::exception& cause) {
            refusal = defect(cause, language_of(header));
        }
        co_return refusal;
    }

    /// An answer that goes on until its stream or its reader has had enough: a piece that is not taken in the time of a
    /// request ends it. In chunks, or for HTTP/1.0 until the connection closes.
    Awaitable<void> write_on(Session& session, Response response, unsigned version) {
        session.body = std::move(response.stream);
        auto& connection = session.connection;
        connection.keep_send_buffer_small();
        const bool in_chunks = version >= 11;
        connection.expires_after(limits.request);
        const auto head = wire_head(response, in_chunks ? Length::chunked : Length::until_closed, false,
                                    connection.is_secure());
        auto error = co_await connection.write(head);
        while (!error && !stopping) {
            const auto bytes = co_await session.body->next();
            if (!bytes) break;
            std::string chunk;
            if (in_chunks) chunk = beast::buffers_to_string(http::make_chunk(asio::buffer(*bytes)));
            connection.expires_after(limits.request);
            error = co_await connection.write(in_chunks ? std::string_view(chunk) : std::string_view(*bytes));
        }
        if (!error && in_chunks) {
            const auto last = beast::buffers_to_string(http::make_chunk_last());
            connection.expires_after(limits.request);
            co_await connection.write(last);
        }
    }

    Awaitable<bool> complain(Session& session, std::optional<Fault> fault, Language language) {
        if (fault) co_await write(session, problem(*fault, language), false, false);
        co_return false;
    }

    Awaitable<bool> write(Session& session, Response response, bool keep_alive, bool is_head) {
        session.connection.expires_after(limits.request);
        const auto head = wire_head(response, Length::known, keep_alive, session.connection.is_secure());
        std::string_view body = response.body;
        if (is_head) body = {};
        const auto error = co_await session.connection.write(head, body);
        co_return !error && keep_alive;
    }

    void stop(std::function<void()> done) {
        stopped = std::move(done);
        stopping = true;
        error_code ignored;
        if (network) network->close(ignored);
        if (local) {
            local->close(ignored);
            std::error_code gone;
            std::filesystem::remove(local_path, gone);
        }
        for (const auto& session : sessions) {
            if (!session->is_busy) session->connection.close();
            if (session->body) session->body->end();
        }
        drain.expires_after(limits.drain);
        drain.async_wait([self = shared_from_this()](const error_code& error) {
            if (error) return;
            for (const auto& session : self->sessions) session->connection.close();
        });
        asio::post(context, [self = shared_from_this()] { self->finish_stop(); });
    }

    void finish_stop() {
        if (!stopping || !sessions.empty() || !stopped) return;
        drain.cancel();
        std::exchange(stopped, nullptr)();
    }
};

namespace {

bool has_listener(const std::filesystem::path& path) {
    asio::io_context context;
    asio::local::stream_protocol::socket socket(context);
    error_code error;
    socket.connect(asio::local::stream_protocol::endpoint(path.string()), error);
    return !error;
}

}  // namespace

HttpServer::HttpServer(asio::io_context& context, Answerer answerer, HttpLimits limits, engine::Log& log)
    : running_(std::make_shared<Running>(context, std::move(answerer), limits, log)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::listen(const Address& address) {
    error_code error;
    const auto host = asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
    if (error)
        throw std::runtime_error(fmt::format(
            "\"{}\" is not an address to listen on; give one such as 127.0.0.1:8080", address.host));
    auto& acceptor = running_->network.emplace(running_->context);
    const asio::ip::tcp::endpoint endpoint(host, address.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw std::runtime_error(fmt::format("cannot listen on {}: {}; choose another address with --listen",
                                             to_string(address), error.message()));
    asio::co_spawn(running_->context, running_->accept(acceptor, false), running_->logged("accept"));
    return acceptor.local_endpoint().port();
}

void HttpServer::listen_locally(const std::filesystem::path& path) {
    if (path.string().size() >= sizeof(sockaddr_un::sun_path))
        throw std::runtime_error(fmt::format(
            "the socket's path {} is too long; choose a data folder with a shorter one", path.string()));
    if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
        if (has_listener(path))
            throw std::runtime_error(
                fmt::format("{} is served by another process; stop that first", path.string()));
        std::filesystem::remove(path);
    }
    auto& acceptor = running_->local.emplace(running_->context);
    acceptor.open();
    // Nobody else may ask in somebody's name: the mode counts from the moment of binding.
    const auto mask = ::umask(0177);
    error_code error;
    acceptor.bind(asio::local::stream_protocol::endpoint(path.string()), error);
    ::umask(mask);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw std::runtime_error(fmt::format("cannot listen on {}: {}", path.string(), error.message()));
    running_->local_path = path;
    asio::co_spawn(running_->context, running_->accept(acceptor, true), running_->logged("accept"));
}

void HttpServer::use_tls(const TlsFiles& files) {
    running_->tls = load_tls(files);
    running_->tls_files = files;
}

void HttpServer::reload_tls() noexcept {
    if (!running_->tls) return;
    try {
        running_->tls = load_tls(running_->tls_files);
        running_->log.info("The certificate was read again", {});
    } catch (const std::exception& error) {
        running_->log.error("The certificate could not be read again; the former one stays",
                            {{"why", std::string_view(error.what())}});
    }
}

void HttpServer::stop(std::function<void()> stopped) { running_->stop(std::move(stopped)); }

std::size_t HttpServer::connections() const { return running_->sessions.size(); }

bool Address::is_loopback() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }

Address parse_address(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        throw std::invalid_argument(fmt::format("\"{}\" has no port; write 127.0.0.1:8080", text));
    Address address;
    address.host = text.substr(0, colon);
    if (address.host.starts_with('[') && address.host.ends_with(']'))
        address.host = address.host.substr(1, address.host.size() - 2);
    if (address.host.empty()) address.host = "127.0.0.1";
    const auto port = std::string_view(text).substr(colon + 1);
    const auto number = number_in<std::uint16_t>(port);
    if (!number)
        throw std::invalid_argument(fmt::format("\"{}\" is not a port; give a number from 0 to 65535", port));
    address.port = *number;
    return address;
}

std::string to_string(const Address& address) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return fmt::format(fmt::runtime(is_v6 ? "[{}]:{}" : "{}:{}"), address.host, address.port);
}

}  // namespace motcua::server
