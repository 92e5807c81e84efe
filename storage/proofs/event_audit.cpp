#include "storage/proofs/event_audit.hpp"

#include "storage/proofs/merkle.hpp"
#include "storage/proofs/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace motcua::storage {
namespace {

Objection altered(std::string what) { return Wrong{Tampering::altered, std::move(what)}; }

Objection differ(std::string_view name) {
    return altered(fmt::format("the column '{}' and the leaf differ", name));
}
Objection lacks(std::string_view name) {
    return altered(fmt::format("the leaf has no '{}' where it belongs", name));
}

}  // namespace

Objection EventAudit::check(const Record& record, Seq place) {
    if (record.seq != place) return Wrong{Tampering::missing, fmt::format("event {} is missing", place)};
    if (leaf_hash(record.leaf) != record.hash)
        return altered("the leaf and the hash stored beside it differ");
    if (!list_members(record.leaf, members_)) return altered("the leaf is not canonical JSON");
    if (Objection objection = check_seq(record)) return objection;
    if (Objection objection = check_columns(record)) return objection;
    if (Objection objection = check_place(record)) return objection;
    if (Objection objection = check_personal(record)) return objection;
    if (Objection objection = understand(record)) return objection;
    last_recorded_at_ = record.recorded_at_ms;
    return std::nullopt;
}

std::optional<Flaw> EventAudit::unexplained_gap() const {
    if (missing_.empty()) return std::nullopt;
    const auto& [seq, field] = *missing_.begin();
    return Flaw{seq, Tampering::erased,
                fmt::format("the personal value '{}' is gone and no event says that it was erased", field)};
}

/// Steps to the member `name`; nothing, without a step, when another stands there.
std::optional<std::string_view> EventAudit::next(std::string_view name) {
    if (at_ == members_.size() || members_[at_].key != name) return std::nullopt;
    return members_[at_++].value;
}

Objection EventAudit::compare_text(std::string_view name, std::string_view column, bool may_be_absent) {
    expected_.clear();
    if (!(may_be_absent && column.empty())) append_canonical(expected_, column);
    return next(name).value_or("") == expected_ ? std::nullopt : differ(name);
}

template <class Number> Objection EventAudit::compare_number(std::string_view name, Number column) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), column).ptr;
    return next(name).value_or("") == std::string_view(digits.data(), end) ? std::nullopt : differ(name);
}

Objection EventAudit::check_seq(const Record& record) const {
    Seq written = record.seq;
    for (const auto& [name, value] : members_)
        if (name == "seq") std::from_chars(value.data(), value.data() + value.size(), written);
    if (written == record.seq) return std::nullopt;
    return Wrong{Tampering::moved, fmt::format("here stands the event that was written as {}", written)};
}

Objection EventAudit::check_columns(const Record& record) {
    at_ = 0;
    const auto actor = next("actor");
    if (!actor || !is_actor(*actor)) return lacks("actor");
    if (auto objection = compare_number("at", record.at_ms)) return objection;
    const auto body = next("body");
    if (!body || !body->starts_with('{')) return lacks("body");
    body_ = *body;
    if (auto objection = compare_text("key", record.key, true)) return objection;
    hashes_ = next("personal").value_or("");
    if (auto objection = compare_number("prev", record.prev)) return objection;
    if (auto objection = compare_number("recorded_at", record.recorded_at_ms)) return objection;
    next("request");
    const auto salt = next("salt");
    if (!salt || salt->size() != 2 + 2 * salt_size || !from_hex(salt->substr(1, 2 * salt_size)))
        return lacks("salt");
    if (auto objection = compare_number("seq", record.seq)) return objection;
    if (auto objection = compare_text("stream", record.stream)) return objection;
    if (auto objection = compare_text("type", record.type)) return objection;
    if (auto objection = compare_number("v", record.v)) return objection;
    if (at_ != members_.size())
        return altered(fmt::format("the leaf holds '{}', which is unknown", members_[at_].key));
    return std::nullopt;
}

bool EventAudit::is_actor(std::string_view text) {
    if (!list_members(text, parts_)) return false;
    auto part = parts_.begin();
    if (part != parts_.end() && part->key == "on_behalf_of") ++part;
    return parts_.end() - part == 2 && part[0].key == "person" && part[1].key == "via";
}

Objection EventAudit::check_place(const Record& record) {
    const auto known = heads_.find(std::string_view(record.stream));
    const Seq before = known == heads_.end() ? 0 : known->second;
    if (record.prev != before)
        return altered(
            fmt::format("'prev' names event {}, but the stream's previous event is {}", record.prev, before));
    if (known == heads_.end())
        heads_.emplace(record.stream, record.seq);
    else
        known->second = record.seq;
    if (record.recorded_at_ms < last_recorded_at_)
        return altered("the event is recorded earlier than the one before it");
    if (record.at_ms > record.recorded_at_ms) return altered("the event is dated later than it was recorded");
    return std::nullopt;
}

Objection EventAudit::check_personal(const Record& record) {
    values_.clear();
    fields_.clear();
    if (!record.personal.empty() && (!list_members(record.personal, values_) || values_.empty()))
        return altered("the personal values are not a canonical object");
    if (!hashes_.empty() && (!list_members(hashes_, fields_) || fields_.empty())) return lacks("personal");
    auto value = values_.begin();
    for (const auto& [field, hash] : fields_) {
        if (value == values_.end() || value->key != field) {
            missing_.emplace(record.seq, field);
        } else if (!is_sealed_by(value++->value, hash)) {
            return altered(
                fmt::format("the personal value '{}' does not have the hash that the leaf holds", field));
        }
    }
    if (value != values_.end())
        return altered(fmt::format("the leaf knows no personal value '{}'", value->key));
    return std::nullopt;
}

bool EventAudit::is_sealed_by(std::string_view sealed, std::string_view quoted_hash) {
    if (!list_members(sealed, parts_) || parts_.size() != 2 || parts_[0].key != "salt" ||
        parts_[1].key != "value")
        return false;
    const std::string_view salt_text = parts_[0].value;
    if (salt_text.size() != 2 + 2 * salt_size) return false;
    const auto salt = from_hex(salt_text.substr(1, 2 * salt_size));
    if (!salt) return false;
    expected_.assign("\"");
    append_hex(expected_, bytes_of(sha256({*salt, parts_[1].value})));
    expected_ += '"';
    return expected_ == quoted_hash;
}

/// The two types whose meaning the audit itself depends on.
Objection EventAudit::understand(const Record& record) {
    if (record.type == redaction_type) return note_redaction();
    if (record.type != key_adopted_type) return std::nullopt;
    std::optional<VerifierKey> key;
    if (list_members(body_, parts_))
        for (const auto& [name, value] : parts_)
            if (name == "key" && value.starts_with('"')) key = VerifierKey::parse(unquote(value));
    if (!key) return altered("the event names a key that is none");
    keys_.push_back({record.seq, *key});
    return std::nullopt;
}

Objection EventAudit::note_redaction() {
    const auto redaction = read_redaction(body_);
    if (!redaction) return altered("the event does not say what was erased");
    for (const auto& field : redaction->fields)
        if (missing_.erase({redaction->seq, field}) == 0 && !(is_gone_ && is_gone_(redaction->seq, field)))
            return Wrong{
                Tampering::not_erased,
                fmt::format("'{}' of event {} was to be erased here, but is there", field, redaction->seq)};
    return std::nullopt;
}

bool is_gone(const Record& record, std::string_view field) {
    std::vector<Member> members;
    return list_members(record.leaf, members) && !has_field(record.personal, field) &&
           std::any_of(members.begin(), members.end(), [&](const Member& one) {
               return one.key == "personal" && has_field(one.value, field);
           });
}

std::string_view to_string(Tampering kind) {
    switch (kind) {
        case Tampering::unreadable: return "unreadable";
        case Tampering::fork: return "fork";
        case Tampering::another_journal: return "another_journal";
        case Tampering::replayed: return "replayed";
        case Tampering::altered: return "altered";
        case Tampering::unknown_key: return "unknown_key";
        case Tampering::other_generation: return "other_generation";
        case Tampering::rewritten: return "rewritten";
        case Tampering::cut: return "cut";
        case Tampering::older_copy: return "older_copy";
        case Tampering::missing: return "missing";
        case Tampering::moved: return "moved";
        case Tampering::added: return "added";
        case Tampering::erased: return "erased";
        case Tampering::not_erased: return "not_erased";
    }
    return "";
}

}  // namespace motcua::storage
