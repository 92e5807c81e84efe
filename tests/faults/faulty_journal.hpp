// A journal whose appends fail when told to, before or after the batch became
// durable, as a disk does. Reading is never disturbed.
#pragma once

#include "storage/journal.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace motcua::storage {

enum class Fault {
    not_done,       // refused before anything was written
    doubtful_lost,  // the sync failed and the bytes never reached the disk
    doubtful_kept,  // the sync failed, yet a restart before the next append would find the batch
};

class FaultyJournal final : public Journal {
public:
    explicit FaultyJournal(std::unique_ptr<Journal> inner) : inner_(std::move(inner)) {}

    /// The append after `passing` more good ones fails, and the `times - 1` after it.
    void fail(Fault fault, int passing = 0, int times = 1) {
        fault_ = fault;
        passing_ = passing;
        times_ = times;
    }

    /// What the disk holds at a power cut now: a doubtful batch that was kept becomes part of the journal.
    std::unique_ptr<Journal> restart() && {
        if (kept_) inner_->append(inner_->head(), kept_->epoch, kept_->records, kept_->erasures);
        return std::move(inner_);
    }

    JournalIdentity identity() override { return inner_->identity(); }
    Seq head() override { return inner_->head(); }
    Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) override {
        return inner_->read(from, limit, take);
    }
    std::optional<Record> find(Seq seq) override { return inner_->find(seq); }
    std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) override {
        return inner_->block_hashes(from, limit);
    }
    std::vector<StoredCheckpoint> checkpoints(Seq from) override { return inner_->checkpoints(from); }
    std::unique_ptr<JournalReader> reader() override { return inner_->reader(); }
    Epoch take_over() override { return inner_->take_over(); }
    TreeHead tree() override { return inner_->tree(); }
    void keep_checkpoint(const StoredCheckpoint& checkpoint) override { inner_->keep_checkpoint(checkpoint); }
    void housekeep() override { inner_->housekeep(); }

    AppendResult append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                        std::span<const Erasure> erasures = {}) override {
        if (times_ == 0 || passing_-- > 0) {
            const AppendResult result = inner_->append(expected_head, epoch, records, erasures);
            if (result) kept_.reset();
            return result;
        }
        passing_ = 0;
        --times_;
        if (fault_ == Fault::not_done) return {AppendError::not_done, "the disk is full"};
        if (fault_ == Fault::doubtful_kept)
            kept_ = Batch{epoch, {records.begin(), records.end()}, {erasures.begin(), erasures.end()}};
        else
            kept_.reset();
        return {AppendError::doubtful, "the sync failed"};
    }

private:
    struct Batch {
        Epoch epoch;
        std::vector<Record> records;
        std::vector<Erasure> erasures;
    };

    std::unique_ptr<Journal> inner_;
    Fault fault_ = Fault::not_done;
    int passing_ = 0;
    int times_ = 0;
    std::optional<Batch> kept_;
};

}  // namespace motcua::storage
