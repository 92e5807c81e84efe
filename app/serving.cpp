#include "app/serving.hpp"

#include "engine/mail.hpp"
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

/// Names the journal, whoever is told of it.
std::string source_of(Installation& installation) {
    const auto journal = installation.api_ports().journal()->identity();
    return fmt::format("urn:motcua:{}:{}", journal.id, journal.generation);
}

std::unique_ptr<engine::Mail> mail_of_events(Installation& installation) {
    return std::make_unique<engine::EventMail>(installation.engine(), source_of(installation));
}

std::unique_ptr<engine::Mail> mail_of_checkpoints(Installation& installation) {
    return std::make_unique<engine::CheckpointMail>(installation.engine(), installation.api_ports().journal,
                                                    source_of(installation));
}

server::ApiPorts with(server::ApiPorts ports, engine::Outbox* events, engine::Outbox* checkpoints) {
    ports.outbox = events;
    ports.checkpoint_outbox = checkpoints;
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

Serving::Handing::Handing(Installation& installation, const std::string& url, const std::string& secret,
                          std::unique_ptr<engine::Mail> what, engine::Log& log)
    : webhook(url, server::read_webhook_secret(secret), installation.api_ports().clock),
      mail(std::move(what)),
      outbox(installation.engine(), installation.outbox_data(), installation.api_ports().clock, log, webhook,
             *mail) {}

Serving::Serving(Installation& installation, const ServingOptions& options, engine::Log& log)
    : events_(options.webhook.empty()
                  ? nullptr
                  : std::make_unique<Handing>(installation, options.webhook, options.webhook_secret,
                                              mail_of_events(installation), log)),
      checkpoints_(options.checkpoint_webhook.empty()
                       ? nullptr
                       : std::make_unique<Handing>(installation, options.checkpoint_webhook,
                                                   options.checkpoint_webhook_secret,
                                                   mail_of_checkpoints(installation), log)),
      api_(with(installation.api_ports(), events_ ? &events_->outbox : nullptr,
                checkpoints_ ? &checkpoints_->outbox : nullptr),
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
    if (events_) hand_on(*events_, "Events are handed on", log);
    if (checkpoints_) hand_on(*checkpoints_, "Signed checkpoints are handed on", log);
    url_ = (options.tls.is_wanted() ? "https://" : "http://") + server::to_string(address);
}

void Serving::hand_on(Handing& handing, std::string_view what, engine::Log& log) {
    service_.hand_on(handing.outbox);
    log.info(what, {{"receiver", std::string_view(handing.webhook.receiver())}});
    if (handing.webhook.is_plain())
        log.warning("Whoever stands on the way to the receiver can read what is sent: use https", {});
}

}  // namespace motcua::app
