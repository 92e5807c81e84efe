#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

namespace motcua::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using server::Request;
using server::Response;

/// Counts the "/slow" requests that are in hand, so that a test waits for one and not for a while.
std::atomic<int> slow_begun{0};

/// Answers with what was asked; "/slow" after a while, "/broken" never.
engine::Awaitable<Response> echo(Request request) {
    if (request.target == "/broken") throw std::runtime_error("a defect");
    if (request.target == "/slow") {
        ++slow_begun;
        slow_begun.notify_all();
        asio::steady_timer wait(co_await asio::this_coro::executor, 300ms);
        co_await wait.async_wait(asio::use_awaitable);
    }
    Response response;
    response.content_type = "text/plain";
    response.body = request.method + " " + request.target + " " + request.body;
    co_return response;
}

struct Served : OnAPort {
    explicit Served(server::HttpLimits limits = {}) : OnAPort(echo, std::move(limits)) {}
};

server::HttpLimits small_limits() {
    server::HttpLimits limits;
    limits.header_bytes = 4096;
    limits.body_bytes = 1000;
    return limits;
}

TEST(HttpServer, KeepsAConnectionForManyRequests) {
    Served served;
    RawClient client(served.port);

    for (int i = 0; i < 3; ++i) {
        client.send(wire("POST", "/x", {}, "hồ sơ"));
        const auto response = client.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 200);
        EXPECT_EQ(response->body, "POST /x hồ sơ");
    }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    Served served;
    RawClient client(served.port);

    client.send(wire("GET", "/slow", {}) + wire("POST", "/2", {}, "b") + wire("GET", "/3", {}));

    EXPECT_EQ(client.receive()->body, "GET /slow ");
    EXPECT_EQ(client.receive()->body, "POST /2 b");
    EXPECT_EQ(client.receive()->body, "GET /3 ");
}

TEST(HttpServer, AHeadIsAnsweredWithoutItsBody) {
    Served served;
    RawClient client(served.port);

    client.send(wire("HEAD", "/x", {}) + wire("GET", "/y", {}));

    EXPECT_EQ(field_of(*client.receive(true), "content-length"), "8");
    EXPECT_EQ(client.receive()->body, "GET /y ");
}

TEST(HttpServer, SaysGoOnToAClientThatWaits) {
    Served served;
    RawClient client(served.port);

    client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 100);
    client.send("ab");
    EXPECT_EQ(client.receive()->body, "POST /x ab");
}

TEST(HttpServer, EveryAnswerCarriesThePolicyOfAStranger) {
    Served served(small_limits());
    for (const auto& bytes :
         {wire("GET", "/x", {}), wire("GET", "/broken", {}), std::string("hello\r\n\r\n")}) {
        RawClient client(served.port);
        client.send(bytes);
        const auto response = client.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(field_of(*response, "x-content-type-options"), "nosniff") << bytes;
        EXPECT_EQ(field_of(*response, "referrer-policy"), "no-referrer") << bytes;
        EXPECT_TRUE(field_of(*response, "content-security-policy").starts_with("default-src 'none'"))
            << bytes;
    }
}

TEST(HttpServer, ADefectOfTheAnswererIsAnAnswerToo) {
    Served served;
    RawClient client(served.port);

    client.send(wire("GET", "/broken", {}) + wire("GET", "/x", {}));

    EXPECT_EQ(code_of(*client.receive()), "defect");
    EXPECT_EQ(client.receive()->status, 200);
}

TEST(HttpServer, HeadersAndBodiesAreBounded) {
    Served served(small_limits());
    {
        RawClient client(served.port);
        client.send(wire("GET", "/x", {{"X-Long", std::string(8000, 'x')}}));
        EXPECT_EQ(code_of(*client.receive()), "header_too_large");
        EXPECT_TRUE(client.is_closed_within(20s));
    }
    {
        RawClient client(served.port);
        client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
        EXPECT_EQ(code_of(*client.receive()), "body_too_large");
    }
    {
        RawClient client(served.port);
        client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 20; ++i) client.send("64\r\n" + std::string(100, 'x') + "\r\n");
        EXPECT_EQ(code_of(*client.receive()), "body_too_large");
    }
}

TEST(HttpServer, WhatIsNotHttpIsRefused) {
    Served served;
    for (const auto* bytes : {"hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                              "\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n",
                              "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                              "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                              "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n"}) {
        RawClient client(served.port);
        client.send(bytes);
        const auto response = client.receive();
        ASSERT_TRUE(response) << bytes;
        EXPECT_EQ(code_of(*response), "malformed_request") << bytes;
        EXPECT_TRUE(client.is_closed_within(20s)) << bytes;
    }
}

// A client that sends a byte now and then holds its connection for the time of one request, not longer.
TEST(HttpServer, ASlowClientIsGivenUp) {
    auto limits = small_limits();
    limits.request = 1s;
    Served served(limits);
    RawClient slow(served.port);
    slow.send("GET /x HTTP/1.1\r\nHo");

    RawClient quick(served.port);
    quick.send(wire("GET", "/quick", {}));
    EXPECT_EQ(quick.receive()->status, 200);

    EXPECT_EQ(code_of(*slow.receive()), "request_too_slow");
    EXPECT_TRUE(slow.is_closed_within(20s));
}

TEST(HttpServer, AnIdleConnectionIsClosed) {
    auto limits = small_limits();
    limits.idle = 1s;
    Served served(limits);
    RawClient idle(served.port);

    EXPECT_TRUE(idle.is_closed_within(20s));
}

TEST(HttpServer, ConnectionsAreBounded) {
    auto limits = small_limits();
    limits.connections = 1;
    Served served(limits);
    RawClient first(served.port);
    first.send(wire("GET", "/x", {}));
    ASSERT_EQ(first.receive()->status, 200);

    RawClient second(served.port);
    const auto response = second.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(code_of(*response), "overloaded");
    EXPECT_EQ(field_of(*response, "retry-after"), "1");
}

TEST(HttpServer, StoppingFinishesWhatIsInHand) {
    Served served;
    RawClient busy(served.port);
    RawClient idle(served.port);
    busy.send(wire("GET", "/x", {}));
    ASSERT_EQ(busy.receive()->status, 200);
    const int before = slow_begun;
    busy.send(wire("GET", "/slow", {}));
    slow_begun.wait(before);

    std::thread stopping([&] { served.stop(); });
    const auto response = busy.receive();
    stopping.join();

    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "GET /slow ");
    EXPECT_TRUE(idle.is_closed_within(20s));
    EXPECT_THROW(RawClient{served.port}, std::runtime_error);
}

TEST(HttpServer, ATakenAddressIsSaid) {
    Served served;
    server::Service other(echo, {}, engine::silent_log());

    try {
        other.listen({"127.0.0.1", served.port});
        FAIL() << "two servers on one port";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("--listen"), std::string::npos);
    }
}

TEST(HttpServer, TheLocalSocketIsTheOwnersAloneAndReplacesADeadOne) {
    TempFolder folder;
    const auto path = folder.path() / "motcua.sock";
    {
        server::Service dead(echo, {}, engine::silent_log());
        dead.listen_locally(path);
    }
    ASSERT_TRUE(std::filesystem::exists(path));

    server::Service service(echo, {}, engine::silent_log());
    service.listen_locally(path);
    const auto mode = std::filesystem::status(path).permissions();
    EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none);

    server::Service second(echo, {}, engine::silent_log());
    EXPECT_THROW(second.listen_locally(path), std::runtime_error);
}

TEST(Address, ReadsWhatPeopleWrite) {
    EXPECT_EQ(to_string(server::parse_address(":8080")), "127.0.0.1:8080");
    EXPECT_EQ(to_string(server::parse_address("[::1]:80")), "[::1]:80");
    EXPECT_TRUE(server::parse_address("localhost:1").is_loopback());
    EXPECT_FALSE(server::parse_address("0.0.0.0:1").is_loopback());
    for (const auto* text : {"8080", "a:", "a:x", "a:70000", "a:-1"})
        EXPECT_THROW(server::parse_address(text), std::invalid_argument) << text;
}

}  // namespace
}  // namespace motcua::tests
