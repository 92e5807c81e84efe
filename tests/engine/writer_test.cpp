#include "engine/writer.hpp"

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/dossier/fields.hpp"
#include "storage/proofs/seal.hpp"
#include "storage/proofs/verify.hpp"
#include "tests/engine/office.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {

using engine::Answer;
using engine::Request;
using engine::Writer;
using procedures::CommandKind;
using procedures::EventType;
using procedures::Refusal;
using storage::Fault;
using namespace std::chrono_literals;

TEST(Writer, WhatIsAnsweredIsInTheJournal) {
    Office office;
    const auto answer = office.tell(office.submission());

    ASSERT_TRUE(answer.done());
    EXPECT_EQ(answer.receipt.dossier.size(), 26U);
    EXPECT_EQ(answer.receipt.last, office.journal->head());
    EXPECT_EQ(office.dossier(answer.receipt.dossier).dossier().version_number, 1U);
}

TEST(Writer, ACodeLeadsToTheDossierInEitherCase) {
    Office office;
    const auto id = office.file();
    const auto code = office.tell(office.receipt(id)).receipt.code;
    ASSERT_FALSE(code.empty());

    auto note = office.receipt(code);
    note.kind = CommandKind::note;
    note.args = {{"text", "đã xem"}};
    std::transform(note.dossier.begin(), note.dossier.end(), note.dossier.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_EQ(office.tell(note).receipt.dossier, id);
}

TEST(Writer, CodesHaveNoGapAfterAFailedBatch) {
    Office office;
    const auto first = office.file();
    const auto second = office.file();

    office.journal->fail(Fault::not_done);
    EXPECT_EQ(office.tell(office.receipt(first)).kind, Answer::Kind::not_done);
    const auto code = office.tell(office.receipt(second)).receipt.code;
    EXPECT_EQ(code.substr(code.size() - 4), "0001");
    EXPECT_TRUE(office.dossier(first).dossier().code.empty());
}

TEST(Writer, ARepeatedKeyGetsTheSameAnswerAfterARestart) {
    Office office;
    const auto filed = office.tell(office.submission("phone-1"));
    const auto received = office.tell(office.receipt(filed.receipt.dossier, "phone-2"));
    office.restart();

    const auto again = office.tell(office.submission("phone-1"));
    EXPECT_TRUE(again.receipt.repeated);
    EXPECT_EQ(again.receipt.dossier, filed.receipt.dossier);
    EXPECT_EQ(again.receipt.first, filed.receipt.first);
    EXPECT_EQ(again.receipt.version_number, 1U);
    EXPECT_EQ(again.receipt.code, "");
    EXPECT_EQ(office.tell(office.receipt(filed.receipt.dossier, "phone-2")).receipt.code,
              received.receipt.code);
    EXPECT_EQ(office.count(EventType::submitted), 1U);
}

TEST(Writer, AKeyIsForgottenAfterADay) {
    Office office;
    office.tell(office.submission("monday"));
    office.clock.pass(25h);

    EXPECT_FALSE(office.tell(office.submission("monday")).receipt.repeated);
    EXPECT_EQ(office.count(EventType::submitted), 2U);
}

TEST(Writer, TheSameKeyForSomethingElseIsRefused) {
    Office office;
    office.tell(office.submission("k"));
    auto other = office.submission("k");
    other.args["channel"] = "post";

    EXPECT_EQ(office.tell(other).refusal.code, Refusal::Code::idempotency_mismatch);
    office.restart();
    EXPECT_EQ(office.tell(other).refusal.code, Refusal::Code::idempotency_mismatch);
}

TEST(Writer, TheSameKeyTwiceInOneBatchIsDoneOnce) {
    Office office;
    Request one{office.submission("double-click"), {}};
    Request two{office.submission("double-click"), {}};
    std::vector<Request*> both{&one, &two};

    EXPECT_EQ(office.writer->process(both), 2U);
    EXPECT_EQ(one.answer.receipt.dossier, two.answer.receipt.dossier);
    EXPECT_TRUE(two.answer.receipt.repeated);
    EXPECT_EQ(office.count(EventType::submitted), 1U);
}

TEST(Writer, ABatchDecidesOnWhatItHasDecided) {
    Office office;
    const auto id = office.file();
    Request receive{office.receipt(id), {}};
    Request again{office.receipt(id), {}};
    std::vector<Request*> both{&receive, &again};

    office.writer->process(both);
    EXPECT_TRUE(receive.answer.done());
    EXPECT_EQ(again.answer.kind, Answer::Kind::refused);
}

TEST(Writer, ARefusalLeavesNothing) {
    Office office;
    const auto head = office.journal->head();
    auto unknown = office.submission();
    unknown.args["procedure"] = "no-such";

    EXPECT_EQ(office.tell(unknown).refusal.code, Refusal::Code::no_such_procedure);
    EXPECT_EQ(office.journal->head(), head);
}

TEST(Writer, WhoTriesWhatIsNotTheirsIsJournaled) {
    Office office;
    const auto id = office.file();
    auto stranger = office.receipt(id);
    stranger.actor = {"stranger", "", "http"};

    // Not even that the dossier exists is told.
    EXPECT_EQ(office.tell(stranger).refusal.code, Refusal::Code::not_found);
    const auto last = office.events().back();
    EXPECT_EQ(last.event.type, EventType::refused);
    EXPECT_EQ(last.event.stream, procedures::security_stream);
    EXPECT_EQ(last.event.actor.person, "stranger");
}

TEST(Writer, AFailedSyncIsCoveredBeforeAnybodyIsAnswered) {
    Office office;
    const auto id = office.file();
    office.journal->fail(Fault::doubtful_kept);

    EXPECT_EQ(office.tell(office.receipt(id)).kind, Answer::Kind::not_done);
    EXPECT_EQ(office.events().back().event.type, EventType::storage_recovered);
    EXPECT_EQ(office.writer->health(), Writer::Health::ready);
    EXPECT_TRUE(office.dossier(id).dossier().code.empty());

    office.restart();
    EXPECT_TRUE(office.dossier(id).dossier().code.empty());
    EXPECT_TRUE(office.tell(office.receipt(id)).done());
}

TEST(Writer, ASyncThatCannotBeCoveredStopsWritesUntilItCan) {
    Office office;
    const auto id = office.file();
    office.journal->fail(Fault::doubtful_lost, 0, 3);

    EXPECT_EQ(office.tell(office.receipt(id, "k")).kind, Answer::Kind::outcome_unknown);
    EXPECT_EQ(office.writer->health(), Writer::Health::storage_doubtful);
    EXPECT_FALSE(office.writer->ailment().empty());
    EXPECT_EQ(office.tell(office.submission()).kind, Answer::Kind::not_done);

    EXPECT_TRUE(office.tell(office.receipt(id, "k")).done());
    EXPECT_EQ(office.writer->health(), Writer::Health::ready);
    EXPECT_EQ(office.count(EventType::received), 1U);
}

TEST(Writer, AnUnknownOutcomeIsKnownAgainAfterTheRestart) {
    Office office;
    const auto id = office.file();
    office.journal->fail(Fault::doubtful_kept, 0, 1000);
    EXPECT_EQ(office.tell(office.receipt(id, "k")).kind, Answer::Kind::outcome_unknown);
    // The last doubtful append was the recovery's own; what the disk keeps is one of the two.
    office.restart();

    const auto again = office.tell(office.receipt(id, "k"));
    EXPECT_TRUE(again.done());
    EXPECT_EQ(office.count(EventType::received), 1U);
}

TEST(Writer, ADeposedWriterWritesNoMore) {
    Office office;
    engine::Published published;
    storage::MemoryJournal other(office.store);
    Writer successor({other, office.clock, office.random, engine::silent_log(), published, {}}, {});

    EXPECT_EQ(office.tell(office.submission()).kind, Answer::Kind::not_done);
    EXPECT_EQ(office.writer->health(), Writer::Health::deposed);
    EXPECT_EQ(office.count(EventType::submitted), 0U);
}

TEST(Writer, ADeadlineFiresOnceAcrossRestarts) {
    Office office;
    const auto id = office.receive();
    const auto due = office.dossier(id).dossier().open_deadlines.front().due;
    office.clock.pass_to(due);
    office.restart();
    office.writer->process(std::span<Request* const>{});
    const auto fired = office.count(EventType::deadline_fired);
    EXPECT_EQ(fired, 1U);

    const auto event = office.events().back().event;
    EXPECT_EQ(procedures::fields::instant(event.data, "due"), due);
    EXPECT_TRUE(event.data.contains("observed"));
    office.restart();
    office.writer->process(std::span<Request* const>{});
    EXPECT_EQ(office.count(EventType::deadline_fired), fired);
}

TEST(Writer, ADeadlineThatCouldNotBeWrittenFiresLater) {
    Office office;
    const auto id = office.receive();
    office.clock.pass_to(office.dossier(id).dossier().open_deadlines.front().due);
    office.journal->fail(Fault::not_done);
    office.writer->process(std::span<Request* const>{});
    EXPECT_EQ(office.count(EventType::deadline_fired), 0U);

    office.clock.pass(1s);
    office.writer->process(std::span<Request* const>{});
    EXPECT_EQ(office.count(EventType::deadline_fired), 1U);
}

TEST(Writer, ReplayGivesTheStateThatWas) {
    Office office;
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(office.receive());
    std::vector<std::string> before;
    for (const auto& id : ids) before.push_back(picture(office.dossier(id).dossier()));
    const auto armed = office.writer->armed_deadlines();
    office.restart();

    for (std::size_t i = 0; i < ids.size(); ++i)
        EXPECT_EQ(picture(office.dossier(ids[i]).dossier()), before[i]);
    EXPECT_EQ(office.writer->armed_deadlines(), armed);
    const auto next = office.tell(office.receipt(office.file())).receipt.code;
    EXPECT_EQ(next.substr(next.size() - 4), "0006");
}

TEST(Writer, AClosedDossierLeavesMemoryWhenTheViewsHaveIt) {
    Office office;
    storage::Seq seen = 0;
    office.views_position = [&] { return seen; };
    office.restart();
    const auto id = office.file();
    auto refuse = office.receipt(id);
    refuse.action = "refuse_intake";
    refuse.args = {{"reason", "không thuộc thẩm quyền"}};
    ASSERT_TRUE(office.tell(refuse).done());
    EXPECT_EQ(office.published->in_memory(), 1U);

    seen = office.journal->head();
    office.file();
    EXPECT_EQ(office.published->in_memory(), 1U);
    EXPECT_FALSE(office.dossier(id).dossier().is_open());
    auto note = office.receipt(id);
    note.kind = CommandKind::note;
    note.args = {{"text", "xem lại"}};
    EXPECT_TRUE(office.tell(note).done());
}

// Timers that fired early and dates on paper cannot be taken back, so a jump stops everything.
TEST(Writer, AClockSetBackAnHourStopsWritesUntilConfirmed) {
    Office office;
    const auto id = office.receive();
    office.clock.step(-1h);

    const auto answer = office.tell(office.submission());
    EXPECT_EQ(answer.kind, Answer::Kind::clock_doubted);
    EXPECT_NE(answer.message.find("timedatectl"), std::string::npos);
    EXPECT_EQ(office.count(EventType::clock_doubted), 1U);
    EXPECT_EQ(office.writer->next_wake(), std::nullopt);

    auto confirm = office.submission();
    confirm.kind = CommandKind::confirm_clock;
    confirm.args = {{"reason", "đã chỉnh giờ máy chủ"}};
    EXPECT_TRUE(office.tell(confirm).done());
    EXPECT_TRUE(office.tell(office.receipt(office.file())).done());
    EXPECT_EQ(office.writer->health(), Writer::Health::ready);

    storage::Seq seq = 0;
    procedures::Instant last;
    for (const auto& journaled : office.events()) {
        EXPECT_EQ(journaled.envelope.seq, ++seq);
        EXPECT_GE(journaled.envelope.recorded_at, last);
        EXPECT_LE(journaled.event.at, journaled.envelope.recorded_at);
        last = journaled.envelope.recorded_at;
    }
    // The confirmed time stays trusted, although the journal's clock is still ahead of it.
    office.restart();
    EXPECT_TRUE(office.tell(office.submission()).done());
    (void)id;
}

TEST(Writer, AClockSetForwardAYearFiresNothing) {
    Office office;
    office.receive();
    office.clock.step(24h * 365);
    office.writer->process(std::span<Request* const>{});

    EXPECT_EQ(office.writer->health(), Writer::Health::clock_doubted);
    EXPECT_EQ(office.count(EventType::deadline_fired), 0U);
    office.clock.step(-24h * 365);
    auto confirm = office.submission();
    confirm.kind = CommandKind::confirm_clock;
    confirm.args = {{"reason", "đã chỉnh lại"}};
    EXPECT_TRUE(office.tell(confirm).done());
    EXPECT_LT(office.events().back().envelope.recorded_at, at("2026-04-23T00:00"));
}

TEST(Writer, AJournalWhoseLastEventIsLongAgoWaitsForAnAdministrator) {
    Office office;
    office.file();
    office.clock.pass(8 * 24h);
    office.restart();

    EXPECT_EQ(office.tell(office.submission()).kind, Answer::Kind::clock_doubted);
    EXPECT_EQ(office.count(EventType::submitted), 1U);
}

TEST(Writer, AnAdjustmentOfSomeSecondsIsWaitedFor) {
    Office office;
    office.file();
    office.clock.step(-3s);
    Request request{office.submission(), {}};
    std::vector<Request*> one{&request};

    EXPECT_EQ(office.writer->process(one), 0U);
    office.clock.pass(3s);
    EXPECT_EQ(office.writer->process(one), 1U);
    EXPECT_TRUE(request.answer.done());
}

TEST(Writer, TwoPersonsAdoptLaw) {
    Office office;
    auto text = law_of_config().back();
    auto propose = office.submission();
    propose.kind = CommandKind::propose_law;
    propose.args = {{"kind", "procedure"}, {"id", text.id}, {"hash", text.hash}, {"text", text.text}};
    EXPECT_EQ(office.tell(propose).refusal.code, Refusal::Code::law_unchanged);

    propose.args["text"] = text.text + " ";
    EXPECT_EQ(office.tell(propose).refusal.argument("why"), "hash");
}

// The office's own act that ends a role meets the same no as everybody's.
TEST(Writer, NobodyLeavesARoleWithDossiersInHisHands) {
    Office office;
    const auto tell = [&](CommandKind kind, boost::json::object args) {
        auto command = office.submission();
        command.kind = kind;
        command.args = std::move(args);
        return office.tell(std::move(command));
    };
    const boost::json::object officer{
        {"person", "nam"}, {"role", "officer"}, {"unit", "phong-quy-hoach-xay-dung"}};
    tell(CommandKind::add_person, {{"person", "nam"}, {"name", "Đặng Hoài Nam"}});
    ASSERT_TRUE(tell(CommandKind::grant_role, officer).done());
    auto assign = office.receipt(office.receive());
    assign.action = "assign";
    assign.args = {{"assignee", "nam"}};
    const auto assigned = office.tell(assign);
    ASSERT_TRUE(assigned.done()) << procedures::to_string(assigned.refusal.code);

    const auto refused = tell(CommandKind::end_role, officer);
    EXPECT_EQ(refused.refusal.code, Refusal::Code::has_open_work);
    EXPECT_EQ(refused.refusal.argument("dossiers"), assigned.receipt.code);
}

// Erasure that the law orders takes values out of an earlier event, and says so in the same commit.
TEST(Writer, ARedactionTakesPersonalValuesOut) {
    Office office;
    const auto filed = office.tell(office.submission());
    procedures::Command redact;
    redact.kind = CommandKind::redact;
    redact.actor = setup;
    redact.dossier = filed.receipt.dossier;
    const auto event = static_cast<std::int64_t>(filed.receipt.first);
    redact.args = {{"event", event}, {"fields", {"applicant.name"}}, {"ground", "Luật 91/2025/QH15 Điều 14"}};
    ASSERT_TRUE(storage::has_field(office.journal->find(filed.receipt.first)->personal, "applicant.name"));
    const auto version = office.dossier(redact.dossier).dossier().version_number;

    const auto answer = office.tell(redact);
    ASSERT_TRUE(answer.done());
    EXPECT_FALSE(storage::has_field(office.journal->find(filed.receipt.first)->personal, "applicant.name"));
    EXPECT_EQ(office.dossier(redact.dossier).dossier().version_number, version);
    EXPECT_FALSE(storage::verify(*office.journal, {}).flaw);
    office.restart();

    EXPECT_EQ(office.tell(redact).refusal.argument("why"), "not_personal");
    redact.args["event"] = 1;
    EXPECT_EQ(office.tell(redact).refusal.argument("why"), "not_of_this_dossier");
    redact.actor = {"an", "", "test"};
    EXPECT_NE(office.tell(redact).kind, Answer::Kind::done);
}

// The breach and the nonconformity it opens are one commit; its own due time is told once, whatever restarts.
TEST(Writer, ANonconformityIsOpenedOnceAndEscalatesOnce) {
    Office office;
    office.receive();
    office.clock.pass(24h * 20);
    office.writer->process(std::span<Request* const>{});
    ASSERT_EQ(office.count(EventType::nonconformity_opened), 1U);
    office.restart();
    office.writer->process(std::span<Request* const>{});
    EXPECT_EQ(office.count(EventType::nonconformity_opened), 1U);
    EXPECT_EQ(office.count(EventType::nonconformity_escalated), 0U);

    const auto due = office.writer->office().quality.nonconformities.find(1)->due;
    EXPECT_EQ(office.writer->next_wake(), due);
    office.clock.pass(24h * 30);
    office.writer->process(std::span<Request* const>{});
    office.restart();
    office.writer->process(std::span<Request* const>{});
    EXPECT_EQ(office.count(EventType::nonconformity_escalated), 1U);
    EXPECT_TRUE(office.writer->office().quality.nonconformities.find(1)->is_escalated);
}

}  // namespace motcua::tests
