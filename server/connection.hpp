// One connection as the server sees it: bytes in, bytes out and a time for each, whichever kind of socket it is and
// whether TLS lies over it. Only connection.cpp knows which, so that Asio's operations are compiled once.
#pragma once

#include "engine/asio_fwd.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace boost::asio::ssl {
class context;
}

namespace motcua::server {

/// On the thread of its socket. Operations do not throw: what ended one is its error, beast::error::timeout when the time
/// given by expires_after() was over. It stays open then: somebody who was too slow is told so.
class Connection {
public:
    using Error = boost::system::error_code;
    using Socket = boost::asio::generic::stream_protocol::socket;

    explicit Connection(Socket socket);
    ~Connection();

    /// How long the operations that begin from now on may take together.
    void expires_after(std::chrono::milliseconds time);
    void expires_never();

    /// As a client, on a socket that is not open yet.
    engine::Awaitable<Error> connect(boost::asio::generic::stream_protocol::endpoint peer);

    /// From here on all is encrypted, with the certificate that `context` holds now.
    engine::Awaitable<Error> shake_hands(std::shared_ptr<boost::asio::ssl::context> context);
    /// The same as the client of `host`, whose certificate must be its own.
    engine::Awaitable<Error> shake_hands_with(std::string host,
                                              std::shared_ptr<boost::asio::ssl::context> context);
    bool is_secure() const;

    /// At least one byte.
    engine::Awaitable<std::pair<Error, std::size_t>> read_some(boost::asio::mutable_buffer into);
    /// All of both.
    engine::Awaitable<Error> write(std::string_view first, std::string_view second = {});

    /// Less of an unread answer is held by the kernel, so that one who does not read is noticed early.
    void keep_send_buffer_small();
    /// Says goodbye and reads for a moment what the peer still sends, else a reset could overtake the answer.
    engine::Awaitable<void> finish();
    /// At once; what is under way ends with an error.
    void close();

private:
    struct Wire;
    std::shared_ptr<Wire> wire_;
};

}  // namespace motcua::server
