#include "app/replay.hpp"

#include "engine/law_book.hpp"
#include "server/dossier_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

namespace motcua::app {

using procedures::EventType;

namespace {

constexpr std::size_t at_once = 2000;
constexpr Seq progress_every = 500;

/// Takes out what depends on the moment of asking, and the names, which the views tell.
void make_timeless(boost::json::value& value) {
    static const std::set<std::string_view> of_the_moment{
        "as_of", "people", "timeliness", "timeliness_name", "working_minutes_left", "left_text", "late"};
    if (auto* object = value.if_object()) {
        for (const auto name : of_the_moment) object->erase(name);
        for (auto& [key, part] : *object) make_timeless(part);
    } else if (auto* array = value.if_array()) {
        for (auto& part : *array) make_timeless(part);
    }
}

/// The first field that differs, with both values.
std::string difference(const boost::json::object& events, const boost::json::object& memory) {
    for (const auto& [key, value] : events) {
        const auto* other = memory.if_contains(key);
        if (other == nullptr || *other != value)
            return fmt::format("{} is {} by the events and {} in memory", std::string_view(key),
                               boost::json::serialize(value),
                               other != nullptr ? boost::json::serialize(*other) : "missing");
    }
    return events.size() == memory.size() ? "" : "memory tells more than the events";
}

}  // namespace

Replay::Replay(storage::JournalReader& journal)
    : journal_(journal),
      law_(std::make_shared<const procedures::Law>()) {}

void Replay::follow(Seq last, const ReplayProgress& progress) { witness(last, {}, progress); }

void Replay::witness(Seq last, const std::function<void(const Witnessed&)>& see,
                     const ReplayProgress& progress) {
    last = std::min(last, journal_.head());
    const auto take = [&](const storage::Record& record) {
        const auto told = storage::projected(record);
        head_ = told.seq;
        try {
            if (!procedures::dossier_of_stream(told.event.stream).empty()) {
                auto& stored = dossiers_[told.event.stream.substr(8)];
                if (!stored) stored = std::make_shared<engine::StoredDossier>();
                if (stored->head != told.prev)
                    throw std::runtime_error(
                        fmt::format("it follows event {}, not {} as it says", stored->head, told.prev));
                if (see) see({told, stored->dossier, *law_, office_});
                procedures::apply(stored->dossier, told.event);
                stored->head = told.seq;
            }
            if (told.event.type == EventType::law_adopted) law_ = engine::with_adopted(*law_, told.event);
            office_.apply(told.event);
        } catch (const std::exception& error) {
            throw std::runtime_error(fmt::format("event {} ({}, {}): {}", told.seq, told.event.stream,
                                                 to_string(told.event.type), error.what()));
        }
        if (progress && told.seq % progress_every == 0) progress(told.seq, last);
    };
    while (head_ < last) {
        const Seq from = head_ + 1;
        if (journal_.read(from, std::min<std::size_t>(at_once, last - head_), take) == from)
            throw std::runtime_error(fmt::format("event {} is missing: run motcua audit verify", from));
    }
    if (progress) progress(head_, last);
}

std::optional<Deviation> Replay::against_views(storage::ViewsReader& views, const ReplayProgress& progress) {
    const Seq seen = views.as_of().seq;
    follow(seen);
    Seq done = 0;
    for (const auto& [id, stored] : dossiers_) {
        if (progress && ++done % progress_every == 0) progress(done, dossiers_.size());
        const auto row = views.dossier(id);
        // Events that the views have not seen are no deviation; what they have seen must be there.
        auto expected = *stored;
        while (expected.head > seen) {
            const auto newest = journal_.find(expected.head);
            if (!newest) throw std::runtime_error(fmt::format("event {} is missing", expected.head));
            expected.head = newest->prev;
        }
        if (!row) {
            if (expected.head == 0) continue;
            return Deviation{id, fmt::format("the views, which have seen event {}, do not know it", seen)};
        }
        if (row->head < expected.head)
            return Deviation{id, fmt::format("the views, which have seen event {}, show it as of event {}, "
                                             "and event {} came after that",
                                             seen, row->head, expected.head)};
        if (row->head != stored->head) expected = engine::fold_dossier(journal_, row->head);
        if (auto what =
                storage::deviation(*row, row->head == stored->head ? stored->dossier : expected.dossier);
            !what.empty())
            return Deviation{id, std::move(what)};
    }
    return std::nullopt;
}

std::optional<Deviation> Replay::against_memory(const Told& told, const ReplayProgress& progress) {
    std::vector<std::string> ids;
    for (const auto& [id, stored] : dossiers_) ids.push_back(id);
    Seq done = 0;
    for (const auto& id : ids) {
        if (progress && ++done % progress_every == 0) progress(done, ids.size());
        auto answer = told(id);
        if (!answer) return Deviation{id, "the server does not know it"};
        // The answer is exact at its as_of, and answers only ever get newer.
        follow(static_cast<Seq>(answer->at("as_of").at("seq").to_number<std::uint64_t>()));
        const engine::DossierSnapshot snapshot{dossiers_.at(id), law_, nullptr, head_};
        boost::json::value expected = server::dossier_json(snapshot, nullptr, {}, procedures::Language::vi);
        boost::json::value there = std::move(*answer);
        make_timeless(expected);
        make_timeless(there);
        if (auto what = difference(expected.as_object(), there.as_object()); !what.empty())
            return Deviation{id, std::move(what)};
    }
    return std::nullopt;
}

}  // namespace motcua::app
