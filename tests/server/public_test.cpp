// What anybody sees without signing in: procedure pages, the reminder of an appointment, the screen in the waiting room.
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace motcua::tests {
namespace {

constexpr auto address = "/thu-tuc/gia-han-giay-phep-xay-dung";

Ask nobody(server::Fields fields = {}) { return {.person = "", .fields = std::move(fields)}; }

bool has(const server::Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
}

// The same definition that the counter works by: what to bring, how long, how much, and the date of a receipt now.
TEST(PublicPages, AProcedureSaysWhatToBringHowLongAndHowMuch) {
    DemoOffice office;
    const auto page = office.get(address, nobody());

    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(has(page, "<script"));
    for (const auto* text : {"Gia hạn giấy phép xây dựng", "Cần mang gì", "Bao lâu", "Bao nhiêu tiền",
                             "5 ngày làm việc", "thứ Hai 20/07/2026", "Luật Xây dựng 135/2025/QH15"})
        EXPECT_TRUE(has(page, text)) << text;
    const auto told = json_of(office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung", nobody()));
    for (const auto& document : told.at("documents").as_array())
        EXPECT_TRUE(has(page, std::string_view(document.at("name").as_string()))) << document;
    EXPECT_TRUE(has(office.get(address, nobody({{"cookie", "tieng=en"}})), "What to bring"));
    EXPECT_EQ(office.get("/thu-tuc/khong-co", nobody()).status, 404);
}

TEST(PublicPages, AProcedureIsFoundWithoutAccents) {
    DemoOffice office;
    const auto found = office.get("/thu-tuc?q=gia%20han%20giay%20phep%20xay", nobody());
    EXPECT_TRUE(has(found, address));
    EXPECT_FALSE(has(found, "/thu-tuc/cap-lai-giay-phep-lao-dong"));
    const auto none = office.get("/thu-tuc?q=khong%20co%20dau", nobody());
    EXPECT_TRUE(has(none, "Không có thủ tục nào khớp"));
}

class CalendarReminder : public testing::Test {
protected:
    DemoOffice office;
    const std::string code{
        json_of(office.get("/api/v1/dossiers/" + office.receive())).at("code").as_string()};

    server::Response remind(const std::string& of) {
        return office.post("/tra-cuu/nhac-hen", "code=" + of,
                           nobody({{"content-type", "application/x-www-form-urlencoded"}}));
    }
};

TEST_F(CalendarReminder, IsAnAppointmentForOnesOwnCalendar) {
    const auto ics = remind(code);

    ASSERT_EQ(ics.status, 200) << ics.body;
    EXPECT_TRUE(ics.content_type.starts_with("text/calendar"));
    // 17:00 on Monday 20 July in Vietnam.
    EXPECT_TRUE(has(ics, "DTSTART:20260720T100000Z\r\n")) << ics.body;
    EXPECT_TRUE(has(ics, "UID:" + code + "@motcua\r\n")) << ics.body;
    EXPECT_TRUE(has(ics, "TRIGGER:-P1D\r\n"));
    std::istringstream lines(ics.body);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 76U) << line;
        EXPECT_TRUE(line.ends_with('\r')) << line;
    }
}

TEST_F(CalendarReminder, OfNothingLeadsBackToTheLookUp) {
    const auto back = remind("H55.242-260713-9999");
    EXPECT_EQ(back.status, 303);
    EXPECT_EQ(field_of(back, "Location"), "/tra-cuu");
}

TEST(Wall, CountsAndNamesNobody) {
    DemoOffice office;
    office.receive();
    office.receive();
    office.submit();
    const auto response = office.get("/api/v1/public/wall", nobody());
    const auto wall = json_of(response);

    EXPECT_EQ(wall.at("received_today"), 2);
    EXPECT_EQ(wall.at("in_hand"), 2);
    EXPECT_EQ(wall.at("overdue"), 0);
    EXPECT_EQ(wall.at("fields").as_array().size(), 1U);
    for (const auto* said : {"H55.242-", "Nguyễn", "\"an\"", "person"})
        EXPECT_FALSE(has(response, said)) << said;

    office.clock.pass(std::chrono::hours{24 * 30});
    const auto later = json_of(office.get("/api/v1/public/wall", nobody()));
    EXPECT_EQ(later.at("received_today"), 0);
    EXPECT_EQ(later.at("overdue"), 2);
}

}  // namespace
}  // namespace motcua::tests
