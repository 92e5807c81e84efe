// What does one flush of a commit-sized write cost on this disk? The floor of a clerk's wait.
#pragma once

#include <cstddef>
#include <filesystem>

namespace motcua::bench {

struct SyncCost {
    double p50_ms = 0;
    double p99_ms = 0;
};

/// Overwrites a file that has its blocks, as a log that is used again does.
SyncCost sync_cost(const std::filesystem::path& folder, std::size_t bytes, int times);

}  // namespace motcua::bench
