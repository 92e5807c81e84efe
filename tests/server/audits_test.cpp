#include "tests/server/demo_office.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

constexpr auto audits = "/api/v1/audits";
constexpr auto of_building =
    R"({"unit":"phong-quy-hoach-xay-dung","auditor":"yen","from":"2026-08-03","to":"2026-08-07"})";

/// A building permit extended by officer "nam", in July.
std::string settle(DemoOffice& office) {
    auto id = office.receive();
    office.settle(id);
    return id;
}

std::string said_of(const boost::json::object& trace, std::string_view tick, const char* what) {
    for (const auto& one : trace.at("ticks").as_array())
        if (one.at("tick").as_string() == tick)
            return one.at(what).is_null() ? "" : one.at(what).as_string().c_str();
    return "no such tick";
}

TEST(Audits, AreNotOfOnesOwnUnit) {
    DemoOffice office;
    const auto own =
        office.post(audits, R"({"unit":"van-phong","auditor":"yen","from":"2026-08-03","to":"2026-08-07"})",
                    {.person = "xuan"});
    EXPECT_EQ(own.status, 403);
    EXPECT_EQ(code_of(own), "auditor_of_own_unit");
    EXPECT_NE(own.body.find("Đinh Hải Yến làm việc ở Văn phòng"), std::string::npos) << own.body;
    EXPECT_EQ(code_of(office.post(audits, of_building, {.person = "yen"})), "wrong_role");
    EXPECT_EQ(office.post(audits, of_building, {.person = "xuan"}).status, 201);
    EXPECT_EQ(office
                  .post(audits, R"({"unit":"mot-cua","auditor":"nam","from":"2026-08-03","to":"2026-08-07"})",
                        {.person = "xuan"})
                  .status,
              422);
    EXPECT_EQ(json_of(office.get(std::string(audits) + "?year=2026", {.person = "yen"}))
                  .at("items")
                  .as_array()
                  .size(),
              1U);
    EXPECT_TRUE(json_of(office.get(std::string(audits) + "?year=2025", {.person = "yen"}))
                    .at("items")
                    .as_array()
                    .empty());
}

// From the programme to the conclusion: the sample, the trace that answers itself, a finding, the coverage page.
TEST(Audits, GoFromTheSampleToTheConclusion) {
    DemoOffice office;
    const auto id = settle(office);
    const Ask yen{.person = "yen"};
    office.post(audits, of_building, {.person = "xuan"});
    const auto one = std::string(audits) + "/1";
    EXPECT_EQ(code_of(office.post(one + "/conclusion", R"({"conclusion":"Phù hợp"})", yen)),
              "audit_incomplete");
    EXPECT_EQ(office.post(one + "/sample", R"({"period":"2025-07"})", yen).status, 422);
    const auto drawn = office.post(one + "/sample", R"({"period":"2026-07"})", yen);
    ASSERT_EQ(drawn.status, 200) << drawn.body;
    EXPECT_EQ(json_of(drawn).at("sampled"), 1);
    EXPECT_EQ(std::string_view(json_of(drawn).at("sample").at(0).at("dossier").as_string()), id);
    EXPECT_EQ(code_of(office.post(one + "/sample", R"({"period":"2026-07"})", yen)), "audit_sampled");

    const auto of_dossier = one + "/dossiers/" + id;
    const auto trace = json_of(office.get(of_dossier, yen));
    EXPECT_EQ(said_of(trace, "components", "answer"), "yes");
    EXPECT_EQ(said_of(trace, "control_slip", "answer"), "yes");
    EXPECT_EQ(said_of(trace, "result", "answer"), "yes");
    EXPECT_EQ(said_of(trace, "supplement", "answer"), "not_applicable");
    EXPECT_EQ(said_of(trace, "receipt", "answer"), "ask");  // none was printed here
    EXPECT_EQ(said_of(trace, "archived", "answer"), "ask");
    EXPECT_EQ(said_of(trace, "versions", "answer"), "yes");
    EXPECT_EQ(code_of(office.get(one + "/dossiers/none", yen)), "not_in_sample");

    EXPECT_EQ(office.post(of_dossier + "/answers", R"({"answers":{"weather":"no"}})", yen).status, 422);
    const auto checked =
        office.post(of_dossier + "/answers",
                    R"({"answers":{"archived":"no","receipt":"yes"},"note":"Chưa nộp lưu"})", yen);
    ASSERT_EQ(checked.status, 200) << checked.body;
    EXPECT_EQ(json_of(checked).at("sample").at(0).at("refuted"), 1);
    const auto again = json_of(office.get(of_dossier, yen));
    EXPECT_EQ(said_of(again, "archived", "said"), "no");
    EXPECT_EQ(again.at("note"), "Chưa nộp lưu");

    const auto found = office.post(
        one + "/findings",
        fmt::format(R"({{"description":"Hồ sơ chưa lưu trữ","tick":"archived","dossier":"{}"}})", id), yen);
    ASSERT_EQ(found.status, 200) << found.body;
    EXPECT_EQ(json_of(found).at("findings"), 1);
    const auto finding = json_of(office.get("/api/v1/nonconformities/1", yen));
    EXPECT_EQ(finding.at("source"), "audit_finding");
    EXPECT_EQ(std::string_view(finding.at("dossier").as_string()), id);

    const auto concluded = office.post(one + "/conclusion", R"({"conclusion":"Một phát hiện"})", yen);
    ASSERT_EQ(concluded.status, 200) << concluded.body;
    EXPECT_EQ(code_of(office.post(one + "/findings", R"({"description":"nữa"})", yen)), "audit_is_concluded");
    const auto coverage = json_of(office.get("/api/v1/iso-coverage", yen));
    int audited = 0;
    for (const auto& row : coverage.at("rows").as_array())
        audited += row.at("cells").at("last_audit").is_null() ? 0 : 1;
    EXPECT_EQ(audited, 1);
}

}  // namespace
}  // namespace motcua::tests
