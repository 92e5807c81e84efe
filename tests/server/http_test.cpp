#include "server/http.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

using Segments = std::vector<std::string>;

TEST(Target, PathAndQueryAreDecoded) {
    const auto target =
        parse_target("/api/v1/dossiers/H55.242-260422-0001?person=an&q=x%C3%A2y+d%E1%BB%B1ng&empty");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (Segments{"api", "v1", "dossiers", "H55.242-260422-0001"}));
    EXPECT_EQ(target->query, (Fields{{"person", "an"}, {"q", "xây dựng"}, {"empty", ""}}));
    EXPECT_TRUE(parse_target("/")->segments.empty());
}

TEST(Target, WhatCouldMeanAnotherPlaceIsRefused) {
    for (const auto* target :
         {"", "*", "http://other/x", "//x", "/a//b", "/a/", "/a/./b", "/a/../b", "/a/%2e%2e/b", "/a/%2E%2E",
          "/a%2Fb", "/a%00", "/a%", "/a%4", "/a%zz", "/x?a=1&a=2", "/x?a=%"})
        EXPECT_FALSE(parse_target(target)) << target;
}

TEST(Target, WhatIsEncodedDecodesToItself) {
    const std::string text = "Hồ sơ/…? &=+%";

    EXPECT_EQ(parse_target("/x?a=" + percent_encoded(text))->query.at("a"), text);
    EXPECT_EQ(percent_encoded("a-b_c.d~0"), "a-b_c.d~0");
}

// What stands before the last stranger of the chain anybody can have written.
TEST(ClientAddress, IsWhomTheLastTrustedProxyNames) {
    const std::vector<std::string> proxies{"127.0.0.1", "10.0.0.2"};
    const auto client = [&](const std::string& peer, const std::string& forwarded) {
        Request request;
        request.address = peer;
        if (!forwarded.empty()) request.fields["x-forwarded-for"] = forwarded;
        return client_address(request, proxies);
    };
    EXPECT_EQ(client("127.0.0.1", "203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(client("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2"), "203.0.113.7");
    EXPECT_EQ(client("::ffff:127.0.0.1", "2001:db8::1"), "2001:db8::1");
    EXPECT_EQ(client("203.0.113.7", "198.51.100.1"), "203.0.113.7") << "no proxy of ours";
    EXPECT_EQ(client("127.0.0.1", "nonsense"), "127.0.0.1");
    EXPECT_EQ(client("127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(client("", "203.0.113.7"), "") << "the data folder's own socket";
}

}  // namespace
}  // namespace motcua::server
