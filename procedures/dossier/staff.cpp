#include "procedures/dossier/staff.hpp"

#include "procedures/dossier/fields.hpp"

#include <algorithm>

namespace motcua::procedures {

namespace {

bool within(LocalDate from, LocalDate to, LocalDate day) { return from <= day && day <= to; }

bool has_tenure(const Person& person, std::string_view role, std::string_view unit, LocalDate day) {
    return std::any_of(person.tenures.begin(), person.tenures.end(), [&](const Tenure& tenure) {
        return tenure.role == role && tenure.unit == unit && tenure.is_held_on(day);
    });
}

/// What ends sooner stays as it is: an end never prolongs.
void shorten(std::optional<LocalDate>& to, LocalDate end) {
    if (!to || *to > end) {
        to = end;
    }
}

LocalDate date(const boost::json::object& data, std::string_view field) {
    return parse_date(fields::text(data, field)).value();
}

}  // namespace

const Person* Staff::find(std::string_view person) const {
    const auto found = people_.find(person);
    return found == people_.end() ? nullptr : &found->second;
}

bool Staff::holds(std::string_view person, std::string_view role, std::string_view unit,
                  LocalDate day) const {
    const Person* known = find(person);
    return known != nullptr && has_tenure(*known, role, unit, day);
}

bool Staff::is_absent(std::string_view person, LocalDate day) const {
    const Person* known = find(person);
    return known != nullptr &&
           std::any_of(known->absences.begin(), known->absences.end(),
                       [&](const Absence& away) { return within(away.from, away.to, day); });
}

bool Staff::may_stand_in(std::string_view substitute, std::string_view person, LocalDate day) const {
    return std::any_of(substitutions_.begin(), substitutions_.end(), [&](const Substitution& entry) {
        return entry.substitute == substitute && entry.person == person && within(entry.from, entry.to, day);
    });
}

std::vector<std::string> Staff::holders(std::string_view role, std::string_view unit, LocalDate day) const {
    std::vector<std::string> out;
    for (const auto& [id, person] : people_) {
        if (has_tenure(person, role, unit, day)) {
            out.push_back(id);
        }
    }
    return out;
}

void Staff::apply(const Event& event) {
    const auto& data = event.data;
    switch (event.type) {
        case EventType::person_added: {
            const std::string id(fields::text(data, "person"));
            people_[id].id = id;
            break;
        }
        case EventType::role_granted:
            people_[std::string(fields::text(data, "person"))].tenures.push_back(
                {std::string(fields::text(data, "role")), std::string(fields::text(data, "unit")),
                 date(data, "from"), data.contains("to") ? std::optional(date(data, "to")) : std::nullopt});
            break;
        case EventType::role_ended:
            for (auto& tenure : people_[std::string(fields::text(data, "person"))].tenures) {
                if (tenure.role == fields::text(data, "role") && tenure.unit == fields::text(data, "unit")) {
                    shorten(tenure.to, date(data, "to"));
                }
            }
            break;
        case EventType::absence_set:
            people_[std::string(fields::text(data, "person"))].absences.push_back(
                {date(data, "from"), date(data, "to")});
            break;
        case EventType::absence_ended:
            for (auto& away : people_[std::string(fields::text(data, "person"))].absences) {
                if (away.from == date(data, "from")) {
                    away.to = std::min(away.to, date(data, "to"));
                }
            }
            break;
        case EventType::substitution_ended:
            for (auto& entry : substitutions_) {
                if (entry.person == fields::text(data, "person") &&
                    entry.substitute == fields::text(data, "substitute") &&
                    entry.from == date(data, "from")) {
                    entry.to = std::min(entry.to, date(data, "to"));
                }
            }
            break;
        case EventType::substitution_set:
            substitutions_.push_back({std::string(fields::text(data, "person")),
                                      std::string(fields::text(data, "substitute")), date(data, "from"),
                                      date(data, "to")});
            break;
        default: break;
    }
}

}  // namespace motcua::procedures
