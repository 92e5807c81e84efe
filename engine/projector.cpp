#include "engine/projector.hpp"

#include <algorithm>

namespace motcua::engine {

Projector::Projector(std::unique_ptr<storage::JournalReader> journal, storage::Views& views, Log& log)
    : journal_(std::move(journal)),
      views_(views),
      log_(log),
      position_(views.position().seq) {}

Projector::~Projector() { stop(); }

bool Projector::step(std::size_t limit) {
    events_.clear();
    journal_->read(views_.wants(), limit,
                   [&](const storage::Record& record) { events_.push_back(storage::projected(record)); });
    if (events_.empty()) return false;
    views_.project(events_);
    position_.store(views_.position().seq, std::memory_order_release);
    return true;
}

void Projector::start() {
    const std::lock_guard guard(mutex_);
    stopping_ = false;
    thread_ = std::thread([this] { run(); });
}

void Projector::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    answer_waiters(true);
}

void Projector::hint() {
    {
        const std::lock_guard guard(mutex_);
        if (hinted_) return;
        hinted_ = true;
    }
    wake_.notify_one();
}

void Projector::when(Seq seq, std::chrono::milliseconds longest, std::function<void(bool)> reached) {
    {
        const std::lock_guard guard(mutex_);
        if (position() < seq && !stopping_) {
            waiters_.push_back({seq, std::chrono::steady_clock::now() + longest, std::move(reached)});
            wake_.notify_one();
            return;
        }
    }
    reached(position() >= seq);
}

void Projector::answer_waiters(bool all) {
    std::vector<Waiter> ready;
    {
        const std::lock_guard guard(mutex_);
        const auto now = std::chrono::steady_clock::now();
        const auto waits_on = [&](const Waiter& waiter) {
            return !all && position() < waiter.seq && now < waiter.until;
        };
        const auto first = std::stable_partition(waiters_.begin(), waiters_.end(), waits_on);
        std::move(first, waiters_.end(), std::back_inserter(ready));
        waiters_.erase(first, waiters_.end());
    }
    for (auto& waiter : ready) waiter.reached(position() >= waiter.seq);
}

void Projector::run() {
    constexpr std::chrono::milliseconds pause_after_failure{500};
    auto resume_at = SteadyTime::min();
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            if (stopping_) return;
            // Hints wake it; the look once a second covers a journal that somebody else writes.
            auto until = std::chrono::steady_clock::now() + std::chrono::seconds{1};
            for (const auto& waiter : waiters_) until = std::min(until, waiter.until);
            wake_.wait_until(lock, until, [&] {
                return stopping_ || (hinted_ && std::chrono::steady_clock::now() >= resume_at);
            });
            if (stopping_) return;
            hinted_ = false;
        }
        try {
            while (std::chrono::steady_clock::now() >= resume_at && step()) answer_waiters(false);
        } catch (const std::exception& error) {
            log_.error("the views could not follow the journal; trying again",
                       {{"position", static_cast<long long>(position())}, {"error", error.what()}});
            resume_at = std::chrono::steady_clock::now() + pause_after_failure;
        }
        answer_waiters(false);
    }
}

}  // namespace motcua::engine
