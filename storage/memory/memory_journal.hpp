// A journal in memory, for tests and for virtual time: the same contract, and
// "durable" means as long as its store lives.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/merkle.hpp"

#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace motcua::storage {

/// What would be the disk. A journal may be dropped and another opened on the same store.
struct MemoryStore {
    explicit MemoryStore(JournalIdentity name = {"memory", 1}) : identity(std::move(name)) {}

    const JournalIdentity identity;
    std::recursive_mutex
        mutex;  // of all below; recursive because a reader may ask while it is handed an event
    std::uint64_t epoch = 0;
    std::deque<Record> events;
    std::deque<Hash> blocks;
    std::map<Seq, std::string> checkpoints;
    Frontier tree;
};

/// Reading, for the reader and for the journal itself.
template <class Port> class MemoryReading : public Port {
public:
    explicit MemoryReading(std::shared_ptr<MemoryStore> store) : store_(std::move(store)) {}

    JournalIdentity identity() override;
    Seq head() override;
    Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) override;
    std::optional<Record> find(Seq seq) override;
    std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) override;
    std::vector<StoredCheckpoint> checkpoints(Seq from) override;

protected:
    std::shared_ptr<MemoryStore> store_;
};

using MemoryReader = MemoryReading<JournalReader>;

class MemoryJournal final : public MemoryReading<Journal> {
public:
    explicit MemoryJournal(std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>())
        : MemoryReading(std::move(store)) {}

    std::unique_ptr<JournalReader> reader() override;
    Epoch take_over() override;
    AppendResult append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                        std::span<const Erasure> erasures = {}) override;
    TreeHead tree() override;
    void keep_checkpoint(const StoredCheckpoint& checkpoint) override;
    void housekeep() override {}
};

}  // namespace motcua::storage
