// Passwords: Argon2id digests, and which passwords are too easy to guess. Blocking: a digest takes tens of
// milliseconds and tens of megabytes on purpose.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::server {

/// What one digest costs whoever makes it.
struct PasswordCost {
    unsigned long long operations;
    std::size_t memory_bytes;

    static PasswordCost interactive();  // libsodium's for logins: 64 MiB
    static PasswordCost least();        // for tests; withstands nobody
};

/// The encoded digest with a fresh salt. std::runtime_error when there is no memory for it.
std::string digest_of_password(std::string_view password, const PasswordCost& cost);
bool is_password(std::string_view digest, std::string_view password);

inline constexpr std::size_t shortest_password = 10;  // characters, not bytes
inline constexpr std::size_t longest_password = 256;  // bytes

/// Why `password` is no use: "too_short", "too_long", "like_the_name", "common"; "" when it is good.
std::string_view weakness_of(std::string_view password, std::string_view person, std::string_view name);

}  // namespace motcua::server
