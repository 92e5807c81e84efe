#include "tests/app/command_line.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

namespace json = boost::json;

TEST(Reform, TellsEveryProcedureVersionAgainstVersion) {
    const auto ran = motcua({"reform", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto said = json::parse(ran.out);
    const auto& procedures = said.at("procedures").as_array();
    EXPECT_EQ(procedures.size(), 36U);
    for (const auto& procedure : procedures) {
        if (procedure.at("id") != "cap-giay-phep-xay-dung-moi") continue;
        const auto& versions = procedure.at("versions").as_array();
        ASSERT_EQ(versions.size(), 2U);
        EXPECT_EQ(versions[0].at("times").at(0).at("statutory").at(0).at("unit"), "calendar_day");
        const auto& now = versions[1].at("times").at(0);
        EXPECT_EQ(now.at("statutory").at(0).at("count"), 10);
        EXPECT_EQ(now.at("committed").at(0).at("count"), 10);
        EXPECT_EQ(versions[1].at("papers"), 6);
        EXPECT_EQ(versions[1].at("required_papers"), 4);
    }
}

TEST(Reform, TheTableSaysWhatChanged) {
    const auto ran = motcua({"reform"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("36 thủ tục, "), std::string::npos);
    EXPECT_NE(ran.out.find("luật định 10 ngày làm việc; cam kết –"), std::string::npos);
}

}  // namespace
}  // namespace motcua::tests
