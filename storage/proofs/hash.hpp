// SHA-256, the one digest of the journal, of the law's versions and of files.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace motcua::storage {

using Hash = std::array<std::uint8_t, 32>;

/// The digest of the parts as if they were one text. Any thread.
Hash sha256(std::initializer_list<std::string_view> parts);
inline Hash sha256(std::string_view text) { return sha256({text}); }

/// The digest of something that comes in parts.
class Digest {
public:
    Digest();
    Digest(const Digest&) = delete;
    ~Digest();

    void add(std::string_view part);
    /// Ends it: nothing may be added afterwards.
    Hash finish();

private:
    evp_md_ctx_st* context_;
};

std::string_view bytes_of(const Hash& hash);

/// Lower case, two digits a byte.
std::string to_hex(std::string_view bytes);
void append_hex(std::string& out, std::string_view bytes);
/// Nothing when `hex` is not an even number of lower-case digits.
std::optional<std::string> from_hex(std::string_view hex);

/// RFC 4648 with padding, as signed notes write it.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace motcua::storage
