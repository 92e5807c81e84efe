// A demonstration office played from a seed into a journal, and what came of it: for `simulate` and
// to fill `demo`.
#pragma once

#include "engine/clock.hpp"
#include "engine/published.hpp"
#include "engine/simulation.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "storage/journal.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace motcua::app {

struct PlayedProcedure {
    std::string name;  // Vietnamese
    std::uint64_t dossiers = 0;
    std::uint64_t settled = 0;  // the legal clock has ended
    std::uint64_t late = 0;     // settled after, or open beyond, the legal due
};

struct Played {
    engine::SimulationReport report;
    std::map<std::string, PlayedProcedure> by_procedure;
    std::map<std::string, std::uint64_t> by_kind;  // of the step where it stands
    std::uint64_t events = 0;
    std::chrono::duration<double> took{0};

    std::uint64_t dossiers() const;
    std::uint64_t late() const;
};

/// Founds `journal`, which is empty, with the law and the people, then plays. The law's definitions
/// need no approval: it is a demonstration.
Played play(storage::Journal& journal, const procedures::Config& law, const procedures::DemoPeople& people,
            const engine::SimulationOptions& options,
            const std::function<void(const engine::SimulationProgress&)>& progress);

/// Writes what was played into an empty journal, many events to a commit: one sync for each act
/// would take as long as the office took.
void copy(storage::JournalReader& from, storage::Journal& to);

}  // namespace motcua::app
