// HTTP/1.1 on sockets: bounded in header, body, connections and time; pipelined requests are
// answered in their order. Knows nothing of what is asked.
#pragma once

#include "engine/asio_fwd.hpp"
#include "engine/log.hpp"
#include "server/http.hpp"
#include "server/tls.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace motcua::server {

struct HttpLimits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 256 * 1024;
    std::size_t connections = 1024;
    /// Requests that may be larger and slower, so many of them at once; none when empty.
    std::function<bool(std::string_view method, std::string_view target)> is_upload = {};
    /// Asked once such a request's header is read, its body empty: the answer that is given instead of reading on.
    std::function<engine::Awaitable<std::optional<Response>>(Request)> refuse_upload = {};
    std::size_t upload_bytes = 20 * 1024 * 1024;
    std::size_t uploads = 8;
    std::chrono::seconds upload{120};
    /// For a connection on which nothing is asked.
    std::chrono::seconds idle{60};
    /// From a request's first byte to its last, and for its answer to be taken.
    std::chrono::seconds request{15};
    /// For what is in hand when the server stops.
    std::chrono::seconds drain{20};
};

/// Where the server listens, in text: "127.0.0.1:8080".
struct Address {
    std::string host;
    std::uint16_t port = 0;

    /// 127.0.0.0/8, ::1, localhost.
    bool is_loopback() const;
};
/// "127.0.0.1:8080", "[::1]:8080", ":8080" (loopback), "localhost:0" (any free port). std::invalid_argument says what is wrong.
Address parse_address(const std::string& text);
std::string to_string(const Address& address);

using Answerer = std::function<engine::Awaitable<Response>(Request)>;

/// All of it runs on the context's one thread, whoever waits included; an exception of the
/// answerer becomes a 500 and a line in the log.
class HttpServer {
public:
    HttpServer(boost::asio::io_context& context, Answerer answerer, HttpLimits limits, engine::Log& log);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds and accepts from then on; the port that was chosen. std::runtime_error with the remedy when the address is taken.
    std::uint16_t listen(const Address& address);
    /// From then on the network's connections speak TLS; the local socket's never. Throws what load_tls() throws.
    void use_tls(const TlsFiles& files);
    /// Reads the same files again; what cannot be used is logged, and the former certificate stays.
    void reload_tls() noexcept;
    /// A socket in the file system that only this user can reach; one left behind by a dead process is replaced.
    void listen_locally(const std::filesystem::path& path);

    /// Accepts nothing more, finishes what is in hand and closes; `stopped` is called when all is done.
    void stop(std::function<void()> stopped);
    std::size_t connections() const;

private:
    struct Running;
    std::shared_ptr<Running> running_;
};

}  // namespace motcua::server
