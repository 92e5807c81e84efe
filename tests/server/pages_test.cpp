#include "server/web_assets.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {
namespace {

Ask form(server::Fields more = {}) {
    more["content-type"] = "application/x-www-form-urlencoded";
    more["host"] = "127.0.0.1:8080";
    more.try_emplace("origin", "http://127.0.0.1:8080");
    return {.person = "", .fields = std::move(more)};
}

TEST(Pages, InADemonstrationOnePicksThePersonToBe) {
    DemoOffice office;

    const auto page = office.get("/dang-nhap?tiep=%2Fho-so%2FH55", {.person = ""});
    EXPECT_NE(page.body.find("Nguyễn Thị An"), std::string::npos);
    EXPECT_NE(page.body.find("TẬP HUẤN"), std::string::npos);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);

    const auto inside = office.post("/dang-nhap", "tiep=%2Fho-so%2FH55&person=an", form());
    EXPECT_EQ(inside.status, 303);
    EXPECT_EQ(field_of(inside, "Location"), "/ho-so/H55");
    const auto cookie = field_of(inside, "Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("motcua=")) << cookie;
    const auto session =
        office.get("/api/v1/session",
                   {.person = "",
                    .fields = {{"cookie", cookie.substr(0, cookie.find(';'))}, {"host", "127.0.0.1:8080"}}});
    EXPECT_EQ(json_of(session).at("person"), "an");
    EXPECT_EQ(json_of(session).at("demonstration"), true);

    EXPECT_EQ(office.post("/dang-nhap", "person=nobody", form()).status, 422);
}

TEST(Pages, AnotherSitesPageLogsNobodyIn) {
    DemoOffice office;

    EXPECT_EQ(office.post("/dang-nhap", "person=an", form({{"origin", "http://elsewhere.example"}})).status,
              403);
}

TEST(Pages, ALoginLeadsOnlyToThisServer) {
    DemoOffice office;
    for (const auto* target : {"https%3A%2F%2Felsewhere.example", "%2F%2Felsewhere.example",
                               "%2F%5Celsewhere.example", "javascript%3Aalert(1)", "%2F"}) {
        const auto inside = office.post("/dang-nhap", std::string("person=an&tiep=") + target, form());
        EXPECT_EQ(field_of(inside, "Location"), "/ho-so") << target;
    }
}

TEST(Pages, OutsideADemonstrationTheFormAsksForAPassword) {
    DemoOffice office("2026-07-13T08:10:00+07:00", {});

    const auto page = office.get("/dang-nhap", {.person = ""});
    EXPECT_NE(page.body.find("type=\"password\""), std::string::npos);
    EXPECT_EQ(page.body.find("Nguyễn Thị An"), std::string::npos);

    const auto refused = office.post("/dang-nhap", "person=an&password=sai", form());
    EXPECT_EQ(refused.status, 401);
    EXPECT_NE(refused.body.find("<title>Lỗi: "), std::string::npos);
    EXPECT_EQ(field_of(refused, "Set-Cookie"), "");
}

TEST(Pages, ThePersonChoosesTheLanguageNotTheBrowser) {
    DemoOffice office;

    const server::Fields english_browser{{"accept-language", "en-US,en;q=0.9"}};
    EXPECT_NE(office.get("/dang-nhap", {.person = "", .fields = english_browser}).body.find("Đăng nhập"),
              std::string::npos);
    const auto chosen = office.get("/tieng/en?tiep=%2Fdang-nhap", {.person = ""});
    EXPECT_EQ(field_of(chosen, "Location"), "/dang-nhap");
    EXPECT_TRUE(field_of(chosen, "Set-Cookie").starts_with("tieng=en;"));
    const auto page = office.get("/dang-nhap", {.person = "", .fields = {{"cookie", "tieng=en"}}});
    EXPECT_NE(page.body.find("<html lang=\"en\">"), std::string::npos);
}

TEST(Pages, AScreenIsForWhoeverIsSignedIn) {
    DemoOffice office;

    const auto outside = office.get("/ho-so?timeliness=overdue", {.person = ""});
    EXPECT_EQ(outside.status, 303);
    EXPECT_EQ(field_of(outside, "Location"), "/dang-nhap?tiep=%2Fho-so%3Ftimeliness%3Doverdue");
}

TEST(Pages, TheStyleSheetIsAskedForAgainAndRarelySent) {
    DemoOffice office;
    const auto first = office.get("/style.css", {.person = ""});
    EXPECT_EQ(field_of(first, "Cache-Control"), "no-cache");

    const auto again =
        office.get("/style.css", {.person = "", .fields = {{"if-none-match", field_of(first, "ETag")}}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
}

TEST(Pages, AnAssetIsKeptForEverAndSentAsTheBrowserTakesIt) {
    DemoOffice office;
    for (const auto& asset : server::web_assets()) {
        if (!asset.immutable) continue;
        const std::string path(asset.path);
        const auto brotli = office.get(path, {.person = "", .fields = {{"accept-encoding", "gzip, br"}}});
        EXPECT_EQ(field_of(brotli, "Content-Encoding"), "br");
        EXPECT_EQ(brotli.body, asset.brotli);
        EXPECT_NE(field_of(brotli, "Cache-Control").find("immutable"), std::string::npos);
        const auto gzip = office.get(path, {.person = "", .fields = {{"accept-encoding", "gzip, br;q=0"}}});
        EXPECT_EQ(field_of(gzip, "Content-Encoding"), "gzip");
        EXPECT_EQ(office.get(path, {.person = ""}).body, asset.plain);
    }
    EXPECT_EQ(office.get("/assets/none.js", {.person = ""}).status, 404);
}

TEST(Pages, AnApplicantLooksUpInAFormWithoutScript) {
    DemoOffice office;
    const auto id = office.receive();
    const auto code = std::string(json_of(office.get("/api/v1/dossiers/" + id)).at("code").as_string());

    EXPECT_EQ(office.get("/tra-cuu", {.person = ""}).status, 200);
    const auto found = office.post("/tra-cuu", "lookup=&code=" + code, form());
    EXPECT_EQ(found.status, 200);
    EXPECT_NE(found.body.find("17:00 thứ Hai 20/07/2026"), std::string::npos);
    EXPECT_EQ(found.body.find("Công ty"), std::string::npos);
    const auto refused = office.post("/tra-cuu", "lookup=SAISAI&code=" + code, form());
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(office.post("/tra-cuu", "code=H55.242-260713-9999", form()).status, 404);
    EXPECT_EQ(office.post("/tra-cuu", "", form()).status, 404);
}

TEST(Pages, AListOfColleaguesNamesWhoIsThere) {
    DemoOffice office;
    const auto items = json_of(office.get("/api/v1/colleagues")).at("items").as_array();
    const auto an =
        std::find_if(items.begin(), items.end(), [](const auto& one) { return one.at("person") == "an"; });
    ASSERT_NE(an, items.end());
    EXPECT_EQ(an->at("name"), "Nguyễn Thị An");
    EXPECT_EQ(an->at("roles").at(0).at("role"), "clerk");
}

// The date that the clerk's screen shows before receipt is the one that the receipt then has.
TEST(Pages, ThePreviewPromisesWhatTheReceiptGives) {
    DemoOffice office;
    const auto preview =
        json_of(office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung/dates", {.person = ""}));
    const auto dossier = json_of(office.get("/api/v1/dossiers/" + office.receive()));

    EXPECT_EQ(preview.at("appointment"), dossier.at("dates").at("appointment"));
    EXPECT_FALSE(preview.at("documents").as_array().empty());
    EXPECT_EQ(
        office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung/dates?attributes=%7B%22x%22%3A%221%22%7D")
            .status,
        400);
}

TEST(Pages, AWorklistCountsByTimelinessWhateverIsAskedFor) {
    DemoOffice office;
    office.receive();
    office.receive();
    const auto page = json_of(office.get("/api/v1/worklist?person=*&counts=true&timeliness=overdue"));

    EXPECT_TRUE(page.at("items").as_array().empty());
    std::int64_t sum = 0;
    for (const auto& [timeliness, count] : page.at("counts").as_object())
        sum += count.to_number<std::int64_t>();
    EXPECT_EQ(sum, 2);
    EXPECT_FALSE(json_of(office.get("/api/v1/worklist?person=*")).contains("counts"));
}

}  // namespace
}  // namespace motcua::tests
