#include "storage/proofs/pack.hpp"

#include "storage/proofs/event_audit.hpp"
#include "storage/proofs/prove.hpp"
#include "storage/proofs/seal.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::storage {

namespace json = boost::json;

namespace {

json::array proof_json(const Proof& proof) {
    json::array out;
    for (const Hash& node : proof) out.emplace_back(to_base64(bytes_of(node)));
    return out;
}

std::optional<Proof> read_proof(const json::array& nodes) {
    Proof proof;
    for (const auto& node : nodes) {
        const auto bytes = node.is_string() ? from_base64(node.get_string()) : std::nullopt;
        Hash hash;
        if (!bytes || bytes->size() != hash.size()) return std::nullopt;
        std::copy(bytes->begin(), bytes->end(), hash.begin());
        proof.push_back(hash);
    }
    return proof;
}

std::optional<PackedEvent> read_event(const json::value& value) {
    const auto* event = value.if_object();
    if (event == nullptr) return std::nullopt;
    const auto* leaf = event->if_contains("leaf");
    const auto* personal = event->if_contains("personal");
    const auto* proof = event->if_contains("proof");
    if (leaf == nullptr || !leaf->is_string() || personal == nullptr || !personal->is_string() ||
        proof == nullptr || !proof->is_array())
        return std::nullopt;
    auto read = read_proof(proof->get_array());
    if (!read) return std::nullopt;
    return PackedEvent{std::string(leaf->get_string()), std::string(personal->get_string()),
                       std::move(*read)};
}

/// Says in `checkpoint` what the note says; an objection unless a key that counts signed it.
std::optional<Flaw> objection_to(const std::string& note, std::span<const VerifierKey> keys,
                                 Checkpoint& checkpoint) {
    auto says = read_note(note);
    if (!says) return Flaw{0, Tampering::unreadable, "the checkpoint cannot be read"};
    checkpoint = std::move(*says);
    for (const auto& key : keys)
        if (key.open(note)) return std::nullopt;
    return Flaw{checkpoint.head.size, Tampering::unknown_key,
                fmt::format("no key that counts signed the checkpoint of {} events", checkpoint.head.size)};
}

class PackAudit {
public:
    PackAudit(const Pack& pack, const TreeHead& tree)
        : pack_(pack),
          tree_(tree),
          audit_([this](Seq seq, std::string_view field) {
              return std::any_of(read_.begin(), read_.end(), [&](const Record& record) {
                  return record.seq == seq && is_gone(record, field);
              });
          }) {}

    std::optional<Flaw> run() {
        for (const auto& event : pack_.events)
            if (auto wrong = check(event)) return Flaw{seq_, wrong->kind, std::move(wrong->what)};
        return audit_.unexplained_gap();
    }

    Seq last() const { return last_; }

private:
    Objection check(const PackedEvent& event) {
        const auto record = record_of(event.leaf, event.personal);
        if (!record) {
            seq_ = last_ + 1;
            return Wrong{Tampering::altered, "the leaf is no event in canonical JSON"};
        }
        seq_ = record->seq;
        if (record->stream != pack_.stream)
            return Wrong{Tampering::moved, fmt::format("the event is of {}", record->stream)};
        if (record->seq > tree_.size || record->seq == 0 ||
            !proves_inclusion(event.proof, record->hash, record->seq - 1, tree_.size, tree_.root))
            return Wrong{Tampering::altered, "the event is not in the tree that the checkpoint signed"};
        if (record->prev > last_) {
            seq_ = record->prev;
            return Wrong{Tampering::missing, fmt::format("event {} of the dossier is left out", seq_)};
        }
        read_.push_back(*record);
        last_ = record->seq;
        return audit_.check(*record, record->seq);
    }

    const Pack& pack_;
    const TreeHead& tree_;
    std::vector<Record> read_;
    EventAudit audit_;
    Seq last_ = 0;  // the event before
    Seq seq_ = 0;
};

}  // namespace

Pack make_pack(JournalReader& journal, Seq newest, const StoredCheckpoint& checkpoint) {
    auto records = stream_up_to(journal, newest);
    Pack pack{records.empty() ? std::string() : records.front().stream, {}, checkpoint.note};
    Prover prover(journal, checkpoint.size);
    for (auto& record : records)
        if (record.seq <= checkpoint.size)
            pack.events.push_back(
                {std::move(record.leaf), std::move(record.personal), prover.inclusion(record.seq)});
    return pack;
}

std::string to_text(const Pack& pack) {
    json::array events;
    for (const auto& event : pack.events)
        events.push_back(
            {{"leaf", event.leaf}, {"personal", event.personal}, {"proof", proof_json(event.proof)}});
    return json::serialize(
               json::object{{"format", "motcua-pack/1"}, {"stream", pack.stream}, {"events", events}}) +
           "\n";
}

std::optional<Pack> read_pack(std::string_view text, std::string note) {
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* format = object == nullptr ? nullptr : object->if_contains("format");
    const auto* stream = object == nullptr ? nullptr : object->if_contains("stream");
    const auto* events = object == nullptr ? nullptr : object->if_contains("events");
    if (format == nullptr || *format != "motcua-pack/1" || stream == nullptr || !stream->is_string() ||
        events == nullptr || !events->is_array())
        return std::nullopt;
    Pack pack{std::string(stream->get_string()), {}, std::move(note)};
    for (const auto& value : events->get_array()) {
        auto event = read_event(value);
        if (!event) return std::nullopt;
        pack.events.push_back(std::move(*event));
    }
    return pack;
}

PackVerification verify_pack(const Pack& pack, std::span<const VerifierKey> keys) {
    PackVerification result;
    Checkpoint checkpoint;
    result.flaw = objection_to(pack.note, keys, checkpoint);
    result.origin = checkpoint.origin;
    result.tree = checkpoint.head;
    if (!result.flaw && pack.events.empty())
        result.flaw = Flaw{0, Tampering::unreadable, "the pack holds no event"};
    if (result.flaw) return result;
    PackAudit audit(pack, result.tree);
    result.flaw = audit.run();
    result.last = audit.last();
    return result;
}

Consistency make_consistency(JournalReader& journal, std::string older, std::string newer) {
    Consistency made{std::move(older), std::move(newer), {}};
    const auto from = read_note(made.older);
    const auto to = read_note(made.newer);
    if (from && to && from->head.size <= to->head.size && to->head.size <= journal.head())
        made.proof = Prover(journal, to->head.size).consistency(from->head.size);
    return made;
}

std::string to_text(const Consistency& consistency) {
    return json::serialize(json::object{{"format", "motcua-consistency/1"},
                                        {"older", consistency.older},
                                        {"newer", consistency.newer},
                                        {"proof", proof_json(consistency.proof)}}) +
           "\n";
}

std::optional<Consistency> read_consistency(std::string_view text) {
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    const auto* object = error ? nullptr : parsed.if_object();
    if (object == nullptr) return std::nullopt;
    const auto text_of = [&](std::string_view name) {
        const auto* found = object->if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
    };
    const auto* nodes = object->if_contains("proof");
    auto proof = nodes != nullptr && nodes->is_array() ? read_proof(nodes->get_array()) : std::nullopt;
    if (text_of("format") != "motcua-consistency/1" || !proof) return std::nullopt;
    return Consistency{text_of("older"), text_of("newer"), std::move(*proof)};
}

ConsistencyVerification verify_consistency(const Consistency& consistency,
                                           std::span<const VerifierKey> keys) {
    ConsistencyVerification result;
    Checkpoint older, newer;
    result.flaw = objection_to(consistency.older, keys, older);
    if (!result.flaw) result.flaw = objection_to(consistency.newer, keys, newer);
    result.origin = newer.origin;
    result.older = older.head;
    result.newer = newer.head;
    if (result.flaw) return result;
    const auto is = [&](Seq seq, Tampering kind, std::string what) {
        result.flaw = Flaw{seq, kind, std::move(what)};
        return result;
    };
    const auto [from, to] = std::pair(older.head, newer.head);
    if (older.origin.substr(0, older.origin.rfind('/')) != newer.origin.substr(0, newer.origin.rfind('/')))
        return is(to.size, Tampering::another_journal,
                  fmt::format("one checkpoint is of {}, the other of {}", older.origin, newer.origin));
    if (from.size > to.size)
        return is(to.size, Tampering::replayed,
                  fmt::format("the newer checkpoint is of {} events, the older of {}", to.size, from.size));
    if (from.size == to.size && from.root != to.root && older.origin == newer.origin)
        return is(to.size, Tampering::fork,
                  fmt::format("two checkpoints of {} events, both truly signed, have different roots: two "
                              "histories were shown",
                              to.size));
    if (!proves_consistency(consistency.proof, from.size, from.root, to.size, to.root)) {
        if (older.origin != newer.origin)
            return is(
                from.size, Tampering::other_generation,
                "the first events of the newer checkpoint are others: a restore from a backup lies between");
        return is(
            from.size, Tampering::rewritten,
            fmt::format("the first {} events of the newer checkpoint are not those of the older", from.size));
    }
    return result;
}

}  // namespace motcua::storage
