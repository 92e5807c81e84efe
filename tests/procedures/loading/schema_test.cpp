// The schemas that editors use know the keys and words of the loaders, no more and no less, and every shipped file
// names its schema and keeps it.
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "tests/procedures/loading/json_schema.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <regex>

namespace motcua::procedures {
namespace {

namespace fs = std::filesystem;

const std::filesystem::path config = std::filesystem::path(MOTCUA_SOURCE_DIR) / "config";

TEST(ProcedureSchema, EveryShippedDefinitionKeepsIt) {
    const Schema schema(config / "procedures" / "procedure.schema.json");
    for (const auto& loaded : load_config(config).procedures) {
        EXPECT_EQ(schema.complaint(loaded.text), "") << loaded.file;
    }
}

/// The words of an enumeration: its enumerators are contiguous and end where to_string() knows no more.
template <class Enum> std::set<std::string> all_words() {
    std::set<std::string> words;
    for (int i = 0; !to_string(static_cast<Enum>(i)).empty(); ++i) {
        words.emplace(to_string(static_cast<Enum>(i)));
    }
    return words;
}

TEST(ProcedureSchema, KnowsTheWordsOfTheCode) {
    const Schema schema(config / "procedures" / "procedure.schema.json");
    EXPECT_EQ(schema.words("action", "kind"), all_words<ActionKind>());
    EXPECT_EQ(schema.words("action", "requires"), all_words<Requirement>());
    EXPECT_EQ(schema.words("step", "kind"), all_words<StepKind>());
    EXPECT_EQ(schema.words("step", "ending"), all_words<Ending>());
    EXPECT_EQ(schema.words("fee", "moment"), all_words<FeeMoment>());
    EXPECT_EQ(schema.words("consult", "silence"), all_words<Silence>());
    EXPECT_EQ(schema.words("attribute", "kind"), all_words<AttributeKind>());
}

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

TEST(Schemas, EveryFileNamesItsSchemaAndKeepsIt) {
    const std::string mark = "#:schema ";
    for (const auto& entry : fs::recursive_directory_iterator(config)) {
        if (entry.path().extension() != ".toml") continue;
        const auto text = text_of(entry.path());
        ASSERT_TRUE(text.starts_with(mark)) << entry.path();
        const auto name = text.substr(mark.size(), text.find('\n') - mark.size());
        Defects defects;
        const auto file = TomlFile::parse(text, entry.path().string(), defects);
        ASSERT_TRUE(file) << defects.to_string();
        const Schema schema(entry.path().parent_path() / name);
        EXPECT_EQ(schema.complaint(to_json_value(file->node())), "") << entry.path();
    }
}

constexpr std::string_view stranger = "zzzzzzzzzzzzzzzz";

/// A text with a key that nobody knows in every table, and by line the tables that got one.
struct Probe {
    std::string text;
    std::map<int, std::string> tables;  // "step.action"
};

/// `wanted` says which tables get the key. A condition's keys are attributes, a use's parameters the pattern's own.
Probe probe(const std::string& text, const std::function<bool(const std::string&)>& wanted) {
    static const std::regex header(R"(\[\[?([a-z_.]+)\]\]?.*)"), inline_table(R"(([a-z_]+) = \{ .*)"),
        list_of_tables(R"(([a-z_]+) = \[)"), item(R"( +\{ .*)");
    Probe out;
    std::istringstream lines(text);
    std::string around, list;
    int number = 0;
    const auto put = [&](const std::string& line) { out.text += line + "\n", ++number; };
    const auto put_stranger = [&](const std::string& table) {
        if (!wanted(table)) return;
        put(std::string(stranger) + " = 1");
        out.tables[number] = table;
    };
    put_stranger("");
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        const auto inside = [&](const std::string& key) {
            const auto table = around.empty() ? key : around + "." + key;
            if (key != "when" && key != "with" && wanted(table)) {
                line.insert(line.find("{ ") + 2, std::string(stranger) + " = 1, ");
                out.tables[number + 1] = table;
            }
            put(line);
        };
        if (std::regex_match(line, found, header)) {
            around = found[1];
            put(line);
            put_stranger(around);
        } else if (std::regex_match(line, found, inline_table)) {
            inside(found[1]);
        } else if (std::regex_match(line, found, list_of_tables)) {
            list = found[1];
            put(line);
        } else if (std::regex_match(line, item)) {
            inside(list);
        } else {
            put(line);
        }
    }
    return out;
}

/// What the loaders know in each table of one file, as they say it when they meet a stranger.
class LoaderKeys : public testing::Test {
protected:
    void SetUp() override {
        // Tests of one program run beside each other, each in a process of its own.
        folder_ = fs::path(testing::TempDir()) / ("motcua-loader-keys-" + std::to_string(getpid()));
        fs::remove_all(folder_);
        fs::copy(config, folder_, fs::copy_options::recursive);
    }
    void TearDown() override { fs::remove_all(folder_); }

    using Known = std::map<std::string, std::set<std::string>>;

    Known known(
        const std::string& text, const fs::path& place,
        const std::function<bool(const std::string&)>& wanted = [](const auto&) { return true; }) const {
        const auto probed = probe(text, wanted);
        std::ofstream(folder_ / place, std::ios::binary) << probed.text;
        Defects defects;
        const auto law = load_config(folder_, defects);
        load_demo_people(folder_, law.office, defects);
        Known keys;
        for (const auto& [line, table] : probed.tables) keys[table];
        for (const auto& defect : defects.sorted()) {
            const std::string_view intro = "remove it; known here: ";
            if (fs::path(defect.file) != folder_ / place || !defect.remedy.starts_with(intro)) continue;
            const auto table = probed.tables.find(defect.line);
            if (table == probed.tables.end()) continue;
            std::istringstream words(defect.remedy.substr(intro.size()));
            for (std::string word; words >> word;) {
                if (word.back() == ',') word.pop_back();
                keys[table->second].insert(word);
            }
        }
        return keys;
    }
    static void expect_same(const Known& known, const Schema& schema) {
        for (const auto& [table, keys] : known) EXPECT_EQ(schema.keys_at(table), keys) << "[" << table << "]";
    }

    fs::path folder_;
};

TEST_F(LoaderKeys, AreThoseOfTheProcedureSchema) {
    const fs::path place = "procedures/cap-the-ra-vao-khu-cong-nghiep.toml";
    const auto text = text_of(fs::path(MOTCUA_SOURCE_DIR) / "tests/procedures/loading" / place.filename());
    const auto is_shared = [](const std::string& table) { return table == "use" || table == "on"; };
    // A use with a defect ends the reading: the shared parts are asked apart.
    auto keys = known(text, place, [&](const auto& table) { return !is_shared(table); });
    for (const auto* shared : {"use", "on"})
        keys.merge(known(text, place, [&](const auto& table) { return table == shared; }));
    keys[""].merge(std::set<std::string>{"use", "on"});  // expanded before the rest is read
    keys["everywhere"].erase("from_pattern");            // of adopted texts, in steps only
    expect_same(keys, Schema(config / "procedures" / "procedure.schema.json"));
}

TEST_F(LoaderKeys, AreThoseOfThePatternSchema) {
    const auto file = config / "procedures" / "patterns" / "bo-sung.toml";
    auto keys = known(text_of(file), "procedures/patterns/bo-sung.toml",
                      [](const std::string& table) { return table.empty(); });
    keys[""].erase("use");  // asked for only to say that it may not stand there
    const Schema schema(config / "procedures" / "patterns" / "pattern.schema.json");
    expect_same(keys, schema);
    const Schema whole(config / "procedures" / "procedure.schema.json");
    for (const auto* table : {"document", "step", "step.consult", "step.action", "everywhere", "on"}) {
        auto expected = whole.keys_at(table);
        expected.erase("from_pattern");
        EXPECT_EQ(schema.keys_at(table), expected) << table;
    }
}

TEST_F(LoaderKeys, AreThoseOfTheOtherSchemas) {
    const auto check = [&](const fs::path& place, const fs::path& schema) {
        SCOPED_TRACE(place);
        expect_same(known(text_of(config / place), place), Schema(config / schema));
        fs::copy_file(config / place, folder_ / place, fs::copy_options::overwrite_existing);
    };
    check("calendar/2026.toml", "calendar/calendar.schema.json");
    check("rules/procedure-rules.toml", "rules/procedure-rules.schema.json");
    check("rules/forms.toml", "rules/forms.schema.json");
    check("rules/code-patterns.toml", "rules/code-patterns.schema.json");
    check("rules/reports.toml", "rules/reports.schema.json");
    check("office.toml", "office.schema.json");
    check("server.toml", "server.schema.json");
    check("demo/people.toml", "demo/people.schema.json");
}

}  // namespace
}  // namespace motcua::procedures
