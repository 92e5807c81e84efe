// …/dossiers/{dossier}/fees: what the definition asks for, what was paid and by which receipt, what was waived.
#include "procedures/dossier/fields.hpp"
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"

#include <boost/asio/awaitable.hpp>

namespace motcua::server {

using boost::json::object;
using procedures::CommandKind;
using procedures::EventType;
namespace fields = procedures::fields;

namespace {

bool settles_a_fee(EventType type) { return type == EventType::fee_paid || type == EventType::fee_exempted; }

object settlement_json(const storage::Projected& settled) {
    const auto& data = settled.event.data;
    object out{{"event", settled.seq},
               {"at", procedures::format_instant(settled.event.at)},
               {"recorded_by", settled.event.actor.person}};
    const auto put = [&](std::string_view name) {
        const auto* said = data.if_contains(name);
        out[name] = said != nullptr ? *said : boost::json::value(nullptr);
    };
    if (settled.event.type == EventType::fee_exempted) {
        put("basis");
    } else {
        put("amount");
        put("method");
        put("receipt_number");
    }
    return out;
}

/// `fee` is the address's, whatever the body says.
engine::Awaitable<Response> settle(Asked& asked, CommandKind kind) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = kind;
    command.args = std::move(std::get<object>(body));
    command.args["fee"] = asked.parameters.back();
    co_return co_await give_to_dossier(asked, std::move(command), true);
}

}  // namespace

engine::Awaitable<Response> list_fees(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto& dossier = snapshot.dossier();
    const auto settlements = co_await events_of(asked, snapshot, settles_a_fee);
    auto items = fees_json(snapshot, asked.language);
    std::int64_t owed = 0;
    std::int64_t paid = 0;
    bool is_owed_known = true;
    for (auto& item : items) {
        auto& line = item.as_object();
        line["settled"] = nullptr;
        for (const auto& settled : settlements) {
            if (fields::text(settled.event.data, "fee") != std::string_view(line.at("id").as_string()))
                continue;
            line["settled"] = settlement_json(settled);
            if (settled.event.type == EventType::fee_paid)
                paid += fields::number(settled.event.data, "amount");
        }
        if (line.at("state") != "due") continue;
        if (const auto* amount = line.at("amount").if_int64())
            owed += *amount;
        else
            is_owed_known = false;
    }
    auto response =
        json_response({{"id", dossier.id},
                       {"version", dossier.version_number},
                       {"items", std::move(items)},
                       {"owed", is_owed_known ? boost::json::value(owed) : boost::json::value(nullptr)},
                       {"paid", paid}});
    put_etag(response, dossier.version_number);
    co_return response;
}

engine::Awaitable<Response> record_payment(Asked& asked) {
    co_return co_await settle(asked, CommandKind::pay_fee);
}

engine::Awaitable<Response> waive_fee(Asked& asked) {
    co_return co_await settle(asked, CommandKind::exempt_fee);
}

}  // namespace motcua::server
