// Port of time: what the office's clock says, and waiting for a moment. The system's
// clock in service; one that tests and simulations turn by hand.
#pragma once

#include "procedures/calendar/time.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace motcua::engine {

using procedures::Instant;

/// Any thread.
class Clock {
public:
    virtual ~Clock() = default;

    virtual Instant now() const = 0;
    /// Since an arbitrary start, never stepped, counting while the machine sleeps: what `now` is checked against.
    virtual std::chrono::milliseconds monotonic() const = 0;
    /// Waits on `wake` until it is notified or, by this clock, it is `until`. May return early; the
    /// caller looks again. REQUIRES that `lock` is held.
    virtual void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                      std::optional<Instant> until) const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
    std::chrono::milliseconds monotonic() const override;
    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
              std::optional<Instant> until) const override;
};

/// Stands still until told. `pass` moves both readings, as time does; `step` moves only the
/// wall's, as an administrator or a broken time server does.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant now) : now_(now) {}

    Instant now() const override;
    std::chrono::milliseconds monotonic() const override;
    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
              std::optional<Instant> until) const override;

    void pass(std::chrono::milliseconds time);
    void pass_to(Instant moment);  // never backwards
    void step(std::chrono::milliseconds by);

private:
    mutable std::mutex mutex_;
    Instant now_;
    std::chrono::milliseconds monotonic_{0};
};

}  // namespace motcua::engine
