#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

/// Whether the named check of /readyz?verbose is well.
bool is_well(const server::Response& response, std::string_view name) {
    const auto body = json_of(response);
    for (const auto& check : body.at("checks").as_array())
        if (std::string_view(check.at("name").as_string()) == name) return check.at("ok").as_bool();
    throw std::runtime_error("no such check");
}

TEST(Health, AllChecksAreNamed) {
    DemoOffice office;
    const auto response = office.get("/readyz?verbose", {.person = ""});

    EXPECT_EQ(response.status, 200);
    for (const auto* name : {"journal", "clock", "disk", "schema"})
        EXPECT_TRUE(is_well(response, name)) << name;
    EXPECT_EQ(office.get("/readyz", {.person = ""}).body, "{\"ready\":true}\n");
}

TEST(Health, AFullDiskIsNotReady) {
    TempFolder folder;
    server::ApiOptions options;
    options.data = folder.path().string();
    options.least_free_bytes = ~std::uintmax_t{0};
    DemoOffice office("2026-07-13T08:10:00+07:00", options);
    const auto response = office.get("/readyz?verbose", {.person = ""});

    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(code_of(response), "not_ready");
    EXPECT_FALSE(is_well(response, "disk"));
    EXPECT_TRUE(is_well(response, "journal"));
}

TEST(Metrics, CountRequestsCommitsAndDossiersWithoutNamingAny) {
    DemoOffice office;
    const auto id = office.receive();
    office.get("/api/v1/dossiers/" + id);
    office.get("/api/v1/dossiers/" + id, {.person = ""});
    office.get("/etc/passwd");
    office.ask("BREW", "/livez", {}, {});
    office.clock.pass(std::chrono::hours{24 * 60});
    const auto response = office.get("/metrics", {.person = ""});
    const auto& text = response.body;
    const auto has = [&](std::string_view line) { return text.find(line) != std::string::npos; };

    EXPECT_TRUE(response.content_type.starts_with("application/openmetrics-text"));
    EXPECT_TRUE(text.ends_with("# EOF\n"));
    EXPECT_TRUE(
        has("motcua_http_requests_total{route=\"/api/v1/dossiers/{dossier}\",method=\"GET\",status=\"200\"} "
            "1\n"));
    EXPECT_TRUE(
        has("motcua_http_requests_total{route=\"/api/v1/dossiers/{dossier}\",method=\"GET\",status=\"401\"} "
            "1\n"));
    EXPECT_TRUE(has("{route=\"none\",method=\"GET\",status=\"404\"} 1\n"));
    EXPECT_TRUE(has("{route=\"/livez\",method=\"other\",status=\"405\"} 1\n"));
    EXPECT_TRUE(has("motcua_open_dossiers{state=\"working\",timeliness=\"overdue\"} 1\n"));
    EXPECT_TRUE(has("motcua_overdue_days_gcount 1\n"));
    EXPECT_TRUE(has("motcua_overdue_days_bucket{le=\"+Inf\"} 1\n"));
    EXPECT_TRUE(has("motcua_queue_length 0\n"));
    EXPECT_FALSE(has("motcua_commit_seconds_count 0\n"));
    EXPECT_FALSE(has(id));
    EXPECT_FALSE(has("passwd"));
    EXPECT_FALSE(has("H55"));
}

// Counts are a right of their own where others reach the address.
TEST(Metrics, ElsewhereThanOnThisMachineAreForThoseWhoMaySeeFigures) {
    server::ApiOptions options;
    options.demonstration = true;
    options.on_loopback = false;
    DemoOffice office("2026-07-13T08:10:00+07:00", options);

    EXPECT_EQ(office.get("/metrics", {.person = ""}).status, 401);
    EXPECT_EQ(office.get("/metrics", {.person = "an"}).status, 403);
    EXPECT_EQ(office.get("/metrics", {.person = "dung"}).status, 200);
}

// Whoever comes through a proxy seems to come from this machine.
TEST(Metrics, AreNotPublicBehindAProxy) {
    server::ApiOptions options{true, {}};
    options.proxy = {{"127.0.0.1"}, {"localhost"}};
    DemoOffice office{"2026-07-13T08:10:00+07:00", options};
    EXPECT_EQ(office.get("/metrics", {.person = ""}).status, 401);
    EXPECT_EQ(office.get("/metrics", {.person = "an"}).status, 403);
    EXPECT_EQ(office.get("/metrics", {.person = "yen"}).status, 200);
}

}  // namespace
}  // namespace motcua::tests
