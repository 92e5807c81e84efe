// A page is written element by element; text is escaped on its way in and there is no other way in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace motcua::server {

class HtmlWriter {
public:
    /// A whole document in `language`, with the program's stylesheet.
    HtmlWriter(std::string_view language, std::string_view title);
    /// A document that needs no other file: `style` is written into it as it is.
    HtmlWriter(std::string_view language, std::string_view title, std::string_view style);

    /// `element` may carry one class: "p.note".
    HtmlWriter& open(std::string_view element);
    /// With attributes, `{"type", "password"}`; one with an empty value is written bare: `required`.
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    HtmlWriter& open(std::string_view element, Attributes attributes);
    HtmlWriter& line(std::string_view element, Attributes attributes, std::string_view text);
    HtmlWriter& close(std::string_view element);
    HtmlWriter& text(std::string_view text);
    /// An element with nothing but text in it.
    HtmlWriter& line(std::string_view element, std::string_view text);
    HtmlWriter& link(std::string_view target, std::string_view text);

    std::string take();

private:
    std::string out_;
};

std::string escaped(std::string_view text);

}  // namespace motcua::server
