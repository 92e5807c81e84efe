#include "app/socket.hpp"

#include <gtest/gtest.h>

namespace motcua::app {
namespace {

TEST(Socket, AnAnswerIsTakenWhenItIsWhole) {
    std::string bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nchà";
    EXPECT_FALSE(take_response(bytes));
    bytes += "o";
    bytes += "HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\nContent-Length: 99\r\n\r\n";

    const auto first = take_response(bytes);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(first->body, "chào");
    EXPECT_EQ(first->content_type, "text/plain");
    const auto second = take_response(bytes);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->status, 304);
    EXPECT_EQ(bytes, "");
}

TEST(Socket, WhatIsNoHttpIsBroken) {
    for (std::string bytes :
         {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"})
        EXPECT_THROW(take_response(bytes), std::runtime_error) << bytes;
}

TEST(Socket, ARequestSaysItsLength) {
    server::Request request;
    request.method = "POST";
    request.target = "/x";
    request.fields = {{"if-match", "*"}};
    request.body = "hồ";

    EXPECT_EQ(wire_request(request),
              "POST /x HTTP/1.1\r\nHost: localhost\r\nif-match: *\r\nContent-Length: 4\r\n\r\nhồ");
}

TEST(Socket, NobodyListensIsNoServer) { EXPECT_EQ(LocalServer::reach("/nonexistent/motcua.sock"), nullptr); }

}  // namespace
}  // namespace motcua::app
