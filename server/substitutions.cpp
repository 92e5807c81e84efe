// /api/v1/substitutions: who stands in for whom, on which days. A head sets them for his own unit, the head of
// the desk for the counter (decide).
#include "server/lists.hpp"
#include "server/people.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace motcua::server {

using procedures::CommandKind;

namespace {

using boost::json::object;

engine::Awaitable<Response> answer_substitution(Asked& asked, std::size_t number, int status, bool repeated) {
    const auto names = co_await names_of_people(asked);
    const auto office = asked.engine().published().office();
    auto response = json_response(substitution_json(office->staff.substitutions().at(number - 1), number,
                                                    names, procedures::local_date(asked.now)),
                                  status);
    say_if_replayed(response, repeated);
    co_return response;
}

/// The number of the one that an event set.
std::size_t number_of(const procedures::Staff& staff, const object& set) {
    const auto& all = staff.substitutions();
    for (auto number = all.size(); number > 0; --number) {
        const auto& entry = all[number - 1];
        if (entry.person == set.at("person").as_string() &&
            entry.substitute == set.at("substitute").as_string() &&
            procedures::format_date(entry.from) == set.at("from").as_string())
            return number;
    }
    throw std::logic_error("a substitution that was set is not there");
}

}  // namespace

object substitution_json(const procedures::Substitution& entry, std::size_t number, const PeopleNames& names,
                         procedures::LocalDate today) {
    return {{"substitution", number},
            {"person", entry.person},
            {"person_name", name_in(names, entry.person)},
            {"substitute", entry.substitute},
            {"substitute_name", name_in(names, entry.substitute)},
            {"from", procedures::format_date(entry.from)},
            {"to", procedures::format_date(entry.to)},
            {"in_force", entry.from <= today && today <= entry.to}};
}

engine::Awaitable<Response> list_substitutions(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"person", "past"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto* person = parameter(asked, "person");
    const auto with_past = flag_parameter(asked, "past");
    if (!with_past) co_return problem(Fault::bad_parameter, asked.language, "past");
    const auto names = co_await names_of_people(asked);
    const auto office = asked.engine().published().office();
    const auto today = procedures::local_date(asked.now);
    boost::json::array items;
    std::size_t number = 0;
    for (const auto& entry : office->staff.substitutions()) {
        ++number;
        if (!*with_past && (entry.to < today || entry.to < entry.from)) continue;
        if (person != nullptr && entry.person != *person && entry.substitute != *person) continue;
        items.push_back(substitution_json(entry, number, names, today));
    }
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> set_substitution(Asked& asked) {
    auto body = body_with(asked, {"person", "substitute", "from", "to"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto arranged = co_await arrange(asked, CommandKind::set_substitution, std::move(std::get<object>(body)));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    const auto number = number_of(asked.engine().published().office()->staff, receipt.events.front().data);
    auto response = co_await answer_substitution(asked, number, 201, receipt.repeated);
    response.fields.emplace_back("Location", "/api/v1/substitutions");
    co_return response;
}

engine::Awaitable<Response> end_substitution(Asked& asked) {
    const auto office = asked.engine().published().office();
    const auto number = number_in<std::size_t>(asked.parameters.front());
    if (!number || *number == 0 || *number > office->staff.substitutions().size())
        co_return problem(Fault::no_such_entry, asked.language);
    auto body = body_with(asked, {"to"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& entry = office->staff.substitutions()[*number - 1];
    auto& args = std::get<object>(body);
    args["person"] = entry.person;
    args["substitute"] = entry.substitute;
    args["from"] = procedures::format_date(entry.from);
    auto arranged = co_await arrange(asked, CommandKind::end_substitution, std::move(args));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    co_return co_await answer_substitution(asked, *number, 200, std::get<engine::Receipt>(arranged).repeated);
}

}  // namespace motcua::server
