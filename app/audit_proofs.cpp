#include "app/audit_proofs.hpp"

#include "app/asking.hpp"
#include "app/output.hpp"
#include "app/socket.hpp"
#include "engine/codec.hpp"
#include "procedures/dossier/fields.hpp"
#include "server/verifier_script.hpp"
#include "storage/proofs/pack.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <sstream>

namespace motcua::app {

namespace fs = std::filesystem;
using storage::Seq;

namespace {

struct Options {
    std::string data, out;
    std::vector<std::string> keys;
    std::string older, newer;
    bool json = false;
};

struct ProveOptions : AskOptions {
    std::string dossier, out, checkpoint;
};

/// Where a dossier's newest event lies: told by the views as far as they reach, then by the events themselves.
struct Found {
    std::string stream;
    Seq newest = 0;
};

void follow(storage::JournalReader& journal, Seq from, const std::string& asked, Found& found) {
    constexpr std::size_t portion = 4096;
    const auto own = procedures::dossier_stream(asked);
    for (Seq next = from;; from = next) {
        next = journal.read(from, portion, [&](const storage::Record& record) {
            if (found.stream.empty()) {
                const bool has_code =
                    record.type == to_string(procedures::EventType::received) &&
                    record.leaf.find(asked) != record.leaf.npos &&
                    procedures::fields::text_or(engine::read_record(record).event.data, "code") == asked;
                if (has_code || record.stream == own) found.stream = record.stream;
            }
            if (!found.stream.empty() && record.stream == found.stream) found.newest = record.seq;
        });
        if (next == from) return;
    }
}

Found find(const storage::DataFolder& folder, storage::JournalReader& journal, const std::string& dossier) {
    Found found;
    Seq seen = 0;
    if (fs::exists(folder.views())) {
        const auto views =
            storage::read_sqlite_views(folder.views(), storage::read_sqlite_journal(folder.journal()));
        seen = views->as_of().seq;
        if (const auto row = views->dossier(dossier)) {
            found.stream = procedures::dossier_stream(row->id);
            const auto trail = views->trail(row->id, 1);
            if (!trail.events.empty()) found.newest = trail.events.front().seq;
        }
    }
    follow(journal, seen + 1, dossier, found);
    if (found.newest == 0) throw std::runtime_error(fmt::format("there is no dossier {}", dossier));
    return found;
}

storage::StoredCheckpoint checkpoint_for(const ProveOptions& options, storage::JournalReader& journal) {
    if (options.checkpoint.empty()) {
        auto kept = journal.checkpoints();
        if (kept.empty())
            throw std::runtime_error("the journal has no checkpoint yet; motcua audit checkpoint makes one");
        return std::move(kept.back());
    }
    const auto note = content_of(options.checkpoint);
    const auto says = storage::read_note(note);
    if (!says) throw UsageError(options.checkpoint + " holds no checkpoint");
    if (!storage::is_origin_of(says->origin, journal.identity()))
        throw std::runtime_error(
            fmt::format("{} is a checkpoint of {}, another journal", options.checkpoint, says->origin));
    if (says->head.size > journal.head())
        throw std::runtime_error(fmt::format("{} covers {} events, but the journal has {}",
                                             options.checkpoint, says->head.size, journal.head()));
    return {says->head.size, note};
}

std::string published_keys(const storage::DataFolder& folder) {
    const auto file = folder.keys() / "public.txt";
    return fs::exists(file) ? content_of(file.string()) : std::string();
}

std::string instructions(const storage::Pack& pack, const storage::Checkpoint& checkpoint) {
    return fmt::format(
        R"(Gói chứng minh của {0}
Proof pack of {0}

{1} sự kiện, mỗi sự kiện có chứng minh rằng nó nằm trong {2} sự kiện đầu mà {3} đã ký.
{1} events, each with the proof that it is among the first {2} which {3} signed.

Kiểm tra bằng Python 3.9 trở lên, không cần mạng, không cần gói nào khác:
Verify with Python 3.9 or later, no network, no package:

    python3 -I motcua_verify.py --pack .

Thêm --key TỆP với khóa công khai mà quý vị giữ từ trước: nếu không, khóa trong keys.txt được tin.
Add --key FILE with a published key that you kept from before: otherwise keys.txt is trusted.

pack.json         các sự kiện và chứng minh / the events and their proofs
checkpoint.txt    điểm kiểm đã ký / the signed checkpoint
keys.txt          khóa công khai / published keys
motcua_verify.py  chương trình kiểm tra / the verifier

Gói có dữ liệu cá nhân của hồ sơ này; không có gì của hồ sơ khác.
The pack holds personal data of this dossier; nothing of others.
)",
        pack.stream, pack.events.size(), checkpoint.head.size, checkpoint.origin);
}

/// A running office learns what leaves it; where none runs, the folder is a copy or the office stands still.
void tell_office(const ProveOptions& options, const storage::DataFolder& folder, const storage::Pack& pack) {
    if (LocalServer::reach(folder.socket()) == nullptr) return;
    if (options.as.empty() && options.token.empty())
        throw UsageError(
            "an office runs on this folder: say with --as or --token-file who takes the proof out, for its "
            "journal");
    Asking(options).post("/api/v1/journal/exports", {{"what", "proof"},
                                                     {"count", pack.events.size()},
                                                     {"dossier", procedures::dossier_of_stream(pack.stream)},
                                                     {"personal", true}});
}

int prove(const ProveOptions& options) {
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    const auto checkpoint = checkpoint_for(options, *journal);
    const auto found = find(folder, *journal, options.dossier);
    const auto pack = storage::make_pack(*journal, found.newest, checkpoint);
    if (pack.events.empty())
        throw std::runtime_error(fmt::format(
            "the checkpoint of {} events is older than the dossier; name a later one", checkpoint.size));
    const fs::path out = options.out;
    if (fs::exists(out) && !fs::is_empty(out))
        throw UsageError(fmt::format("{} is not empty; --out takes a new folder", out.string()));
    tell_office(options, folder, pack);
    fs::create_directories(out);
    fs::permissions(out, fs::perms::owner_all);
    write_file(out / "pack.json", storage::to_text(pack));
    write_file(out / "checkpoint.txt", pack.note);
    write_file(out / "keys.txt", published_keys(folder));
    write_file(out / "motcua_verify.py", std::string(server::verifier_script()));
    write_file(out / "README.txt", instructions(pack, *storage::read_note(pack.note)));
    if (options.json)
        print_json({{"stream", pack.stream},
                    {"events", pack.events.size()},
                    {"checkpoint", checkpoint.size},
                    {"folder", out.string()}});
    else
        fmt::print("{}: {} events of {} and the proof that they are among the first {} of the journal\n",
                   out.string(), pack.events.size(), pack.stream, checkpoint.size);
    return success;
}

int consistency(const Options& options) {
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    const auto made =
        storage::make_consistency(*journal, content_of(options.older), content_of(options.newer));
    auto keys = keys_from(options.keys);
    if (keys.empty()) keys = keys_from({published_keys(folder)});
    auto judged = storage::verify_consistency(made, keys);
    if (judged.newer.size > journal->head() &&
        (!judged.flaw || judged.flaw->kind == storage::Tampering::rewritten))
        judged.flaw = storage::Flaw{
            journal->head() + 1, storage::Tampering::older_copy,
            fmt::format("the journal ends at event {} but a checkpoint of {} was signed: this is an older "
                        "copy, or its end was cut off",
                        journal->head(), judged.newer.size)};
    if (judged.flaw) return tell(*judged.flaw, options.json);
    if (!options.out.empty()) write_file(options.out, storage::to_text(made));
    if (options.json)
        print_json({{"ok", true},
                    {"origin", judged.origin},
                    {"older", judged.older.size},
                    {"newer", judged.newer.size},
                    {"proof", made.proof.size()}});
    else
        fmt::print("The first {} of the {} events that {} signed are those that it had signed before\n",
                   judged.older.size, judged.newer.size, judged.origin);
    return success;
}

struct AskedOptions : AskOptions {
    std::string out, dossier;
};

int sign_now(const AskedOptions& options) {
    Asking asking(options);
    const auto answer = asking.post("/api/v1/journal/checkpoint", {});
    const auto& note = answer.at("signed").as_object().at("note").as_string();
    if (options.out.empty()) return tell(options, answer, std::string(note));
    write_file(options.out, std::string(note));
    return tell(options, answer,
                fmt::format("{}: {} events\n", options.out,
                            answer.at("signed").as_object().at("size").to_number<Seq>()));
}

int pack(const AskedOptions& options) {
    Asking asking(options);
    const auto archive =
        asking.file("/api/v1/dossiers/" + server::percent_encoded(options.dossier) + "/audit-pack");
    write_file(options.out, archive);
    return tell(
        options, {{"file", options.out}, {"size", archive.size()}},
        fmt::format("{}: {} bytes; README.txt in it says how to verify it\n", options.out, archive.size()));
}

int rotate(const AskedOptions& options) {
    Asking asking(options);
    const auto answer = asking.post("/api/v1/journal/key", {});
    return tell(options, answer,
                fmt::format("{}\nThis key signs from here on. Keep it outside, with the checkpoints.\n",
                            std::string_view(answer.at("key").as_string())));
}

}  // namespace

std::vector<storage::VerifierKey> keys_from(const std::vector<std::string>& arguments) {
    std::vector<storage::VerifierKey> keys;
    for (const auto& argument : arguments) {
        std::istringstream lines(fs::exists(argument) ? content_of(argument) : argument);
        for (std::string line; std::getline(lines, line);) {
            if (line.empty()) continue;
            const auto key = storage::VerifierKey::parse(line);
            if (!key)
                throw UsageError("--key takes a published key, NAME+ID+KEY, or a file of such lines: " +
                                 line);
            keys.push_back(*key);
        }
    }
    return keys;
}

int tell(const storage::Flaw& flaw, bool json) {
    const auto kind = storage::to_string(flaw.kind);
    if (json)
        print_json({{"ok", false}, {"event", flaw.seq}, {"kind", kind}, {"flaw", flaw.what}});
    else
        fmt::print("Event {}: {}: {}\n", flaw.seq, kind, flaw.what);
    return failure;
}

int verify_pack_in(const std::string& folder, std::vector<storage::VerifierKey> keys, bool json) {
    const auto text = content_of(folder + "/pack.json");
    const auto pack = storage::read_pack(text, content_of(folder + "/checkpoint.txt"));
    if (!pack) return tell({0, storage::Tampering::unreadable, "pack.json cannot be read"}, json);
    const bool by_its_own = keys.empty();
    if (by_its_own) keys = keys_from({content_of(folder + "/keys.txt")});
    const auto found = storage::verify_pack(*pack, keys);
    if (found.flaw) return tell(*found.flaw, json);
    if (json) {
        print_json({{"ok", true},
                    {"stream", pack->stream},
                    {"events", pack->events.size()},
                    {"last", found.last},
                    {"origin", found.origin},
                    {"covered", found.tree.size},
                    {"keys", by_its_own ? "pack" : "given"}});
        return success;
    }
    fmt::print("{} events of {} are among the first {} that {} signed\n", pack->events.size(), pack->stream,
               found.tree.size, found.origin);
    fmt::print("The last one is event {}; whether there are later ones is not part of the proof\n",
               found.last);
    if (by_its_own)
        fmt::print(
            "The keys were taken from the pack itself; give --key to rely on one that was kept "
            "elsewhere\n");
    return success;
}

void add_proofs(CLI::App& audit, Run& run) {
    const auto wanted = std::make_shared<ProveOptions>();
    auto* proving = audit.add_subcommand("prove",
                                         "Write a dossier's events and the proof that a signed checkpoint "
                                         "covers them; shows nothing of others. "
                                         "Journaled when the office runs");
    wanted->add_to(*proving);
    proving->callback([wanted, &run] {
        run = [wanted] {
            complete(*wanted);
            return prove(*wanted);
        };
    });
    proving->add_option("DOSSIER", wanted->dossier, "Its id or code")->required();
    proving->add_option("--out", wanted->out, "New folder for the pack")->required();
    proving->add_option("--checkpoint", wanted->checkpoint,
                        "File with the checkpoint to prove against; the newest when left out");
    proving->footer(
        "Example:\n  motcua audit prove H55.242-260421-0001 --data /var/lib/motcua --as yen --out proof\n"
        "  python3 -I proof/motcua_verify.py --pack proof");

    const auto options = std::make_shared<Options>();
    auto* comparing = audit.add_subcommand(
        "consistency", "Prove that what one checkpoint signed is the beginning of a later one");
    comparing->add_option("--data", options->data, "Data folder; may be in use")->required();
    comparing->add_flag("--json", options->json, "Answer as JSON");
    comparing->callback([options, &run] { run = [options] { return consistency(*options); }; });
    comparing->add_option("OLD", options->older, "File with the earlier checkpoint")->required();
    comparing->add_option("NEW", options->newer, "File with the later checkpoint")->required();
    comparing->add_option("--key", options->keys,
                          "A published key that counts, NAME+ID+KEY, or a file of such lines");
    comparing->add_option("--out", options->out, "Write the proof here, for motcua_verify.py --consistency");
    comparing->footer(
        "Example:\n  motcua audit consistency kept-in-june.txt kept-in-july.txt --data /var/lib/motcua");

    const auto asking = std::make_shared<AskedOptions>();
    const auto ask = [&](CLI::App& noun, const char* name, const char* what,
                         int (*work)(const AskedOptions&)) {
        auto* added = noun.add_subcommand(name, what);
        asking->add_to(*added);
        added->callback([asking, work, &run] {
            run = [asking, work] { return asked(*asking, "audit", [&] { return work(*asking); }); };
        });
        return added;
    };
    auto* signing = ask(audit, "checkpoint", "Sign the head of the journal now", sign_now);
    signing->add_option("--out", asking->out, "Write it to this file");
    signing->footer(
        "Example:\n  motcua audit checkpoint --data /var/lib/motcua --as thanh --out /media/usb/today.txt");
    auto* packing =
        ask(audit, "pack", "Write all there is of a dossier into one archive that proves itself; journaled",
            pack);
    packing->add_option("DOSSIER", asking->dossier, "Its id or code")->required();
    packing->add_option("--out", asking->out, "File for the archive, a ZIP")->required();
    packing->footer(
        "Example:\n  motcua audit pack H55.242-260421-0001 --data /var/lib/motcua --as yen --out "
        "dossier.zip");
    auto* key = audit.add_subcommand("key", "The key that signs checkpoints");
    key->require_subcommand(1);
    auto* rotating =
        ask(*key, "rotate", "Let a new key sign; the former signs once beside it. Journaled", rotate);
    rotating->footer("Example:\n  motcua audit key rotate --data /var/lib/motcua --as khoa");
}

}  // namespace motcua::app
