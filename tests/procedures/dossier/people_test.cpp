// Who may change roles, send somebody home and appoint a substitute, and what stands against it.
#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

using boost::json::array;
using boost::json::object;
using p::CommandKind;

/// A Wednesday.
constexpr auto morning = "2026-07-15T07:40";

/// The refusal's code, "done" when there was none; what was decided has happened.
std::string tell(Desk& desk, const std::string& who, CommandKind kind, object args,
                 const std::string& at = morning) {
    p::Command command;
    command.kind = kind;
    command.actor = {who, {}, "http"};
    command.args = std::move(args);
    const auto outcome = desk.tell(std::move(command), at);
    return outcome ? "done" : std::string(p::to_string(outcome.error().code));
}

std::string send_home(Desk& desk, const std::string& who, const std::string& person) {
    return tell(desk, who, CommandKind::set_absence,
                {{"person", person}, {"from", "2026-07-15"}, {"to", "2026-07-17"}});
}

std::string substitute(Desk& desk, const std::string& who, const std::string& person, const std::string& by) {
    return tell(desk, who, CommandKind::set_substitution,
                {{"person", person}, {"substitute", by}, {"from", "2026-07-15"}, {"to", "2026-07-17"}});
}

p::LocalDate day(const std::string& text) { return p::parse_date(text).value(); }

}  // namespace

TEST(People, ANewPersonComesWithRolesOrNotAtAll) {
    Desk desk;
    const object officer{{"role", "officer"}, {"unit", "phong-dau-tu"}};
    EXPECT_EQ(
        tell(desk, "khoa", CommandKind::add_person,
             {{"person", "tam"}, {"name", "Vũ Minh Tâm"}, {"roles", array{officer, object{{"role", "x"}}}}}),
        "invalid_argument");
    EXPECT_EQ(desk.office().staff.find("tam"), nullptr);
    EXPECT_EQ(tell(desk, "khoa", CommandKind::add_person,
                   {{"person", "tam"}, {"name", "Vũ Minh Tâm"}, {"roles", array{officer}}}),
              "done");
    EXPECT_TRUE(desk.office().staff.holds("tam", "officer", "phong-dau-tu", day("2026-07-15")));
    EXPECT_EQ(tell(desk, "khoa", CommandKind::add_person, {{"person", "tam"}, {"name", "Ai khác"}}),
              "person_exists");
}

TEST(People, AMoveIsOneActAndBeginsAtOnce) {
    Desk desk;
    EXPECT_EQ(tell(desk, "khoa", CommandKind::change_roles,
                   {{"person", "son"},
                    {"end", array{object{{"role", "officer"}, {"unit", "phong-dau-tu"}}}},
                    {"grant", array{object{{"role", "officer"}, {"unit", "phong-moi-truong"}}}}}),
              "done");
    const auto& staff = desk.office().staff;
    EXPECT_FALSE(staff.holds("son", "officer", "phong-dau-tu", day("2026-07-15")));
    EXPECT_TRUE(staff.holds("son", "officer", "phong-dau-tu", day("2026-07-14")));
    EXPECT_TRUE(staff.holds("son", "officer", "phong-moi-truong", day("2026-07-15")));
}

// An administrator who could make himself a clerk would read dossiers.
TEST(People, NobodyChangesHisOwnRolesAndAnAdministratorHoldsNoOther) {
    Desk desk;
    EXPECT_EQ(tell(desk, "khoa", CommandKind::grant_role,
                   {{"person", "khoa"}, {"role", "leader"}, {"unit", "lanh-dao-ban"}}),
              "not_for_oneself");
    EXPECT_EQ(tell(desk, "khoa", CommandKind::grant_role,
                   {{"person", "an"}, {"role", "admin"}, {"unit", "van-phong"}}),
              "role_conflict");
    EXPECT_EQ(tell(desk, "khoa", CommandKind::grant_role,
                   {{"person", "yen"}, {"role", "officer"}, {"unit", "phong-dau-tu"}}),
              "role_conflict");
    EXPECT_EQ(substitute(desk, "khoa", "an", "khoa"), "substitute_unfit");
    EXPECT_EQ(tell(desk, "viet", CommandKind::grant_role,
                   {{"person", "an"}, {"role", "officer"}, {"unit", "phong-dau-tu"}}),
              "wrong_role");
}

// NĐ 118/2025 art. 12(8): the substitute is there the same morning, without waiting for the administrator.
TEST(People, AHeadArrangesForHisOwnUnitOnly) {
    Desk desk;
    EXPECT_EQ(substitute(desk, "phuc", "nam", "oanh"), "done");
    EXPECT_EQ(substitute(desk, "phuc", "quang", "son"), "wrong_role");
    EXPECT_EQ(substitute(desk, "dung", "an", "binh"), "done");
    EXPECT_EQ(send_home(desk, "dung", "chi"), "done");
    EXPECT_EQ(send_home(desk, "nam", "oanh"), "wrong_role");
    EXPECT_EQ(substitute(desk, "viet", "quang", "son"), "done");
    EXPECT_TRUE(desk.office().staff.may_stand_in("oanh", "nam", day("2026-07-15")));
}

TEST(People, ASubstituteIsThereAndIsNotTheSamePerson) {
    Desk desk;
    ASSERT_EQ(send_home(desk, "phuc", "oanh"), "done");
    EXPECT_EQ(substitute(desk, "phuc", "nam", "oanh"), "person_absent");
    EXPECT_EQ(substitute(desk, "phuc", "nam", "nam"), "invalid_argument");
    EXPECT_EQ(tell(desk, "phuc", CommandKind::set_substitution,
                   {{"person", "nam"}, {"substitute", "phuc"}, {"from", "2026-07-14"}, {"to", "2026-07-17"}}),
              "invalid_argument")
        << "nobody is given a right afterwards";
}

TEST(People, TheLastClerkLeavesTheCounterOnlyWithASubstitute) {
    Desk desk;
    ASSERT_EQ(send_home(desk, "dung", "an"), "done");
    ASSERT_EQ(send_home(desk, "dung", "binh"), "done");
    EXPECT_EQ(send_home(desk, "dung", "chi"), "counter_unattended");
    EXPECT_EQ(tell(desk, "dung", CommandKind::set_absence,
                   {{"person", "chi"}, {"from", "2026-07-18"}, {"to", "2026-07-19"}}),
              "done")
        << "a weekend";
    EXPECT_EQ(tell(desk, "dung", CommandKind::set_absence,
                   {{"person", "chi"}, {"from", "2026-07-15"}, {"to", "2026-07-17"}, {"substitute", "dung"}}),
              "done");
    EXPECT_EQ(tell(desk, "dung", CommandKind::end_substitution,
                   {{"person", "chi"}, {"substitute", "dung"}, {"from", "2026-07-15"}}),
              "counter_unattended");
    EXPECT_EQ(tell(desk, "dung", CommandKind::end_absence, {{"person", "an"}, {"from", "2026-07-15"}}),
              "done");
    EXPECT_FALSE(desk.office().staff.is_absent("an", day("2026-07-15")));
    EXPECT_EQ(tell(desk, "dung", CommandKind::end_substitution,
                   {{"person", "chi"}, {"substitute", "dung"}, {"from", "2026-07-15"}}),
              "done");
    EXPECT_FALSE(desk.office().staff.may_stand_in("dung", "chi", day("2026-07-15")));
}

TEST(People, TheLastClerkKeepsTheRole) {
    Desk desk;
    const auto end = [&](const std::string& person) {
        return tell(desk, "khoa", CommandKind::end_role,
                    {{"person", person}, {"role", "clerk"}, {"unit", "mot-cua"}});
    };
    EXPECT_EQ(end("an"), "done");
    EXPECT_EQ(end("an"), "invalid_argument") << "it is ended already";
    EXPECT_EQ(end("binh"), "done");
    EXPECT_EQ(end("chi"), "counter_unattended");
}

TEST(People, WhatIsEndedLastsAsLongAsItDid) {
    Desk desk;
    ASSERT_EQ(send_home(desk, "phuc", "oanh"), "done");
    EXPECT_EQ(tell(desk, "phuc", CommandKind::end_absence,
                   {{"person", "oanh"}, {"from", "2026-07-15"}, {"to", "2026-07-20"}}),
              "invalid_argument")
        << "an end does not prolong";
    EXPECT_EQ(tell(desk, "phuc", CommandKind::end_absence, {{"person", "oanh"}, {"from", "2026-07-15"}},
                   "2026-07-16T07:40"),
              "done");
    EXPECT_TRUE(desk.office().staff.is_absent("oanh", day("2026-07-15")));
    EXPECT_FALSE(desk.office().staff.is_absent("oanh", day("2026-07-16")));
}

}  // namespace motcua::tests
