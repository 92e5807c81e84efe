#include "server/resources.hpp"

#include "procedures/dossier/permission.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

Response json_response(boost::json::object body, int status) {
    Response response;
    response.status = status;
    response.body = boost::json::serialize(body);
    response.body += '\n';
    return response;
}

Response wrong_field(const Asked& asked, std::string_view field, std::string_view why) {
    return problem(procedures::refuse(procedures::Refusal::Code::invalid_argument,
                                      {{"field", std::string(field)}, {"why", std::string(why)}}),
                   asked.language, {});
}

std::optional<Response> unknown_field(const Asked& asked, const boost::json::object& body,
                                      std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : body)
        if (std::find(names.begin(), names.end(), std::string_view(name)) == names.end())
            return wrong_field(asked, name, "unknown");
    return std::nullopt;
}

Response html_response(std::string body, std::string_view style) {
    Response response;
    response.content_type = "text/html; charset=utf-8";
    response.fields.emplace_back(
        "Content-Security-Policy",
        fmt::format("default-src 'none'; script-src 'self'; style-src {}; img-src 'self' data:; connect-src "
                    "'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                    style));
    // A form of a page tells its origin, by which another site's is told apart.
    response.fields.emplace_back("Referrer-Policy", "same-origin");
    response.body = std::move(body);
    return response;
}

procedures::Naming naming_of(const engine::DossierSnapshot& snapshot) {
    return {snapshot.law->office.get(), snapshot.law->version(snapshot.dossier().version)};
}

engine::Awaitable<Seen> dossier_for(Asked& asked) {
    auto snapshot = co_await asked.engine().dossier(asked.parameters.front());
    if (snapshot &&
        procedures::may_see(*snapshot->law, *snapshot->office, snapshot->dossier(), asked.actor, asked.now))
        co_return std::move(*snapshot);
    co_return problem(
        procedures::refuse(procedures::Refusal::Code::not_found, {{"dossier", asked.parameters.front()}}),
        asked.language, {});
}

void put_etag(Response& response, std::string_view tag) {
    response.fields.emplace_back("ETag", fmt::format("\"{}\"", tag));
}

void put_etag(Response& response, std::uint64_t version) { put_etag(response, std::to_string(version)); }

bool is_known(const Asked& asked, std::string_view tag) {
    return asked.request.field("if-none-match") == fmt::format("\"{}\"", tag);
}

void say_if_replayed(Response& response, bool is_repeated) {
    if (is_repeated) response.fields.emplace_back("Idempotency-Replayed", "true");
}

engine::Awaitable<std::vector<storage::Projected>> events_of(Asked& asked,
                                                             const engine::DossierSnapshot& snapshot,
                                                             bool (*is_wanted)(procedures::EventType)) {
    constexpr std::size_t at_once = 500;
    co_await asked.engine().views_reach(snapshot.stored->head);
    std::vector<storage::Projected> events;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        storage::Seq from = 0;
        do {
            auto trail = reader->trail(snapshot.dossier().id, at_once, from);
            for (auto& event : trail.events)
                if (is_wanted(event.event.type)) events.push_back(std::move(event));
            from = trail.next;
        } while (from != 0);
    });
    std::reverse(events.begin(), events.end());
    co_return events;
}

engine::Awaitable<void> views_are_current(Asked& asked) {
    co_await asked.engine().views_reach(asked.engine().published().head());
}

storage::Sight sight_of(const procedures::Law& law, const procedures::OfficeState& office,
                        const procedures::Actor& actor, engine::Instant now) {
    storage::Sight sight;
    const auto day = procedures::local_date(now);
    for (const auto role : {"clerk", "desk_head", "records", "cashier", "manager", "auditor", "leader"})
        if (procedures::holds_anywhere(office, actor, role, day)) return sight;
    sight.all = false;
    sight.person = procedures::principal(actor);
    for (const auto& [hash, version] : law.by_hash)
        for (const auto& step : version.procedure->steps)
            if (!step.role.empty() &&
                !procedures::objection_to_role(office, actor, step.role, step.unit, day)) {
                sight.procedures.insert(version.procedure->id);
                break;
            }
    return sight;
}

}  // namespace motcua::server
