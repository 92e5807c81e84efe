// The single writer: decides a batch on an overlay, appends it in one commit, then the
// overlay becomes the state and all are answered. No thread lives here: the engine's writer
// thread drives it, and simulations do so in virtual time.
#pragma once

#include "engine/answer.hpp"
#include "engine/clock.hpp"
#include "engine/clock_guard.hpp"
#include "engine/codec.hpp"
#include "engine/deadlines.hpp"
#include "engine/law_book.hpp"
#include "engine/log.hpp"
#include "engine/published.hpp"
#include "engine/random.hpp"
#include "procedures/dossier/command.hpp"
#include "storage/journal.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace motcua::engine {

/// What the writer works with; all outlive it.
struct WriterPorts {
    storage::Journal& journal;
    const Clock& clock;
    Random& random;
    Log& log;
    Published& published;
    /// Up to which event the views are durable: what they have not seen stays in memory. None: no views follow.
    std::function<Seq()> views_position;
};

struct WriterOptions {
    /// Events that one commit may hold, about. Beyond some hundreds a larger batch shares nothing more.
    std::size_t batch_events = 1024;
    /// How long one batch may be decided before it is written.
    std::chrono::milliseconds batch_time{10};
    /// Deadlines fired in a batch that also has commands.
    std::size_t deadlines_beside_commands = 32;
    /// For how long a repeated key gets its former answer.
    std::chrono::hours keys_kept{24};
    ClockTolerance clock;
    /// Definitions without an approval may receive dossiers.
    bool demonstration = false;
};

/// A command on its way, and what became of it.
struct Request {
    procedures::Command command;
    Answer answer;
};

/// One thread. Opening throws std::runtime_error when the journal cannot be read or was written
/// by a later release.
class Writer {
public:
    Writer(WriterPorts ports, WriterOptions options);

    /// Adopts what differs from the law in force, in one commit. On an empty journal this is the
    /// founding. Does nothing while the clock is doubted; throws when the journal refuses.
    void adopt(const std::vector<LawText>& law, const procedures::Actor& actor);

    /// Decides the requests in order, then what is due, and commits. Returns how many requests it
    /// answered, from the first on: the rest belongs to the next batch.
    std::size_t process(std::span<Request* const> requests);
    /// One command by itself.
    Answer process(procedures::Command command);

    /// When process() has something to do although nobody asks; nothing: never.
    std::optional<Instant> next_wake() const;

    enum class Health {
        ready,
        clock_doubted,     // until an administrator confirms
        storage_doubtful,  // a sync failed and could not be covered; tried again with each batch
        deposed,           // another writer took over: for good
    };
    Health health() const { return health_; }
    /// What to do about it; "" when ready.
    std::string ailment() const { return health_ == Health::ready ? std::string() : ailment_; }

    Seq head() const { return head_; }
    const procedures::OfficeState& office() const { return office_; }
    const procedures::Law& law() const { return *law_; }
    std::size_t armed_deadlines() const { return deadlines_.size(); }
    /// How long the last append took.
    std::chrono::nanoseconds last_commit() const { return last_commit_; }

private:
    struct Key {
        std::string fingerprint;
        Seq first = 0;
        std::uint32_t count = 0;
        Instant recorded_at;
    };
    struct Batch;

    void replay();
    void remember_key(const Envelope& envelope);
    void forget_keys(Instant now);

    void decide(Batch& batch, Request& request);
    /// The same for a repeated key; nothing when the key is new.
    std::optional<Answer> repeated(const procedures::Command& command, const std::string& key,
                                   const std::string& fingerprint);
    Answer answer_from_journal(const Key& key);
    std::optional<procedures::Refusal> objection_of_open_work(const Batch& batch,
                                                              const procedures::Events& events);
    /// What a redaction takes out of the event that it names.
    procedures::Outcome<storage::Erasure> erasure_of(const Batch& batch, const procedures::Event& redaction);
    bool take(Batch& batch, const procedures::Command* command, std::string key, std::string fingerprint,
              procedures::Events events, Receipt& receipt);
    void fire_due(Batch& batch, bool beside_commands);
    void journal_refusal(Batch& batch, const procedures::Command& command,
                         const procedures::Refusal& refusal);
    std::shared_ptr<const StoredDossier> look_up(const Batch& batch, const std::string& id);
    void doubt_clock(Batch& batch, const ClockGuard::Reading& reading);
    bool commit(Batch& batch);
    void settle(Batch& batch);
    bool recover_storage(Instant now);
    void let_go_of_closed();

    WriterPorts ports_;
    WriterOptions options_;
    std::optional<ClockGuard> guard_;
    storage::Epoch epoch_{};

    Seq head_ = 0;
    std::map<std::string, Seq, std::less<>> heads_;  // of streams that are no dossier's
    Instant last_recorded_;
    std::optional<Instant> trusted_;  // how far the journal vouches for the clock

    std::shared_ptr<const procedures::Law> law_;
    procedures::OfficeState office_;  // as on disk
    procedures::OfficeState
        office_draft_;  // with the batch; brought up event by event, never copied in passing
    Deadlines deadlines_;
    std::unordered_map<std::string, Key> keys_;
    std::deque<std::pair<Instant, std::string>> keys_by_age_;
    std::deque<std::pair<Seq, std::string>> closed_;  // to be let go when the views have passed

    std::vector<storage::Record> records_;  // of the batch; strings reused
    Health health_ = Health::ready;
    std::string ailment_;
    std::chrono::nanoseconds last_commit_{0};
    bool doubt_journaled_ = false;
    std::optional<Instant> pause_until_;  // after a failed commit deadlines do not spin
};

}  // namespace motcua::engine
