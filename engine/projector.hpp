// Brings the views up to the journal: reads the journal itself, never the writer's
// memory, so that a crash or a rebuild finds the same events. A hint wakes it; nothing is handed over.
#pragma once

#include "engine/log.hpp"
#include "storage/journal.hpp"
#include "storage/views.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace motcua::engine {

using storage::Seq;

class Projector {
public:
    /// `views` outlive the projector.
    Projector(std::unique_ptr<storage::JournalReader> journal, storage::Views& views, Log& log);
    /// Stops.
    ~Projector();

    /// Takes one step on this thread: up to `limit` events. False when there was nothing.
    /// REQUIRES: not started.
    bool step(std::size_t limit = 2000);

    void start();
    /// Answers whoever waits and joins.
    void stop();

    // Any thread.
    Seq position() const { return position_.load(std::memory_order_acquire); }
    /// The journal may have grown.
    void hint();
    /// Calls back once, on the projector's thread or this one: whether `seq` was reached in time.
    void when(Seq seq, std::chrono::milliseconds longest, std::function<void(bool)> reached);

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Waiter {
        Seq seq;
        SteadyTime until;
        std::function<void(bool)> reached;
    };

    void run();
    void answer_waiters(bool all);

    std::unique_ptr<storage::JournalReader> journal_;
    storage::Views& views_;
    Log& log_;
    std::vector<storage::Projected> events_;
    std::atomic<Seq> position_{0};

    std::mutex mutex_;
    std::condition_variable wake_;
    bool hinted_ = false;
    bool stopping_ = false;
    std::vector<Waiter> waiters_;
    std::thread thread_;
};

}  // namespace motcua::engine
