// Logging in and out, and changing a password, in forms that need no script. In a demonstration one picks the person to be.
#include "engine/simulation.hpp"
#include "procedures/dossier/permission.hpp"
#include "server/form.hpp"
#include "server/pages.hpp"
#include "server/people.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using namespace procedures;

namespace {

/// Where somebody wanted to go before he was asked who he is.
std::string wanted_path(const Fields& fields) {
    const auto path = own_path(field_in(fields, "tiep"));
    return path == "/" || path.starts_with("/dang-") ? "/ho-so" : path;
}

struct FieldSpec {
    std::string_view id;
    std::string_view label;
    std::string_view type;
    std::string_view autocomplete;
    std::string_view hint = {};
};

void put_field(HtmlWriter& page, const FieldSpec& spec, std::string_view value = {}) {
    const auto hint = fmt::format("{}-hint", spec.id);
    page.open("div.field").line("label", {{"for", spec.id}}, spec.label);
    if (!spec.hint.empty()) page.line("span", {{"class", "hint"}, {"id", hint}}, spec.hint);
    page.open("input", {{"id", spec.id},
                        {"name", spec.id},
                        {"type", spec.type},
                        {"autocomplete", spec.autocomplete},
                        {"autocapitalize", "none"},
                        {spec.hint.empty() ? "spellcheck" : "aria-describedby",
                         spec.hint.empty() ? std::string_view("false") : std::string_view(hint)},
                        {"value", value},
                        {"required", ""}});
    page.close("div");
}

struct Playable {
    std::string person;
    std::string name;
    std::string role;
    std::string unit;
};

/// The office's own people by role, in the order in which the office names its roles.
std::vector<std::pair<std::string, std::vector<Playable>>> playable(const OfficeState& office, const Law& law,
                                                                    const PeopleNames& names, LocalDate today,
                                                                    Language language) {
    const Naming naming{law.office.get(), nullptr};
    std::vector<std::pair<std::string, std::vector<Playable>>> groups;
    for (const auto& role : law.office->roles) {
        std::vector<Playable> people;
        for (const auto& [id, person] : office.staff.people()) {
            if (engine::is_hired(id)) continue;
            for (const auto& tenure : person.tenures)
                if (tenure.role == role.id && tenure.is_held_on(today)) {
                    const auto& name = name_in(names, id);
                    people.push_back({id, name.empty() ? id : name, tenure.role,
                                      unit_name(naming, tenure.unit, language)});
                    break;
                }
        }
        if (!people.empty()) groups.emplace_back(in(language, role.names), std::move(people));
    }
    return groups;
}

engine::Awaitable<Response> show_login(Asked& asked, const Fields& said, std::string_view error, int status) {
    const auto language = page_language(asked.request);
    const Spoken say{language};
    const bool is_demonstration = asked.api.options().demonstration;
    const auto title = say("Đăng nhập", "Sign in");
    auto page = framed_page(asked, title, is_demonstration ? "" : "narrow", error, "#person");
    const auto next = wanted_path(said);
    if (is_demonstration) {
        const auto names = co_await names_of_people(asked);
        page.line("p", say("Chọn người để đóng vai. Văn phòng trình diễn không hỏi mật khẩu.",
                           "Choose whom to act as. A demonstration asks for no password."));
        page.open("form", {{"method", "post"}, {"action", "/dang-nhap"}, {"class", "card"}});
        page.open("input", {{"type", "hidden"}, {"name", "tiep"}, {"value", next}});
        const auto office = asked.engine().published().office();
        const auto law = asked.engine().published().law();
        for (const auto& [role, people] : playable(*office, *law, names, local_date(asked.now), language)) {
            page.line("h2", role).open("ul.people");
            for (const auto& one : people)
                page.open("li")
                    .open("button", {{"class", "button"}, {"name", "person"}, {"value", one.person}})
                    .line("strong", one.name)
                    .line("span", one.unit)
                    .close("button")
                    .close("li");
            page.close("ul");
        }
        page.close("form");
    } else {
        page.open("form", {{"method", "post"}, {"action", "/dang-nhap"}, {"class", "card"}});
        page.open("input", {{"type", "hidden"}, {"name", "tiep"}, {"value", next}});
        put_field(page, {"person", say("Tài khoản", "Account"), "text", "username"},
                  field_in(said, "person"));
        put_field(page, {"password", say("Mật khẩu", "Password"), "password", "current-password"});
        page.line("button", {{"class", "button primary"}, {"type", "submit"}}, title);
        page.close("form");
    }
    page.open("p")
        .link("/tra-cuu", say("Người nộp hồ sơ: tra cứu", "Applicants: look up a dossier"))
        .close("p");
    co_return finished(std::move(page), status);
}

Response inside(const Asked& asked, const Login& login, std::string_view next) {
    auto response = redirect_to(login.must_change ? "/doi-mat-khau" : next);
    response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, login.secret));
    return response;
}

Response show_password(Asked& asked, std::string_view error, std::string_view target, int status) {
    const Spoken say{page_language(asked.request)};
    const auto title = say("Đổi mật khẩu", "Change the password");
    auto page = framed_page(asked, title, "narrow", error, target);
    page.line("p", say("Mật khẩu được cấp lần đầu phải đổi trước khi làm việc.",
                       "A first password has to be changed before anything else."));
    page.open("form", {{"method", "post"}, {"action", "/doi-mat-khau"}, {"class", "card"}});
    put_field(page,
              {"current", say("Mật khẩu hiện tại", "Present password"), "password", "current-password"});
    put_field(page, {"password", say("Mật khẩu mới", "New password"), "password", "new-password",
                     say("Từ 10 ký tự; một câu dài dễ nhớ là tốt nhất.",
                         "At least 10 characters; a long sentence is best.")});
    page.line("button", {{"class", "button primary"}, {"type", "submit"}}, title).close("form");
    return finished(std::move(page), status);
}

std::string_view weakness_in_words(std::string_view weakness, const Spoken& say) {
    if (weakness == "unchanged")
        return say("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ from the old one.");
    if (weakness == "too_short")
        return say("Mật khẩu mới quá ngắn: cần từ 10 ký tự.",
                   "The new password is too short: 10 characters.");
    return say("Mật khẩu mới quá dễ đoán.", "The new password is too easy to guess.");
}

}  // namespace

engine::Awaitable<Response> login_page(Asked& asked) {
    co_return co_await show_login(asked, asked.query, {}, 200);
}

engine::Awaitable<Response> log_in_by_form(Asked& asked) {
    // Somebody else's page must not log this browser in as somebody of its choice.
    if (is_cross_site(asked.request, false)) co_return problem(Fault::cross_site, asked.language);
    const Spoken say{page_language(asked.request)};
    const auto said = form_of(asked.request).value_or(Fields{});
    const auto person = field_in(said, "person");
    if (!is_id(person))
        co_return co_await show_login(asked, said, say("Hãy ghi tài khoản.", "Name your account."), 422);
    if (asked.api.options().demonstration) {
        if (asked.engine().published().office()->staff.find(person) == nullptr)
            co_return co_await show_login(asked, said, say("Không có người này.", "There is no such person."),
                                          422);
        co_return inside(asked, co_await take_at_word(asked, person), wanted_path(said));
    }
    const auto password = field_in(said, "password");
    std::optional<Login> tried = Login{};
    if (password.size() <= longest_password) tried = co_await log_in_as(asked, person, password);
    if (!tried || tried->kind == Login::Kind::wait) {
        const auto wait = tried ? tried->wait : std::chrono::seconds{2};
        const auto text =
            fmt::format(fmt::runtime(say("Hãy thử lại sau {} giây.", "Try again in {} seconds.")),
                        std::max<std::int64_t>(1, wait.count()));
        co_return try_again_after(wait, co_await show_login(asked, said, text, 429));
    }
    if (tried->kind == Login::Kind::wrong)
        co_return co_await show_login(
            asked, said, say("Tài khoản hoặc mật khẩu không đúng.", "The account or the password is wrong."),
            401);
    co_return inside(asked, *tried, wanted_path(said));
}

engine::Awaitable<Response> log_out_by_form(Asked& asked) {
    if (is_cross_site(asked.request, true)) co_return problem(Fault::cross_site, asked.language);
    co_await asked.engine().run_blocking([&] {
        auto& identity = asked.api.identity();
        if (const auto session = identity.session_of(session_secret(asked.request), asked.now))
            identity.data().end_session(session->person, session->id);
    });
    auto response = redirect_to("/dang-nhap");
    response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, {}));
    co_return response;
}

engine::Awaitable<Response> password_page(Asked& asked) { co_return show_password(asked, {}, {}, 200); }

engine::Awaitable<Response> change_password_by_form(Asked& asked) {
    const Spoken say{page_language(asked.request)};
    const auto said = form_of(asked.request).value_or(Fields{});
    const auto wanted = field_in(said, "password");
    if (field_in(said, "current").size() > longest_password || wanted.size() > longest_password)
        co_return show_password(asked, say("Mật khẩu quá dài.", "The password is too long."), "#password",
                                422);
    const auto tried = co_await change_own_password(asked, field_in(said, "current"), wanted);
    if (!tried || tried->login.kind == Login::Kind::wait)
        co_return show_password(asked, say("Hãy thử lại sau ít giây.", "Try again in some seconds."),
                                "#current", 429);
    if (tried->login.kind == Login::Kind::wrong)
        co_return show_password(asked, say("Mật khẩu hiện tại không đúng.", "The present password is wrong."),
                                "#current", 422);
    if (!tried->weakness.empty())
        co_return show_password(asked, weakness_in_words(tried->weakness, say), "#password", 422);
    auto response = redirect_to("/ho-so");
    if (!tried->login.secret.empty())
        response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, tried->login.secret));
    co_return response;
}

}  // namespace motcua::server
