#include "storage/proofs/hash.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace motcua::storage {
namespace {

// Looking the digest up costs as much as hashing an event, so it is done once.
const EVP_MD* algorithm() {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return found;
}

void check(bool good) {
    if (!good) throw std::runtime_error("OpenSSL cannot compute SHA-256: is its default provider installed?");
}

void begin(EVP_MD_CTX* context) {
    check(context && algorithm() && EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1);
}
void add(EVP_MD_CTX* context, std::string_view part) {
    check(EVP_DigestUpdate(context, part.data(), part.size()) == 1);
}

Hash finish(EVP_MD_CTX* context) {
    Hash hash;
    check(EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1);
    return hash;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> own{EVP_MD_CTX_new()};
    begin(own.get());
    for (const std::string_view part : parts) add(own.get(), part);
    return storage::finish(own.get());
}

Digest::Digest() : context_(EVP_MD_CTX_new()) { begin(context_); }
Digest::~Digest() { EVP_MD_CTX_free(context_); }
void Digest::add(std::string_view part) { storage::add(context_, part); }
Hash Digest::finish() { return storage::finish(context_); }

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

void append_hex(std::string& out, std::string_view bytes) {
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        out += hex_digits[value >> 4];
        out += hex_digits[value & 15];
    }
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    append_hex(out, bytes);
    return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = hex_digits.find(hex[i]);
        const auto low = hex_digits.find(hex[i + 1]);
        if (high == hex_digits.npos || low == hex_digits.npos) return std::nullopt;
        bytes += static_cast<char>(high << 4 | low);
    }
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP writes a closing zero
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (length < 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    // EVP forgives blanks and padding bits; one text per value is wanted here.
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace motcua::storage
