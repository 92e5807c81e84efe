// A stretch of office life in virtual time: everything that the definitions offer, by random people.
#include "storage/memory/memory_journal.hpp"
#include "tests/engine/office.hpp"
#include "tests/simulation/played_office.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

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

namespace {

/// Who may not act where, read from the adopted texts as they are, without the program's own reading of them.
class FourEyes {
public:
    /// Fails the test when somebody acted who should not have.
    void follow(const procedures::Event& event) {
        const auto& data = event.data;
        if (event.type == procedures::EventType::law_adopted && data.at("kind").as_string() == "procedure")
            definitions_[std::string(data.at("hash").as_string())] =
                boost::json::parse(data.at("text").as_string()).as_object();
        if (!event.stream.starts_with("dossier:")) return;
        auto& case_ = cases_[event.stream];
        if (const auto* version = data.if_contains("version")) case_.version = version->as_string();
        if (const auto* procedure = data.if_contains("procedure"))
            procedures_.insert(std::string(procedure->as_string()));
        const auto* action = data.if_contains("action");
        const auto* acted_by = data.if_contains("acted_by");
        if (action == nullptr || acted_by == nullptr) return;
        const std::string from(data.at("from").as_string());
        for (const auto& step : barred(case_.version, from, action->as_string()))
            for (const auto& person : acted_by->as_array()) {
                ++checked_;
                EXPECT_FALSE(case_.acted.contains({step, std::string(person.as_string())}))
                    << event.stream << ": " << person << " acted in " << step << " and takes " << *action;
            }
        if (const auto* approver = data.if_contains("approved_by")) {
            for (const auto& person : acted_by->as_array()) {
                EXPECT_NE(*approver, person) << event.stream;
            }
        }
        for (const auto& person : acted_by->as_array())
            case_.acted.emplace(from, std::string(person.as_string()));
    }

    std::size_t checked() const { return checked_; }
    const std::set<std::string>& procedures() const { return procedures_; }

private:
    struct Case {
        std::string version;
        std::set<std::pair<std::string, std::string>> acted;  // step, person
    };

    std::vector<std::string> barred(const std::string& version, const std::string& from,
                                    std::string_view action) const {
        std::vector<std::string> out;
        for (const auto& step : definitions_.at(version).at("step").as_array()) {
            if (step.at("id").as_string() != from) continue;
            for (const auto& one : step.at("action").as_array())
                if (const auto* steps = one.as_object().if_contains("not_by_actor_of");
                    steps != nullptr && one.at("id").as_string() == action)
                    for (const auto& other : steps->as_array()) out.emplace_back(other.as_string());
        }
        return out;
    }

    std::map<std::string, boost::json::object> definitions_;
    std::map<std::string, Case> cases_;
    std::set<std::string> procedures_;
    std::size_t checked_ = 0;
};

}  // namespace

// All 36 procedures, people falling ill: each dossier comes to its end, and no pair of eyes is one person's.
// With MOTCUA_LONG the whole of 2026, forty a day.
TEST(Year, EveryDossierEndsAndFourEyesAreKept) {
    const bool whole_year = std::getenv("MOTCUA_LONG") != nullptr;
    auto office = in_memory();
    auto options = stretch(13);
    options.days = whole_year ? 250 : 30;
    options.per_day = whole_year ? 40 : 12;
    options.from = procedures::parse_date(whole_year ? "2026-01-05" : "2026-05-25").value();
    options.days_to_finish = 600;
    const auto report = office.play(options, std::nullopt);
    EXPECT_EQ(report.open, 0U);
    EXPECT_EQ(report.failed, 0U);
    std::uint64_t ended = 0;
    for (const auto& [ending, count] : report.endings) ended += count;
    EXPECT_EQ(ended, report.submitted);
    office.check();
    FourEyes eyes;
    office.journal().read(1, 100'000'000, [&](const storage::Record& record) {
        eyes.follow(engine::read_record(record).event);
    });
    EXPECT_EQ(eyes.procedures().size(), 36U);
    EXPECT_GT(eyes.checked(), report.submitted);
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
