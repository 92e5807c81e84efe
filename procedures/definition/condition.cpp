#include "procedures/definition/condition.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace motcua::procedures {

namespace {

std::optional<std::int64_t> to_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool clause_holds(const Condition::Clause& clause, const Attributes& attributes) {
    const auto said = attributes.find(clause.attribute);
    if (said == attributes.end()) return false;
    if (!clause.any_of.empty())
        return std::find(clause.any_of.begin(), clause.any_of.end(), said->second) != clause.any_of.end();
    const auto number = to_number(said->second);
    return number && *number >= clause.at_least && *number < clause.below;
}

}  // namespace

std::string_view to_string(AttributeKind kind) {
    switch (kind) {
        case AttributeKind::choice: return "choice";
        case AttributeKind::yes_no: return "yes_no";
        case AttributeKind::number: return "number";
    }
    return "";
}

bool Attribute::admits(std::string_view value) const {
    switch (kind) {
        case AttributeKind::choice:
            return std::any_of(choices.begin(), choices.end(),
                               [&](const Choice& choice) { return choice.id == value; });
        case AttributeKind::yes_no: return value == "yes" || value == "no";
        case AttributeKind::number: return to_number(value).has_value();
    }
    return false;
}

std::vector<std::string> Attribute::cases() const {
    std::vector<std::string> values;
    switch (kind) {
        case AttributeKind::choice:
            for (const auto& choice : choices) values.push_back(choice.id);
            break;
        case AttributeKind::yes_no: values = {"yes", "no"}; break;
        case AttributeKind::number:
            // Between two bounds all numbers are alike: the one below the first bound, then each bound.
            values.push_back(breakpoints.empty() ? "0" : std::to_string(breakpoints.front() - 1));
            for (const auto bound : breakpoints) values.push_back(std::to_string(bound));
            break;
    }
    return values;
}

std::vector<Attributes> combinations(const std::vector<Attribute>& attributes) {
    std::vector<Attributes> all{{}};
    for (const auto& attribute : attributes) {
        std::vector<Attributes> longer;
        for (const auto& combination : all) {
            for (const auto& value : attribute.cases()) {
                longer.push_back(combination);
                longer.back()[attribute.id] = value;
            }
        }
        all = std::move(longer);
    }
    return all;
}

bool Condition::narrow(const Clause& clause) {
    const auto same = std::find_if(clauses.begin(), clauses.end(),
                                   [&](const Clause& own) { return own.attribute == clause.attribute; });
    if (same == clauses.end()) {
        clauses.push_back(clause);
        return true;
    }
    if (clause.any_of.empty()) {
        same->at_least = std::max(same->at_least, clause.at_least);
        same->below = std::min(same->below, clause.below);
        return same->at_least < same->below;
    }
    std::erase_if(same->any_of, [&](const std::string& value) {
        return std::find(clause.any_of.begin(), clause.any_of.end(), value) == clause.any_of.end();
    });
    return !same->any_of.empty();
}

bool Condition::holds(const Attributes& attributes) const {
    return std::all_of(clauses.begin(), clauses.end(),
                       [&](const Clause& clause) { return clause_holds(clause, attributes); });
}

}  // namespace motcua::procedures
