// The journal for the auditor: who did what to which dossier and when, and the head of the tree over all of it.
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "storage/proofs/prove.hpp"

#include <boost/asio/awaitable.hpp>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using storage::Seq;

namespace {

/// One answer reads no more than this: a rare thing takes several, each going on where the last one ended.
constexpr Seq read_at_most = 50'000;
constexpr Seq block = 500;

struct Question {
    std::string actor;
    std::optional<procedures::EventType> action;
    std::string stream;
    std::optional<procedures::Instant> from, to;  // recorded in [from, to)
    Seq before = 0;                               // 0: from the newest on
    std::size_t limit = usual_page;

    bool fits(const storage::Record& record) const {
        return (!action || record.type == to_string(*action)) &&
               (stream.empty() || record.stream == stream) &&
               (!to || record.recorded_at_ms < to->time_since_epoch().count());
    }
};

/// "2026-07-13" (its first moment, or for `to` the last) or RFC 3339.
std::optional<procedures::Instant> read_moment(const std::string& text, bool is_end) {
    if (const auto day = procedures::parse_date(text))
        return procedures::moment_of(is_end ? *day + std::chrono::days{1} : *day, {});
    return procedures::parse_instant(text);
}

struct Found {
    std::vector<storage::Projected> events;  // newest first
    Seq next = 0;
};

Found search(storage::JournalReader& journal, const Question& question) {
    Found found;
    const auto head = journal.head();
    Seq end = question.before == 0 ? head + 1 : std::min(question.before, head + 1);
    const Seq stop_at = end > read_at_most ? end - read_at_most : 1;
    while (end > stop_at) {
        const Seq begin = std::max(stop_at, end > block ? end - block : 1);
        std::vector<storage::Projected> fitting;
        bool is_too_old = false;
        journal.read(begin, end - begin, [&](const storage::Record& record) {
            if (question.from && record.recorded_at_ms < question.from->time_since_epoch().count()) {
                is_too_old = true;
                return;
            }
            if (!question.fits(record)) return;
            auto event = storage::projected(record);
            if (question.actor.empty() || event.event.actor.person == question.actor ||
                event.event.actor.on_behalf_of == question.actor)
                fitting.push_back(std::move(event));
        });
        for (auto event = fitting.rbegin(); event != fitting.rend(); ++event) {
            if (found.events.size() == question.limit) {
                found.next = event->seq + 1;
                return found;
            }
            found.events.push_back(std::move(*event));
        }
        end = begin;
        if (is_too_old) return found;
    }
    found.next = end > 1 ? end : 0;
    return found;
}

}  // namespace

engine::Awaitable<Response> search_journal(Asked& asked) {
    if (const auto name =
            unknown_parameter(asked, {"actor", "action", "object", "from", "to", "limit", "cursor"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    Question question;
    if (const auto* actor = parameter(asked, "actor")) question.actor = *actor;
    if (const auto* action = parameter(asked, "action")) {
        question.action = procedures::parse_event_type(*action);
        if (!question.action) co_return problem(Fault::bad_parameter, asked.language, "action");
    }
    if (const auto* from = parameter(asked, "from")) {
        question.from = read_moment(*from, false);
        if (!question.from) co_return problem(Fault::bad_parameter, asked.language, "from");
    }
    if (const auto* to = parameter(asked, "to")) {
        question.to = read_moment(*to, true);
        if (!question.to) co_return problem(Fault::bad_parameter, asked.language, "to");
    }
    if (const auto* cursor = parameter(asked, "cursor")) {
        question.before = number_in<Seq>(*cursor).value_or(0);
        if (question.before < 2) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    }
    if (!read_limit(asked, question.limit)) co_return problem(Fault::bad_parameter, asked.language, "limit");
    if (const auto* object_ = parameter(asked, "object")) {
        const auto dossier = co_await asked.engine().dossier(*object_);
        question.stream = dossier ? procedures::dossier_stream(dossier->dossier().id) : *object_;
    }
    Found found;
    co_await asked.engine().run_blocking([&] { found = search(*asked.api.ports().journal(), question); });
    const auto law = asked.engine().published().law();
    array items;
    for (const auto& event : found.events) {
        auto item = event_json(event, {law->office.get(), nullptr}, asked.language);
        item["object"] = event.event.stream;
        items.push_back(std::move(item));
    }
    const auto as_of = storage::AsOf{asked.engine().published().head(), asked.now};
    co_return page_response(asked, "/api/v1/journal", std::move(items),
                            found.next == 0 ? "" : std::to_string(found.next), as_of);
}

engine::Awaitable<Response> sign_checkpoint(Asked& asked) {
    const auto checkpoint = co_await asked.engine().checkpoint();
    if (!checkpoint) co_return problem(Fault::no_signing_key, asked.language);
    co_return co_await read_checkpoint(asked);
}

engine::Awaitable<Response> record_export(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = procedures::CommandKind::record_export;
    command.args = std::move(std::get<object>(body));
    if (auto no = unknown_field(asked, command.args, {"what", "count", "dossier", "range", "personal"}))
        co_return std::move(*no);
    const auto law = asked.engine().published().law();
    co_return co_await give(asked, std::move(command), {law->office.get(), nullptr}, 200);
}

engine::Awaitable<Response> rotate_key(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto former = asked.engine().published().office()->signing_key;
    if (former.empty()) co_return problem(Fault::no_signing_key, asked.language);
    const auto answer = co_await asked.engine().rotate_key(asked.actor);
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    co_return json_response({{"key", asked.engine().published().office()->signing_key},
                             {"former", former},
                             {"seq", answer.receipt.first}});
}

engine::Awaitable<Response> read_checkpoint(Asked& asked) {
    storage::TreeHead head;
    storage::JournalIdentity identity;
    std::vector<storage::StoredCheckpoint> checkpoints;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        identity = journal->identity();
        head = storage::Prover(*journal, journal->head()).tree();
        checkpoints = journal->checkpoints();
    });
    object out{{"journal", identity.id},
               {"generation", identity.generation},
               {"size", head.size},
               {"root", storage::to_base64(storage::bytes_of(head.root))},
               {"signed", nullptr}};
    if (!checkpoints.empty())
        out["signed"] = object{{"size", checkpoints.back().size}, {"note", checkpoints.back().note}};
    co_return json_response(std::move(out));
}

}  // namespace motcua::server
