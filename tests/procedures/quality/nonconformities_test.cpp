#include "procedures/dossier/fields.hpp"
#include "procedures/quality/quality.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {
namespace {

using p::CommandKind;
using p::EventType;
using p::NonconformitySource;
using p::NonconformityState;
using Code = p::Refusal::Code;

constexpr auto extension = "gia-han-giay-phep-xay-dung";  // five working days

const p::Nonconformity& number(Desk& desk, int n) { return *desk.office().quality.nonconformities.find(n); }
int opened(Desk& desk) { return desk.office().quality.nonconformities.size(); }

p::Outcome<p::Events> tell(Desk& desk, CommandKind kind, const std::string& who, const std::string& at,
                           boost::json::object args) {
    p::Command command;
    command.kind = kind;
    command.actor = {who, "", "http"};
    command.args = std::move(args);
    return desk.tell(std::move(command), at);
}

p::Outcome<p::Events> fire(Desk& desk, const std::string& dossier, p::DeadlineKind kind,
                           const std::string& at) {
    const auto& open = desk.dossier(dossier).open_deadlines;
    const auto due =
        std::find_if(open.begin(), open.end(), [&](const auto& one) { return one.kind == kind; });
    EXPECT_NE(due, open.end());
    p::Command command;
    command.kind = CommandKind::fire_deadline;
    command.actor = {"system:deadline", "", "system"};
    command.dossier = dossier;
    command.args = p::fields::of(*due);
    return desk.tell(std::move(command), at);
}

/// A complaint about the building division, given to officer "nam".
void complain(Desk& desk) {
    ASSERT_TRUE(tell(desk, CommandKind::report_nonconformity, "an", "2026-04-22T09:00",
                     {{"source", "complaint"},
                      {"unit", "phong-quy-hoach-xay-dung"},
                      {"description", "Phải đi lại ba lần"}}));
    ASSERT_TRUE(tell(desk, CommandKind::assign_nonconformity, "phuc", "2026-04-22T10:00",
                     {{"nonconformity", 1}, {"owner", "nam"}}));
}

void treat(Desk& desk) {
    ASSERT_TRUE(tell(desk, CommandKind::treat_nonconformity, "nam", "2026-04-23T10:00",
                     {{"nonconformity", 1},
                      {"correction", "Đã gọi điện xin lỗi"},
                      {"cause", "Phiếu hướng dẫn thiếu một giấy tờ"},
                      {"action", "Sửa phiếu hướng dẫn"},
                      {"done", true}}));
}

// The act and the nonconformity it shows stand in one commit: neither is there without the other.
TEST(Nonconformities, TheLegalLimitOpensOneWithTheEventThatShowsIt) {
    Desk desk;
    const auto id = desk.receive(extension, "2026-04-22T08:10");
    const auto told = fire(desk, id, p::DeadlineKind::dossier, "2026-05-04T17:01");
    ASSERT_TRUE(told);
    ASSERT_EQ(told->size(), 2U);
    EXPECT_EQ(told->back().type, EventType::nonconformity_opened);
    EXPECT_EQ(told->back().actor.person, p::quality_keeper);

    const auto& one = number(desk, 1);
    EXPECT_EQ(one.source, NonconformitySource::limit_exceeded);
    EXPECT_EQ(one.dossier, id);
    EXPECT_EQ(one.code, desk.dossier(id).code);
    EXPECT_EQ(p::format_instant(one.due), "2026-05-18T17:00:00+07:00");  // ten working days
    EXPECT_TRUE(one.owner.empty());
}

// The program stood still while the time passed, and the clerk's act comes before the timer.
TEST(Nonconformities, ALimitThatNoTimerSawIsSeenByTheActThatStopsTheClock) {
    Desk desk;
    const auto id = desk.receive(extension, "2026-04-22T08:10");
    std::string last;
    for (int steps = 0; desk.dossier(id).kind == p::StepKind::working && steps < 20; ++steps) {
        const auto& step = *desk.definition(id).step(desk.dossier(id).step);
        bool moved = false;
        for (const auto& action : step.actions) {
            if (moved || action.kind == p::ActionKind::withdraw || action.kind == p::ActionKind::stop ||
                action.kind == p::ActionKind::send_back || action.kind == p::ActionKind::request_supplement ||
                action.kind == p::ActionKind::void_intake)
                continue;
            moved = bool(desk.drive(id, action.id, moment("2026-06-01T08:30")));
            if (moved) last = action.id;
        }
        ASSERT_TRUE(moved) << step.id;
    }
    ASSERT_EQ(opened(desk), 1) << last;
    EXPECT_EQ(number(desk, 1).source, NonconformitySource::limit_exceeded);
}

TEST(Nonconformities, AnApologyInTimeOpensNoneAndALateOneDoes) {
    for (const bool late : {false, true}) {
        Desk desk;
        const auto id = desk.receive(extension, "2026-04-22T08:10");
        ASSERT_TRUE(desk.besides(
            id, "dung", CommandKind::reschedule, late ? "2026-04-29T17:30" : "2026-04-29T16:00",
            {{"appointment", "2026-05-08"}, {"reason", "chờ ý kiến"}, {"requested_by", "phuc"}}));
        ASSERT_EQ(opened(desk), late ? 1 : 0);
        if (late) {
            EXPECT_EQ(number(desk, 1).source, NonconformitySource::late_apology);
        }
    }
}

TEST(Nonconformities, AreClosedOnlyBySomebodyElse) {
    Desk desk;
    complain(desk);
    treat(desk);
    const auto verify = [&](const std::string& who) {
        return tell(desk, CommandKind::verify_nonconformity, who, "2026-05-04T10:00",
                    {{"nonconformity", 1}, {"effective", true}, {"effect", "Không còn phản ánh"}});
    };
    const auto own = verify("nam");
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().code, Code::verifier_not_independent);
    EXPECT_NE(own.error().argument("could").find("phuc"), std::string::npos);
    EXPECT_EQ(own.error().argument("could").find("nam"), std::string::npos);
    EXPECT_EQ(verify("an").error().code, Code::wrong_role);
    ASSERT_TRUE(verify("phuc"));
    EXPECT_EQ(number(desk, 1).state, NonconformityState::closed);
    EXPECT_EQ(number(desk, 1).verified_by, "phuc");
    EXPECT_EQ(verify("phuc").error().code, Code::nonconformity_closed);
}

TEST(Nonconformities, AreNotDoneBeforeCauseAndActionsAreTold) {
    Desk desk;
    complain(desk);
    const auto half = tell(desk, CommandKind::treat_nonconformity, "nam", "2026-04-23T10:00",
                           {{"nonconformity", 1}, {"correction", "Đã xin lỗi"}, {"done", true}});
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().code, Code::nonconformity_incomplete);
    EXPECT_EQ(half.error().argument("missing"), "cause, action");
    EXPECT_EQ(tell(desk, CommandKind::verify_nonconformity, "phuc", "2026-04-23T10:01",
                   {{"nonconformity", 1}, {"effective", true}, {"effect", "tốt"}})
                  .error()
                  .code,
              Code::nonconformity_not_treated);
    EXPECT_EQ(tell(desk, CommandKind::treat_nonconformity, "oanh", "2026-04-23T10:02",
                   {{"nonconformity", 1}, {"cause", "không rõ"}})
                  .error()
                  .code,
              Code::nonconformity_of_another);
    // What was told before counts when it is done.
    ASSERT_TRUE(tell(desk, CommandKind::treat_nonconformity, "nam", "2026-04-23T10:03",
                     {{"nonconformity", 1}, {"correction", "Đã xin lỗi"}, {"cause", "thiếu hướng dẫn"}}));
    ASSERT_TRUE(tell(desk, CommandKind::treat_nonconformity, "nam", "2026-04-23T10:04",
                     {{"nonconformity", 1}, {"action", "Sửa phiếu hướng dẫn"}, {"done", true}}));
    EXPECT_EQ(number(desk, 1).state, NonconformityState::treated);
}

TEST(Nonconformities, WhatDidNotHelpIsOpenAgainAndWantsAnotherCause) {
    Desk desk;
    complain(desk);
    treat(desk);
    ASSERT_TRUE(tell(desk, CommandKind::verify_nonconformity, "phuc", "2026-05-04T10:00",
                     {{"nonconformity", 1},
                      {"effective", false},
                      {"effect", "Lại có phản ánh như vậy"},
                      {"due", "2026-05-15"}}));
    const auto& one = number(desk, 1);
    EXPECT_EQ(one.state, NonconformityState::open);
    EXPECT_EQ(one.found_ineffective, 1);
    EXPECT_FALSE(one.has_cause);
    EXPECT_EQ(p::format_instant(one.due), "2026-05-15T17:00:00+07:00");
}

TEST(Nonconformities, OnlyHisHeadOrALeaderNamesTheOwner) {
    Desk desk;
    ASSERT_TRUE(tell(desk, CommandKind::report_nonconformity, "an", "2026-04-22T09:00",
                     {{"source", "lost_paper"}, {"unit", "mot-cua"}, {"description", "Mất một bản gốc"}}));
    const auto assign = [&](const std::string& who) {
        return tell(desk, CommandKind::assign_nonconformity, who, "2026-04-22T10:00",
                    {{"nonconformity", 1}, {"owner", "binh"}});
    };
    EXPECT_EQ(assign("an").error().code, Code::wrong_role);
    EXPECT_EQ(assign("phuc").error().code, Code::wrong_role);  // of another unit
    EXPECT_TRUE(assign("dung"));
    EXPECT_EQ(tell(desk, CommandKind::assign_nonconformity, "dung", "2026-04-22T10:00",
                   {{"nonconformity", 9}, {"owner", "binh"}})
                  .error()
                  .code,
              Code::nonconformity_unknown);
}

TEST(Nonconformities, OpenedByTheEngineAreNotReportedByHand) {
    Desk desk;
    for (const auto* source : {"limit_exceeded", "audit_finding", "weather"}) {
        const auto no = tell(desk, CommandKind::report_nonconformity, "an", "2026-04-22T09:00",
                             {{"source", source}, {"unit", "mot-cua"}, {"description", "x"}});
        ASSERT_FALSE(no);
        EXPECT_EQ(no.error().argument("field"), "source");
    }
    EXPECT_EQ(tell(desk, CommandKind::report_nonconformity, "khoa", "2026-04-22T09:00",
                   {{"source", "other"}, {"unit", "mot-cua"}, {"description", "x"}})
                  .error()
                  .code,
              Code::wrong_role);
}

TEST(Nonconformities, ARegisterOfManyKeepsEachInItsPlace) {
    struct Entry {
        int number = 0;
        int value = 0;
    };
    p::Numbered<Entry> entries;
    for (int n = 1; n <= 300; ++n) entries.put({n, n});
    const auto before = entries;
    entries.put({200, -1});
    EXPECT_EQ(entries.find(200)->value, -1);
    EXPECT_EQ(before.find(200)->value, 200);
    EXPECT_EQ(entries.size(), 300);
    EXPECT_EQ(entries.find(0), nullptr);
    EXPECT_EQ(entries.find(301), nullptr);
    EXPECT_THROW(entries.put({302, 0}), std::runtime_error);
}

}  // namespace
}  // namespace motcua::tests
