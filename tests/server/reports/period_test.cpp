#include "server/reports/period.hpp"

#include <gtest/gtest.h>

namespace motcua::server::reports {
namespace {

std::string days(const char* text, Closing closing) {
    const auto period = parse_period(text, closing);
    if (!period) return "none";
    return procedures::format_date(period->from) + ".." + procedures::format_date(period->to);
}

TEST(Period, IsAMonthAQuarterAHalfOrAYear) {
    EXPECT_EQ(days("2026-02", Closing::month_end), "2026-02-01..2026-02-28");
    EXPECT_EQ(days("2026-q3", Closing::month_end), "2026-07-01..2026-09-30");
    EXPECT_EQ(days("2026-h1", Closing::month_end), "2026-01-01..2026-06-30");
    EXPECT_EQ(days("2026", Closing::month_end), "2026-01-01..2026-12-31");
}

// A periodic report closes on the 14th, so that January begins in the year before.
TEST(Period, OfPeriodicReportsClosesOnTheFourteenth) {
    EXPECT_EQ(days("2026-01", Closing::day_14), "2025-12-15..2026-01-14");
    EXPECT_EQ(days("2026-q1", Closing::day_14), "2025-12-15..2026-03-14");
    EXPECT_EQ(days("2026-h2", Closing::day_14), "2026-06-15..2026-12-14");
    EXPECT_EQ(days("2026", Closing::day_14), "2025-12-15..2026-12-14");
}

TEST(Period, IsNothingElse) {
    for (const auto* text : {"", "26", "2026-13", "2026-00", "2026-q5", "2026-q0", "2026-h3", "2026-7",
                             "2026-07-01", "1999-01", "2026_01", "2026-qq"})
        EXPECT_EQ(days(text, Closing::month_end), "none") << text;
}

}  // namespace
}  // namespace motcua::server::reports
