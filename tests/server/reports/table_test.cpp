#include "server/reports/table.hpp"

#include <gtest/gtest.h>

namespace motcua::server::reports {
namespace {

TEST(Ratio, RoundsHalfUp) {
    EXPECT_EQ(ratio(2, 3), Hundredths{6667});
    EXPECT_EQ(ratio(1, 3), Hundredths{3333});
    EXPECT_EQ(ratio(1, 800), Hundredths{13});  // 0.125 %
    EXPECT_EQ(ratio(5, 0), Hundredths{0});
    EXPECT_EQ(ratio(90, 60, 1), Hundredths{150});
}

Table sample() {
    Table table;
    table.row_title = "Mã hồ sơ";
    table.columns = {{"a", "Số; lượng", "Nhóm", true}, {"b", "Tỷ lệ", "", false}, {"c", "Ngày", "", false}};
    table.rows = {
        {"1", "=HYPERLINK(1)", {std::int64_t{1200}, Hundredths{9876}, std::monostate{}}},
        {"2", "0012", {std::int64_t{0}, Hundredths{5}, procedures::parse_date("2026-07-13").value()}}};
    return table;
}

// Excel in Vietnamese reads a comma as the decimal point, and what begins with = as a formula.
TEST(Csv, HasAMarkAndNoFormula) {
    EXPECT_EQ(csv_of(sample(), ';'),
              "\xEF\xBB\xBFMã hồ sơ;\"Nhóm – Số; lượng\";Tỷ lệ;Ngày\r\n"
              "'=HYPERLINK(1);1200;98,76;\r\n"
              "0012;0;0,05;2026-07-13\r\n");
    EXPECT_NE(csv_of(sample(), ',').find("1200,98.76,"), std::string::npos);
    for (const auto* text : {"=1", "+1", "-1", "@a", "\tx", "\rx"})
        EXPECT_EQ(neutralised(text).front(), '\'');
    EXPECT_EQ(neutralised("0012"), "0012");
}

}  // namespace
}  // namespace motcua::server::reports
