// GET /api/v1/public/wall: what the screen in the waiting room shows. Counts only: no code, no name, nobody of the office.
#include "procedures/dossier/timeliness.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <map>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

constexpr storage::Seq block = 1000;
/// A day of a busy office; who has more sees the last ones of it.
constexpr storage::Seq events_at_most = 200'000;

struct Today {
    std::uint64_t received = 0;
    std::uint64_t finished = 0;
    std::uint64_t returned = 0;
};

/// Recorded since `midnight`, read from the journal's end.
Today acts_since(storage::JournalReader& journal, Instant midnight) {
    Today today;
    const auto begin_of_day = midnight.time_since_epoch().count();
    const auto head = journal.head();
    const auto stop = head > events_at_most ? head - events_at_most : 1;
    storage::Seq end = head + 1;
    bool is_older = false;
    while (end > stop && !is_older) {
        const auto begin = std::max(stop, end > block ? end - block : 1);
        journal.read(begin, end - begin, [&](const storage::Record& record) {
            if (record.recorded_at_ms < begin_of_day) {
                is_older = true;
                return;
            }
            if (record.type == to_string(EventType::received)) ++today.received;
            if (record.type == to_string(EventType::finished)) ++today.finished;
            if (record.type == to_string(EventType::returned)) ++today.returned;
        });
        end = begin;
    }
    return today;
}

/// Open dossiers of one field of administration.
struct Field {
    std::uint64_t in_hand = 0;
    std::uint64_t due_today = 0;
    std::uint64_t overdue = 0;
    std::uint64_t waiting = 0;  // for the applicant's supplement
    std::uint64_t ready = 0;    // at the counter

    void operator+=(const Field& other) {
        in_hand += other.in_hand;
        due_today += other.due_today;
        overdue += other.overdue;
        waiting += other.waiting;
        ready += other.ready;
    }
};

void count_in(Field& field, const Dossier& dossier, const Moment& moment) {
    if (dossier.kind == StepKind::finished) {
        ++field.ready;
        return;
    }
    ++field.in_hand;
    const auto end = dossier.legal_due ? std::optional(dossier.legal_due->legal_end) : std::nullopt;
    switch (timeliness_of(dossier.kind, end, moment)) {
        case Timeliness::due_today: ++field.due_today; break;
        case Timeliness::overdue: ++field.overdue; break;
        case Timeliness::paused: ++field.waiting; break;
        default: break;
    }
}

object field_json(const Field& field) {
    return {{"in_hand", field.in_hand},
            {"due_today", field.due_today},
            {"overdue", field.overdue},
            {"waiting", field.waiting},
            {"ready", field.ready}};
}

}  // namespace

engine::Awaitable<Response> read_wall(Asked& asked) {
    if (const auto wait = asked.api.asking_rate().too_often(asked.request.address, asked.now))
        co_return try_again_after(*wait, problem(Fault::too_many_requests, asked.language));
    const auto law = asked.engine().published().law();
    const auto moment = moment_at(*law->calendar, asked.now);
    std::map<std::string, Field, std::less<>> fields;
    Field all;
    Today today;
    storage::Seq head = 0;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        head = journal->head();
        today = acts_since(*journal, moment_of(local_date(asked.now), {}));
        for (const auto& stored : asked.engine().published().all_in_memory()) {
            const auto& dossier = stored->dossier;
            const auto* procedure = law->version(dossier.version);
            if (!dossier.is_open() || !dossier.received_at || procedure == nullptr) continue;
            count_in(fields[in(asked.language, procedure->field)], dossier, moment);
        }
    });
    array listed;
    for (const auto& [name, field] : fields) {
        all += field;
        auto one = field_json(field);
        one["field"] = name;
        listed.push_back(std::move(one));
    }
    auto out = field_json(all);
    out["office"] = law->office ? in(asked.language, law->office->names) : "";
    out["demonstration"] = asked.api.options().demonstration;
    out["received_today"] = today.received;
    out["finished_today"] = today.finished;
    out["returned_today"] = today.returned;
    out["fields"] = std::move(listed);
    out["as_of"] = as_of_json({head, asked.now});
    co_return json_response(std::move(out));
}

}  // namespace motcua::server
