// /api/v1/outages: numbers kept for blank receipts, what became of them, and the intervals that the head of the desk declared.
// What was written on paper is entered through the ordinary commands, with `at` and `outage`.
#include "procedures/dossier/permission.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/or_null.hpp"
#include "server/people.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using namespace procedures;

namespace {

/// What is asked for without a day: as far back as a month's accounts.
constexpr std::chrono::days usual_past{31};

object outage_json(const Outage& outage, Language language) {
    return {{"outage", outage.number},
            {"begin", format_instant(outage.begin)},
            {"end", format_instant(outage.end)},
            {"cause", to_string(outage.cause)},
            {"cause_name", name_of(outage.cause, language)},
            {"declared_at", format_instant(outage.declared)},
            {"declared_by", outage.by}};
}

object code_json(const ReservedCode& code, Language language) {
    object out{{"code", code.code},
               {"state", to_string(code.state)},
               {"state_name", name_of(code.state, language)},
               {"dossier", or_null(code.dossier)},
               {"paper_at", or_null(code.paper_at)},
               {"settled_at", or_null(code.settled_at)},
               {"settled_by", or_null(code.by)}};
    out["reason"] = code.reason ? value(to_string(*code.reason)) : value(nullptr);
    out["reason_name"] = code.reason ? value(name_of(*code.reason, language)) : value(nullptr);
    return out;
}

object reservation_json(const Reservation& made, const Outages& outages, Language language) {
    array codes;
    for (const auto& code : outages.codes)
        if (code.reservation == made.number) codes.push_back(code_json(code, language));
    return {{"reservation", made.number},
            {"day", format_date(made.day)},
            {"reserved_at", format_instant(made.at)},
            {"reserved_by", made.by},
            {"prints", made.prints},
            {"codes", std::move(codes)}};
}

}  // namespace

engine::Awaitable<Response> list_outages(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"from"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto from = local_date(asked.now) - usual_past;
    if (const auto* said = parameter(asked, "from")) {
        const auto day = parse_date(*said);
        if (!day) co_return problem(Fault::bad_parameter, asked.language, "from");
        from = *day;
    }
    const auto office = asked.engine().published().office();
    if (const auto no = objection_to_any_of(*office, asked.actor,
                                            {"clerk", "desk_head", "records", "manager", "leader", "auditor"},
                                            local_date(asked.now)))
        co_return problem(*no, asked.language, {});
    const auto& known = office->outages;
    array outages, reservations;
    for (auto one = known.declared.rbegin(); one != known.declared.rend(); ++one)
        if (from <= local_date(one->end)) outages.push_back(outage_json(*one, asked.language));
    for (auto one = known.reservations.rbegin(); one != known.reservations.rend(); ++one)
        if (from <= one->day) reservations.push_back(reservation_json(*one, known, asked.language));
    co_return json_response({{"from", format_date(from)},
                             {"outages", std::move(outages)},
                             {"reservations", std::move(reservations)}});
}

engine::Awaitable<Response> declare_outage(Asked& asked) {
    auto body = body_with(asked, {"begin", "end", "cause", "reason"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto arranged = co_await arrange(asked, CommandKind::declare_outage, std::move(std::get<object>(body)));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    Outages declared;
    declared.apply(receipt.events.front());
    auto response = json_response(outage_json(declared.declared.front(), asked.language), 201);
    say_if_replayed(response, receipt.repeated);
    co_return response;
}

engine::Awaitable<Response> reserve_codes(Asked& asked) {
    auto body = body_with(asked, {"day", "until", "count"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto arranged = co_await arrange(asked, CommandKind::reserve_codes, std::move(std::get<object>(body)));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    Outages made;
    for (const auto& event : receipt.events) made.apply(event);
    array items;
    for (const auto& one : made.reservations) items.push_back(reservation_json(one, made, asked.language));
    auto response = json_response({{"items", std::move(items)}}, 201);
    say_if_replayed(response, receipt.repeated);
    co_return response;
}

engine::Awaitable<Response> settle_codes(Asked& asked) {
    auto body = body_with(asked, {"codes", "as", "reason", "note"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto arranged = co_await arrange(asked, CommandKind::settle_codes, std::move(std::get<object>(body)));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    const auto office = asked.engine().published().office();
    array items;
    for (const auto& code : receipt.events.front().data.at("codes").as_array())
        items.push_back(code_json(*office->outages.code(code.as_string()), asked.language));
    auto response = json_response({{"items", std::move(items)}});
    say_if_replayed(response, receipt.repeated);
    co_return response;
}

}  // namespace motcua::server
