#include "procedures/text/language.hpp"

#include <charconv>

namespace motcua::procedures {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// "q=0.8" → 0.8; 1 without a weight, 0 when it is not one.
double weight_of(std::string_view parameters) {
    parameters = trimmed(parameters);
    if (parameters.empty()) return 1;
    if (!parameters.starts_with("q=")) return 0;
    double weight = 0;
    const auto digits = parameters.substr(2);
    std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return weight;
}

}  // namespace

std::string_view to_string(Language language) { return language == Language::en ? "en" : "vi"; }

Language preferred_language(std::string_view accept_language) {
    auto chosen = Language::vi;
    double heaviest = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const auto range = accept_language.substr(0, comma);
        accept_language =
            comma == std::string_view::npos ? std::string_view() : accept_language.substr(comma + 1);
        const auto semicolon = range.find(';');
        const auto tag = trimmed(range.substr(0, semicolon));
        const auto weight =
            weight_of(semicolon == std::string_view::npos ? std::string_view() : range.substr(semicolon + 1));
        const bool is_vi = tag == "vi" || tag.starts_with("vi-");
        const bool is_en = tag == "en" || tag.starts_with("en-");
        if ((is_vi || is_en) && weight > heaviest) {
            heaviest = weight;
            chosen = is_vi ? Language::vi : Language::en;
        }
    }
    return chosen;
}

const std::string& in(Language language, const Names& names) {
    const auto& wanted = language == Language::vi ? names.vi : names.en;
    return !wanted.empty() ? wanted : language == Language::vi ? names.en : names.vi;
}

}  // namespace motcua::procedures
