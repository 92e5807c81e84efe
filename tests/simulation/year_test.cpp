// A stretch of office life in virtual time: everything that the definitions offer, by random people.
#include "storage/memory/memory_journal.hpp"
#include "tests/engine/office.hpp"
#include "tests/simulation/played_office.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

engine::SimulationOptions stretch(std::uint64_t seed) {
    engine::SimulationOptions options;
    options.seed = seed;
    options.days = 40;
    options.per_day = 12;
    options.from = procedures::parse_date("2026-03-02").value();
    return options;
}

PlayedOffice in_memory() {
    auto store = std::make_shared<storage::MemoryStore>();
    return PlayedOffice([store] { return std::make_unique<storage::MemoryJournal>(store); }, law_of_config(),
                        at("2026-03-01T08:00"));
}

}  // namespace

TEST(Year, EveryDossierIsTheFoldOfItsEvents) {
    auto office = in_memory();
    const auto report = office.play(stretch(7), std::nullopt);
    for (const auto& [code, count] : report.refusals)
        RecordProperty("refused_" + code, static_cast<int>(count));
    office.check();
    EXPECT_GT(report.submitted, 300U);
    EXPECT_GT(report.acts, 8 * report.submitted);
    EXPECT_EQ(report.failed, 0U);
    // A person who reads the screen first is seldom refused.
    EXPECT_LT(report.refused * 10, report.acts);
}

TEST(Year, EveryEndingIsReached) {
    auto office = in_memory();
    auto options = stretch(11);
    options.days = 120;
    const auto report = office.play(options, std::nullopt);
    for (const auto* ending :
         {"returned", "refused_at_receipt", "withdrawn", "stopped", "not_supplemented"}) {
        EXPECT_TRUE(report.endings.contains(ending)) << ending;
    }
}

TEST(Year, TheSameSeedPlaysTheSameYear) {
    auto one = in_memory();
    auto two = in_memory();
    auto other = in_memory();
    one.play(stretch(3), std::nullopt);
    two.play(stretch(3), std::nullopt);
    other.play(stretch(4), std::nullopt);
    EXPECT_EQ(one.story(), two.story());
    EXPECT_NE(one.story(), other.story());
}

}  // namespace motcua::tests
