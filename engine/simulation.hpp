// The real engine in virtual time: an office of random clerks, applicants, agencies and absences
// that takes whatever the adopted definitions offer. The same seed plays the same year.
// Used by `motcua simulate`, to fill the demonstration, and by tests.
#pragma once

#include "engine/clock.hpp"
#include "engine/published.hpp"
#include "engine/writer.hpp"
#include "procedures/dossier/command.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::engine {

/// Whether the simulation hired them where the office was short of hands: such ids are "<role>-<unit>-<number>".
bool is_hired(std::string_view person);

struct SimulationOptions {
    std::uint64_t seed = 1;
    /// Working days that are played.
    int days = 250;
    /// Dossiers that arrive on a working day, on average.
    int per_day = 40;
    /// The first day; the first working day from here on is played.
    procedures::LocalDate from;
    /// Where the office's time ends: acts that would lie later stay undone, so that dossiers of every
    /// state remain. Nothing: the last day's closing time.
    std::optional<Instant> until;
    /// People in each role of each unit at least; those who are missing are added.
    int people_per_role = 3;
    /// Chance in a thousand that somebody falls ill on a working day.
    int absent_per_thousand = 12;
    /// Chance in a thousand that a matter lies longer at a step than it should, and by how much at most, in percent of the
    /// time that is left to the step.
    int slow_per_thousand = 60;
    int slowest_percent = 160;
    /// After the days the office plays on without new dossiers until each has ended, at most so many working days
    /// more. Absences go on.
    int days_to_finish = 0;
    std::string via = "simulation";
};

struct SimulationReport {
    int days = 0;
    std::uint64_t submitted = 0;
    std::uint64_t acts = 0;                         // commands that were done, submissions included
    std::uint64_t refused = 0;                      // commands that met a lawful no
    std::uint64_t failed = 0;                       // any other answer
    std::uint64_t open = 0;                         // dossiers that had not ended when the play did
    std::map<std::string, std::uint64_t> refusals;  // by code
    std::map<std::string, std::uint64_t> endings;
};

/// Where one day's play stands; for a progress bar.
struct SimulationProgress {
    int day = 0;
    int days = 0;
    procedures::LocalDate date;
    const SimulationReport& report;
};

/// Small, the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// Evenly from [0, below).
    std::uint64_t below(std::uint64_t bound);
    int between(int least, int most);
    bool chance(int in_a_thousand) { return below(1000) < static_cast<std::uint64_t>(in_a_thousand); }
    template <class List> const auto& one_of(const List& list) { return list[below(list.size())]; }

private:
    std::uint64_t state_;
};

/// How the simulation reaches the engine; a test that stops and restarts it stands in between.
struct SimulatedOffice {
    std::function<Answer(procedures::Command)> submit;
    std::function<std::optional<DossierSnapshot>(const std::string& id)> dossier;
    /// Fires what is due now.
    std::function<void()> tick;
    std::function<std::optional<Instant>()> next_wake;
    std::function<const Published&()> published;
};
SimulatedOffice office_of(Writer& writer, storage::JournalReader& journal, const Published& published);

class Simulation {
public:
    /// `clock` is turned by the simulation. The office has law; people who are missing are hired.
    Simulation(SimulatedOffice office, ManualClock& clock, SimulationOptions options);

    /// Plays to the end. `progress` is called after each day.
    SimulationReport run(const std::function<void(const SimulationProgress&)>& progress = {});

private:
    struct Visit {
        Instant when;
        std::uint64_t order = 0;
        std::string dossier;  // "" for a new one
        bool operator>(const Visit& other) const {
            return std::tie(when, order) > std::tie(other.when, other.order);
        }
    };
    /// What somebody wants to do, with a weight among the alternatives.
    struct Wish {
        int weight = 0;
        procedures::Actor actor;
        const procedures::Action* action = nullptr;  // of the machine; null: beside it
        procedures::CommandKind kind = procedures::CommandKind::act;
        boost::json::object args;
    };

    void hire();
    void fall_ill(procedures::LocalDate day);
    void open_day(procedures::LocalDate day);
    void expect_arrivals(procedures::LocalDate day);
    void play_until(Instant end);
    void go_to(Instant when);
    Answer give(procedures::Command command);
    void submit_one();
    void visit(const std::string& id);
    void return_later(const std::string& id, Instant when);

    std::optional<procedures::Command> choose(const DossierSnapshot& now);
    void wish_for_actions(const DossierSnapshot& now, const procedures::Step& step, std::vector<Wish>& out);
    void wish_beside_the_machine(const DossierSnapshot& now, const procedures::Procedure& procedure,
                                 const procedures::Step& step, std::vector<Wish>& out);
    bool fill_in(const DossierSnapshot& now, const procedures::Procedure& procedure,
                 const procedures::Action& action, procedures::Command& command);
    const std::vector<std::string>& present(const std::string& role, const std::string& unit);
    std::optional<procedures::Actor> somebody(const std::string& role, const std::string& unit);
    std::optional<procedures::Actor> actor_for(const DossierSnapshot& now, const procedures::Action& action);
    std::optional<procedures::Actor> anybody(std::string_view role);
    procedures::Command command(procedures::CommandKind kind, const procedures::Actor& actor,
                                const std::string& dossier);
    Instant next_visit(const DossierSnapshot& after);
    procedures::LocalDate today() const { return procedures::local_date(clock_.now()); }

    SimulatedOffice office_;
    ManualClock& clock_;
    SimulationOptions options_;
    Dice dice_;
    SimulationReport report_;
    std::priority_queue<Visit, std::vector<Visit>, std::greater<>> visits_;
    std::uint64_t order_ = 0;
    std::uint64_t keys_ = 0;
    /// Who is there today, by role and unit; unit "" is any.
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> present_;
};

}  // namespace motcua::engine
