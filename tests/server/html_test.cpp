#include "server/html.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

TEST(Html, TextCannotBecomeMarkup) {
    HtmlWriter page("vi", "<script>");
    page.line("p.note", "Công ty \"A&B\" <img src=x onerror='y'>").link("/x?\"><script>", "a<b");
    const auto html = page.take();

    EXPECT_NE(
        html.find("<p class=\"note\">Công ty &quot;A&amp;B&quot; &lt;img src=x onerror=&#39;y&#39;&gt;</p>"),
        std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_NE(html.find("<title>&lt;script&gt;</title>"), std::string::npos);
}

}  // namespace
}  // namespace motcua::server
