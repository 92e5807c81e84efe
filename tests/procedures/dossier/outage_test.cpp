// Scene 11, the power cut: numbers kept ahead, an interval declared afterwards, paper entered with its own time.
#include "procedures/dossier/outage.hpp"

#include "procedures/dossier/conformance.hpp"
#include "procedures/dossier/fields.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

using boost::json::array;
using boost::json::object;
using Code = p::Refusal::Code;
using p::CommandKind;

constexpr auto extension = "gia-han-giay-phep-xay-dung";
constexpr auto later = "2026-04-28T13:10";

p::Command of_the_office(const std::string& who, CommandKind kind, object args) {
    p::Command command;
    command.kind = kind;
    command.actor = {who, {}, "test"};
    command.args = std::move(args);
    return command;
}

std::string refused(const p::Outcome<p::Events>& outcome) {
    return outcome ? "done" : std::string(p::to_string(outcome.error().code));
}

/// Tuesday 28 April 2026, 09:30–11:00; five blanks were kept in the morning.
struct PowerCut {
    Desk desk;

    p::Outcome<p::Events> reserve(int count, const std::string& at = "2026-04-28T07:40",
                                  const std::string& day = "2026-04-28") {
        return desk.tell(of_the_office("an", CommandKind::reserve_codes, {{"day", day}, {"count", count}}),
                         at);
    }
    p::Outcome<p::Events> declare(const std::string& who = "dung",
                                  const std::string& begin = "2026-04-28T09:30:00+07:00",
                                  const std::string& end = "2026-04-28T11:00:00+07:00") {
        return desk.tell(of_the_office(who, CommandKind::declare_outage,
                                       {{"begin", begin}, {"end", end}, {"cause", "power"}}),
                         later);
    }
    p::Outcome<p::Events> settle(array codes, const std::string& as, const std::string& reason = {}) {
        object args{{"codes", std::move(codes)}, {"as", as}};
        if (!reason.empty()) args["reason"] = reason;
        return desk.tell(of_the_office("an", CommandKind::settle_codes, std::move(args)), later);
    }
    p::Outcome<p::Events> enter(const std::string& id, CommandKind kind, const std::string& paper_time,
                                object args, const std::string& action = {}) {
        auto command = of_the_office("an", kind, std::move(args));
        command.dossier = id;
        command.action = action;
        command.at = moment(paper_time);
        command.args["outage"] = 1;
        return desk.tell(std::move(command), later);
    }
    /// Everything up to the receipt itself.
    void file(const std::string& id, const std::string& paper_time) {
        ASSERT_EQ(refused(enter(id, CommandKind::submit, paper_time,
                                {{"procedure", extension}, {"applicant", object{{"name", "Công ty A"}}}})),
                  "done");
        for (const auto& fee : desk.definition(id).fees) {
            if (fee.moment != p::FeeMoment::at_receipt) continue;
            ASSERT_EQ(refused(enter(id, CommandKind::pay_fee, paper_time,
                                    {{"fee", fee.id}, {"amount", 15000}, {"receipt_number", "1"}})),
                      "done");
        }
    }
    p::Outcome<p::Events> receive(const std::string& id, const std::string& paper_time,
                                  const std::string& code) {
        object args{{"all_right", true}};
        if (!code.empty()) args["reserved_code"] = code;
        return enter(id, CommandKind::act, paper_time, std::move(args), "receive");
    }
    const p::ReservedCode& code(const std::string& code) { return *desk.office().outages.code(code); }
};

std::string nth(int number) { return "H55.242-260428-000" + std::to_string(number); }

}  // namespace

TEST(Outage, ReservedNumbersAreNeverGivenByAnOrdinaryReceipt) {
    PowerCut cut;
    const auto before = cut.desk.receive(extension, "2026-04-28T07:35");
    EXPECT_EQ(cut.desk.dossier(before).code, nth(1));
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    const auto after = cut.desk.receive(extension, "2026-04-28T08:00");
    EXPECT_EQ(cut.desk.dossier(after).code, nth(7));
    EXPECT_EQ(cut.code(nth(2)).state, p::CodeState::reserved);
    ASSERT_EQ(refused(cut.reserve(1)), "done");
    EXPECT_EQ(cut.code(nth(8)).reservation, 2);
}

TEST(Outage, NumbersAreKeptForWorkingDaysToCome) {
    PowerCut cut;
    EXPECT_EQ(refused(cut.reserve(0)), "invalid_argument");
    EXPECT_EQ(refused(cut.reserve(201)), "invalid_argument");
    EXPECT_EQ(refused(cut.reserve(5, "2026-04-28T07:40", "2026-04-27")), "invalid_argument");
    EXPECT_EQ(refused(cut.reserve(5, "2026-04-28T07:40", "2026-06-28")), "invalid_argument");
    // Whoever names one day knows that the desk is open on it; a span steps over days off.
    EXPECT_EQ(refused(cut.reserve(1, "2026-04-28T07:40", "2026-05-02")), "done");
    // From Wednesday over Liberation Day and Labour Day to Tuesday: three days of work, a block for each.
    const auto done =
        cut.desk.tell(of_the_office("an", CommandKind::reserve_codes,
                                    {{"day", "2026-04-29"}, {"until", "2026-05-05"}, {"count", 3}}),
                      "2026-04-28T07:40");
    ASSERT_EQ(refused(done), "done");
    ASSERT_EQ(done->size(), 3U);
    EXPECT_EQ(p::fields::text(done->at(1).data, "day"), "2026-05-04");
    EXPECT_EQ(done->at(1).data.at("codes").at(2), "H55.242-260504-0003");
    auto by_officer = of_the_office("lan", CommandKind::reserve_codes, {{"day", "2026-04-29"}, {"count", 1}});
    EXPECT_EQ(refused(cut.desk.tell(by_officer, later)), "wrong_role");
}

TEST(Outage, OnlyTheHeadOfTheDeskDeclaresWhatIsOver) {
    PowerCut cut;
    EXPECT_EQ(refused(cut.declare("an")), "wrong_role");
    EXPECT_EQ(refused(cut.declare("khoa")), "wrong_role") << "nor the administrator";
    EXPECT_EQ(refused(cut.declare("dung", "2026-04-28T09:30:00+07:00", "2026-04-28T13:11:00+07:00")),
              "at_in_future");
    EXPECT_EQ(refused(cut.declare("dung", "2026-04-28T11:00:00+07:00", "2026-04-28T09:30:00+07:00")),
              "invalid_argument");
    ASSERT_EQ(refused(cut.declare()), "done");
    EXPECT_EQ(refused(cut.declare("dung", "2026-04-28T10:59:00+07:00", "2026-04-28T12:00:00+07:00")),
              "outage_overlaps");
    EXPECT_EQ(refused(cut.declare("dung", "2026-04-28T11:01:00+07:00", "2026-04-28T12:00:00+07:00")), "done");
    EXPECT_EQ(cut.desk.office().outages.declared.size(), 2U);
}

TEST(Outage, AReceiptEnteredAfterwardsHasItsNumberAndItsTime) {
    PowerCut cut;
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    EXPECT_EQ(refused(cut.enter("a", CommandKind::submit, "2026-04-28T09:40", {{"procedure", extension}})),
              "outage_unknown");
    ASSERT_EQ(refused(cut.declare()), "done");
    cut.file("a", "2026-04-28T09:40");
    const auto received = cut.receive("a", "2026-04-28T09:45", nth(3));
    ASSERT_EQ(refused(received), "done");
    const auto& dossier = cut.desk.dossier("a");
    EXPECT_EQ(dossier.code, nth(3));
    EXPECT_EQ(p::format_instant(*dossier.received_at), "2026-04-28T09:45:00+07:00");
    const auto& said = received->front().data;
    EXPECT_TRUE(p::fields::flag(said, "entered_late"));
    EXPECT_EQ(p::fields::number(said, "outage"), 1);
    EXPECT_EQ(p::fields::text(said, "entered_at"), "2026-04-28T13:10:00+07:00");
    // The clock of the law runs as if it had been typed in at 09:45.
    const auto typed = cut.desk.receive(extension, "2026-04-29T09:45");
    EXPECT_LT(*dossier.appointment, *cut.desk.dossier(typed).appointment);
    EXPECT_EQ(cut.code(nth(3)).state, p::CodeState::used);
    EXPECT_EQ(cut.code(nth(3)).dossier, "a");
    EXPECT_EQ(picture(cut.desk.folded("a")), picture(dossier));
}

TEST(Outage, ANumberEndsOnce) {
    PowerCut cut;
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    ASSERT_EQ(refused(cut.declare()), "done");
    cut.file("a", "2026-04-28T09:40");
    cut.file("b", "2026-04-28T09:50");
    cut.file("c", "2026-04-28T10:00");
    ASSERT_EQ(refused(cut.receive("a", "2026-04-28T09:40", nth(1))), "done");
    EXPECT_EQ(refused(cut.receive("b", "2026-04-28T09:50", nth(1))), "code_settled");
    EXPECT_EQ(refused(cut.receive("b", "2026-04-28T09:50", nth(6))), "code_not_reserved");
    EXPECT_EQ(refused(cut.settle({nth(1)}, "spoilt", "miswritten")), "code_settled");
    EXPECT_EQ(refused(cut.settle({nth(2)}, "spoilt")), "invalid_argument") << "spoilt is said why";
    EXPECT_EQ(refused(cut.settle({nth(2)}, "used")), "invalid_argument");
    EXPECT_EQ(refused(cut.settle({nth(2), nth(2)}, "returned")), "code_settled");
    ASSERT_EQ(refused(cut.settle({nth(2)}, "spoilt", "miswritten")), "done");
    ASSERT_EQ(refused(cut.settle({nth(3)}, "missing")), "done");
    ASSERT_EQ(refused(cut.settle({nth(4), nth(5)}, "returned")), "done");
    EXPECT_EQ(refused(cut.receive("b", "2026-04-28T09:50", nth(2))), "code_settled");
    EXPECT_EQ(refused(cut.receive("b", "2026-04-28T09:50", nth(4))), "code_settled");
    // The blank that nobody found is in the applicant's hands.
    EXPECT_EQ(refused(cut.receive("b", "2026-04-28T09:50", nth(3))), "done");
    // Without a blank the next number of that day is given.
    ASSERT_EQ(refused(cut.receive("c", "2026-04-28T10:00", "")), "done");
    EXPECT_EQ(cut.desk.dossier("c").code, nth(6));
}

TEST(Outage, PaperOutsideTheIntervalIsNotOfTheOutage) {
    PowerCut cut;
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    ASSERT_EQ(refused(cut.reserve(1, "2026-04-28T07:40", "2026-04-29")), "done");
    ASSERT_EQ(refused(cut.declare()), "done");
    cut.file("a", "2026-04-28T09:30");
    const auto outside = cut.receive("a", "2026-04-28T11:01", nth(1));
    EXPECT_EQ(refused(outside), "outside_outage");
    EXPECT_EQ(outside.error().argument("end"), "2026-04-28T11:00:00+07:00");
    EXPECT_EQ(refused(cut.receive("a", "2026-04-28T09:45", "H55.242-260429-0001")), "code_of_another_day");
    // A reserved number goes with an outage only.
    EXPECT_EQ(
        refused(cut.desk.act("a", "an", "receive", later, {{"all_right", true}, {"reserved_code", nth(1)}})),
        "invalid_argument");
    EXPECT_EQ(refused(cut.receive("a", "2026-04-28T09:45", nth(1))), "done");
}

TEST(Outage, HandOverIsEnteredWithWhoSignedForIt) {
    PowerCut cut;
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    ASSERT_EQ(refused(cut.declare()), "done");
    cut.file("a", "2026-04-28T09:40");
    ASSERT_EQ(refused(cut.receive("a", "2026-04-28T09:45", nth(1))), "done");
    const auto& holder = cut.desk.dossier("a").holder;
    const auto receiver =
        cut.desk.office().staff.holders(holder.role, holder.unit, p::local_date(moment(later))).front();
    EXPECT_EQ(refused(cut.enter("a", CommandKind::acknowledge, "2026-04-28T10:30", {})), "wrong_role");
    EXPECT_EQ(refused(cut.enter("a", CommandKind::acknowledge, "2026-04-28T10:30", {{"received_by", "an"}})),
              "assignee_cannot_hold");
    // Not by somebody of another division, whose signature it is not.
    auto stranger =
        of_the_office("son", CommandKind::acknowledge, {{"received_by", receiver}, {"outage", 1}});
    stranger.dossier = "a";
    stranger.at = moment("2026-04-28T11:00");
    EXPECT_EQ(refused(cut.desk.tell(stranger, "2026-04-28T11:00")), "wrong_role");
    const auto done =
        cut.enter("a", CommandKind::acknowledge, "2026-04-28T10:30", {{"received_by", receiver}});
    ASSERT_EQ(refused(done), "done");
    EXPECT_EQ(p::fields::text(done->front().data, "received_by"), receiver);
    EXPECT_FALSE(cut.desk.dossier("a").sender);
    // What is not the desk's paper is not entered so.
    EXPECT_EQ(refused(cut.enter("a", CommandKind::act, "2026-04-28T10:40", {{"assignee", "lan"}}, "assign")),
              "not_in_an_outage");
    EXPECT_EQ(refused(cut.enter("a", CommandKind::note, "2026-04-28T10:40", {{"text", "x"}})),
              "not_in_an_outage");
}

TEST(Outage, WhatWasDeclaredRaisesNoQuestionWithTheAuditor) {
    PowerCut cut;
    ASSERT_EQ(refused(cut.reserve(5)), "done");
    ASSERT_EQ(refused(cut.declare()), "done");
    cut.file("a", "2026-04-28T09:40");
    const auto before = cut.desk.dossier("a");
    auto received = cut.receive("a", "2026-04-28T09:45", nth(1)).value().front();
    EXPECT_TRUE(p::remarks_on(cut.desk.law(), cut.desk.office(), before, received).empty());
    // An entry that names an outage in which it did not happen was not allowed.
    received.at = moment("2026-04-28T11:30");
    const auto remarks = p::remarks_on(cut.desk.law(), cut.desk.office(), before, received);
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_EQ(remarks[0].concern, p::Concern::not_allowed);
    EXPECT_EQ(remarks[0].refusal->code, Code::outage_unknown);
}

TEST(Outage, BlankReceiptsArePrintedOnceOrWithAReason) {
    PowerCut cut;
    const auto print = [&](object args) {
        auto command = of_the_office("an", CommandKind::issue_paper, std::move(args));
        const auto asked = cut.desk.tell(command, later);
        if (asked || asked.error().code != Code::paper_not_prepared) return asked;
        const auto said = [&](std::string_view name) {
            return std::stoi(std::string(asked.error().argument(name)));
        };
        command.paper = p::PreparedPaper{said("year"), said("number"), said("print"), "ab12", "", 10, 0};
        return cut.desk.tell(command, later);
    };
    EXPECT_EQ(refused(print({{"form", "blank_receipt"}, {"reservation", 1}})), "invalid_argument");
    EXPECT_EQ(refused(print({{"form", "outage_list"}, {"outage", 1}})), "outage_unknown");
    ASSERT_EQ(refused(cut.reserve(2)), "done");
    ASSERT_EQ(refused(cut.reserve(2)), "done");
    ASSERT_EQ(refused(print({{"form", "blank_receipt"}, {"reservation", 1}})), "done");
    EXPECT_EQ(refused(print({{"form", "blank_receipt"}, {"reservation", 1}})), "reprint_reason_required");
    const auto again = print({{"form", "blank_receipt"}, {"reservation", 1}, {"reason", "jam"}});
    ASSERT_EQ(refused(again), "done");
    EXPECT_EQ(p::fields::number(again->front().data, "print"), 2);
    EXPECT_EQ(p::fields::number(again->front().data, "number"), 1);
    const auto other = print({{"form", "blank_receipt"}, {"reservation", 2}});
    ASSERT_EQ(refused(other), "done");
    EXPECT_EQ(p::fields::number(other->front().data, "number"), 2);
    ASSERT_EQ(refused(cut.declare()), "done");
    EXPECT_EQ(refused(print({{"form", "outage_list"}, {"outage", 1}})), "done");
}

}  // namespace motcua::tests
