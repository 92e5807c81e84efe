#include "engine/random.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace motcua::engine {

namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Five bits a letter, the most significant first; the first letter carries what is left over.
std::string letters(std::span<const std::uint8_t> bytes, std::size_t count) {
    std::string out(count, '0');
    std::size_t bit = 0;
    for (auto letter = out.rbegin(); letter != out.rend(); ++letter) {
        unsigned value = 0;
        for (unsigned i = 0; i < 5 && bit < bytes.size() * 8; ++i, ++bit) {
            const unsigned byte = bytes[bytes.size() - 1 - bit / 8];
            value |= ((byte >> (bit % 8)) & 1U) << i;
        }
        *letter = crockford[value];
    }
    return out;
}

std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

void fetch(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0) {
            if (errno == EINTR) continue;
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    const std::lock_guard guard(mutex_);
    while (!bytes.empty()) {
        if (used_ == block_.size()) {
            fetch(block_);
            used_ = 0;
        }
        const auto part = std::min(bytes.size(), block_.size() - used_);
        std::memcpy(bytes.data(), block_.data() + used_, part);
        // What was handed out is not kept: a later look into memory shows no salt.
        std::memset(block_.data() + used_, 0, part);
        used_ += part;
        bytes = bytes.subspan(part);
    }
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
    const std::lock_guard guard(mutex_);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 8 == 0) word = split_mix(state_);
        bytes[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
}

void SeededRandom::reseed(std::uint64_t seed) {
    const std::lock_guard guard(mutex_);
    state_ = seed;
}

std::string new_dossier_id(Random& random) {
    std::array<std::uint8_t, 16> bits{};
    random.fill(bits);
    return letters(bits, 26);
}

std::string new_lookup_code(Random& random) {
    std::array<std::uint8_t, 8> bits{};
    random.fill(bits);
    return letters(bits, 12);
}

}  // namespace motcua::engine
