#include "procedures/calendar/time.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

using namespace std::chrono_literals;

TEST(Time, MomentsAreWrittenAtTheOfficesOffset) {
    EXPECT_EQ(format_instant(*parse_instant("2026-04-22T01:10:00Z")), "2026-04-22T08:10:00+07:00");
    EXPECT_EQ(format_instant(*parse_instant("2026-04-22T08:10+07:00")), "2026-04-22T08:10:00+07:00");
    EXPECT_EQ(format_instant(*parse_instant("2026-04-22T08:10:00.5+07:00")), "2026-04-22T08:10:00.500+07:00");
    EXPECT_EQ(format_instant(*parse_instant("1969-12-31T20:00:00-05:30")), "1970-01-01T08:30:00+07:00");
}

TEST(Time, WhatIsNoMomentIsRefused) {
    for (const auto* text :
         {"", "2026-04-22", "2026-04-22T08:10:00", "2026-04-22 08:10:00+07:00", "2026-04-22T08:10:60+07:00",
          "2026-04-22T24:00:00+07:00", "2026-02-30T08:10:00+07:00", "2026-04-22T08:10:00+7:00",
          "2026-04-22T08:10:00.+07:00", "2026-04-22T08:10:00+07:00x", "-026-04-22T08:10:00+07:00",
          "2026-04-22T08:10:00+24:00"})
        EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Time, TheDayTurnsAtMidnightOfTheOffice) {
    const auto moment = *parse_instant("2026-04-22T17:00:00Z");
    EXPECT_EQ(format_date(local_date(moment)), "2026-04-23");
    EXPECT_EQ(time_of_day(moment), 0ms);
    EXPECT_EQ(moment_of(*parse_date("2026-04-22"), 24h), moment);
}

TEST(Time, DatesAreExact) {
    EXPECT_TRUE(parse_date("2024-02-29"));
    for (const auto* text : {"2025-02-29", "2024-2-29", "2024-02-29 ", "20240229", ""})
        EXPECT_FALSE(parse_date(text)) << text;
}

}  // namespace
}  // namespace motcua::procedures
