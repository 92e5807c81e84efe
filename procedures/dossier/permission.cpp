#include "procedures/dossier/permission.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace motcua::procedures {

const std::string& principal(const Actor& actor) {
    return actor.on_behalf_of.empty() ? actor.person : actor.on_behalf_of;
}

bool is_system(const Actor& actor) { return actor.person == "system:setup"; }

namespace {

std::optional<Refusal> objection_to_person(const OfficeState& office, const Actor& actor, LocalDate day) {
    if (office.staff.find(actor.person) == nullptr) {
        return refuse(Refusal::Code::person_unknown, {{"person", actor.person}});
    }
    if (!actor.on_behalf_of.empty() && !office.staff.may_stand_in(actor.person, actor.on_behalf_of, day)) {
        return refuse(Refusal::Code::not_substitute, {{"person", actor.person}, {"for", actor.on_behalf_of}});
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> objection_to_role(const OfficeState& office, const Actor& actor, std::string_view role,
                                         std::string_view unit, LocalDate day) {
    if (is_system(actor)) {
        return std::nullopt;
    }
    if (auto no = objection_to_person(office, actor, day)) {
        return no;
    }
    if (office.staff.holds(principal(actor), role, unit, day)) {
        return std::nullopt;
    }
    return refuse(Refusal::Code::wrong_role,
                  {{"role", std::string(role)},
                   {"unit", std::string(unit)},
                   {"could", fmt::format("{}", fmt::join(office.staff.holders(role, unit, day), ", "))}});
}

bool is_outside_role(std::string_view role) {
    return role == "province" || role == "council" || role == "agency";
}

bool holds_any_of(const OfficeState& office, const Actor& actor,
                  std::initializer_list<std::string_view> roles, LocalDate day) {
    const Person* person = office.staff.find(principal(actor));
    return person != nullptr && !objection_to_person(office, actor, day) &&
           std::any_of(person->tenures.begin(), person->tenures.end(), [&](const Tenure& tenure) {
               return tenure.is_held_on(day) &&
                      std::find(roles.begin(), roles.end(), tenure.role) != roles.end();
           });
}

bool holds_anywhere(const OfficeState& office, const Actor& actor, std::string_view role, LocalDate day) {
    return holds_any_of(office, actor, {role}, day);
}

std::optional<Refusal> objection_to_any_of(const OfficeState& office, const Actor& actor,
                                           std::initializer_list<std::string_view> roles, LocalDate day) {
    if (is_system(actor)) {
        return std::nullopt;
    }
    if (auto no = objection_to_person(office, actor, day)) {
        return no;
    }
    if (holds_any_of(office, actor, roles, day)) {
        return std::nullopt;
    }
    return refuse(Refusal::Code::wrong_role,
                  {{"role", fmt::format("{}", fmt::join(roles, ", "))}, {"unit", ""}});
}

std::optional<Refusal> objection_of_four_eyes(const OfficeState& office, const Dossier& dossier,
                                              const std::vector<std::string>& steps,
                                              const std::vector<std::string>& people, std::string_view role,
                                              std::string_view unit, LocalDate day) {
    const auto acted_there = [&](const std::string& person) {
        return std::find_if(dossier.acted.begin(), dossier.acted.end(), [&](const auto& act) {
            return act.second == person && std::find(steps.begin(), steps.end(), act.first) != steps.end();
        });
    };
    for (const auto& person : people) {
        const auto act = acted_there(person);
        if (act == dossier.acted.end()) {
            continue;
        }
        auto could = office.staff.holders(role, unit, day);
        std::erase_if(could,
                      [&](const std::string& other) { return acted_there(other) != dossier.acted.end(); });
        return refuse(
            Refusal::Code::four_eyes,
            {{"person", person}, {"step", act->first}, {"could", fmt::format("{}", fmt::join(could, ", "))}});
    }
    return std::nullopt;
}

}  // namespace motcua::procedures
