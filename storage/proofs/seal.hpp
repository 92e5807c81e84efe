// From an event to the bytes that are hashed, and back. Values about a person
// stand beside the leaf, which holds their salted hashes only: they can be
// erased by law, and no proof breaks.
#pragma once

#include "storage/journal.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

/// An event on its way into the journal; the views and references must outlive seal().
struct EventDraft {
    Seq seq = 0;
    Seq prev = 0;
    std::int64_t recorded_at_ms = 0;
    std::int64_t at_ms = 0;
    std::string_view stream;
    std::string_view type;
    int v = 1;
    std::string_view person;             // who acted
    std::string_view on_behalf_of = {};  // the absent person whose substitute acted, or ""
    std::string_view via;                // cli | http | …
    std::string_view key = {};           // idempotency key of the command, or ""
    std::string_view request = {};       // hash of the command as it was asked, or ""
    const boost::json::object& body;
    const boost::json::object& personal;
};

inline constexpr std::size_t salt_size = 16;

/// Bytes of randomness that seal() wants: a salt for the leaf and one for each personal value.
inline std::size_t random_needed(const EventDraft& draft) { return salt_size * (1 + draft.personal.size()); }

/// Fills `record`, whose strings are reused. `random` has random_needed() bytes.
/// std::invalid_argument when body or personal cannot be written canonically.
void seal(const EventDraft& draft, std::span<const std::uint8_t> random, Record& record);

/// What a record says, read back.
struct OpenedEvent {
    std::string person;
    std::string on_behalf_of;
    std::string via;
    std::string request;
    boost::json::object body;
    boost::json::object personal;  // values only, without those that were erased
};

/// Trusts that the record passed verification or was written by seal(); std::runtime_error
/// naming the event when its leaf cannot be read at all.
OpenedEvent open_event(const Record& record);

/// The record that a leaf and its personal values make; nothing when the leaf is no canonical object with the
/// members of an event.
std::optional<Record> record_of(std::string leaf, std::string personal);

/// The event that lets personal values of an earlier event be missing. Its body names them:
/// {"fields":["…"],"seq":n}.
inline constexpr std::string_view redaction_type = "personal_redacted";

struct Redaction {
    Seq seq = 0;
    std::vector<std::string> fields;
};
/// What the canonical body of such an event says; nothing when it says something else.
std::optional<Redaction> read_redaction(std::string_view body);

/// The event that names the key which signs checkpoints from there on: its body has {"key":"<published key>"}.
inline constexpr std::string_view key_adopted_type = "signing_key_adopted";

/// Whether the column `personal` holds the field.
bool has_field(std::string_view personal, std::string_view field);

/// The column `personal` without the named fields.
std::string without_fields(std::string_view personal, std::span<const std::string> fields);

}  // namespace motcua::storage
