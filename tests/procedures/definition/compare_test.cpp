#include "procedures/definition/compare.hpp"

#include "procedures/loading/law_loader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::procedures {
namespace {

class Compare : public testing::Test {
protected:
    const Procedure& version(std::string_view id, std::string_view day) const {
        return *law_.in_force(id, *parse_date(day))->procedure;
    }
    static const Change* find(const std::vector<Change>& changes, std::string_view part,
                              std::string_view what) {
        const auto found = std::find_if(changes.begin(), changes.end(), [&](const Change& change) {
            return change.part == part && change.what == what;
        });
        return found == changes.end() ? nullptr : &*found;
    }

    const Config law_ = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
};

TEST_F(Compare, AVersionIsLikeItself) {
    for (const auto& loaded : law_.procedures)
        EXPECT_TRUE(compare(*loaded.procedure, *loaded.procedure, law_.office).empty()) << loaded.file;
}

// The permit's twenty days became ten working days on 1 July 2026, its two sets one.
TEST_F(Compare, WhatTheLawChangedIsToldInItsWords) {
    const auto changes = compare(version("cap-giay-phep-xay-dung-moi", "2026-06-30"),
                                 version("cap-giay-phep-xay-dung-moi", "2026-07-01"), law_.office);
    const auto* limit = find(changes, "Thời hạn", "Theo luật");
    ASSERT_NE(limit, nullptr);
    EXPECT_EQ(limit->before, "20 ngày");
    EXPECT_EQ(limit->after, "10 ngày làm việc");
    const auto* sets = find(changes, "Thành phần hồ sơ", "Số bộ hồ sơ");
    ASSERT_NE(sets, nullptr);
    EXPECT_EQ(sets->before, "2");
    const auto gone = std::find_if(changes.begin(), changes.end(), [](const Change& change) {
        return change.kind == Change::Kind::removed &&
               change.subject.find("(kiem-tra-thuc-dia)") != std::string::npos;
    });
    EXPECT_NE(gone, changes.end()) << "a step that is gone";
    const auto text = describe(changes);
    EXPECT_NE(text.find("trước: 20 ngày\n      nay:   10 ngày làm việc"), std::string::npos) << text;
}

TEST_F(Compare, AnotherPersonOrPaperIsAChange) {
    const auto& before = version("cap-lai-giay-phep-lao-dong", "2026-07-01");
    auto after = before;
    for (auto& step : after.steps)
        if (step.id == "tham-dinh") {
            step.role = "head";
            step.budget.working_minutes = WorkingMinutes{60};
        }
    after.documents.erase(after.documents.begin());
    std::reverse(after.steps.begin(), after.steps.end());
    const auto changes = compare(before, after, law_.office);
    ASSERT_EQ(changes.size(), 3U) << describe(changes);
    EXPECT_EQ(changes[0].kind, Change::Kind::removed);
    EXPECT_EQ(changes[1].what, "Người làm");
    EXPECT_EQ(changes[2].after, "1 giờ làm việc");
}

}  // namespace
}  // namespace motcua::procedures
