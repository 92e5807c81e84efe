// The pictures of the procedures, as the command line makes and compares them.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;

const fs::path pictures = fs::path(MOTCUA_SOURCE_DIR) / "docs" / "procedures";

TEST(Graph, ThePicturesInTheDocumentationAreCurrent) {
    const auto ran = motcua({"graph", "--all", "--out", "docs/procedures", "--check"});
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
}

TEST(Graph, AStalePictureIsFound) {
    const TempFolder folder;
    const auto copy = folder.path() / "pictures";
    fs::copy(pictures, copy);
    const auto check = [&] { return motcua({"graph", "--all", "--out", copy.string(), "--check"}); };
    EXPECT_EQ(check().code, 0);

    fs::rename(copy / "gop-von-mua-co-phan.svg", copy / "cap-giay-phep-lao-dong.svg");
    std::ofstream(copy / "README.md", std::ios::app) << "more";
    std::ofstream(copy / "khong-con.svg") << "<svg/>";
    const auto ran = check();
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.out.find("gop-von-mua-co-phan.svg: missing"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("cap-giay-phep-lao-dong.svg: does not show"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("README.md: does not list"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("khong-con.svg: shows no procedure"), std::string::npos) << ran.out;
}

TEST(Graph, GraphvizDrawsAndItsAbsenceIsSaid) {
    const auto drawn = motcua({"graph", "gop-von-mua-co-phan", "--format", "svg"});
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    EXPECT_NE(drawn.out.find("<svg "), std::string::npos);
    EXPECT_NE(drawn.out.find("SHA-256 of the digraph"), std::string::npos);

    const std::string path = ::getenv("PATH");
    ::setenv("PATH", "/nonexistent", 1);
    const auto without = motcua({"graph", "gop-von-mua-co-phan", "--format", "svg"});
    ::setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(without.code, 1);
    EXPECT_NE(without.err.find("install the package graphviz"), std::string::npos) << without.err;
}

TEST(Graph, OneProcedureOrAllAreAskedFor) {
    EXPECT_EQ(motcua({"graph"}).code, 2);
    EXPECT_EQ(motcua({"graph", "--all"}).code, 2);
    EXPECT_EQ(motcua({"graph", "gop-von-mua-co-phan", "--all", "--out", "x"}).code, 2);
}

}  // namespace
}  // namespace motcua::tests
