// The journal in SQLite: journal.db in WAL mode, each commit synced before it
// returns. One writer; readers and housekeeping have connections of their own.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/merkle.hpp"

#include <filesystem>
#include <memory>

namespace motcua::storage {

/// Opens for writing, creates or migrates the file, and checks the journal's tail. Whoever opens
/// holds the lock of the data folder. std::runtime_error says what is wrong and what to do.
class SqliteJournal final : public Journal {
public:
    explicit SqliteJournal(const std::filesystem::path& file);
    ~SqliteJournal() override;

    JournalIdentity identity() override;
    Seq head() override;
    Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) override;
    std::optional<Record> find(Seq seq) override;
    std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) override;
    std::vector<StoredCheckpoint> checkpoints(Seq from) override;

    std::unique_ptr<JournalReader> reader() override;
    Epoch take_over() override;
    AppendResult append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                        std::span<const Erasure> erasures = {}) override;
    TreeHead tree() override;
    void keep_checkpoint(const StoredCheckpoint& checkpoint) override;
    void housekeep() override;

    /// Pages that appends have dirtied so far: what the schema costs.
    std::int64_t pages_written() const;

private:
    struct Writer;
    std::unique_ptr<Writer> writer_;
};

/// Opens for reading beside a writer, which may be another process, or without one.
std::unique_ptr<JournalReader> read_sqlite_journal(const std::filesystem::path& file);

}  // namespace motcua::storage
