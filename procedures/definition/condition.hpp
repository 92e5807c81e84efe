// Conditions over the declared attributes of a dossier: declarative, so that every
// combination can be enumerated and proven; never a script.
#pragma once

#include "procedures/definition/names.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// The facts of a dossier that change its course, by attribute id. A choice is its id, a yes/no
/// attribute "yes" or "no", a number its decimal digits.
using Attributes = std::map<std::string, std::string>;

enum class AttributeKind { choice, yes_no, number };

std::string_view to_string(AttributeKind kind);

struct Choice {
    std::string id;
    Names names;
};

/// `[[attribute]]`. A number is compared only with its `breakpoints`, so that it has finitely many cases.
struct Attribute {
    std::string id;
    AttributeKind kind = AttributeKind::choice;
    Names names;
    std::vector<Choice> choices;
    std::vector<std::int64_t> breakpoints;  // of a number: the bounds used in conditions, ascending
    std::string default_value;              // taken when the submission says nothing; "" = must be said

    /// Whether a submission may say so.
    bool admits(std::string_view value) const;
    /// One value for every case that a condition can tell apart.
    std::vector<std::string> cases() const;
};

/// Every combination of the attributes' cases; one empty combination when there are none.
std::vector<Attributes> combinations(const std::vector<Attribute>& attributes);

/// All named attributes must have one of the listed values; an empty condition always holds.
/// For a number: `at_least`/`below` instead of values.
struct Condition {
    struct Clause {
        std::string attribute;
        std::vector<std::string> any_of;
        std::int64_t at_least = INT64_MIN;
        std::int64_t below = INT64_MAX;
        bool operator==(const Clause&) const = default;
    };
    std::vector<Clause> clauses;

    bool holds(const Attributes& attributes) const;
    /// Adds a clause, merged with one about the same attribute; false when no value is left.
    bool narrow(const Clause& clause);
    bool always() const { return clauses.empty(); }
    bool operator==(const Condition&) const = default;
};

}  // namespace motcua::procedures
