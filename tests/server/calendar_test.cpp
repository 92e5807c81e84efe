// A notice declares Monday 23 November 2026 off, on the Sunday before (facts 12.16, 16.4).
#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

constexpr auto notice = R"({"off":[{"date":"2026-11-23","name":"Nghỉ hoán đổi"}],"notice":"TB 1234"})";

class Notice : public testing::Test {
protected:
    Notice() : office("2026-11-20T09:00:00+07:00") {
        crosses = office.receive();
        office.clock.pass_to(procedures::parse_instant("2026-11-22T10:00:00+07:00").value());
    }

    std::string dates_of(const std::string& id) {
        const auto dates =
            json_of(office.get("/api/v1/dossiers/" + id, {.person = "xuan"})).at("dates").as_object();
        return std::string(dates.at("appointment").as_string());
    }
    boost::json::object ask(const std::string& what, const std::string& body, const std::string& who,
                            int status = 200) {
        const auto response = office.post("/api/v1/calendar/" + what, body, {.person = who});
        EXPECT_EQ(response.status, status) << response.body;
        return json_of(response);
    }

    DemoOffice office;
    std::string crosses;  // five working days: to Monday 30 November, or Tuesday 1 December
};

TEST_F(Notice, IsShownBeforeAnythingMoves) {
    const auto shown = ask("preview", notice, "xuan");
    EXPECT_EQ(shown.at("state").as_string(), "new");
    ASSERT_EQ(shown.at("count").to_number<int>(), 1);
    const auto& one = shown.at("dossiers").as_array().front().as_object();
    EXPECT_EQ(one.at("appointment").at("from").as_string(), "2026-11-30T17:00:00+07:00");
    EXPECT_EQ(one.at("appointment").at("to").as_string(), "2026-12-01T17:00:00+07:00");
    EXPECT_EQ(one.at("change").as_string(), "later");
    EXPECT_EQ(one.at("applicant").as_string(), "Công ty Mẫu");
    EXPECT_EQ(dates_of(crosses), "2026-11-30T17:00:00+07:00");
    EXPECT_TRUE(office.engine.published().office()->proposed_law.empty());
    // Nobody sees through it what is not his: the administrator sees no dossier.
    EXPECT_EQ(ask("preview", notice, "khoa").at("count").to_number<int>(), 0);
    const auto nobody =
        office.post("/api/v1/calendar/notices",
                    R"({"off":["2026-11-23"],"notice":"TB 1234","choice":"move"})", {.person = "xuan"});
    EXPECT_EQ(code_of(nobody), "law_unknown");
}

TEST_F(Notice, MovesThemByAHeadsChoiceAfterASecondPerson) {
    ask("proposals", notice, "xuan", 201);
    EXPECT_EQ(ask("preview", "{}", "viet").at("state").as_string(), "proposed");
    EXPECT_EQ(ask("notices", R"({"choice":"move"})", "khoa", 403).at("code").as_string(), "wrong_role");
    EXPECT_EQ(ask("notices", R"({"choice":"move"})", "xuan", 403).at("code").as_string(),
              "two_persons_required");
    const auto done = ask("notices", R"({"choice":"move"})", "viet");
    EXPECT_EQ(done.at("notice").as_string(), "TB 1234");
    EXPECT_EQ(done.at("moved").to_number<int>(), 1);
    EXPECT_TRUE(done.at("finished").as_bool());
    EXPECT_EQ(dates_of(crosses), "2026-12-01T17:00:00+07:00");
    EXPECT_FALSE(office.engine.published().office()->open_notice);
    // Whoever comes afterwards is counted by the new calendar, and moves no more.
    EXPECT_EQ(dates_of(office.receive()), "2026-12-01T17:00:00+07:00") << "received on the 22nd";
    EXPECT_EQ(ask("preview", "{}", "viet").at("count").to_number<int>(), 0);
    const auto trail = json_of(office.get("/api/v1/dossiers/" + crosses + "/timeline", {.person = "viet"}));
    int moves = 0;
    for (const auto& item : trail.at("items").as_array())
        if (item.at("type").as_string() == "due_moved") {
            ++moves;
            EXPECT_EQ(item.at("data").at("notice").as_string(), "TB 1234");
            EXPECT_EQ(item.at("data").at("decided_by").as_string(), "viet");
        }
    EXPECT_EQ(moves, 1);
}

TEST_F(Notice, LeavesThemByAHeadsChoice) {
    ask("proposals", notice, "khoa", 201);
    const auto done = ask("notices", R"({"choice":"leave"})", "xuan");
    EXPECT_EQ(done.at("count").to_number<int>(), 1);
    EXPECT_EQ(done.at("moved").to_number<int>(), 0);
    EXPECT_EQ(dates_of(crosses), "2026-11-30T17:00:00+07:00");
    // It says so, and its days are those of the calendar that gave the date.
    const auto explained =
        json_of(office.get("/api/v1/dossiers/" + crosses + "/explain", {.person = "xuan"}));
    std::string text;
    for (const auto& line : explained.at("text").as_array()) text += std::string(line.as_string()) + "\n";
    EXPECT_NE(text.find("Lịch nghỉ đã thay đổi sau đó"), std::string::npos) << text;
    EXPECT_NE(text.find("23/11 ✓"), std::string::npos) << text;
}

TEST_F(Notice, SaysWhatIsWrongWithItsDays) {
    const auto why = [&](const std::string& body) {
        const auto no = json_of(office.post("/api/v1/calendar/proposals", body, {.person = "xuan"}));
        return std::string(no.at("errors").as_array().front().at("pointer").as_string());
    };
    EXPECT_EQ(why(R"({"notice":"TB 1"})"), "/off");
    EXPECT_EQ(why(R"({"off":["2026-11-23"]})"), "/notice");
    for (const auto* day : {"23/11/2026", "1013-07-17", "2400-01-01", "9999-12-31"})
        EXPECT_EQ(why(fmt::format(R"({{"off":["{}"],"notice":"TB 1"}})", day)), "/off") << day;
    EXPECT_EQ(why(R"({"off":["2026-11-23"],"work":["2026-11-23"],"notice":"TB 1"})"), "/work");
    EXPECT_EQ(why(R"({"off":["2026-11-23"],"of":[],"notice":"TB 1"})"), "/of");
    EXPECT_EQ(code_of(office.post("/api/v1/calendar/proposals", notice, {.person = "an"})), "wrong_role");
}

}  // namespace
}  // namespace motcua::tests
