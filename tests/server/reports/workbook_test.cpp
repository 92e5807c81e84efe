#include "server/reports/workbook.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace motcua::server::reports {
namespace {

/// A part of the archive, as Python's own reader of archives gives it.
std::string part_of(const std::string& workbook, const std::string& part) {
    const TempFolder folder;
    const auto file = folder.path() / "report.xlsx";
    std::ofstream(file, std::ios::binary) << workbook;
    const auto command =
        "python3 -c \"import sys,zipfile;sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read("
        "sys.argv[2]).decode())\" " +
        file.string() + " " + part;
    std::string out;
    auto* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto read = fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, read);
    EXPECT_EQ(pclose(pipe), 0) << part;
    return out;
}

TEST(Workbook, HasRealDatesTextCodesAFrozenHeadAFilterAndNoFormula) {
    Table table;
    table.name = "late";
    table.title = "Hồ sơ quá hạn";
    table.row_title = "Mã hồ sơ";
    table.filter = {{"Từ ngày", "2026-07-01"}, {"Dữ liệu đến", "=1+1"}};
    table.columns = {{"a", "Số lượng", "", true}, {"b", "Ngày", "", false}, {"c", "Thủ tục", "", false}};
    table.rows = {
        {"1",
         "0012",
         {std::int64_t{1200}, procedures::parse_date("2026-07-13").value(), std::string("=cmd|' /C'!A1")}}};
    const auto workbook = workbook_of({table});

    const auto sheet = part_of(workbook, "xl/worksheets/sheet1.xml");
    // 13 July 2026 as a spreadsheet counts days.
    EXPECT_NE(sheet.find("<v>46216</v>"), std::string::npos) << sheet;
    EXPECT_NE(sheet.find("<v>1200</v>"), std::string::npos);
    EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
    EXPECT_NE(sheet.find("<autoFilter ref=\"A4:D5\"/>"), std::string::npos) << sheet;
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    const auto strings = part_of(workbook, "xl/sharedStrings.xml");
    EXPECT_NE(strings.find("<t>0012</t>"), std::string::npos);
    EXPECT_NE(strings.find("'=cmd|"), std::string::npos);
    EXPECT_NE(strings.find("'=1+1"), std::string::npos);
    EXPECT_NE(part_of(workbook, "xl/workbook.xml").find("name=\"Bộ lọc\""), std::string::npos);
}

}  // namespace
}  // namespace motcua::server::reports
