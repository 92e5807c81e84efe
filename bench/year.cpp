#include "bench/year.hpp"

#include "bench/house.hpp"
#include "engine/log.hpp"
#include "engine/simulation.hpp"
#include "engine/writer.hpp"

#include <chrono>

namespace motcua::bench {

SimulatedYear simulated_year(storage::Journal& journal, int days, int per_day) {
    const auto begun = std::chrono::steady_clock::now();
    engine::SimulationOptions options;
    options.days = days;
    options.per_day = per_day;
    options.from = procedures::parse_date("2026-01-05").value();
    // A larger office has more people.
    options.people_per_role = 3 + per_day / 20;
    engine::ManualClock clock(procedures::moment_of(options.from, std::chrono::hours{6}));
    engine::SeededRandom random(7);
    engine::Published published;
    engine::WriterOptions writing;
    writing.demonstration = true;
    writing.clock.virtual_time = true;
    engine::Writer writer({journal, clock, random, engine::silent_log(), published, {}}, writing);
    writer.adopt(law(), {"system:setup", "", "simulation"});
    engine::Simulation simulation(engine::office_of(writer, journal, published), clock, options);
    const auto report = simulation.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return {took.count(), report.submitted, report.acts, published.law()};
}

}  // namespace motcua::bench
