#include "procedures/loading/toml_reader.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace motcua::procedures {
namespace {

using testing::HasSubstr;

enum class Colour { red, blue };
constexpr std::array<Word<Colour>, 2> colours{{{"red", Colour::red}, {"blue", Colour::blue}}};

/// Parses what must be well-formed; the defects of reading it are the test's.
TomlFile parsed(std::string_view text, Defects& defects) {
    auto file = TomlFile::parse(text, "x.toml", defects);
    EXPECT_TRUE(file) << defects.to_string();
    return std::move(*file);
}

std::string defects_of_parsing(std::string_view text) {
    Defects defects;
    EXPECT_FALSE(TomlFile::parse(text, "x.toml", defects));
    return defects.to_string();
}

class TomlFileOnDisk : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "motcua-toml-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }
    std::string defect_of_reading(const std::string& name) const {
        Defects defects;
        EXPECT_FALSE(TomlFile::read(folder / name, defects));
        return defects.to_string();
    }
    std::filesystem::path folder;
};

TEST(TableReader, ReadsEveryKindOfValue) {
    Defects defects;
    const auto file = parsed(
        "name = \"Giỗ Tổ\"\ncount = 5\nwork = false\nday = 2026-04-27\ncolour = \"blue\"\nlist = [\"a\", "
        "\"b\"]\n"
        "mixed = [\"a\", 3, true]\nsingle = 7\n[sub]\nx = 1\n[[row]]\nn = 1\n[[row]]\nn = 2\n",
        defects);
    auto root = file.root(defects);
    EXPECT_EQ(root.text("name"), "Giỗ Tổ");
    EXPECT_EQ(root.integer("count", 1, 10), 5);
    EXPECT_FALSE(root.boolean("work"));
    EXPECT_EQ(format_date(root.date("day")), "2026-04-27");
    EXPECT_EQ(root.choice("colour", colours), Colour::blue);
    EXPECT_EQ(root.texts("list"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(root.optional_scalars("mixed"), (std::vector<Scalar>{"a", std::int64_t{3}, true}));
    EXPECT_EQ(root.optional_scalars("single"), (std::vector<Scalar>{std::int64_t{7}}));
    EXPECT_EQ(root.table("sub")->integer("x"), 1);
    auto rows = root.tables("row");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].integer("n"), 2);
    EXPECT_EQ(root.optional_text("absent"), std::nullopt);
    EXPECT_EQ(root.text_or("absent", "else"), "else");
    root.finish();
    EXPECT_TRUE(defects.empty()) << defects.to_string();
}

TEST(TableReader, ReportsEveryDefectAtOnceWithItsPlace) {
    Defects defects;
    const auto file =
        parsed("count = \"five\"\nday = \"2026-04-27\"\ncolour = \"blu\"\nlimit = 11\n", defects);
    auto root = file.root(defects);
    root.integer("count");
    root.date("day");
    root.choice("colour", colours);
    root.integer("limit", 1, 10);
    root.text("name");
    EXPECT_EQ(defects.to_string(),
              "x.toml:1:1: \"name\" is missing; add name = a text in quotes\n"
              "x.toml:1:9: \"count\" is a text in quotes; write a whole number\n"
              "x.toml:2:7: \"day\" is a text in quotes; write a date such as 2026-04-27, without quotes\n"
              "x.toml:3:10: \"colour\" has no value \"blu\"; did you mean \"blue\"? Allowed: red, blue\n"
              "x.toml:4:9: \"limit\" is 11; write a number from 1 to 10");
}

TEST(TableReader, UnknownKeyNamesTheNearestKnownOne) {
    Defects defects;
    const auto file = parsed("name = \"x\"\n\nnotcie = \"y\"\nzzzzzzzzzz = 1\n", defects);
    auto root = file.root(defects);
    root.text("name");
    root.optional_text("notice");
    root.finish();
    EXPECT_EQ(defects.to_string(),
              "x.toml:3:1: unknown key \"notcie\"; did you mean \"notice\"?\n"
              "x.toml:4:1: unknown key \"zzzzzzzzzz\"; remove it; known here: name, notice");
}

TEST(TableReader, TextMustBeComposedAndPrintable) {
    Defects defects;
    const auto file = parsed("a = \"Gia\xcc\x82\xcc\x81y\"\nb = \"x\\u0007\"\nc = \"  \"\n", defects);
    auto root = file.root(defects);
    root.text("a");
    root.text("b");
    root.text("c");
    const auto report = defects.to_string();
    EXPECT_THAT(report, HasSubstr("x.toml:1:5: \"a\" is not in Unicode normalisation form C"));
    EXPECT_THAT(report, HasSubstr("x.toml:2:5: \"b\" contains a control character"));
    EXPECT_THAT(report, HasSubstr("x.toml:3:5: \"c\" is empty"));
}

TEST(TableReader, KeysKeepTheOrderOfTheFile) {
    Defects defects;
    const auto file = parsed("zone = 1\nagency = 2\nmark = 3\n", defects);
    EXPECT_EQ(file.root(defects).keys(), (std::vector<std::string>{"zone", "agency", "mark"}));
}

TEST(TomlFile, SyntaxDefectsAreLocated) {
    EXPECT_THAT(defects_of_parsing("a = 1\nb = \n"), HasSubstr("x.toml:2:"));
    EXPECT_THAT(defects_of_parsing("a = 1\na = 2\n"), HasSubstr("x.toml:2:"));
    EXPECT_THAT(defects_of_parsing("a = \"\xff\xfe\"\n"), HasSubstr("x.toml:1:"));
    EXPECT_THAT(defects_of_parsing("d = 2026-02-30\n"), HasSubstr("x.toml:1:"));
}

// Files made to exhaust the stack or the memory of whoever reads them.
TEST(TomlFile, HostileNestingIsADefect) {
    std::string brackets = "a = ";
    for (int i = 0; i < 300'000; ++i) brackets += '[';
    EXPECT_THAT(defects_of_parsing(brackets), HasSubstr("x.toml:1:"));
    std::string chain = "a";
    for (int i = 0; i < 300'000; ++i) chain += ".a";
    EXPECT_THAT(defects_of_parsing(chain + " = 1\n"), HasSubstr("a key has more than 32 parts"));
    EXPECT_THAT(defects_of_parsing("[" + chain + "]\n"), HasSubstr("a key has more than 32 parts"));
    EXPECT_THAT(defects_of_parsing("x = 1\n\"q\"" + chain.substr(1) + " = 1\n"),
                HasSubstr("x.toml:2:1: a key has"));
}

TEST(TomlFile, DotsInsideTextAreNoKey) {
    Defects defects;
    const auto dots = std::string(200, '.');
    parsed("a = \"" + dots + "\"\nb = '''\n" + dots + "\n'''\nc = '" + dots + "' # " + dots + "\nd = \"\\\"" +
               dots + "\"\n",
           defects);
    EXPECT_TRUE(defects.empty()) << defects.to_string();
}

TEST_F(TomlFileOnDisk, UnreadableFilesAreDefects) {
    write("big.toml", std::string(10'000'000, '#'));
    std::filesystem::create_symlink("loop.toml", folder / "loop.toml");
    std::filesystem::create_directory(folder / "folder.toml");
    EXPECT_THAT(defect_of_reading("big.toml"), HasSubstr("big.toml: the file has more than 1000000 bytes"));
    EXPECT_THAT(defect_of_reading("loop.toml"), HasSubstr("loop.toml: cannot be read: "));
    EXPECT_THAT(defect_of_reading("folder.toml"), HasSubstr("folder.toml: is not a file"));
    EXPECT_THAT(defect_of_reading("absent.toml"), HasSubstr("absent.toml: cannot be read: "));
}

TEST_F(TomlFileOnDisk, FoldersAreListedByNameWithoutEditorsCopies) {
    for (const auto* name : {"b.toml", "a.toml", ".a.toml.swp", ".#a.toml", "a.toml~", "notes.md"})
        write(name, "");
    Defects defects;
    const auto files = toml_files_in(folder, "make it", defects);
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].filename(), "a.toml");
    EXPECT_TRUE(defects.empty());
    toml_files_in(folder / "absent", "make it", defects);
    EXPECT_THAT(defects.to_string(), HasSubstr("make it"));
}

}  // namespace
}  // namespace motcua::procedures
