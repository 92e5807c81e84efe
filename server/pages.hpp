// Pages for browsers, and what they share: the language of the person, the frame. Those without script work in any browser
// and print. Private to server/.
#pragma once

#include "server/html.hpp"
#include "server/resources.hpp"

namespace motcua::server {

/// Vietnamese unless this browser chose English (the cookie `tieng`): many a Vietnamese office has English browsers.
Language page_language(const Request& request);

/// One of the two, by the page's language.
struct Spoken {
    Language language;
    std::string_view operator()(std::string_view vi, std::string_view en) const {
        return language == Language::vi ? vi : en;
    }
};

/// Opens a page: skip link, TẬP HUẤN in a demonstration, the office, the languages; then `main.<kind>` is open.
HtmlWriter framed_page(const Asked& asked, std::string_view title, std::string_view main_class);
/// The same with its heading, and with what is wrong, which leads to the field `target`; nothing is when `error` is empty.
HtmlWriter framed_page(const Asked& asked, std::string_view title, std::string_view main_class,
                       std::string_view error, std::string_view target);
/// Ends what framed_page began.
Response finished(HtmlWriter page, int status = 200);
Response redirect_to(std::string_view target);
/// A path of this server, "/" when `target` is anything else.
std::string own_path(std::string_view target);

engine::Awaitable<Response> home_page(Asked&);
engine::Awaitable<Response> login_page(Asked&);
engine::Awaitable<Response> log_in_by_form(Asked&);
engine::Awaitable<Response> log_out_by_form(Asked&);
engine::Awaitable<Response> lookup_page(Asked&);
engine::Awaitable<Response> look_up_by_form(Asked&);
/// What the QR of a receipt leads to: the own dossier, without typing.
engine::Awaitable<Response> lookup_by_link(Asked&);
engine::Awaitable<Response> reminder_by_form(Asked&);
engine::Awaitable<Response> procedures_page(Asked&);
engine::Awaitable<Response> procedure_page(Asked&);
engine::Awaitable<Response> password_page(Asked&);
engine::Awaitable<Response> change_password_by_form(Asked&);
engine::Awaitable<Response> choose_language(Asked&);

}  // namespace motcua::server
