#include "storage/proofs/canonical.hpp"

#include "procedures/text/normalize.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace motcua::storage {
namespace {

namespace json = boost::json;

constexpr std::int64_t integer_end = std::int64_t{1} << 53;
constexpr int depth_limit = 64;

constexpr std::uint64_t each_byte = 0x0101010101010101;
static_assert(std::endian::native == std::endian::little,
              "plain_end() counts bytes from the low end of a word");

/// Not zero when some byte of `word` is below `limit`, which is at most 128.
constexpr std::uint64_t any_below(std::uint64_t word, std::uint64_t limit) {
    return (word - each_byte * limit) & ~word & each_byte * 0x80;
}
constexpr std::uint64_t any_equal(std::uint64_t word, unsigned char byte) {
    return any_below(word ^ each_byte * byte, 1);
}

/// Where the plain run from `pos` on ends: at a quote, a backslash, a control character, or the end.
std::size_t plain_end(std::string_view text, std::size_t pos, bool& ascii) {
    std::uint64_t seen = 0;
    // Eight bytes at a time: the audit walks every byte of the journal.
    for (std::uint64_t word; pos + sizeof word <= text.size(); pos += sizeof word) {
        std::memcpy(&word, text.data() + pos, sizeof word);
        if (const std::uint64_t ends = any_below(word, 0x20) | any_equal(word, '"') | any_equal(word, '\\')) {
            // The lowest mark is exact; a borrow can only set false ones above it.
            const int before = std::countr_zero(ends) / 8;
            seen |= word & ((std::uint64_t{1} << 8 * before) - 1);
            if (seen & each_byte * 0x80) ascii = false;
            return pos + static_cast<std::size_t>(before);
        }
        seen |= word;
    }
    for (; pos < text.size(); ++pos) {
        const auto c = static_cast<unsigned char>(text[pos]);
        if (c < 0x20 || c == '"' || c == '\\') break;
        seen |= c;
    }
    if (seen & each_byte * 0x80) ascii = false;
    return pos;
}

constexpr std::string_view short_escapes = "\b\t\n\f\r\"\\";
constexpr std::string_view short_letters = "btnfr\"\\";

void append_escape(std::string& out, char c) {
    out += '\\';
    const std::size_t known = short_escapes.find(c);
    if (known != short_escapes.npos) {
        out += short_letters[known];
    } else {
        constexpr std::string_view digits = "0123456789abcdef";
        out += "u00";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
}

void append_integer(std::string& out, std::int64_t number) {
    if (number <= -integer_end || number >= integer_end)
        throw std::invalid_argument("canonical JSON holds integers below 2^53 only");
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool is_key(std::string_view key) {
    return std::all_of(key.begin(), key.end(),
                       [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

void append_members(std::string& out, const json::key_value_pair** begin, const json::key_value_pair** end) {
    std::sort(begin, end, [](const auto* a, const auto* b) { return a->key() < b->key(); });
    out += '{';
    for (const auto** member = begin; member != end; ++member) {
        const json::string_view key = (*member)->key();
        if (!is_key({key.data(), key.size()}))
            throw std::invalid_argument("canonical JSON has plain ASCII keys only");
        if (member != begin) out += ',';
        out += '"';
        out.append(key.data(), key.size());
        out += "\":";
        append_canonical(out, (*member)->value());
    }
    out += '}';
}

/// Walks a text and steps over what is canonical; false at the first byte that is not.
class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    bool at_end() const { return pos_ == text_.size(); }

    bool value(int depth = 0) {
        switch (peek()) {
            case '"': return string();
            case '{': return object(depth, nullptr);
            case '[': return array(depth);
            case 't': return word("true");
            case 'f': return word("false");
            default: return number();
        }
    }

    bool object(int depth, std::vector<Member>* members) {
        if (depth == depth_limit || !one('{')) return false;
        if (one('}')) return true;
        std::string_view last;
        for (bool first = true;; first = false) {
            if (!one('"')) return false;
            const std::size_t start = pos_;
            bool ascii = true;
            pos_ = plain_end(text_, pos_, ascii);
            const std::string_view key = text_.substr(start, pos_ - start);
            if (!one('"') || !one(':') || !ascii || (!first && key <= last) || key.find('\x7F') != key.npos)
                return false;
            last = key;
            const std::size_t value_start = pos_;
            if (!value(depth + 1)) return false;
            if (members) members->push_back({key, text_.substr(value_start, pos_ - value_start)});
            if (one('}')) return true;
            if (!one(',')) return false;
        }
    }

private:
    char peek() const { return pos_ < text_.size() ? text_[pos_] : '\0'; }

    bool one(char expected) {
        if (peek() != expected || pos_ == text_.size()) return false;
        ++pos_;
        return true;
    }

    bool word(std::string_view expected) {
        if (text_.substr(pos_, expected.size()) != expected) return false;
        pos_ += expected.size();
        return true;
    }

    bool array(int depth) {
        if (depth == depth_limit || !one('[')) return false;
        if (one(']')) return true;
        do {
            if (!value(depth + 1)) return false;
        } while (one(','));
        return one(']');
    }

    bool number() {
        const std::size_t start = pos_;
        if (peek() == '-') ++pos_;
        const std::size_t digits = pos_;
        while (peek() >= '0' && peek() <= '9') ++pos_;
        if (pos_ == digits || (text_[digits] == '0' && pos_ != start + 1)) return false;
        if (pos_ - digits <= 15) return true;  // below 2^53 in any case
        std::int64_t number = 0;
        const auto parsed = std::from_chars(text_.data() + start, text_.data() + pos_, number);
        return parsed.ec == std::errc() && number > -integer_end && number < integer_end;
    }

    bool string() {
        if (!one('"')) return false;
        const std::size_t start = pos_;
        bool ascii = true;
        for (;;) {
            pos_ = plain_end(text_, pos_, ascii);
            if (peek() == '"' && pos_ < text_.size()) break;
            if (peek() != '\\' || !escape()) return false;
        }
        if (!ascii && !procedures::is_utf8(text_.substr(start, pos_ - start))) return false;
        ++pos_;
        return true;
    }

    bool escape() {
        ++pos_;
        if (peek() != 'u') {
            if (peek() == '\0' || short_letters.find(peek()) == short_letters.npos) return false;
            ++pos_;
            return true;
        }
        // \u00XX stands only for a control character that has no letter of its own.
        const std::string_view hex = text_.substr(pos_ + 1, 4);
        unsigned code = 0;
        if (hex.size() != 4 || std::from_chars(hex.data(), hex.data() + 4, code, 16).ptr != hex.data() + 4 ||
            code >= 0x20)
            return false;
        std::string written;
        append_escape(written, static_cast<char>(code));
        if (written != text_.substr(pos_ - 1, 6)) return false;
        pos_ += 5;
        return true;
    }

    std::string_view text_;
    std::size_t pos_ = 0;
};

}  // namespace

void append_canonical(std::string& out, std::string_view text) {
    out += '"';
    bool ascii = true;
    for (std::size_t pos = 0; pos < text.size();) {
        const std::size_t end = plain_end(text, pos, ascii);
        out.append(text, pos, end - pos);
        if (end < text.size()) append_escape(out, text[end]);
        pos = end + 1;
    }
    if (!ascii && !procedures::is_utf8(text)) throw std::invalid_argument("canonical JSON holds UTF-8 only");
    out += '"';
}

void append_canonical(std::string& out, const json::object& object) {
    std::array<const json::key_value_pair*, 24> few;
    std::vector<const json::key_value_pair*> many;
    const json::key_value_pair** members = few.data();
    if (object.size() > few.size()) {
        many.resize(object.size());
        members = many.data();
    }
    const json::key_value_pair** end = members;
    for (const json::key_value_pair& member : object) *end++ = &member;
    append_members(out, members, end);
}

void append_canonical(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
        case json::kind::int64: append_integer(out, value.get_int64()); return;
        case json::kind::uint64:
            append_integer(
                out, static_cast<std::int64_t>(std::min<std::uint64_t>(value.get_uint64(), integer_end)));
            return;
        case json::kind::string: append_canonical(out, std::string_view(value.get_string())); return;
        case json::kind::object: append_canonical(out, value.get_object()); return;
        case json::kind::array: {
            out += '[';
            bool first = true;
            for (const json::value& element : value.get_array()) {
                if (!first) out += ',';
                first = false;
                append_canonical(out, element);
            }
            out += ']';
            return;
        }
        case json::kind::null:
            throw std::invalid_argument("canonical JSON holds no null: leave the member out");
        case json::kind::double_: throw std::invalid_argument("canonical JSON holds whole numbers only");
    }
}

std::string canonical(const json::value& value) {
    std::string out;
    append_canonical(out, value);
    return out;
}

bool is_canonical(std::string_view text) {
    Walker walker(text);
    return walker.value() && walker.at_end();
}

bool list_members(std::string_view object, std::vector<Member>& members) {
    members.clear();
    Walker walker(object);
    return walker.object(0, &members) && walker.at_end();
}

std::string unquote(std::string_view value) {
    std::string text;
    value = value.substr(1, value.size() - 2);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            text += value[i];
        } else if (value[++i] != 'u') {
            text += short_escapes[short_letters.find(value[i])];
        } else {
            unsigned code = 0;
            std::from_chars(value.data() + i + 1, value.data() + i + 5, code, 16);
            text += static_cast<char>(code);
            i += 4;
        }
    }
    return text;
}

}  // namespace motcua::storage
