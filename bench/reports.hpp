// How long does each report of a year take, from the views?
#pragma once

#include "procedures/dossier/law.hpp"
#include "storage/journal.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace motcua::bench {

/// Seconds by the report's name, of the year 2026; each is read and folded anew, as the server does.
std::vector<std::pair<std::string, double>> report_times(const std::filesystem::path& folder,
                                                         storage::Journal& journal,
                                                         std::shared_ptr<const procedures::Law> law);

}  // namespace motcua::bench
