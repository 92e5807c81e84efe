#include "procedures/definition/condition.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

Attribute capital() {
    Attribute attribute;
    attribute.id = "capital";
    attribute.kind = AttributeKind::number;
    attribute.breakpoints = {100, 500};
    return attribute;
}

TEST(Condition, EveryClauseMustHold) {
    const Condition condition{{{"group", {"I"}, INT64_MIN, INT64_MAX}, {"capital", {}, 100, 500}}};
    EXPECT_TRUE(condition.holds({{"group", "I"}, {"capital", "100"}}));
    EXPECT_FALSE(condition.holds({{"group", "I"}, {"capital", "500"}})) << "below is exclusive";
    EXPECT_FALSE(condition.holds({{"group", "II"}, {"capital", "100"}}));
    EXPECT_FALSE(condition.holds({{"group", "I"}})) << "what was not said does not hold";
}

TEST(Condition, WithoutClausesItAlwaysHolds) { EXPECT_TRUE(Condition{}.holds({})); }

TEST(Attribute, ANumberHasOneCaseForEachSideOfItsBounds) {
    EXPECT_EQ(capital().cases(), (std::vector<std::string>{"99", "100", "500"}));
    EXPECT_TRUE(capital().admits("250"));
    EXPECT_FALSE(capital().admits("nhiều"));
}

TEST(Attribute, CombinationsAreTheProductOfTheCases) {
    Attribute yes_no;
    yes_no.id = "urgent";
    yes_no.kind = AttributeKind::yes_no;
    EXPECT_EQ(combinations({capital(), yes_no}).size(), 6U);
    EXPECT_EQ(combinations({}), std::vector<Attributes>{{}});
}

}  // namespace
}  // namespace motcua::procedures
