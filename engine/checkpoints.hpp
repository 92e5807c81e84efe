// Signs the head of the journal's tree: on a schedule when something was appended, on demand, when the key
// changes, and at the end. Driven by the writer's thread between two batches: what it signs is on disk.
#pragma once

#include "engine/clock.hpp"
#include "engine/log.hpp"
#include "procedures/definition/office.hpp"
#include "storage/journal.hpp"
#include "storage/keys.hpp"

#include <optional>
#include <string>
#include <vector>

namespace motcua::engine {

/// One thread.
class Checkpoints {
public:
    /// All outlive it.
    struct Ports {
        storage::Journal& journal;
        storage::Keys& keys;
        const Clock& clock;
        Log& log;
    };
    explicit Checkpoints(Ports ports);

    /// The journal's head moved. Signs with the key that it names; when that changed, the former signs once more
    /// beside it, so that trust passes on. `office` may be null before law was adopted.
    void follow(storage::Seq head, const std::string& named_key, const procedures::Office* office);

    void sign_when_due();
    /// Now; the last one when nothing was appended since. Nothing when there is no key to sign with.
    std::optional<storage::StoredCheckpoint> sign();
    std::optional<Instant> next_wake() const;
    /// Up to which event the last one reaches; 0 when none was signed.
    storage::Seq covered() const { return last_.size; }

    /// What was signed since this was asked last.
    std::vector<storage::StoredCheckpoint> take_fresh();

private:
    void adopt(const std::string& named_key);
    void keep(storage::StoredCheckpoint checkpoint);
    storage::Checkpoint tree_head() const;

    Ports ports_;
    std::optional<storage::SigningKey> key_;
    storage::Seq head_ = 0;
    std::string named_key_;  // in published form, "" when none signs
    std::string agency_;
    std::chrono::minutes every_{60};
    storage::StoredCheckpoint last_;
    Instant looked_at_;  // when it last signed, or failed to
    std::vector<storage::StoredCheckpoint> fresh_;
};

}  // namespace motcua::engine
