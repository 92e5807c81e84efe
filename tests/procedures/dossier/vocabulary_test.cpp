// What can be asked and what can happen stand in the documents by their stored names, and the documents name
// nothing else.
#include "procedures/dossier/command.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/refusal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace motcua::procedures {
namespace {

std::string document(const std::string& name) {
    std::ifstream file(std::filesystem::path(MOTCUA_SOURCE_DIR) / "docs" / name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Every name of an enumeration that is stored by name.
template <class Enum> std::set<std::string> names() {
    std::set<std::string> out;
    for (int value = 0; to_string(static_cast<Enum>(value)) != "?"; ++value)
        out.emplace(to_string(static_cast<Enum>(value)));
    return out;
}

/// The names in the first column of the tables.
std::set<std::string> first_column(const std::string& text) {
    std::set<std::string> out;
    const std::regex row("(?:^|\\n)\\| `([a-z_]+)` \\|");
    for (auto found = std::sregex_iterator(text.begin(), text.end(), row); found != std::sregex_iterator();
         ++found)
        out.insert((*found)[1]);
    return out;
}

std::string missing(const std::set<std::string>& names, const std::set<std::string>& from) {
    std::string out;
    for (const auto& name : names)
        if (!from.contains(name)) out += name + " ";
    return out;
}

}  // namespace

TEST(Vocabulary, EveryEventStandsInItsDocument) {
    const auto told = first_column(document("events.md"));
    EXPECT_EQ(missing(names<EventType>(), told), "");
    auto known = names<EventType>();
    known.insert("acted_by");  // a field of the move
    EXPECT_EQ(missing(told, known), "");
}

TEST(Vocabulary, EveryCommandStandsInItsDocument) {
    const auto told = first_column(document("commands.md"));
    EXPECT_GE(names<CommandKind>().size(), 29u);
    EXPECT_EQ(missing(names<CommandKind>(), told), "");
}

TEST(Vocabulary, EveryRefusalStandsWithACommand) {
    const auto text = document("commands.md");
    // Codes that the catalogue knows and no command of this release meets.
    std::set<std::string> told{"code_taken", "personal_data_refused"};
    for (const auto& name : names<Refusal::Code>())
        if (text.find('`' + name + '`') != std::string::npos) told.insert(name);
    EXPECT_EQ(missing(names<Refusal::Code>(), told), "");
}

}  // namespace motcua::procedures
