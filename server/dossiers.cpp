// /api/v1/dossiers/{dossier}: reading one.
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/people.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

namespace motcua::server {

namespace {

constexpr std::size_t timeline_page = 100;

}  // namespace

engine::Awaitable<Response> read_dossier(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto version = snapshot.dossier().version_number;
    if (is_known(asked, std::to_string(version))) {
        Response response;
        response.status = 304;
        put_etag(response, version);
        co_return response;
    }
    co_await tell_reading(asked, snapshot.dossier().id);
    // Names are personal values: the journal seals them, the views hold them.
    co_await asked.engine().views_reach(snapshot.stored->head);
    std::optional<storage::DossierRow> row;
    co_await asked.engine().run_blocking(
        [&] { row = asked.api.readers().lend()->dossier(snapshot.dossier().id); });
    auto response = json_response(dossier_json(snapshot, row ? &*row : nullptr, asked.now, asked.language));
    put_etag(response, version);
    co_return response;
}

engine::Awaitable<Response> list_actions(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto& dossier = snapshot.dossier();
    // Who could act instead is told by name.
    const auto people = co_await names_of_people(asked);
    auto response =
        json_response({{"id", dossier.id},
                       {"version", dossier.version_number},
                       {"step", dossier.step},
                       {"actions", actions_json(snapshot, asked.actor, people, asked.now, asked.language)}});
    put_etag(response, dossier.version_number);
    co_return response;
}

engine::Awaitable<Response> explain_dates(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    co_return json_response(
        explanation_json(std::get<engine::DossierSnapshot>(seen), asked.now, asked.language));
}

engine::Awaitable<Response> read_timeline(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    storage::Seq before = 0;
    if (const auto cursor = asked.query.find("cursor"); cursor != asked.query.end()) {
        before = number_in<storage::Seq>(cursor->second).value_or(0);
        if (before == 0) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    }
    co_await asked.engine().views_reach(snapshot.stored->head);
    storage::Trail trail;
    co_await asked.engine().run_blocking(
        [&] { trail = asked.api.readers().lend()->trail(snapshot.dossier().id, timeline_page, before); });
    boost::json::array items;
    for (const auto& event : trail.events)
        items.push_back(event_json(event, naming_of(snapshot), asked.language));
    boost::json::value next = nullptr;
    if (trail.next != 0) next = std::to_string(trail.next);
    co_return json_response({{"id", snapshot.dossier().id},
                             {"items", std::move(items)},
                             {"next_cursor", std::move(next)},
                             {"as_of", as_of_json(trail.as_of)}});
}

}  // namespace motcua::server
