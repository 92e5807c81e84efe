#include "tests/server/demo_office.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using boost::json::object;

std::size_t length_of(DemoOffice& office, const std::string& list, const std::string& person) {
    const auto response = office.get(list + "&limit=200", {.person = person});
    EXPECT_EQ(response.status, 200) << response.body;
    return json_of(response).at("items").as_array().size();
}

// Every number of the board is the length of the list behind it.
TEST(Board, EachNumberHasItsList) {
    DemoOffice office;
    for (int i = 0; i < 3; ++i) office.receive();
    office.submit();
    office.clock.pass(std::chrono::hours{24 * 30});
    const auto board = json_of(office.get("/api/v1/board", {.person = "dung"}));

    EXPECT_EQ(board.at("total").at("count"), 4);
    for (const auto* part : {"by_unit", "by_procedure", "by_step", "by_timeliness", "cells"}) {
        std::size_t sum = 0;
        for (const auto& one : board.at(part).as_array()) {
            const auto count = one.at("count").to_number<std::size_t>();
            EXPECT_EQ(length_of(office, std::string(one.at("list").as_string()), "dung"), count) << one;
            sum += count;
        }
        EXPECT_EQ(sum, 4U) << part;
    }
    const auto overdue = json_of(office.get("/api/v1/board?timeliness=overdue", {.person = "dung"}));
    EXPECT_EQ(overdue.at("total").at("count"), 3);
    EXPECT_EQ(length_of(office, std::string(overdue.at("total").at("list").as_string()), "dung"), 3U);
}

TEST(Board, IsForThoseWhoHaveARightToFigures) {
    DemoOffice office;
    EXPECT_EQ(code_of(office.get("/api/v1/board", {.person = "an"})), "wrong_role");
    EXPECT_EQ(code_of(office.get("/api/v1/board", {.person = "khoa"})), "wrong_role");
    EXPECT_EQ(office.get("/api/v1/board", {.person = "yen"}).status, 200);
    EXPECT_EQ(code_of(office.get("/api/v1/board?colour=red", {.person = "yen"})), "bad_parameter");
}

TEST(Breaches, TellOnWhoseTimeItWent) {
    DemoOffice office;
    const auto id = office.receive();
    EXPECT_TRUE(json_of(office.get("/api/v1/breaches")).at("items").as_array().empty());
    office.clock.pass(std::chrono::minutes{60});
    ASSERT_EQ(office
                  .post("/api/v1/dossiers/" + id + "/transitions", R"({"action":"assign","assignee":"nam"})",
                        {.person = "phuc"})
                  .status,
              200);
    office.clock.pass_to(procedures::parse_instant("2026-07-21T08:30:00+07:00").value());
    const auto breaches = json_of(office.get("/api/v1/breaches"));

    ASSERT_EQ(breaches.at("items").as_array().size(), 1U);
    const auto& held = breaches.at("items").at(0).at("held_by").as_array();
    std::int64_t sum = 0;
    bool is_with_nam = false;
    for (const auto& part : held) {
        sum += part.at("working_minutes").as_int64();
        is_with_nam = is_with_nam || part.at("person") == "nam";
    }
    EXPECT_TRUE(is_with_nam);
    // From 08:10 on 13 July: six days of 480 minutes, and 20 more on the seventh.
    EXPECT_EQ(sum, 6 * 480 + 20);
    EXPECT_TRUE(json_of(office.get("/api/v1/breaches", {.person = "khoa"})).at("items").as_array().empty());
    EXPECT_EQ(code_of(office.get("/api/v1/breaches?timeliness=on_track")), "bad_parameter");
}

// A year later a manager asks who held what came too late, though it has long been handed over.
TEST(Breaches, TellOfFinishedOnesThatWereLate) {
    DemoOffice office;
    const auto early = office.receive();
    office.settle(early);
    const auto late = office.receive();
    office.clock.pass_to(procedures::parse_instant("2026-07-28T08:30:00+07:00").value());
    ASSERT_EQ(json_of(office.get("/api/v1/breaches")).at("items").as_array().size(), 1U);
    office.settle(late);

    EXPECT_TRUE(json_of(office.get("/api/v1/breaches")).at("items").as_array().empty());
    const auto breaches = json_of(office.get("/api/v1/breaches?finished=true")).at("items").as_array();
    ASSERT_EQ(breaches.size(), 1U);
    const auto& breach = breaches.at(0).as_object();
    EXPECT_EQ(std::string_view(breach.at("id").as_string()), late);
    EXPECT_EQ(breach.at("verdict"), "late");
    const auto minutes = [&] {
        std::int64_t sum = 0;
        const auto again = json_of(office.get("/api/v1/breaches?finished=true"));
        for (const auto& part : again.at("items").at(0).at("held_by").as_array())
            sum += part.at("working_minutes").as_int64();
        return sum;
    };
    const auto at_the_end = minutes();
    EXPECT_GT(at_the_end, 10 * 480);
    office.clock.pass(std::chrono::hours{48});
    EXPECT_EQ(minutes(), at_the_end) << "the clock has stopped";
    EXPECT_EQ(code_of(office.get("/api/v1/breaches?finished=perhaps")), "bad_parameter");
}

TEST(Reminder, AsksWhoeverHasItAndMovesNoVersion) {
    DemoOffice office;
    const auto id = office.receive();
    const auto at = "/api/v1/dossiers/" + id + "/reminders";
    const auto before = json_of(office.get("/api/v1/dossiers/" + id)).at("version");
    const auto response =
        office.post(at, R"({"text":"Đề nghị xử lý trong ngày"})", {.person = "dung", .if_match = ""});
    ASSERT_EQ(response.status, 200) << response.body;

    EXPECT_EQ(json_of(response).at("version"), before);
    const auto timeline = json_of(office.get("/api/v1/dossiers/" + id + "/timeline"));
    const auto& told = timeline.at("items").at(0).as_object();
    EXPECT_EQ(told.at("type"), "reminded");
    // Nobody acknowledged the hand-over yet, so that the desk answers for it.
    EXPECT_EQ(told.at("data").at("asks").at(0).at("unit"), "mot-cua");
    EXPECT_EQ(code_of(office.post(at, R"({"text":"x"})", {.person = "nam"})), "wrong_role");
    EXPECT_EQ(code_of(office.post(at, "{}", {.person = "dung"})), "invalid_argument");
}

TEST(Duplicates, AreOpenDossiersOfTheSameApplicantAndProcedure) {
    DemoOffice office;
    const auto id = office.submit();
    const std::string at = "/api/v1/dossiers:duplicates?procedure=gia-han-giay-phep-xay-dung";
    const auto found = json_of(office.get(at + "&applicant=" + server::percent_encoded("CÔNG TY mẫu")));

    ASSERT_EQ(found.at("items").as_array().size(), 1U);
    EXPECT_EQ(std::string_view(found.at("items").at(0).at("id").as_string()), id);
    EXPECT_TRUE(json_of(office.get(at + "&applicant=cong+ty")).at("items").as_array().empty());
    EXPECT_TRUE(json_of(office.get("/api/v1/dossiers:duplicates?procedure=khac&applicant=cong+ty+mau"))
                    .at("items")
                    .as_array()
                    .empty());
    EXPECT_EQ(code_of(office.get(at)), "bad_parameter");
    EXPECT_EQ(code_of(office.get("/api/v1/dossiers:duplicates?applicant=x")), "bad_parameter");
}

TEST(Consults, ThePartyIsTheAddresss) {
    DemoOffice office;
    const auto id = office.receive();
    const auto at = "/api/v1/dossiers/" + id + "/consults/so-xay-dung/";
    EXPECT_EQ(code_of(office.post(at + "answer", R"({"opinion":"agrees"})", {.person = "giang"})),
              "consult_unknown");
    EXPECT_EQ(code_of(office.post(at + "remind", "{}", {.person = "giang", .if_match = ""})),
              "consult_unknown");
    EXPECT_EQ(office.post(at + "answer", "{}", {.person = "giang", .if_match = ""}).status, 428);
}

}  // namespace
}  // namespace motcua::tests
