#include "procedures/calendar/legal_clock.hpp"

#include "tests/procedures/calendar/real_calendar.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

using namespace std::chrono;

constexpr Allowance five_days{5, LimitUnit::working_day};

std::string after_supplement(const std::string& received, Allowance allowance, const std::string& requested,
                             const std::string& completed, SupplementPolicy policy) {
    return format_instant(
        due_after_supplement(real_calendar(), at(received), allowance, at(requested), at(completed), policy)
            .due);
}

std::string transfer(const std::string& received) {
    return format_instant(paper_transfer_due(real_calendar(), at(received), {}));
}

// Scene 6: received Wednesday 22 April 08:10, asked Friday 24 April 10:00, back on Tuesday 5 May 09:15.
TEST(LegalClock, RestartCountsAnewFromTheDayAfterCompletion) {
    EXPECT_EQ(after_supplement("2026-04-22T08:10", five_days, "2026-04-24T10:00", "2026-05-05T09:15",
                               SupplementPolicy::restart),
              "2026-05-12T17:00:00+07:00");
}

// 630 of 2,400 office minutes were used: all of Thursday, and Friday from 07:30 to 10:00.
TEST(LegalClock, ResumeGoesOnWithTheMinutesLeft) {
    const auto due =
        due_after_supplement(real_calendar(), at("2026-04-22T08:10"), five_days, at("2026-04-24T10:00"),
                             at("2026-05-05T09:15"), SupplementPolicy::resume);
    EXPECT_EQ(format_instant(due.due), "2026-05-08T16:15:00+07:00");
    EXPECT_EQ(format_instant(due.legal_end), "2026-05-09T00:00:00+07:00");
    EXPECT_FALSE(due.provisional);
}

TEST(LegalClock, CompletionOutsideHoursResumesAtTheNextOpening) {
    // Monday 4 May 19:00 is Tuesday 07:30: 1,770 minutes from there.
    for (const auto* completed : {"2026-05-04T19:00", "2026-05-05T06:00", "2026-05-05T07:30"})
        EXPECT_EQ(after_supplement("2026-04-22T08:10", five_days, "2026-04-24T10:00", completed,
                                   SupplementPolicy::resume),
                  "2026-05-08T14:30:00+07:00");
}

TEST(LegalClock, ResumeOnTheDayOfReceiptHasUsedNothing) {
    EXPECT_EQ(after_supplement("2026-04-22T08:10", five_days, "2026-04-22T16:00", "2026-05-05T07:30",
                               SupplementPolicy::resume),
              "2026-05-11T17:00:00+07:00");
}

TEST(LegalClock, ResumeAfterTheLimitHasPassedLeavesNothing) {
    EXPECT_EQ(after_supplement("2026-04-22T08:10", five_days, "2026-05-06T09:00", "2026-05-07T19:00",
                               SupplementPolicy::resume),
              "2026-05-08T07:30:00+07:00");
}

TEST(LegalClock, ResumedHoursAreCountedFromTheReceipt) {
    EXPECT_EQ(after_supplement("2026-04-22T08:10", {8, LimitUnit::working_hour}, "2026-04-22T10:10",
                               "2026-04-23T09:00", SupplementPolicy::resume),
              "2026-04-23T16:30:00+07:00");
}

TEST(LegalClock, ResumedCalendarDaysMoveByTheDaysHeld) {
    // 20 days from 22 April end on 12 May; held 24 April to 5 May, 11 days: Saturday 23 May rolls to Monday.
    EXPECT_EQ(after_supplement("2026-04-22T08:10", {20, LimitUnit::calendar_day}, "2026-04-24T10:00",
                               "2026-05-05T09:15", SupplementPolicy::resume),
              "2026-05-25T17:00:00+07:00");
}

TEST(LegalClock, ExplainsWhichDaysTheApplicantHad) {
    const auto picture = [](Allowance allowance) {
        std::string days;
        for (const auto& line : explain_after_supplement(real_calendar(), at("2026-04-22T08:10"), allowance,
                                                         at("2026-04-24T10:00"), at("2026-05-05T09:15"),
                                                         SupplementPolicy::resume))
            days += line.held ? 'h' : line.counted ? '+' : '-';
        return days;
    };
    EXPECT_EQ(picture(five_days), "++hhhhhhhhhh++++");  // 23 April … 8 May
    EXPECT_EQ(picture({20, LimitUnit::calendar_day}),
              "++hhhhhhhhhhh" + std::string(18, '+') + "--");  // … 25 May
}

// Facts 2.10 and scene 6: fifteen days to supplement.
TEST(LegalClock, TheApplicantHasFifteenDays) {
    const Allowance fifteen{15, LimitUnit::calendar_day};
    EXPECT_EQ(format_date(real_calendar().due_after(at("2026-04-24T10:00"), fifteen).last_day), "2026-05-11");
    EXPECT_EQ(format_date(real_calendar().due_after(at("2026-11-02T10:00"), fifteen).last_day), "2026-11-17");
    EXPECT_EQ(format_date(real_calendar().due_after(at("2026-11-09T10:00"), fifteen).last_day), "2026-11-25");
}

// Scene 2: the 15:00 rule.
TEST(LegalClock, PaperIsHandedOverTheSameDayUntilFifteenHours) {
    EXPECT_EQ(transfer("2026-04-22T14:20"), "2026-04-22T17:00:00+07:00");
    EXPECT_EQ(transfer("2026-04-22T15:00:00"), "2026-04-22T17:00:00+07:00");
    EXPECT_EQ(transfer("2026-04-22T15:00:01"), "2026-04-23T08:30:00+07:00");
    EXPECT_EQ(transfer("2026-04-22T12:10"), "2026-04-22T17:00:00+07:00");  // lunch
    EXPECT_EQ(transfer("2026-04-22T06:50"), "2026-04-22T17:00:00+07:00");  // before opening
    EXPECT_EQ(transfer("2026-04-24T16:00"), "2026-04-28T08:30:00+07:00");  // over Giỗ Tổ
    EXPECT_EQ(transfer("2026-04-26T09:00"), "2026-04-28T08:30:00+07:00");  // on a Sunday
    EXPECT_EQ(transfer("2026-08-22T09:00"), "2026-08-22T17:00:00+07:00");  // a worked Saturday
}

// Scene 10: due on Monday 4 May, the apology goes out by Wednesday 29 April.
TEST(LegalClock, TheApologyIsDueOneWorkingDayBefore) {
    EXPECT_EQ(format_instant(apology_due(real_calendar(), at("2026-05-04T17:00"), 1)),
              "2026-04-29T17:00:00+07:00");
}

TEST(LegalClock, VerdictFollowsTheLegalEndOfTheDay) {
    const auto due = real_calendar().due_after(at("2026-04-22T08:10"), five_days);  // 4 May
    EXPECT_EQ(verdict_of(at("2026-04-29T17:30"), due), Verdict::early);
    EXPECT_EQ(verdict_of(at("2026-05-04T19:00"), due), Verdict::on_time);
    EXPECT_EQ(verdict_of(at("2026-05-05T00:01"), due), Verdict::late);
}

// Facts 11.2–11.4.
TEST(LegalClock, TheIndexSubtractsTheApplicantsTime) {
    const auto appointment = at("2026-05-04T17:00");
    const HeldSpan eleven_days{at("2026-04-24T10:00"), at("2026-05-05T10:00"), "x"};
    EXPECT_EQ(index_verdict(at("2026-05-12T09:00"), {eleven_days}, appointment), Verdict::early);
    EXPECT_EQ(index_verdict(at("2026-05-15T09:00"), {eleven_days}, appointment), Verdict::on_time);
    EXPECT_EQ(index_verdict(at("2026-05-16T09:00"), {eleven_days}, appointment), Verdict::late);
    EXPECT_EQ(index_verdict(at("2026-04-24T09:00"), {eleven_days, eleven_days}, appointment), Verdict::late);
    EXPECT_EQ(
        index_verdict(at("2026-06-24T09:00"), {{at("2026-04-24T10:00"), std::nullopt, "x"}}, appointment),
        Verdict::early);
}

}  // namespace
}  // namespace motcua::procedures
