#include "storage/proofs/hash.hpp"
#include "tests/server/demo_office.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using boost::json::array;
using boost::json::object;

const std::string journal = "/api/v1/journal";

array items_of(const server::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return json_of(response).at("items").as_array();
}

TEST(Journal, IsSearchedByActorActionObjectAndPeriod) {
    DemoOffice office;
    const auto id = office.receive();
    const Ask auditor{.person = "yen"};

    const auto of_an = items_of(office.get(journal + "?actor=an", auditor));
    ASSERT_EQ(of_an.size(), 2U);
    EXPECT_EQ(of_an.at(0).at("type"), "received");
    EXPECT_EQ(std::string_view(of_an.at(0).at("object").as_string()), "dossier:" + id);
    EXPECT_EQ(items_of(office.get(journal + "?object=H55.242-260713-0001", auditor)).size(), 2U);
    EXPECT_EQ(items_of(office.get(journal + "?object=" + id + "&action=submitted", auditor)).size(), 1U);
    EXPECT_EQ(items_of(office.get(journal + "?actor=an&from=2026-07-13&to=2026-07-13", auditor)).size(), 2U);
    EXPECT_TRUE(items_of(office.get(journal + "?actor=an&to=2026-07-12", auditor)).empty());
    EXPECT_TRUE(items_of(office.get(journal + "?actor=an&from=2026-07-14", auditor)).empty());
    EXPECT_TRUE(items_of(office.get(journal + "?actor=nobody", auditor)).empty());
}

TEST(Journal, GoesPageByPageToItsBeginning) {
    DemoOffice office;
    office.receive();
    std::size_t seen = 0;
    std::string target = journal + "?limit=50";
    std::string cursor;
    do {
        const auto response =
            office.get(target + (cursor.empty() ? "" : "&cursor=" + cursor), {.person = "yen"});
        const auto page = json_of(response);
        seen += page.at("items").as_array().size();
        const auto& next = page.at("next_cursor");
        cursor = next.is_null() ? "" : std::string(next.as_string());
    } while (!cursor.empty());

    EXPECT_EQ(seen, office.engine.status().head);
}

TEST(Journal, IsTheAuditorsAlone) {
    DemoOffice office;
    for (const auto* person : {"an", "dung", "khoa"}) {
        EXPECT_EQ(code_of(office.get(journal, {.person = person})), "wrong_role") << person;
        EXPECT_EQ(code_of(office.get(journal + "/checkpoint", {.person = person})), "wrong_role") << person;
    }
    for (const auto* wrong :
         {"action=nothing", "from=yesterday", "to=x", "cursor=x", "limit=0", "colour=red"})
        EXPECT_EQ(code_of(office.get(journal + "?" + wrong, {.person = "yen"})), "bad_parameter") << wrong;
}

TEST(Journal, TellsTheHeadOfItsTree) {
    DemoOffice office;
    for (int i = 0; i < 80; ++i) office.receive();
    const auto told = json_of(office.get(journal + "/checkpoint", {.person = "yen"}));
    const auto tree = office.journal.tree();

    EXPECT_GT(tree.size, 256U);
    EXPECT_EQ(told.at("size"), tree.size);
    EXPECT_EQ(std::string_view(told.at("root").as_string()),
              storage::to_base64(storage::bytes_of(tree.root)));
    EXPECT_TRUE(told.at("signed").is_null());
    // This office has no folder of keys.
    EXPECT_EQ(code_of(office.post(journal + "/checkpoint", "", {.person = "yen"})), "no_signing_key");
    EXPECT_EQ(code_of(office.post(journal + "/key", "", {.person = "khoa"})), "no_signing_key");
    EXPECT_EQ(code_of(office.post(journal + "/key", "", {.person = "yen"})), "wrong_role");
}

TEST(Journal, IsToldWhatLeavesTheOffice) {
    DemoOffice office;
    const auto body = R"({"what":"xes","count":12,"range":"2026-07-01..2026-07-31"})";
    EXPECT_EQ(office.post(journal + "/exports", body, {.person = "yen"}).status, 200);
    EXPECT_EQ(code_of(office.post(journal + "/exports", body, {.person = "an"})), "wrong_role");
    const auto told = json_of(office.get(journal + "?action=exported", {.person = "yen"}));
    const auto& items = told.at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("data").at("what"), "xes");
    EXPECT_EQ(items[0].at("data").at("count"), 12);
}

}  // namespace
}  // namespace motcua::tests
