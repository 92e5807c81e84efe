// What answers, behind a port of this machine on a thread of its own until the test ends.
#pragma once

#include "engine/log.hpp"
#include "server/service.hpp"

#include <cstdint>
#include <string>
#include <thread>
#include <utility>

namespace motcua::tests {

class OnAPort {
public:
    explicit OnAPort(server::Answerer answerer, server::HttpLimits limits = {},
                     const server::TlsFiles& tls = {}, const std::string& host = "127.0.0.1")
        : service_(std::move(answerer), std::move(limits), engine::silent_log()),
          port(listen(tls, host)),
          thread_([this] { service_.run(); }) {}
    ~OnAPort() { stop(); }
    OnAPort(const OnAPort&) = delete;
    OnAPort& operator=(const OnAPort&) = delete;

    /// Finishes what is in hand, and waits for that.
    void stop() {
        service_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    std::uint16_t listen(const server::TlsFiles& tls, const std::string& host) {
        if (tls.is_wanted()) service_.use_tls(tls);
        return service_.listen({host, 0});
    }

    server::Service service_;

public:
    const std::uint16_t port;

private:
    std::thread thread_;
};

}  // namespace motcua::tests
