#include "server/http.hpp"

#include "procedures/definition/server_settings.hpp"
#include "procedures/text/normalize.hpp"

#include <algorithm>

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

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// An IP address as the network writes it, an IPv4 one that came over IPv6 as IPv4; nothing when it is none.
std::optional<std::string> plain_address(std::string text) {
    constexpr std::string_view mapped = "::ffff:";
    if (text.starts_with(mapped) && text.find('.') != std::string::npos) text.erase(0, mapped.size());
    return procedures::written_address(text);
}

}  // namespace

std::string_view Request::field(std::string_view name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view cookie_of(const Request& request, std::string_view name) {
    auto rest = request.field("cookie");
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(";,"), rest.size());
        auto pair = rest.substr(0, end);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return pair.substr(name.size() + 1);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

std::string client_address(const Request& request, const std::vector<std::string>& proxies) {
    const auto is_proxy = [&](const std::string& address) {
        return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
    };
    auto client = plain_address(request.address).value_or(request.address);
    auto chain = request.field("x-forwarded-for");
    while (is_proxy(client) && !chain.empty()) {
        const auto comma = chain.rfind(',');
        const auto before = plain_address(
            std::string(trimmed(comma == std::string_view::npos ? chain : chain.substr(comma + 1))));
        if (!before) break;
        client = *before;
        chain = comma == std::string_view::npos ? std::string_view() : chain.substr(0, comma);
    }
    return client;
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
