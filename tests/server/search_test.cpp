#include "tests/server/demo_office.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

namespace motcua::tests {
namespace {

using server::percent_encoded;

class Search : public testing::Test {
protected:
    std::string file(const std::string& name, const std::string& tax_code) {
        const auto response = office.post(
            "/api/v1/dossiers",
            fmt::format(
                R"({{"procedure":"gia-han-giay-phep-xay-dung","applicant":{{"name":"{}","id":"{}"}}}})", name,
                tax_code));
        return std::string(json_of(response).at("dossier").as_string());
    }
    std::vector<std::string> found(const std::string& query, const std::string& person = "an") {
        const auto response = office.get("/api/v1/dossiers?" + query, {.person = person});
        EXPECT_EQ(response.status, 200) << response.body;
        std::vector<std::string> ids;
        const auto page = json_of(response);
        for (const auto& item : page.at("items").as_array()) ids.emplace_back(item.at("id").as_string());
        return ids;
    }

    using Ids = std::vector<std::string>;
    DemoOffice office;
};

TEST_F(Search, FindsByWordsWithoutAccentsAndByTaxCode) {
    const auto samsung = file("Công ty TNHH Điện tử Phổ Yên", "4601124567");
    const auto other = file("Công ty Cổ phần Sông Công", "4600998877");

    EXPECT_EQ(found("q=dien+tu+pho"), Ids{samsung});
    EXPECT_EQ(found("q=" + percent_encoded("SÔNG CÔNG")), Ids{other});
    EXPECT_EQ(found("q=4601124567"), Ids{samsung});
    EXPECT_EQ(found("q=khong+co"), Ids{});
    EXPECT_EQ(found("").size(), 2U);
}

TEST_F(Search, FindsByTheLastFourDigitsOfTheCode) {
    const auto first = office.receive();
    const auto second = office.receive();

    EXPECT_EQ(found("q=0002"), Ids{second});
    EXPECT_EQ(found("q=H55.242-260713-0001"), Ids{first});
}

TEST_F(Search, FiltersHold) {
    const auto filed = office.submit();
    const auto received = office.receive();

    EXPECT_EQ(found("q=mau&state=submitted"), Ids{filed});
    EXPECT_EQ(found("state=working"), Ids{received});
    EXPECT_EQ(found("state=closed"), Ids{});
    EXPECT_EQ(found("unit=phong-quy-hoach-xay-dung"), Ids{received});
    EXPECT_EQ(found("unit=phong-quy-hoach-xay-dung&person="), Ids{received});
    EXPECT_EQ(found("q=mau&person=nam"), Ids{});
    EXPECT_EQ(found("q=mau&procedure=khac"), Ids{});
    EXPECT_EQ(found("q=mau&timeliness=overdue"), Ids{});
    office.clock.pass(std::chrono::hours{24 * 30});
    EXPECT_EQ(found("q=mau&timeliness=overdue"), Ids{received});
}

TEST_F(Search, ShowsNobodyMoreThanHeMaySee) {
    office.receive();

    EXPECT_EQ(found("q=mau", "khoa"), Ids{});
    EXPECT_EQ(office.get("/api/v1/dossiers?q=mau", {.person = ""}).status, 401);
}

TEST_F(Search, GoesPageByPageThroughItsOwnCursorOnly) {
    for (int i = 0; i < 3; ++i) office.receive();
    const auto first = json_of(office.get("/api/v1/dossiers?q=mau&limit=2"));
    const auto cursor = std::string(first.at("next_cursor").as_string());

    EXPECT_EQ(found("q=mau&limit=2&cursor=" + cursor).size(), 1U);
    for (const auto& wrong :
         {"q=khac&cursor=" + cursor, std::string("cursor=x"), std::string("limit=0"),
          std::string("state=sleeping"), "q=" + std::string(201, 'a'), std::string("colour=red")})
        EXPECT_EQ(code_of(office.get("/api/v1/dossiers?" + wrong)), "bad_parameter") << wrong;
    EXPECT_EQ(code_of(office.get("/api/v1/dossiers?q=%FF%FE")), "malformed_target");
}

}  // namespace
}  // namespace motcua::tests
