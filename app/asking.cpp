#include "app/asking.hpp"

#include "app/dossier_text.hpp"
#include "app/output.hpp"
#include "app/verbs.hpp"
#include "engine/random.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace motcua::app {

void AskOptions::add_to(CLI::App& verb) {
    verb.add_option("--data", data, "Data folder of the office")->required();
    verb.add_option("--as", as, "Who asks: a person's id; a demonstration takes his word for it");
    verb.add_option("--token-file", token_file,
                    "File with the API token of whoever asks; MOTCUA_TOKEN otherwise");
    verb.add_option("--for", on_behalf_of, "The absent person for whom he stands in");
    verb.add_option("--clock", clock,
                    "The time that it is, such as 2026-04-22T08:10+07:00; demonstrations only");
    verb.add_option("--lang", language, "vi or en")
        ->check(CLI::IsMember({"vi", "en"}))
        ->capture_default_str();
    verb.add_flag("--json", json, "Print what the API answers");
}

Asking::Asking(const AskOptions& options) : options_(options), door_(open_door(options.door)) {}

boost::json::object Asking::get(const std::string& target) {
    return std::move(boost::json::parse(send("GET", target, {}, false)).as_object());
}

std::string Asking::file(const std::string& target) { return send("GET", target, {}, false); }

boost::json::object Asking::post(const std::string& target, const boost::json::object& body,
                                 bool with_version) {
    return std::move(
        boost::json::parse(send("POST", target, boost::json::serialize(body), with_version)).as_object());
}

std::string Asking::send(const std::string& method, const std::string& target, std::string body,
                         bool with_version) {
    server::Request request;
    request.method = method;
    request.target = target;
    request.fields = {{"accept-language", options_.language}};
    if (!options_.token.empty())
        request.fields["authorization"] = "Bearer " + options_.token;
    else
        request.fields["x-motcua-person"] = options_.as;
    if (!options_.on_behalf_of.empty()) request.fields["x-motcua-for"] = options_.on_behalf_of;
    if (method == "POST") {
        engine::SystemRandom random;
        request.fields["content-type"] = "application/json";
        request.fields["idempotency-key"] =
            options_.key.empty() ? engine::new_dossier_id(random) : options_.key;
        if (with_version)
            request.fields["if-match"] =
                options_.version == 0 ? "*" : fmt::format("\"{}\"", options_.version);
    }
    request.body = std::move(body);
    auto response = door_->ask(std::move(request));
    if (response.status < 400) return std::move(response.body);
    const auto answer = boost::json::parse(response.body);
    if (options_.json) {
        std::cout << response.body << (response.body.ends_with('\n') ? "" : "\n");
        throw std::runtime_error(std::string(answer.at("code").as_string()));
    }
    throw std::runtime_error(problem_text(answer.as_object()));
}

namespace {

/// Never from the command line itself: every process of the machine can read that.
std::string token_of(const AskOptions& options) {
    std::string token;
    if (!options.token_file.empty()) {
        std::ifstream file(options.token_file);
        if (!std::getline(file, token) || token.empty())
            throw UsageError("--token-file: there is no token in " + options.token_file);
    } else if (const char* set = std::getenv("MOTCUA_TOKEN"); set != nullptr) {
        token = set;
    }
    while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
    return token;
}

}  // namespace

void complete(AskOptions& options) {
    options.door.data = options.data;
    if (!options.config.empty()) options.door.config = options.config;
    options.token = token_of(options);
    if (options.clock.empty()) return;
    options.door.clock = procedures::parse_instant(options.clock);
    if (!options.door.clock) throw UsageError("--clock takes a time such as 2026-04-22T08:10+07:00");
}

int asked(AskOptions& options, std::string_view noun, const std::function<int()>& work) {
    try {
        complete(options);
        if (options.as.empty() && options.token.empty())
            throw UsageError("--as is required: say who asks, or name his token with --token-file");
        return work();
    } catch (const UsageError& error) {
        std::cerr << "motcua " << noun << ": " << error.what() << '\n';
        return static_cast<int>(usage);
    }
}

int tell(const AskOptions& options, const boost::json::object& answer, const std::string& text) {
    return give_out(options.json ? boost::json::serialize(answer) + "\n" : text);
}

}  // namespace motcua::app
