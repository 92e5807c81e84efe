#include "procedures/verification/verify.hpp"

#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "procedures/verification/budgets.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

const std::filesystem::path config = std::filesystem::path(MOTCUA_SOURCE_DIR) / "config";

std::string told(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings) {
        if (finding.severity == Severity::error) {
            text += to_string(finding) + "\n";
        }
    }
    return text;
}

TEST(Verify, EveryShippedDefinitionIsProven) {
    const auto law = load_config(config);
    for (const auto& loaded : law.procedures) {
        EXPECT_EQ(told(verify(*loaded.procedure, surroundings_of(law.office, law.calendar, law.rules))), "")
            << loaded.file;
    }
}

/// The sample, proven in a small office, after a change.
class Proof : public testing::Test {
protected:
    void SetUp() override {
        Defects defects;
        const auto file = TomlFile::parse(sample_procedure(), "p.toml", defects);
        sample_ = *read_procedure(*file, defects);
        for (const auto* unit : {"mot-cua", "phong"}) {
            office_.units.push_back({unit, {}, {}, false, false, {}});
        }
        for (const auto* role : {"clerk", "officer", "head"}) {
            office_.roles.push_back({role, {}, true, false});
        }
        step("xu-ly").actions.front().kind = ActionKind::sign;
    }
    Step& step(std::string_view id) {
        for (auto& one : sample_.steps) {
            if (one.id == id) {
                return one;
            }
        }
        throw std::logic_error("no such step");
    }
    std::string findings() const {
        const OfficeHours hours{{}, {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 17 * 60}}};
        return told(verify(sample_, {office_, hours, forms_}));
    }
    void expect(std::string_view part) const {
        const auto text = findings();
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }

    Action& action(std::string_view of, std::string_view id) {
        for (auto& one : step(of).actions)
            if (one.id == id) return one;
        throw std::logic_error("no such action");
    }
    /// A second working step behind "xu-ly", which passes on to it; it signs.
    Step& second_step(std::string id) {
        auto copy = step("xu-ly");
        copy.id = std::move(id);
        copy.budget.working_minutes = WorkingMinutes{60};
        copy.actions = {step("xu-ly").actions.front()};
        auto& passes_on = step("xu-ly").actions.front();
        passes_on.kind = ActionKind::submit;
        passes_on.to = copy.id;
        step("xu-ly").budget.working_minutes = WorkingMinutes{480};
        sample_.steps.insert(sample_.steps.begin() + 2, copy);
        return sample_.steps[2];
    }
    static Condition when_group(std::string value) {
        return {{{"group", {std::move(value)}, INT64_MIN, INT64_MAX}}};
    }

    Procedure sample_;
    Office office_;
    std::set<std::string> forms_;
};

TEST_F(Proof, TheSampleHolds) { EXPECT_EQ(findings(), ""); }

TEST_F(Proof, AStepThatCannotCloseIsShownWithItsPath) {
    step("tra").actions.clear();
    expect("option-to-complete: from step \"tra\" no closed step can be reached; path nop → xu-ly → tra");
}

TEST_F(Proof, AStepThatNobodyReachesIsNamed) {
    std::erase_if(step("xu-ly").actions, [](const Action& action) { return action.to == "cho"; });
    expect("reachable: step \"cho\" can never be reached");
}

TEST_F(Proof, AnActionWhoseConditionNeverHoldsIsDead) {
    step("tra").actions.push_back(step("tra").actions.front());
    step("tra").actions.back().id = "nie";
    step("tra").actions.back().when.clauses = {{"group", {"three"}, INT64_MIN, INT64_MAX}};
    expect("dead-action: action \"nie\"");
}

TEST_F(Proof, ACaseWithoutALimitIsFound) {
    sample_.limits.pop_back();
    expect(
        "one-limit: stage \"giai-quyet\" of step \"xu-ly\" has no limit; path nop → xu-ly; when group = two");
}

TEST_F(Proof, ACaseWithTwoLimitsIsFound) {
    sample_.limits.front().when = {};
    expect("stage \"giai-quyet\" has two limits at once; when group = two");
}

TEST_F(Proof, EveryCaseHasOneVariant) {
    sample_.variants = {{"mot", {}, {{{"group", {"one"}, INT64_MIN, INT64_MAX}}}, {}, {}, {}},
                        {"hai", {}, {{{"group", {"two"}, INT64_MIN, INT64_MAX}}}, {}, {}, {}}};
    EXPECT_EQ(findings(), "");
    sample_.variants.pop_back();
    expect("variant: 0 variants hold at once; when group = two");
}

TEST_F(Proof, BudgetsFitTheLimitToTheMinute) {
    step("xu-ly").budget.working_minutes = WorkingMinutes{1200};  // with 240 of the desk exactly three days
    EXPECT_EQ(findings(), "");
    step("xu-ly").budget.working_minutes = WorkingMinutes{1201};
    expect("1 office minutes too long; path nop → xu-ly; when group = one");
}

TEST_F(Proof, ACalendarLimitLeavesOnlyTheWorkingDaysOfTheWorstWeek) {
    // Five calendar days from a Wednesday end on Monday: Thursday, Friday and Monday are worked.
    sample_.limits.front().statutory = {5, LimitUnit::calendar_day};
    EXPECT_EQ(findings(), "");
    sample_.limits.front().statutory = {4, LimitUnit::calendar_day};
    expect("begun on a Thursday");
}

TEST_F(Proof, ResumedTimeMustAlsoCoverTheSupplement) {
    step("xu-ly").budget.working_minutes = WorkingMinutes{1200};
    auto slip = step("xu-ly");
    slip.id = "phieu";
    slip.budget.working_minutes = WorkingMinutes{60};
    slip.actions = {*step("xu-ly").action("issue_supplement")};
    for (auto& action : step("xu-ly").actions) {
        if (action.kind == ActionKind::issue_supplement) {
            action.kind = ActionKind::request_supplement;
            action.to = "phieu";
        }
    }
    sample_.steps.push_back(slip);
    EXPECT_EQ(findings(), "") << "a restart gives the whole limit again";
    sample_.supplement.policy = SupplementPolicy::resume;
    expect("60 office minutes too long");
}

TEST_F(Proof, DatesOnWhichDaysOffLeaveTooLittleAreListed) {
    using namespace std::chrono;
    sample_.limits.front().statutory = {5, LimitUnit::calendar_day};
    const auto off = [](LocalDate date) {
        return CalendarDay{date, DayKind::statutory, false, "Nghỉ", "TB"};
    };
    const LocalDate thursday = local_days{year{2026} / 4 / 30};
    const OfficeHours hours{{}, {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 17 * 60}}};
    const WorkCalendar ordinary({{{2026, true}}, {}, {hours}});
    EXPECT_TRUE(verify_dates(sample_, ordinary).empty());
    const WorkCalendar holidays({{{2026, true}}, {off(thursday), off(thursday + days{1})}, {hours}});
    const auto late = verify_dates(sample_, holidays);
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late.front().severity, Severity::warning);
    // From Monday the 27th five days end on Saturday the 2nd, rolled to Monday the 4th: 28, 29 and 4 are worked, enough;
    // from Tuesday they end on Sunday, rolled to the same Monday: only two days are left.
    ASSERT_FALSE(late.front().dates.empty());
    EXPECT_EQ(late.front().dates.front(), thursday - days{2});
    EXPECT_NE(late.front().what.find("2026-04-28"), std::string::npos) << late.front().what;
    const WorkCalendar unknown({{{2026, false}}, {off(thursday), off(thursday + days{1})}, {hours}});
    EXPECT_TRUE(verify_dates(sample_, unknown).empty()) << "a year that is not notified proves nothing";
}

TEST_F(Proof, ReworkIsMeasuredAgainstTheLimit) {
    auto check = step("xu-ly");
    check.id = "duyet";
    check.budget.working_minutes = WorkingMinutes{60};
    step("xu-ly").actions.front().to = "duyet";
    step("xu-ly").budget.working_minutes = WorkingMinutes{420};
    Action back = check.actions.front();
    back.id = "send_back";
    back.kind = ActionKind::send_back;
    back.to = "xu-ly";
    back.requires_ = {Requirement::reason};
    check.actions = {check.actions.front(), back};
    sample_.steps.push_back(check);
    EXPECT_EQ(findings(), "");
    // Three days are 1440 minutes: 240 + 420 + 60 once, and the loop of 480 fits once more.
    const OfficeHours hours{{}, {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 17 * 60}}};
    const auto room = rework_room(sample_, hours);
    ASSERT_EQ(room.size(), 1U);
    EXPECT_NE(room.front().what.find("fits once in the 3 working_day"), std::string::npos)
        << room.front().what;
}

TEST_F(Proof, WorkMayNotTurnInCircles) {
    auto again = step("xu-ly").actions.front();
    again.id = "again";
    again.kind = ActionKind::advance;
    again.to = "xu-ly";
    step("xu-ly").actions.push_back(again);
    expect("loop: action \"again\" of step \"xu-ly\" may be repeated without end");
    step("xu-ly").actions.back().kind = ActionKind::send_back;
    expect("sends back without a reason");
    step("xu-ly").actions.back().requires_ = {Requirement::reason};
    EXPECT_EQ(findings().find("loop:"), std::string::npos) << findings();
}

TEST_F(Proof, NoResultWithoutASignature) {
    step("xu-ly").actions.front().kind = ActionKind::finish;
    expect("signature: step \"tra\" is reached without a signature; path nop → xu-ly → tra");
}

TEST_F(Proof, NoHandOverWithoutTheFee) {
    Fee fee;
    fee.id = "le-phi";
    sample_.fees.push_back(fee);
    expect("fee: the result is handed over without asking for the fee");
}

TEST_F(Proof, FourEyesMustLeaveSomebody) {
    step("xu-ly").actions.front().not_by_actor_of = {"xu-ly"};
    expect("four-eyes: action \"finish\" of step \"xu-ly\" excludes the only person");
}

TEST_F(Proof, OpinionsAreAskedForAndAwaited) {
    Consult consult;
    consult.party = "so";
    consult.answer_within = {2, LimitUnit::working_day};
    step("xu-ly").consults = {consult};
    expect("enters step \"xu-ly\" without asking its agencies");
    expect("leaves step \"xu-ly\" without waiting for the opinions");
    expect("\"so\" has 2 working_day to answer, more than step \"xu-ly\" has");
}

TEST_F(Proof, RolesAndUnitsExist) {
    office_.roles.pop_back();
    expect("names role \"head\"");
    office_.units.pop_back();
    expect("names unit \"phong\"");
}

TEST_F(Proof, TheNationalStatusFollowsTheKind) {
    step("tra").national_status = 4;
    expect("status: step \"tra\" shows national status 4; its kind allows 9");
}

TEST_F(Proof, TimeDoesNotRunBackIntoAnEarlierStage) {
    auto& limit = sample_.limits;
    limit.push_back(limit.front());
    limit.back().stage = "hai";
    limit.back().when = {};
    auto second = step("xu-ly");
    second.id = "tinh";
    second.stage = "hai";
    second.actions = {step("xu-ly").actions.front(), step("xu-ly").actions.front()};
    second.actions.back().id = "lui";
    second.actions.back().to = "xu-ly";
    step("xu-ly").actions.front().to = "tinh";
    sample_.steps.push_back(second);
    expect("stage-order: action \"lui\" leads from stage \"hai\" back to \"giai-quyet\"");
}

// What follows are near misses: definitions that look like a fault and are none, and the faults beside them.

TEST_F(Proof, AWithdrawalIsAWayToClose) {
    std::erase_if(step("cho").actions, [](const Action& one) { return one.id == "complete_supplement"; });
    EXPECT_EQ(findings(), "") << "whoever waits may still withdraw";
    step("cho").actions.clear();
    expect("option-to-complete: from step \"cho\" no closed step can be reached");
}

TEST_F(Proof, SomePathHandsAResultOver) {
    action("tra", "return_result").to = "da-rut";
    expect("option-to-complete: no path hands a result over");
}

TEST_F(Proof, AStepOfOneCaseOnlyIsReached) {
    action("xu-ly", "issue_supplement").when = when_group("two");
    EXPECT_EQ(findings(), "");
    action("xu-ly", "issue_supplement").when = when_group("three");
    expect("reachable: step \"cho\" can never be reached");
    expect("dead-action: action \"issue_supplement\"");
}

TEST_F(Proof, EveryLimitIsWorkedIn) {
    auto& second = second_step("tinh");
    second.stage = "hai";
    sample_.limits.push_back(sample_.limits.front());
    sample_.limits.back().stage = "hai";
    sample_.limits.back().when = {};
    EXPECT_EQ(findings(), "") << "stages walked in their order";
    step("tinh").stage = "giai-quyet";
    expect("one-limit: no step works in stage \"hai\"");
}

TEST_F(Proof, ASignatureMayComeLongBeforeTheCounter) {
    second_step("van-thu").actions.front().kind = ActionKind::issue;
    step("xu-ly").actions.front().kind = ActionKind::sign;
    EXPECT_EQ(findings(), "");
    step("xu-ly").actions.front().kind = ActionKind::submit;
    expect("signature: step \"tra\" is reached without a signature");
}

TEST_F(Proof, AFeeMayBePaidAnywhereOnTheWay) {
    Fee fee;
    fee.id = "le-phi";
    fee.when = when_group("two");
    sample_.fees.push_back(fee);
    action("nop", "receive").requires_.insert(Requirement::fee_paid);
    EXPECT_EQ(findings(), "");
    action("nop", "receive").requires_.erase(Requirement::fee_paid);
    expect(
        "fee: the result is handed over without asking for the fee; path nop → xu-ly → tra → da-tra; when "
        "group = two");
}

TEST_F(Proof, FourEyesLookBackOnly) {
    auto& check = second_step("duyet");
    check.actions.front().not_by_actor_of = {"xu-ly"};
    EXPECT_EQ(findings(), "") << "another person checks";
    step("duyet").same_person_as = "xu-ly";
    expect("four-eyes: action \"finish\" of step \"duyet\" excludes the only person");
    step("duyet").same_person_as.clear();
    step("duyet").actions.front().not_by_actor_of.clear();
    step("xu-ly").actions.front().not_by_actor_of = {"duyet"};
    expect("excludes who acted in \"duyet\", which comes never before");
}

TEST_F(Proof, OpinionsThatAreAskedForAndAwaitedHold) {
    Consult consult;
    consult.party = "so";
    consult.answer_within = {2, LimitUnit::working_day};
    auto& asked = second_step("hoi");
    asked.outside = true;
    asked.budget = {WorkingMinutes{0}, 0, 2};
    asked.consults = {consult};
    asked.actions.front().requires_ = {Requirement::consults_closed};
    step("xu-ly").budget.working_minutes = WorkingMinutes{240};
    step("xu-ly").actions.front().kind = ActionKind::open_consults;
    EXPECT_EQ(findings(), "") << "half a day, half a day, and two for the answer";
    step("hoi").consults.front().answer_within.count = 3;
    expect("\"so\" has 3 working_day to answer, more than step \"hoi\" has");
    step("hoi").consults.front().answer_within.count = 2;
    step("hoi").actions.front().requires_.clear();
    expect("leaves step \"hoi\" without waiting");
    step("hoi").consults.front().mandatory = false;
    EXPECT_EQ(findings(), "") << "an optional opinion need not be awaited";
}

TEST_F(Proof, WhatLiesOutsideIsMarked) {
    office_.units.push_back({"ubnd-tinh", {}, {}, false, true, {}});
    step("xu-ly").unit = "ubnd-tinh";
    expect("unit: step \"xu-ly\" lies with \"ubnd-tinh\", which is outside the office");
    step("xu-ly").outside = true;
    EXPECT_EQ(findings(), "");
}

TEST_F(Proof, AnApproverBelongsToTheOffice) {
    office_.roles.push_back({"province", {}, true, true});
    action("xu-ly", "finish").approver = "head";
    EXPECT_EQ(findings(), "");
    action("xu-ly", "finish").approver = "province";
    expect("role: action \"finish\" of step \"xu-ly\" is approved by \"province\"");
    action("xu-ly", "finish").approver = "haed";
    expect("names role \"haed\"");
}

TEST_F(Proof, FormsAreThoseOfTheRuleSets) {
    forms_ = {"receipt", "control_slip"};
    step("nop").forms = {"receipt"};
    EXPECT_EQ(findings(), "");
    step("nop").forms = {"reciept"};
    expect("form: step \"nop\" names form \"reciept\"; the rule sets have control_slip, receipt");
}

TEST_F(Proof, EachStatusOfAKindIsAllowed) {
    step("xu-ly").national_status = 2;
    step("cho").national_status = 6;
    step("da-rut").national_status = 8;
    EXPECT_EQ(findings(), "");
    step("da-rut").national_status = 10;
    expect("status: step \"da-rut\" shows national status 10; its kind allows 7, 8");
}

TEST_F(Proof, AMilestoneIsMetInTime) {
    second_step("ra-soat");
    Milestone milestone;
    milestone.id = "xong-tham-dinh";
    milestone.allowance = {2, LimitUnit::working_day};
    milestone.met_by = {"ra-soat"};
    sample_.milestones = {milestone};
    step("xu-ly").budget.working_minutes = WorkingMinutes{720};  // with the desk's 240 exactly two days
    EXPECT_EQ(findings(), "");
    step("xu-ly").budget.working_minutes = WorkingMinutes{721};
    expect("milestone: the budgets do not fit milestone \"xong-tham-dinh\" (2 working_day)");
    sample_.milestones.front().met_by = {"da-rut"};
    expect("milestone: milestone \"xong-tham-dinh\" can never be met");
}

TEST_F(Proof, BudgetsFitWhatTheProvinceCommittedTo) {
    step("xu-ly").budget.working_minutes = WorkingMinutes{720};
    sample_.limits.front().committed = Allowance{2, LimitUnit::working_day};
    EXPECT_EQ(findings(), "");
    step("xu-ly").budget.working_minutes = WorkingMinutes{721};
    expect("the budgets do not fit stage \"giai-quyet\" (2 working_day)");
}

TEST_F(Proof, TimeMayRunOnWithinAStageButNotBackIntoAnother) {
    auto& limit = sample_.limits;
    auto& second = second_step("tinh");
    Action back = second.actions.front();
    back.id = "lui";
    back.kind = ActionKind::send_back;
    back.requires_ = {Requirement::reason};
    back.to = "xu-ly";
    second.actions.push_back(back);
    EXPECT_EQ(findings(), "") << "sent back within its stage";
    limit.push_back(limit.front());
    limit.back().stage = "hai";
    limit.back().when = {};
    step("tinh").stage = "hai";
    expect("stage-order: action \"lui\"");
}

// The engine gives the province the whole of its last day (dossier/dates.hpp), wherever in a day it begins.
TEST_F(Proof, ABlockGivenDaysHasTheWholeOfItsLastDay) {
    auto& province = second_step("tinh");
    province.outside = true;
    province.budget = {WorkingMinutes{0}, 0, 2};
    step("xu-ly").budget.working_minutes = WorkingMinutes{240};
    EXPECT_EQ(findings(), "") << "a day for desk and officer, two for the province";
    step("xu-ly").budget.working_minutes = WorkingMinutes{241};
    expect("480 office minutes too long");
}

}  // namespace
}  // namespace motcua::procedures
