#include "procedures/definition/extent.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

Limit limit(std::string stage, int count, LimitUnit unit) {
    Limit one;
    one.stage = std::move(stage);
    one.statutory = {count, unit};
    return one;
}

TEST(Extent, StagesOfOneUnitAreAddedAndCasesWithTheSameTimeAreOne) {
    Procedure procedure;
    procedure.attributes.push_back(
        {"group", AttributeKind::choice, {}, {{"a", {}}, {"b", {}}, {"c", {}}}, {}, {}});
    procedure.limits = {limit("one", 5, LimitUnit::working_day), limit("two", 7, LimitUnit::working_day),
                        limit("two", 12, LimitUnit::calendar_day)};
    procedure.limits[1].when.clauses = {{"group", {"a", "b"}, INT64_MIN, INT64_MAX}};
    procedure.limits[2].when.clauses = {{"group", {"c"}, INT64_MIN, INT64_MAX}};
    procedure.limits[1].committed = Allowance{4, LimitUnit::working_day};

    const auto extent = extent_of(procedure);
    ASSERT_EQ(extent.times.size(), 2U);
    EXPECT_EQ(extent.times[0].statutory, (std::vector<Allowance>{{12, LimitUnit::working_day}}));
    EXPECT_EQ(extent.times[0].committed, (std::vector<Allowance>{{9, LimitUnit::working_day}}));
    EXPECT_EQ(extent.times[1].statutory,
              (std::vector<Allowance>{{5, LimitUnit::working_day}, {12, LimitUnit::calendar_day}}));
}

TEST(Extent, WaitingAndClosedStepsAndOwnPapersDoNotCount) {
    Procedure procedure;
    for (const auto kind :
         {StepKind::submitted, StepKind::working, StepKind::held, StepKind::finished, StepKind::closed}) {
        procedure.steps.emplace_back();
        procedure.steps.back().kind = kind;
    }
    procedure.documents.resize(4);
    procedure.documents[1].required = false;
    procedure.documents[2].when.clauses = {{"group", {"a"}, INT64_MIN, INT64_MAX}};
    procedure.documents[3].output = true;

    const auto extent = extent_of(procedure);
    EXPECT_EQ(extent.steps, 3);
    EXPECT_EQ(extent.papers, 3);
    EXPECT_EQ(extent.required_papers, 1);
}

TEST(Extent, OnlyOneTimeInOneUnitGivesAPercentage) {
    const auto of = [](int count, LimitUnit unit) {
        Procedure procedure;
        procedure.limits = {limit("one", count, unit)};
        return extent_of(procedure);
    };
    EXPECT_EQ(change_in_percent(of(20, LimitUnit::working_day), of(15, LimitUnit::working_day)), -25);
    EXPECT_EQ(change_in_percent(of(20, LimitUnit::calendar_day), of(15, LimitUnit::working_day)),
              std::nullopt);
    auto two = of(20, LimitUnit::working_day);
    two.times.push_back(two.times.front());
    EXPECT_EQ(change_in_percent(two, of(15, LimitUnit::working_day)), std::nullopt);
}

}  // namespace
}  // namespace motcua::procedures
