#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::architecture {
namespace {

/// Says what keeps `text` from being UTF-8 in composed form; empty when it is.
/// No letter of Vietnamese or English needs a combining mark (U+0300 to U+036F), so one means
/// that the text is not in NFC and will not be found by search.
std::string text_defect(std::string_view text) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead == '\n') ++line;
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xC2 ? 0
                                   : lead < 0xE0 ? 2
                                   : lead < 0xF0 ? 3
                                   : lead < 0xF5 ? 4
                                                 : 0;
        bool sound = length != 0 && at + length <= text.size();
        std::uint32_t point = length < 2 ? lead : lead & (0x7FU >> length);
        for (std::size_t i = 1; sound && i < length; ++i) {
            const auto next = static_cast<unsigned char>(text[at + i]);
            sound = (next & 0xC0U) == 0x80U;
            point = point << 6U | (next & 0x3FU);
        }
        constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
        sound = sound && point >= smallest[length] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
        if (!sound) return "line " + std::to_string(line) + ": not UTF-8";
        if (point >= 0x300 && point <= 0x36F)
            return "line " + std::to_string(line) + ": a combining mark, not NFC";
        at += length;
    }
    return {};
}

TEST(Files, TextIsUtf8InComposedForm) {
    std::vector<std::string> defects;
    for (const auto& file : source_tree(MOTCUA_SOURCE_DIR)) {
        const auto why = text_defect(file.text);
        if (!why.empty()) defects.push_back(file.path + ": " + why);
    }
    EXPECT_TRUE(defects.empty()) << listed(defects);
}

TEST(Files, TextOutsideUtf8IsFound) {
    EXPECT_EQ(text_defect("hồ sơ\nđã nhận"), "");
    EXPECT_EQ(text_defect("h\xF4 s\xA1"), "line 1: not UTF-8");
    EXPECT_EQ(text_defect("ok\n\xC0\xAF"), "line 2: not UTF-8");
    EXPECT_EQ(text_defect("ho\xCC\x82 so"), "line 1: a combining mark, not NFC");
}

/// A purpose comment, then the guard, then the rest.
bool opens_with_purpose(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    bool has_purpose = false;
    while (std::getline(lines, line) && line.starts_with("//")) has_purpose = true;
    return has_purpose && line == "#pragma once";
}

TEST(Files, EveryHeaderOpensWithItsPurposeAndGuard) {
    std::vector<std::string> defects;
    for (const auto& file : source_tree(MOTCUA_SOURCE_DIR)) {
        if (is_header(file.path) && !opens_with_purpose(file.text)) defects.push_back(file.path);
    }
    EXPECT_TRUE(defects.empty()) << "a comment on the first line, then #pragma once:" << listed(defects);
    EXPECT_TRUE(opens_with_purpose("// The law.\n// In two lines.\n#pragma once\n"));
    EXPECT_FALSE(opens_with_purpose("#pragma once\n// The law.\n"));
}

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
    std::string word;
    for (const char c : text + "\n") {
        if (std::string_view(" \t\r\n()\"").find(c) == std::string_view::npos) {
            word += c;
        } else {
            words.insert(std::exchange(word, {}));
        }
    }
    return words;
}

/// Code that no CMakeLists.txt names, and so nobody compiles.
std::vector<std::string> forgotten(const std::vector<SourceFile>& files) {
    std::set<std::string> named;
    for (const auto& file : files) {
        const std::filesystem::path path(file.path);
        if (path.filename() != "CMakeLists.txt") continue;
        for (const auto& word : words_of(file.text)) {
            named.insert((path.parent_path() / word).lexically_normal().generic_string());
        }
    }
    std::vector<std::string> defects;
    for (const auto& file : files) {
        if (!is_cpp(file.path) || (room_of(file.path) == "tests" && is_header(file.path))) continue;
        if (!named.contains(file.path)) defects.push_back(file.path);
    }
    return defects;
}

TEST(Files, EverySourceIsNamedInACMakeLists) {
    const auto defects = forgotten(source_tree(MOTCUA_SOURCE_DIR));
    EXPECT_TRUE(defects.empty()) << listed(defects);
}

TEST(Files, AForgottenSourceIsFound) {
    EXPECT_EQ(forgotten({{"engine/CMakeLists.txt", "motcua_sources(engine writer.cpp)"},
                         {"engine/old_writer.cpp", ""},
                         {"engine/writer.cpp", ""}}),
              std::vector<std::string>{"engine/old_writer.cpp"});
    EXPECT_EQ(
        forgotten({{"tests/engine/CMakeLists.txt", "deep/a_test.cpp"}, {"tests/engine/deep/a_test.cpp", ""}}),
        std::vector<std::string>{});
}

}  // namespace
}  // namespace motcua::architecture
