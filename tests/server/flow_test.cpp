// The manager's figures beside the board: how dossiers walked through a procedure, and on whom they wait; and what is proven of one.
#include "tests/server/demo_office.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {
namespace {

using boost::json::object;

const object& entry(const boost::json::array& list, std::string_view key, std::string_view value) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) {
        return std::string_view(one.as_object().at(key).as_string()) == value;
    });
    if (found == list.end()) throw std::runtime_error("nothing has " + std::string(value));
    return found->as_object();
}

class Figures : public testing::Test {
protected:
    DemoOffice office;

    void take(const std::string& id, const std::string& person, const std::string& body) {
        const auto answer = office.post("/api/v1/dossiers/" + id + "/transitions", body, {.person = person});
        ASSERT_EQ(answer.status, 200) << answer.body;
    }
    object flow(const std::string& query = "") {
        const auto answer =
            office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung/flow" + query, {.person = "dung"});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json_of(answer);
    }
    object waiting(const std::string& person = "dung") {
        return json_of(office.get("/api/v1/board/waiting", {.person = person}));
    }
};

TEST_F(Figures, AMapCountsWhoEnteredAndHowLongTheyStayed) {
    const auto first = office.receive();
    office.receive();
    const std::string step(json_of(office.get("/api/v1/dossiers/" + first)).at("step").at("id").as_string());
    office.clock.pass(std::chrono::minutes{90});
    take(first, "phuc", R"({"action":"assign","assignee":"nam"})");
    const auto map = flow();

    EXPECT_EQ(map.at("dossiers"), 2);
    EXPECT_EQ(map.at("complete"), true);
    const auto& left = entry(map.at("steps").as_array(), "id", step);
    EXPECT_EQ(left.at("entered"), 2);
    EXPECT_EQ(left.at("here"), 1);
    EXPECT_EQ(left.at("median_minutes"), 90);
    EXPECT_EQ(left.at("p90_minutes"), 90);
    EXPECT_EQ(entry(map.at("actions").as_array(), "id", "assign").at("count"), 1);
    EXPECT_EQ(flow("?to=2026-07-12").at("dossiers"), 0);
}

TEST_F(Figures, AreForThoseWhoHaveARightToThem) {
    for (const auto* address :
         {"/api/v1/procedures/gia-han-giay-phep-xay-dung/flow", "/api/v1/board/waiting"}) {
        EXPECT_EQ(code_of(office.get(address, {.person = "an"})), "wrong_role");
        EXPECT_EQ(code_of(office.get(address, {.person = "khoa"})), "wrong_role");
        EXPECT_EQ(code_of(office.get(std::string(address) + "?colour=red", {.person = "dung"})),
                  "bad_parameter");
    }
    EXPECT_EQ(code_of(office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung/flow?from=yesterday",
                                 {.person = "dung"})),
              "bad_parameter");
}

// Nobody has taken it; then somebody has, and lets it run out.
TEST_F(Figures, WaitingNamesThePoolThenThePerson) {
    const auto id = office.receive();
    const auto pool = waiting().at("items").as_array();
    ASSERT_EQ(pool.size(), 1U);
    EXPECT_EQ(pool.at(0).at("on"), "unit");
    take(id, "phuc", R"({"action":"assign","assignee":"nam"})");
    office.clock.pass(std::chrono::hours{24 * 30});
    const auto held = waiting().at("items").as_array();
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held.at(0).at("on"), "person");
    EXPECT_EQ(held.at(0).at("id"), "nam");
    EXPECT_EQ(held.at(0).at("overdue"), 1);
    EXPECT_EQ(held.at(0).at("dossiers").at(0).at("id"), boost::json::string(id));
    EXPECT_TRUE(waiting("minh").at("items").as_array().empty()) << "another division's";
}

// Everything that is in force was proven before it was adopted, so nothing is found now either.
TEST_F(Figures, AVersionInForceIsProvenAnew) {
    const auto proofs =
        json_of(office.get("/api/v1/law/versions/gia-han-giay-phep-xay-dung/proofs", {.person = "khoa"}));
    EXPECT_EQ(proofs.at("proven"), true) << proofs;
    EXPECT_GE(proofs.at("cases").to_number<int>(), 1);
    EXPECT_FALSE(proofs.at("doubts").as_array().empty()) << "it has no approval";
    EXPECT_EQ(json_of(office.get("/api/v1/law/versions/" +
                                 std::string(proofs.at("hash").as_string()).substr(0, 12) + "/proofs"))
                  .at("id"),
              proofs.at("id"));
    EXPECT_EQ(code_of(office.get("/api/v1/law/versions/none/proofs")), "no_such_version");
}

}  // namespace
}  // namespace motcua::tests
