#include "engine/clock.hpp"

#include <algorithm>
#include <ctime>

namespace motcua::engine {

using std::chrono::milliseconds;

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

milliseconds SystemClock::monotonic() const {
    // steady_clock stands still while the machine is suspended: waking would look like a jump forward.
    timespec reading{};
    clock_gettime(CLOCK_BOOTTIME, &reading);
    return std::chrono::duration_cast<milliseconds>(std::chrono::seconds(reading.tv_sec) +
                                                    std::chrono::nanoseconds(reading.tv_nsec));
}

void SystemClock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                       std::optional<Instant> until) const {
    // Looking once a second at least: a stepped clock does not wake a waiter.
    constexpr milliseconds longest{1000};
    const auto left = until ? std::clamp<milliseconds>(*until - now(), milliseconds{0}, longest) : longest;
    wake.wait_for(lock, left);
}

Instant ManualClock::now() const {
    const std::lock_guard guard(mutex_);
    return now_;
}

milliseconds ManualClock::monotonic() const {
    const std::lock_guard guard(mutex_);
    return monotonic_;
}

void ManualClock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                       std::optional<Instant> until) const {
    // Whoever turns this clock does not know the waiters, so they look again.
    if (until && *until <= now()) return;
    wake.wait_for(lock, milliseconds{1});
}

void ManualClock::pass(milliseconds time) {
    const std::lock_guard guard(mutex_);
    now_ += time;
    monotonic_ += time;
}

void ManualClock::pass_to(Instant moment) {
    const std::lock_guard guard(mutex_);
    if (moment <= now_) return;
    monotonic_ += moment - now_;
    now_ = moment;
}

void ManualClock::step(milliseconds by) {
    const std::lock_guard guard(mutex_);
    now_ += by;
}

}  // namespace motcua::engine
