// How many durable transitions does the engine make in process, with views following, and how long does
// each caller wait?
#pragma once

#include <cstdint>
#include <filesystem>

namespace motcua::bench {

struct Transitions {
    int callers = 0;
    double per_second = 0;  // until the views have seen the last one
    double p50_ms = 0;
    double p99_ms = 0;
    double events_per_commit = 0;
    double bytes_per_event = 0;  // of a row in the journal
    double journal_pages = 0;    // dirtied per transition
    double view_pages = 0;
    double allocations = 0;  // per transition, the whole program
    std::uint64_t head = 0;  // events in the journal that is left behind
};

/// Leaves journal.db in `folder`.
Transitions transitions(const std::filesystem::path& folder, int callers, double seconds);

/// Allocations of deciding, sealing and appending to memory alone, per transition.
double allocations_of_the_writer();

}  // namespace motcua::bench
