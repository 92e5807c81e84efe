// People, roles and substitutes over HTTP: whose they are to change, and what stands against it.
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using server::Response;

constexpr auto first = "chín con voi trắng";
constexpr auto tam = R"({"person":"tam","name":"Vũ Minh Tâm","password":"chín con voi trắng",
    "roles":[{"role":"officer","unit":"phong-quy-hoach-xay-dung"}]})";

std::string account_of(DemoOffice& office, const std::string& person) {
    const auto answer = json_of(office.get("/api/v1/people/" + person, {.person = "khoa"}));
    return std::string(answer.at("account").as_string());
}

Response log_in(DemoOffice& office, const std::string& person, const std::string& password) {
    const boost::json::object body{{"person", person}, {"password", password}};
    return office.post("/api/v1/session", boost::json::serialize(body), {.person = ""});
}

/// A dossier that officer nam has before him; its code.
std::string on_nams_table(DemoOffice& office) {
    const auto id = office.receive();
    const auto assigned = office.post("/api/v1/dossiers/" + id + "/transitions",
                                      R"({"action":"assign","assignee":"nam"})", {.person = "phuc"});
    EXPECT_EQ(assigned.status, 200) << assigned.body;
    return std::string(json_of(office.get("/api/v1/dossiers/" + id)).at("code").as_string());
}

constexpr auto move_nam = R"({"end":[{"role":"officer","unit":"phong-quy-hoach-xay-dung"}],
    "grant":[{"role":"officer","unit":"phong-dau-tu"}]})";

TEST(People, ComeWithAFirstPasswordThatIsNeverJournaled) {
    DemoOffice office;
    const auto added = office.post("/api/v1/people", tam, {.person = "khoa", .key = "one"});
    ASSERT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(json_of(added).at("account"), "first_password");
    const auto in = log_in(office, "tam", first);
    ASSERT_EQ(in.status, 201) << in.body;
    EXPECT_TRUE(json_of(in).at("must_change_password").as_bool());

    const auto again = office.post("/api/v1/people", tam, {.person = "khoa", .key = "one"});
    EXPECT_EQ(field_of(again, "Idempotency-Replayed"), "true");
    EXPECT_EQ(code_of(office.post("/api/v1/people", tam, {.person = "khoa"})), "person_exists");
    office.journal.reader()->read(1, 100'000, [](const storage::Record& record) {
        EXPECT_EQ((record.leaf + record.personal).find("con voi"), std::string::npos);
    });
}

TEST(People, ARepeatDoesNotTakeAPasswordBack) {
    DemoOffice office;
    ASSERT_EQ(office.post("/api/v1/people", tam, {.person = "khoa", .key = "one"}).status, 201);
    office.api.identity().set_password("tam", "mười hai con giáp", false, {}, office.clock.now());
    ASSERT_EQ(office.post("/api/v1/people", tam, {.person = "khoa", .key = "one"}).status, 201);
    EXPECT_EQ(account_of(office, "tam"), "active");
    EXPECT_EQ(log_in(office, "tam", "mười hai con giáp").status, 201);
}

TEST(People, AWeakFirstPasswordAddsNobody) {
    DemoOffice office;
    const auto weak = office.post(
        "/api/v1/people", R"({"person":"tam","name":"Tâm","password":"1234567890"})", {.person = "khoa"});
    EXPECT_EQ(code_of(weak), "weak_password");
    EXPECT_EQ(office.get("/api/v1/people/tam", {.person = "khoa"}).status, 404);
}

TEST(People, AreTheAdministratorsToChangeAndEverybodysToSee) {
    DemoOffice office;
    EXPECT_EQ(code_of(office.post("/api/v1/people", tam, {.person = "viet"})), "wrong_role");
    EXPECT_EQ(code_of(office.post("/api/v1/people/nam/roles", move_nam, {.person = "phuc"})), "wrong_role");
    EXPECT_EQ(
        code_of(office.post("/api/v1/people/khoa/roles",
                            R"({"grant":[{"role":"leader","unit":"lanh-dao-ban"}]})", {.person = "khoa"})),
        "not_for_oneself");
    const auto seen = json_of(office.get("/api/v1/people/nam", {.person = "an"}));
    EXPECT_EQ(seen.at("name"), "Đặng Hoài Nam");
    EXPECT_TRUE(seen.at("account").is_null()) << "accounts are the administrator's";
    const auto clerks = json_of(office.get("/api/v1/people?unit=mot-cua&role=clerk", {.person = "an"}));
    EXPECT_EQ(clerks.at("items").as_array().size(), 3u);
    EXPECT_EQ(code_of(office.get("/api/v1/people/nobody", {.person = "an"})), "no_such_person");
}

// Issue: a move is refused until each dossier has a new holder, and says which.
TEST(People, NobodyMovesWithOpenWorkInHisHands) {
    DemoOffice office;
    const auto code = on_nams_table(office);
    const auto refused = office.post("/api/v1/people/nam/roles", move_nam, {.person = "khoa"});
    ASSERT_EQ(code_of(refused), "has_open_work") << refused.body;
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json_of(refused).at("arguments").at("dossiers").as_string(), code);
    EXPECT_EQ(code_of(office.post("/api/v1/people/nam/departure", "{}", {.person = "khoa"})),
              "has_open_work");

    const auto handed_on = office.post("/api/v1/dossiers/" + code + "/acts/reassign",
                                       R"({"assignee":"oanh","reason":"Điều chuyển"})", {.person = "phuc"});
    ASSERT_EQ(handed_on.status, 200) << handed_on.body;
    const auto moved = office.post("/api/v1/people/nam/roles", move_nam, {.person = "khoa"});
    ASSERT_EQ(moved.status, 200) << moved.body;
    const auto office_now = office.engine.published().office();
    EXPECT_TRUE(office_now->staff.holds("nam", "officer", "phong-dau-tu",
                                        procedures::local_date(office.clock.now())));
}

TEST(People, WhoLeavesHasNoRoleAndNoLogin) {
    DemoOffice office;
    office.api.identity().set_password("nam", first, false, {}, office.clock.now());
    ASSERT_EQ(log_in(office, "nam", first).status, 201);
    const auto gone = office.post("/api/v1/people/nam/departure", "{}", {.person = "khoa"});
    ASSERT_EQ(gone.status, 200) << gone.body;
    EXPECT_EQ(json_of(gone).at("account"), "disabled");
    EXPECT_EQ(code_of(log_in(office, "nam", first)), "login_failed");
    EXPECT_EQ(json_of(gone).at("roles").as_array().front().as_object().at("to"), "2026-07-12");

    const auto back =
        office.post("/api/v1/people/nam/password", R"({"password":"mười hai con giáp"})", {.person = "khoa"});
    EXPECT_EQ(json_of(back).at("account"), "first_password") << back.body;
    EXPECT_EQ(code_of(office.post("/api/v1/people/khoa/password", R"({"password":"mười hai con giáp"})",
                                  {.person = "khoa"})),
              "not_for_oneself");
}

TEST(Substitutions, AHeadSetsOneForHisUnitAndEndsItEarly) {
    DemoOffice office;
    const auto body = R"({"person":"nam","substitute":"oanh","from":"2026-07-13","to":"2026-07-15"})";
    EXPECT_EQ(code_of(office.post("/api/v1/substitutions", body, {.person = "thao"})), "wrong_role");
    EXPECT_EQ(code_of(office.post("/api/v1/substitutions", body, {.person = "nam"})), "wrong_role");
    const auto set = office.post("/api/v1/substitutions", body, {.person = "phuc"});
    ASSERT_EQ(set.status, 201) << set.body;
    EXPECT_TRUE(json_of(set).at("in_force").as_bool());
    const auto number = boost::json::serialize(json_of(set).at("substitution"));
    const auto listed = json_of(office.get("/api/v1/substitutions?person=oanh", {.person = "nam"}));
    ASSERT_EQ(listed.at("items").as_array().size(), 1u);
    const auto person = json_of(office.get("/api/v1/people/nam", {.person = "an"}));
    EXPECT_EQ(person.at("substitutes").as_array().size(), 1u);

    const auto ended = office.post("/api/v1/substitutions/" + number + "/end", "{}", {.person = "phuc"});
    ASSERT_EQ(ended.status, 200) << ended.body;
    EXPECT_FALSE(json_of(ended).at("in_force").as_bool());
    const auto left = json_of(office.get("/api/v1/substitutions", {.person = "nam"}));
    EXPECT_TRUE(left.at("items").as_array().empty());
    EXPECT_EQ(code_of(office.post("/api/v1/substitutions/99/end", "{}", {.person = "phuc"})),
              "no_such_entry");
}

TEST(Absences, OfTheLastClerkWantASubstitute) {
    DemoOffice office;
    const auto away = [&](const std::string& person, const std::string& more = "") {
        return office.post("/api/v1/people/" + person + "/absences",
                           R"({"from":"2026-07-13","to":"2026-07-14")" + more + "}", {.person = "dung"});
    };
    EXPECT_EQ(away("an").status, 200);
    EXPECT_EQ(away("binh").status, 200);
    EXPECT_EQ(code_of(away("chi")), "counter_unattended");
    const auto sent = away("chi", R"(,"substitute":"dung")");
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_TRUE(json_of(sent).at("absent").as_bool());
    EXPECT_EQ(json_of(sent).at("substitutes").as_array().size(), 1u);
    const auto back = office.post("/api/v1/people/an/absences/2026-07-13/end", "{}", {.person = "dung"});
    EXPECT_FALSE(json_of(back).at("absent").as_bool()) << back.body;
}

TEST(Units, AndRolesAreThoseOfTheOffice) {
    DemoOffice office;
    const auto units = json_of(office.get("/api/v1/units")).at("items").as_array();
    EXPECT_EQ(units.front().as_object().at("unit"), "lanh-dao-ban");
    const auto roles = json_of(office.get("/api/v1/roles", {.language = "en"})).at("items").as_array();
    EXPECT_EQ(roles.front().as_object().at("name"), "Desk clerk");
}

}  // namespace
}  // namespace motcua::tests
