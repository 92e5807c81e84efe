// Signed tree heads in the C2SP forms "signed-note" and "tlog-checkpoint", with
// Ed25519, so that tools which are not ours can check the journal.
#pragma once

#include "storage/journal.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace motcua::storage {

/// What a journal signs: whose log it is, how long it is, and its root.
struct Checkpoint {
    std::string origin;  // origin_of(): whose log it is
    TreeHead head;

    bool operator==(const Checkpoint&) const = default;
};

/// "motcua/<agency>/<first 8 digits of the journal's id>/<generation>": whose log a checkpoint is of, also the
/// name of the key that signs it. The generation tells a declared restore apart from a fork.
std::string origin_of(std::string_view agency, const JournalIdentity& identity);
/// Whether `origin` is of that journal, in whatever generation; and which generation it names, 0 for none.
bool is_origin_of(std::string_view origin, const JournalIdentity& identity);
int generation_in(std::string_view origin);

/// The text that is signed: origin, size, root in base64, a line each.
std::string checkpoint_text(const Checkpoint& checkpoint);

/// What a note says, whoever signed it; nothing when it is no note.
std::optional<Checkpoint> read_note(std::string_view note);

/// The public half of a key. The name may hold neither blanks nor "+".
class VerifierKey {
public:
    /// "<name>+<key id>+<base64>", as it is published. Nothing when malformed.
    static std::optional<VerifierKey> parse(std::string_view text);
    VerifierKey(std::string name, const std::array<std::uint8_t, 32>& key);

    std::string text() const;
    const std::string& name() const { return name_; }
    /// The first four bytes of the hash over name and key, by which a note names its key.
    std::string id() const;
    bool operator==(const VerifierKey&) const = default;

    /// The checkpoint in `note`, if this key signed it; signatures of other keys are passed over.
    std::optional<Checkpoint> open(std::string_view note) const;

private:
    std::string name_;
    std::array<std::uint8_t, 32> key_;
};

/// The secret half. Its copies wipe themselves.
class SigningKey {
public:
    /// From 32 random bytes.
    SigningKey(std::string name, std::span<const std::uint8_t, 32> seed);
    /// "PRIVATE+KEY+<name>+<key id>+<base64>", as it lies in the folder of keys.
    static std::optional<SigningKey> parse(std::string_view text);
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    std::string text() const;
    VerifierKey verifier() const;

    /// The signed note, ready to be stored, printed and published.
    std::string sign(const Checkpoint& checkpoint) const;
    /// The note with this key's signature below those that it has.
    std::string cosign(std::string note) const;

private:
    std::string name_;
    std::array<std::uint8_t, 64> key_;  // seed and public key, as libsodium keeps them
};

}  // namespace motcua::storage
