#include "engine/mail.hpp"

#include "engine/announcement.hpp"
#include "storage/proofs/checkpoint.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace motcua::engine {

namespace {

constexpr std::size_t at_once = 200;

}  // namespace

Awaitable<Seq> EventMail::beginning() { co_return head(); }

Awaitable<Mail::Portion> EventMail::after(Seq position) {
    Portion portion{{}, position};
    const auto events = co_await engine_.events(position + 1, at_once);
    for (const auto& event : events) {
        portion.reached = event.seq;
        if (!procedures::dossier_of_stream(event.event.stream).empty()) portion.told.push_back(event.seq);
    }
    co_return portion;
}

Awaitable<Parcel> EventMail::parcel(Seq seq) {
    const auto events = co_await engine_.events(seq, 1);
    const auto& event = events.at(0);
    const auto of = co_await engine_.dossier(std::string(procedures::dossier_of_stream(event.event.stream)));
    co_return Parcel{fmt::format("{}:{}", source_, seq),
                     boost::json::serialize(cloud_event(event, of, source_))};
}

Awaitable<std::vector<storage::StoredCheckpoint>> CheckpointMail::signed_from(Seq size) {
    std::vector<storage::StoredCheckpoint> found;
    co_await engine_.run_blocking([&] { found = reader_()->checkpoints(size); });
    co_return found;
}

Awaitable<Seq> CheckpointMail::beginning() {
    const auto last = head();
    co_return last == 0 ? 0 : last - 1;
}

Awaitable<Mail::Portion> CheckpointMail::after(Seq position) {
    Portion portion{{}, position};
    const auto found = co_await signed_from(position + 1);
    for (const auto& one : found) {
        if (portion.told.size() == at_once) break;
        portion.told.push_back(portion.reached = one.size);
    }
    co_return portion;
}

Awaitable<Parcel> CheckpointMail::parcel(Seq size) {
    const auto found = co_await signed_from(size);
    const auto& note = found.at(0).note;
    const auto says = storage::read_note(note).value();
    const boost::json::object event{{"specversion", "1.0"},
                                    {"id", fmt::format("checkpoint:{}", size)},
                                    {"source", source_},
                                    {"type", "vn.motcua.journal.checkpoint.v1"},
                                    {"subject", says.origin},
                                    {"datacontenttype", "application/json"},
                                    {"data",
                                     {{"origin", says.origin},
                                      {"size", says.head.size},
                                      {"root", storage::to_base64(storage::bytes_of(says.head.root))},
                                      {"note", note}}}};
    co_return Parcel{fmt::format("{}:checkpoint:{}", source_, size), boost::json::serialize(event)};
}

}  // namespace motcua::engine
