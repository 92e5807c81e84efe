// A whole config folder → everything that an office adopts, and the texts in which adopted law
// stands in the journal, so that a dossier needs no file.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"
#include "procedures/definition/server_settings.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace motcua::procedures {

/// A definition that was read, and its text as it is adopted (to_json in procedure_loader.hpp).
struct LoadedProcedure {
    std::shared_ptr<const Procedure> procedure;
    boost::json::object text;
    std::string file;  // as found: "config/procedures/earlier/…"
};

struct Config {
    Office office;
    WorkCalendar::Content calendar;
    Rules rules;
    ServerSettings server;  // no law: read with it so that all defects of the folder are found at once
    std::vector<LoadedProcedure> procedures;  // by id, then by date in force

    /// The version in force on `day`; null when there is none.
    const LoadedProcedure* in_force(std::string_view id, LocalDate day) const;
};

/// calendar/, rules/, office.toml, server.toml, procedures/ and procedures/earlier/. Every defect of every file is in
/// `defects`; use the result only when it stayed empty. The periods of one procedure meet without gap or overlap.
Config load_config(const std::filesystem::path& folder, Defects& defects);

/// The same, for a program that cannot go on without it. Throws DefinitionError with all defects.
Config load_config(const std::filesystem::path& folder);

// What adoption of a calendar or of the rules carries; the functions ending in _from_json throw
// std::runtime_error on a text that no to_json() wrote. Procedures and offices: see their loaders.
boost::json::object to_json(const WorkCalendar::Content& calendar);
WorkCalendar::Content calendar_from_json(const boost::json::object& text);
boost::json::object to_json(const Rules& rules);
Rules rules_from_json(const boost::json::object& text);

}  // namespace motcua::procedures
