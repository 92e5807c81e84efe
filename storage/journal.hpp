// The journal: the one durable thing. Events are appended to it and never
// changed; everything else is a view that can be rebuilt from it. This port is
// all that the engine knows of a database.
#pragma once

#include "storage/proofs/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace motcua::storage {

/// Number of an event, contiguous from 1; its leaf in the Merkle tree is seq - 1. 0 means none.
using Seq = std::uint64_t;

/// Counts the take-overs; whoever took over last may append.
enum class Epoch : std::uint64_t {};

/// One event as it lies in the journal: the hashed bytes and what stands beside them.
/// Made by seal() (storage/proofs/seal.hpp), read back by open_leaf().
struct Record {
    Seq seq = 0;
    Seq prev = 0;        // the stream's previous event, 0 for its first
    std::string stream;  // "dossier:<id>", "office", "nonconformity:<id>", "security"
    std::string type;
    int v = 1;
    std::int64_t recorded_at_ms = 0;  // the journal's clock, never decreasing
    std::int64_t at_ms = 0;           // legal time, not later than recorded_at_ms
    std::string key;                  // idempotency key "actor/key" of the command, "" when it has none
    std::string leaf;  // canonical JSON of all the above, the body, and the salted hashes of personal values
    std::string personal;  // canonical JSON {"<field>":{"salt":hex,"value":…}}; "" when none or all erased
    Hash hash{};           // of the leaf as RFC 9162 hashes it; names the row when a byte was altered

    bool operator==(const Record&) const = default;
};

/// Takes personal values out of an earlier event, as its redaction event in the same batch says.
struct Erasure {
    Seq seq = 0;
    std::string personal;  // what remains of the column, "" for nothing
};

enum class AppendError {
    head_moved,   // somebody else appended: this writer's picture is old
    epoch_moved,  // somebody else took over: this writer must stop
    not_done,     // failed before the sync: nothing of the batch is on disk or ever will be
    doubtful,     // the sync failed: readers do not see the batch, yet a restart might find it
};

/// What became of a batch. After every error the journal stands at the head it had before.
/// After `doubtful` the next successful append lies over the doubtful bytes and ends the doubt.
struct AppendResult {
    std::optional<AppendError> error;
    std::string cause;  // for the log, not for the person who asked

    explicit operator bool() const { return !error; }
};

/// The journal's tree at a size: what a checkpoint signs.
struct TreeHead {
    Seq size = 0;
    Hash root{};

    bool operator==(const TreeHead&) const = default;
};

/// A signed tree head as text (C2SP signed note), see storage/proofs/checkpoint.hpp.
struct StoredCheckpoint {
    Seq size = 0;
    std::string note;

    bool operator==(const StoredCheckpoint&) const = default;
};

/// Names one journal for good: views of another one are not views of this.
struct JournalIdentity {
    std::string id;      // random, 32 hex digits
    int generation = 1;  // counts declared restores from a backup

    bool operator==(const JournalIdentity&) const = default;
};

/// Reading: blocking, one thread per reader, beside any writer. Shows durable events only.
/// A storage that cannot be read throws std::runtime_error.
class JournalReader {
public:
    virtual ~JournalReader() = default;

    virtual JournalIdentity identity() = 0;
    virtual Seq head() = 0;

    /// Hands over up to `limit` events from `from` on, in order, and returns the seq to go on
    /// from; equal to `from` when there was none. The record is valid during the call only.
    virtual Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) = 0;
    virtual std::optional<Record> find(Seq seq) = 0;

    /// Up to `limit` hashes, each over 256 leaves, from block `from` (of the leaves from 256 * from on) on; only of
    /// blocks of which all leaves are there.
    virtual std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) = 0;

    /// Checkpoints of `from` events and more, smallest first.
    virtual std::vector<StoredCheckpoint> checkpoints(Seq from = 0) = 0;
};

/// Reading and writing: blocking, one thread at a time where not said otherwise.
class Journal : public JournalReader {
public:
    /// A reader of its own for another thread. Any thread.
    virtual std::unique_ptr<JournalReader> reader() = 0;

    /// Begins a new epoch: whatever the former writer appends from now on is refused.
    virtual Epoch take_over() = 0;

    /// One commit, durable on return. The records follow `expected_head` one by one.
    virtual AppendResult append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                                std::span<const Erasure> erasures = {}) = 0;

    /// The tree over everything that head() counts.
    virtual TreeHead tree() = 0;

    virtual void keep_checkpoint(const StoredCheckpoint& checkpoint) = 0;

    /// Work that keeps appending fast (SQLite: copies the WAL into the database). Takes up to
    /// a second; called every few seconds from one thread that is not the writer's.
    virtual void housekeep() = 0;
};

/// The events of a stream, oldest first, found from its newest one. std::runtime_error when one is missing or is of
/// another stream.
std::vector<Record> stream_up_to(JournalReader& journal, Seq newest);

}  // namespace motcua::storage
