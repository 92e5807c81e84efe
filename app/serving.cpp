#include "app/serving.hpp"

#include "server/tidying.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

namespace motcua::app {

namespace {

/// A browser on this machine may ask under these names only, and through a proxy under its names; elsewhere the
/// office's own name is not known here.
std::vector<std::string> hosts_of(const server::Address& address, const procedures::TrustedProxy& proxy) {
    auto hosts = proxy.hosts;
    if (!address.is_loopback() && hosts.empty()) return hosts;
    hosts.insert(hosts.end(), {"127.0.0.1", "localhost", "[::1]", address.host});
    return hosts;
}

std::optional<server::Webhook> webhook_of(Installation& installation, const ServingOptions& options) {
    if (options.webhook.empty()) return std::nullopt;
    return std::optional<server::Webhook>(std::in_place, options.webhook,
                                          server::read_webhook_secret(options.webhook_secret),
                                          installation.api_ports().clock);
}

std::optional<engine::Outbox> outbox_of(Installation& installation, std::optional<server::Webhook>& webhook,
                                        engine::Log& log) {
    if (!webhook) return std::nullopt;
    const auto ports = installation.api_ports();
    const auto journal = ports.journal()->identity();
    return std::optional<engine::Outbox>(std::in_place, ports.engine, installation.outbox_data(), ports.clock,
                                         log, *webhook,
                                         fmt::format("urn:motcua:{}:{}", journal.id, journal.generation));
}

server::ApiPorts ports_of(Installation& installation, std::optional<engine::Outbox>& outbox) {
    auto ports = installation.api_ports();
    if (outbox) ports.outbox = &*outbox;
    return ports;
}

server::Address address_of(const std::string& text) {
    try {
        return server::parse_address(text);
    } catch (const std::invalid_argument& wrong) {
        throw std::runtime_error(std::string("--listen: ") + wrong.what());
    }
}

}  // namespace

void check_address(const std::string& listen) {
    // Nobody is answered: it is gone before anybody can ask.
    server::Service(server::Answerer{}, {}, engine::silent_log()).listen(address_of(listen));
}

Serving::Serving(Installation& installation, const ServingOptions& options, engine::Log& log)
    : webhook_(webhook_of(installation, options)),
      outbox_(outbox_of(installation, webhook_, log)),
      api_(ports_of(installation, outbox_),
           {.demonstration = options.demonstration,
            .hosts = hosts_of(address_of(options.listen), options.settings.proxy),
            .config = options.config,
            .scans = options.scans,
            .identity = {.session = options.settings.session, .throttle = options.settings.login},
            .on_loopback = address_of(options.listen).is_loopback(),
            .proxy = options.settings.proxy,
            .data = installation.folder().path().string()}),
      service_(server::answerer_of(api_), server::limits_of_api(api_), log) {
    auto address = address_of(options.listen);
    if (options.tls.is_wanted()) service_.use_tls(options.tls);
    if (options.demonstration && !address.is_loopback())
        log.warning("Everybody who reaches this address may act as anybody: it is a demonstration", {});
    address.port = service_.listen(address);
    service_.listen_locally(installation.folder().socket());
    if (!options.config.empty())
        service_.on_hangup(installation.engine(), [&installation, config = options.config, &log] {
            log.info("HUP: reading the configuration again", {{"folder", std::string_view(config)}});
            installation.propose(config, "hup");
        });
    service_.every_day(installation.engine(), [ports = installation.api_ports()] {
        server::tidy_up(ports, std::chrono::system_clock::now());
    });
    if (outbox_) {
        service_.hand_on(*outbox_);
        log.info("Events are handed on", {{"receiver", std::string_view(webhook_->receiver())}});
        if (webhook_->is_plain())
            log.warning("Whoever stands on the way to the receiver can read the events: use https", {});
    }
    url_ = (options.tls.is_wanted() ? "https://" : "http://") + server::to_string(address);
}

}  // namespace motcua::app
