// /api/v1/outbox: how far the receiver of the office's events has come, and what he did not take. The administrator's:
// numbers and types of events, no dossier.
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

}  // namespace

engine::Awaitable<Response> read_outbox(Asked& asked) {
    const auto* outbox = asked.api.ports().outbox;
    if (outbox == nullptr)
        co_return json_response({{"receiver", nullptr},
                                 {"position", nullptr},
                                 {"head", asked.engine().published().head()},
                                 {"behind", 0},
                                 {"waiting", nullptr},
                                 {"dead", boost::json::array{}}});
    const auto state = outbox->state();
    boost::json::array dead;
    for (const auto& letter : state.dead) dead.push_back(letter_json(letter));
    co_return json_response(
        {{"receiver", state.receiver},
         {"position", state.position},
         {"head", state.head},
         {"behind", state.head - state.position},
         {"waiting", state.waiting ? boost::json::value(letter_json(*state.waiting)) : nullptr},
         {"dead", std::move(dead)}});
}

engine::Awaitable<Response> resend_letter(Asked& asked) {
    auto* outbox = asked.api.ports().outbox;
    const auto seq = number_in<storage::Seq>(asked.parameters.front());
    if (outbox == nullptr || !seq || !outbox->send_again(*seq))
        co_return problem(Fault::no_such_resource, asked.language);
    co_return json_response({{"seq", *seq}}, 202);
}

}  // namespace motcua::server
