// /api/v1/session and what is one's own: logging in and out, sessions, the password, API tokens.
#include "procedures/dossier/permission.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using procedures::Refusal;

namespace {

constexpr std::int64_t usual_token_days = 90;

/// A required text of the body; the problem when it is none.
std::variant<std::string, Response> text_of(const Asked& asked, const boost::json::object& body,
                                            std::string_view field) {
    const auto* value = body.if_contains(field);
    if (value == nullptr) return wrong_field(asked, field, "required");
    if (!value->is_string() || value->get_string().empty()) return wrong_field(asked, field, "text");
    return std::string(value->get_string());
}

/// A password that was tried in vain, as its problem.
Response not_in(const Asked& asked, const Login& login) {
    if (login.kind == Login::Kind::wait)
        return try_again_after(login.wait, problem(Fault::too_many_attempts, asked.language));
    return problem(Fault::login_failed, asked.language);
}

/// A login always gives a new secret: the session that this browser had ends.
void end_former(const Asked& asked, Identity& identity) {
    if (const auto former = identity.session_of(session_secret(asked.request), asked.now))
        identity.data().end_session(former->person, former->id);
}

void count_failure(Asked& asked, const Login& login) {
    if (login.kind == Login::Kind::wrong) asked.api.door().counted_due_at(told_at(asked.now));
}

boost::json::object session_json(const Asked& asked, const storage::LoginSession& session) {
    const auto& settings = asked.api.identity().settings();
    const auto ends = std::min<engine::Instant>(session.seen_at + settings.session.idle,
                                                session.created_at + settings.session.longest);
    return {{"id", session.id},
            {"began_at", procedures::format_instant(session.created_at)},
            {"seen_at", procedures::format_instant(session.seen_at)},
            {"ends_at", procedures::format_instant(ends)},
            {"address", session.address},
            {"agent", session.agent},
            {"current", session.id == asked.credential.id}};
}

boost::json::object token_json(const storage::ApiToken& token) {
    return {{"id", token.id},
            {"name", token.name},
            {"scopes", boost::json::array(token.scopes.begin(), token.scopes.end())},
            {"issued_at", procedures::format_instant(token.created_at)},
            {"expires_at", procedures::format_instant(token.expires_at)}};
}

/// Who somebody is, and what he may.
engine::Awaitable<boost::json::object> me_json(Asked& asked, std::string person, bool must_change) {
    const auto office = asked.engine().published().office();
    const auto law = asked.engine().published().law();
    const auto today = procedures::local_date(asked.now);
    const procedures::Naming naming{law->office.get(), nullptr};
    std::string name;
    co_await asked.engine().run_blocking([&] {
        const auto names = asked.api.readers().lend()->people();
        if (const auto found = names.find(person); found != names.end()) name = found->second;
    });
    boost::json::array roles;
    if (const auto* known = office->staff.find(person))
        for (const auto& tenure : known->tenures)
            if (tenure.is_held_on(today))
                roles.push_back(
                    boost::json::object{{"role", tenure.role},
                                        {"role_name", role_name(naming, tenure.role, asked.language)},
                                        {"unit", tenure.unit},
                                        {"unit_name", unit_name(naming, tenure.unit, asked.language)}});
    boost::json::array permissions;
    const procedures::Actor actor{person, "", "http"};
    for (const auto permission : {Permission::figures, Permission::audit, Permission::law,
                                  Permission::staffing, Permission::administer})
        if (!objection_to(permission, *office, actor, today)) permissions.emplace_back(to_string(permission));
    boost::json::array stands_in_for;
    for (const auto& entry : office->staff.substitutions())
        if (entry.substitute == person && entry.from <= today && today <= entry.to)
            stands_in_for.push_back(boost::json::object{{"person", entry.person},
                                                        {"from", procedures::format_date(entry.from)},
                                                        {"to", procedures::format_date(entry.to)}});
    co_return boost::json::object{{"person", person},
                                  {"name", name},
                                  {"office", law->office ? in(asked.language, law->office->names) : ""},
                                  {"agency", law->office ? law->office->agency_code : ""},
                                  {"demonstration", asked.api.options().demonstration},
                                  {"roles", std::move(roles)},
                                  {"permissions", std::move(permissions)},
                                  {"stands_in_for", std::move(stands_in_for)},
                                  {"must_change_password", must_change}};
}

std::string agent_of(const Asked& asked) { return std::string(asked.request.field("user-agent")); }

}  // namespace

engine::Awaitable<std::optional<Login>> log_in_as(Asked& asked, const std::string& account,
                                                  const std::string& password) {
    Login login;
    auto& identity = asked.api.identity();
    const bool had_turn = co_await digest_in_turn(asked, [&] {
        login = identity.log_in(account, password, address_of(asked.request), agent_of(asked), asked.now);
        if (login.kind == Login::Kind::done) end_former(asked, identity);
    });
    if (!had_turn) co_return std::nullopt;
    count_failure(asked, login);
    if (login.kind == Login::Kind::done) co_await tell_login(asked, account);
    co_return login;
}

engine::Awaitable<Login> take_at_word(Asked& asked, const std::string& person) {
    Login login;
    co_await asked.engine().run_blocking([&] {
        auto& identity = asked.api.identity();
        login = identity.begin_session(person, address_of(asked.request), agent_of(asked), asked.now);
        end_former(asked, identity);
    });
    co_await tell_login(asked, person);
    co_return login;
}

engine::Awaitable<std::optional<PasswordChange>> change_own_password(Asked& asked, const std::string& current,
                                                                     const std::string& wanted) {
    const auto& person = asked.actor.person;
    auto& identity = asked.api.identity();
    PasswordChange change;
    const bool had_turn = co_await digest_in_turn(asked, [&] {
        const auto names = asked.api.readers().lend()->people();
        const auto name = names.find(person);
        change.login = identity.try_password(person, current, address_of(asked.request), asked.now);
        if (change.login.kind != Login::Kind::done) return;
        change.weakness = wanted == current
                              ? "unchanged"
                              : weakness_of(wanted, person, name == names.end() ? "" : name->second);
        if (!change.weakness.empty()) return;
        identity.set_password(person, wanted, false, {}, asked.now);
        if (asked.credential.kind == Credential::Kind::session)
            change.login =
                identity.begin_session(person, address_of(asked.request), agent_of(asked), asked.now);
    });
    if (!had_turn) co_return std::nullopt;
    count_failure(asked, change.login);
    if (change.is_done()) co_await tell_change(asked, person, "password");
    co_return change;
}

engine::Awaitable<Response> log_in(Asked& asked) {
    // Somebody else's page must not log this browser in as somebody of its choice.
    if (is_cross_site(asked.request, false)) co_return problem(Fault::cross_site, asked.language);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& given = std::get<boost::json::object>(body);
    if (auto no = unknown_field(asked, given, {"person", "password"})) co_return std::move(*no);
    auto person = text_of(asked, given, "person");
    if (auto* no = std::get_if<Response>(&person)) co_return std::move(*no);
    auto password = text_of(asked, given, "password");
    if (auto* no = std::get_if<Response>(&password)) co_return std::move(*no);
    const auto& account = std::get<std::string>(person);
    if (!is_id(account)) co_return wrong_field(asked, "person", "text");
    if (std::get<std::string>(password).size() > longest_password)
        co_return wrong_field(asked, "password", "too_long");
    const auto tried = co_await log_in_as(asked, account, std::get<std::string>(password));
    if (!tried) co_return no_turn(asked);
    const auto& login = *tried;
    if (login.kind != Login::Kind::done) co_return not_in(asked, login);
    asked.credential = {Credential::Kind::session, login.session.id, {}, login.must_change};
    auto me = co_await me_json(asked, account, login.must_change);
    me["session"] = session_json(asked, login.session);
    auto response = json_response(std::move(me), 201);
    response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, login.secret));
    co_return response;
}

engine::Awaitable<Response> read_session(Asked& asked) {
    auto me = co_await me_json(asked, asked.actor.person, asked.credential.must_change_password);
    me["session"] = nullptr;
    if (asked.credential.kind == Credential::Kind::session) {
        std::vector<storage::LoginSession> own;
        co_await asked.engine().run_blocking(
            [&] { own = asked.api.identity().data().sessions(asked.actor.person); });
        for (const auto& session : own)
            if (session.id == asked.credential.id) me["session"] = session_json(asked, session);
    }
    co_return json_response(std::move(me));
}

engine::Awaitable<Response> log_out(Asked& asked) {
    bool ended = false;
    co_await asked.engine().run_blocking([&] {
        ended = asked.credential.kind == Credential::Kind::session &&
                asked.api.identity().data().end_session(asked.actor.person, asked.credential.id);
    });
    auto response = json_response({{"ended", ended}});
    response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, {}));
    co_return response;
}

engine::Awaitable<Response> list_sessions(Asked& asked) {
    std::vector<storage::LoginSession> own;
    auto& identity = asked.api.identity();
    co_await asked.engine().run_blocking([&] {
        identity.data().forget_sessions(asked.now - identity.settings().session.longest,
                                        asked.now - identity.settings().session.idle);
        own = identity.data().sessions(asked.actor.person);
    });
    boost::json::array items;
    for (const auto& session : own) items.push_back(session_json(asked, session));
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> end_session(Asked& asked) {
    bool ended = false;
    co_await asked.engine().run_blocking([&] {
        ended = asked.api.identity().data().end_session(asked.actor.person, asked.parameters.front());
    });
    if (!ended) co_return problem(Fault::no_such_entry, asked.language);
    co_return json_response({{"ended", true}});
}

engine::Awaitable<Response> change_password(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& given = std::get<boost::json::object>(body);
    if (auto no = unknown_field(asked, given, {"current", "password"})) co_return std::move(*no);
    auto current = text_of(asked, given, "current");
    if (auto* no = std::get_if<Response>(&current)) co_return std::move(*no);
    auto wanted = text_of(asked, given, "password");
    if (auto* no = std::get_if<Response>(&wanted)) co_return std::move(*no);
    const auto tried =
        co_await change_own_password(asked, std::get<std::string>(current), std::get<std::string>(wanted));
    if (!tried) co_return no_turn(asked);
    const auto& [login, weakness] = *tried;
    if (login.kind != Login::Kind::done) co_return not_in(asked, login);
    if (!weakness.empty()) co_return weak_password(asked, weakness);
    auto response = json_response({{"changed", true}});
    // Whoever else had the old password is out; this browser goes on with a new secret.
    if (!login.secret.empty())
        response.fields.emplace_back("Set-Cookie", session_cookie(asked.request, login.secret));
    co_return response;
}

Response weak_password(const Asked& asked, std::string_view why) {
    return problem(Fault::weak_password, asked.language, why,
                   {{"errors", boost::json::array{boost::json::object{
                                   {"pointer", "/password"}, {"code", why}, {"message", why}}}}});
}

engine::Awaitable<Response> list_tokens(Asked& asked) {
    std::vector<storage::ApiToken> own;
    co_await asked.engine().run_blocking(
        [&] { own = asked.api.identity().data().tokens(asked.actor.person); });
    boost::json::array items;
    for (const auto& token : own) items.push_back(token_json(token));
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> issue_token(Asked& asked) {
    // A token that could issue tokens would outlive its own end.
    if (asked.credential.kind == Credential::Kind::token)
        co_return problem(Fault::not_with_token, asked.language);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& given = std::get<boost::json::object>(body);
    if (auto no = unknown_field(asked, given, {"name", "scopes", "days"})) co_return std::move(*no);
    auto name = text_of(asked, given, "name");
    if (auto* no = std::get_if<Response>(&name)) co_return std::move(*no);
    std::vector<std::string> scopes;
    const auto* list = given.if_contains("scopes");
    if (list == nullptr || !list->is_array() || list->get_array().empty())
        co_return wrong_field(asked, "scopes", "required");
    for (const auto& scope : list->get_array()) {
        if (!scope.is_string() || !is_scope(std::string_view(scope.get_string())))
            co_return wrong_field(asked, "scopes", "not_among_choices");
        scopes.emplace_back(scope.get_string());
    }
    auto days = usual_token_days;
    if (const auto* value = given.if_contains("days")) {
        const auto longest =
            std::chrono::duration_cast<std::chrono::days>(asked.api.identity().settings().longest_token);
        if (!value->is_int64() || value->get_int64() < 1 || value->get_int64() > longest.count())
            co_return wrong_field(asked, "days", "number");
        days = value->get_int64();
    }
    Identity::IssuedToken issued;
    co_await asked.engine().run_blocking([&] {
        issued = asked.api.identity().issue_token(asked.actor.person, std::get<std::string>(name),
                                                  std::move(scopes), asked.now,
                                                  asked.now + std::chrono::days{days});
    });
    co_await tell_change(asked, asked.actor.person, "token_issued", issued.token.id);
    auto out = token_json(issued.token);
    out["token"] = issued.secret;
    co_return json_response(std::move(out), 201);
}

engine::Awaitable<Response> revoke_token(Asked& asked) {
    bool revoked = false;
    co_await asked.engine().run_blocking([&] {
        revoked = asked.api.identity().data().revoke_token(asked.actor.person, asked.parameters.front());
    });
    if (!revoked) co_return problem(Fault::no_such_entry, asked.language);
    co_await tell_change(asked, asked.actor.person, "token_revoked", asked.parameters.front());
    co_return json_response({{"revoked", true}});
}

}  // namespace motcua::server
