#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

const std::string dossiers = "/api/v1/dossiers";

TEST(Hostile, NobodyIsTakenAtHisWordOutsideADemonstration) {
    DemoOffice office("2026-07-13T08:10:00+07:00", {false, {}});
    const auto response = office.get("/api/v1/worklist", {.person = "dung"});

    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(code_of(response), "authentication_required");
    EXPECT_NE(response.body.find("/api/v1/session"), std::string::npos);
    EXPECT_EQ(office.post(dossiers, "{}").status, 401);
}

TEST(Hostile, APersonIsAnId) {
    DemoOffice office;
    for (const std::string person : {"", "system:setup", "system:deadline", "an b", "an\n", "ấn"})
        EXPECT_EQ(office.get("/api/v1/worklist", {.person = person}).status, 401) << person;
    EXPECT_EQ(office.get("/api/v1/worklist", {.person = std::string(65, 'a')}).status, 401);
}

TEST(Hostile, AnotherSitesNameAsksInVain) {
    DemoOffice office("2026-07-13T08:10:00+07:00", {true, {"127.0.0.1", "localhost", "[::1]"}});

    EXPECT_EQ(office.get("/livez", {.fields = {{"host", "evil.example:8080"}}}).status, 421);
    EXPECT_EQ(office.get("/livez", {.fields = {{"host", ""}}}).status, 421);
    EXPECT_EQ(office.get("/livez", {.fields = {{"host", "localhost:8080"}}}).status, 200);
    EXPECT_EQ(office.get("/livez", {.fields = {{"host", "[::1]:8080"}}}).status, 200);
}

TEST(Hostile, BrokenJsonIsSaidAndNothingHappens) {
    DemoOffice office;
    const auto before = office.journal.head();
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "[";
    for (const auto& body : {std::string(), std::string("{"), std::string("{\"a\":1}x"),
                             std::string("{\"a\":nan}"), std::string("{\"a\":\"\xff\"}"), "{\"a\":" + deep})
        EXPECT_EQ(code_of(office.post(dossiers, body)), "malformed_json") << body.substr(0, 20);
    EXPECT_EQ(code_of(office.post(dossiers, "[]")), "not_an_object");
    EXPECT_EQ(code_of(office.post(dossiers, "{}", {.fields = {{"content-type", "text/plain"}}})),
              "unsupported_media_type");
    EXPECT_EQ(office.journal.head(), before);
}

// What somebody types about an escape is text; only the character itself is refused.
TEST(Hostile, NulIsRefusedAndABackslashBeforeU0000IsText) {
    DemoOffice office;
    const auto at = dossiers + "/" + office.submit() + "/acts/note";
    for (const auto* body : {R"({"text":"a\u0000b"})", R"({"text":"a\\\u0000b"})", R"({"a\u0000":1})"})
        EXPECT_EQ(code_of(office.post(at, body)), "malformed_json") << body;
    EXPECT_EQ(office.post(at, R"({"text":"a\\u0000b"})").status, 200);
}

TEST(Hostile, AddressesLeadNowhereElse) {
    DemoOffice office;
    for (const auto* target : {"/api/v1/dossiers/../../etc/passwd", "/api/v1/dossiers/%2e%2e/x",
                               "/..%2f..%2fetc%2fpasswd", "//evil"})
        EXPECT_EQ(office.get(target).status, 400) << target;
    EXPECT_EQ(office.get("/etc/passwd").status, 404);
    EXPECT_EQ(office.get("/api/v1/dossiers/x'%20OR%201=1--").status, 404);
    EXPECT_EQ(office.get("/api/v1/worklist?unit=x'%20OR%201=1--").status, 200);
}

TEST(Hostile, AMethodThatIsNotThereIsSaidWithThoseThatAre) {
    DemoOffice office;
    const auto response = office.get(dossiers + "/x/transitions");

    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(field_of(response, "allow"), "POST");
    EXPECT_EQ(office.post("/livez", "{}").status, 405);
}

TEST(Hostile, OnlyActsBesideTheMachineStandUnderActs) {
    DemoOffice office;
    const auto id = office.submit();
    for (const auto* kind :
         {"submit", "act", "fire_deadline", "adopt_law", "grant_role", "confirm_clock", "fly"})
        EXPECT_EQ(code_of(office.post(dossiers + "/" + id + "/acts/" + kind, "{}")), "no_such_act") << kind;
}

TEST(Hostile, TheLookUpCodeStaysTheApplicants) {
    DemoOffice office;
    const auto id = office.receive();
    const auto timeline = office.get(dossiers + "/" + id + "/timeline");

    EXPECT_EQ(timeline.status, 200);
    EXPECT_EQ(timeline.body.find("lookup_code"), std::string::npos);
}

}  // namespace
}  // namespace motcua::tests
