#include "storage/proofs/seal.hpp"

#include "storage/proofs/canonical.hpp"
#include "storage/proofs/merkle.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace motcua::storage {
namespace {

namespace json = boost::json;

template <class Number> void append_number(std::string& out, Number number) {
    std::array<char, 24> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out += name;
    append_canonical(out, text);
}

std::string_view bytes(std::span<const std::uint8_t> salt) {
    return {reinterpret_cast<const char*>(salt.data()), salt.size()};
}

/// Writes the values into `personal` and their salted hashes into `leaf`.
void append_personal(const json::object& values, std::span<const std::uint8_t> random, std::string& leaf,
                     std::string& personal) {
    std::vector<const json::key_value_pair*> fields;
    fields.reserve(values.size());
    for (const json::key_value_pair& field : values) fields.push_back(&field);
    std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });

    leaf += ",\"personal\":{";
    char before = '{';
    for (const json::key_value_pair* field : fields) {
        if (before == ',') leaf += ',';
        append_canonical(leaf, std::string_view(field->key()));
        personal += before;
        append_canonical(personal, std::string_view(field->key()));
        personal += ":{\"salt\":\"";
        append_hex(personal, bytes(random.first(salt_size)));
        personal += "\",\"value\":";
        const std::size_t start = personal.size();
        append_canonical(personal, field->value());
        leaf += ":\"";
        append_hex(
            leaf,
            bytes_of(sha256({bytes(random.first(salt_size)), std::string_view(personal).substr(start)})));
        leaf += '"';
        personal += '}';
        before = ',';
        random = random.subspan(salt_size);
    }
    leaf += '}';
    personal += '}';
}

}  // namespace

void seal(const EventDraft& draft, std::span<const std::uint8_t> random, Record& record) {
    assert(random.size() == random_needed(draft));
    record.seq = draft.seq;
    record.prev = draft.prev;
    record.stream.assign(draft.stream);
    record.type.assign(draft.type);
    record.v = draft.v;
    record.recorded_at_ms = draft.recorded_at_ms;
    record.at_ms = draft.at_ms;
    record.key.assign(draft.key);
    record.personal.clear();

    // The members in the order of their names, as the canonical form wants them.
    std::string& leaf = record.leaf;
    leaf.clear();
    leaf += "{\"actor\":{";
    if (!draft.on_behalf_of.empty()) {
        append_text(leaf, "\"on_behalf_of\":", draft.on_behalf_of);
        leaf += ',';
    }
    leaf += "\"person\":";
    append_canonical(leaf, draft.person);
    leaf += ",\"via\":";
    append_canonical(leaf, draft.via);
    leaf += "},\"at\":";
    append_number(leaf, draft.at_ms);
    leaf += ",\"body\":";
    append_canonical(leaf, draft.body);
    append_text(leaf, ",\"key\":", draft.key);
    if (!draft.personal.empty())
        append_personal(draft.personal, random.subspan(salt_size), leaf, record.personal);
    leaf += ",\"prev\":";
    append_number(leaf, draft.prev);
    leaf += ",\"recorded_at\":";
    append_number(leaf, draft.recorded_at_ms);
    append_text(leaf, ",\"request\":", draft.request);
    leaf += ",\"salt\":\"";
    append_hex(leaf, bytes(random.first(salt_size)));
    leaf += "\",\"seq\":";
    append_number(leaf, draft.seq);
    leaf += ",\"stream\":";
    append_canonical(leaf, draft.stream);
    leaf += ",\"type\":";
    append_canonical(leaf, draft.type);
    leaf += ",\"v\":";
    append_number(leaf, draft.v);
    leaf += '}';
    record.hash = leaf_hash(leaf);
}

OpenedEvent open_event(const Record& record) {
    const auto broken = [&] {
        return std::runtime_error("journal: event " + std::to_string(record.seq) +
                                  " cannot be read; run motcua audit verify");
    };
    thread_local std::vector<Member> members;
    thread_local std::vector<Member> parts;
    OpenedEvent event;
    if (!list_members(record.leaf, members)) throw broken();
    for (const auto& [name, value] : members) {
        if (name == "actor") {
            if (!list_members(value, parts)) throw broken();
            for (const auto& [part, text] : parts)
                (part == "person" ? event.person
                 : part == "via"  ? event.via
                                  : event.on_behalf_of) = unquote(text);
        } else if (name == "body") {
            event.body = json::parse(value).as_object();
        } else if (name == "request") {
            event.request = unquote(value);
        }
    }
    if (record.personal.empty()) return event;
    if (!list_members(record.personal, members)) throw broken();
    for (const auto& [name, value] : members) {
        if (!list_members(value, parts)) throw broken();
        for (const auto& [part, text] : parts)
            if (part == "value") event.personal[name] = json::parse(text);
    }
    return event;
}

std::optional<Record> record_of(std::string leaf, std::string personal) {
    std::vector<Member> members;
    if (!list_members(leaf, members)) return std::nullopt;
    Record record;
    int found = 0;
    const auto number = [&](std::string_view text, auto& into) {
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), into);
        found += parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? 1 : 0;
    };
    const auto text = [&](std::string_view quoted, std::string& into) {
        if (!quoted.starts_with('"')) return;
        into = unquote(quoted);
        ++found;
    };
    for (const auto& [name, value] : members) {
        if (name == "at") number(value, record.at_ms);
        if (name == "prev") number(value, record.prev);
        if (name == "recorded_at") number(value, record.recorded_at_ms);
        if (name == "seq") number(value, record.seq);
        if (name == "v") number(value, record.v);
        if (name == "stream") text(value, record.stream);
        if (name == "type") text(value, record.type);
        if (name == "key" && value.starts_with('"')) record.key = unquote(value);
    }
    constexpr int required = 7;
    if (found != required) return std::nullopt;
    record.hash = leaf_hash(leaf);
    record.leaf = std::move(leaf);
    record.personal = std::move(personal);
    return record;
}

std::optional<Redaction> read_redaction(std::string_view body) {
    boost::system::error_code error;
    const auto parsed = json::parse(body, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* seq = object != nullptr ? object->if_contains("seq") : nullptr;
    const auto* fields = object != nullptr ? object->if_contains("fields") : nullptr;
    if (seq == nullptr || !seq->is_int64() || fields == nullptr || !fields->is_array()) return std::nullopt;
    Redaction redaction{static_cast<Seq>(seq->get_int64()), {}};
    for (const auto& field : fields->get_array()) {
        if (!field.is_string()) return std::nullopt;
        redaction.fields.emplace_back(field.get_string());
    }
    return redaction;
}

bool has_field(std::string_view personal, std::string_view field) {
    std::vector<Member> members;
    return list_members(personal, members) &&
           std::any_of(members.begin(), members.end(), [&](const Member& one) { return one.key == field; });
}

std::string without_fields(std::string_view personal, std::span<const std::string> fields) {
    std::vector<Member> members;
    if (!list_members(personal, members)) throw std::invalid_argument("not a column of personal values");
    std::string rest;
    for (const auto& [name, value] : members) {
        if (std::find(fields.begin(), fields.end(), name) != fields.end()) continue;
        rest += rest.empty() ? '{' : ',';
        append_canonical(rest, name);
        rest += ':';
        rest += value;
    }
    if (!rest.empty()) rest += '}';
    return rest;
}

}  // namespace motcua::storage
