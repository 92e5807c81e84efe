// An installation behind HTTP: the network's address and the data folder's own socket.
#pragma once

#include "app/installation.hpp"
#include "engine/log.hpp"
#include "server/api.hpp"
#include "server/service.hpp"
#include "server/webhook.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace motcua::app {

struct ServingOptions {
    std::string listen;
    bool demonstration = false;
    /// Read again on HUP and when law is reloaded; none when empty.
    std::string config = {};
    /// Where the counters' scanners write; none when empty.
    std::string scans = {};
    server::TlsFiles tls = {};
    /// To whom events are handed on, and the file with the secret that they are signed with; nobody when empty.
    std::string webhook = {};
    std::string webhook_secret = {};
    /// The same for signed checkpoints.
    std::string checkpoint_webhook = {};
    std::string checkpoint_webhook_secret = {};
    procedures::ServerSettings settings = {};
};

/// Listens there for a moment. std::runtime_error when that cannot be.
void check_address(const std::string& listen);

class Serving {
public:
    /// Listens at once. REQUIRES a started installation that outlives this. std::runtime_error when it cannot.
    Serving(Installation& installation, const ServingOptions& options, engine::Log& log);

    /// "http://127.0.0.1:8080"
    const std::string& url() const { return url_; }
    /// Until TERM or INT, or stop() from any thread.
    void run() { service_.run(); }
    void stop() { service_.stop(); }

private:
    /// A receiver and what is on its way to him.
    struct Handing {
        Handing(Installation& installation, const std::string& url, const std::string& secret,
                std::unique_ptr<engine::Mail> what, engine::Log& log);

        server::Webhook webhook;
        std::unique_ptr<engine::Mail> mail;
        engine::Outbox outbox;
    };
    void hand_on(Handing& handing, std::string_view what, engine::Log& log);

    std::unique_ptr<Handing> events_, checkpoints_;  // null when nobody wants them
    server::Api api_;
    server::Service service_;
    std::string url_;
};

}  // namespace motcua::app
