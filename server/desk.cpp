// GET /api/v1/desk: a day at the counter: what was received, and what is on its way to a division and not acknowledged there.
#include "procedures/dossier/fields.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
namespace fields = procedures::fields;

namespace {

/// A busy day has some four hundred.
constexpr std::size_t most_rows = 1000;

struct Transfer {
    std::shared_ptr<const engine::StoredDossier> stored;
    std::optional<engine::Instant> due;
};

/// When the paper had to be there, of a deadline that has fired and is not open any more.
std::optional<engine::Instant> missed_due(storage::ViewsReader& reader, const std::string& id) {
    constexpr std::size_t looked_at = 200;
    for (const auto& told : reader.trail(id, looked_at).events)
        if (told.event.type == procedures::EventType::deadline_fired &&
            fields::text_or(told.event.data, "kind") == to_string(procedures::DeadlineKind::transfer))
            return fields::instant(told.event.data, "due");
    return std::nullopt;
}

/// Until the division acknowledges, the desk answers for the dossier.
std::vector<Transfer> transfers_of(const Asked& asked) {
    const auto& published = asked.engine().published();
    const auto law = published.law();
    const auto office = published.office();
    std::vector<Transfer> out;
    for (auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        const auto* unit = dossier.sender ? law->office->unit(dossier.sender->unit) : nullptr;
        if (unit == nullptr || !unit->is_desk || !dossier.is_open() ||
            !procedures::may_see(*law, *office, dossier, asked.actor, asked.now))
            continue;
        std::optional<engine::Instant> due;
        for (const auto& deadline : dossier.open_deadlines)
            if (deadline.kind == procedures::DeadlineKind::transfer) due = deadline.due;
        out.push_back({stored, due});
    }
    std::sort(out.begin(), out.end(), [](const Transfer& one, const Transfer& other) {
        return std::pair(one.stored->dossier.step_entered, one.stored->dossier.id) <
               std::pair(other.stored->dossier.step_entered, other.stored->dossier.id);
    });
    if (out.size() > most_rows) out.resize(most_rows);
    return out;
}

}  // namespace

engine::Awaitable<Response> read_desk(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"day"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto asked_day = day_parameter(asked);
    if (!asked_day) co_return problem(Fault::bad_parameter, asked.language, "day");
    const auto day = *asked_day;
    const auto question = question_of(asked);
    // First from memory, then from views that know at least as much: a deadline that fires meanwhile is found in one of them.
    std::vector<Transfer> transfers;
    co_await asked.engine().run_blocking([&] { transfers = transfers_of(asked); });
    co_await views_are_current(asked);
    array received, handing_over;
    storage::AsOf as_of;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        const auto told = [&](const storage::DossierRow& row) {
            return row_json(row, *question.law, question.filter.due_of, question.moment, asked.language);
        };
        const auto page = reader->register_of({day, day, {}, question.filter.sight}, most_rows);
        as_of = page.as_of;
        for (const auto& row : page.rows) received.push_back(told(row));
        for (const auto& transfer : transfers) {
            const auto row = reader->dossier(transfer.stored->dossier.id);
            if (!row) continue;
            auto line = told(*row);
            line["handed_over_at"] = procedures::format_instant(transfer.stored->dossier.step_entered);
            const auto due = transfer.due ? transfer.due : missed_due(*reader.operator->(), row->id);
            line["transfer_due"] =
                due ? boost::json::value(procedures::format_instant(*due)) : boost::json::value(nullptr);
            handing_over.push_back(std::move(line));
        }
    });
    co_return json_response({{"day", procedures::format_date(day)},
                             {"received", std::move(received)},
                             {"handing_over", std::move(handing_over)},
                             {"as_of", as_of_json(as_of)}});
}

}  // namespace motcua::server
