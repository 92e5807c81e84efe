#include "app/event_log.hpp"

#include "engine/codec.hpp"
#include "tests/engine/office.hpp"

#include <gtest/gtest.h>

#include <sstream>

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
