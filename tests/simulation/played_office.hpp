// An office in virtual time whose process may be cut off at any commit, and started again on the same
// disk by whoever plays it.
#pragma once

#include "engine/clock.hpp"
#include "engine/law_book.hpp"
#include "engine/published.hpp"
#include "engine/random.hpp"
#include "engine/simulation.hpp"
#include "engine/writer.hpp"
#include "storage/journal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace motcua::tests {

/// The process dies here. Nothing catches it but whoever starts it again.
struct PowerCut {};

/// Passes everything on, and cuts the power before or after a commit when told to.
class CutJournal final : public storage::Journal {
public:
    enum class When { before_commit, after_commit };

    explicit CutJournal(std::unique_ptr<storage::Journal> inner) : inner_(std::move(inner)) {}
    /// At the commit after `passing` more.
    void cut(int passing, When when) {
        passing_ = passing;
        when_ = when;
    }

    storage::JournalIdentity identity() override { return inner_->identity(); }
    storage::Seq head() override { return inner_->head(); }
    storage::Seq read(storage::Seq from, std::size_t limit,
                      const std::function<void(const storage::Record&)>& take) override {
        return inner_->read(from, limit, take);
    }
    std::optional<storage::Record> find(storage::Seq seq) override { return inner_->find(seq); }
    std::vector<storage::Hash> block_hashes(std::uint64_t from, std::size_t limit) override {
        return inner_->block_hashes(from, limit);
    }
    std::vector<storage::StoredCheckpoint> checkpoints(storage::Seq from) override {
        return inner_->checkpoints(from);
    }
    std::unique_ptr<storage::JournalReader> reader() override { return inner_->reader(); }
    storage::Epoch take_over() override { return inner_->take_over(); }
    storage::TreeHead tree() override { return inner_->tree(); }
    void keep_checkpoint(const storage::StoredCheckpoint& checkpoint) override {
        inner_->keep_checkpoint(checkpoint);
    }
    void housekeep() override { inner_->housekeep(); }
    storage::AppendResult append(storage::Seq expected_head, storage::Epoch epoch,
                                 std::span<const storage::Record> records,
                                 std::span<const storage::Erasure> erasures) override;

private:
    std::unique_ptr<storage::Journal> inner_;
    std::optional<int> passing_;
    When when_ = When::before_commit;
};

class PlayedOffice {
public:
    using Disk = std::function<std::unique_ptr<storage::Journal>()>;

    /// `open` opens the journal on what is its disk. `cuts` decides before each command when the power
    /// fails; empty: never.
    PlayedOffice(Disk open, const std::vector<engine::LawText>& law, procedures::Instant now);

    /// Plays; with `cuts`, the power fails at random commits and every command is repeated until it is answered.
    engine::SimulationReport play(const engine::SimulationOptions& options,
                                  std::optional<std::uint64_t> cuts);

    int restarts() const { return restarts_; }
    const engine::Writer& writer() const { return *writer_; }
    const engine::Published& published() const { return *published_; }
    storage::Journal& journal() { return *journal_; }
    /// Keys of commands that were answered as done, in order, without repeats.
    const std::vector<std::string>& answered() const { return answered_; }

    /// Every event after the founding, as it is hashed. Salts follow from the commands alone, so two runs of
    /// the same commands have the same leaves.
    std::vector<std::string> story();
    /// Fails the test when a dossier in memory is not the fold of its events, or a command that was answered
    /// is missing or there twice.
    void check();

private:
    void start();
    template <class Work> auto surviving(std::uint64_t seed, Work work);
    void set_cut();

    Disk open_;
    engine::ManualClock clock_;
    engine::SeededRandom random_{0};
    std::unique_ptr<CutJournal> journal_;
    std::unique_ptr<engine::Published> published_;
    std::unique_ptr<engine::Writer> writer_;
    std::optional<engine::Dice> cuts_;
    storage::Seq founded_ = 0;
    int restarts_ = 0;
    std::vector<std::string> answered_;
};

}  // namespace motcua::tests
