// What can be taken out of the journal and be proven elsewhere.
//
// A proof pack: the events of one stream with the proof that each is in the tree which a named checkpoint
// signed. Shows nothing of other streams but hashes, from which nobody can guess what was hashed.
// A consistency proof: that what one checkpoint signed is the beginning of what a later one did.
// docs/journal-format.md says how both are verified without this program.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/merkle.hpp"
#include "storage/proofs/tampering.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

struct PackedEvent {
    std::string leaf;
    std::string personal;
    Proof proof;
};

struct Pack {
    std::string stream;
    std::vector<PackedEvent> events;  // the stream's, from its first on
    std::string note;                 // the checkpoint; lies beside the pack's own text
};

/// The events of the stream whose newest is `newest`, up to what the checkpoint covers. Empty when it covers
/// none. std::runtime_error when the journal lacks events.
Pack make_pack(JournalReader& journal, Seq newest, const StoredCheckpoint& checkpoint);

/// pack.json, without the note; and back, nothing when it is no such text.
std::string to_text(const Pack& pack);
std::optional<Pack> read_pack(std::string_view text, std::string note);

struct PackVerification {
    std::optional<Flaw> flaw;
    std::string origin;
    TreeHead tree;  // what the checkpoint says
    Seq last = 0;   // the last event of the pack
};

/// `keys`: those that count, one of which must have signed the checkpoint.
PackVerification verify_pack(const Pack& pack, std::span<const VerifierKey> keys);

struct Consistency {
    std::string older, newer;  // notes
    Proof proof;
};

/// As far as the journal reaches: a checkpoint of more events gets an empty proof.
Consistency make_consistency(JournalReader& journal, std::string older, std::string newer);

std::string to_text(const Consistency& consistency);
std::optional<Consistency> read_consistency(std::string_view text);

struct ConsistencyVerification {
    std::optional<Flaw> flaw;
    std::string origin;  // of the newer
    TreeHead older, newer;
};
ConsistencyVerification verify_consistency(const Consistency& consistency, std::span<const VerifierKey> keys);

}  // namespace motcua::storage
