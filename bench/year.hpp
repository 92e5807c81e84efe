// How long does a simulated year of a large office take in memory?
#pragma once

#include "procedures/dossier/law.hpp"
#include "storage/journal.hpp"

#include <cstdint>
#include <memory>

namespace motcua::bench {

struct SimulatedYear {
    double seconds = 0;
    std::uint64_t dossiers = 0;
    std::uint64_t acts = 0;
    std::shared_ptr<const procedures::Law> law;
};

/// Into `journal`, which is empty.
SimulatedYear simulated_year(storage::Journal& journal, int days, int per_day);

}  // namespace motcua::bench
