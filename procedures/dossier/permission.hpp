// Who may take an act, whom a substitute stands in for, and what four-eyes forbids.
#pragma once

#include "procedures/dossier/decide.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// The person whose authority is used: the absent one when a substitute acts.
const std::string& principal(const Actor& actor);

/// Setting up an office and playing the demonstration happen before anybody holds a role.
bool is_system(const Actor& actor);

/// Whether the actor holds the role there, himself or for somebody. The refusal names who could act.
std::optional<Refusal> objection_to_role(const OfficeState& office, const Actor& actor, std::string_view role,
                                         std::string_view unit, LocalDate day);

/// Outside agencies have no seat in the office: the records clerk enters what they did.
bool is_outside_role(std::string_view role);

/// The role in any unit.
bool holds_any_of(const OfficeState& office, const Actor& actor,
                  std::initializer_list<std::string_view> roles, LocalDate day);
bool holds_anywhere(const OfficeState& office, const Actor& actor, std::string_view role, LocalDate day);
std::optional<Refusal> objection_to_any_of(const OfficeState& office, const Actor& actor,
                                           std::initializer_list<std::string_view> roles, LocalDate day);

/// Separation of duties: nobody of `people` may have acted in one of `steps`.
std::optional<Refusal> objection_of_four_eyes(const OfficeState& office, const Dossier& dossier,
                                              const std::vector<std::string>& steps,
                                              const std::vector<std::string>& people, std::string_view role,
                                              std::string_view unit, LocalDate day);

}  // namespace motcua::procedures
