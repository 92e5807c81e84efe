#include "engine/clock_guard.hpp"

#include <gtest/gtest.h>

namespace motcua::engine {

using namespace std::chrono_literals;
using Kind = ClockGuard::Kind;

namespace {
const Instant noon = procedures::parse_instant("2026-04-22T12:00+07:00").value();
}

TEST(ClockGuard, TimeThatPassesIsSound) {
    ManualClock clock(noon);
    ClockGuard guard(clock, {}, noon);
    for (int i = 0; i < 100; ++i) {
        clock.pass(1h);
        EXPECT_EQ(guard.read().kind, Kind::sound);
    }
}

TEST(ClockGuard, UpToFiveSecondsBackIsWaitedFor) {
    ManualClock clock(noon);
    ClockGuard guard(clock, {}, noon);
    guard.read();
    clock.step(-5s);
    EXPECT_EQ(guard.read().kind, Kind::wait);
    clock.pass(5s);
    EXPECT_EQ(guard.read().kind, Kind::sound);
}

TEST(ClockGuard, FurtherBackIsDoubtedEvenWhenNothingWasWrittenLately) {
    ManualClock clock(noon);
    ClockGuard guard(clock, {}, noon - 30h);
    EXPECT_EQ(guard.read().kind, Kind::sound);
    clock.step(-1h);
    EXPECT_EQ(guard.read().kind, Kind::back);
    // Setting it right again does not end the doubt: somebody has to look.
    clock.step(1h);
    EXPECT_TRUE(guard.read().is_doubted());
    guard.confirm();
    EXPECT_EQ(guard.read().kind, Kind::sound);
}

TEST(ClockGuard, TenMinutesForwardAgainstTheMonotonicClockIsTheLimit) {
    ManualClock clock(noon);
    ClockGuard guard(clock, {}, noon);
    guard.read();
    clock.step(10min);
    EXPECT_EQ(guard.read().kind, Kind::sound);
    clock.step(10min + 1s);
    EXPECT_EQ(guard.read().kind, Kind::forward);
}

TEST(ClockGuard, AtStartSevenDaysSinceTheLastEventAreTheLimit) {
    ManualClock clock(noon);
    EXPECT_EQ(ClockGuard(clock, {}, noon - 7 * 24h).read().kind, Kind::sound);
    EXPECT_EQ(ClockGuard(clock, {}, noon - 7 * 24h - 1s).read().kind, Kind::idle);
    EXPECT_EQ(ClockGuard(clock, {}, noon + 1h).read().kind, Kind::back);
    EXPECT_EQ(ClockGuard(clock, {}, std::nullopt).read().kind, Kind::sound);
}

TEST(ClockGuard, VirtualTimeMaySkip) {
    ManualClock clock(noon);
    ClockGuard guard(clock, {.virtual_time = true}, noon - 365 * 24h);
    EXPECT_EQ(guard.read().kind, Kind::sound);
    clock.step(24h);
    EXPECT_EQ(guard.read().kind, Kind::sound);
}

}  // namespace motcua::engine
