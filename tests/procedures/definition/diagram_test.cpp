#include "procedures/definition/diagram.hpp"

#include "procedures/loading/law_loader.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

class Diagram : public testing::Test {
protected:
    bool shows(std::string_view part, const DiagramOptions& options = {}) const {
        return to_dot(permit_, law_.office, options).find(part) != std::string::npos;
    }

    const Config law_ = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
    const Procedure& permit_ =
        *law_.in_force("cap-giay-phep-xay-dung-moi", *parse_date("2026-06-30"))->procedure;
};

TEST_F(Diagram, EveryKindHasItsShapeAndHeldTimeIsHatched) {
    EXPECT_TRUE(shows("\"nop\" [label=\"Tiếp nhận hồ sơ\\n2 giờ làm việc\", shape=ellipse"))
        << to_dot(permit_, law_.office);
    EXPECT_TRUE(shows("shape=box, style=\"rounded,filled\""));
    EXPECT_TRUE(shows("style=striped"));
    EXPECT_TRUE(shows("shape=hexagon"));
    EXPECT_TRUE(shows("peripheries=2"));
}

TEST_F(Diagram, EveryStepStandsOnceInTheLaneOfItsRole) {
    const auto dot = to_dot(permit_, law_.office);
    for (const auto& step : permit_.steps) {
        const auto node = "    \"" + step.id + "\" [";
        const auto at = dot.find(node);
        ASSERT_NE(at, std::string::npos) << step.id;
        EXPECT_EQ(dot.find(node, at + 1), std::string::npos) << step.id;
        const auto lane = dot.rfind("subgraph", at);
        EXPECT_NE(dot.substr(lane, at - lane).find(law_.office.role(step.role)->names.vi), std::string::npos)
            << step.id;
    }
}

TEST_F(Diagram, AnEdgeOfNearlyEveryStepIsDrawnOnceUnlessAsked) {
    EXPECT_TRUE(shows("\"@0\" -> \"da-rut\""));
    EXPECT_FALSE(shows("\"tham-dinh\" -> \"da-rut\""));
    EXPECT_TRUE(shows("\"tham-dinh\" -> \"da-rut\"", {true}));
    EXPECT_FALSE(shows("\"@0\"", {true}));
    EXPECT_TRUE(shows("\"tham-dinh\" -> \"ky-lay-y-kien\""));
    EXPECT_NE(to_mermaid(permit_).find("tham_dinh --> ky_lay_y_kien"), std::string::npos);
    EXPECT_NE(to_mermaid(permit_).find("da_tra --> [*]"), std::string::npos);
}

TEST_F(Diagram, TheWordsOfConditionsAreExplained) {
    const auto& bought = *law_.in_force("gop-von-mua-co-phan", *parse_date("2026-11-22"))->procedure;
    const auto dot = to_dot(bought, law_.office);
    const auto head = dot.substr(0, dot.find("node ["));
    ASSERT_FALSE(bought.attributes.empty());
    for (const auto& attribute : bought.attributes)
        EXPECT_NE(head.find("\\n" + attribute.id + ": "), std::string::npos) << head;
}

TEST_F(Diagram, NamesCannotBreakOutOfTheirLabel) {
    auto odd = permit_;
    odd.steps.front().names.vi = R"("]; } \ x)";
    EXPECT_NE(to_dot(odd, law_.office).find(R"([label="\"]; } \\ x\n)"), std::string::npos);
}

}  // namespace
}  // namespace motcua::procedures
