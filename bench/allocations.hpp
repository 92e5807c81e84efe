// How often does one transition ask for memory? Counts every operator new of the program.
#pragma once

#include <cstdint>

namespace motcua::bench {

/// Since the program started, all threads.
std::uint64_t allocations();
/// Of this thread.
std::uint64_t allocations_here();

}  // namespace motcua::bench
