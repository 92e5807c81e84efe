#include "server/html.hpp"

namespace motcua::server {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

namespace {

std::string head(std::string_view language, std::string_view title, std::string_view styled) {
    return "<!doctype html>\n<html lang=\"" + escaped(language) +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\">"
           // No icon of its own: the browser need not ask for one.
           "<link rel=\"icon\" href=\"data:,\"><title>" +
           escaped(title) + "</title>" + std::string(styled) + "</head><body>\n";
}

}  // namespace

HtmlWriter::HtmlWriter(std::string_view language, std::string_view title)
    : out_(head(language, title, "<link rel=\"stylesheet\" href=\"/style.css\">")) {}

HtmlWriter::HtmlWriter(std::string_view language, std::string_view title, std::string_view style)
    : out_(head(language, title, "<style>" + std::string(style) + "</style>")) {}

HtmlWriter& HtmlWriter::open(std::string_view element) {
    const auto dot = element.find('.');
    out_ += "<";
    out_ += element.substr(0, dot);
    if (dot != std::string_view::npos) out_ += " class=\"" + escaped(element.substr(dot + 1)) + "\"";
    out_ += ">";
    return *this;
}

HtmlWriter& HtmlWriter::open(std::string_view element, Attributes attributes) {
    open(element);
    out_.pop_back();
    for (const auto& [name, value] : attributes) {
        out_ += ' ';
        out_ += name;
        if (!value.empty()) out_ += "=\"" + escaped(value) + "\"";
    }
    out_ += '>';
    return *this;
}

HtmlWriter& HtmlWriter::line(std::string_view element, Attributes attributes, std::string_view words) {
    return open(element, attributes).text(words).close(element);
}

HtmlWriter& HtmlWriter::close(std::string_view element) {
    out_ += "</";
    out_ += element.substr(0, element.find('.'));
    out_ += ">\n";
    return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text) {
    out_ += escaped(text);
    return *this;
}

HtmlWriter& HtmlWriter::line(std::string_view element, std::string_view words) {
    return open(element).text(words).close(element);
}

HtmlWriter& HtmlWriter::link(std::string_view target, std::string_view words) {
    out_ += "<a href=\"" + escaped(target) + "\">";
    return text(words).close("a");
}

std::string HtmlWriter::take() { return std::move(out_) + "</body></html>\n"; }

}  // namespace motcua::server
