// A paper as a page of its own: no script, styled by /giay.css, codes as inline shapes. What is issued is kept in this form.
#pragma once

#include "server/papers/paper.hpp"

#include <string>
#include <string_view>

namespace motcua::server {

enum class PaperStyle {
    linked,
    inside
};  // the sheet: at /giay.css, or in the page itself, to be read anywhere
std::string paper_html(const Paper& paper, PaperStyle style = PaperStyle::linked);
/// What /giay.css answers.
std::string_view paper_stylesheet();

}  // namespace motcua::server
