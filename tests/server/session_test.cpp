// Sessions and tokens over HTTP, and those who would like to have them.
#include "storage/proofs/seal.hpp"
#include "tests/server/demo_office.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using server::Response;

constexpr auto right = "chín con voi trắng";
constexpr auto session = "/api/v1/session";
constexpr auto origin = "http://localhost";

std::string field_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.fields)
        if (key == name) return value;
    return {};
}

class Sessions : public testing::Test {
protected:
    Sessions() {
        for (const auto* person : {"an", "binh", "khoa", "yen"}) give(person, false);
    }

    void give(const std::string& person, bool must_change) {
        office.api.identity().set_password(person, right, must_change, {}, office.clock.now());
    }
    Response try_in(const std::string& person, const std::string& password, server::Fields fields = {}) {
        const boost::json::object body{{"person", person}, {"password", password}};
        return office.post(session, boost::json::serialize(body),
                           {.person = "", .fields = std::move(fields)});
    }
    /// "motcua=…"
    std::string cookie_of(const std::string& person) {
        const auto response = try_in(person, right);
        EXPECT_EQ(response.status, 201) << response.body;
        const auto cookie = field_of(response, "Set-Cookie");
        return cookie.substr(0, cookie.find(';'));
    }
    Response with(const std::string& cookie, const std::string& method, const std::string& target,
                  const std::string& body = {}, server::Fields more = {{"origin", origin}}) {
        more["cookie"] = cookie;
        return office.ask(method, target, body, {.person = "", .fields = std::move(more)});
    }
    Response bearing(const std::string& token, const std::string& method, const std::string& target,
                     const std::string& body = {}) {
        return office.ask(method, target, body,
                          {.person = "", .fields = {{"authorization", "Bearer " + token}}});
    }
    std::string token_of(const std::string& person, const std::string& scopes) {
        const auto response =
            with(cookie_of(person), "POST", "/api/v1/tokens", R"({"name":"script","scopes":)" + scopes + "}");
        EXPECT_EQ(response.status, 201) << response.body;
        return std::string(json_of(response).at("token").as_string());
    }
    /// How many events of a type, and the last one's leaf.
    std::pair<int, std::string> told(std::string_view type) {
        std::pair<int, std::string> out;
        office.journal.reader()->read(1, 100'000, [&](const storage::Record& record) {
            if (record.type != type) return;
            ++out.first;
            out.second = record.leaf;
        });
        return out;
    }

    DemoOffice office{"2026-07-13T08:10:00+07:00", {false, {}}};
};

TEST_F(Sessions, BeginWithALoginAndSayWhoIsIn) {
    const auto in = try_in("an", right);
    ASSERT_EQ(in.status, 201) << in.body;
    const auto cookie = field_of(in, "Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("motcua=")) << cookie;
    EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos);
    EXPECT_EQ(in.body.find(cookie.substr(7, 43)), std::string::npos);
    const auto me = json_of(with(cookie.substr(0, cookie.find(';')), "GET", session));
    EXPECT_EQ(me.at("person"), "an");
    EXPECT_EQ(me.at("name"), "Nguyễn Thị An");
    EXPECT_EQ(me.at("roles").as_array().at(0).at("role"), "clerk");
    EXPECT_EQ(me.at("must_change_password"), false);
    EXPECT_EQ(told("signed_in").first, 1);
}

TEST_F(Sessions, OutsideLoopbackTheCookieIsBoundToTheHostAndToTls) {
    const auto cookie = field_of(try_in("an", right, {{"host", "motcua.kcn.gov.vn"}}), "Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("__Host-motcua=")) << cookie;
    EXPECT_NE(cookie.find("; Secure"), std::string::npos) << cookie;
    EXPECT_NE(cookie.find("; Path=/;"), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("Domain"), std::string::npos);
}

TEST_F(Sessions, AreNotOpenedByAWrongPasswordAnUnknownNameOrAWord) {
    const auto wrong = try_in("an", "wrong");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(code_of(wrong), "login_failed");
    const auto unknown = try_in("stranger", right);
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(code_of(unknown), "login_failed");
    EXPECT_EQ(field_of(wrong, "Set-Cookie"), "");
    // Outside a demonstration nobody is taken at his word.
    EXPECT_EQ(office.get("/api/v1/worklist", {.person = "an"}).status, 401);
    EXPECT_EQ(try_in("an", std::string(300, 'x')).status, 422);
    EXPECT_EQ(office.post(session, R"({"person":"an","password":7})", {.person = ""}).status, 422);
    EXPECT_EQ(office.post(session, R"({"person":"an","password":"x","role":"admin"})", {.person = ""}).status,
              422);
}

TEST_F(Sessions, EndAtLogoutAndCannotBeForged) {
    const auto cookie = cookie_of("an");
    EXPECT_EQ(with(cookie, "GET", "/api/v1/worklist").status, 200);
    const auto before = office.engine.published().head();
    for (const auto& forged : {"motcua=" + std::string(43, 'A'), std::string("motcua="),
                               std::string("motcua=an"), "xmotcua" + cookie.substr(6), cookie + "x"}) {
        EXPECT_EQ(code_of(with(forged, "GET", "/api/v1/worklist")), "authentication_required") << forged;
        EXPECT_EQ(code_of(with(forged, "POST", "/api/v1/dossiers", "{}")), "authentication_required")
            << forged;
    }
    EXPECT_EQ(office.engine.published().head(), before);
    const auto out = with(cookie, "DELETE", session);
    EXPECT_EQ(out.status, 200);
    EXPECT_NE(field_of(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(with(cookie, "GET", "/api/v1/worklist").status, 401);
}

TEST_F(Sessions, ExpireWhileNobodyUsesThem) {
    const auto cookie = cookie_of("an");
    office.clock.pass(std::chrono::minutes{31});
    EXPECT_EQ(with(cookie, "GET", session).status, 401);
}

TEST_F(Sessions, AreRotatedAtLogin) {
    const auto former = cookie_of("an");
    const auto in = try_in("an", right, {{"cookie", former}, {"origin", origin}});
    ASSERT_EQ(in.status, 201);
    EXPECT_EQ(with(former, "GET", session).status, 401);
}

TEST_F(Sessions, AreListedToTheirOwnerAloneAndEndedByHim) {
    const auto mine = cookie_of("an");
    const auto other = cookie_of("an");
    const auto his = cookie_of("binh");
    const auto listed = json_of(with(mine, "GET", "/api/v1/sessions")).at("items").as_array();
    ASSERT_EQ(listed.size(), 2U);
    const std::string id((listed[0].at("current").as_bool() ? listed[1] : listed[0]).at("id").as_string());
    const auto before = office.engine.published().head();
    const auto no = with(his, "DELETE", "/api/v1/sessions/" + id);
    EXPECT_EQ(code_of(no), "no_such_entry");
    // That it is somebody's is not said.
    EXPECT_EQ(learnt_from(no), learnt_from(with(his, "DELETE", "/api/v1/sessions/none")));
    EXPECT_EQ(office.engine.published().head(), before);
    EXPECT_EQ(with(other, "GET", session).status, 200);
    EXPECT_EQ(with(mine, "DELETE", "/api/v1/sessions/" + id).status, 200);
    EXPECT_EQ(with(other, "GET", session).status, 401);
    EXPECT_EQ(with(mine, "GET", session).status, 200);
}

TEST_F(Sessions, OfOneAreNotAnothers) {
    const auto cookie = cookie_of("binh");
    // The cookie says who asks, whatever else is claimed.
    EXPECT_EQ(json_of(with(cookie, "GET", session, {}, {{"x-motcua-person", "khoa"}})).at("person"), "binh");
    EXPECT_EQ(code_of(with(cookie, "POST", "/api/v1/calendar/notices", R"({"choice":"move"})",
                           {{"origin", origin}, {"x-motcua-for", "viet"}})),
              "not_substitute");
}

TEST_F(Sessions, AreNotUsedByPagesOfOtherSites) {
    const auto cookie = cookie_of("an");
    const auto write = [&](server::Fields fields) {
        return code_of(with(cookie, "POST", "/api/v1/dossiers", "{}", std::move(fields)));
    };
    for (const auto& fields :
         std::vector<server::Fields>{{},
                                     {{"origin", "http://evil.example"}},
                                     {{"origin", "null"}},
                                     {{"origin", "http://localhost:81"}},
                                     {{"sec-fetch-site", "cross-site"}, {"origin", origin}},
                                     {{"sec-fetch-site", "same-site"}},
                                     {{"sec-fetch-site", "none"}}})
        EXPECT_EQ(write(fields), "cross_site");
    EXPECT_NE(write({{"sec-fetch-site", "same-origin"}}), "cross_site");
    EXPECT_NE(write({{"origin", origin}}), "cross_site");
    EXPECT_EQ(with(cookie, "DELETE", session, {}, {}).status, 403);
    EXPECT_EQ(with(cookie, "GET", session).status, 200);
    // Nor may another site log this browser in.
    EXPECT_EQ(code_of(try_in("an", right, {{"origin", "http://evil.example"}})), "cross_site");
}

TEST_F(Sessions, AreNotChangedByReading) {
    const auto cookie = cookie_of("an");
    for (const auto* target : {"/api/v1/me/password", "/api/v1/sessions/x", "/api/v1/tokens/x"})
        EXPECT_EQ(with(cookie, "GET", target).status, 405) << target;
    const auto before = office.engine.published().head();
    for (const auto* target : {"/api/v1/session", "/api/v1/sessions", "/api/v1/tokens", "/api/v1/worklist"})
        EXPECT_EQ(with(cookie, "GET", target).status, 200) << target;
    EXPECT_EQ(office.engine.published().head(), before);
}

TEST_F(Sessions, GuessingIsSlowedDownAndEnds) {
    int tried = 0;
    Response last;
    for (int i = 0; i < 10; ++i) {
        last = try_in("an", "wrong");
        if (last.status == 401) ++tried;
    }
    EXPECT_EQ(tried, 5);
    EXPECT_EQ(last.status, 429);
    EXPECT_EQ(try_in("an", right).status, 429);
    office.clock.pass(std::chrono::seconds{std::stoi(field_of(last, "Retry-After"))});
    EXPECT_EQ(try_in("an", right).status, 201);
}

TEST_F(Sessions, FailuresAreJournaledOnceInTenMinutesWithTheirNumber) {
    for (int i = 0; i < 4; ++i) try_in("an", "wrong");
    try_in("my password", "an");
    try_in("stranger", "wrong");
    EXPECT_EQ(told("sign_in_failed").first, 0);
    office.clock.pass(std::chrono::minutes{11});
    office.get("/livez", {.person = ""});
    const auto [count, last] = told("sign_in_failed");
    EXPECT_EQ(count, 2);
    std::string all;
    office.journal.reader()->read(1, 100'000, [&](const storage::Record& record) {
        if (record.type == "sign_in_failed") all += record.leaf;
    });
    EXPECT_NE(all.find(R"("count":4)"), std::string::npos) << all;
    EXPECT_EQ(all.find("stranger"), std::string::npos) << all;
    EXPECT_EQ(all.find("local"), std::string::npos) << "an address is a personal value";
    office.clock.pass(std::chrono::minutes{11});
    office.get("/livez", {.person = ""});
    EXPECT_EQ(told("sign_in_failed").first, 2);
}

// Design 8: who tried what is not his, at the door as behind it; once in ten minutes, with a number.
TEST_F(Sessions, RefusalsAtTheDoorAreJournaledOnceInTenMinutes) {
    const auto cookie = cookie_of("khoa");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(with(cookie, "GET", "/api/v1/journal").status, 403);
    const auto token = token_of("an", R"(["read"])");
    EXPECT_EQ(code_of(bearing(token, "POST", "/api/v1/dossiers", "{}")), "scope_missing");
    EXPECT_EQ(told("refused").first, 0);
    office.clock.pass(std::chrono::minutes{11});
    office.get("/livez", {.person = ""});
    EXPECT_EQ(told("refused").first, 2);
    std::string all;
    office.journal.reader()->read(1, 100'000, [&](const storage::Record& record) {
        if (record.type == "refused") all += record.leaf;
    });
    EXPECT_NE(all.find(R"("count":3)"), std::string::npos) << all;
    EXPECT_NE(all.find(R"("permission":"audit")"), std::string::npos) << all;
    EXPECT_NE(all.find(R"("code":"scope_missing")"), std::string::npos) << all;
    EXPECT_NE(all.find(R"("person":"khoa")"), std::string::npos) << all;
    office.clock.pass(std::chrono::minutes{11});
    office.get("/livez", {.person = ""});
    EXPECT_EQ(told("refused").first, 2);
}

TEST_F(Sessions, AFirstPasswordOpensNothingButItsOwnChange) {
    give("an", true);
    auto cookie = cookie_of("an");
    EXPECT_EQ(json_of(with(cookie, "GET", session)).at("must_change_password"), true);
    EXPECT_EQ(code_of(with(cookie, "GET", "/api/v1/worklist")), "password_must_change");
    EXPECT_EQ(code_of(with(cookie, "POST", "/api/v1/tokens", R"({"name":"x","scopes":["read"]})")),
              "password_must_change");
    const auto change = [&](const std::string& current, const std::string& wanted) {
        const boost::json::object body{{"current", current}, {"password", wanted}};
        return with(cookie, "POST", "/api/v1/me/password", boost::json::serialize(body));
    };
    EXPECT_EQ(code_of(change("wrong", "mười hai con giáp")), "login_failed");
    EXPECT_EQ(code_of(change(right, "ngắn")), "weak_password");
    EXPECT_EQ(code_of(change(right, right)), "weak_password");
    EXPECT_EQ(code_of(change(right, "Nguyễn Thị An")), "weak_password");
    const auto changed = change(right, "mười hai con giáp");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(with(cookie, "GET", session).status, 401);
    const auto fresh = field_of(changed, "Set-Cookie");
    EXPECT_EQ(with(fresh.substr(0, fresh.find(';')), "GET", "/api/v1/worklist").status, 200);
    EXPECT_EQ(told("account_changed").first, 1);
    EXPECT_EQ(told("account_changed").second.find("giáp"), std::string::npos);
}

TEST_F(Sessions, ATokenReachesAsFarAsItsScopes) {
    const auto reading = token_of("an", R"(["read"])");
    EXPECT_TRUE(reading.starts_with("mc_"));
    EXPECT_EQ(bearing(reading, "GET", "/api/v1/worklist").status, 200);
    EXPECT_EQ(json_of(bearing(reading, "GET", session)).at("person"), "an");
    EXPECT_EQ(code_of(bearing(reading, "POST", "/api/v1/dossiers", "{}")), "scope_missing");
    EXPECT_EQ(code_of(bearing(reading, "POST", "/api/v1/law/reload", "{}")), "scope_missing");
    EXPECT_EQ(code_of(bearing(reading, "POST", "/api/v1/me/password", "{}")), "scope_missing");
    const auto acting = token_of("an", R"(["read","act"])");
    EXPECT_EQ(bearing(acting, "POST", "/api/v1/dossiers",
                      R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A"}})")
                  .status,
              201);
    EXPECT_EQ(code_of(bearing(acting, "POST", "/api/v1/tokens", R"({"name":"x","scopes":["act"]})")),
              "not_with_token");
    // A scope gives nothing that the person has not.
    EXPECT_EQ(code_of(bearing(token_of("an", R"(["law"])"), "POST", "/api/v1/law/reload", "{}")),
              "wrong_role");
}

TEST_F(Sessions, ATokenIsShownOnceAndRevokedByItsOwner) {
    const auto token = token_of("an", R"(["read"])");
    const auto mine = cookie_of("an");
    const auto listed = with(mine, "GET", "/api/v1/tokens");
    EXPECT_EQ(listed.body.find(token), std::string::npos);
    const std::string id(json_of(listed).at("items").as_array().at(0).at("id").as_string());
    EXPECT_EQ(with(cookie_of("binh"), "DELETE", "/api/v1/tokens/" + id).status, 404);
    EXPECT_EQ(bearing(token, "GET", session).status, 200);
    EXPECT_EQ(with(mine, "DELETE", "/api/v1/tokens/" + id).status, 200);
    EXPECT_EQ(bearing(token, "GET", session).status, 401);
    EXPECT_EQ(bearing("mc_" + std::string(43, 'A'), "GET", session).status, 401);
    EXPECT_EQ(with(mine, "GET", session, {}, {{"authorization", "Basic YTpi"}}).status, 401);
    for (const auto* bad : {R"({"name":"x","scopes":[]})", R"({"name":"x","scopes":["root"]})",
                            R"({"name":"x","scopes":["read"],"days":0})", R"({"scopes":["read"]})",
                            R"({"name":"x","scopes":["read"],"days":5000})"})
        EXPECT_EQ(with(mine, "POST", "/api/v1/tokens", bad).status, 422) << bad;
}

TEST_F(Sessions, TheFirstFullReadOfAnHourIsJournaledBesideTheDossier) {
    const auto token = token_of("an", R"(["read","act"])");
    const auto filed =
        json_of(bearing(token, "POST", "/api/v1/dossiers",
                        R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A"}})"));
    const auto target = "/api/v1/dossiers/" + std::string(filed.at("dossier").as_string());
    const auto first = bearing(token, "GET", target);
    EXPECT_EQ(first.status, 200);
    bearing(token, "GET", target);
    EXPECT_EQ(told("dossier_read").first, 1);
    EXPECT_NE(told("dossier_read").second.find("\"an\""), std::string::npos);
    EXPECT_EQ(field_of(bearing(token, "GET", target), "ETag"), field_of(first, "ETag"));
    bearing(token_of("binh", R"(["read"])"), "GET", target);
    EXPECT_EQ(told("dossier_read").first, 2);
    office.clock.pass(std::chrono::minutes{61});
    bearing(token, "GET", target);
    EXPECT_EQ(told("dossier_read").first, 3);
    EXPECT_EQ(bearing(token_of("khoa", R"(["read"])"), "GET", target).status, 404);
    EXPECT_EQ(told("dossier_read").first, 3);
}

// A proxy's users are told apart by what it says of them; what others say of themselves is not believed.
TEST(BehindAProxy, GuessingIsSlowedByTheAddressThatTheProxyNames) {
    server::ApiOptions options{false, {}};
    options.proxy = {{"127.0.0.1"}, {"localhost"}};
    options.identity.throttle.of_account_and_address.free = 2;
    DemoOffice office{"2026-07-13T08:10:00+07:00", options};
    office.api.identity().set_password("an", right, false, {}, office.clock.now());
    const auto try_in = [&](const std::string& from, const std::string& peer = "127.0.0.1") {
        server::Request request;
        request.method = "POST";
        request.target = session;
        request.address = peer;
        request.fields = {
            {"host", "localhost"}, {"content-type", "application/json"}, {"x-forwarded-for", from}};
        request.body = R"({"person":"an","password":"wrong"})";
        return code_of(server::answer_here(office.answerer(), std::move(request)));
    };
    EXPECT_EQ(try_in("203.0.113.7"), "login_failed");
    EXPECT_EQ(try_in("203.0.113.7"), "login_failed");
    EXPECT_EQ(try_in("203.0.113.7"), "too_many_attempts");
    EXPECT_EQ(try_in("203.0.113.8"), "login_failed");
    // Straight from outside, each time under another name.
    EXPECT_EQ(try_in("192.0.2.1", "198.51.100.1"), "login_failed");
    EXPECT_EQ(try_in("192.0.2.2", "198.51.100.1"), "login_failed");
    EXPECT_EQ(try_in("192.0.2.3", "198.51.100.1"), "too_many_attempts");
}

TEST(SessionLimits, AreThoseOfTheSettings) {
    server::ApiOptions options{false, {}};
    options.identity.session = {std::chrono::minutes{10}, std::chrono::hours{1}};
    DemoOffice office{"2026-07-13T08:10:00+07:00", options};
    office.api.identity().set_password("an", right, false, {}, office.clock.now());
    const auto in =
        office.post(session, R"({"person":"an","password":"chín con voi trắng"})", {.person = ""});
    const auto cookie = field_of(in, "Set-Cookie");
    const auto is_in = [&] {
        return office.get(session, {.person = "", .fields = {{"cookie", cookie.substr(0, cookie.find(';'))}}})
                   .status == 200;
    };
    for (int i = 0; i < 6; ++i) {
        office.clock.pass(std::chrono::minutes{9});
        EXPECT_TRUE(is_in()) << i;
    }
    office.clock.pass(std::chrono::minutes{9});
    EXPECT_FALSE(is_in()) << "an hour is over";
}

}  // namespace
}  // namespace motcua::tests
