#include "engine/codec.hpp"

#include "storage/proofs/seal.hpp"
#include "storage/views.hpp"

#include <boost/json/value.hpp>

#include <vector>

namespace motcua::engine {

namespace {

// The fingerprint of a command that tells of a person would betray what was erased to whoever tries all names;
// so it is a personal value itself.
constexpr std::string_view request_field = "request";

std::int64_t millis(Instant moment) { return moment.time_since_epoch().count(); }

}  // namespace

void write_record(const Envelope& envelope, const procedures::Event& event, Random& random,
                  storage::Record& record) {
    boost::json::object with_request;
    const auto* personal = &event.personal;
    if (envelope.request_is_personal && !envelope.request.empty()) {
        with_request = event.personal;
        with_request[request_field] = envelope.request;
        personal = &with_request;
    }
    const storage::EventDraft draft{
        .seq = envelope.seq,
        .prev = envelope.prev,
        .recorded_at_ms = millis(envelope.recorded_at),
        .at_ms = millis(event.at),
        .stream = event.stream,
        .type = procedures::to_string(event.type),
        .v = event.v,
        .person = event.actor.person,
        .on_behalf_of = event.actor.on_behalf_of,
        .via = event.actor.via,
        .key = envelope.key,
        .request = personal == &event.personal ? std::string_view(envelope.request) : std::string_view{},
        .body = event.data,
        .personal = *personal};
    thread_local std::vector<std::uint8_t> salts;
    salts.resize(storage::random_needed(draft));
    random.fill(salts);
    storage::seal(draft, salts, record);
}

JournaledEvent read_record(const storage::Record& record) {
    auto projected = storage::projected(record);
    JournaledEvent out;
    out.envelope = {projected.seq, projected.prev, projected.recorded_at, record.key,
                    std::move(projected.request)};
    out.event = std::move(projected.event);
    if (const auto* request = out.event.personal.if_contains(request_field)) {
        out.envelope.request = std::string(request->as_string());
        out.envelope.request_is_personal = true;
        out.event.personal.erase(request_field);
    }
    return out;
}

}  // namespace motcua::engine
