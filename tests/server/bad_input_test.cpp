// Bad input, each answered with a problem and nothing changed.
#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <memory>
#include <thread>

namespace motcua::tests {
namespace {

using namespace std::chrono_literals;

const std::string dossiers = "/api/v1/dossiers";

/// The office, and what the journal held when the test began.
class BadInput : public testing::Test {
protected:
    BadInput() : id(office.receive()), before(office.engine.status().head) {}
    ~BadInput() override { EXPECT_EQ(office.engine.status().head, before) << "something was written"; }

    void is_refused(const server::Response& response, int status, const std::string& code) const {
        EXPECT_EQ(response.status, status) << response.body;
        EXPECT_EQ(code_of(response), code);
    }

    DemoOffice office;
    const std::string id;
    const storage::Seq before;
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
}

TEST_F(BadInput, AGetChangesNothing) {
    for (const auto* target :
         {"/transitions", "/transitions?action=assign", "/acts/note", "/acts/note?text=x"})
        EXPECT_EQ(office.get(dossiers + "/" + id + target).status, 405) << target;
    for (const auto* target : {"/api/v1/law/reload", "/api/v1/calendar/notices"})
        EXPECT_EQ(office.get(target).status, 405) << target;
    const Ask overridden{.fields = {{"x-http-method-override", "POST"}}};
    EXPECT_EQ(office.get(dossiers + "/" + id + "/transitions", overridden).status, 405);
    EXPECT_EQ(office.ask("HEAD", dossiers + "/" + id + "/transitions", {}, {}).status, 405);
    for (const auto* method : {"PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"})
        EXPECT_EQ(office.ask(method, dossiers + "/" + id, {}, {}).status, 405) << method;
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
        EXPECT_EQ(client.receive()->status, 413);
    }
    RawClient client(port);
    client.send(head(10'000'000));
    for (int i = 0; i < 100; ++i) client.send(std::string(100'000, ' '));
    EXPECT_EQ(client.receive()->status, 413);
}

TEST_F(BadWire, HalfARequestAndThenNothing) {
    for (const auto& bytes :
         {std::string("POST /api/v1/dossiers HTTP/1.1\r\nHost: localh"), head(50) + R"({"procedure":)"}) {
        RawClient client(port);
        client.send(bytes);
        ::shutdown(client.native_handle(), SHUT_WR);
        client.receive();
        EXPECT_TRUE(client.is_closed_within(5s));
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
        const auto until = std::chrono::steady_clock::now() + 5s;
        bool is_closed = false;
        while (!is_closed && std::chrono::steady_clock::now() < until) {
            slow.send("a");
            is_closed = slow.is_closed_within(200ms);
        }
        EXPECT_TRUE(is_closed);
    }
}

TEST_F(BadWire, AThousandConnectionsThatSayNothing) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 1000; ++i) idle.push_back(std::make_unique<RawClient>(port));

    RawClient client(port);
    client.send(wire("GET", "/livez", {}));
    EXPECT_EQ(client.receive()->status, 200);
    idle.back()->send(wire("GET", "/livez", {}));
    EXPECT_EQ(idle.back()->receive()->status, 200);
}

}  // namespace
}  // namespace motcua::tests
