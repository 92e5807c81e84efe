// A paper as a page of its own: no script, its style sheet and its codes inside, so that what is issued is kept as it looked
// and is read anywhere, on a server of ours or without one.
#pragma once

#include "server/papers/paper.hpp"

#include <string>
#include <string_view>

namespace motcua::server {

std::string paper_html(const Paper& paper);
/// Many that are printed and kept as one. REQUIRES at least one; the first gives the title.
std::string papers_html(const std::vector<Paper>& papers);
/// The sheet of all papers.
std::string_view paper_stylesheet();

/// The style sheet inside such a page as the policy of its answer names it: "'sha256-…'".
std::string style_source_of(std::string_view page);

}  // namespace motcua::server
