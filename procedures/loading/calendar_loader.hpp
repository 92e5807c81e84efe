// config/calendar/YEAR.toml and the office hours → the content of a WorkCalendar.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <filesystem>
#include <vector>

namespace motcua::procedures {

/// Every year file of `config`/calendar, with the office hours of `config`/office.toml (the default hours
/// where that file is absent or says nothing). Use the result only when `defects` stayed empty.
WorkCalendar::Content load_calendar(const std::filesystem::path& config, Defects& defects);

/// `[[office_hours]] from = 2020-01-01, open = ["07:30-11:30", "13:00-17:00"]`, each entry valid until the
/// next one's date; the default hours when there is no entry. Reads that key of the table only.
std::vector<OfficeHours> read_office_hours(TableReader& office);

/// 07:30–11:30 and 13:00–17:00.
std::vector<OfficeHours> default_office_hours();

}  // namespace motcua::procedures
