// Whether the system's time may be believed. A legal date computed from a wrong clock is a
// wrong date on paper, so after a jump nothing is written until an administrator has looked.
#pragma once

#include "engine/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace motcua::engine {

/// How far time may move by itself.
struct ClockTolerance {
    std::chrono::seconds back{5};                 // an adjustment: waited for
    std::chrono::minutes forward{10};             // against the monotonic clock
    std::chrono::hours since_last_event{7 * 24};  // at start
    bool virtual_time = false;                    // simulations skip from act to act
};

/// One thread.
class ClockGuard {
public:
    enum class Kind { sound, wait, back, forward, idle };
    struct Reading {
        Kind kind = Kind::sound;
        Instant now;       // what the clock says
        Instant expected;  // what it should have said; the moment to wait for
        bool is_doubted() const { return kind != Kind::sound && kind != Kind::wait; }
    };

    /// `last` is the latest moment that the journal trusts, nothing when it is empty.
    ClockGuard(const Clock& clock, ClockTolerance tolerance, std::optional<Instant> last);

    /// Once doubted it stays doubted until confirm().
    Reading read();
    /// An administrator vouches for what the clock says now.
    void confirm();

private:
    const Clock& clock_;
    ClockTolerance tolerance_;
    std::optional<Instant> floor_;  // time was trusted up to here
    Instant wall_;
    std::chrono::milliseconds monotonic_;
    bool started_ = false;
    std::optional<Reading> doubt_;
};

/// For the person at the screen: what is wrong and what to do, in Vietnamese and English.
std::string explain(const ClockGuard::Reading& doubt);
std::string_view to_string(ClockGuard::Kind kind);

}  // namespace motcua::engine
