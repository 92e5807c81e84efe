#include "server/papers/paper_html.hpp"
#include "server/papers/wording.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

PaperTable documents(int count) {
    PaperTable table{{{"TT", 1, true}, {"Tên giấy tờ", 9}}, {}};
    for (int i = 1; i <= count; ++i) table.rows.push_back({std::to_string(i), "Giấy tờ"});
    return table;
}

std::vector<PaperPage> receipt_with(int count) {
    return wording::paged({PaperText{"1. Thành phần hồ sơ gồm:"}}, documents(count), {PaperText{"2. …"}},
                          {{"NGƯỜI NỘP HỒ SƠ", "", ""}}, rows_beside_all, 18);
}

TEST(Paper, SixDocumentsStandOnOnePageAndTheSeventhOnTheNext) {
    EXPECT_EQ(receipt_with(6).size(), 1U);
    const auto pages = receipt_with(7);
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(std::get<PaperTable>(pages[0].blocks[1]).rows.size(), 6U);
    EXPECT_EQ(std::get<PaperTable>(pages[1].blocks[0]).rows.size(), 1U);
    EXPECT_EQ(std::get<PaperTable>(pages[1].blocks[0]).rows[0][0], "7");
    EXPECT_EQ(pages[0].signatures.size(), 1U) << "what is signed stands on the first page";
}

TEST(Paper, EachFurtherPageHasTheCodeAndItsNumber) {
    Paper paper;
    paper.title = "GIẤY TIẾP NHẬN";
    paper.code = "H55.242-260713-0001";
    paper.number = "Số: 1/TNHS";
    paper.copies = {"Liên 1", "Liên 2"};
    paper.pages = receipt_with(7);
    const auto page = paper_html(paper);
    EXPECT_NE(page.find("GIẤY TIẾP NHẬN – H55.242-260713-0001"), std::string::npos);
    EXPECT_NE(page.find("Số: 1/TNHS · Trang 2/2 · Liên 2"), std::string::npos);
}

TEST(Paper, LongNamesMakeSmallerLetters) {
    Paper few;
    few.pages = receipt_with(2);
    fit(few);
    Paper many = few;
    for (auto& row : std::get<PaperTable>(many.pages[0].blocks[1]).rows)
        for (int i = 0; i < 80; ++i) row[1] += " chứng nhận đăng ký đầu tư";
    fit(many);
    EXPECT_EQ(few.pages[0].points, 11);
    EXPECT_LT(many.pages[0].points, few.pages[0].points);
    EXPECT_GE(many.pages[0].points, 7.5);
}

TEST(Paper, WhatPeopleTypedIsNoMarkup) {
    Paper paper;
    paper.copies = {""};
    paper.pages.resize(1);
    paper.pages[0].blocks.emplace_back(PaperPoint{"Tiếp nhận hồ sơ của", "<script>alert(1)</script>"});
    EXPECT_EQ(paper_html(paper).find("<script"), std::string::npos);
}

TEST(Paper, MoneyAndMomentsAreWrittenAsTheOfficeWritesThem) {
    EXPECT_EQ(wording::dong(0), "0 đồng");
    EXPECT_EQ(wording::dong(450000), "450.000 đồng");
    EXPECT_EQ(wording::dong(12345678), "12.345.678 đồng");
    EXPECT_EQ(wording::moment(procedures::parse_instant("2026-07-20T17:00:00+07:00").value()),
              "17 giờ 00 phút, ngày 20/07/2026");
}

}  // namespace
}  // namespace motcua::server
