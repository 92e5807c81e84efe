// The engine: read this header first. A command goes in, exactly one answer comes out, and what
// was answered is on disk. One writer thread owns every change; dossiers are read from what it
// published; views follow the journal on a thread of their own.
//
//     submit → queue → writer: decide on an overlay, one commit, publish → answer
//                                                       └ projector → views
//
// Threads: the writer, the projector, one that keeps the journal's files in shape, two for
// blocking work. None of them is the caller's, and no blocking port is called on an Asio thread.
#pragma once

#include "engine/answer.hpp"
#include "engine/asio_fwd.hpp"
#include "engine/clock.hpp"
#include "engine/histogram.hpp"
#include "engine/law_book.hpp"
#include "engine/log.hpp"
#include "engine/published.hpp"
#include "engine/random.hpp"
#include "engine/writer.hpp"
#include "procedures/dossier/command.hpp"
#include "storage/journal.hpp"
#include "storage/keys.hpp"
#include "storage/views.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace motcua::engine {

/// All outlive the engine. `views` may be null: nothing is projected then.
struct EnginePorts {
    storage::Journal& journal;
    storage::Views* views = nullptr;
    const Clock& clock;
    Random& random;
    Log& log;
    /// Sign checkpoints; none is signed without.
    storage::Keys* keys = nullptr;
    /// Lays a checkpoint where others see it; called on the thread that keeps the files in shape, and again
    /// later after an exception.
    std::function<void(const storage::StoredCheckpoint&)> publish = {};
};

struct EngineOptions {
    WriterOptions writer;
    /// Commands that may wait; one more is answered `overloaded`.
    std::size_t queue = 4096;
    /// Commands decided and committed together at most.
    std::size_t batch = 256;
    /// Events by which the views may lag before fewer commands are admitted, and at which none is.
    Seq lag_soft = 20'000;
    Seq lag_hard = 100'000;
    /// How often the journal's files are kept in shape.
    std::chrono::milliseconds housekeeping{2000};
};

struct EngineStatus {
    Writer::Health health = Writer::Health::ready;
    std::string ailment;  // what is wrong and what to do; "" when ready
    Seq head = 0;
    Seq views_position = 0;
    Seq checkpoint = 0;  // up to which event the last signed checkpoint reaches; 0 when there is none
    std::size_t waiting = 0;
    std::size_t dossiers = 0;
    std::size_t in_memory = 0;
    std::size_t armed_deadlines = 0;
    /// Of all commits since the start: commands and events together in one, and its time with the sync.
    Histogram batch_commands{{1, 2, 4, 8, 16, 32, 64, 128, 256}};
    Histogram batch_events{{1, 4, 16, 64, 256, 1024, 4096}};
    Histogram commit_seconds{{0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2}};

    bool ready() const { return health == Writer::Health::ready; }
};

class Engine {
public:
    /// Opens and replays the journal; nothing runs before start(). Throws what Writer's constructor throws.
    Engine(EnginePorts ports, EngineOptions options);
    /// Stops.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Founds an empty journal, or takes over changed law where the second person is not asked for
    /// (demonstration). REQUIRES: before start().
    void adopt(const std::vector<LawText>& law, const procedures::Actor& actor);
    /// REQUIRES: before start(). Called after each commit on the writer's thread: a hint to look at the journal.
    void on_commit(std::function<void(Seq head)> hint);

    void start();
    /// Answers what waits with `not_done` and joins all threads. The journal stays as it is.
    void stop();

    // Any thread from here on.

    /// Resumes on the caller's executor, whose context must outlive stop().
    Awaitable<Answer> submit(procedures::Command command);
    /// `answered` is called once: on the writer's thread, or at once on the caller's when overloaded.
    void submit(procedures::Command command, std::function<void(Answer)> answered);
    Answer submit_and_wait(procedures::Command command);

    /// By id or official code: what is on disk, without waiting for views.
    Awaitable<std::optional<DossierSnapshot>> dossier(std::string id_or_code);
    /// The same; may read the journal on this thread.
    std::optional<DossierSnapshot> dossier_and_wait(std::string_view id_or_code);

    /// Up to `limit` events from `from` on, as they are on disk: a cursor that somebody else keeps.
    Awaitable<std::vector<storage::Projected>> events(Seq from, std::size_t limit);

    /// Whether the views have seen `seq`, after waiting for it at most `longest`.
    Awaitable<bool> views_reach(Seq seq, std::chrono::milliseconds longest = std::chrono::milliseconds{250});
    bool wait_for_views(Seq seq, std::chrono::milliseconds longest = std::chrono::milliseconds{250});

    /// Signs the journal's head now; the last checkpoint when nothing was appended since. Nothing without a key.
    Awaitable<std::optional<storage::StoredCheckpoint>> checkpoint();
    /// Another key signs from here on; the former signs once beside it. REQUIRES keys.
    Awaitable<Answer> rotate_key(procedures::Actor actor);
    Answer rotate_key_and_wait(const procedures::Actor& actor);

    /// Runs `work` on the pool for blocking work, and rethrows what it throws.
    Awaitable<void> run_blocking(std::function<void()> work);

    EngineStatus status() const;
    const Published& published() const { return published_; }

private:
    struct Running;

    Published published_;
    std::unique_ptr<Running> running_;
};

}  // namespace motcua::engine
