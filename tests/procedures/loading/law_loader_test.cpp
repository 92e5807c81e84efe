#include "procedures/loading/law_loader.hpp"

#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

namespace motcua::procedures {
namespace {

const std::filesystem::path config = std::filesystem::path(MOTCUA_SOURCE_DIR) / "config";

LocalDate day(std::string_view text) { return *parse_date(text); }

TEST(LawLoader, TheShippedFolderIsWhole) {
    Defects defects;
    const auto law = load_config(config, defects);
    ASSERT_TRUE(defects.empty()) << defects.to_string();
    // Each procedure has an earlier version and today's, but for the one that was abolished.
    std::map<std::string, int> versions;
    for (const auto& loaded : law.procedures) ++versions[loaded.procedure->id];
    for (const auto& [id, count] : versions) {
        EXPECT_EQ(count, id == "tham-dinh-thiet-ke-xay-dung-sau-thiet-ke-co-so" ? 1 : 2) << id;
    }
}

TEST(LawLoader, TheReceiptDateChoosesTheVersion) {
    const auto law = load_config(config);
    const auto* before = law.in_force("cap-giay-phep-xay-dung-moi", day("2026-06-30"));
    const auto* after = law.in_force("cap-giay-phep-xay-dung-moi", day("2026-07-01"));
    ASSERT_TRUE(before != nullptr && after != nullptr);
    EXPECT_EQ(before->procedure->limits[0].statutory, (Allowance{20, LimitUnit::calendar_day}));
    EXPECT_EQ(after->procedure->limits[0].statutory, (Allowance{10, LimitUnit::working_day}));
    EXPECT_EQ(law.in_force("cap-giay-phep-xay-dung-moi", day("2019-01-01")), nullptr);
}

TEST(LawLoader, AdoptedLawIsReadBackWithoutFiles) {
    const auto law = load_config(config);
    EXPECT_EQ(to_json(calendar_from_json(to_json(law.calendar))), to_json(law.calendar));
    EXPECT_EQ(to_json(rules_from_json(to_json(law.rules))), to_json(law.rules));
    const WorkCalendar from_files(law.calendar);
    const WorkCalendar from_journal(calendar_from_json(to_json(law.calendar)));
    const auto received = moment_of(day("2026-02-13"), std::chrono::hours{9});
    EXPECT_EQ(from_files.due_after(received, {5, LimitUnit::working_day}),
              from_journal.due_after(received, {5, LimitUnit::working_day}));
}

TEST(LawLoader, ABrokenTextIsRefused) {
    EXPECT_THROW(calendar_from_json({}), std::runtime_error);
    EXPECT_THROW(rules_from_json({{"rule_sets", boost::json::array{}}}), std::runtime_error);
}

/// A copy of the shipped folder whose definitions are the sample's versions alone.
class Periods : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / ("motcua-periods-" + std::to_string(getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::copy(config, folder_, std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(folder_ / "procedures");
        std::filesystem::create_directories(folder_ / "procedures" / "earlier");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& period) const {
        auto text = sample_procedure();
        const std::string from = "in_force_from = 2021-01-01";
        text.replace(text.find(from), from.size(), period);
        std::ofstream(folder_ / "procedures" / name) << text;
    }
    std::string defects() const {
        Defects found;
        load_config(folder_, found);
        return found.to_string();
    }

    std::filesystem::path folder_;
};

TEST_F(Periods, MeetWithoutAGap) {
    write("mau.toml", "in_force_from = 2026-07-01");
    write("earlier/mau-2021.toml", "in_force_from = 2021-01-01\nin_force_until = 2026-06-30");
    EXPECT_EQ(defects(), "");
    write("earlier/mau-2021.toml", "in_force_from = 2021-01-01\nin_force_until = 2026-06-28");
    EXPECT_NE(defects().find("from 2026-06-29 to 2026-06-30 no version"), std::string::npos) << defects();
}

TEST_F(Periods, DoNotOverlap) {
    write("mau.toml", "in_force_from = 2026-07-01");
    write("earlier/mau-2021.toml", "in_force_from = 2021-01-01");
    EXPECT_NE(defects().find("still in force"), std::string::npos) << defects();
}

TEST_F(Periods, AFileIsNamedAfterItsProcedure) {
    write("khac.toml", "in_force_from = 2026-07-01");
    EXPECT_NE(defects().find("name it mau.toml"), std::string::npos) << defects();
}

}  // namespace
}  // namespace motcua::procedures
