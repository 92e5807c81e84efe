// /api/v1/people: who belongs to the office, in which roles, and how he gets in. Roles and accounts are the
// administrator's; absences also the head's of the unit (decide). A password never reaches the journal.
#include "server/people.hpp"

#include "procedures/dossier/permission.hpp"
#include "server/lists.hpp"
#include "server/or_null.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>

namespace motcua::server {

using procedures::CommandKind;
using procedures::LocalDate;
using procedures::Refusal;

namespace {

using boost::json::array;
using boost::json::object;

/// Whether the asker tends accounts, by his roles and, with a token, by its scope.
bool tends_accounts(const Asked& asked) {
    const auto office = asked.engine().published().office();
    const auto& credential = asked.credential;
    return !objection_to(Permission::administer, *office, asked.actor, procedures::local_date(asked.now)) &&
           (credential.kind != Credential::Kind::token ||
            reaches(credential.scopes, Permission::administer, true));
}

std::string_view state_of(const storage::Account* account) {
    if (account == nullptr) return "none";
    if (account->disabled) return "disabled";
    return account->must_change ? "first_password" : "active";
}

/// What a list of people is answered from.
struct Known {
    std::shared_ptr<const procedures::Law> law;
    std::shared_ptr<const procedures::OfficeState> office;
    PeopleNames names;
    std::map<std::string, storage::Account, std::less<>> accounts;
    bool shows_accounts = false;
};

engine::Awaitable<Known> known_people(Asked& asked) {
    Known known;
    known.names = co_await names_of_people(asked);
    known.law = asked.engine().published().law();
    known.office = asked.engine().published().office();
    known.shows_accounts = tends_accounts(asked);
    if (known.shows_accounts)
        co_await asked.engine().run_blocking([&] {
            for (auto& account : asked.api.identity().data().accounts())
                known.accounts.emplace(account.person, account);
        });
    co_return known;
}

/// Roles that ended are told of one person, not in lists.
object person_json(const Asked& asked, const Known& known, const procedures::Person& person, bool with_past) {
    const auto today = procedures::local_date(asked.now);
    const procedures::Naming naming{known.law->office.get(), nullptr};
    array roles, absences, substitutes;
    for (const auto& tenure : person.tenures) {
        if (!with_past && tenure.to && *tenure.to < today) continue;
        roles.push_back(object{{"role", tenure.role},
                               {"role_name", role_name(naming, tenure.role, asked.language)},
                               {"unit", tenure.unit},
                               {"unit_name", unit_name(naming, tenure.unit, asked.language)},
                               {"from", procedures::format_date(tenure.from)},
                               {"to", or_null(tenure.to)}});
    }
    for (const auto& away : person.absences)
        if (away.from <= away.to && today <= away.to)
            absences.push_back(object{{"from", procedures::format_date(away.from)},
                                      {"to", procedures::format_date(away.to)}});
    std::size_t number = 0;
    for (const auto& entry : known.office->staff.substitutions()) {
        ++number;
        if (entry.person == person.id && entry.from <= entry.to && today <= entry.to)
            substitutes.push_back(substitution_json(entry, number, known.names, today));
    }
    const auto account = known.accounts.find(person.id);
    return {{"person", person.id},
            {"name", name_in(known.names, person.id)},
            {"roles", std::move(roles)},
            {"absent", known.office->staff.is_absent(person.id, today)},
            {"absences", std::move(absences)},
            {"substitutes", std::move(substitutes)},
            {"account",
             known.shows_accounts
                 ? boost::json::value(state_of(account == known.accounts.end() ? nullptr : &account->second))
                 : boost::json::value(nullptr)}};
}

/// The person of the address; the problem when nobody is called that.
std::variant<std::string, Response> person_of(const Asked& asked) {
    const auto& person = asked.parameters.front();
    if (asked.engine().published().office()->staff.find(person) == nullptr)
        return problem(Fault::no_such_person, asked.language);
    return person;
}

engine::Awaitable<Response> answer_person(Asked& asked, const std::string& person, int status,
                                          bool repeated) {
    const auto known = co_await known_people(asked);
    auto response = json_response(person_json(asked, known, *known.office->staff.find(person), true), status);
    say_if_replayed(response, repeated);
    if (status == 201) response.fields.emplace_back("Location", "/api/v1/people/" + person);
    co_return response;
}

/// A first password out of the body, taken out of it; the problem when it is no use.
std::variant<std::string, Response> take_password(const Asked& asked, object& body, std::string_view person,
                                                  std::string_view name) {
    const auto* given = body.if_contains("password");
    if (given == nullptr || !given->is_string()) return wrong_field(asked, "password", "required");
    const std::string password(given->get_string());
    body.erase("password");
    if (const auto why = weakness_of(password, person, name); !why.empty()) return weak_password(asked, why);
    return password;
}

/// False when too many wait. `only_new`: an account that is there stays as it is.
engine::Awaitable<bool> put_password(Asked& asked, const std::string& person, const std::string& password,
                                     bool only_new) {
    bool is_set = false;
    auto& identity = asked.api.identity();
    const bool had_turn = co_await digest_in_turn(asked, [&] {
        if (only_new && identity.data().account(person)) return;
        identity.set_password(person, password, true, {}, asked.now);
        is_set = true;
    });
    if (is_set) co_await tell_change(asked, person, "first_password");
    co_return had_turn;
}

/// An act on the person of the address, and the person as he is then.
engine::Awaitable<Response> arrange_for(Asked& asked, CommandKind kind, Body body) {
    auto person = person_of(asked);
    if (auto* no = std::get_if<Response>(&person)) co_return std::move(*no);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto& args = std::get<object>(body);
    args["person"] = std::get<std::string>(person);
    auto arranged = co_await arrange(asked, kind, std::move(args));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    co_return co_await answer_person(asked, std::get<std::string>(person), 200,
                                     std::get<engine::Receipt>(arranged).repeated);
}

}  // namespace

engine::Awaitable<PeopleNames> names_of_people(Asked& asked) {
    co_await views_are_current(asked);
    PeopleNames names;
    co_await asked.engine().run_blocking([&] { names = asked.api.readers().lend()->people(); });
    co_return names;
}

const std::string& name_in(const PeopleNames& names, const std::string& person) {
    static const std::string unknown;
    const auto found = names.find(person);
    return found == names.end() ? unknown : found->second;
}

Body body_with(const Asked& asked, std::initializer_list<std::string_view> names) {
    auto body = body_of(asked);
    if (const auto* given = std::get_if<object>(&body))
        if (auto no = unknown_field(asked, *given, names)) return std::move(*no);
    return body;
}

engine::Awaitable<Arranged> arrange(Asked& asked, CommandKind kind, object args) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    procedures::Command command;
    command.kind = kind;
    command.actor = asked.actor;
    command.key = std::get<std::string>(key);
    command.args = std::move(args);
    auto answer = co_await asked.engine().submit(std::move(command));
    const auto law = asked.engine().published().law();
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    co_return std::move(answer.receipt);
}

engine::Awaitable<Response> list_people(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"unit", "role"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto* unit = parameter(asked, "unit");
    const auto* role = parameter(asked, "role");
    const auto known = co_await known_people(asked);
    const auto today = procedures::local_date(asked.now);
    array items;
    for (const auto& [id, person] : known.office->staff.people()) {
        const bool is_meant =
            (unit == nullptr && role == nullptr) ||
            std::any_of(person.tenures.begin(), person.tenures.end(), [&](const procedures::Tenure& tenure) {
                return (unit == nullptr || tenure.unit == *unit) &&
                       (role == nullptr || tenure.role == *role) && (!tenure.to || today <= *tenure.to);
            });
        if (is_meant) items.push_back(person_json(asked, known, person, false));
    }
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> read_person(Asked& asked) {
    auto person = person_of(asked);
    if (auto* no = std::get_if<Response>(&person)) co_return std::move(*no);
    const auto known = co_await known_people(asked);
    co_return json_response(
        person_json(asked, known, *known.office->staff.find(std::get<std::string>(person)), true));
}

engine::Awaitable<Response> add_person(Asked& asked) {
    auto body = body_with(asked, {"person", "name", "roles", "password"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto& args = std::get<object>(body);
    for (const std::string_view field : {"person", "name"})
        if (const auto* said = args.if_contains(field); said == nullptr || !said->is_string())
            co_return wrong_field(asked, field, "required");
    const std::string person(args.at("person").get_string());
    if (!is_id(person)) co_return wrong_field(asked, "person", "text");
    auto password = take_password(asked, args, person, std::string_view(args.at("name").get_string()));
    if (auto* no = std::get_if<Response>(&password)) co_return std::move(*no);
    auto arranged = co_await arrange(asked, CommandKind::add_person, std::move(args));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    // A repeat gives the password only when the first request did not come so far.
    if (!co_await put_password(asked, person, std::get<std::string>(password), true))
        co_return no_turn(asked);
    co_return co_await answer_person(asked, person, 201, std::get<engine::Receipt>(arranged).repeated);
}

engine::Awaitable<Response> change_roles(Asked& asked) {
    auto body = body_with(asked, {"grant", "end"});
    co_return co_await arrange_for(asked, CommandKind::change_roles, std::move(body));
}

engine::Awaitable<Response> give_first_password(Asked& asked) {
    auto person = person_of(asked);
    if (auto* no = std::get_if<Response>(&person)) co_return std::move(*no);
    const auto& id = std::get<std::string>(person);
    // One's own is changed by who knows it: POST /api/v1/me/password.
    if (id == asked.actor.person)
        co_return problem(procedures::refuse(Refusal::Code::not_for_oneself, {{"person", id}}),
                          asked.language, {});
    auto body = body_with(asked, {"password"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto names = co_await names_of_people(asked);
    auto password = take_password(asked, std::get<object>(body), id, name_in(names, id));
    if (auto* no = std::get_if<Response>(&password)) co_return std::move(*no);
    if (!co_await put_password(asked, id, std::get<std::string>(password), false)) co_return no_turn(asked);
    co_return co_await answer_person(asked, id, 200, false);
}

engine::Awaitable<Response> let_go(Asked& asked) {
    auto person = person_of(asked);
    if (auto* no = std::get_if<Response>(&person)) co_return std::move(*no);
    const auto& id = std::get<std::string>(person);
    auto body = body_with(asked, {});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    if (id == asked.actor.person)
        co_return problem(procedures::refuse(Refusal::Code::not_for_oneself, {{"person", id}}),
                          asked.language, {});
    const auto office = asked.engine().published().office();
    const auto today = procedures::local_date(asked.now);
    array roles;
    for (const auto& tenure : office->staff.find(id)->tenures)
        if (!tenure.to || today <= *tenure.to)
            roles.push_back(object{{"role", tenure.role}, {"unit", tenure.unit}});
    const bool repeated = roles.empty();
    if (!repeated) {
        object args{{"person", id}, {"end", std::move(roles)}};
        auto arranged = co_await arrange(asked, CommandKind::change_roles, std::move(args));
        if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    }
    bool was_open = false;
    co_await asked.engine().run_blocking([&] {
        const auto account = asked.api.identity().data().account(id);
        was_open = account && !account->disabled;
        asked.api.identity().disable(id);
    });
    if (was_open) co_await tell_change(asked, id, "disabled");
    co_return co_await answer_person(asked, id, 200, repeated);
}

engine::Awaitable<Response> set_absence(Asked& asked) {
    auto body = body_with(asked, {"from", "to", "substitute"});
    co_return co_await arrange_for(asked, CommandKind::set_absence, std::move(body));
}

engine::Awaitable<Response> end_absence(Asked& asked) {
    auto body = body_with(asked, {"to"});
    if (auto* args = std::get_if<object>(&body)) (*args)["from"] = asked.parameters.back();
    co_return co_await arrange_for(asked, CommandKind::end_absence, std::move(body));
}

}  // namespace motcua::server
