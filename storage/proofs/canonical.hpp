// Canonical JSON (RFC 8785, restricted): one text per value, so that a hash of
// the text is a hash of the value. ASCII keys without quotes or backslashes,
// UTF-8 strings, integers below 2^53 in size, booleans, arrays, objects. No
// null: what is absent is left out; no fractions: money and minutes are whole.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

/// Appends the canonical text. std::invalid_argument for a value that has none.
void append_canonical(std::string& out, const boost::json::value& value);
void append_canonical(std::string& out, const boost::json::object& object);
void append_canonical(std::string& out, std::string_view text);
std::string canonical(const boost::json::value& value);

/// Whether `text` is byte for byte what append_canonical() writes for some value.
bool is_canonical(std::string_view text);

/// A member of a canonical object: the key without its quotes, the value's own text.
struct Member {
    std::string_view key;
    std::string_view value;
};

/// Checks the whole of `object` and lists its members in order, pointing into it.
/// False, with `members` in no particular state, unless it is a canonical object.
bool list_members(std::string_view object, std::vector<Member>& members);

/// The string that the canonical text `value` ("…" with quotes) stands for.
std::string unquote(std::string_view value);

}  // namespace motcua::storage
