#include "server/problem.hpp"

#include "procedures/text/normalize.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::server {
namespace {

using engine::Answer;
using procedures::Refusal;
using tests::field_of;

TEST(Problem, EveryFaultHasItsWordsInBothLanguages) {
    for (int number = 0; number <= static_cast<int>(Fault::not_ready); ++number) {
        const auto fault = static_cast<Fault>(number);
        const auto vi = boost::json::parse(problem(fault, Language::vi).body).as_object();
        const auto en = boost::json::parse(problem(fault, Language::en).body).as_object();

        EXPECT_EQ(vi.at("status"), status_of(fault));
        EXPECT_GE(status_of(fault), 400);
        EXPECT_NE(vi.at("title"), en.at("title"));
        EXPECT_TRUE(procedures::is_nfc(std::string_view(vi.at("detail").as_string())));
        EXPECT_EQ(std::string_view(vi.at("code").as_string()), to_string(fault));
    }
}

// A header field may hold any bytes.
TEST(Problem, NoAnswerHoldsWhatIsNoText) {
    const auto response = problem(Fault::file_type_refused, Language::vi, "app\xA1/pdf");
    EXPECT_TRUE(procedures::is_utf8(response.body));
    EXPECT_EQ(boost::json::parse(response.body).at("code"), "file_type_refused");
}

TEST(Problem, EveryRefusalIsTheAskersFault) {
    for (int number = 0; number <= static_cast<int>(Refusal::Code::personal_data_refused); ++number) {
        const auto status = status_of(static_cast<Refusal::Code>(number));
        EXPECT_GE(status, 400);
        EXPECT_LT(status, 500);
    }
}

TEST(Problem, WhatMayBeTriedAgainSaysWhen) {
    auto overloaded = Answer::of(Answer::Kind::overloaded, "full");
    overloaded.retry_after = std::chrono::seconds{3};
    EXPECT_EQ(problem(overloaded, Language::vi, {}).status, 503);
    EXPECT_EQ(field_of(problem(overloaded, Language::vi, {}), "retry-after"), "3");

    const auto unknown = problem(Answer::of(Answer::Kind::outcome_unknown, "disk"), Language::vi, {});
    EXPECT_EQ(unknown.status, 503);
    EXPECT_EQ(field_of(unknown, "retry-after"), "1");
    // What the disk said is for the log.
    EXPECT_EQ(unknown.body.find("disk"), std::string::npos);
    EXPECT_NE(unknown.body.find("Idempotency-Key"), std::string::npos);
}

}  // namespace
}  // namespace motcua::server
