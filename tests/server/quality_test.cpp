#include "server/quality/register.hpp"
#include "tests/server/demo_office.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

constexpr auto all = "/api/v1/nonconformities";

boost::json::object first(const boost::json::object& list) { return list.at("items").at(0).as_object(); }

// From the timer that sees the breach to the verification by somebody else.
TEST(NonconformitiesOverHttp, ABreachIsTreatedAndVerified) {
    DemoOffice office;
    const auto dossier = office.receive();
    office.clock.pass(std::chrono::days{20});
    office.post("/api/v1/dossiers/" + dossier + "/acts/note", R"({"text":"đã xem"})", {.person = "an"});

    const auto list = json_of(office.get(all, {.person = "dung"}));
    ASSERT_EQ(list.at("count"), 1);
    EXPECT_EQ(list.at("unowned"), 1);
    const auto breach = first(list);
    EXPECT_EQ(breach.at("source"), "limit_exceeded");
    EXPECT_EQ(breach.at("dossier").as_string(), dossier);

    const auto one = std::string(all) + "/1";
    const auto given = office.post(one + "/assignment", R"({"owner":"an"})", {.person = "dung"});
    ASSERT_EQ(given.status, 200) << given.body;
    const auto half =
        office.post(one + "/treatment", R"({"correction":"Đã xin lỗi","done":true})", {.person = "an"});
    EXPECT_EQ(half.status, 422);
    EXPECT_EQ(code_of(half), "nonconformity_incomplete");
    EXPECT_NE(half.body.find("nguyên nhân, hành động khắc phục"), std::string::npos) << half.body;
    ASSERT_EQ(
        office
            .post(one + "/treatment",
                  R"({"correction":"Đã xin lỗi","cause":"Thiếu người","action":"Chia việc","done":true})",
                  {.person = "an"})
            .status,
        200);
    const auto own =
        office.post(one + "/verification", R"({"effective":true,"effect":"Tốt"})", {.person = "an"});
    EXPECT_EQ(code_of(own), "verifier_not_independent");
    EXPECT_NE(own.body.find("Nguyễn Thị An"), std::string::npos) << own.body;
    const auto closed = json_of(office.post(
        one + "/verification", R"({"effective":true,"effect":"Không còn hồ sơ trễ"})", {.person = "dung"}));
    EXPECT_EQ(closed.at("state"), "closed");
    ASSERT_EQ(closed.at("events").as_array().size(), 4U);
    EXPECT_EQ(closed.at("events").at(3).at("texts").at("effect"), "Không còn hồ sơ trễ");
    EXPECT_EQ(json_of(office.get(std::string(all) + "?open=true", {.person = "dung"})).at("count"), 0);
    EXPECT_EQ(json_of(office.get(all, {.person = "dung"})).at("count"), 1);
}

TEST(NonconformitiesOverHttp, AreReportedWithTheDossierTheyAreAbout) {
    DemoOffice office;
    const auto dossier = office.receive();
    const auto said = fmt::format(
        R"({{"source":"lost_paper","unit":"mot-cua","description":"Mất bản gốc","dossier":"{}"}})", dossier);
    const Ask an{.person = "an", .key = "lost-1"};
    const auto told = office.post(all, said, an);
    ASSERT_EQ(told.status, 201) << told.body;
    EXPECT_EQ(json_of(told).at("dossier").as_string(), dossier);
    EXPECT_FALSE(json_of(told).at("code").is_null());
    EXPECT_EQ(json_of(office.post(all, said, an)).at("number"), 1);  // the same key, the same one
    EXPECT_EQ(office
                  .post(all, R"({"source":"lost_paper","unit":"mot-cua","description":"x","dossier":"none"})",
                        {.person = "an"})
                  .status,
              404);
    EXPECT_EQ(office
                  .post(all, R"({"source":"lost_paper","unit":"mot-cua","description":"x","colour":"red"})",
                        {.person = "an"})
                  .status,
              422);
}

// Officers see what is theirs; an administrator nothing.
TEST(NonconformitiesOverHttp, AreSeenByThoseConcerned) {
    DemoOffice office;
    ASSERT_EQ(office
                  .post(all, R"({"source":"complaint","unit":"mot-cua","description":"Chờ lâu"})",
                        {.person = "nam"})
                  .status,
              201);
    const auto seen_by = [&](const std::string& person) {
        return office.get(std::string(all) + "/1", {.person = person}).status;
    };
    EXPECT_EQ(seen_by("nam"), 200);   // he reported it
    EXPECT_EQ(seen_by("binh"), 200);  // it happened at his desk
    EXPECT_EQ(seen_by("yen"), 200);   // the auditor
    EXPECT_EQ(seen_by("tuan"), 404);
    EXPECT_EQ(seen_by("khoa"), 404);
    EXPECT_EQ(json_of(office.get(all, {.person = "khoa"})).at("count"), 0);
    EXPECT_EQ(office.get(std::string(all) + "?state=lost", {.person = "an"}).status, 400);
}

// Nobody cared: the due time passes, and it is told once.
TEST(NonconformitiesOverHttp, EscalateOnceWhenTheyAreOverdue) {
    DemoOffice office;
    office.post(all, R"({"source":"complaint","unit":"mot-cua","description":"Chờ lâu","due":"2026-07-15"})",
                {.person = "an"});
    office.clock.pass(std::chrono::days{3});
    office.receive();
    office.receive();
    const auto list = json_of(office.get(std::string(all) + "?overdue=true", {.person = "dung"}));
    ASSERT_EQ(list.at("count"), 1);
    EXPECT_EQ(list.at("escalated"), 1);
    EXPECT_EQ(first(list).at("escalations"), 1);
    const auto told =
        json_of(office.get("/api/v1/journal?action=nonconformity_escalated", {.person = "yen"}));
    EXPECT_EQ(told.at("items").as_array().size(), 1U);
}

// 9.3.2: what was opened in the period, with its cause, and what was still open when it began.
TEST(NonconformitiesOverHttp, StandInTheManagementReview) {
    using procedures::parse_date;
    DemoOffice office;
    office.post(all, R"({"source":"complaint","unit":"mot-cua","description":"Chờ lâu"})", {.person = "an"});
    office.post("/api/v1/nonconformities/1/assignment", R"({"owner":"binh"})", {.person = "dung"});
    office.post("/api/v1/nonconformities/1/treatment", R"({"cause":"Thiếu ghế"})", {.person = "binh"});
    EXPECT_TRUE(
        office.get("/api/v1/management-review?period=2026-07", {.person = "dung"}).body.starts_with("PK"));

    const auto published = office.engine.published().office();
    const auto law = office.engine.published().law();
    const auto table = [&](const char* from, const char* to) {
        return server::nonconformity_table(
            published->quality, *law, {parse_date(from).value(), parse_date(to).value()},
            {{"binh", "Trần Văn Bình"}},
            [&](int number) {
                std::vector<storage::Projected> events;
                const auto journal = office.journal.reader();
                const auto head = office.engine.published().head_of(procedures::nonconformity_stream(number));
                for (const auto& record : storage::stream_up_to(*journal, head))
                    events.push_back(storage::projected(record));
                return events;
            },
            procedures::parse_instant("2026-09-01T08:00:00+07:00").value(), procedures::Language::vi);
    };
    const auto july = table("2026-07-01", "2026-07-31");
    ASSERT_EQ(july.rows.size(), 1U);
    EXPECT_EQ(july.rows[0].cells[4], server::reports::Cell(std::string("Trần Văn Bình")));
    EXPECT_EQ(july.rows[0].cells[9], server::reports::Cell(std::string("Thiếu ghế")));
    EXPECT_EQ(july.notes[0], "Chưa đóng: 1; quá hạn: 1.");
    EXPECT_EQ(table("2026-08-01", "2026-08-31").rows.size(), 1U);
    EXPECT_EQ(table("2026-06-01", "2026-06-30").rows.size(), 0U);
}

}  // namespace
}  // namespace motcua::tests
