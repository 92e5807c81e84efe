// What decide() allows and refuses beside the scenes: permission, four-eyes, dates, the record.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/lifecycle.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

using p::CommandKind;
using Code = p::Refusal::Code;
using boost::json::array;
using boost::json::object;

constexpr auto work_permit = "cap-lai-giay-phep-lao-dong";

/// The refusal's code in words, "done" when there was none.
std::string answer(const p::Outcome<p::Events>& outcome) {
    return outcome ? "done" : std::string(p::to_string(outcome.error().code));
}

/// A work permit that officer lan has before her.
std::string on_lans_table(Desk& desk) {
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    desk.act(id, "minh", "assign", "2026-04-22T09:00", {{"assignee", "lan"}}).value();
    return id;
}

void substitute(Desk& desk, const std::string& person, const std::string& by, const std::string& from,
                const std::string& to) {
    p::Command command;
    command.kind = CommandKind::set_substitution;
    command.actor = {"khoa", {}, "cli"};
    command.args = {{"person", person}, {"substitute", by}, {"from", from}, {"to", to}};
    ASSERT_EQ(answer(desk.tell(command, "2026-04-22T08:00")), "done");
}

}  // namespace

TEST(Decide, OnlyTheRoleOfTheUnitMayAct) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    const auto refused = desk.act(id, "phuc", "assign", "2026-04-22T09:00", {{"assignee", "lan"}});
    ASSERT_EQ(answer(refused), "wrong_role");
    EXPECT_EQ(refused.error().argument("could"), "minh");
    EXPECT_EQ(answer(desk.act(id, "nobody", "assign", "2026-04-22T09:00", {{"assignee", "lan"}})),
              "person_unknown");
    EXPECT_EQ(answer(desk.act(id, "minh", "assign", "2026-04-22T09:00", {{"assignee", "nam"}})),
              "assignee_cannot_hold");
    EXPECT_EQ(answer(desk.act(id, "minh", "assign", "2026-04-22T09:00")), "assignee_required");
}

TEST(Decide, WhoeverHasItActsAndNobodyElseOfTheRole) {
    Desk desk;
    const auto id = on_lans_table(desk);
    const auto refused = desk.act(id, "hung", "submit", "2026-04-22T10:00");
    ASSERT_EQ(answer(refused), "wrong_holder");
    EXPECT_EQ(refused.error().argument("person"), "lan");
}

// Scene 8: tasks go to the substitute inside the dates only, and both are recorded.
TEST(Decide, ASubstituteActsInsideTheDatesOnly) {
    Desk desk;
    const auto id = on_lans_table(desk);
    EXPECT_EQ(answer(desk.act(id, "hung for lan", "submit", "2026-04-23T10:00")), "not_substitute");
    const auto done = desk.act(id, "hung for lan", "submit", "2026-04-24T08:00");
    ASSERT_EQ(answer(done), "done");
    EXPECT_EQ(done->front().actor.on_behalf_of, "lan");
    EXPECT_EQ(done->front().data.at("acted_by").as_array().size(), 2u);
}

// Scene 8: the substitute of the head appraised it herself; the refusal says who may.
TEST(Decide, ASubstituteMayNotApproveHerOwnAppraisal) {
    Desk desk;
    const auto id = on_lans_table(desk);
    substitute(desk, "minh", "lan", "2026-04-22", "2026-04-29");
    ASSERT_EQ(answer(desk.act(id, "lan", "submit", "2026-04-22T10:00")), "done");
    const auto refused = desk.act(id, "lan for minh", "approve", "2026-04-22T11:00");
    ASSERT_EQ(answer(refused), "four_eyes");
    EXPECT_EQ(refused.error().argument("person"), "lan");
    EXPECT_EQ(refused.error().argument("could"), "minh");
}

TEST(Decide, ReceiptNeedsEveryRequiredDocumentMarked) {
    Desk desk;
    const auto id = desk.file(work_permit, "2026-04-22T08:10");
    EXPECT_EQ(answer(desk.act(id, "an", "receive", "2026-04-22T08:11")), "document_missing");
    const object unknown{{"khong-co", object{{"mark", "right"}}}};
    EXPECT_EQ(
        desk.act(id, "an", "ask_before_receipt", "2026-04-22T08:11", {{"marks", unknown}, {"reason", "?"}})
            .error()
            .argument("field"),
        "marks.khong-co");
    object marks;
    for (const auto& document : desk.definition(id).documents) {
        if (!document.output) {
            marks[document.id] = object{{"mark", "wrong"}, {"comment", "mờ"}};
        }
    }
    EXPECT_EQ(answer(desk.act(id, "an", "receive", "2026-04-22T08:11", {{"marks", marks}})),
              "document_wrong");
    // A paper that differs from the database is received on paper, with a note (facts 1.19).
    for (auto& [document, mark] : marks) {
        mark.as_object()["mark"] = "mismatch";
    }
    EXPECT_NE(answer(desk.act(id, "an", "receive", "2026-04-22T08:11", {{"marks", marks}})),
              "document_wrong");
}

TEST(Decide, AFeeDueAtReceiptIsPaidOrExemptFirst) {
    Desk desk;
    const auto id = desk.file(work_permit, "2026-04-22T08:10");
    const auto& fees = desk.definition(id).fees;
    ASSERT_FALSE(fees.empty());
    const auto& receive = *desk.definition(id).steps.front().action("receive");
    if (receive.requires_.contains(p::Requirement::fee_paid)) {
        EXPECT_EQ(answer(desk.act(id, "an", "receive", "2026-04-22T08:11", {{"all_right", true}})),
                  "fee_unpaid");
    }
    EXPECT_EQ(answer(desk.besides(id, "an", CommandKind::exempt_fee, "2026-04-22T08:11",
                                  {{"fee", fees.front().id}})),
              "invalid_argument");
    EXPECT_EQ(answer(desk.besides(id, "an", CommandKind::exempt_fee, "2026-04-22T08:11",
                                  {{"fee", fees.front().id}, {"basis", "Nghị quyết"}})),
              "done");
    EXPECT_EQ(answer(desk.besides(id, "an", CommandKind::pay_fee, "2026-04-22T08:12",
                                  {{"fee", fees.front().id}, {"amount", 1}})),
              "invalid_argument");
    EXPECT_EQ(answer(desk.act(id, "an", "receive", "2026-04-22T08:12", {{"all_right", true}})), "done");
}

TEST(Decide, AttributesAreDeclaredOrRefused) {
    Desk desk;
    p::Command command;
    command.kind = CommandKind::submit;
    command.actor = {"an", {}, "cli"};
    command.dossier = "x";
    command.args = {{"procedure", work_permit},
                    {"applicant", object{{"name", "A"}}},
                    {"attributes", object{{"màu", "đỏ"}}}};
    const auto refused = desk.tell(command, "2026-04-22T08:10");
    ASSERT_EQ(answer(refused), "invalid_argument");
    EXPECT_EQ(refused.error().argument("field"), "attributes.màu");
    command.args["attributes"] = object{};
    command.args["applicant"] = object{};
    EXPECT_EQ(desk.tell(command, "2026-04-22T08:10").error().argument("field"), "applicant.name");
    command.args["applicant"] = object{{"name", "A"}};
    command.args["procedure"] = "khong-co";
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T08:10")), "no_such_procedure");
}

// Bad practice of other programs, facts 9.10: a number that stands for none.
TEST(Decide, AMissingIdentityPaperIsAReasonAndNeverADummyNumber) {
    Desk desk;
    p::Command command;
    command.kind = CommandKind::submit;
    command.actor = {"an", {}, "cli"};
    command.dossier = "x";
    const auto filed = [&](object applicant) {
        command.args = {{"procedure", work_permit}, {"applicant", std::move(applicant)}};
        return desk.tell(command, "2026-04-22T08:10");
    };
    for (const auto* dummy : {"000000000000", "11-11 11", "0123456789", "1234567890", "987654321"}) {
        const auto refused = filed({{"name", "A"}, {"id", dummy}});
        ASSERT_EQ(answer(refused), "invalid_argument") << dummy;
        EXPECT_EQ(refused.error().argument("field"), "applicant.id");
        EXPECT_EQ(refused.error().argument("why"), "placeholder");
    }
    EXPECT_EQ(filed({{"name", "A"}, {"id", "4601234567"}, {"no_id", "mất"}}).error().argument("field"),
              "applicant.no_id");
    const auto without = filed({{"name", "A"}, {"no_id", "đang cấp lại căn cước"}});
    ASSERT_TRUE(without.has_value());
    EXPECT_EQ(without.value().front().personal.at("applicant.no_id"), "đang cấp lại căn cước");
    for (const auto* real : {"4601234567", "019095001234", "B1234567", "4600101122-001"})
        EXPECT_FALSE(p::deciding::is_placeholder(real)) << real;
}

// Facts 1.4: a scan of each paper, or the reason why there is none.
TEST(Decide, APaperIsDigitisedOrItIsSaidWhyNot) {
    Desk desk;
    const auto id = desk.file("gia-han-giay-phep-xay-dung", "2026-07-22T08:10");
    const auto document = desk.definition(id).documents.front().id;
    const auto received = [&](object mark) {
        mark["mark"] = "right";
        return desk.act(id, "an", "receive", "2026-07-22T08:11",
                        {{"all_right", true}, {"marks", object{{document, std::move(mark)}}}});
    };
    EXPECT_EQ(received({{"digitised", true}, {"not_digitised", "khổ A0"}}).error().argument("why"),
              "contradicts");
    const auto taken = received({{"not_digitised", "bản vẽ khổ A0"}, {"originals", 1}});
    ASSERT_TRUE(taken.has_value()) << answer(taken);
    const auto& event = taken.value().front();
    EXPECT_EQ(event.data.at("marks").at(document).at("not_digitised"), true);
    EXPECT_EQ(event.personal.at("not_digitised." + document), "bản vẽ khổ A0");
}

// A correction is held to the same choices as the submission.
TEST(Decide, ACorrectedAttributeIsAmongTheChoices) {
    Desk desk;
    const auto id = desk.receive("cap-giay-phep-thanh-lap-van-phong-dai-dien", "2026-04-22T08:10",
                                 {{"ministry_consulted", "no"}});
    const auto refused =
        desk.besides(id, "an", CommandKind::correct_intake, "2026-04-22T09:00",
                     {{"reason", "nhầm"}, {"attributes", object{{"ministry_consulted", "maybe"}}}});
    ASSERT_EQ(answer(refused), "invalid_argument");
    EXPECT_EQ(refused.error().argument("why"), "not_among_choices");
}

TEST(Decide, AnUnapprovedDefinitionServesDemonstrationsOnly) {
    auto law = demonstration_law();
    law.demonstration = false;
    Desk desk(law);
    EXPECT_THROW(desk.file(work_permit, "2026-04-22T08:10"), std::runtime_error);
}

TEST(Decide, APullBackIsPossibleUntilSomebodyBuiltOnIt) {
    Desk desk;
    const auto id = on_lans_table(desk);
    ASSERT_EQ(answer(desk.act(id, "lan", "submit", "2026-04-22T10:00")), "done");
    EXPECT_EQ(answer(desk.besides(id, "hung", CommandKind::pull_back, "2026-04-22T10:01")),
              "pull_back_too_late");
    ASSERT_EQ(answer(desk.besides(id, "lan", CommandKind::pull_back, "2026-04-22T10:01")), "done");
    EXPECT_EQ(desk.dossier(id).holder.person, "lan");
    ASSERT_EQ(answer(desk.act(id, "lan", "submit", "2026-04-22T10:02")), "done");
    ASSERT_EQ(answer(desk.act(id, "minh", "approve", "2026-04-22T10:03")), "done");
    EXPECT_EQ(answer(desk.besides(id, "lan", CommandKind::pull_back, "2026-04-22T10:04")),
              "pull_back_too_late");
}

TEST(Decide, TheSenderAnswersUntilTheReceiverAcknowledges) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    ASSERT_TRUE(desk.dossier(id).sender);
    EXPECT_EQ(desk.dossier(id).sender->unit, "mot-cua");
    ASSERT_EQ(answer(desk.besides(id, "minh", CommandKind::acknowledge, "2026-04-22T08:40")), "done");
    EXPECT_FALSE(desk.dossier(id).sender);
    EXPECT_EQ(answer(desk.besides(id, "minh", CommandKind::acknowledge, "2026-04-22T08:41")),
              "not_acknowledgeable");
}

// Each office minute stands against one holder only, whatever hands the dossier went through.
TEST(Decide, NoMinuteIsChargedTwice) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T09:00");
    ASSERT_EQ(answer(desk.besides(id, "minh", CommandKind::acknowledge, "2026-04-22T09:30")), "done");
    ASSERT_EQ(answer(desk.act(id, "minh", "assign", "2026-04-22T10:00", {{"assignee", "lan"}})), "done");
    ASSERT_EQ(answer(desk.besides(id, "minh", CommandKind::reassign, "2026-04-22T10:40",
                                  {{"assignee", "hung"}, {"reason", "ốm"}})),
              "done");
    ASSERT_EQ(answer(desk.act(id, "hung", "submit", "2026-04-22T11:00")), "done");
    std::vector<std::pair<std::string, std::int64_t>> charged;
    for (const auto& event : desk.journal()) {
        if (const auto* charge = p::fields::object_if(event.data, "charge")) {
            const auto who = p::fields::text_or(*charge, "person", p::fields::text(*charge, "unit"));
            charged.emplace_back(who, p::fields::number(*charge, "minutes"));
        }
    }
    const std::vector<std::pair<std::string, std::int64_t>> expected{
        {"mot-cua", 0}, {"an", 30}, {"phong-doanh-nghiep-lao-dong", 30}, {"lan", 40}, {"hung", 20}};
    EXPECT_EQ(charged, expected);
}

TEST(Decide, ReassigningNeedsTheHeadAndAReason) {
    Desk desk;
    const auto id = on_lans_table(desk);
    EXPECT_EQ(answer(desk.besides(id, "lan", CommandKind::reassign, "2026-04-22T10:00",
                                  {{"assignee", "hung"}, {"reason", "bận"}})),
              "wrong_role");
    EXPECT_EQ(
        answer(desk.besides(id, "minh", CommandKind::reassign, "2026-04-22T10:00", {{"assignee", "hung"}})),
        "reason_required");
    ASSERT_EQ(answer(desk.besides(id, "minh", CommandKind::reassign, "2026-04-22T10:00",
                                  {{"assignee", "hung"}, {"reason", "ốm"}})),
              "done");
    EXPECT_EQ(desk.dossier(id).main_officer, "hung");
}

TEST(Decide, WithdrawalIsRequestedAndThenDecided) {
    Desk desk;
    const auto id = on_lans_table(desk);
    EXPECT_EQ(answer(desk.act(id, "minh", "withdraw", "2026-04-22T10:00", {{"reason", "xin rút"}})),
              "withdrawal_not_requested");
    ASSERT_EQ(answer(desk.besides(id, "an", CommandKind::request_withdrawal, "2026-04-22T10:00",
                                  {{"reason", "đổi ý"}})),
              "done");
    ASSERT_EQ(answer(desk.act(id, "minh", "withdraw", "2026-04-22T10:05", {{"reason", "xin rút"}})), "done");
    EXPECT_EQ(desk.dossier(id).ending, p::Ending::withdrawn);
    EXPECT_TRUE(desk.dossier(id).open_deadlines.empty());
    EXPECT_EQ(answer(desk.act(id, "minh", "withdraw", "2026-04-22T10:06", {{"reason", "nữa"}})),
              "dossier_closed");
}

// A wrong result is corrected within three working days, on a clock of its own (facts 5.7).
TEST(Decide, AWrongResultIsCorrectedOnItsOwnClock) {
    Desk desk;
    const auto id = on_lans_table(desk);
    auto now = moment("2026-04-22T10:00");
    for (const auto* action : {"submit", "approve", "sign", "issue"}) {
        now += std::chrono::minutes{10};
        ASSERT_EQ(answer(desk.drive(id, action, now)), "done") << action;
    }
    ASSERT_EQ(desk.dossier(id).kind, p::StepKind::finished);
    EXPECT_TRUE(desk.dossier(id).has_result);
    const auto finished = desk.dossier(id).finished_at;
    ASSERT_EQ(answer(desk.besides(id, "an", CommandKind::open_correction, "2026-04-23T09:00",
                                  {{"reason", "sai tên"}})),
              "done");
    EXPECT_EQ(p::format_instant(*desk.dossier(id).correction_due), "2026-04-29T17:00:00+07:00");
    EXPECT_EQ(
        answer(desk.besides(id, "an", CommandKind::open_correction, "2026-04-23T09:01", {{"reason", "nữa"}})),
        "correction_open");
    ASSERT_EQ(answer(desk.besides(id, "giang", CommandKind::correct_result, "2026-04-24T09:00",
                                  {{"number", "13/GP"}})),
              "done");
    EXPECT_EQ(desk.dossier(id).finished_at, finished);
    EXPECT_FALSE(desk.dossier(id).correction_due);
}

TEST(Decide, AHandOverNamesTheCollectorAndAProxyHisAuthorisation) {
    Desk desk;
    const auto id = on_lans_table(desk);
    auto now = moment("2026-04-22T10:00");
    for (const auto* action : {"submit", "approve", "sign", "issue"}) {
        now += std::chrono::minutes{10};
        ASSERT_EQ(answer(desk.drive(id, action, now)), "done");
    }
    EXPECT_EQ(answer(desk.act(id, "an", "return_result", "2026-04-28T09:00")), "collector_required");
    EXPECT_EQ(answer(desk.act(id, "an", "return_result", "2026-04-28T09:00",
                              {{"collector", object{{"kind", "representative"}, {"name", "Lê Văn B"}}}})),
              "invalid_argument");
    const auto done =
        desk.act(id, "an", "return_result", "2026-04-28T09:00",
                 {{"collector",
                   object{{"kind", "representative"}, {"name", "Lê Văn B"}, {"authorisation", "GUQ 01"}}}});
    ASSERT_EQ(answer(done), "done");
    EXPECT_EQ(desk.dossier(id).ending, p::Ending::returned);
    // A name is a value about a natural person: never in the open part of the event.
    EXPECT_FALSE(done->front().data.at("collector").as_object().contains("name"));
    EXPECT_TRUE(done->front().personal.contains("collector.name"));
}

TEST(Decide, ADeadlineFiresOnce) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    const auto first = desk.dossier(id).open_deadlines.front();
    p::Command fire;
    fire.kind = CommandKind::fire_deadline;
    fire.actor = {"system:deadline", {}, "system"};
    fire.dossier = id;
    fire.args = {{"kind", p::to_string(first.kind)}, {"due", p::format_instant(first.due)}};
    if (!first.subject.empty()) {
        fire.args["subject"] = first.subject;
    }
    const auto version = desk.dossier(id).version_number;
    const auto fired = desk.tell(fire, "2026-05-30T08:00");
    ASSERT_EQ(answer(fired), "done");
    EXPECT_EQ(p::fields::text(fired->front().data, "due"), p::format_instant(first.due));
    EXPECT_EQ(p::fields::text(fired->front().data, "observed"), "2026-05-30T08:00:00+07:00");
    EXPECT_EQ(desk.dossier(id).version_number, version);
    EXPECT_EQ(answer(desk.tell(fire, "2026-05-30T08:00")), "deadline_not_open");
    fire.actor = {"lan", {}, "cli"};
    EXPECT_EQ(answer(desk.tell(fire, "2026-05-30T08:00")), "wrong_role");
}

TEST(Decide, AnOldPictureIsRefused) {
    Desk desk;
    const auto id = on_lans_table(desk);
    p::Command command;
    command.kind = CommandKind::act;
    command.actor = {"lan", {}, "http"};
    command.dossier = id;
    command.action = "submit";
    command.expected_version = desk.dossier(id).version_number - 1;
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:00")), "version_conflict");
    command.expected_version = desk.dossier(id).version_number;
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:00")), "done");
}

TEST(Decide, LawIsPublishedByTwoPersons) {
    Desk desk;
    p::Command command;
    command.kind = CommandKind::propose_law;
    command.actor = {"xuan", {}, "cli"};
    command.args = {{"kind", "procedure"}, {"id", "moi"}, {"hash", "abc"}, {"text", "{}"}};
    ASSERT_EQ(answer(desk.tell(command, "2026-04-22T10:00")), "done");
    command.kind = CommandKind::adopt_law;
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:01")), "two_persons_required");
    command.args["hash"] = "unknown";
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:01")), "law_unknown");
    command.args["hash"] = "abc";
    command.actor.person = "viet";
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:02")), "done");
    EXPECT_EQ(answer(desk.tell(command, "2026-04-22T10:02")), "law_unknown");
}

TEST(Decide, AnAdministratorSeesNoDossierAndAnotherUnitNeither) {
    Desk desk;
    const auto id = on_lans_table(desk);
    const auto sees = [&](const char* who) {
        return p::may_see(desk.law(), desk.office(), desk.dossier(id), {who, {}, "http"},
                          moment("2026-04-22T10:00"));
    };
    EXPECT_FALSE(sees("khoa"));
    EXPECT_FALSE(sees("nam"));
    EXPECT_TRUE(sees("lan"));
    EXPECT_TRUE(sees("hung"));
    EXPECT_TRUE(sees("yen"));
    EXPECT_TRUE(sees("an"));
}

TEST(Decide, OffersActionsAndSaysWhyNotTheRest) {
    Desk desk;
    const auto id = on_lans_table(desk);
    const auto offered = p::actions_for(desk.law(), desk.office(), desk.dossier(id), {"lan", {}, "http"},
                                        moment("2026-04-22T10:00"));
    bool may_submit = false;
    for (const auto& one : offered) {
        may_submit = may_submit || (one.action->id == "submit" && !one.why_not);
        if (one.action->kind == p::ActionKind::void_intake) {
            ASSERT_TRUE(one.why_not);
            EXPECT_EQ(p::to_string(one.why_not->code), "wrong_role");
        }
    }
    EXPECT_TRUE(may_submit);
}

// The legal rule is the shape of the chart: inside the office nothing stops the clock.
TEST(Lifecycle, MovingBetweenWorkingStepsLeavesTheClockAlone) {
    const auto& procedure =
        *demonstration_law().in_force(work_permit, p::parse_date("2026-04-22").value())->procedure;
    const auto inside = p::follow(procedure, "phan-cong", "assign", {});
    EXPECT_FALSE(inside.has(p::Effect::clock_stopped));
    EXPECT_FALSE(inside.has(p::Effect::clock_started));
    const auto asked = p::follow(procedure, "phat-hanh-bo-sung", "issue_supplement", {});
    EXPECT_TRUE(asked.has(p::Effect::clock_stopped));
    EXPECT_TRUE(asked.has(p::Effect::applicant_has_it));
    const auto back = p::follow(procedure, "cho-bo-sung", "complete_supplement", {});
    EXPECT_TRUE(back.has(p::Effect::clock_started));
    const auto closed = p::follow(procedure, "da-tra", "return_result", {});
    ASSERT_TRUE(closed.refusal);
    EXPECT_EQ(p::to_string(closed.refusal->code), "dossier_closed");
}

}  // namespace motcua::tests
