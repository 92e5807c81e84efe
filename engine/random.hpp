// Port of chance: ids, look-up codes and salts come from here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace motcua::engine {

/// Any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// The operating system's, fetched in blocks: a salt for each event would cost a call each.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::mutex mutex_;
    std::array<std::uint8_t, 4096> block_{};
    std::size_t used_ = block_.size();
};

/// The same bytes for the same seed on every machine. Never for a real office.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override;
    /// From here on as if newly made.
    void reseed(std::uint64_t seed);

private:
    std::mutex mutex_;
    std::uint64_t state_;
};

/// 128 random bits in 26 letters of Crockford's base 32.
std::string new_dossier_id(Random& random);
/// 60 random bits in 12 letters, read to somebody over the telephone.
std::string new_lookup_code(Random& random);

}  // namespace motcua::engine
