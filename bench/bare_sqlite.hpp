// How fast can SQLite append one row of an event's size, and nothing else, on this disk? The ceiling
// of everything that is durable here: same journal mode, same sync, same batch, the log copied back beside it.
#pragma once

#include <cstddef>
#include <filesystem>

namespace motcua::bench {

struct Ceiling {
    double rows_per_second = 0;
    double pages_per_row = 0;  // SQLITE_DBSTATUS_CACHE_WRITE
};

/// `batch` rows in a commit, on average; it need not be whole.
Ceiling bare_sqlite(const std::filesystem::path& folder, std::size_t row_bytes, double batch, double seconds);

}  // namespace motcua::bench
