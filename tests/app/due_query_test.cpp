#include "app/due_query.hpp"

#include "procedures/loading/rules_loader.hpp"
#include "tests/procedures/calendar/real_calendar.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace motcua::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string ask(std::string_view line) {
    static const procedures::Rules rules = [] {
        procedures::Defects defects;
        auto all = procedures::load_rules(MOTCUA_SOURCE_DIR "/config", defects);
        if (!defects.empty()) throw procedures::DefinitionError(defects);
        return all;
    }();
    return due_line(procedures::real_calendar(), rules, line);
}

TEST(DueLine, AnswersWithTheThreeMoments) {
    EXPECT_EQ(ask(R"({"received":"2026-04-22T08:10:00+07:00","count":3,"unit":"working_day"})"),
              R"({"due":"2026-04-28T17:00:00+07:00","legal_end":"2026-04-29T00:00:00+07:00",)"
              R"("transfer_due":"2026-04-22T17:00:00+07:00","provisional":false})");
    // The same moment, written in London.
    EXPECT_EQ(ask(R"({"received":"2026-04-22T15:00:01+07:00","count":3,"unit":"working_hour"})"),
              ask(R"({"received":"2026-04-22T08:00:01Z","count":3,"unit":"working_hour"})"));
    EXPECT_THAT(
        ask(R"({"received":"2026-04-22T15:00:01+07:00","count":3,"unit":"working_hour"})"),
        AllOf(HasSubstr(R"("due":"2026-04-23T08:30:01+07:00","legal_end":"2026-04-23T08:30:01+07:00")"),
              HasSubstr(R"("transfer_due":"2026-04-23T08:30:00+07:00")")));
}

TEST(DueLine, CountsAfterASupplement) {
    const std::string asked = R"({"received":"2026-04-22T08:10+07:00","count":5,"unit":"working_day",)"
                              R"("requested":"2026-04-24T10:00+07:00","completed":"2026-05-05T09:15+07:00")";
    EXPECT_THAT(ask(asked + R"(,"policy":"restart"})"), HasSubstr(R"("due":"2026-05-12T17:00:00+07:00")"));
    EXPECT_EQ(ask(asked + "}"), ask(asked + R"(,"policy":"restart"})"));  // what NĐ 118 art. 19(5) says
    EXPECT_THAT(ask(asked + R"(,"policy":"resume"})"),
                HasSubstr(R"("due":"2026-05-08T16:15:00+07:00","legal_end":"2026-05-09T00:00:00+07:00")"));
}

TEST(DueLine, MarksWhatANoticeMayStillChange) {
    EXPECT_THAT(ask(R"({"received":"2026-11-20T09:00+07:00","count":3,"unit":"working_day"})"),
                AllOf(HasSubstr("2026-11-26T17:00"), HasSubstr(R"("provisional":true)")));
    EXPECT_THAT(ask(R"({"received":"2035-05-02T09:00+07:00","count":3,"unit":"working_day"})"),
                HasSubstr(R"("provisional":true)"));
}

TEST(DueLine, MarksOfTheAskerAreLeftAlone) {
    EXPECT_THAT(
        ask(R"({"id":7,"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","policy":null})"),
        StartsWith(R"({"due":)"));
}

struct Bad {
    const char* line;
    const char* why;
};

TEST(DueLine, ABadLineSaysWhatIsWrong) {
    for (
        const auto& [line, why] : {
            Bad{"", "empty"},
            Bad{"\r", "empty"},
            Bad{"{", "not JSON"},
            Bad{"[]", "not a JSON object"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":NaN,"unit":"working_day"})", "not JSON"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3})", "unit is missing"},
            Bad{R"({"count":3,"unit":"working_day"})", "received is missing"},
            Bad{R"({"received":"2026-04-22T08:10:00","count":3,"unit":"working_day"})", "with an offset"},
            Bad{R"({"received":"2026-06-30T23:59:60+00:00","count":3,"unit":"working_day"})", "is no moment"},
            Bad{R"({"received":1,"count":3,"unit":"working_day"})", "received 1 is no moment"},
            Bad{R"({"received":"9999-12-31T23:59:59+07:00","count":3,"unit":"month"})",
                "outside the years 1900 to 2199"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":0,"unit":"working_day"})",
                "count 0 is no whole number"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":-5,"unit":"working_day"})", "count -5"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":99999999999999999999,"unit":"working_day"})",
                "from 1 to 10000"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":1e400,"unit":"working_day"})", "error"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":"3","unit":"working_day"})",
                "count \\\"3\\\""},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":2.5,"unit":"working_day"})",
                "is no whole number"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"fortnight"})",
                "write one of: working_hour"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","polcy":"resume"})",
                "did you mean \\\"policy\\\""},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","requested":"2026-04-23T08:10+07:00"})",
                "completed is missing"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","completed":"2026-04-23T08:10+07:00","policy":"resume"})",
                "requested is missing"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","requested":"2026-04-21T08:10+07:00","completed":"2026-04-23T08:10+07:00"})",
                "requested lies before received"},
            Bad{R"({"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day","requested":"2026-04-25T08:10+07:00","completed":"2026-04-23T08:10+07:00"})",
                "completed lies before requested"},
            Bad{"{\"received\":\"\xff\",\"count\":3,\"unit\":\"working_day\"}", "not JSON"},
        }) {
        const auto found = ask(line);
        EXPECT_THAT(found, AllOf(StartsWith(R"({"error":)"), HasSubstr(why))) << line;
        EXPECT_NO_THROW(boost::json::parse(found)) << found;
    }
    EXPECT_THAT(ask(std::string(100'000, '[')), HasSubstr("more than 65535 bytes"));
    EXPECT_THAT(ask(std::string(60'000, '[')), HasSubstr("not JSON"));
    // A long text is cut between letters, so that the answer stays UTF-8.
    std::string letters;
    for (int i = 0; i < 100; ++i) letters += "ế";
    for (const std::string_view pad : {"", "a", "aa"}) {
        const auto found =
            ask("{\"received\":\"" + std::string(pad) + letters + "\",\"count\":3,\"unit\":\"working_day\"}");
        EXPECT_NO_THROW(boost::json::parse(found)) << found;
        EXPECT_LT(found.size(), 300u);
    }
}

// The largest questions that are allowed still come back at once.
TEST(DueLine, TheLargestCountsEnd) {
    for (const auto* unit : {"working_hour", "working_day", "calendar_day", "month"})
        EXPECT_THAT(ask(std::string(R"({"received":"2199-12-31T23:59:59+07:00","count":10000,"unit":")") +
                        unit + "\"}"),
                    StartsWith(R"({"due":)"));
}

}  // namespace
}  // namespace motcua::app
