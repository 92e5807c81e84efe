// /api/v1/outbox: how far the receivers of the office's events and of its signed checkpoints have come, and what they did
// not take. The administrator's: numbers and types of events, no dossier.
#include "engine/outbox.hpp"

#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace motcua::server {

using boost::json::object;

namespace {

object letter_json(const storage::Letter& letter) {
    object out{{"seq", letter.seq},
               {"tries", letter.tries},
               {"failed_at", procedures::format_instant(letter.failed_at)},
               {"why", letter.why}};
    if (!letter.dead) out["next_at"] = procedures::format_instant(letter.next_at);
    return out;
}

object outbox_json(const engine::Outbox* outbox, engine::Seq head) {
    if (outbox == nullptr)
        return {{"receiver", nullptr}, {"position", nullptr}, {"head", head},
                {"behind", 0},         {"waiting", nullptr},  {"dead", boost::json::array{}}};
    const auto state = outbox->state();
    boost::json::array dead;
    for (const auto& letter : state.dead) dead.push_back(letter_json(letter));
    return {{"receiver", state.receiver},
            {"position", state.position},
            {"head", state.head},
            {"behind", state.head > state.position ? state.head - state.position : 0},
            {"waiting", state.waiting ? boost::json::value(letter_json(*state.waiting)) : nullptr},
            {"dead", std::move(dead)}};
}

Response resent(const Asked& asked, engine::Outbox* outbox) {
    const auto seq = number_in<storage::Seq>(asked.parameters.front());
    if (outbox == nullptr || !seq || !outbox->send_again(*seq))
        return problem(Fault::no_such_resource, asked.language);
    return json_response({{"seq", *seq}}, 202);
}

}  // namespace

engine::Awaitable<Response> read_outbox(Asked& asked) {
    const auto& ports = asked.api.ports();
    auto out = outbox_json(ports.outbox, asked.engine().published().head());
    out["checkpoints"] = outbox_json(ports.checkpoint_outbox, asked.engine().status().checkpoint);
    co_return json_response(std::move(out));
}

engine::Awaitable<Response> resend_letter(Asked& asked) { co_return resent(asked, asked.api.ports().outbox); }

engine::Awaitable<Response> resend_checkpoint(Asked& asked) {
    co_return resent(asked, asked.api.ports().checkpoint_outbox);
}

}  // namespace motcua::server
