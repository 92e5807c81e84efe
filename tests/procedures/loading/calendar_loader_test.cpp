#include "procedures/loading/calendar_loader.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace motcua::procedures {
namespace {

using testing::HasSubstr;

class CalendarFolder : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "motcua-calendar-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        std::filesystem::create_directory(folder / "calendar");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }
    std::string defects_of_loading() const {
        Defects defects;
        load_calendar(folder, defects);
        return defects.to_string();
    }
    std::filesystem::path folder;

    static constexpr const char* head = "year = 2028\nstatus = \"provisional\"\nconfidence = \"computed\"\n";
    static std::string day(const std::string& date, const std::string& kind, const std::string& rest) {
        return "[[day]]\ndate = " + date + "\nname = \"x\"\nkind = \"" + kind +
               "\"\nnotice = \"y\"\nconfidence = \"computed\"\n" + rest;
    }
};

TEST_F(CalendarFolder, AllYearsOfTheRepositoryLoad) {
    Defects defects;
    const auto content = load_calendar(MOTCUA_SOURCE_DIR "/config", defects);
    EXPECT_TRUE(defects.empty()) << defects.to_string();
    ASSERT_EQ(content.years.size(), 8u);
    EXPECT_TRUE(content.years[6].notified);
    EXPECT_FALSE(content.years[7].notified);
    EXPECT_FALSE(content.hours.empty());
    for (const auto& entry : content.days) EXPECT_FALSE(entry.notice.empty());
}

TEST_F(CalendarFolder, SlipsOfThePenAreFoundAllAtOnce) {
    write("calendar/2028.toml", std::string(head) + "expected_weekdays_off = 5\n" +
                                    day("2028-01-03", "statutory", "work = false\nweekday = \"tuesday\"\n") +
                                    day("2028-01-03", "statutory", "work = false\n") +
                                    day("2029-01-01", "statutory", "work = false\n") +
                                    day("2028-01-05", "swap_work", "work = true\n") +
                                    day("2028-01-08", "swap_of", "work = true\n") +
                                    "[[undecided]]\ndate = 2028-02-01\n");
    write("calendar/2030.toml", head);
    const auto found = defects_of_loading();
    for (const auto* part :
         {"2028-01-03 is not a tuesday; it is a monday", "stands here and in line 5",
          "2029-01-01 is not a day of 2028", "a weekday is worked anyway", "did you mean \"swap_off\"",
          "\"why\" is missing", "5 is expected, but 2 weekdays are off", "the file 2030.toml says year 2028",
          "\"day\" is missing"})
        EXPECT_THAT(found, HasSubstr(part));
}

TEST_F(CalendarFolder, AnAbsentFolderSaysWhatToDo) {
    Defects defects;
    load_calendar(folder / "nowhere", defects);
    EXPECT_THAT(defects.to_string(), HasSubstr("--config"));
}

TEST_F(CalendarFolder, OfficeHoursHaveDates) {
    write("calendar/2028.toml", std::string(head) + day("2028-01-03", "statutory", "work = false\n"));
    write("office.toml",
          "[[office_hours]]\nfrom = 2020-01-01\nopen = [\"07:00-11:30\", \"13:30-17:00\"]\n"
          "[[office_hours]]\nfrom = 2026-10-16\nopen = [\"07:30-16:30\"]\n");
    Defects defects;
    const auto content = load_calendar(folder, defects);
    EXPECT_TRUE(defects.empty()) << defects.to_string();
    ASSERT_EQ(content.hours.size(), 2u);
    EXPECT_EQ(content.hours[0].minutes(), 480);
    write("office.toml",
          "[[office_hours]]\nfrom = 2020-01-01\nopen = [\"13:30-17:00\", \"07:00-11:30\", \"7h\"]\n");
    EXPECT_THAT(defects_of_loading(), HasSubstr("\"7h\" is no span"));
    EXPECT_THAT(defects_of_loading(),
                HasSubstr("\"07:00-11:30\" is no span of the day after the one before it"));
}

// Whatever becomes of the bytes of a file: defects, or a calendar that can be used.
TEST_F(CalendarFolder, DamagedFilesAreDefectsOrUsable) {
    std::ifstream original(MOTCUA_SOURCE_DIR "/config/calendar/2026.toml");
    const std::string sound(std::istreambuf_iterator<char>(original), {});
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto below = [&](std::size_t bound) { return random() % bound; };
    for (int i = 0; i < 1000; ++i) {
        auto text = sound;
        for (auto left = 1 + below(4); left > 0; --left) {
            const auto at = below(text.size());
            switch (below(4)) {
                case 0: text[at] = static_cast<char>(below(256)); break;
                case 1: text.erase(at, 1 + below(40)); break;
                case 2: text.insert(at, text, below(text.size()), 1 + below(200)); break;
                case 3: text.insert(at, 1 + below(3), "[]{}=\".\n"[below(8)]); break;
            }
        }
        write("calendar/2026.toml", text);
        Defects defects;
        auto content = load_calendar(folder, defects);
        if (!defects.empty()) continue;
        const WorkCalendar calendar(std::move(content));
        ASSERT_GT(calendar.due_after(Instant{}, {5, LimitUnit::working_day}).due, Instant{});
    }
}

}  // namespace
}  // namespace motcua::procedures
