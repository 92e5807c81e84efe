#include "storage/proofs/checkpoint.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace motcua::storage {
namespace {

constexpr char ed25519 = 1;  // the algorithm byte of a note's key
constexpr std::string_view private_prefix = "PRIVATE+KEY+";
constexpr std::string_view signature_lead = "\u2014 ";  // em dash, blank

void ready_sodium() {
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error("libsodium cannot start: is /dev/urandom there?");
}

template <class Bytes> std::string_view view(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool is_name(std::string_view name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7F;
    });
}

std::string key_id(std::string_view name, std::string_view key) {
    const char algorithm = ed25519;
    return std::string(bytes_of(sha256({name, "\n", {&algorithm, 1}, key})).substr(0, 4));
}

/// "<name>+<key id>+<base64 of algorithm and 32 bytes>" without looking at the id.
struct KeyText {
    std::string name;
    std::string id;
    std::array<std::uint8_t, 32> bytes;
};

std::optional<KeyText> parse_key(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == text.npos ? first : text.find('+', first + 1);
    if (second == text.npos) return std::nullopt;
    const auto id = from_hex(text.substr(first + 1, second - first - 1));
    const auto bytes = from_base64(text.substr(second + 1));
    if (!is_name(text.substr(0, first)) || !id || !bytes || bytes->size() != 33 || bytes->front() != ed25519)
        return std::nullopt;
    KeyText key{std::string(text.substr(0, first)), *id, {}};
    std::copy(bytes->begin() + 1, bytes->end(), key.bytes.begin());
    return key;
}

std::string write_key(std::string_view name, std::string_view id, std::string_view bytes) {
    return fmt::format("{}+{}+{}", name, to_hex(id), to_base64(std::string(1, ed25519).append(bytes)));
}

/// The next line of `text` without its end, taken off the front; nothing when no line is whole.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == text.npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto origin = take_line(text);
    const auto size = take_line(text);
    const auto root = take_line(text);
    if (!origin || origin->empty() || !size || !root) return std::nullopt;
    Checkpoint checkpoint{std::string(*origin), {}};
    const auto number = std::from_chars(size->data(), size->data() + size->size(), checkpoint.head.size);
    const auto hash = from_base64(*root);
    if (number.ec != std::errc() || number.ptr != size->data() + size->size() || !hash || hash->size() != 32)
        return std::nullopt;
    if (std::to_string(checkpoint.head.size) != *size) return std::nullopt;
    std::copy(hash->begin(), hash->end(), checkpoint.head.root.begin());
    return checkpoint;
}

struct Note {
    std::string_view text;   // what is signed
    std::string_view lines;  // the signatures
};

std::optional<Note> split(std::string_view note) {
    const auto gap = note.rfind("\n\n");
    if (gap == note.npos) return std::nullopt;
    return Note{note.substr(0, gap + 1), note.substr(gap + 2)};
}

/// Id and generation, the last two parts of an origin.
std::string tail_of(const JournalIdentity& identity) { return "/" + identity.id.substr(0, 8) + "/"; }

}  // namespace

std::string origin_of(std::string_view agency, const JournalIdentity& identity) {
    return fmt::format("motcua/{}{}{}", agency, tail_of(identity), identity.generation);
}

bool is_origin_of(std::string_view origin, const JournalIdentity& identity) {
    return origin.starts_with("motcua/") &&
           origin.substr(0, origin.rfind('/') + 1).ends_with(tail_of(identity));
}

int generation_in(std::string_view origin) {
    const auto digits = origin.substr(origin.rfind('/') + 1);
    int generation = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), generation);
    return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() ? generation : 0;
}

std::optional<Checkpoint> read_note(std::string_view note) {
    const auto parts = split(note);
    return parts ? parse_checkpoint(parts->text) : std::nullopt;
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.head.size,
                       to_base64(bytes_of(checkpoint.head.root)));
}

VerifierKey::VerifierKey(std::string name, const std::array<std::uint8_t, 32>& key)
    : name_(std::move(name)),
      key_(key) {
    if (!is_name(name_)) throw std::invalid_argument("a key's name holds neither blanks nor '+': " + name_);
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view text) {
    const auto key = parse_key(text);
    if (!key || key->id != key_id(key->name, view(key->bytes))) return std::nullopt;
    return VerifierKey(key->name, key->bytes);
}

std::string VerifierKey::id() const { return key_id(name_, view(key_)); }
std::string VerifierKey::text() const { return write_key(name_, id(), view(key_)); }

std::optional<Checkpoint> VerifierKey::open(std::string_view note) const {
    ready_sodium();
    const auto parts = split(note);
    if (!parts) return std::nullopt;
    auto [text, lines] = *parts;
    while (const auto line = take_line(lines)) {
        if (!line->starts_with(signature_lead)) return std::nullopt;
        const std::string_view rest = line->substr(signature_lead.size());
        const auto blank = rest.find(' ');
        if (blank == rest.npos || rest.substr(0, blank) != name_) continue;
        const auto signature = from_base64(rest.substr(blank + 1));
        if (!signature || signature->size() != 4 + crypto_sign_BYTES || signature->substr(0, 4) != id())
            continue;
        if (crypto_sign_verify_detached(raw(*signature) + 4, raw(text), text.size(), key_.data()) != 0)
            return std::nullopt;
        return parse_checkpoint(text);
    }
    return std::nullopt;
}

SigningKey::SigningKey(std::string name, std::span<const std::uint8_t, 32> seed) : name_(std::move(name)) {
    ready_sodium();
    if (!is_name(name_)) throw std::invalid_argument("a key's name holds neither blanks nor '+': " + name_);
    std::array<std::uint8_t, 32> public_key;
    crypto_sign_seed_keypair(public_key.data(), key_.data(), seed.data());
}

SigningKey::~SigningKey() { sodium_memzero(key_.data(), key_.size()); }

std::optional<SigningKey> SigningKey::parse(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    if (!text.starts_with(private_prefix)) return std::nullopt;
    const auto parts = parse_key(text.substr(private_prefix.size()));
    if (!parts) return std::nullopt;
    SigningKey key(parts->name, parts->bytes);
    if (key.verifier().id() != parts->id) return std::nullopt;
    return key;
}

std::string SigningKey::text() const {
    return std::string(private_prefix) + write_key(name_, verifier().id(), view(key_).substr(0, 32));
}

VerifierKey SigningKey::verifier() const {
    std::array<std::uint8_t, 32> public_key;
    std::copy(key_.begin() + 32, key_.end(), public_key.begin());
    return {name_, public_key};
}

std::string SigningKey::sign(const Checkpoint& checkpoint) const {
    return cosign(checkpoint_text(checkpoint) + "\n");
}

std::string SigningKey::cosign(std::string note) const {
    const auto parts = split(note);
    if (!parts) throw std::invalid_argument("not a note");
    std::array<std::uint8_t, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, raw(parts->text), parts->text.size(), key_.data());
    note +=
        fmt::format("{}{} {}\n", signature_lead, name_, to_base64(verifier().id().append(view(signature))));
    return note;
}

}  // namespace motcua::storage
