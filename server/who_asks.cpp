#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

namespace {

constexpr std::string_view plain_cookie = "motcua";
constexpr std::string_view host_cookie = "__Host-motcua";
constexpr std::string_view bearer = "Bearer ";
constexpr auto told_every = std::chrono::minutes{10};
constexpr auto reading_lasts = std::chrono::hours{1};
constexpr int most_turns = 32;

bool is_reading(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

bool is_on_loopback(const Request& request) {
    const auto name = host_of(request);
    return request.is_local || name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

std::string_view cookie_name(const Request& request) {
    return is_on_loopback(request) ? plain_cookie : host_cookie;
}

std::string_view token_secret(const Request& request) {
    const auto field = request.field("authorization");
    return field.starts_with(bearer) ? field.substr(bearer.size()) : std::string_view();
}

procedures::Actor actor_of(const Request& request, std::string person) {
    return {std::move(person), std::string(request.field("x-motcua-for")), request.is_local ? "cli" : "http"};
}

procedures::Command told(procedures::CommandKind kind, procedures::Actor actor, boost::json::object args) {
    procedures::Command command;
    command.kind = kind;
    command.actor = std::move(actor);
    command.args = std::move(args);
    return command;
}

/// Nobody waits outside because the journal cannot be written just now; the log says so.
void warn_untold(Api& api, const engine::Answer& answer, std::string_view what) {
    if (!answer.done())
        api.ports().log.warning("The journal was not told", {{"of", what}, {"why", to_string(answer.kind)}});
}

/// Counts that somebody was kept out, for the journal. A stranger's word is nobody's name.
engine::Awaitable<void> count_refusal(Api& api, const std::string& person, Permission permission,
                                      std::string_view code, engine::Instant now) {
    if (api.ports().engine.published().office()->staff.find(person) == nullptr) co_return;
    co_await api.ports().engine.run_blocking(
        [&] { api.identity().data().count_refusal(person, to_string(permission), code, now); });
    api.door().counted_due_at(told_at(now));
}

/// What was counted before that is due to be told; its ten minutes are over.
engine::Instant due_before(engine::Instant now) { return now - told_every + engine::Instant::duration{1}; }

engine::Awaitable<void> tell_failed_logins(Api& api, engine::Instant now) {
    std::vector<storage::FailedLogins> due;
    auto& data = api.identity().data();
    co_await api.ports().engine.run_blocking([&] { due = data.failed_logins(due_before(now)); });
    for (const auto& failed : due) {
        boost::json::object args{{"count", failed.count},
                                 {"since", procedures::format_instant(failed.since)},
                                 {"address", failed.address}};
        if (!failed.account.empty()) args["person"] = failed.account;
        auto command =
            told(procedures::CommandKind::sign_in_failed, {"system:identity", "", "system"}, std::move(args));
        const auto answer = co_await api.ports().engine.submit(std::move(command));
        warn_untold(api, answer, "failed logins");
        if (answer.done())
            co_await api.ports().engine.run_blocking([&] { data.forget_failed_logins(failed, now); });
    }
}

engine::Awaitable<void> tell_refusals(Api& api, engine::Instant now) {
    std::vector<storage::Refusals> due;
    auto& data = api.identity().data();
    co_await api.ports().engine.run_blocking([&] { due = data.refusals(due_before(now)); });
    for (const auto& refused : due) {
        boost::json::object args{{"code", refused.code},
                                 {"permission", refused.permission},
                                 {"count", refused.count},
                                 {"since", procedures::format_instant(refused.since)}};
        auto command =
            told(procedures::CommandKind::refuse_entry, {refused.person, "", "http"}, std::move(args));
        const auto answer = co_await api.ports().engine.submit(std::move(command));
        warn_untold(api, answer, "refusals");
        if (answer.done())
            co_await api.ports().engine.run_blocking([&] { data.forget_refusals(refused, now); });
    }
}

}  // namespace

engine::Instant told_at(engine::Instant now) { return now + told_every; }

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    });
}

std::string address_of(const Request& request) { return request.address.empty() ? "local" : request.address; }

std::string session_cookie(const Request& request, std::string_view secret) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", cookie_name(request), secret,
                       is_on_loopback(request) ? "" : "; Secure", secret.empty() ? "; Max-Age=0" : "");
}

std::string_view session_secret(const Request& request) { return cookie_of(request, cookie_name(request)); }

bool is_cross_site(const Request& request, bool must_tell) {
    const auto site = request.field("sec-fetch-site");
    const auto origin = request.field("origin");
    if (!site.empty() && site != "same-origin") return true;
    if (origin.empty()) return site.empty() && must_tell;
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.field("host");
}

engine::Awaitable<std::variant<WhoAsks, Response>> who_asks(Api& api, const Request& request,
                                                            Permission permission, Language language,
                                                            engine::Instant now) {
    WhoAsks who;
    std::string person;
    const bool has_token = !request.field("authorization").empty();
    const auto secret = has_token ? token_secret(request) : session_secret(request);
    if (const auto absent = request.field("x-motcua-for"); !absent.empty() && !is_id(absent))
        co_return problem(Fault::authentication_required, language);
    if (!secret.empty()) {
        co_await api.ports().engine.run_blocking([&] {
            if (has_token) {
                if (const auto token = api.identity().token_of(secret, now)) {
                    who.credential = {Credential::Kind::token, token->id, token->scopes, false};
                    person = token->person;
                }
            } else if (const auto session = api.identity().session_of(secret, now)) {
                who.credential = {Credential::Kind::session, session->id, {}, false};
                person = session->person;
            }
            if (person.empty()) return;
            const auto account = api.identity().data().account(person);
            if (account && account->disabled) person.clear();
            who.credential.must_change_password = account && account->must_change;
        });
    }
    // A token that does not hold is an error; a cookie may have outlived its session.
    if (person.empty() && !has_token && api.options().demonstration) {
        const auto word = request.field("x-motcua-person");
        if (is_id(word)) person = word;
        who.credential = {};
        who.credential.kind = Credential::Kind::word;
    }
    if (person.empty()) co_return problem(Fault::authentication_required, language);
    const auto& credential = who.credential;
    if (credential.kind == Credential::Kind::session && !is_reading(request) && is_cross_site(request, true))
        co_return problem(Fault::cross_site, language);
    if (credential.kind == Credential::Kind::token &&
        !reaches(credential.scopes, permission, is_reading(request))) {
        co_await count_refusal(api, person, permission, to_string(Fault::scope_missing), now);
        co_return problem(Fault::scope_missing, language);
    }
    if (credential.must_change_password && permission != Permission::own_account)
        co_return problem(Fault::password_must_change, language);
    who.actor = actor_of(request, std::move(person));
    const auto office = api.ports().engine.published().office();
    if (const auto no = objection_to(permission, *office, who.actor, procedures::local_date(now))) {
        co_await count_refusal(api, who.actor.person, permission, to_string(no->code), now);
        co_return problem(*no, language, {});
    }
    co_return who;
}

engine::Awaitable<bool> digest_in_turn(Asked& asked, std::function<void()> work) {
    auto& door = asked.api.door();
    if (!door.may_wait_for_turn()) co_return false;
    struct Leave {
        DoorMemory& door;
        bool has_turn = false;
        ~Leave() { has_turn ? door.leave_turn() : door.give_up(); }
    } leave{door};
    boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
    while (!(leave.has_turn = door.take_turn())) {
        pause.expires_after(std::chrono::milliseconds{10});
        co_await pause.async_wait(boost::asio::use_awaitable);
    }
    co_await asked.engine().run_blocking(std::move(work));
    co_return true;
}

Response no_turn(const Asked& asked) {
    return try_again_after(std::chrono::seconds{2}, problem(Fault::overloaded, asked.language));
}

engine::Awaitable<void> tell_counted(Api& api, engine::Instant now) {
    co_await tell_failed_logins(api, now);
    co_await tell_refusals(api, now);
    std::vector<engine::Instant> left;
    co_await api.ports().engine.run_blocking([&] {
        auto& data = api.identity().data();
        for (const auto& failed : data.failed_logins(now + told_every)) left.push_back(failed.since);
        for (const auto& refused : data.refusals(now + told_every)) left.push_back(refused.since);
    });
    for (const auto since : left) api.door().counted_due_at(std::max(told_at(since), now + told_every / 10));
}

engine::Awaitable<engine::Answer> tell_change(Asked& asked, const std::string& person,
                                              std::string_view change, const std::string& token) {
    boost::json::object args{{"person", person}, {"change", change}};
    if (!token.empty()) args["token"] = token;
    co_return co_await asked.engine().submit(
        told(procedures::CommandKind::change_account, asked.actor, std::move(args)));
}

engine::Awaitable<void> tell_login(Asked& asked, const std::string& person) {
    boost::json::object args;
    args["address"] = address_of(asked.request);
    auto command = told(procedures::CommandKind::sign_in, actor_of(asked.request, person), std::move(args));
    const auto answer = co_await asked.engine().submit(std::move(command));
    warn_untold(asked.api, answer, "a login");
}

engine::Awaitable<void> tell_reading(Asked& asked, const std::string& dossier) {
    if (!asked.api.door().is_first_reading(asked.actor.person, dossier, asked.now)) co_return;
    boost::json::object args;
    args["dossier"] = dossier;
    auto command = told(procedures::CommandKind::read_dossier, asked.actor, std::move(args));
    const auto answer = co_await asked.engine().submit(std::move(command));
    warn_untold(asked.api, answer, "a reading");
}

bool DoorMemory::is_first_reading(const std::string& person, const std::string& dossier,
                                  engine::Instant now) {
    const std::lock_guard lock(mutex_);
    auto& last = readings_[{person, dossier}];
    if (last != engine::Instant{} && now - last < reading_lasts) return false;
    last = now;
    // What is older says nothing any more.
    if (now - swept_ >= reading_lasts) {
        std::erase_if(readings_, [&](const auto& reading) { return now - reading.second >= reading_lasts; });
        swept_ = now;
    }
    return true;
}

void DoorMemory::counted_due_at(engine::Instant due) {
    const auto at = due.time_since_epoch().count();
    auto before = counted_due_.load();
    while (at < before && !counted_due_.compare_exchange_weak(before, at)) {
    }
}

bool DoorMemory::take_counted_due(engine::Instant now) {
    auto due = counted_due_.load();
    return due <= now.time_since_epoch().count() &&
           counted_due_.compare_exchange_strong(due, std::numeric_limits<std::int64_t>::max());
}

bool DoorMemory::may_wait_for_turn() {
    if (turns_.fetch_add(1) < most_turns) return true;
    turns_.fetch_sub(1);
    return false;
}

void DoorMemory::leave_turn() {
    is_digesting_.store(false);
    give_up();
}

}  // namespace motcua::server
