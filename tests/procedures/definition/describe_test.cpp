#include "procedures/definition/describe.hpp"

#include "procedures/loading/law_loader.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

class Describe : public testing::Test {
protected:
    const Config law_ = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
    const Procedure& permit_ =
        *law_.in_force("cap-giay-phep-xay-dung-moi", *parse_date("2026-06-30"))->procedure;
};

TEST_F(Describe, SaysEveryStepActionAndCitation) {
    const auto text = describe(permit_, law_.office);
    for (const auto& step : permit_.steps) {
        EXPECT_NE(text.find("(" + step.id + ")"), std::string::npos) << step.id;
        for (const auto& action : step.actions) {
            EXPECT_NE(text.find(action.names.vi), std::string::npos) << action.id;
        }
    }
    EXPECT_NE(text.find("cap-phep: 20 ngày"), std::string::npos);
    EXPECT_NE(text.find("kéo dài: tối đa 10 ngày, một lần"), std::string::npos);
    EXPECT_NE(text.find("im lặng là đồng ý"), std::string::npos);
    EXPECT_NE(text.find("chưa có, chỉ dùng để trình diễn"), std::string::npos);
}

}  // namespace
}  // namespace motcua::procedures
