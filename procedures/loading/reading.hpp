// What the readers of definitions have in common: names in two languages, standing, allowances,
// and references that are resolved when everything has been read.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/names.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::procedures {

/// The words of an enumeration, from its to_string().
template <class Value, class... Values>
std::array<Word<Value>, sizeof...(Values) + 1> words_of(Value first, Values... rest) {
    return {Word<Value>{to_string(first), first}, Word<Value>{to_string(rest), rest}...};
}

/// `stem`_vi and `stem`_en, both required.
Names read_names(TableReader& table, const std::string& stem = "name");
Names read_optional_names(TableReader& table, const std::string& stem);

/// confidence, basis, note; the confidence is one of the known words.
Standing read_standing(TableReader& table);

/// count and unit of the table itself.
Allowance read_allowance(TableReader& table);
/// `key = { count = 2, unit = "working_day" }`
std::optional<Allowance> read_optional_allowance(TableReader& table, std::string_view key);

/// Lower-case letters, digits, '-' and '_', beginning with a letter; anything else is a defect.
std::string read_id(TableReader& table, std::string_view key = "id");

/// Names of one sort (steps, units, …): those defined, and those referred to, with their places.
class Register {
public:
    /// `sort` as the defect calls it: "step".
    explicit Register(std::string sort) : sort_(std::move(sort)) {}

    /// A second definition of the same name is a defect.
    void define(const std::string& name, TableReader& table, std::string_view key = "id");
    void define(std::string name) { names_.insert(std::move(name)); }
    /// Empty names are passed over: their absence has its own defect.
    void refer(const std::string& name, Place at);
    /// Every reference to what was not defined becomes a defect that names the nearest defined name.
    void resolve(Defects& defects) const;
    bool knows(const std::string& name) const { return names_.contains(name); }

private:
    std::string sort_;
    std::set<std::string> names_;
    std::vector<std::pair<std::string, Place>> references_;
};

}  // namespace motcua::procedures
