// The same paper as PDF: each liên and page on a sheet of its own, letters as small as they must be to hold. Set by Pango,
// drawn by Cairo; slow enough for the threads of blocking work.
#pragma once

#include "server/papers/paper.hpp"

#include <string>

namespace motcua::server {

/// The bytes follow from the paper alone. Throws std::runtime_error when Cairo fails.
std::string paper_pdf(const Paper& paper);
/// Many in one file. REQUIRES at least one, all of the same size.
std::string papers_pdf(const std::vector<Paper>& papers);

}  // namespace motcua::server
