// How long does a simulated year of a large office take in memory?
#pragma once

#include <cstdint>

namespace motcua::bench {

struct SimulatedYear {
    double seconds = 0;
    std::uint64_t dossiers = 0;
    std::uint64_t acts = 0;
};

SimulatedYear simulated_year(int days, int per_day);

}  // namespace motcua::bench
