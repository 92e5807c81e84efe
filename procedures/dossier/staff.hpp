// Who holds which role in which unit, who is away and who stands in: a fold of the office's events.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/dossier/event.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// Dates are inclusive at both ends; a period that ends before it begins never was.
struct Tenure {
    std::string role;
    std::string unit;
    LocalDate from;
    std::optional<LocalDate> to;

    bool is_held_on(LocalDate day) const { return from <= day && (!to || day <= *to); }
};

struct Absence {
    LocalDate from;
    LocalDate to;
};

/// `substitute` may act for `person` on these days (NĐ 118/2025 art. 12(8)).
struct Substitution {
    std::string person;
    std::string substitute;
    LocalDate from;
    LocalDate to;
};

struct Person {
    std::string id;
    std::vector<Tenure> tenures;
    std::vector<Absence> absences;
};

class Staff {
public:
    const Person* find(std::string_view person) const;
    bool holds(std::string_view person, std::string_view role, std::string_view unit, LocalDate day) const;
    bool is_absent(std::string_view person, LocalDate day) const;
    bool may_stand_in(std::string_view substitute, std::string_view person, LocalDate day) const;
    /// Everybody who holds the role there on that day, absent ones included, by id.
    std::vector<std::string> holders(std::string_view role, std::string_view unit, LocalDate day) const;
    const std::map<std::string, Person, std::less<>>& people() const { return people_; }
    const std::vector<Substitution>& substitutions() const { return substitutions_; }

    /// The office stream's people events; others leave it alone.
    void apply(const Event& event);

private:
    std::map<std::string, Person, std::less<>> people_;
    std::vector<Substitution> substitutions_;
};

}  // namespace motcua::procedures
