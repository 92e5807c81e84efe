#include "app/dossier_text.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::app {
namespace {

boost::json::object parsed(std::string_view text) { return boost::json::parse(text).as_object(); }

TEST(DossierText, AProblemIsToldWithItsCode) {
    EXPECT_EQ(
        problem_text(parsed(R"({"title":"Cần nêu lý do","detail":"Vì sao.","code":"reason_required"})")),
        "Cần nêu lý do: Vì sao. (reason_required)");
}

TEST(DossierText, WhatIsNotThereTakesNoLine) {
    const auto text = dossier_text(
        parsed(R"({"id":"X","code":null,"step":{"name":"Tiếp nhận"},"people":{}})"), {}, {}, Language::vi);

    EXPECT_EQ(text.find("Hồ sơ X\n"), 0U);
    EXPECT_NE(text.find("Bước: Tiếp nhận"), std::string::npos);
    EXPECT_EQ(text.find("Người nộp"), std::string::npos);
    EXPECT_EQ(text.find("Cách tính"), std::string::npos);
}

TEST(DossierText, AnActionThatIsNotOfferedSaysWhy) {
    const auto text = dossier_text(parsed(R"({"id":"X"})"), {}, parsed(R"({"actions":[
        {"id":"sign","name":"Ký","to_name":"Văn thư","allowed":false,"why_not":{"detail":"Phải do người khác."}}]})"),
                                   Language::vi);

    EXPECT_NE(text.find("✗ sign"), std::string::npos);
    EXPECT_NE(text.find("Phải do người khác."), std::string::npos);
}

TEST(DossierText, AnEmptyListSaysSo) {
    EXPECT_EQ(worklist_text(parsed(R"({"items":[],"next_cursor":null})"), Language::vi),
              "Không có hồ sơ nào.\n");
    EXPECT_EQ(worklist_text(parsed(R"({"items":[]})"), Language::en), "No dossiers.\n");
}

}  // namespace
}  // namespace motcua::app
