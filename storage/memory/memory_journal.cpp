#include "storage/memory/memory_journal.hpp"

#include <cassert>

namespace motcua::storage {

using Lock = std::scoped_lock<std::recursive_mutex>;

template <class Port> JournalIdentity MemoryReading<Port>::identity() { return store_->identity; }

template <class Port> Seq MemoryReading<Port>::head() {
    const Lock lock(store_->mutex);
    return store_->events.size();
}

template <class Port>
Seq MemoryReading<Port>::read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) {
    assert(from > 0);
    const Lock lock(store_->mutex);
    for (; limit > 0 && from <= store_->events.size(); --limit) take(store_->events[from++ - 1]);
    return from;
}

template <class Port> std::optional<Record> MemoryReading<Port>::find(Seq seq) {
    const Lock lock(store_->mutex);
    if (seq == 0 || seq > store_->events.size()) return std::nullopt;
    return store_->events[seq - 1];
}

template <class Port>
std::vector<Hash> MemoryReading<Port>::block_hashes(std::uint64_t from, std::size_t limit) {
    const Lock lock(store_->mutex);
    std::vector<Hash> found;
    for (; limit > 0 && from < store_->blocks.size(); --limit) found.push_back(store_->blocks[from++]);
    return found;
}

template <class Port> std::vector<StoredCheckpoint> MemoryReading<Port>::checkpoints(Seq from) {
    const Lock lock(store_->mutex);
    std::vector<StoredCheckpoint> found;
    for (auto it = store_->checkpoints.lower_bound(from); it != store_->checkpoints.end(); ++it)
        found.push_back({it->first, it->second});
    return found;
}

template class MemoryReading<JournalReader>;
template class MemoryReading<Journal>;

std::unique_ptr<JournalReader> MemoryJournal::reader() { return std::make_unique<MemoryReader>(store_); }

Epoch MemoryJournal::take_over() {
    const Lock lock(store_->mutex);
    return Epoch{++store_->epoch};
}

AppendResult MemoryJournal::append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                                   std::span<const Erasure> erasures) {
    const Lock lock(store_->mutex);
    if (epoch != Epoch{store_->epoch}) return {AppendError::epoch_moved, "another writer took over"};
    if (expected_head != store_->events.size()) return {AppendError::head_moved, "another writer appended"};
    for (const Record& record : records) {
        assert(record.seq == store_->events.size() + 1);
        store_->events.push_back(record);
        if (const auto block = store_->tree.append(record.hash)) store_->blocks.push_back(*block);
    }
    for (const Erasure& erasure : erasures) {
        assert(erasure.seq > 0 && erasure.seq <= store_->events.size());
        store_->events[erasure.seq - 1].personal = erasure.personal;
    }
    return {};
}

TreeHead MemoryJournal::tree() {
    const Lock lock(store_->mutex);
    return {store_->tree.size(), store_->tree.root()};
}

void MemoryJournal::keep_checkpoint(const StoredCheckpoint& checkpoint) {
    const Lock lock(store_->mutex);
    store_->checkpoints.emplace(checkpoint.size, checkpoint.note);
}

}  // namespace motcua::storage
