// What is thrown away once a day: uploads whose command never came, files that the law had erased, old drafts; and what
// an erasure left undone.
#pragma once

#include "server/api.hpp"

#include <chrono>
#include <cstddef>
#include <set>

namespace motcua::server {

/// How long a file may lie without an event that names it: an upload comes before its command.
inline constexpr std::chrono::days unnamed_for{7};
/// How long a draft stays after it was last saved.
inline constexpr std::chrono::days drafts_for{30};

/// Removes what no event names and nobody touched for that long; how many went. Blocks, and reads the whole journal.
std::size_t sweep_files(storage::Files& files, storage::JournalReader& journal,
                        std::chrono::system_clock::time_point now);

/// The digests that an event's personal values hold.
std::set<storage::Hash> digests_in(const storage::Record& record);
/// Removes at once those of the files that no event names any more; how many went. Blocks likewise.
std::size_t sweep_erased(storage::Files& files, storage::JournalReader& journal,
                         const std::set<storage::Hash>& erased, std::chrono::system_clock::time_point now);

/// All of it, and tells the log. `now` is the time of the disk, which marks its files. Blocks.
void tidy_up(const ApiPorts& ports, std::chrono::system_clock::time_point now);

}  // namespace motcua::server
