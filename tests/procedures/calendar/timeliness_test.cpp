#include "procedures/calendar/timeliness.hpp"

#include "tests/procedures/calendar/real_calendar.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

// Received on Wednesday 22 April 08:10, due on Tuesday 28 April: 1,880 office minutes, of which
// 1,400 are used when the office closes on Friday.
TEST(Timeliness, FollowsTheShareOfOfficeMinutesUsed) {
    const auto& calendar = real_calendar();
    const TimeGiven given{at("2026-04-22T08:10"), at("2026-04-28T17:00"), at("2026-04-29T00:00"), 70};

    EXPECT_EQ(timeliness_of(calendar, given, at("2026-04-24T08:00")), Timeliness::on_track);
    EXPECT_EQ(timeliness_of(calendar, given, at("2026-04-24T17:00")), Timeliness::due_soon);
    EXPECT_EQ(timeliness_of(calendar, given, at("2026-04-28T07:00")), Timeliness::due_today);
}

// A limit in days lasts until midnight, though the office closes at 17:00.
TEST(Timeliness, ADateInDaysIsMissedAfterItsWholeDay) {
    const auto& calendar = real_calendar();
    const TimeGiven given{at("2026-04-22T08:10"), at("2026-04-28T17:00"), at("2026-04-29T00:00"), 70};

    EXPECT_EQ(timeliness_of(calendar, given, at("2026-04-28T23:59")), Timeliness::due_today);
    EXPECT_EQ(timeliness_of(calendar, given, at("2026-04-29T00:00:01")), Timeliness::overdue);
}

TEST(Timeliness, TimeOverdueIsNegative) {
    EXPECT_EQ(minutes_left(real_calendar(), at("2026-04-28T17:00"), at("2026-04-28T16:00")),
              WorkingMinutes{60});
    EXPECT_EQ(minutes_left(real_calendar(), at("2026-04-28T17:00"), at("2026-04-29T08:30")),
              WorkingMinutes{-60});
}

}  // namespace
}  // namespace motcua::procedures
