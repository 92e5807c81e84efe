// An HTTP server with a thread to run on: what a program needs to serve, in plain types.
#pragma once

#include "engine/log.hpp"
#include "server/api.hpp"
#include "server/http_server.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace motcua::server {

/// `api` outlives it.
Answerer answerer_of(Api& api);
/// Requests that bring a file may be larger, from those who may bring one. `api` outlives it.
HttpLimits limits_of_api(Api& api);

class Service {
public:
    Service(Answerer answerer, HttpLimits limits, engine::Log& log);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// As HttpServer; before run().
    std::uint16_t listen(const Address& address);
    void listen_locally(const std::filesystem::path& path);

    /// As HttpServer; SIGHUP reads the files again.
    void use_tls(const TlsFiles& files);

    /// What SIGHUP does besides, on one of the engine's threads for blocking work; before run(). Without it HUP ends
    /// the program. `engine` outlives this.
    void on_hangup(engine::Engine& engine, std::function<void()> work);

    /// What is done when it begins to serve and every day from then on, on one of the engine's threads for blocking work;
    /// before run(). An exception is logged. `engine` outlives this.
    void every_day(engine::Engine& engine, std::function<void()> work);

    /// What it holds is handed on while this serves; before run(). `outbox` outlives this. May be said of several.
    void hand_on(engine::Outbox& outbox);

    /// Serves on this thread until stop(), SIGTERM or SIGINT, then finishes what is in hand. A second signal ends at once.
    void run();
    /// Any thread.
    void stop();

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

/// One request without a socket: answered on this thread, which waits.
Response answer_here(const Answerer& answerer, Request request);

}  // namespace motcua::server
