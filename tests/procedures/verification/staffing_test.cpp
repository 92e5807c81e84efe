// The same definition, proven with more and fewer people.
#include "procedures/verification/staffing.hpp"

#include "procedures/loading/procedure_loader.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

class Staffing : public testing::Test {
protected:
    void SetUp() override {
        Defects defects;
        const auto file = TomlFile::parse(sample_procedure(), "p.toml", defects);
        sample_ = *read_procedure(*file, defects);
        for (const auto* role : {"clerk", "officer", "head"})
            office_.roles.push_back({role, {}, true, false});
        office_.roles.push_back({"province", {}, true, true});
        for (auto& step : sample_.steps)
            if (step.id == "xu-ly") work_ = &step;
    }
    std::string told(const std::vector<Finding>& findings) const {
        std::string text;
        for (const auto& finding : findings) text += to_string(finding) + "\n";
        return text;
    }
    std::string found() const { return told(verify_staff(sample_, office_, staff_)); }
    std::string absences() const { return told(verify_absences({&sample_}, office_, staff_)); }
    Action& finish() { return work_->actions.front(); }

    Procedure sample_;
    Office office_;
    Step* work_ = nullptr;
    std::vector<Holding> staff_{{"an", "clerk", "mot-cua"},
                                {"binh", "clerk", "mot-cua"},
                                {"lan", "officer", "phong"},
                                {"minh", "head", "phong"}};
};

TEST_F(Staffing, EveryActionNeedsSomebody) {
    EXPECT_EQ(found(), "");
    staff_.erase(staff_.begin() + 2);
    EXPECT_NE(
        found().find(
            "staff: nobody is officer of phong, for action \"finish\" of step \"xu-ly\"; path nop → xu-ly"),
        std::string::npos)
        << found();
    staff_.push_back({"lan", "officer", "phong-khac"});
    EXPECT_NE(found(), "") << "another unit's officer is not this one's";
}

TEST_F(Staffing, OneWhoWearsBothHatsCannotDoBoth) {
    finish().role = "head";
    finish().not_by_actor_of = {"nop"};
    staff_ = {{"an", "clerk", "mot-cua"}, {"an", "head", "phong"}, {"lan", "officer", "phong"}};
    EXPECT_NE(found().find("four-eyes-staff: no two people share head of phong and clerk of mot-cua"),
              std::string::npos)
        << found();
    staff_.push_back({"binh", "clerk", "mot-cua"});
    EXPECT_EQ(found(), "");
}

TEST_F(Staffing, AnApprovalTakesAnother) {
    finish().requires_.insert(Requirement::approval);
    finish().approver = "officer";
    EXPECT_NE(found().find("no two people share officer of phong and officer"), std::string::npos) << found();
    staff_.push_back({"oanh", "officer", "phong-khac"});
    EXPECT_EQ(found(), "") << "whoever holds the role may approve";
}

TEST_F(Staffing, OutsideActsAreEnteredByTheRecordsClerk) {
    finish().role = "province";
    finish().unit = "ubnd-tinh";
    EXPECT_NE(found().find("nobody is records"), std::string::npos) << found();
    staff_.push_back({"ha", "records", "van-phong"});
    EXPECT_EQ(found(), "");
}

TEST_F(Staffing, ASingleAbsenceThatBlocksIsNamed) {
    const auto text = absences();
    EXPECT_NE(text.find("lan: absence: while away, nobody is officer of phong: 1 definitions stop"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("an: "), text.find("lan: ") + 1) << "of two clerks one may be away: " << text;
    EXPECT_EQ(text.find("binh: "), std::string::npos) << text;
    staff_.push_back({"oanh", "officer", "phong"});
    EXPECT_EQ(absences().find("lan: "), std::string::npos) << absences();
}

TEST_F(Staffing, TwoOfAKindAreNotEnoughWhenOneIsAwayAndFourEyesAreNeeded) {
    finish().not_by_actor_of = {"nop"};
    finish().role = "clerk";
    finish().unit = "mot-cua";
    EXPECT_EQ(found(), "");
    EXPECT_NE(absences().find("an: absence: while away, no two people share clerk of mot-cua"),
              std::string::npos)
        << absences();
}

}  // namespace
}  // namespace motcua::procedures
