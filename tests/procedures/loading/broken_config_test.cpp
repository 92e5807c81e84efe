// Whatever is wrong with a configuration folder is told with its place; nothing crashes, nothing hangs.
#include "procedures/loading/law_loader.hpp"
#include "procedures/verification/verify.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace motcua::procedures {
namespace {

namespace fs = std::filesystem;

/// A copy of the shipped folder with the sample as its only definition, and one thing broken.
class BrokenConfig : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / ("motcua-broken-" + std::to_string(getpid()));
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

TEST_F(BrokenConfig, WhatIsSoundTextAndLawlessMachineIsProvenWithItsPath) {
    const auto found = [&] {
        const auto law = load_config(folder_);
        std::string text;
        for (const auto& loaded : law.procedures)
            for (const auto& finding :
                 verify(*loaded.procedure, surroundings_of(law.office, law.calendar, law.rules)))
                text += to_string(finding) + "\n";
        return text;
    };
    EXPECT_NE(found().find("unit: step \"xu-ly\" names unit \"phong\""), std::string::npos) << found();
    change("role = \"officer\"", "role = \"oficer\"");
    EXPECT_NE(found().find("role: step \"xu-ly\" names role \"oficer\""), std::string::npos) << found();
    change("kind = \"issue_supplement\"\nname_vi = \"Bổ sung\"\nname_en = \"Supplement\"\nto = \"cho\"",
           "id = \"xong\"\nkind = \"finish\"\nname_vi = \"Xong\"\nname_en = \"Finish\"\nto = \"tra\"");
    EXPECT_NE(found().find("reachable: step \"cho\" can never be reached"), std::string::npos) << found();
    change("working_minutes = 1200", "working_minutes = 9600");
    EXPECT_NE(found().find("budget: the budgets do not fit stage \"giai-quyet\""), std::string::npos)
        << found();
}

TEST_F(BrokenConfig, AHeldStepWithoutGroundAndAnOpinionWithoutTimeAreLocated) {
    change("legal_ground = \"NĐ 118/2025/NĐ-CP Điều 19 khoản 5\"\n", "");
    expect("mau.toml:", "holds the time without a ground");
    change("[[step.action]]\nkind = \"finish\"",
           "[[step.consult]]\nparty = \"so\"\nname_vi = \"Sở\"\nname_en = \"Department\"\n"
           "[[step.action]]\nkind = \"finish\"");
    expect("mau.toml:", "\"answer_within\" is missing");
    change("public_vi = \"Bổ sung\"\n", "");
    expect("mau.toml:", "\"public_vi\" is missing");
    change("national_status = 5\n", "");
    expect("mau.toml:", "\"national_status\" is missing");
}

TEST_F(BrokenConfig, TheOtherFilesAreReadAsStrictly) {
    const auto append = [&](const char* name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::app | std::ios::binary) << text;
    };
    append("office.toml", "\n[[unit]]\nid = \"mot-cua\"\nname_vi = \"Một\"\nname_en = \"One\"\nodd = 1\n");
    expect("office.toml:", "there are two units \"mot-cua\"");
    expect("office.toml:", "unknown key \"odd\"");
    append("calendar/2026.toml", "\n[[day]]\ndate = \"2026-13-01\"\n");
    expect("calendar/2026.toml:", "\"date\" is a text");
    append("rules/forms.toml", "\nodd = \"Th\xff\"\n");
    expect("rules/forms.toml:", "not TOML");
    fs::remove(folder_ / "rules" / "code-patterns.toml");
    expect("rules/code-patterns.toml: ", "cannot be read");
}

TEST_F(BrokenConfig, EmptyFoldersAndFilesAreTold) {
    write("mau.toml", "");
    expect("mau.toml:1:", "\"id\" is missing");
    fs::remove_all(folder_ / "procedures");
    expect("procedures: ", "cannot be listed");
}

}  // namespace
}  // namespace motcua::procedures
