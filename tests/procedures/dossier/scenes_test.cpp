// A fortnight at the office, as its people live it: dates to the minute, decided by the real
// definitions on the real calendar of 2026.
#include "procedures/dossier/fields.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {

namespace {

using p::CommandKind;
using Code = p::Refusal::Code;

constexpr auto work_permit = "cap-lai-giay-phep-lao-dong";
constexpr auto extension = "gia-han-giay-phep-xay-dung";
constexpr auto new_permit = "cap-giay-phep-xay-dung-moi";

std::string at(const std::optional<p::Instant>& moment) { return moment ? p::format_instant(*moment) : "-"; }

std::optional<p::Instant> armed(const p::Dossier& dossier, p::DeadlineKind kind) {
    for (const auto& open : dossier.open_deadlines) {
        if (open.kind == kind) {
            return open.due;
        }
    }
    return std::nullopt;
}

#define ASSERT_DONE(outcome)                                                              \
    do {                                                                                  \
        const auto& done_ = (outcome);                                                    \
        ASSERT_TRUE(done_.has_value())                                                    \
            << p::to_string(done_.error().code) << " "                                    \
            << (done_.error().arguments.empty() ? "" : done_.error().arguments[0].value); \
    } while (false)

#define EXPECT_REFUSED(code_, outcome)                                  \
    do {                                                                \
        const auto& no_ = (outcome);                                    \
        ASSERT_TRUE(no_.has_error());                                   \
        EXPECT_EQ(p::to_string(code_), p::to_string(no_.error().code)); \
    } while (false)

}  // namespace

// Scene 1: three working days from Wednesday 22 April: 23, 24, 28; the weekend and the day in lieu are skipped.
TEST(Scenes, ASimpleReceiptGetsItsCodeAndItsDates) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    const auto& dossier = desk.dossier(id);
    EXPECT_EQ(dossier.code, desk.law().office->agency_code + "-260422-0001");
    EXPECT_EQ(at(dossier.legal_due->due), "2026-04-28T17:00:00+07:00");
    EXPECT_EQ(at(dossier.appointment), "2026-04-28T17:00:00+07:00");
    EXPECT_EQ(at(armed(dossier, p::DeadlineKind::transfer)), "2026-04-22T17:00:00+07:00");
    EXPECT_EQ(dossier.kind, p::StepKind::working);
    EXPECT_EQ(dossier.holder.role, "head");
}

// Scene 2: the 15:00 rule moves the paper, never the limit.
TEST(Scenes, After1500ThePaperMovesAndTheLimitDoesNot) {
    Desk desk;
    const auto in_time = desk.receive(extension, "2026-04-22T14:20");
    EXPECT_EQ(at(desk.dossier(in_time).appointment), "2026-05-04T17:00:00+07:00");
    EXPECT_EQ(at(armed(desk.dossier(in_time), p::DeadlineKind::transfer)), "2026-04-22T17:00:00+07:00");
    const auto just_in_time = desk.receive(extension, "2026-04-22T15:00:00");
    EXPECT_EQ(at(armed(desk.dossier(just_in_time), p::DeadlineKind::transfer)), "2026-04-22T17:00:00+07:00");
    const auto after = desk.receive(extension, "2026-04-22T15:00:01");
    EXPECT_EQ(at(armed(desk.dossier(after), p::DeadlineKind::transfer)), "2026-04-23T08:30:00+07:00");
    EXPECT_EQ(at(desk.dossier(after).appointment), "2026-05-04T17:00:00+07:00");
    const auto lunch = desk.receive(extension, "2026-04-23T12:10");
    EXPECT_EQ(at(armed(desk.dossier(lunch), p::DeadlineKind::transfer)), "2026-04-23T17:00:00+07:00");
}

// Scene 2: filed online at 21:40, received next morning: both times are kept, the clock starts at receipt.
TEST(Scenes, AnOnlineFilingStartsItsClockAtReceipt) {
    Desk desk;
    const auto id = desk.file(work_permit, "2026-04-21T21:40", {}, {{"channel", "online"}});
    EXPECT_EQ(at(armed(desk.dossier(id), p::DeadlineKind::online_answer)), "2026-04-22T17:00:00+07:00");
    for (const auto& fee : desk.definition(id).fees) {
        ASSERT_DONE(desk.besides(id, "an", CommandKind::pay_fee, "2026-04-22T07:40",
                                 {{"fee", fee.id}, {"amount", 1}}));
    }
    ASSERT_DONE(desk.act(id, "an", "receive", "2026-04-22T07:45", {{"all_right", true}}));
    EXPECT_EQ(at(desk.dossier(id).submitted_at), "2026-04-21T21:40:00+07:00");
    EXPECT_EQ(at(desk.dossier(id).received_at), "2026-04-22T07:45:00+07:00");
    EXPECT_FALSE(armed(desk.dossier(id), p::DeadlineKind::online_answer));
}

// Scene 3: one of forty lacks a paper: thirty-nine codes without a gap.
TEST(Scenes, ARefusedReceiptTakesNoNumber) {
    Desk desk;
    for (int i = 0; i < 40; ++i) {
        const auto id = desk.file(work_permit, "2026-04-22T09:00");
        for (const auto& fee : desk.definition(id).fees) {
            ASSERT_DONE(desk.besides(id, "an", CommandKind::pay_fee, "2026-04-22T09:00",
                                     {{"fee", fee.id}, {"amount", 1}}));
        }
        boost::json::object args{{"all_right", true}};
        if (i == 7) {
            const auto& first = desk.definition(id).documents.front().id;
            args["marks"] = boost::json::object{{first, boost::json::object{{"mark", "missing"}}}};
            EXPECT_REFUSED(Code::document_missing, desk.act(id, "an", "receive", "2026-04-22T09:00", args));
            ASSERT_DONE(desk.act(id, "an", "ask_before_receipt", "2026-04-22T09:00",
                                 {{"reason", "thiếu giấy khám sức khỏe"}}));
            EXPECT_EQ(desk.dossier(id).code, "");
        } else {
            ASSERT_DONE(desk.act(id, "an", "receive", "2026-04-22T09:00", args));
        }
    }
    EXPECT_EQ(desk.dossier("d40").code, desk.law().office->agency_code + "-260422-0039");
}

// Scene 4: the voided code stays void; the new dossier has its own and keeps the first time of receipt.
TEST(Scenes, AVoidedIntakeKeepsItsCodeAndGivesItsTimeOn) {
    Desk desk;
    const auto wrong = desk.receive(extension, "2026-04-22T08:40");
    EXPECT_REFUSED(Code::approval_required,
                   desk.act(wrong, "an", "void_intake", "2026-04-22T09:05", {{"reason", "nhầm thủ tục"}}));
    EXPECT_REFUSED(Code::approver_unfit, desk.act(wrong, "an", "void_intake", "2026-04-22T09:05",
                                                  {{"reason", "nhầm thủ tục"}, {"approved_by", "binh"}}));
    ASSERT_DONE(desk.act(wrong, "an", "void_intake", "2026-04-22T09:05",
                         {{"reason", "nhầm thủ tục"}, {"approved_by", "dung"}}));
    EXPECT_EQ(desk.dossier(wrong).ending, p::Ending::voided);
    const auto right = desk.file(work_permit, "2026-04-22T09:06", {}, {{"replaces", wrong}});
    for (const auto& fee : desk.definition(right).fees) {
        ASSERT_DONE(desk.besides(right, "an", CommandKind::pay_fee, "2026-04-22T09:06",
                                 {{"fee", fee.id}, {"amount", 1}}));
    }
    ASSERT_DONE(desk.act(right, "an", "receive", "2026-04-22T09:07", {{"all_right", true}}));
    EXPECT_EQ(at(desk.dossier(right).received_at), "2026-04-22T08:40:00+07:00");
    EXPECT_EQ(desk.dossier(right).code, desk.law().office->agency_code + "-260422-0002");
    EXPECT_EQ(desk.dossier(wrong).code, desk.law().office->agency_code + "-260422-0001");
}

// The head of the desk voids what somebody else received, and nothing that she received herself.
TEST(Scenes, TheHeadOfTheDeskVoidsAnIntakeOfAClerk) {
    Desk desk;
    const auto wrong = desk.receive(extension, "2026-04-22T08:40");
    EXPECT_REFUSED(Code::approver_unfit, desk.act(wrong, "dung", "void_intake", "2026-04-22T09:05",
                                                  {{"reason", "nhầm thủ tục"}, {"approved_by", "dung"}}));
    ASSERT_DONE(desk.act(wrong, "dung", "void_intake", "2026-04-22T09:05", {{"reason", "nhầm thủ tục"}}));
    EXPECT_EQ(desk.dossier(wrong).ending, p::Ending::voided);
}

// Scene 5: the time since the hand-over is charged to the desk; the due date stays.
TEST(Scenes, ADeclinedTransferIsChargedToTheSender) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T09:00");
    const auto due = desk.dossier(id).legal_due;
    const auto& head = desk.office().staff.holders("head", "phong-doanh-nghiep-lao-dong",
                                                   p::local_date(moment("2026-04-22T10:20")));
    ASSERT_FALSE(head.empty());
    ASSERT_TRUE(desk.dossier(id).sender);
    const auto declined = desk.besides(id, head.front(), CommandKind::decline_transfer, "2026-04-22T10:20",
                                       {{"reason", "chuyển nhầm"}});
    ASSERT_DONE(declined);
    const auto& charge = declined->front().data.at("charge").as_object();
    EXPECT_EQ(p::fields::text(charge, "unit"), "mot-cua");
    EXPECT_EQ(p::fields::number(charge, "minutes"), 80);
    EXPECT_EQ(desk.dossier(id).legal_due, due);
    EXPECT_EQ(desk.dossier(id).holder.unit, "mot-cua");
}

namespace {

/// Brings a five-day extension to the point where the officer has found two papers wrong.
std::string with_supplement_asked(Desk& desk, const std::string& procedure, const std::string& officer,
                                  const std::string& head) {
    const auto id = desk.receive(procedure, "2026-04-22T08:10");
    desk.act(id, head, "assign", "2026-04-22T09:00", {{"assignee", officer}}).value();
    boost::json::array lines;
    for (const auto& document : desk.definition(id).documents) {
        if (!document.output && lines.size() < 2) {
            lines.push_back(boost::json::object{{"document", document.id}, {"reason", "không khớp"}});
        }
    }
    desk.act(id, officer, "request_supplement", "2026-04-24T10:00",
             {{"lines", lines}, {"reason", "hai giấy tờ chưa đúng"}})
        .value();
    desk.act(id, "an", "issue_supplement", "2026-04-24T10:00", {{"number", "15/HDHS"}}).value();
    return id;
}

}  // namespace

// Scene 6: asked once, one complete list; the clock stands still until the applicant is back and then starts anew.
TEST(Scenes, ASupplementRestartsTheClockAndKeepsTheOriginalDue) {
    Desk desk;
    const auto day = p::local_date(moment("2026-04-22T08:10"));
    const auto officer = desk.office().staff.holders("officer", "phong-quy-hoach-xay-dung", day).front();
    const auto head = desk.office().staff.holders("head", "phong-quy-hoach-xay-dung", day).front();
    const auto id = with_supplement_asked(desk, extension, officer, head);
    EXPECT_EQ(desk.dossier(id).kind, p::StepKind::held);
    EXPECT_EQ(desk.dossier(id).supplement_lines.size(), 2u);
    EXPECT_EQ(at(desk.dossier(id).original_due->due), "2026-05-04T17:00:00+07:00");
    // Nothing of the matter falls due while the applicant has it.
    EXPECT_FALSE(armed(desk.dossier(id), p::DeadlineKind::dossier));
    EXPECT_TRUE(armed(desk.dossier(id), p::DeadlineKind::supplement_period));
    ASSERT_DONE(desk.act(id, "an", "complete_supplement", "2026-05-05T09:15", {{"all_right", true}}));
    EXPECT_EQ(desk.dossier(id).kind, p::StepKind::working);
    const auto policy = desk.definition(id).supplement.policy.value_or(p::SupplementPolicy::restart);
    EXPECT_EQ(at(desk.dossier(id).legal_due->due), policy == p::SupplementPolicy::restart
                                                       ? "2026-05-12T17:00:00+07:00"
                                                       : "2026-05-08T16:15:00+07:00");
    EXPECT_EQ(at(desk.dossier(id).original_due->due), "2026-05-04T17:00:00+07:00");
    EXPECT_EQ(desk.dossier(id).holder.person, officer);
}

// A paper beside the list may be asked for with the provision that asks for it; its name must fit where the list's stand.
TEST(Scenes, APaperBesideTheListIsAskedForUnderAPlainName) {
    Desk desk;
    const auto day = p::local_date(moment("2026-04-22T08:10"));
    const auto officer = desk.office().staff.holders("officer", "phong-quy-hoach-xay-dung", day).front();
    const auto head = desk.office().staff.holders("head", "phong-quy-hoach-xay-dung", day).front();
    const auto id = desk.receive(extension, "2026-04-22T08:10");
    desk.act(id, head, "assign", "2026-04-22T09:00", {{"assignee", officer}}).value();
    const auto asking_for = [](std::string_view document) {
        return boost::json::object{
            {"reason", "theo luật chuyên ngành"},
            {"lines",
             boost::json::array{boost::json::object{
                 {"document", document}, {"reason", "chưa có"}, {"provision", "Điều 5 Thông tư mẫu"}}}}};
    };
    const auto no =
        desk.act(id, officer, "request_supplement", "2026-04-24T10:00", asking_for("Bản đồ địa chính"));
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().code, Code::invalid_argument);
    EXPECT_EQ(no.error().argument("field"), "lines.document");
    ASSERT_DONE(
        desk.act(id, officer, "request_supplement", "2026-04-24T10:00", asking_for("ban-do-dia-chinh")));
}

// Scene 6: of the decree's fifteen days the last is Monday 11 May; from the 12th a person may close, nothing closes by itself.
TEST(Scenes, AnUnsupplementedDossierMayBeClosedOnlyAfterItsPeriod) {
    Desk desk;
    const auto day = p::local_date(moment("2026-04-22T08:10"));
    const auto officer = desk.office().staff.holders("officer", "phong-doanh-nghiep-lao-dong", day).front();
    const auto head = desk.office().staff.holders("head", "phong-doanh-nghiep-lao-dong", day).front();
    const auto id = with_supplement_asked(desk, work_permit, officer, head);
    EXPECT_EQ(at(armed(desk.dossier(id), p::DeadlineKind::supplement_period)), "2026-05-12T00:00:00+07:00");
    EXPECT_REFUSED(Code::supplement_not_due, desk.act(id, "an", "close_unsupplemented", "2026-05-11T16:00",
                                                      {{"reason", "không bổ sung"}}));
    ASSERT_DONE(
        desk.act(id, "an", "close_unsupplemented", "2026-05-12T07:45", {{"reason", "không bổ sung"}}));
    EXPECT_EQ(desk.dossier(id).ending, p::Ending::not_supplemented);
}

// The owner of a project has twelve months to revise the report after the council; the approval's own limit
// is counted from the revised report.
TEST(Scenes, ARevisionHasItsOwnPeriodAndTheNextStageBeginsAfterIt) {
    Desk desk;
    const auto id = desk.receive("tham-dinh-bao-cao-danh-gia-tac-dong-moi-truong", "2026-07-06T08:10");
    auto now = moment("2026-07-06T08:30");
    for (const auto* action : {"assign", "submit", "approve", "meet", "record_votes", "submit", "approve",
                               "approve", "issue_for_revision"}) {
        now += std::chrono::minutes{3};
        const auto done = desk.drive(id, action, now);
        ASSERT_TRUE(done.has_value()) << action << ": " << p::to_string(done.error().code);
    }
    ASSERT_EQ(desk.dossier(id).kind, p::StepKind::held);
    EXPECT_FALSE(desk.drive(id, "close_unsupplemented", moment("2027-07-05T09:00")).has_value())
        << "the regime's fifteen days are for supplements";
    ASSERT_TRUE(desk.drive(id, "receive_revision", moment("2026-09-14T09:00")).has_value());
    EXPECT_EQ(desk.dossier(id).stage, "phe-duyet");
    EXPECT_EQ(desk.dossier(id).legal_due->last_day, *p::parse_date("2026-09-29"))
        << "fifteen days after 14 September";
    EXPECT_EQ(desk.dossier(id).original_due->last_day, *p::parse_date("2026-08-11"))
        << "20 days, rolled to a Monday, and 15 more stay on record";
}

// Scene 6: a second request needs a provision and the head's approval, and is flagged.
TEST(Scenes, ASecondSupplementRequestIsRefusedWithoutAProvision) {
    Desk desk;
    const auto day = p::local_date(moment("2026-04-22T08:10"));
    const auto officer = desk.office().staff.holders("officer", "phong-doanh-nghiep-lao-dong", day).front();
    const auto head = desk.office().staff.holders("head", "phong-doanh-nghiep-lao-dong", day).front();
    const auto id = with_supplement_asked(desk, work_permit, officer, head);
    ASSERT_DONE(desk.act(id, "an", "complete_supplement", "2026-05-05T09:15", {{"all_right", true}}));
    const auto& document = desk.definition(id).documents.front().id;
    boost::json::object again{
        {"reason", "còn thiếu"},
        {"lines", boost::json::array{boost::json::object{{"document", document}, {"reason", "mờ"}}}}};
    EXPECT_REFUSED(Code::supplement_once_only,
                   desk.act(id, officer, "request_supplement", "2026-05-06T09:00", again));
    again["provision"] = "điều khoản của luật chuyên ngành";
    EXPECT_REFUSED(Code::approval_required,
                   desk.act(id, officer, "request_supplement", "2026-05-06T09:00", again));
    again["approved_by"] = head;
    const auto asked = desk.act(id, officer, "request_supplement", "2026-05-06T09:00", again);
    ASSERT_DONE(asked);
    EXPECT_TRUE(p::fields::flag(asked->front().data, "over_limit"));
}

// Scene 7: a silent agency stops nobody's clock; its silence is consent only where the provision is cited.
TEST(Scenes, ASilentAgencyIsReportedAndTheClockRunsOn) {
    Desk desk;
    const auto id = desk.receive(new_permit, "2026-04-22T08:10");
    EXPECT_EQ(at(desk.dossier(id).legal_due->due), "2026-05-12T17:00:00+07:00");
    auto now = moment("2026-04-22T09:00");
    while (desk.dossier(id).consults.empty()) {
        const auto& step = *desk.definition(id).step(desk.dossier(id).step);
        const auto forward =
            std::find_if(step.actions.begin(), step.actions.end(), [](const p::Action& action) {
                return action.kind == p::ActionKind::assign || action.kind == p::ActionKind::submit ||
                       action.kind == p::ActionKind::open_consults || action.kind == p::ActionKind::advance;
            });
        ASSERT_NE(forward, step.actions.end()) << step.id;
        now += std::chrono::minutes{5};
        ASSERT_DONE(desk.drive(id, forward->id, now));
    }
    const auto consult = desk.dossier(id).consults.front();
    EXPECT_TRUE(consult.silence_is_consent);
    const auto legal_due = desk.dossier(id).legal_due;
    p::Command fire;
    fire.kind = CommandKind::fire_deadline;
    fire.actor = {"system:deadline", {}, "system"};
    fire.dossier = id;
    fire.args = {{"kind", "consult"}, {"due", p::format_instant(consult.due)}, {"subject", consult.party}};
    EXPECT_REFUSED(Code::deadline_not_open, desk.tell(fire, p::format_instant(now).substr(0, 19)));
    const auto late = p::format_instant(consult.due + std::chrono::minutes{1}).substr(0, 19);
    const auto fired = desk.tell(fire, late);
    ASSERT_DONE(fired);
    bool asks_desk_head = false;
    for (const auto& one : fired->front().data.at("asks").as_array()) {
        asks_desk_head = asks_desk_head || p::fields::text(one.as_object(), "role") == "desk_head";
    }
    EXPECT_TRUE(asks_desk_head);
    EXPECT_EQ(desk.dossier(id).legal_due, legal_due);
    EXPECT_REFUSED(Code::deadline_not_open, desk.tell(fire, late));
}

// Scene 9: the clerk types, the leader signed; four-eyes counts the leader.
TEST(Scenes, APaperSignatureCountsForWhoSigned) {
    Desk desk;
    const auto day = p::local_date(moment("2026-04-22T08:10"));
    const auto officer = desk.office().staff.holders("officer", "phong-doanh-nghiep-lao-dong", day).front();
    const auto head = desk.office().staff.holders("head", "phong-doanh-nghiep-lao-dong", day).front();
    const auto leader = desk.office().staff.holders("leader", "lanh-dao-ban", day).front();
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    ASSERT_DONE(desk.act(id, head, "assign", "2026-04-22T09:00", {{"assignee", officer}}));
    ASSERT_DONE(desk.act(id, officer, "submit", "2026-04-22T10:00"));
    ASSERT_DONE(desk.act(id, head, "approve", "2026-04-22T10:30"));
    EXPECT_REFUSED(Code::wrong_role, desk.act(id, "giang", "sign", "2026-04-22T11:00"));
    EXPECT_REFUSED(Code::wrong_role, desk.act(id, "giang", "sign", "2026-04-22T11:00",
                                              {{"signer", boost::json::object{{"person", officer}}}}));
    ASSERT_DONE(desk.act(id, "giang", "sign", "2026-04-22T11:00",
                         {{"signer", boost::json::object{{"person", leader}, {"capacity", "KT."}}}}));
    EXPECT_EQ(desk.dossier(id).acted.back().second, leader);
    EXPECT_TRUE(desk.dossier(id).signed_result);
    EXPECT_REFUSED(Code::no_such_action,
                   desk.act(id, "an", "stop", "2026-04-22T11:05", {{"reason", "dừng"}}));
}

// Scene 10: the desk changes the appointment once; the legal due stays and the dossier counts as late.
TEST(Scenes, TheNewAppointmentIsGivenOnceAndMovesNoLegalDue) {
    Desk desk;
    const auto id = desk.receive(extension, "2026-04-22T14:20");
    EXPECT_EQ(at(armed(desk.dossier(id), p::DeadlineKind::apology)), "2026-04-29T17:00:00+07:00");
    const auto head =
        desk.office()
            .staff.holders("head", "phong-quy-hoach-xay-dung", p::local_date(moment("2026-04-22T14:20")))
            .front();
    const boost::json::object args{
        {"appointment", "2026-05-08"}, {"reason", "chờ kiểm tra"}, {"requested_by", head}};
    const auto moved = desk.besides(id, "dung", CommandKind::reschedule, "2026-04-29T16:00", args);
    ASSERT_DONE(moved);
    EXPECT_FALSE(p::fields::flag(moved->front().data, "late"));
    EXPECT_EQ(at(desk.dossier(id).appointment), "2026-05-08T17:00:00+07:00");
    EXPECT_EQ(at(desk.dossier(id).legal_due->due), "2026-05-04T17:00:00+07:00");
    EXPECT_REFUSED(Code::reschedule_used,
                   desk.besides(id, "dung", CommandKind::reschedule, "2026-04-29T16:10",
                                {{"appointment", "2026-05-11"}, {"reason", "nữa"}, {"requested_by", head}}));
}

// Scene 11: paper entered after the outage keeps its paper time, with a reason and by the desk only.
TEST(Scenes, PaperEnteredLateKeepsItsTime) {
    Desk desk;
    p::Command command;
    command.kind = CommandKind::submit;
    command.actor = {"an", {}, "cli"};
    command.dossier = "late";
    command.args = {{"procedure", extension}, {"applicant", boost::json::object{{"name", "Công ty A"}}}};
    command.at = moment("2026-04-28T09:40");
    EXPECT_REFUSED(Code::at_needs_reason, desk.tell(command, "2026-04-28T13:10"));
    command.args["at_reason"] = "mất điện 09:30–11:00";
    ASSERT_DONE(desk.tell(command, "2026-04-28T13:10"));
    EXPECT_EQ(at(desk.dossier("late").submitted_at), "2026-04-28T09:40:00+07:00");
    command.at = moment("2026-04-28T14:00");
    command.dossier = "future";
    EXPECT_REFUSED(Code::at_in_future, desk.tell(command, "2026-04-28T13:10"));
}

// Standing "behind": code, receipt time and appointment come from the province and are kept beside our own.
TEST(Scenes, BehindTheProvinceTheCodeComesIn) {
    Desk desk(law_behind_the_province());
    const auto id = desk.file(extension, "2026-04-22T08:10", {}, {{"channel", "online"}});
    EXPECT_REFUSED(Code::external_code_required,
                   desk.act(id, "an", "receive", "2026-04-22T08:15", {{"all_right", true}}));
    const auto received =
        desk.act(id, "an", "receive", "2026-04-22T08:15",
                 {{"all_right", true},
                  {"external", boost::json::object{{"code", "H55.01-260422-0093"},
                                                   {"received_at", "2026-04-22T08:12:00+07:00"},
                                                   {"appointment", "2026-05-04T17:00:00+07:00"}}}});
    ASSERT_DONE(received);
    EXPECT_EQ(desk.dossier(id).code, "H55.01-260422-0093");
    EXPECT_EQ(at(desk.dossier(id).received_at), "2026-04-22T08:12:00+07:00");
    EXPECT_EQ(p::fields::text(received->front().data, "house_number"),
              desk.law().office->agency_code + "-260422-0001");
}

}  // namespace motcua::tests
