// A report as a workbook (.xlsx): dates are dates, codes are text, the head stays in sight and filters; a second sheet
// says what was asked and when it was true. The only door to libxlsxwriter.
#pragma once

#include "server/reports/table.hpp"

#include <string>
#include <vector>

namespace motcua::server::reports {

/// The file's bytes; each table is a sheet of its name. Blocking. std::runtime_error when it cannot be made.
std::string workbook_of(const std::vector<Table>& tables);

}  // namespace motcua::server::reports
