// A calendar notice is carried out in batches; stopped in the middle it goes on and moves nobody twice.
#include "engine/notice.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/loading/law_loader.hpp"
#include "tests/engine/office.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <map>

namespace motcua::tests {

using engine::Answer;
using engine::CarriedOut;
using procedures::Command;
using procedures::CommandKind;
using procedures::EventType;

namespace {

/// Nine dossiers received on Friday 20 November, and Monday the 23rd declared off with the choice to move them.
class NoticeBatch : public testing::Test {
protected:
    NoticeBatch() : office("2026-11-20T09:00") {
        for (int i = 0; i < 9; ++i) ids.push_back(office.receive());
        office.clock.pass_to(at("2026-11-22T10:00"));
        const auto law = office.published->law();
        calendar = engine::calendar_with(law->calendar->content(),
                                         {{procedures::parse_date("2026-11-23").value(),
                                           procedures::DayKind::swap_off, false, "Nghỉ hoán đổi", "TB 1"}});
        EXPECT_TRUE(office.tell(engine::law_command(CommandKind::adopt_law, calendar, setup, "")).done());
    }

    void choose(const std::string& choice) {
        Command command;
        command.kind = CommandKind::apply_notice;
        command.actor = setup;
        command.args = {{"notice", "TB 1"}, {"calendar", calendar.hash}, {"choice", choice}};
        EXPECT_TRUE(office.tell(command).done());
    }
    /// Carries out in batches of two; the power fails after `batches`.
    CarriedOut carry_out(int batches = 1000) {
        const auto submit = [&, left = batches](std::vector<Command> commands) mutable {
            std::vector<Answer> answers;
            EXPECT_LE(commands.size(), 2U);
            const bool on = left-- > 0;
            for (auto& command : commands)
                answers.push_back(on ? office.tell(std::move(command))
                                     : Answer::of(Answer::Kind::not_done, "the engine is stopping"));
            return answers;
        };
        return engine::carry_out_notice(*office.published, submit, 2);
    }
    std::map<std::string, int> moves() {
        std::map<std::string, int> out;
        for (const auto& journaled : office.events())
            if (journaled.event.type == EventType::due_moved) ++out[journaled.event.stream];
        return out;
    }

    Office office;
    std::vector<std::string> ids;
    engine::LawText calendar;
};

}  // namespace

TEST_F(NoticeBatch, MovesEachOnce) {
    choose("move");
    const auto carried = carry_out();
    EXPECT_TRUE(carried.finished);
    EXPECT_EQ(carried.moved.size(), ids.size());
    EXPECT_EQ(moves().size(), ids.size());
    EXPECT_EQ(office.count(EventType::notice_carried_out), 1U);
    for (const auto& id : ids)
        EXPECT_EQ(procedures::format_instant(*office.dossier(id).dossier().appointment),
                  "2026-12-01T17:00:00+07:00");
    EXPECT_TRUE(carry_out().moved.empty()) << "nothing is left to do";
}

TEST_F(NoticeBatch, GoesOnAfterARestartAndMovesNobodyTwice) {
    choose("move");
    const auto first = carry_out(2);
    EXPECT_FALSE(first.finished);
    EXPECT_EQ(first.moved.size(), 4U);
    office.restart();
    ASSERT_TRUE(office.published->office()->open_notice);
    const auto second = carry_out();
    EXPECT_TRUE(second.finished);
    EXPECT_EQ(second.moved.size(), 5U);
    for (const auto& [stream, count] : moves()) EXPECT_EQ(count, 1) << stream;
    EXPECT_EQ(moves().size(), ids.size());
    office.restart();
    EXPECT_FALSE(office.published->office()->open_notice);
}

TEST_F(NoticeBatch, LeavesThemWhenTheHeadChoseSo) {
    choose("leave");
    EXPECT_TRUE(carry_out().finished);
    EXPECT_TRUE(moves().empty());
    EXPECT_EQ(office.count(EventType::notice_applied), 1U);
    office.restart();
    EXPECT_FALSE(office.published->office()->open_notice);
}

// Settled between the choice and its batch: there is nothing to move any more, and nothing to stop for.
TEST_F(NoticeBatch, WhatMovedMeanwhileIsPassedOver) {
    choose("move");
    Command by_hand;
    by_hand.kind = CommandKind::move_due;
    by_hand.actor = setup;
    by_hand.dossier = ids[3];
    by_hand.args = {{"notice", "TB 1"}};
    EXPECT_TRUE(office.tell(by_hand).done());
    const auto carried = carry_out();
    EXPECT_TRUE(carried.finished);
    EXPECT_EQ(carried.moved.size(), ids.size() - 1);
    EXPECT_EQ(moves().size(), ids.size());
}

// A calendar is not replaced under a batch.
TEST_F(NoticeBatch, TheCalendarStaysWhileItIsCarriedOut) {
    choose("move");
    const auto other = engine::calendar_with(office.published->law()->calendar->content(),
                                             {{procedures::parse_date("2026-11-25").value(),
                                               procedures::DayKind::swap_off, false, "Nghỉ", "TB 2"}});
    EXPECT_EQ(office.tell(engine::law_command(CommandKind::adopt_law, other, setup, "")).refusal.code,
              procedures::Refusal::Code::notice_open);
    carry_out();
    EXPECT_TRUE(office.tell(engine::law_command(CommandKind::adopt_law, other, setup, "")).done());
}

TEST(LawReview, WhatWasAdoptedIsNotChangedAndAFormerCalendarIsNotTakenBack) {
    Office office;
    const auto config = procedures::load_config(MOTCUA_SOURCE_DIR "/config");
    EXPECT_TRUE(engine::review_law(config, *office.published->law()).changed.empty());
    const auto next = engine::calendar_with(office.published->law()->calendar->content(),
                                            {{procedures::parse_date("2026-11-23").value(),
                                              procedures::DayKind::swap_off, false, "Nghỉ", "TB 1"}});
    ASSERT_TRUE(office.tell(engine::law_command(CommandKind::adopt_law, next, setup, "")).done());
    const auto review = engine::review_law(config, *office.published->law());
    EXPECT_TRUE(review.changed.empty());
    EXPECT_TRUE(review.has_former_calendar);
}

// Outside demonstrations a definition without its decision is a defect, and only when it is new.
TEST(LawReview, AnUnapprovedDefinitionIsADefectOfARealOffice) {
    Office office;
    auto law = *office.published->law();
    law.demonstration = false;
    auto config = procedures::load_config(MOTCUA_SOURCE_DIR "/config");
    EXPECT_TRUE(engine::review_law(config, law).defects.empty());
    law.by_hash.erase(law.by_id.at("gia-han-giay-phep-xay-dung").back().hash);
    const auto review = engine::review_law(config, law);
    ASSERT_EQ(review.defects.size(), 1U);
    EXPECT_NE(review.defects.front().find("[approval]"), std::string::npos) << review.defects.front();
}

}  // namespace motcua::tests
