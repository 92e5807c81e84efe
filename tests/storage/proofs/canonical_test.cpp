#include "storage/proofs/canonical.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace motcua::storage {
namespace {

namespace json = boost::json;

TEST(Canonical, MembersAreSortedAndNothingIsBlank) {
    EXPECT_EQ(canonical(json::parse(R"( { "b" : [ 1, true, {} ] , "a" : "Thái Nguyên", "B": -7 } )")),
              R"({"B":-7,"a":"Thái Nguyên","b":[1,true,{}]})");
}

// RFC 8785 section 3.2.2.2: letters where JSON has some, \u00xx in small letters otherwise, all else as it is.
TEST(Canonical, StringsAreEscapedAsLittleAsPossible) {
    EXPECT_EQ(canonical(json::value("\b\t\n\f\r\"\\/\x01\x1f\x7f đ€")),
              "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f đ€\"");
    EXPECT_EQ(unquote("\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f đ€\""), "\b\t\n\f\r\"\\/\x01\x1f\x7f đ€");
}

TEST(Canonical, WhatHasNoSingleTextIsRefused) {
    EXPECT_THROW(canonical(nullptr), std::invalid_argument);
    EXPECT_THROW(canonical(1.5), std::invalid_argument);
    EXPECT_THROW(canonical(std::int64_t{1} << 53), std::invalid_argument);
    EXPECT_THROW(canonical(std::numeric_limits<std::uint64_t>::max()), std::invalid_argument);
    EXPECT_THROW(canonical("\xC3"), std::invalid_argument);
    EXPECT_THROW(canonical(json::object{{"khoá", 1}}), std::invalid_argument);
    EXPECT_EQ(canonical((std::int64_t{1} << 53) - 1), "9007199254740991");
}

TEST(Canonical, AnotherTextOfTheSameValueIsNotCanonical) {
    EXPECT_TRUE(is_canonical(R"({"a":["\u0000","é",0,-1,9007199254740991],"b":{}})"));
    for (const char* text : {R"({"b":1,"a":2})",
                             R"({"a":1,"a":2})",
                             R"({"a": 1})",
                             R"({"a":01})",
                             R"({"a":-0})",
                             R"({"a":1.0})",
                             R"({"a":1e3})",
                             R"({"a":null})",
                             R"("\u0041")",
                             R"("\u000a")",
                             R"("\/")",
                             "\"\n\"",
                             "\"\xC3\"",
                             R"({"a":1}x)",
                             R"({"a":1)",
                             "",
                             R"(9007199254740992)",
                             "[1,]",
                             "{\"a\":1,}",
                             "\"\xED\xA0\x80\"",
                             "\"",
                             "\"\\"})
        EXPECT_FALSE(is_canonical(text)) << text;
}

json::value random_value(std::mt19937& random, int depth) {
    switch (random() % (depth > 0 ? 6 : 3)) {
        case 0: return static_cast<std::int64_t>(random()) - 2'000'000'000;
        case 1: return random() % 2 == 0;
        case 2: {
            json::string text;
            for (std::size_t i = random() % 9; i > 0; --i)
                text += std::string_view(
                    random() % 2 == 0 ? "Đ" : std::string(1, static_cast<char>(random() % 128)));
            return text;
        }
        case 3: {
            json::array array;
            for (std::size_t i = random() % 4; i > 0; --i) array.push_back(random_value(random, depth - 1));
            return array;
        }
        default: {
            json::object object;
            for (std::size_t i = random() % 30; i > 0; --i)
                object["k" + std::to_string(random() % 40)] = random_value(random, depth - 1);
            return object;
        }
    }
}

TEST(Canonical, WhatIsWrittenIsReadAsTheSameValueAndIsCanonical) {
    std::mt19937 random(20260204);
    for (int round = 0; round < 300; ++round) {
        const json::value value = random_value(random, 3);
        const std::string text = canonical(value);
        ASSERT_TRUE(is_canonical(text)) << text;
        ASSERT_EQ(json::parse(text), value) << text;
    }
}

TEST(Canonical, MembersPointIntoTheObject) {
    std::vector<Member> members;
    ASSERT_TRUE(list_members(R"({"a":{"x":1},"b":"y"})", members));
    ASSERT_EQ(members.size(), 2u);
    EXPECT_EQ(members[0].value, R"({"x":1})");
    EXPECT_EQ(members[1].key, "b");
    EXPECT_FALSE(list_members("[]", members));
}

}  // namespace
}  // namespace motcua::storage
