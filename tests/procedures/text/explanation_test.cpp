#include "procedures/text/explanation.hpp"

#include "tests/procedures/calendar/real_calendar.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

// Scene 1: received on Wednesday 22 April, three working days.
TEST(Explanation, ListsCountedAndSkippedDaysToTheAppointment) {
    const auto received = at("2026-04-22T08:10");
    const Allowance three{3, LimitUnit::working_day};

    EXPECT_EQ(sentence_of(real_calendar().explain(received, three),
                          real_calendar().due_after(received, three), Language::vi),
              "23–24/04 ✓, 25/04 cuối tuần, 26/04 Giỗ Tổ Hùng Vương, 27/04 Nghỉ bù Giỗ Tổ "
              "Hùng Vương, "
              "28/04 ✓ → hẹn trả 17:00 thứ Ba 28/04/2026");
}

// Whether Monday 23 November 2026 will be swapped off is not decided.
TEST(Explanation, SaysThatADateCanStillChange) {
    const auto received = at("2026-11-20T08:10");
    const Allowance two{2, LimitUnit::working_day};
    const auto sentence = sentence_of(real_calendar().explain(received, two),
                                      real_calendar().due_after(received, two), Language::vi);

    EXPECT_NE(sentence.find("(tạm tính)"), std::string::npos) << sentence;
    EXPECT_TRUE(sentence.ends_with("(tạm tính)")) << sentence;
}

TEST(Explanation, AStretchAcrossMonthsNamesBoth) {
    const auto lines =
        lines_of(real_calendar().explain(at("2026-07-28T08:10"), {5, LimitUnit::working_day}), Language::vi);

    EXPECT_EQ(lines, (std::vector<std::string>{"29–31/07 ✓", "01–02/08 cuối tuần", "03–04/08 ✓"}));
}

TEST(Explanation, MomentsAreWrittenAsTheOfficeWritesThem) {
    EXPECT_EQ(written(at("2026-06-19T16:30"), Language::vi), "16:30 thứ Sáu 19/06/2026");
    EXPECT_EQ(written(at("2026-06-21T16:30:01"), Language::en), "16:30:01 Sunday 21/06/2026");
    EXPECT_EQ(written(Allowance{5, LimitUnit::working_day}, Language::vi), "5 ngày làm việc");
    EXPECT_EQ(written(Allowance{1, LimitUnit::month}, Language::en), "1 month");
}

TEST(Explanation, TimeLeftIsToldInWorkingDaysAndHours) {
    EXPECT_EQ(time_left(WorkingMinutes{2 * 480 + 3 * 60 + 20}, 480, Language::vi),
              "Còn 2 ngày 3 giờ làm việc");
    EXPECT_EQ(time_left(WorkingMinutes{-(480 + 4 * 60)}, 480, Language::vi), "Quá 1 ngày 4 giờ làm việc");
    EXPECT_EQ(time_left(WorkingMinutes{95}, 480, Language::vi), "Còn 1 giờ 35 phút làm việc");
    EXPECT_EQ(time_left(WorkingMinutes{0}, 480, Language::vi), "Còn 0 phút làm việc");
    EXPECT_EQ(time_left(WorkingMinutes{480}, 480, Language::en), "1 day of working time left");
}

}  // namespace
}  // namespace motcua::procedures
