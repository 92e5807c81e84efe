// motcua law: what is in force, what waits for a second person; reading the configuration again, approving.
#include "app/asking.hpp"
#include "app/verbs.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace motcua::app {

namespace {

using boost::json::object;

struct Options : AskOptions {
    std::vector<std::string> hashes;
    bool all = false;
    bool versions = false;
};

std::string text_of(const object& from, std::string_view field) {
    const auto* value = from.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string line_of(const object& law) {
    return fmt::format("  {}  {} {}", text_of(law, "hash").substr(0, 12), text_of(law, "kind"),
                       text_of(law, "id"));
}

int reload(const Options& options) {
    Asking asking(options);
    const auto answer = asking.post("/api/v1/law/reload", {});
    std::string text;
    for (const auto& one : answer.at("proposed").as_array()) text += line_of(one.as_object()) + "\n";
    if (!text.empty())
        text = "Proposed; another person approves with motcua law approve:\n" + text;
    else
        text = answer.at("unchanged").as_bool()
                   ? "The configuration is the law in force.\n"
                   : "What changed waits for approval already; see motcua law list.\n";
    if (answer.at("former_calendar").as_bool())
        text += "calendar/ holds a former calendar: a notice was applied since; enter its days there.\n";
    return tell(options, answer, text);
}

int list(const Options& options) {
    Asking asking(options);
    const auto answer = asking.get("/api/v1/law");
    const auto& proposals = answer.at("proposals").as_array();
    std::string text = proposals.empty() ? "Nothing waits for approval.\n" : "Waits for approval:\n";
    for (const auto& item : proposals) {
        const auto& one = item.as_object();
        text += line_of(one);
        if (const auto from = text_of(one, "in_force_from"); !from.empty()) text += ", in force from " + from;
        text +=
            fmt::format(" (proposed by {}, {})\n", text_of(one, "proposed_by"), text_of(one, "proposed_at"));
    }
    if (const auto* notice = answer.at("open_notice").if_object())
        text += fmt::format("A calendar notice is being carried out: {}\n", text_of(*notice, "notice"));
    text +=
        fmt::format("In force: calendar {}, rules {}, office {}\n", text_of(answer, "calendar").substr(0, 12),
                    text_of(answer, "rules").substr(0, 12), text_of(answer, "office").substr(0, 12));
    for (const auto& item : answer.at("procedures").as_array()) {
        const auto& one = item.as_object();
        const bool in_force = one.at("in_force").as_bool();
        if (!in_force && !options.versions) continue;
        const auto until = text_of(one, "in_force_until");
        text += fmt::format("  {} {}  {} from {}{}\n", in_force ? "*" : " ",
                            text_of(one, "hash").substr(0, 12), text_of(one, "id"),
                            text_of(one, "in_force_from"), until.empty() ? std::string() : " until " + until);
    }
    return tell(options, answer, text);
}

int approve(const Options& options) {
    if (options.all == !options.hashes.empty())
        throw UsageError("name the hashes of proposals, or --all; motcua law list shows them");
    Asking asking(options);
    auto hashes = options.hashes;
    if (options.all) {
        const auto waiting = asking.get("/api/v1/law");
        for (const auto& one : waiting.at("proposals").as_array())
            hashes.push_back(text_of(one.as_object(), "hash"));
    }
    boost::json::array adopted;
    std::string text = hashes.empty() ? "Nothing waits for approval.\n" : "Adopted:\n";
    for (const auto& hash : hashes) {
        const auto answer =
            asking.post(fmt::format("/api/v1/law/proposals/{}/approval", server::percent_encoded(hash)), {});
        const auto& one = answer.at("adopted").as_object();
        text += line_of(one) + "\n";
        if (text_of(one, "kind") == "calendar")
            text += "    open dossiers stay on their dates; motcua calendar apply shows who would move\n";
        adopted.push_back(one);
    }
    return tell(options, {{"adopted", std::move(adopted)}}, text);
}

}  // namespace

void add_law(CLI::App& program, Run& run) {
    auto* noun = program.add_subcommand("law", "Law in force and proposed; read config again, approve");
    noun->require_subcommand(1);
    noun->footer(
        R"(Publishing takes two persons: reading a changed configuration again proves and proposes it, another
person adopts it; a procedure then receives dossiers from the date on which it comes into force. Open dossiers
stay on their version. A defect changes nothing, and says where it is.

Examples:
  motcua law reload --data office --as khoa
  motcua law list --data office --as xuan
  motcua law approve 4f2a9c --data office --as xuan
  motcua law approve --all --data office --as xuan --json)");
    const auto options = std::make_shared<Options>();
    const auto verb = [&](const char* name, const char* what, int (*work)(const Options&)) {
        auto* added = noun->add_subcommand(name, what);
        options->add_to(*added);
        added->callback([options, work, &run] {
            run = [options, work] { return asked(*options, "law", [&] { return work(*options); }); };
        });
        return added;
    };
    auto* reloading =
        verb("reload", "Read the configuration again, prove it and propose what changed", reload);
    reloading->add_option("--config", options->door.reload_from,
                          "The folder, when no server runs; a server reads the one that it was started with");
    auto* listing = verb("list", "What is in force, and what waits for approval", list);
    listing->add_flag("--versions", options->versions, "Every version that was adopted, not only today's");
    auto* approving = verb("approve", "Adopt what another person proposed", approve);
    approving->add_option("HASH", options->hashes, "Proposals, by the beginning of their hash");
    approving->add_flag("--all", options->all, "Everything that waits, in the order of proposing");
}

}  // namespace motcua::app
