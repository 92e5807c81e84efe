// Whatever is wrong with a configuration folder is told with its place; nothing crashes, nothing hangs.
#include "procedures/loading/law_loader.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace motcua::procedures {
namespace {

namespace fs = std::filesystem;

/// A copy of the shipped folder with the sample as its only definition, and one thing broken.
class BrokenConfig : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / "motcua-broken";
        fs::remove_all(folder_);
        fs::copy(fs::path(MOTCUA_SOURCE_DIR) / "config", folder_, fs::copy_options::recursive);
        fs::remove_all(folder_ / "procedures");
        fs::create_directories(folder_ / "procedures" / "patterns");
        write("mau.toml", sample_procedure());
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / "procedures" / name, std::ios::binary) << text;
    }
    /// The sample with `from` replaced.
    void change(std::string_view from, const std::string& to) const {
        auto text = sample_procedure();
        text.replace(text.find(from), from.size(), to);
        write("mau.toml", text);
    }
    std::string defects() const {
        Defects found;
        load_config(folder_, found);
        return found.to_string();
    }
    void expect(std::string_view place, std::string_view part) const {
        const auto text = defects();
        EXPECT_NE(text.find(part), std::string::npos) << text;
        EXPECT_NE(text.find(place), std::string::npos) << text;
    }

    fs::path folder_;
};

TEST_F(BrokenConfig, TheUnbrokenFolderIsSound) { EXPECT_EQ(defects(), ""); }

TEST_F(BrokenConfig, UnknownKeysWrongTypesAndDuplicatesAreLocated) {
    change("authority = \"own\"", "authority = \"own\"\nautority = \"own\"");
    expect("mau.toml:8:", "unknown key \"autority\"; did you mean \"authority\"?");
    change("authority = \"own\"", "authority = 7");
    expect("mau.toml:7:", "\"authority\" is a whole number");
    change("id = \"xu-ly\"", "id = \"nop\"");
    expect("mau.toml:", "there are two steps \"nop\"");
    change("authority = \"own\"", "authority = \"own\"\nauthority = \"own\"");
    expect("mau.toml:8:", "not TOML");
}

TEST_F(BrokenConfig, TextMustBeUtf8AndComposed) {
    change("Thủ tục mẫu", "Th\xff t\xfe");
    expect("mau.toml:3:", "not TOML");
    change("Thủ tục mẫu", "Thủ tục mẫ\xcc\x83u");
    change("Thủ tục mẫu", "Thu\xcc\x89 tục");
    expect("mau.toml:3:", "not in Unicode normalisation form C");
}

TEST_F(BrokenConfig, SizeAndDepthHaveBounds) {
    write("mau.toml", std::string(10'000'000, '#'));
    expect("mau.toml: ", "more than 1000000 bytes");
    write("mau.toml", "a = " + std::string(100'000, '[') + std::string(100'000, ']'));
    expect("mau.toml:1:", "not TOML");
    std::string nested = "id";
    for (int i = 0; i < 5000; ++i) nested += ".a";
    write("mau.toml", nested + " = 1");
    expect("mau.toml:1:", "more than 32 parts");
}

TEST_F(BrokenConfig, LinksInACircleAreTold) {
    fs::create_symlink("b.toml", folder_ / "procedures" / "a.toml");
    fs::create_symlink("a.toml", folder_ / "procedures" / "b.toml");
    expect("a.toml: ", "cannot be read");
    fs::remove(folder_ / "procedures" / "a.toml");
    fs::remove(folder_ / "procedures" / "b.toml");
    fs::remove_all(folder_ / "procedures" / "patterns");
    fs::create_symlink("patterns", folder_ / "procedures" / "patterns");
    expect("patterns: ", "cannot be listed");
}

TEST_F(BrokenConfig, VersionsMustNotOverlap) {
    fs::create_directories(folder_ / "procedures" / "earlier");
    write("earlier/mau-2020.toml", sample_procedure());
    expect("mau.toml: ", "still in force");
}

TEST_F(BrokenConfig, APatternIsABoundedFileToo) {
    write("patterns/lon.toml", std::string(2'000'000, '#'));
    expect("patterns/lon.toml: ", "more than 1000000 bytes");
    write("patterns/lon.toml", "parameters = [\"a\"]\n[[step]]\nid = \"{b}\"\n");
    expect("patterns/lon.toml:3:", "\"{b}\" is no parameter; did you mean \"{a}\"?");
}

TEST_F(BrokenConfig, EmptyFoldersAndFilesAreTold) {
    write("mau.toml", "");
    expect("mau.toml:1:", "\"id\" is missing");
    fs::remove_all(folder_ / "procedures");
    expect("procedures: ", "cannot be listed");
}

}  // namespace
}  // namespace motcua::procedures
