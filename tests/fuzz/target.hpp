// What every target has: the function that libFuzzer and replay.cpp call, and a way to say that something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// One input. Whatever it is, nothing crashes and nothing throws.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace motcua::tests {

/// Ends the run; the input is kept by whoever called.
[[noreturn]] inline void found(std::string_view what, std::string_view more = {}) {
    std::fprintf(stderr, "FOUND: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(more.size()), more.data());
    std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace motcua::tests
