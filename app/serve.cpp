// motcua serve: the office on its data folder, until TERM.
#include "app/installation.hpp"
#include "app/serving.hpp"
#include "app/verbs.hpp"
#include "procedures/loading/server_loader.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>

namespace motcua::app {

namespace {

struct Options {
    std::string config = "config";
    std::string scans;
    std::string data;
    std::string listen = "127.0.0.1:8080";
    bool demonstration = false;
    bool verbose = false;
    server::TlsFiles tls;
    std::string webhook;
    std::string webhook_secret;
    std::string checkpoint_webhook;
    std::string checkpoint_webhook_secret;
};

/// A demonstration that is there already: what changed in the folder, and new people. A defect stops nothing.
void take_over(Installation& installation, const Options& options, engine::Log& log) {
    std::optional<procedures::DemoPeople> people;
    try {
        const auto law = load_law(options.config);
        people = load_people(options.config, law.office);
        installation.adopt(law);
    } catch (const std::exception& error) {
        people.reset();
        log.error("The configuration was not taken over; the office goes on under the law in force",
                  {{"why", std::string_view(error.what())}});
    }
    installation.start();
    if (people) installation.seed(*people);
}

int serve(const Options& options) {
    const engine::SystemClock clock;
    engine::SystemRandom random;
    const auto log = engine::make_log(options.verbose ? engine::LogLevel::debug : engine::LogLevel::info);
    // How the door is kept is no law: a mistake there is mended before anybody is let in.
    const auto settings = procedures::load_server_settings(options.config);
    // A folder that is to be founded is not made for a configuration that cannot be used.
    std::optional<procedures::Config> founding;
    if (!is_founded(options.data)) founding = load_law(options.config);
    Installation installation(options.data, true, options.demonstration, {clock, random, *log});
    if (installation.is_empty()) {
        const auto law = founding ? *founding : load_law(options.config);
        installation.adopt(law);
        installation.start();
        if (options.demonstration) installation.seed(load_people(options.config, law.office));
    } else {
        if (installation.is_demonstration() && !options.demonstration)
            throw std::runtime_error(
                fmt::format("{} holds a demonstration; start it with --demonstration", options.data));
        if (options.demonstration) {
            take_over(installation, options, *log);
        } else {
            installation.start();
            installation.propose(options.config, "start");
        }
    }
    Serving serving(
        installation,
        {options.listen, options.demonstration, options.config, options.scans, options.tls, options.webhook,
         options.webhook_secret, options.checkpoint_webhook, options.checkpoint_webhook_secret, settings},
        *log);
    log->info("Serving", {{"address", std::string_view(serving.url())},
                          {"demonstration", options.demonstration ? 1 : 0}});
    serving.run();
    log->info("Stopped", {});
    return success;
}

}  // namespace

void add_serve(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("serve", "Serve an office from its data folder until TERM");
    verb->add_option("--config", options->config, "Folder with the office's law and settings")
        ->capture_default_str();
    verb->add_option("--data", options->data, "Data folder; made when it is not there")->required();
    verb->add_option("--scans", options->scans,
                     "Folder in which each counter's scanner has its own, named by the counter's id");
    verb->add_option("--listen", options->listen, "Address and port; loopback unless told otherwise")
        ->capture_default_str();
    verb->add_option("--tls-cert", options->tls.certificate,
                     "PEM file: the certificate, then its chain; read again at HUP");
    verb->add_option("--tls-key", options->tls.key, "PEM file: its key, without a passphrase");
    auto* webhook = verb->add_option("--webhook", options->webhook,
                                     "Address to which every event of a dossier is posted");
    webhook->needs(verb->add_option("--webhook-secret", options->webhook_secret,
                                    "File with the secret that signs them: whsec_ and base64"));
    auto* witness = verb->add_option("--checkpoint-webhook", options->checkpoint_webhook,
                                     "Address of a witness to whom every signed checkpoint is posted");
    witness->needs(verb->add_option("--checkpoint-webhook-secret", options->checkpoint_webhook_secret,
                                    "File with the secret that signs them: whsec_ and base64"));
    verb->add_flag("--demonstration", options->demonstration,
                   "Accept definitions without approval, and take people at their word");
    verb->add_flag("--verbose", options->verbose, "Log every request");
    verb->footer(
        "Examples:\n"
        "  motcua serve --config config --data /var/lib/motcua --listen 127.0.0.1:8080\n"
        "  motcua serve --data /tmp/office --demonstration\n"
        "  kill -HUP PID        read --config again: prove it and propose what changed (see motcua law)\n\n"
        "A folder that holds an office starts under its adopted law, whatever is wrong with --config; the "
        "log "
        "says what is.");
    verb->callback([options, &run] { run = [options] { return serve(*options); }; });
}

}  // namespace motcua::app
