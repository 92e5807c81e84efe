#include "server/journal_search.hpp"

#include "procedures/dossier/fields.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <vector>

namespace motcua::server {

using engine::Instant;
using procedures::EventType;
using storage::Seq;
namespace fields = procedures::fields;

namespace {

/// One look reads no more than this: a rare thing takes several, each going on where the last one ended.
constexpr Seq read_at_most = 50'000;
constexpr Seq block = 500;

/// "2026-07-13" (its first moment, or for `to` the last) or RFC 3339.
std::optional<Instant> read_moment(const std::string& text, bool is_end) {
    if (const auto day = procedures::parse_date(text))
        return procedures::moment_of(is_end ? *day + std::chrono::days{1} : *day, {});
    return procedures::parse_instant(text);
}

/// The first event that was recorded then or later; one past the last when none was. The journal's clock never goes back.
Seq first_at(storage::JournalReader& journal, Instant moment) {
    Seq begin = 1, end = journal.head() + 1;
    while (begin < end) {
        const auto middle = begin + (end - begin) / 2;
        if (journal.find(middle).value().recorded_at_ms < moment.time_since_epoch().count())
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool is_refused_attempt(std::string_view type) {
    return type == to_string(EventType::refused) || type == to_string(EventType::sign_in_failed);
}

}  // namespace

bool JournalQuestion::may_fit(const storage::Record& record) const {
    if (action && record.type != to_string(*action)) return false;
    if (refused && !is_refused_attempt(record.type)) return false;
    if (!stream.empty() && record.stream != stream) {
        const bool is_told_at_the_door = !dossier.empty() && record.stream == procedures::security_stream;
        if (!is_told_at_the_door) return false;
        if (!holds(record.leaf, dossier) && (code.empty() || !holds(record.leaf, code))) return false;
    }
    return actor.empty() || holds(record.leaf, actor);
}

bool JournalQuestion::fits(const storage::Projected& told) const {
    const auto& event = told.event;
    if (!stream.empty() && event.stream != stream) {
        const auto about = fields::text_or(event.data, "dossier");
        if (about.empty() || (about != dossier && about != code)) return false;
    }
    const bool is_under_his_name =
        event.type == EventType::sign_in_failed && fields::text_or(event.data, "person") == actor;
    return actor.empty() || event.actor.person == actor || event.actor.on_behalf_of == actor ||
           is_under_his_name;
}

engine::Awaitable<std::string> read_journal_question(Asked& asked, JournalQuestion& question) {
    if (const auto* actor = parameter(asked, "actor")) question.actor = *actor;
    if (const auto* action = parameter(asked, "action")) {
        question.action = procedures::parse_event_type(*action);
        if (!question.action) co_return "action";
    }
    if (const auto* from = parameter(asked, "from")) {
        question.from = read_moment(*from, false);
        if (!question.from) co_return "from";
    }
    if (const auto* to = parameter(asked, "to")) {
        question.to = read_moment(*to, true);
        if (!question.to) co_return "to";
    }
    const auto refused = flag_parameter(asked, "refused");
    if (!refused) co_return "refused";
    question.refused = *refused;
    if (const auto* about = parameter(asked, "object")) {
        question.stream = *about;
        if (const auto found = co_await asked.engine().dossier(*about)) {
            question.dossier = found->dossier().id;
            question.code = found->dossier().code;
            question.stream = procedures::dossier_stream(question.dossier);
        }
    }
    co_return std::string();
}

Stretch stretch_of(storage::JournalReader& journal, const JournalQuestion& question) {
    Stretch stretch{1, journal.head() + 1};
    if (question.to) stretch.end = first_at(journal, *question.to);
    if (question.from) stretch.begin = std::min(first_at(journal, *question.from), stretch.end);
    return stretch;
}

Seq look_back(storage::JournalReader& journal, const JournalQuestion& question, Stretch stretch,
              const std::function<bool(storage::Projected&&)>& take) {
    const Seq stop_at = std::max(stretch.begin, stretch.end > read_at_most ? stretch.end - read_at_most : 1);
    Seq end = stretch.end;
    while (end > stop_at) {
        const Seq begin = std::max(stop_at, end > block ? end - block : 1);
        std::vector<storage::Projected> fitting;
        journal.read(begin, end - begin, [&](const storage::Record& record) {
            if (!question.may_fit(record)) return;
            auto event = storage::projected(record);
            if (question.fits(event)) fitting.push_back(std::move(event));
        });
        for (auto event = fitting.rbegin(); event != fitting.rend(); ++event) {
            const auto seq = event->seq;
            if (!take(std::move(*event))) return seq + 1;
        }
        end = begin;
    }
    return end;
}

}  // namespace motcua::server
