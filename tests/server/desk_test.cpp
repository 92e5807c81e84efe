// The counter's day, the till, who came before, and what agencies owe.
#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace motcua::tests {
namespace {

using boost::json::array;

array items_of(DemoOffice& office, const std::string& target, const std::string& person = "chi",
               std::string_view field = "items") {
    const auto answer = office.get(target, {.person = person});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer).at(field).as_array();
}

TEST(Desk, ListsWhatWasReceivedAndWhatNobodyHasAcknowledged) {
    DemoOffice office;
    const auto id = office.receive();
    const auto received = items_of(office, "/api/v1/desk", "an", "received");
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received.at(0).at("id"), id.c_str());
    const auto before = items_of(office, "/api/v1/desk", "an", "handing_over");
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(before.at(0).at("transfer_due"), "2026-07-13T17:00:00+07:00");

    // A date that was missed is still told.
    office.clock.pass_to(procedures::parse_instant("2026-07-14T09:00:00+07:00").value());
    const auto late = items_of(office, "/api/v1/desk", "an", "handing_over");
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late.at(0).at("transfer_due"), "2026-07-13T17:00:00+07:00");

    ASSERT_EQ(office.post("/api/v1/dossiers/" + id + "/acts/acknowledge", "{}", {.person = "phuc"}).status,
              200);
    EXPECT_TRUE(items_of(office, "/api/v1/desk", "an", "handing_over").empty());
    EXPECT_TRUE(items_of(office, "/api/v1/desk?day=2026-07-10", "an", "received").empty());
    EXPECT_EQ(code_of(office.get("/api/v1/desk?day=heute")), "bad_parameter");
}

TEST(Till, AFeeIsListedWhenItsMomentHasComeAndGoesWhenItIsPaid) {
    DemoOffice office;
    const auto id = office.receive();
    const auto all = items_of(office, "/api/v1/fees?all=true");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.at(0).at("dossier"), id.c_str());
    EXPECT_EQ(items_of(office, "/api/v1/fees?all=true&q=khong-co").size(), 0U);
    EXPECT_EQ(items_of(office, "/api/v1/fees?all=true&q=cong+ty").size(), 1U);
    EXPECT_EQ(items_of(office, "/api/v1/fees").size(), all.at(0).at("payable").as_bool() ? 1U : 0U);
    EXPECT_TRUE(items_of(office, "/api/v1/fees?all=true", "khoa").empty())
        << "an administrator sees no dossier";

    ASSERT_EQ(office
                  .post("/api/v1/dossiers/" + id + "/fees/le-phi-gia-han/payment",
                        R"({"amount":15000,"method":"cash","receipt_number":"BL 1"})", {.person = "chi"})
                  .status,
              200);
    EXPECT_TRUE(items_of(office, "/api/v1/fees?all=true").empty());
}

TEST(Till, PagesGoOnWhereTheyEndedAndCountAllLines) {
    DemoOffice office;
    for (int i = 0; i < 5; ++i) office.receive();
    std::set<std::string> seen;
    std::string target = "/api/v1/fees?all=true&limit=2";
    for (std::string cursor; seen.size() < 5;) {
        const auto page = json_of(office.get(target + cursor, {.person = "chi"}));
        EXPECT_EQ(page.at("total"), 5);
        for (const auto& line : page.at("items").as_array()) seen.emplace(line.at("dossier").as_string());
        if (page.at("next_cursor").is_null()) break;
        cursor = "&cursor=" + std::string(page.at("next_cursor").as_string());
    }
    EXPECT_EQ(seen.size(), 5U);
}

TEST(Till, TheClosingSumsTheDayByProcedureMethodAndPerson) {
    DemoOffice office;
    for (const auto* method : {"cash", "cash", "transfer"})
        ASSERT_EQ(office
                      .post("/api/v1/dossiers/" + office.receive() + "/fees/le-phi-gia-han/payment",
                            fmt::format(R"({{"amount":15000,"method":"{}"}})", method), {.person = "chi"})
                      .status,
                  200);
    const auto closing = json_of(office.get("/api/v1/fees/closing", {.person = "chi"}));
    EXPECT_EQ(closing.at("total"), 45000);
    EXPECT_EQ(closing.at("items").as_array().size(), 3U);
    ASSERT_EQ(closing.at("by_procedure").as_array().size(), 1U);
    EXPECT_EQ(closing.at("by_procedure").at(0).at("amount"), 45000);
    EXPECT_EQ(closing.at("by_method").at(0).at("amount"), 30000);
    EXPECT_EQ(closing.at("by_person").at(0).at("person"), "chi");
    EXPECT_EQ(json_of(office.get("/api/v1/fees/closing?person=an", {.person = "chi"})).at("total"), 0);
    EXPECT_EQ(json_of(office.get("/api/v1/fees/closing?day=2026-07-10", {.person = "chi"})).at("total"), 0);
    EXPECT_EQ(json_of(office.get("/api/v1/fees/closing", {.person = "khoa"})).at("total"), 0);
}

TEST(Applicants, AreRecalledByTheirWholeNumberOnly) {
    DemoOffice office;
    const auto filed = office.post("/api/v1/dossiers", R"({"procedure":"gia-han-giay-phep-xay-dung",
        "applicant":{"name":"Công ty TNHH Mẫu","id":"4601234567","phone":"0208123456","address":"Phổ Yên"},
        "representative":{"name":"Bà Mẫu","id":"019123456789","authorisation":"GUQ 1"},"zone":"yen-binh"})");
    ASSERT_EQ(filed.status, 201) << filed.body;
    const auto recall = [&](const std::string& id, const std::string& person = "an") {
        return json_of(office.get("/api/v1/applicants?id=" + id, {.person = person})).at("applicant");
    };
    const auto known = recall("4601234567");
    ASSERT_TRUE(known.is_object());
    EXPECT_EQ(known.at("name"), "Công ty TNHH Mẫu");
    EXPECT_EQ(known.at("phone"), "0208123456");
    EXPECT_EQ(known.at("zone"), "yen-binh");
    EXPECT_TRUE(recall("46012345").is_null()) << "a beginning is nobody's number";
    EXPECT_TRUE(recall("019123456789").is_null()) << "the representative's";
    EXPECT_TRUE(recall("4601234567", "khoa").is_null());
    EXPECT_EQ(code_of(office.get("/api/v1/applicants?id=460")), "bad_parameter");
}

TEST(Zones, AreThoseOfTheOffice) {
    DemoOffice office;
    EXPECT_FALSE(items_of(office, "/api/v1/zones", "an").empty());
}

TEST(Counters, AreThoseOfTheOfficeAndSayWhetherTheyHaveAScanner) {
    DemoOffice without;
    const auto counters = items_of(without, "/api/v1/counters", "an");
    ASSERT_FALSE(counters.empty());
    EXPECT_EQ(counters.front().at("has_scanner"), false);
    server::ApiOptions options{true, {}};
    options.scans = "/srv/scans";
    DemoOffice with("2026-07-13T08:10:00+07:00", options);
    EXPECT_EQ(items_of(with, "/api/v1/counters", "an").front().at("has_scanner"), true);
}

TEST(Refusals, NamePeopleAndNotTheirIds) {
    DemoOffice office;
    const auto id = office.receive();
    const auto answer = json_of(office.get("/api/v1/dossiers/" + id + "/actions", {.person = "an"}));
    std::string told;
    for (const auto& action : answer.at("actions").as_array())
        if (const auto* why = action.as_object().if_contains("why_not"))
            told += std::string(std::string_view(why->at("detail").as_string())) + "\n";
    const auto names = items_of(office, "/api/v1/colleagues", "an");
    for (const auto& one : names)
        if (one.at("person") == "phuc") {
            EXPECT_NE(told.find(std::string_view(one.at("name").as_string())), std::string::npos) << told;
        }
    EXPECT_EQ(told.find("phuc"), std::string::npos) << told;
}

}  // namespace
}  // namespace motcua::tests
