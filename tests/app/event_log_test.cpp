#include "app/event_log.hpp"

#include "engine/codec.hpp"
#include "tests/app/command_line.hpp"
#include "tests/engine/office.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace motcua::tests {
namespace {

class EventLog : public testing::Test {
protected:
    EventLog() {
        office.receive();
        options.pseudonym_key = std::vector<std::uint8_t>(32, 1);
    }

    std::vector<app::LoggedCase> cases() {
        return app::event_log(*office.journal, office.journal->head(), options);
    }

    Office office;
    app::EventLogOptions options;
};

TEST_F(EventLog, ADossierIsACaseUnderItsCode) {
    const auto logged = cases();
    ASSERT_EQ(logged.size(), 1u);
    EXPECT_EQ(logged[0].name, "H55.242-260422-0001");
    EXPECT_EQ(logged[0].procedure, "gia-han-giay-phep-xay-dung");
    ASSERT_EQ(logged[0].acts.size(), 2u);
    EXPECT_EQ(logged[0].acts[0].activity, "Nộp hồ sơ");
    EXPECT_EQ(logged[0].acts[1].type, "received");
}

TEST_F(EventLog, XesIsWellFormedAndTimesCarryTheirZone) {
    std::ostringstream out;
    app::write_xes(out, cases());
    EXPECT_NE(out.str().find("<string key=\"concept:name\" value=\"H55.242-260422-0001\"/>"),
              std::string::npos);
    EXPECT_NE(out.str().find("<date key=\"time:timestamp\" value=\"2026-04-22T08:10:00"), std::string::npos);
    EXPECT_NE(out.str().find("+07:00\"/>"), std::string::npos);
    EXPECT_TRUE(out.str().ends_with("  </trace>\n</log>\n"));
}

/// What the rules of IEEE 1849 say against a log; "" when nothing.
std::string broken_rules(const std::string& log) {
    TempFolder folder;
    const auto file = (folder.path() / "log.xes").string();
    std::ofstream(file, std::ios::binary) << log;
    const auto ran =
        run(MOTCUA_PYTHON, {"-I", std::string(MOTCUA_SOURCE_DIR) + "/tests/app/xes_rules.py", file});
    EXPECT_EQ(ran.code != 0, !ran.out.empty()) << ran.out << ran.err;
    return ran.out;
}

TEST_F(EventLog, XesKeepsToTheStandard) {
    auto logged = cases();
    logged[0].acts[0].action = "=1+1 <&\"'> \x01\x1F\t\n\r \U0001F4C4";
    logged[0].acts[1].resource.clear();
    std::ostringstream out;
    app::write_xes(out, logged);
    EXPECT_EQ(broken_rules(out.str()), "");
    std::ostringstream nothing;
    app::write_xes(nothing, {});
    EXPECT_EQ(broken_rules(nothing.str()), "");
}

// The rules see what they are there for.
TEST_F(EventLog, ARuleThatIsBrokenIsNamed) {
    std::ostringstream out;
    app::write_xes(out, cases());
    const auto changed = [&](const std::string& from, const std::string& to) {
        auto log = out.str();
        const auto at = log.find(from);
        EXPECT_NE(at, log.npos) << from;
        return broken_rules(log.replace(at, from.size(), to));
    };
    const auto names = [](const std::string& told, const std::string& words) {
        EXPECT_NE(told.find(words), told.npos) << told;
    };
    names(changed("</log>", ""), "no XML");
    names(changed("http://www.xes-standard.org/\">", "urn:x\">"), "namespace");
    names(changed(" xes.features=\"\"", ""), "xes.features");
    names(changed("prefix=\"time\"", "prefix=\"zeit\""), "the prefix of time:timestamp");
    names(changed("scope=\"trace\"", "scope=\"case\""), "a global scope 'case'");
    names(changed("keys=\"concept:name\"", "keys=\"org:role\""), "which is no global attribute");
    names(changed("  </global>\n  <classifier", "  </global>\n  <trace/>\n  <classifier"),
          "<classifier> comes too late in <log>");
    names(changed("    <event>\n      <string key=\"concept:name\"", "    <event>\n      <string key=\"x\""),
          "a <event> lacks the global string concept:name");
    names(changed("+07:00\"/>\n      <string key=\"lifecycle", "\" x=\"\"/>\n      <string key=\"lifecycle"),
          "a foreign x");
    names(changed("T08:10:00", "T25:10:00"), "is no date");
    names(
        changed("value=\"complete\"/>\n      <string key=\"org", "value=\"done\"/>\n      <string key=\"org"),
        "no transition");
    names(changed("key=\"org:resource\"", "key=\"concept:name\""), "concept:name comes twice");
}

TEST_F(EventLog, CsvNeutralisesFormulas) {
    auto logged = cases();
    logged[0].acts[0].action = "=1+1,\"x\"";
    std::ostringstream out;
    app::write_csv(out, logged);
    EXPECT_NE(out.str().find(",\"'=1+1,\"\"x\"\"\","), std::string::npos) << out.str();
}

TEST_F(EventLog, APeriodLeavesOutWhatIsNotInIt) {
    options.from = at("2026-04-23T00:00");
    EXPECT_TRUE(cases().empty());
    options.from.reset();
    options.to = at("2026-04-23T00:00");
    EXPECT_EQ(cases().size(), 1u);
}

}  // namespace
}  // namespace motcua::tests
