// config/office.toml and config/demo/people.toml → the office and the people of the demonstration.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/definition/office.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace motcua::procedures {

/// The office as `config`/office.toml says. Use the result only when `defects` stayed empty. The office hours
/// belong to the calendar (calendar_loader.hpp).
Office load_office(const std::filesystem::path& config, Defects& defects);

/// The keys of office.toml; office_from_json gives the same office back.
boost::json::object to_json(const Office& office);
/// Throws DefinitionError on a text that no to_json() wrote.
Office office_from_json(const boost::json::object& text);

/// Somebody of the demonstration office; seeded once as events.
struct DemoPerson {
    struct Role {
        std::string role;
        std::string unit;
        LocalDate from;
        std::optional<LocalDate> to;
    };
    struct Absence {
        LocalDate from;
        LocalDate to;
        std::string note;
    };
    std::string id;
    std::string name_vi;
    std::vector<Role> roles;
    std::vector<Absence> absences;
};

struct DemoSubstitution {
    std::string person;
    std::string substitute;
    LocalDate from;
    LocalDate to;
    std::string reason;
};

struct DemoPeople {
    std::vector<DemoPerson> people;
    std::vector<DemoSubstitution> substitutions;
};

/// A file in the form of demo/people.toml, its roles and units checked against `office`.
DemoPeople load_people(const std::filesystem::path& path, const Office& office, Defects& defects);
/// `config`/demo/people.toml
DemoPeople load_demo_people(const std::filesystem::path& config, const Office& office, Defects& defects);

}  // namespace motcua::procedures
