#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/hash.hpp"
#include "tests/server/demo_office.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>
#include <vector>

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

// Who opened a dossier stands in no event of the dossier's own.
TEST(Journal, OfADossierTellsWhoOpenedIt) {
    DemoOffice office;
    const auto id = office.receive();
    EXPECT_EQ(office.get("/api/v1/dossiers/" + id, {.person = "dung"}).status, 200);
    office.receive();

    const auto about = items_of(office.get(journal + "?object=" + id, {.person = "yen"}));
    ASSERT_EQ(about.size(), 3U);
    EXPECT_EQ(about.at(0).at("type"), "dossier_read");
    EXPECT_EQ(about.at(0).at("actor").at("person"), "dung");
    EXPECT_EQ(items_of(office.get(journal + "?object=H55.242-260713-0001", {.person = "yen"})), about);
    EXPECT_EQ(items_of(office.get(journal + "?actor=dung", {.person = "yen"})).size(), 1U);
}

TEST(Journal, FindsAttemptsThatWereRefused) {
    DemoOffice office;
    const auto id = office.receive();
    // An administrator has no act on a dossier.
    EXPECT_NE(office
                  .post("/api/v1/dossiers/" + id + "/acts/redact",
                        R"({"event":1,"fields":["applicant.name"],"ground":"x"})", {.person = "an"})
                  .status,
              200);
    const auto refused = items_of(office.get(journal + "?refused=true", {.person = "yen"}));
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused.at(0).at("type"), "refused");
    EXPECT_EQ(refused.at(0).at("actor").at("person"), "an");
    EXPECT_EQ(items_of(office.get(journal + "?refused=true&object=" + id, {.person = "yen"})), refused);
    EXPECT_TRUE(items_of(office.get(journal + "?refused=true&actor=dung", {.person = "yen"})).empty());
    EXPECT_EQ(code_of(office.get(journal + "?refused=perhaps", {.person = "yen"})), "bad_parameter");
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// The file and the screen show the same, and the office learns that it left: what, by which filter, how many.
TEST(Journal, IsExportedAsItIsFilteredAndSaysSo) {
    DemoOffice office;
    office.receive();
    office.receive();
    const Ask auditor{.person = "yen"};
    const std::string filter = "actor=an&action=received&from=2026-07-13";
    const auto shown = items_of(office.get(journal + "?" + filter, auditor));
    ASSERT_EQ(shown.size(), 2U);

    const auto file = office.get(journal + "/export?format=jsonl&" + filter, auditor);
    ASSERT_EQ(file.status, 200) << file.body;
    array told;
    for (const auto& line : lines_of(file.body)) told.push_back(boost::json::parse(line));
    EXPECT_EQ(told, shown);

    const auto exported = items_of(office.get(journal + "?action=exported", auditor));
    ASSERT_EQ(exported.size(), 1U);
    const auto& data = exported.at(0).at("data").as_object();
    EXPECT_EQ(data.at("what"), "journal:jsonl");
    EXPECT_EQ(data.at("count"), 2);
    EXPECT_EQ(data.at("filter"), boost::json::value(filter));
    EXPECT_EQ(exported.at(0).at("actor").at("person"), "yen");
}

TEST(Journal, IsExportedForSpreadsheets) {
    DemoOffice office;
    // Typed by somebody at the counter: no spreadsheet may run it.
    EXPECT_EQ(office
                  .post("/api/v1/dossiers/" + office.receive() + "/acts/note", R"({"text":"=1+1"})",
                        {.person = "an"})
                  .status,
              200);
    const Ask auditor{.person = "yen"};
    const auto csv = office.get(journal + "/export?action=noted&separator=,", auditor);
    ASSERT_EQ(csv.status, 200) << csv.body;
    EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
    const auto lines = lines_of(csv.body);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_TRUE(lines[0].starts_with("\xEF\xBB\xBFSố,Ghi lúc,")) << lines[0];
    EXPECT_NE(lines[1].find("\"{\"\"text\"\":\"\"=1+1\"\"}\""), std::string::npos) << lines[1];
    // The whole journal, the law's long texts among it, fits into cells.
    const auto book = office.get(journal + "/export?format=xlsx", auditor);
    EXPECT_EQ(book.status, 200) << book.body;
    EXPECT_TRUE(book.body.starts_with("PK"));
    EXPECT_EQ(code_of(office.get(journal + "/export?format=pdf", auditor)), "bad_parameter");
    EXPECT_EQ(code_of(office.get(journal + "/export?separator=x", auditor)), "bad_parameter");
    EXPECT_EQ(code_of(office.get(journal + "/export", {.person = "khoa"})), "wrong_role");
}

// More than a file bears is refused as a whole: half of an answer would look like all of it.
TEST(Journal, IsNotExportedInPart) {
    server::ApiOptions options{true, {}};
    options.largest_export = 2;
    DemoOffice office("2026-07-13T08:10:00+07:00", options);
    office.receive();
    const Ask auditor{.person = "yen"};
    EXPECT_EQ(office.get(journal + "/export?actor=an", auditor).status, 200);
    office.receive();
    EXPECT_EQ(code_of(office.get(journal + "/export?actor=an", auditor)), "export_too_large");
    EXPECT_EQ(items_of(office.get(journal + "?action=exported", auditor)).size(), 1U);
}

// Who keeps the slip can say later whether that is still the same journal.
TEST(Journal, PrintsItsCheckpointForWhoeverKeepsIt) {
    DemoOffice office;
    const std::string slip = journal + "/checkpoint/slip";
    EXPECT_EQ(code_of(office.get(slip, {.person = "yen"})), "no_signing_key");
    office.receive();
    const auto origin = storage::origin_of("H55.242", office.journal.identity());
    const storage::SigningKey key(origin, std::array<std::uint8_t, 32>{7});
    const auto tree = office.journal.tree();
    office.journal.keep_checkpoint({tree.size, key.sign({origin, tree})});

    for (const auto* person : {"yen", "khoa"}) {
        const auto page = office.get(slip, {.person = person});
        ASSERT_EQ(page.status, 200) << page.body;
        for (const auto& words : {std::string("PHIẾU ĐIỂM KIỂM NHẬT KÝ"), origin, std::to_string(tree.size),
                                  storage::to_base64(storage::bytes_of(tree.root)),
                                  std::string("class=\"qr\""), std::string("--checkpoint")})
            EXPECT_NE(page.body.find(words), page.body.npos) << words;
        EXPECT_EQ(page.body.find("Công ty Mẫu"), page.body.npos);
    }
    EXPECT_TRUE(office.get(slip + "?format=pdf", {.person = "khoa"}).body.starts_with("%PDF-"));
    EXPECT_EQ(code_of(office.get(slip + "?format=docx", {.person = "khoa"})), "bad_parameter");
    EXPECT_EQ(code_of(office.get(slip)), "wrong_role");
}

TEST(Journal, IsToldWhatLeavesTheOffice) {
    DemoOffice office;
    const auto body = R"({"what":"xes","count":12,"range":"2026-07-01..2026-07-31","personal":true})";
    EXPECT_EQ(office.post(journal + "/exports", body, {.person = "yen"}).status, 200);
    EXPECT_EQ(code_of(office.post(journal + "/exports", body, {.person = "an"})), "wrong_role");
    const auto told = json_of(office.get(journal + "?action=exported", {.person = "yen"}));
    const auto& items = told.at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("data").at("what"), "xes");
    EXPECT_EQ(items[0].at("data").at("count"), 12);
    EXPECT_EQ(items[0].at("data").at("personal"), true);
}

}  // namespace
}  // namespace motcua::tests
