// docs/procedure-format.md is enough to write a procedure: a 37th one uses every key and no word that the page lacks.
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "procedures/verification/verify.hpp"
#include "tests/procedures/loading/json_schema.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

namespace fs = std::filesystem;

const fs::path root = MOTCUA_SOURCE_DIR;
const fs::path config = root / "config";

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// The words of `text` between backticks, fenced code left aside.
std::set<std::string> words_in_backticks(std::string text) {
    for (auto fence = text.find("```"); fence != std::string::npos; fence = text.find("```"))
        text.erase(fence, text.find("```", fence + 3) + 3 - fence);
    std::set<std::string> words;
    for (auto open = text.find('`'); open != std::string::npos;) {
        const auto close = text.find('`', open + 1);
        std::string word;
        for (const char c : text.substr(open + 1, close - open)) {
            const bool is_part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
            if (is_part) {
                word += c;
            } else if (!word.empty()) {
                words.insert(std::exchange(word, {}));
            }
        }
        open = text.find('`', close + 1);
    }
    return words;
}

class FormatPage : public testing::Test {
protected:
    std::string proven(const std::string& text, const char* name) const {
        Defects defects;
        const auto patterns = Patterns::read(config / "procedures" / "patterns", defects);
        const auto file = TomlFile::parse(text, name, defects);
        const auto procedure = file ? read_procedure(*file, patterns, defects) : std::nullopt;
        if (!procedure) return defects.to_string();
        const auto law = load_config(config);
        std::string faults;
        for (const auto& finding : verify(*procedure, surroundings_of(law.office, law.calendar, law.rules)))
            faults += to_string(finding) + "\n";
        return faults;
    }

    const std::string page_ = text_of(root / "docs" / "procedure-format.md");
    const std::string thirty_seventh_ =
        text_of(root / "tests/procedures/loading/cap-the-ra-vao-khu-cong-nghiep.toml");
    const Schema schema_{config / "procedures" / "procedure.schema.json"};
};

TEST_F(FormatPage, DescribesEveryKeyAndWord) {
    const auto words = words_in_backticks(page_);
    for (const auto& schema : {schema_, Schema(config / "procedures" / "patterns" / "pattern.schema.json")})
        for (const auto& word : schema.vocabulary()) EXPECT_TRUE(words.contains(word)) << word;
}

TEST_F(FormatPage, NamesEveryPatternAndItsParameters) {
    const auto table = page_.substr(page_.find("| Pattern | Gives |"));
    for (const auto& entry : fs::directory_iterator(config / "procedures" / "patterns")) {
        if (entry.path().extension() != ".toml") continue;
        const auto at = table.find("| `" + entry.path().stem().string() + "` |");
        ASSERT_NE(at, std::string::npos) << entry.path();
        const auto words = words_in_backticks(table.substr(at, table.find('\n', at) - at));
        Defects defects;
        const auto file = TomlFile::read(entry.path(), defects);
        for (const auto& parameter : file->node().find("parameters")->items) {
            // "label_vi/en" stands for both.
            const bool is_named =
                words.contains(parameter.text) ||
                (parameter.text.ends_with("_en") &&
                 words.contains(parameter.text.substr(0, parameter.text.size() - 2) + "vi"));
            EXPECT_TRUE(is_named) << entry.path() << " " << parameter.text;
        }
    }
}

TEST_F(FormatPage, ItsExampleIsProven) {
    const auto begin = page_.find("```toml\n#:schema") + 8;
    EXPECT_EQ(proven(page_.substr(begin, page_.find("```", begin) - begin), "cap-lai-the.toml"), "");
}

TEST_F(FormatPage, AThirtySeventhProcedureIsProven) {
    EXPECT_EQ(proven(thirty_seventh_, "cap-the-ra-vao-khu-cong-nghiep.toml"), "");
}

/// The keys of every table of the file, by "step.action".
void gather(const TomlNode& node, const std::string& table,
            std::map<std::string, std::set<std::string>>& keys) {
    for (const auto& item : node.items) gather(item, table, keys);
    for (const auto& entry : node.entries) {
        keys[table].insert(entry.key);
        // Whose keys are the author's own.
        if (entry.key == "when" || entry.key == "with") continue;
        // What [[on]] adds are a step's actions and opinions.
        const auto around = table == "on" ? std::string("step") : table;
        gather(entry.value, around.empty() ? entry.key : around + "." + entry.key, keys);
    }
}

TEST_F(FormatPage, TheThirtySeventhHasEveryKey) {
    Defects defects;
    const auto file = TomlFile::parse(thirty_seventh_, "37", defects);
    std::map<std::string, std::set<std::string>> keys;
    gather(file->node(), "", keys);
    const auto words = words_in_backticks(page_);
    for (const auto& [table, used] : keys) {
        auto all = schema_.keys_at(table);
        all.erase("from_pattern");  // written by the program
        EXPECT_EQ(used, all) << "[" << table << "]";
        for (const auto& key : used) EXPECT_TRUE(words.contains(key)) << key;
    }
}

}  // namespace
}  // namespace motcua::procedures
