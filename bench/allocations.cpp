#include "bench/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace motcua::bench {

namespace {
std::atomic<std::uint64_t> all{0};
thread_local std::uint64_t here = 0;
}  // namespace

std::uint64_t allocations() { return all.load(std::memory_order_relaxed); }
std::uint64_t allocations_here() { return here; }

void* counted(std::size_t size) {
    all.fetch_add(1, std::memory_order_relaxed);
    ++here;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}

}  // namespace motcua::bench

void* operator new(std::size_t size) { return motcua::bench::counted(size); }
void* operator new[](std::size_t size) { return motcua::bench::counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
