#include "server/file_type.hpp"

#include "procedures/text/normalize.hpp"
#include "server/http.hpp"

#include <algorithm>
#include <cctype>

namespace motcua::server {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_name = 200;
constexpr std::size_t first_entry = 30;  // where the name of a package's first entry begins

bool has(std::string_view content, std::string_view part) {
    return content.find(part) != std::string_view::npos;
}

/// A package of office XML or OpenDocument.
std::optional<std::string_view> type_of_package(std::string_view content) {
    if (content.size() < first_entry || has(content, "vbaProject.bin")) return std::nullopt;
    // OpenDocument begins with an entry "mimetype" that is stored as it is.
    if (content.substr(first_entry).starts_with("mimetype")) {
        for (const auto type : {"application/vnd.oasis.opendocument.text"sv,
                                "application/vnd.oasis.opendocument.spreadsheet"sv})
            if (content.substr(first_entry + 8).starts_with(type) &&
                content.substr(first_entry + 8 + type.size(), 1) != "-")
                return type;
        return std::nullopt;
    }
    if (!has(content, "[Content_Types].xml")) return std::nullopt;
    if (has(content, "word/document.xml"))
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if (has(content, "xl/workbook.xml"))
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return std::nullopt;
}

bool is_text(std::string_view content) {
    return procedures::is_utf8(content) && std::all_of(content.begin(), content.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r' ||
                      c == '\f';
           });
}

}  // namespace

std::optional<std::string_view> sniffed_type(std::string_view content) {
    if (content.starts_with("%PDF-")) return "application/pdf";
    if (content.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
    if (content.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
    if (content.starts_with("II*\0"sv) || content.starts_with("MM\0*"sv)) return "image/tiff";
    if (content.starts_with("PK\x03\x04"sv)) return type_of_package(content);
    if (content.empty() || !is_text(content)) return std::nullopt;
    const auto start = content.starts_with("\xEF\xBB\xBF"sv) ? content.substr(3) : content;
    return start.starts_with("<?xml") ? "application/xml"sv : "text/plain"sv;
}

bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name != "." && name != ".." &&
           procedures::is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
               return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

std::string name_in_disposition(std::string_view field) {
    const auto value_of = [&](std::string_view parameter) -> std::optional<std::string_view> {
        std::string lower(field);
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto at = lower.find(parameter);
        return at == std::string::npos ? std::nullopt : std::optional(field.substr(at + parameter.size()));
    };
    if (const auto extended = value_of("filename*=")) {
        auto text = extended->substr(0, extended->find(';'));
        // charset'language'value; of charsets only the one that is Unicode.
        const auto first = text.find('\'');
        const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
        if (second != std::string_view::npos) {
            const auto target = parse_target("/" + std::string(text.substr(second + 1)));
            // A name that is no single segment is none at all: "/" is refused by is_file_name.
            return target && target->segments.size() == 1 ? target->segments.front() : "/";
        }
    }
    const auto plain = value_of("filename=");
    if (!plain) return {};
    if (!plain->starts_with('"')) return std::string(plain->substr(0, plain->find(';')));
    std::string name;
    for (std::size_t i = 1; i < plain->size() && (*plain)[i] != '"'; ++i) {
        if ((*plain)[i] == '\\' && i + 1 < plain->size()) ++i;
        name += (*plain)[i];
    }
    return name;
}

std::string attachment_named(std::string_view name) {
    std::string ascii;
    for (const char c : name) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ||
                           c == '_' || c == ' ' || c == '(' || c == ')';
        if (plain)
            ascii += c;
        else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80)
            ascii += '_';
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encoded(name);
}

}  // namespace motcua::server
