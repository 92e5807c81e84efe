// motcua audit: whether the journal is whole, and whether all that is derived from it is what it says.
// Reads beside a running server.
#include "app/audit_proofs.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/replay.hpp"
#include "app/socket.hpp"
#include "app/verbs.hpp"
#include "engine/clock.hpp"
#include "storage/proofs/verify.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <vector>

namespace motcua::app {

namespace {

struct Options {
    std::string data;
    std::string pack;
    std::vector<std::string> keys;
    std::vector<std::string> checkpoints;
    std::string as;
    bool json = false;
};

int verify(const Options& options) {
    if (options.data.empty() == options.pack.empty())
        throw UsageError("audit verify takes the data folder with --data, or a proof pack with --pack");
    if (!options.pack.empty()) return verify_pack_in(options.pack, keys_from(options.keys), options.json);
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    const auto keys = keys_from(options.keys);
    std::vector<std::string> kept;
    for (const auto& file : options.checkpoints) kept.push_back(content_of(file));
    ProgressBar bar("Verifying");
    const auto found =
        storage::verify(*journal, {keys, kept, [&](storage::Seq done, storage::Seq head) {
                                       bar.show(done, head, fmt::format("{} of {} events", done, head));
                                   }});
    bar.clear();
    if (found.flaw) return tell(*found.flaw, options.json);
    const auto root = storage::to_hex(storage::bytes_of(found.tree.root));
    if (options.json) {
        print_json({{"ok", true},
                    {"events", found.tree.size},
                    {"root", root},
                    {"checkpoints", found.checkpoints},
                    {"covered", found.covered},
                    {"keys", keys.empty() ? "journal" : "given"}});
        return success;
    }
    fmt::print("{} events are as they were written; {} checkpoints agree\n", found.tree.size,
               found.checkpoints);
    if (found.covered == 0)
        fmt::print("No signed checkpoint covers them: they are only checked against each other\n");
    else
        fmt::print("Covered by a signed checkpoint: events 1 to {}\n", found.covered);
    if (found.covered != 0 && keys.empty())
        fmt::print(
            "The keys were taken from the journal itself; give --key to rely on one that was kept "
            "elsewhere\n");
    fmt::print("Root of the tree: {}\n", root);
    return success;
}

/// Somebody whom the server lets read every dossier.
std::string auditor_among(const procedures::Staff& staff) {
    const auto today = procedures::local_date(engine::SystemClock().now());
    for (const auto& [id, person] : staff.people()) {
        for (const auto& tenure : person.tenures)
            if (tenure.role == "auditor" && tenure.is_held_on(today)) return id;
    }
    throw std::runtime_error("nobody is an auditor today: say with --as PERSON who asks the running server");
}

Replay::Told asking(LocalServer& server, const std::string& person) {
    return [&server, person](const std::string& id) -> std::optional<boost::json::object> {
        server::Request request;
        request.method = "GET";
        request.target = "/api/v1/dossiers/" + id;
        request.fields = {{"x-motcua-person", person}};
        const auto answer = server.ask(request);
        if (answer.status == 404) return std::nullopt;
        if (answer.status != 200)
            throw std::runtime_error(
                fmt::format("the running server answers {} to {}: {}", answer.status, person, answer.body));
        return boost::json::parse(answer.body).as_object();
    };
}

int report(const Options& options, std::string_view of, const Deviation& deviation) {
    if (options.json)
        print_json(
            {{"ok", false}, {"of", of}, {"dossier", deviation.dossier}, {"deviation", deviation.what}});
    else
        fmt::print("Dossier {} deviates: {}\n", deviation.dossier, deviation.what);
    return failure;
}

int replay(const Options& options) {
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    ProgressBar bar("Replaying");
    const auto progress = [&](storage::Seq done, storage::Seq all) { bar.show(done, all); };
    Replay replay(*journal);
    replay.follow(journal->head(), progress);
    std::string held_against;
    storage::Seq seen = 0;
    if (std::filesystem::exists(folder.views())) {
        const auto views =
            storage::read_sqlite_views(folder.views(), storage::read_sqlite_journal(folder.journal()));
        if (const auto found = replay.against_views(*views, progress))
            return bar.clear(), report(options, "views", *found);
        seen = views->as_of().seq;
        held_against = fmt::format("the views at event {}", seen);
    }
    const auto server = LocalServer::reach(folder.socket());
    if (server) {
        const auto person = options.as.empty() ? auditor_among(replay.office().staff) : options.as;
        if (const auto found = replay.against_memory(asking(*server, person), progress))
            return bar.clear(), report(options, "memory", *found);
        held_against += (held_against.empty() ? "" : " and ") + std::string("the running server's memory");
    }
    bar.clear();
    if (options.json)
        print_json({{"ok", true},
                    {"events", replay.head()},
                    {"dossiers", replay.dossiers().size()},
                    {"views_at", seen},
                    {"memory", server != nullptr}});
    else
        fmt::print("{} events fold to {} dossiers; {}\n", replay.head(), replay.dossiers().size(),
                   held_against.empty() ? "there are no views and no server to hold them against"
                                        : "the same as in " + held_against);
    return success;
}

}  // namespace

void add_audit(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("audit", "Check the journal, and what is derived from it");
    verb->require_subcommand(1);
    const auto common = [&](CLI::App* one) {
        one->add_flag("--json", options->json, "Answer as JSON");
        return one->add_option("--data", options->data, "Data folder; may be in use");
    };

    auto* verifying = verb->add_subcommand(
        "verify", "Recompute everything that the journal claims; names the first bad row");
    common(verifying);
    verifying->add_option("--pack", options->pack,
                          "A proof pack, as motcua audit prove writes it, instead of a journal");
    verifying->add_option("--key", options->keys,
                          "A published key whose checkpoints count, NAME+ID+KEY, or a file of such lines");
    verifying->add_option("--checkpoint", options->checkpoints,
                          "File with a checkpoint that was kept elsewhere");
    verifying->footer(
        "Example:\n  motcua audit verify --data /var/lib/motcua --checkpoint kept-in-june.txt\n"
        "  motcua audit verify --pack proof --key office-key.txt");
    verifying->callback([options, &run] { run = [options] { return verify(*options); }; });

    auto* replaying = verb->add_subcommand(
        "replay", "Fold all events anew; compare with the views and with a running server's memory");
    common(replaying)->required();
    replaying->add_option("--as", options->as, "Who asks the running server; an auditor when left out");
    replaying->footer("Example:\n  motcua audit replay --data /var/lib/motcua");
    replaying->callback([options, &run] { run = [options] { return replay(*options); }; });

    add_proofs(*verb, run);
    add_conformance(*verb, run);
}

}  // namespace motcua::app
