#include "tests/server/demo_office.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

constexpr auto july = "/api/v1/reports/settlement?period=2026-07";

TEST(ReportsOverHttp, CountAndOpenToTheDossiers) {
    DemoOffice office;
    for (int i = 0; i < 3; ++i) office.receive();
    const auto report = json_of(office.get(july, {.person = "dung"}));

    EXPECT_EQ(report.at("form"), "II.06a/VPCP/KSTT");
    EXPECT_EQ(report.at("total").at("cells").at("3"), 3);
    for (const auto& check : report.at("checks").as_array()) EXPECT_EQ(check.at("holds"), true) << check;
    const auto list = json_of(office.get(
        "/api/v1/reports/settlement/dossiers?period=2026-07&column=3&limit=2", {.person = "dung"}));
    EXPECT_EQ(list.at("count"), 3);
    EXPECT_EQ(list.at("items").as_array().size(), 2U);
    EXPECT_EQ(list.at("next_cursor"), "2");
    const auto rest = json_of(office.get(
        "/api/v1/reports/settlement/dossiers?period=2026-07&column=3&limit=2&cursor=2", {.person = "dung"}));
    EXPECT_EQ(rest.at("items").as_array().size(), 1U);
    EXPECT_TRUE(rest.at("next_cursor").is_null());
    // Since August the other circular's form.
    EXPECT_EQ(json_of(office.get("/api/v1/reports/settlement?period=2026-08", {.person = "dung"})).at("form"),
              "07a/BTP/KSTT");
}

TEST(ReportsOverHttp, AreForThoseWhoHaveARightToFigures) {
    DemoOffice office;
    EXPECT_EQ(code_of(office.get(july, {.person = "an"})), "wrong_role");
    EXPECT_EQ(code_of(office.get(july, {.person = "khoa"})), "wrong_role");
    EXPECT_EQ(office.get(july, {.person = "yen"}).status, 200);
    // An auditor reads and changes nothing.
    EXPECT_EQ(
        code_of(office.post("/api/v1/reports/settlement", R"({"period":"2026-07"})", {.person = "yen"})),
        "wrong_role");
}

TEST(ReportsOverHttp, SayWhichParameterIsWrong) {
    DemoOffice office;
    const Ask dung{.person = "dung"};
    EXPECT_EQ(code_of(office.get("/api/v1/reports/weather?period=2026-07", dung)), "no_such_resource");
    for (const auto* query :
         {"", "?period=July", "?from=2026-07-02&to=2026-07-01", "?period=2026-07&by=colour",
          "?period=2026-07&format=pdf", "?period=2026-07&closing=noon", "?period=2026-07&x=1"})
        EXPECT_EQ(code_of(office.get(std::string("/api/v1/reports/settlement") + query, dung)),
                  "bad_parameter")
            << query;
    EXPECT_EQ(code_of(office.get("/api/v1/reports/settlement/dossiers?period=2026-07", dung)),
              "bad_parameter");
}

// Who takes figures out as a file leaves a trace before he has it.
TEST(ReportsOverHttp, AFileIsAnExport) {
    DemoOffice office;
    office.receive();
    const auto csv = office.get(std::string(july) + "&format=csv", {.person = "dung"});
    EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
    EXPECT_TRUE(csv.body.starts_with("\xEF\xBB\xBF")) << csv.body;
    const auto xlsx = office.get(std::string(july) + "&format=xlsx", {.person = "dung"});
    EXPECT_TRUE(xlsx.body.starts_with("PK"));
    const auto told = json_of(office.get("/api/v1/journal?action=exported", {.person = "yen"}));
    ASSERT_EQ(told.at("items").as_array().size(), 2U);
    EXPECT_EQ(told.at("items").at(0).at("data").at("what"), "report:settlement");
}

// What was issued stays as it was, whatever happens later.
TEST(ReportsOverHttp, AnIssuedReportIsFrozen) {
    DemoOffice office;
    office.receive();
    const auto body = R"({"period":"2026-07","by":"procedure","format":"json"})";
    const Ask dung{.person = "dung", .key = "issue-1"};
    ASSERT_EQ(office.post("/api/v1/reports/settlement", body, dung).status, 200);
    const auto issued = office.get("/api/v1/reports/issued/1", {.person = "dung"});
    ASSERT_EQ(issued.status, 200) << issued.body;
    EXPECT_EQ(json_of(issued).at("total").at("cells").at("3"), 1);

    office.clock.pass(std::chrono::minutes{5});
    office.receive();
    EXPECT_EQ(json_of(office.get(july, {.person = "dung"})).at("total").at("cells").at("3"), 2);
    EXPECT_EQ(office.get("/api/v1/reports/issued/1", {.person = "yen"}).body, issued.body);
    // The same key asks for the same report, not for a second one.
    EXPECT_EQ(office.post("/api/v1/reports/settlement", body, dung).status, 200);
    const auto list = json_of(office.get("/api/v1/reports/issued", {.person = "yen"}));
    ASSERT_EQ(list.at("items").as_array().size(), 1U);
    EXPECT_EQ(list.at("items").at(0).at("issued_by"), "dung");
    EXPECT_EQ(code_of(office.get("/api/v1/reports/issued/7", {.person = "yen"})), "no_such_resource");
}

}  // namespace
}  // namespace motcua::tests
