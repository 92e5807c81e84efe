#include "procedures/dossier/timeliness.hpp"

#include "tests/procedures/calendar/real_calendar.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

Timeliness of_working(const std::string& due, const std::string& now) {
    return timeliness_of(StepKind::working, at(due), moment_at(real_calendar(), at(now)));
}

// Due on Tuesday 28 April, legally until midnight. Friday's next working day is that Tuesday,
// because Monday is off in lieu of Giỗ Tổ.
TEST(Timeliness, SoonReachesToTheEndOfTheNextWorkingDay) {
    EXPECT_EQ(of_working("2026-04-29T00:00", "2026-04-23T16:00"), Timeliness::on_track);
    EXPECT_EQ(of_working("2026-04-29T00:00", "2026-04-24T08:00"), Timeliness::due_soon);
    EXPECT_EQ(of_working("2026-04-29T00:00", "2026-04-28T07:00"), Timeliness::due_today);
    EXPECT_EQ(of_working("2026-04-29T00:00", "2026-04-29T00:00"), Timeliness::due_today);
    EXPECT_EQ(of_working("2026-04-29T00:00", "2026-04-29T00:01"), Timeliness::overdue);
}

TEST(Timeliness, TheApplicantsTimeAndAFinishedMatterAreNeverLate) {
    const auto now = moment_at(real_calendar(), at("2026-04-29T08:00"));

    EXPECT_EQ(timeliness_of(StepKind::held, at("2026-04-01T17:00"), now), Timeliness::paused);
    EXPECT_EQ(timeliness_of(StepKind::finished, at("2026-04-01T17:00"), now), Timeliness::stopped);
    EXPECT_EQ(timeliness_of(StepKind::submitted, std::nullopt, now), Timeliness::no_date);
    EXPECT_EQ(clock_of(StepKind::held), RunningClock::paused);
}

TEST(Timeliness, TimeOverdueIsNegative) {
    EXPECT_EQ(minutes_left(real_calendar(), at("2026-04-28T17:00"), at("2026-04-28T16:00")),
              WorkingMinutes{60});
    EXPECT_EQ(minutes_left(real_calendar(), at("2026-04-28T17:00"), at("2026-04-29T08:30")),
              WorkingMinutes{-60});
}

}  // namespace
}  // namespace motcua::procedures
