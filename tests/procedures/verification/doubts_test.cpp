#include "procedures/verification/doubts.hpp"

#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

std::string told(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings) text += to_string(finding) + "\n";
    return text;
}

class Doubts : public testing::Test {
protected:
    void SetUp() override {
        Defects defects;
        const auto file = TomlFile::parse(sample_procedure(), "p.toml", defects);
        sample_ = *read_procedure(*file, defects);
    }
    bool names(std::string_view part) const {
        return told(doubts_of(sample_)).find(part) != std::string::npos;
    }

    Procedure sample_;
};

TEST_F(Doubts, OnlyWhatIsUncertainIsListed) {
    EXPECT_EQ(doubts_of(sample_).size(), 1U) << told(doubts_of(sample_));
    EXPECT_TRUE(names("approval: no decision approves it"));
    sample_.documents.front().standing.confidence = "sourced";
    EXPECT_EQ(doubts_of(sample_).size(), 1U);
    sample_.documents.front().standing.confidence = "other-province";
    EXPECT_TRUE(names("the document \"Đơn\" is other-province"));
}

TEST_F(Doubts, AClockThatGoesOnIsConfirmed) {
    sample_.supplement.policy = SupplementPolicy::resume;
    EXPECT_TRUE(names("clock: after a supplement the time goes on (luật)"));
}

TEST_F(Doubts, SilenceIsConfirmedTakenOrUnread) {
    Consult consult;
    consult.party = "so";
    consult.names.vi = "Sở";
    sample_.steps[1].consults = {consult};
    EXPECT_FALSE(names("silence:"));
    sample_.steps[1].consults[0].silence = Silence::is_consent;
    EXPECT_TRUE(names("the silence of \"Sở\" is consent"));
    sample_.steps[1].consults[0].silence = Silence::unread;
    EXPECT_TRUE(names("the provision was not read: it does not count until then"));
}

TEST_F(Doubts, AFeeWithoutAnAmountIsOpen) {
    Fee fee;
    fee.names.vi = "Lệ phí";
    sample_.fees = {fee};
    EXPECT_TRUE(names("the fee \"Lệ phí\" has no amount yet"));
}

TEST(OfficeDoubts, ARegimesValuesAreWeighed) {
    Rules rules;
    rules.rule_sets.emplace_back().id = "che-do";
    EXPECT_TRUE(doubts_of(rules).empty());
    rules.rule_sets.front().grounds["apology"].confidence = "unknown";
    EXPECT_NE(told(doubts_of(rules)).find("\"apology\" of the regime che-do is unknown"), std::string::npos);
}

TEST(OfficeDoubts, TheStandingAndOpenDaysAreListed) {
    const auto law = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
    EXPECT_NE(told(doubts_of(law.office)).find("standing: the office stands as \"own\""), std::string::npos);
    EXPECT_NE(told(doubts_of(law.calendar)).find("not notified"), std::string::npos)
        << told(doubts_of(law.calendar));
}

}  // namespace
}  // namespace motcua::procedures
