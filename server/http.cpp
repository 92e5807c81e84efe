#include "server/http.hpp"

#include "procedures/text/normalize.hpp"

namespace motcua::server {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            at += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    return procedures::is_utf8(out) ? std::optional(std::move(out)) : std::nullopt;
}

/// Cuts the text up to `separator` off the front.
std::string_view cut(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return part;
}

}  // namespace

std::string_view Request::field(std::string_view name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view host_of(const Request& request) {
    const auto field = request.field("host");
    if (field.starts_with('[')) return field.substr(0, field.find(']') + 1);
    return field.substr(0, field.find(':'));
}

std::string_view media_type_of(const Request& request) {
    auto field = request.field("content-type");
    field = field.substr(0, field.find(';'));
    while (field.ends_with(' ')) field.remove_suffix(1);
    return field;
}

std::optional<Target> parse_target(std::string_view target) {
    if (!target.starts_with('/')) return std::nullopt;
    Target parsed;
    const bool has_query = target.find('?') != std::string_view::npos;
    auto path = cut(target, '?').substr(1);
    while (!path.empty()) {
        const bool is_last = path.find('/') == std::string_view::npos;
        auto segment = decoded(cut(path, '/'), false);
        if (!segment || segment->empty() || *segment == "." || *segment == ".." ||
            segment->find('/') != std::string::npos || (!is_last && path.empty()))
            return std::nullopt;
        parsed.segments.push_back(std::move(*segment));
    }
    while (has_query && !target.empty()) {
        auto parameter = cut(target, '&');
        if (parameter.empty()) continue;
        auto name = decoded(cut(parameter, '='), true);
        auto value = decoded(parameter, true);
        if (!name || !value || !parsed.query.emplace(std::move(*name), std::move(*value)).second)
            return std::nullopt;
    }
    return parsed;
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            (out += '%').append({digits[byte >> 4U], digits[byte & 15U]});
    }
    return out;
}

}  // namespace motcua::server
