#include "procedures/calendar/work_calendar.hpp"

#include "tests/procedures/calendar/real_calendar.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace motcua::procedures {
namespace {

using namespace std::chrono;

constexpr auto working_hour = LimitUnit::working_hour;
constexpr auto working_day = LimitUnit::working_day;
constexpr auto calendar_day = LimitUnit::calendar_day;
constexpr auto month_limit = LimitUnit::month;

std::string due(const std::string& received, int count, LimitUnit unit) {
    return format_instant(real_calendar().due_after(at(received), {count, unit}).due);
}

/// The calendar with further decided days off.
WorkCalendar with_days_off(WorkCalendar::Content content, const std::set<LocalDate>& days_off) {
    std::erase_if(content.days, [&](const auto& day) { return days_off.contains(day.date); });
    for (const auto day : days_off)
        content.days.push_back({day, DayKind::swap_off, false, "Nghỉ hoán đổi", "giả định"});
    return WorkCalendar(std::move(content));
}

struct Vector {
    const char* received;
    int count;
    LimitUnit unit;
    const char* last_day;
};

// The vectors of facts 12.16, through the files of config/calendar.
TEST(WorkCalendar, EndsWhereTheLawEndsIt) {
    for (const auto& [received, count, unit, last_day] : {
             Vector{"2020-01-20", 5, working_day, "2020-02-03"},    // Tết 2020
             Vector{"2021-04-28", 3, working_day, "2021-05-05"},    // 1/5 on Saturday made up 3/5
             Vector{"2022-04-28", 2, working_day, "2022-05-04"},    // both made up
             Vector{"2023-08-30", 3, working_day, "2023-09-06"},    // 1, 2, 4/9
             Vector{"2024-04-25", 5, working_day, "2024-05-06"},    // swap 29/4, Saturday 4/5 worked
             Vector{"2025-04-23", 5, working_day, "2025-04-29"},    // Saturday 26/4 worked
             Vector{"2025-04-25", 3, working_day, "2025-04-29"},    // first counted day is a Saturday
             Vector{"2025-01-24", 1, working_day, "2025-02-03"},    // nine-day Tết
             Vector{"2025-12-31", 3, working_day, "2026-01-07"},    // swap 2/1 across the year end
             Vector{"2026-02-13", 1, working_day, "2026-02-23"},    // Tết 2026
             Vector{"2026-08-20", 5, working_day, "2026-08-26"},    // Saturday 22/8 worked
             Vector{"2026-11-20", 3, working_day, "2026-11-26"},    // 24/11 off, 23/11 not decided
             Vector{"2024-01-29", 10, calendar_day, "2024-02-15"},  // ends in Tết, rolls forward
             Vector{"2025-08-25", 7, calendar_day, "2025-09-03"},   // ends 1/9, rolls to 3/9
             Vector{"2026-04-16", 15, calendar_day, "2026-05-04"},  // ends 1/5, rolls over the weekend
         }) {
        const auto found = real_calendar().due_after(at(std::string(received) + "T09:00"), {count, unit});
        EXPECT_EQ(format_date(found.last_day), last_day) << received << " + " << count;
        EXPECT_EQ(format_instant(found.due), std::string(last_day) + "T17:00:00+07:00");
        EXPECT_EQ(found.legal_end, moment_of(on(last_day), 24h));
    }
}

// The swap proposed for Monday 23 November 2026 was not decided: until then the date is provisional.
TEST(WorkCalendar, AnUndecidedDayMakesDatesProvisional) {
    const auto received = at("2026-11-20T09:00");
    EXPECT_TRUE(real_calendar().due_after(received, {3, working_day}).provisional);
    EXPECT_FALSE(real_calendar().due_after(at("2026-11-17T09:00"), {3, working_day}).provisional);
    EXPECT_FALSE(real_calendar().due_after(at("2026-11-23T09:00"), {3, working_day}).provisional);

    const auto decided = with_days_off(real_content(), {on("2026-11-23")});
    const auto due = decided.due_after(received, {3, working_day});
    EXPECT_EQ(format_date(due.last_day), "2026-11-27");
    EXPECT_FALSE(due.provisional);
}

TEST(WorkCalendar, YearsWithoutANoticeAreProvisional) {
    EXPECT_TRUE(real_calendar().due_after(at("2026-12-30T09:00"), {5, working_day}).provisional);
    EXPECT_FALSE(real_calendar().due_after(at("2026-12-29T09:00"), {2, working_day}).provisional);
    // Beyond the files only weekends are off.
    for (const auto* year : {"1999", "2100"}) {
        const auto due = real_calendar().due_after(at(std::string(year) + "-09-01T09:00"), {3, working_day});
        EXPECT_TRUE(due.provisional);
        EXPECT_EQ(local_date(due.due), due.last_day);
    }
}

TEST(WorkCalendar, WorkingDaysOfAYearAreThoseOfTheNotices) {
    const std::vector<int> expected{252, 250, 249, 249, 251, 250, 249};
    for (int year_number = 2020; year_number <= 2026; ++year_number) {
        int count = 0;
        for (LocalDate day = local_days{year{year_number} / 1 / 1};
             day < LocalDate{local_days{year{year_number + 1} / 1 / 1}}; day += days{1})
            count += real_calendar().is_working_day(day) ? 1 : 0;
        EXPECT_EQ(count, expected[static_cast<std::size_t>(year_number - 2020)]) << year_number;
    }
}

// Scene 1: a work permit re-issued, with the list that the applicant can read.
TEST(WorkCalendar, ExplainsEachDayAndTheNoticeBehindIt) {
    EXPECT_EQ(due("2026-04-22T08:10", 3, working_day), "2026-04-28T17:00:00+07:00");
    const auto lines = real_calendar().explain(at("2026-04-22T08:10"), {3, working_day});
    ASSERT_EQ(lines.size(), 6u);
    std::string picture;
    for (const auto& line : lines) picture += line.counted ? '+' : '-';
    EXPECT_EQ(picture, "++---+");
    EXPECT_EQ(format_date(lines.front().date), "2026-04-23");
    EXPECT_EQ(lines[2].kind, DayKind::weekend);
    EXPECT_EQ(lines[3].name, "Giỗ Tổ Hùng Vương");
    EXPECT_EQ(lines[4].kind, DayKind::in_lieu);
    EXPECT_EQ(lines[4].name, "Nghỉ bù Giỗ Tổ Hùng Vương");
    EXPECT_NE(lines[4].notice.find("điều 111"), std::string::npos);
}

TEST(WorkCalendar, ARolledDayIsExplainedButNotCounted) {
    const auto lines = real_calendar().explain(at("2025-08-25T09:00"), {7, calendar_day});
    ASSERT_EQ(lines.size(), 9u);  // 26/8 … 3/9
    EXPECT_TRUE(lines[6].counted);
    EXPECT_FALSE(lines[7].counted);
    EXPECT_FALSE(lines[8].counted);
}

// Scene 2.
TEST(WorkCalendar, SteppingOverTheAprilHolidays) {
    EXPECT_EQ(due("2026-04-22T14:20", 5, working_day), "2026-05-04T17:00:00+07:00");
    EXPECT_EQ(due("2026-04-22T15:00:01", 5, working_day), "2026-05-04T17:00:00+07:00");
}

// Scene 7.
TEST(WorkCalendar, CalendarDaysCountHolidays) {
    EXPECT_EQ(due("2026-04-22T09:00", 20, calendar_day), "2026-05-12T17:00:00+07:00");
}

TEST(WorkCalendar, MonthsEndOnTheCorrespondingDayOrTheLast) {
    EXPECT_EQ(due("2026-01-31T09:00", 1, month_limit),
              "2026-03-02T17:00:00+07:00");  // 28 February is a Saturday
    EXPECT_EQ(due("2024-01-31T09:00", 1, month_limit), "2024-02-29T17:00:00+07:00");
    EXPECT_EQ(due("2025-11-30T09:00", 3, month_limit), "2026-03-02T17:00:00+07:00");
}

TEST(WorkCalendar, HoursRunFromTheMomentOn) {
    EXPECT_EQ(due("2026-04-22T08:10", 3, working_hour), "2026-04-22T11:10:00+07:00");
    EXPECT_EQ(due("2026-04-22T10:00", 3, working_hour), "2026-04-22T14:30:00+07:00");
    EXPECT_EQ(due("2026-04-22T12:10", 4, working_hour), "2026-04-22T17:00:00+07:00");  // lunch
    EXPECT_EQ(due("2026-04-24T16:00", 8, working_hour), "2026-04-28T16:00:00+07:00");  // over Giỗ Tổ
    EXPECT_EQ(due("2026-04-25T10:00", 1, working_hour), "2026-04-28T08:30:00+07:00");  // filed on Saturday
    const auto found = real_calendar().due_after(at("2026-04-22T08:10"), {3, working_hour});
    EXPECT_EQ(found.due, found.legal_end);
}

TEST(WorkCalendar, WinterHoursCloseEarlierFromTheirDateOn) {
    auto content = real_content();
    content.hours.push_back({on("2026-10-15"), {{8 * 60, 12 * 60}, {13 * 60, 16 * 60 + 30}}});
    const WorkCalendar calendar(std::move(content));
    EXPECT_EQ(format_instant(calendar.closing_time(on("2026-10-14"))), "2026-10-14T17:00:00+07:00");
    EXPECT_EQ(format_instant(calendar.closing_time(on("2026-10-15"))), "2026-10-15T16:30:00+07:00");
    EXPECT_EQ(count(calendar.working_minutes_between(at("2026-10-14T00:00"), at("2026-10-16T00:00"))),
              480 + 450);
}

TEST(WorkCalendar, ContradictionsAreRefused) {
    auto content = real_content();
    content.days.push_back({on("2026-04-27"), DayKind::swap_work, true, "x", "y"});
    EXPECT_THROW(WorkCalendar{content}, std::invalid_argument);
    content = real_content();
    content.hours.clear();
    EXPECT_THROW(WorkCalendar{content}, std::invalid_argument);
}

// ---------------------------------------------------------------- against a naive model

/// Walks day by day and minute by minute over plain sets: slow, and plain to see through.
struct NaiveModel {
    std::set<LocalDate> off, worked;

    bool is_working(LocalDate day) const {
        if (worked.contains(day)) return true;
        if (off.contains(day)) return false;
        const weekday name{day};
        return name != Saturday && name != Sunday;
    }
    LocalDate last_day(LocalDate start, Allowance allowance) const {
        LocalDate day = start;
        if (allowance.unit == working_day) {
            for (int i = 0; i < allowance.count; ++i) do
                    ++day;
                while (!is_working(day));
            return day;
        }
        if (allowance.unit == calendar_day) {
            for (int i = 0; i < allowance.count; ++i) ++day;
        } else {
            const year_month_day date{day};
            const auto month = year_month{date.year(), date.month()} + months{allowance.count};
            auto number = static_cast<unsigned>(date.day());
            while (!(month / std::chrono::day{number}).ok()) --number;
            day = local_days{month / std::chrono::day{number}};
        }
        while (!is_working(day)) ++day;
        return day;
    }
    bool is_open(Instant minute) const {
        if (!is_working(local_date(minute))) return false;
        const auto of_day = duration_cast<minutes>(time_of_day(minute)).count();
        return (of_day >= 450 && of_day < 690) || (of_day >= 780 && of_day < 1020);
    }
    Instant after_minutes(Instant from, std::int64_t left) const {
        for (; left > 0; from += 1min)
            if (is_open(from)) --left;
        return from;
    }
};

struct Case {
    WorkCalendar calendar;
    NaiveModel model;
    Instant start;
    Allowance allowance;
};

std::uint64_t seed() {
    if (const char* given = std::getenv("MOTCUA_SEED")) return std::stoull(given);
    return std::random_device{}();
}

/// A year or two with random notices, and a receipt somewhere in it.
class RandomCalendars : public testing::Test {
protected:
    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

    Case draw() {
        WorkCalendar::Content content{
            {{2030, true}, {2031, true}, {2032, true}}, {}, {{LocalDate{}, {{450, 690}, {780, 1020}}}}};
        NaiveModel model;
        const LocalDate first = on("2030-01-01");
        for (int left = pick(0, 60); left > 0; --left) {
            const LocalDate day = first + days{pick(0, 800)};
            const bool weekend = weekday{day} == Saturday || weekday{day} == Sunday;
            if (model.off.contains(day) || model.worked.contains(day)) continue;
            const bool work = weekend && pick(0, 1) == 1;
            (work ? model.worked : model.off).insert(day);
            content.days.push_back({day, work ? DayKind::swap_work : DayKind::statutory, work, "n", "n"});
        }
        const Instant start = moment_of(first + days{pick(0, 700)}, minutes{pick(0, 1439)});
        const auto unit = static_cast<LimitUnit>(pick(0, 3));
        const int most = unit == month_limit ? 6 : unit == working_hour ? 24 : 40;
        return {WorkCalendar(std::move(content)), std::move(model), start, {pick(1, most), unit}};
    }

    std::uint64_t seed_ = seed();
    std::mt19937_64 random_{seed_};
    testing::ScopedTrace trace_{__FILE__, __LINE__, "MOTCUA_SEED=" + std::to_string(seed_)};
};

TEST_F(RandomCalendars, AgreeWithTheNaiveModel) {
    for (int i = 0; i < 4000; ++i) {
        const auto [calendar, model, start, allowance] = draw();
        const auto due = calendar.due_after(start, allowance);
        if (allowance.unit == working_hour) {
            ASSERT_EQ(due.due, model.after_minutes(start, 60 * allowance.count)) << i;
            ASSERT_EQ(count(calendar.working_minutes_between(start, due.due)), 60 * allowance.count) << i;
        } else {
            ASSERT_EQ(due.last_day, model.last_day(local_date(start), allowance)) << i;
            ASSERT_EQ(due.due, moment_of(due.last_day, 17h)) << i;
        }
        ASSERT_TRUE(calendar.is_working_day(due.last_day)) << i;
        ASSERT_FALSE(due.provisional && due.last_day < on("2033-01-01")) << i;
    }
}

TEST_F(RandomCalendars, AddingDaysOneByOneEqualsAddingThemAtOnce) {
    for (int i = 0; i < 1000; ++i) {
        const auto [calendar, model, start, allowance] = draw();
        Instant step = start;
        for (int day = 0; day < allowance.count; ++day) step = calendar.due_after(step, {1, working_day}).due;
        ASSERT_EQ(step, calendar.due_after(start, {allowance.count, working_day}).due) << i;

        const auto split = pick(0, 3000);
        const auto whole = calendar.add_working_minutes(start, WorkingMinutes{3000});
        const auto half = calendar.add_working_minutes(start, WorkingMinutes{split});
        ASSERT_EQ(calendar.add_working_minutes(half, WorkingMinutes{3000 - split}), whole) << i;
    }
}

TEST_F(RandomCalendars, ExplainListsExactlyTheDaysBetween) {
    for (int i = 0; i < 1000; ++i) {
        const auto [calendar, model, start, allowance] = draw();
        const auto due = calendar.due_after(start, allowance);
        const auto lines = calendar.explain(start, allowance);
        LocalDate expected = local_date(start) + days{allowance.unit == working_hour ? 0 : 1};
        int counted = 0;
        for (const auto& line : lines) {
            ASSERT_EQ(line.date, expected) << i;
            expected += days{1};
            counted += line.counted ? 1 : 0;
            const bool working = model.is_working(line.date);
            ASSERT_TRUE(allowance.unit != working_day || line.counted == working) << i;
            ASSERT_TRUE(allowance.unit != working_hour || !line.counted || working) << i;
        }
        ASSERT_EQ(expected, due.last_day + days{1}) << i;
        const bool in_days = allowance.unit == working_day || allowance.unit == calendar_day;
        ASSERT_TRUE(!in_days || counted == allowance.count) << i;
    }
}

TEST_F(RandomCalendars, MoreDaysOffNeverGiveAnEarlierDate) {
    for (int i = 0; i < 1000; ++i) {
        const auto [calendar, model, start, allowance] = draw();
        std::set<LocalDate> further;
        for (int left = pick(1, 10); left > 0; --left) further.insert(local_date(start) + days{pick(1, 60)});
        const auto fewer = with_days_off(calendar.content(), further);
        ASSERT_GE(fewer.due_after(start, allowance).due, calendar.due_after(start, allowance).due) << i;
    }
}

}  // namespace
}  // namespace motcua::procedures
