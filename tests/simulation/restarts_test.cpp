// Stopped and started again at random commits, the office ends where it would have ended undisturbed.
#include "procedures/loading/law_loader.hpp"
#include "storage/memory/memory_journal.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "tests/engine/office.hpp"
#include "tests/simulation/played_office.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace motcua::tests {

namespace {

/// A few days of a small office: some dozens of commands.
engine::SimulationOptions few_days(std::uint64_t seed) {
    engine::SimulationOptions options;
    options.seed = seed;
    options.days = 2;
    options.per_day = 2;
    options.people_per_role = 1;
    options.absent_per_thousand = 60;
    // Over Tết and over quiet weeks alike.
    options.from = procedures::parse_date("2026-01-12").value() + std::chrono::days{seed % 200};
    return options;
}

/// One short definition: starting again reads the law anew each time.
const std::vector<engine::LawText>& small_law() {
    static const auto texts = [] {
        auto config = procedures::load_config(MOTCUA_SOURCE_DIR "/config");
        std::erase_if(config.procedures, [](const auto& one) {
            return one.procedure->id != "cap-lai-giay-phep-lao-dong" ||
                   !one.procedure->is_in_force(*procedures::parse_date("2026-07-15"));
        });
        std::erase_if(config.calendar.days,
                      [](const auto& day) { return day.date < *procedures::parse_date("2025-12-01"); });
        return engine::law_texts(config);
    }();
    return texts;
}

/// Sanitizers look at every access: a few runs show them all there is to see.
int runs_of_a_part() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 20;
#else
    return 1000;
#endif
}

PlayedOffice::Disk memory_disk() {
    auto store = std::make_shared<storage::MemoryStore>();
    return [store] { return std::make_unique<storage::MemoryJournal>(store); };
}

/// Plays once undisturbed in memory and once with cuts on `disk`; returns how often that was restarted.
int play_with_cuts(std::uint64_t seed, const PlayedOffice::Disk& disk) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto options = few_days(seed);
    const auto start = procedures::moment_of(options.from, std::chrono::hours{6});
    const auto play = [&](const PlayedOffice::Disk& open, std::optional<std::uint64_t> cuts) {
        PlayedOffice office(open, small_law(), start);
        office.play(options, cuts);
        if (office.restarts() > 0) office.check();
        return std::pair{office.story(), office.restarts()};
    };
    const auto undisturbed = play(memory_disk(), std::nullopt).first;
    const auto [story, restarts] = play(disk, seed * 31 + 7);
    EXPECT_EQ(story, undisturbed);
    return restarts;
}

}  // namespace

/// Ten parts, so that they run beside each other.
class Restarts : public testing::TestWithParam<int> {};

TEST_P(Restarts, EndWhereTheUndisturbedRunEnds) {
    const int runs = runs_of_a_part();
    int restarts = 0;
    for (int run = 0; run < runs && !HasFailure(); ++run) {
        restarts += play_with_cuts(static_cast<std::uint64_t>(GetParam() * 1000 + run), memory_disk());
    }
    // About every second run is cut short; the few runs of a sanitizer are less even.
    EXPECT_GT(restarts, runs / 4);
}

INSTANTIATE_TEST_SUITE_P(Parts, Restarts, testing::Range(0, 10));

TEST(RestartsOnSqlite, EndWhereTheUndisturbedRunEnds) {
    const int runs = runs_of_a_part() / 5;
    const auto folder =
        std::filesystem::temp_directory_path() / ("motcua-restarts-" + std::to_string(getpid()));
    int restarts = 0;
    for (int run = 0; run < runs && !HasFailure(); ++run) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        restarts += play_with_cuts(static_cast<std::uint64_t>(100'000 + run), [&] {
            return std::make_unique<storage::SqliteJournal>(folder / "journal.db");
        });
    }
    std::filesystem::remove_all(folder);
    // A handful of runs, as under a sanitizer, may by chance be cut short only once.
    EXPECT_GT(restarts, runs >= 20 ? runs / 4 : 0);
}

}  // namespace motcua::tests
