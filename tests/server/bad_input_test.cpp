// Bad input, each answered with a problem and nothing changed.
#include "server/routes.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <set>

namespace motcua::tests {
namespace {

using namespace std::chrono_literals;

const std::string dossiers = "/api/v1/dossiers";

/// The office, and what the journal held when the test began.
class BadInput : public testing::Test {
protected:
    BadInput() : id(office.receive()), filed(office.submit()), before(office.engine.status().head) {}
    ~BadInput() override { EXPECT_EQ(office.engine.status().head, before) << "something was written"; }

    void is_refused(const server::Response& response, int status, const std::string& code) const {
        EXPECT_EQ(response.status, status) << response.body;
        EXPECT_EQ(code_of(response), code) << response.body;
    }
    /// Over the wire: the connection ends with it.
    void is_refused(RawClient& client, int status, const std::string& code) const {
        const auto response = client.receive();
        ASSERT_TRUE(response);
        is_refused(*response, status, code);
        EXPECT_TRUE(client.is_closed_within(20s));
    }

    DemoOffice office;
    const std::string id;     // received
    const std::string filed;  // not yet
    storage::Seq before;
};

/// The same behind a port.
class BadWire : public BadInput {
protected:
    explicit BadWire(server::HttpLimits limits = {})
        : served_(office.answerer(), std::move(limits)),
          port(served_.port) {}

    /// A request that would be good, were it not for its body.
    static std::string head(std::size_t length) {
        return fmt::format(
            "POST /api/v1/dossiers HTTP/1.1\r\nHost: localhost\r\nX-Motcua-Person: an\r\nContent-Type: "
            "application/json\r\nIdempotency-Key: k\r\nContent-Length: {}\r\n\r\n",
            length);
    }

private:
    OnAPort served_;

public:
    const std::uint16_t port;
};

TEST_F(BadInput, JsonAHundredDeep) {
    for (const int depth : {17, 100}) {
        const std::string body = R"({"procedure":)" + std::string(static_cast<std::size_t>(depth), '[') +
                                 std::string(static_cast<std::size_t>(depth), ']') + "}";
        is_refused(office.post(dossiers, body), 400, "malformed_json");
    }
}

TEST_F(BadInput, BytesThatAreNoText) {
    using namespace std::string_literals;
    for (const auto& name : {"\xff\xfe"s, "\xc3"s, "\xc0\xaf"s, "\xed\xa0\x80"s, "a\0b"s, "a\nb"s})
        is_refused(office.post(dossiers, R"({"procedure":")" + name + "\"}"), 400, "malformed_json");
    is_refused(office.post(dossiers + "/" + id + "/acts/note", "{\"text\":\"a\\u0000b\"}"), 400,
               "malformed_json");
    EXPECT_EQ(office.get(dossiers + "/a%00b").status, 400);
    EXPECT_EQ(office.get(dossiers + "/%ff%fe").status, 400);
}

TEST_F(BadInput, ArgumentsOfTheWrongType) {
    const std::string filing = R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":)";
    for (const auto& body :
         {std::string(R"({"procedure":7})"), std::string(R"({"procedure":null})"),
          std::string(R"({"procedure":{"a":1}})"), filing + "[]}", filing + R"({"name":7}})",
          filing + R"({"name":"A"},"attributes":[]})", filing + R"({"name":"A"},"attributes":{"x":1}})",
          filing + R"({"name":"A"},"channel":"pigeon"})", filing + R"({"name":"A"},"channel":1e999})"})
        is_refused(office.post(dossiers, body), 422, "invalid_argument");
    const auto transitions = dossiers + "/" + id + "/transitions";
    // What the action does not ask for is looked at too.
    for (const auto* body :
         {R"({})", R"({"action":7})", R"({"action":["assign"]})",
          R"({"action":"assign","assignee":{"id":"nam"}})", R"({"action":"assign","assignee":true})",
          R"({"action":"assign","assignee":"nam","signer":"x"})",
          R"({"action":"assign","assignee":"nam","lines":{}})",
          R"({"action":"assign","assignee":"nam","all_right":"yes"})",
          R"({"action":"assign","assignee":"nam","date":"2026-02-30"})",
          R"({"action":"assign","assignee":"nam","competent_received_at":1})"})
        is_refused(office.post(transitions, body, {.person = "phuc"}), 422, "invalid_argument");
    const auto of_filed = dossiers + "/" + filed + "/transitions";
    for (const auto* marks : {R"([])", R"({"x":{"mark":"right"}})", R"({"don-de-nghi":7})"})
        EXPECT_EQ(office.post(of_filed, fmt::format(R"({{"action":"receive","marks":{}}})", marks)).status,
                  422)
            << marks;
    const auto note = dossiers + "/" + id + "/acts/note";
    for (const auto& text :
         {std::string("7"), std::string("null"), std::string("[]"), "\"" + std::string(5000, 'x') + "\""})
        is_refused(office.post(note, R"({"text":)" + text + "}"), 422, "invalid_argument");
}

// The due date is the law's and the code the register's: nobody brings his own.
TEST_F(BadInput, FieldsThatNobodyAskedFor) {
    const std::string filing = R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A"})";
    for (const auto* field : {"code", "legal_due", "appointment", "received_at", "id", "step", "colour"}) {
        const auto response = office.post(dossiers, filing + R"(,")" + field + R"(":"2030-01-01"})");
        is_refused(response, 422, "invalid_argument");
        const auto body = json_of(response);
        EXPECT_EQ(std::string_view(body.at("errors").at(0).at("pointer").as_string()),
                  std::string("/") + field);
    }
    is_refused(office.post(dossiers,
                           R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A","due":1}})"),
               422, "invalid_argument");
    for (const auto* body :
         {R"({"action":"assign","assignee":"nam","legal_due":"2030-01-01T17:00:00+07:00"})",
          R"({"action":"assign","assignee":"nam","to":"tra-ket-qua"})"})
        is_refused(office.post(dossiers + "/" + id + "/transitions", body, {.person = "phuc"}), 422,
                   "invalid_argument");
    is_refused(office.post(dossiers + "/" + id + "/acts/note", R"({"text":"x","code":"y"})"), 422,
               "invalid_argument");
    is_refused(office.post(dossiers + "/" + id + "/transitions?dry_run=true",
                           R"({"action":"assign","assignee":"nam","code":"y"})", {.person = "phuc"}),
               422, "invalid_argument");
}

TEST_F(BadInput, DatesThatAreNone) {
    for (const auto* at :
         {"2026-02-30T08:00:00+07:00", "2026-07-13", "13/07/2026", "2026-07-13T25:00:00+07:00",
          "0000-00-00T00:00:00Z", "99999-01-01T00:00:00Z", "2026-07-13T08:00:00", "", "now"})
        is_refused(
            office.post(dossiers + "/" + id + "/acts/note", fmt::format(R"({{"text":"x","at":"{}"}})", at)),
            422, "invalid_argument");
    is_refused(office.post(dossiers + "/" + id + "/acts/note", R"({"text":"x","at":20260713})"), 422,
               "invalid_argument");
    is_refused(office.post(dossiers + "/" + id + "/acts/note",
                           R"({"text":"x","at":"9999-12-31T23:59:59+07:00","at_reason":"x"})"),
               422, "at_in_future");
    const auto past = office.post(dossiers + "/" + id + "/acts/note",
                                  R"({"text":"x","at":"0001-01-01T00:00:00+07:00","at_reason":"x"})");
    EXPECT_EQ(past.status, 422) << past.body;
    for (const auto* period : {"from=2026-02-30", "from=x", "to=99999-01-01", "to=2026-07-13T25:00:00Z"})
        is_refused(office.get(std::string("/api/v1/journal?") + period, {.person = "yen"}), 400,
                   "bad_parameter");
}

/// The route's address for that dossier, with anything for its other parameters.
std::string address_of(const server::Route& route, const std::string& dossier) {
    std::string target(route.pattern);
    for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
        const auto name = target.substr(at, target.find('}') + 1 - at);
        target.replace(at, name.size(), name == "{dossier}" ? dossier : name == "{kind}" ? "note" : "1");
    }
    return target;
}

TEST_F(BadInput, AGetChangesNothing) {
    const auto routes = server::route_table();
    for (const auto& route : routes) {
        if (std::any_of(routes.begin(), routes.end(), [&](const server::Route& other) {
                return other.method == "GET" && other.pattern == route.pattern;
            }))
            continue;
        const auto target = address_of(route, id);
        for (const auto* query : {"", "?text=x&action=assign&assignee=nam"})
            is_refused(office.get(target + query, {.person = "phuc"}), 405, "method_not_allowed");
        is_refused(office.get(target, {.fields = {{"x-http-method-override", "POST"}}}), 405,
                   "method_not_allowed");
        is_refused(office.ask("HEAD", target, {}, {}), 405, "method_not_allowed");
    }
    for (const auto* method : {"PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"})
        is_refused(office.ask(method, dossiers + "/" + id, {}, {}), 405, "method_not_allowed");
}

// By its id, by its code, through every address and with every mistake: another unit's dossier answers as one that
// was never filed. What the asker typed is the only difference.
TEST_F(BadInput, AnotherUnitsDossierIsAsAbsentAsNone) {
    const std::string code(json_of(office.get(dossiers + "/" + id)).at("code").as_string());
    const std::string absent_code = code.substr(0, code.size() - 4) + "9999";
    before = office.engine.status().head;
    const auto ask_about = [&](const server::Route& route, const std::string& dossier,
                               const std::string& query, const std::string& body,
                               const std::string& if_match) {
        auto learnt = learnt_from(office.ask(std::string(route.method), address_of(route, dossier) + query,
                                             body, {.person = "son", .key = "same", .if_match = if_match}));
        for (auto at = learnt.find(dossier); at != std::string::npos; at = learnt.find(dossier))
            learnt.replace(at, dossier.size(), "…");
        return learnt;
    };
    for (const auto& route : server::route_table()) {
        if (route.pattern.find("{dossier}") == std::string_view::npos) continue;
        for (const auto& [hidden, absent] : {std::pair{id, std::string(id.size(), '0')},
                                             {filed, std::string(id.size(), '0')},
                                             {code, absent_code}})
            for (const auto* body :
                 {"", "{", "{}", R"({"action":"assign","assignee":"son"})", R"({"text":"x"})"})
                for (const auto* if_match : {"*", "\"1\"", "\"77\"", "x", ""})
                    for (const auto* query : {"", "?name=a.pdf", "?dry_run=true"}) {
                        const auto learnt = ask_about(route, hidden, query, body, if_match);
                        EXPECT_EQ(learnt.front(), '4') << route.method << route.pattern << body << learnt;
                        EXPECT_EQ(learnt, ask_about(route, absent, query, body, if_match))
                            << route.method << route.pattern << query << body << if_match;
                    }
    }
    const server::Route batch{"POST", "/api/v1/dossiers:batch-advance", nullptr, {}};
    const auto rows = [](const std::string& dossier) {
        return fmt::format(R"({{"action":"assign","dossiers":[{{"dossier":"{}","version":1}}]}})", dossier);
    };
    EXPECT_EQ(ask_about(batch, id, "", rows(id), ""), ask_about(batch, "none", "", rows("none"), ""));
    EXPECT_EQ(ask_about(batch, code, "", rows(code), ""),
              ask_about(batch, absent_code, "", rows(absent_code), ""));
}

TEST_F(BadInput, LinesInAHeadersValueReachNoAnswer) {
    const std::string evil = "x\r\nSet-Cookie: a=b";
    for (const auto* field : {"accept-language", "traceparent", "if-none-match", "x-motcua-person"}) {
        const auto response = office.get(dossiers + "/" + id + "/actions", {.fields = {{field, evil}}});
        for (const auto& [name, value] : response.fields)
            EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
    }
    is_refused(office.post(dossiers, "{}", {.key = "a\r\nb"}), 400, "idempotency_key_required");
    const auto cursor = office.get("/api/v1/worklist?person=%0d%0aSet-Cookie:x&limit=1");
    for (const auto& [name, value] : cursor.fields)
        EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
}

TEST_F(BadWire, ABodyOfTenMegabytes) {
    {
        RawClient client(port);
        client.send(head(10'000'000));
        is_refused(client, 413, "body_too_large");
    }
    RawClient client(port);
    client.send(head(10'000'000));
    for (int i = 0; i < 100; ++i) client.send(std::string(100'000, ' '));
    is_refused(client, 413, "body_too_large");
}

TEST_F(BadWire, WhatIsNoField) {
    for (const auto& line : {std::string("X: a\rSet-Cookie: b"), std::string("X: a\0b", 6),
                             std::string("Bad Name: x"), std::string("X\x7f: y"), std::string("X")}) {
        RawClient client(port);
        client.send("POST /api/v1/dossiers HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n\r\n");
        is_refused(client, 400, "malformed_request");
    }
    RawClient client(port);
    client.send(wire("GET", "/livez", {{"X", std::string(20'000, 'x')}}));
    is_refused(client, 431, "header_too_large");
}

TEST_F(BadWire, HalfARequestAndThenNothing) {
    for (const auto& bytes :
         {std::string("POST /api/v1/dossiers HTTP/1.1\r\nHost: localh"), head(50) + R"({"procedure":)"}) {
        RawClient client(port);
        client.send(bytes);
        ::shutdown(client.native_handle(), SHUT_WR);
        is_refused(client, 400, "malformed_request");
    }
    // One that stops sending after a whole request still wants its answer.
    RawClient client(port);
    client.send(wire("GET", "/livez", {}));
    ::shutdown(client.native_handle(), SHUT_WR);
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "ok\n");
}

class SlowWire : public BadWire {
protected:
    SlowWire() : BadWire(limits()) {}
    static server::HttpLimits limits() {
        server::HttpLimits limits;
        limits.request = 1s;
        return limits;
    }
};

// A byte now and then holds a connection for the time of one request, in the header as in the body.
TEST_F(SlowWire, ByteByByte) {
    for (const auto& begun : {std::string("GET /livez HTTP/1.1\r\nX: "), head(1000)}) {
        RawClient slow(port);
        slow.send(begun);
        for (int i = 0; i < 6; ++i) {
            slow.is_closed_within(200ms);
            slow.send("a");
        }
        is_refused(slow, 408, "request_too_slow");
    }
}

TEST_F(BadWire, ConnectionsThatSayNothingUpToTheHardLimit) {
    const auto most = server::HttpLimits{}.connections;
    ASSERT_GE(most, 1000U);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
    std::vector<std::unique_ptr<RawClient>> idle;
    for (std::size_t i = 0; i < most; ++i) idle.push_back(std::make_unique<RawClient>(port));

    for (const auto& one : {std::ref(idle.back()), std::ref(idle.front())}) {
        one.get()->send(wire("GET", "/livez", {}));
        const auto response = one.get()->receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 200);
    }
    RawClient late(port);
    is_refused(late, 503, "overloaded");
}

}  // namespace
}  // namespace motcua::tests
