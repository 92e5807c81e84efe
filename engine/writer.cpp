#include "engine/writer.hpp"

#include "procedures/dossier/decide.hpp"
#include "procedures/dossier/fields.hpp"
#include "storage/proofs/canonical.hpp"
#include "storage/proofs/hash.hpp"
#include "storage/proofs/seal.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace motcua::engine {

using procedures::Actor;
using procedures::Command;
using procedures::CommandKind;
using procedures::Event;
using procedures::EventType;
using procedures::Refusal;

namespace {

Actor system_actor(std::string_view part) { return {fmt::format("system:{}", part), "", "system"}; }

/// Of the office's own streams: neither a dossier's nor what was seen at the door.
bool is_of_office(std::string_view stream) {
    return stream != procedures::security_stream && procedures::dossier_of_stream(stream).empty();
}

/// Events that the office's fold reads, wherever they stand.
bool concerns_office(const Event& event) {
    return is_of_office(event.stream) || event.type == EventType::received ||
           event.type == EventType::intake_voided || event.type == EventType::paper_issued;
}

/// What others read of the office: a code given in the ordinary course is not looked at there.
bool is_shown(const Event& event) {
    return is_of_office(event.stream) || event.data.contains("reserved_code");
}

/// Refusals that the auditor wants to see: who tried what was not theirs (design 8).
bool is_for_the_auditor(Refusal::Code code) {
    switch (code) {
        case Refusal::Code::wrong_role:
        case Refusal::Code::wrong_holder:
        case Refusal::Code::not_substitute:
        case Refusal::Code::four_eyes:
        case Refusal::Code::approver_unfit:
        case Refusal::Code::not_for_oneself:
        case Refusal::Code::substitute_unfit:
        case Refusal::Code::nonconformity_of_another:
        case Refusal::Code::verifier_not_independent:
        case Refusal::Code::audit_of_another:
        case Refusal::Code::auditor_of_own_unit:
        case Refusal::Code::two_persons_required: return true;
        default: return false;
    }
}

/// What makes two commands the same: everything that was asked, nothing that we added.
std::string fingerprint_of(const Command& command) {
    // The canonical form of an object of these members, in the order of their names, without making the object.
    thread_local std::string text;
    text = "{";
    if (!command.action.empty()) storage::append_canonical(text += R"("action":)", command.action);
    if (!command.action.empty()) text += ',';
    storage::append_canonical(text += R"("args":)", command.args);
    if (command.at) text += fmt::format(R"(,"at":{})", command.at->time_since_epoch().count());
    if (command.kind != CommandKind::submit)
        storage::append_canonical(text += R"(,"dossier":)", command.dossier);
    if (!command.actor.on_behalf_of.empty())
        storage::append_canonical(text += R"(,"for":)", command.actor.on_behalf_of);
    storage::append_canonical(text += R"(,"kind":)", procedures::to_string(command.kind));
    if (command.expected_version) text += fmt::format(R"(,"version":{})", *command.expected_version);
    text += '}';
    const auto digest = storage::sha256(text);
    return storage::to_hex(storage::bytes_of(digest).substr(0, 16));
}

/// A text that is proposed must be what its hash says and readable by this release: adopting it later must not fail.
std::optional<Refusal> objection_to_law(const Command& command) {
    if (command.kind != CommandKind::propose_law && command.kind != CommandKind::adopt_law)
        return std::nullopt;
    const auto* kind = command.args.if_contains("kind");
    const auto* hash = command.args.if_contains("hash");
    const auto* text = command.args.if_contains("text");
    const bool complete = kind != nullptr && kind->is_string() && hash != nullptr && hash->is_string() &&
                          text != nullptr && text->is_string();
    if (!complete) return std::nullopt;  // decide() names what is missing
    if (const auto why = defect_of({std::string(kind->get_string()), "", std::string(hash->get_string()),
                                    std::string(text->get_string())});
        !why.empty()) {
        return procedures::refuse(Refusal::Code::invalid_argument, {{"field", "text"}, {"why", why}});
    }
    return std::nullopt;
}

Refusal not_found(const Command& command) {
    return procedures::refuse(Refusal::Code::not_found, {{"dossier", command.dossier}});
}

}  // namespace

struct Writer::Batch {
    struct Touched {
        std::shared_ptr<const StoredDossier> before, after;
    };
    Instant now;
    Instant recorded_at;
    std::size_t count = 0;                          // records used
    std::map<std::string, Seq, std::less<>> heads;  // of streams that are no dossier's
    std::shared_ptr<const procedures::Law> law;
    bool office_changed = false;  // by more than a code given
    std::unordered_map<std::string, Touched> touched;
    std::vector<Event> office_events;
    std::unordered_map<std::string, Key> keys;
    std::vector<std::pair<Request*, std::string>> again;  // the same key twice in one batch
    std::vector<DueDeadline> fired;
    std::vector<storage::Erasure> erasures;
    bool confirms_clock = false;
    bool doubts_clock = false;
};

Writer::Writer(WriterPorts ports, WriterOptions options) : ports_(std::move(ports)), options_(options) {
    auto law = std::make_shared<procedures::Law>();
    law->demonstration = options_.demonstration;
    law_ = std::move(law);
    epoch_ = ports_.journal.take_over();
    replay();
    office_draft_ = office_;
    guard_.emplace(ports_.clock, options_.clock, trusted_);
    ports_.published.publish(head_, {}, law_, std::make_shared<procedures::OfficeState>(office_));
}

void Writer::replay() {
    struct Standing {
        StoredDossier stored;
        bool gone = false;  // closed: only its head is kept
    };
    std::unordered_map<std::string, Standing> dossiers;
    const auto chained = [](const Envelope& envelope, Seq& head, const std::string& stream) {
        if (envelope.prev != head) {
            throw std::runtime_error(fmt::format(
                "journal: event {} does not follow event {} of its stream {}; run motcua audit verify",
                envelope.seq, head, stream));
        }
        head = envelope.seq;
    };
    const auto take = [&](const storage::Record& record) {
        auto [envelope, event] = read_record(record);
        const auto id = procedures::dossier_of_stream(event.stream);
        if (!id.empty()) {
            auto& standing = dossiers[std::string(id)];
            if (standing.gone) {
                // An act on the record of a closed dossier: fold it again, it is rare.
                standing.stored = fold_dossier(ports_.journal, standing.stored.head);
                standing.gone = false;
            }
            chained(envelope, standing.stored.head, event.stream);
            procedures::apply(standing.stored.dossier, event);
            if (!standing.stored.dossier.is_open() && standing.stored.dossier.open_deadlines.empty()) {
                ports_.published.add_head(std::string(id), standing.stored.dossier.code, envelope.seq);
                standing.stored.dossier = {};
                standing.gone = true;
            }
        } else {
            chained(envelope, heads_[event.stream], event.stream);
        }
        if (event.type == EventType::law_adopted) law_ = with_adopted(*law_, event);
        if (concerns_office(event)) office_.apply(event);
        if (!envelope.key.empty() && event.actor.via != "system") remember_key(envelope);
        // After a confirmed step back the journal's clock stands until the system's has caught up with it.
        if (event.type == EventType::clock_confirmed) {
            trusted_ = procedures::fields::instant_if(event.data, "system").value_or(event.at);
        } else if (event.type != EventType::clock_doubted) {
            const auto seen = envelope.recorded_at > last_recorded_ ? envelope.recorded_at : event.at;
            trusted_ = std::max(trusted_.value_or(seen), seen);
        }
        last_recorded_ = envelope.recorded_at;
        head_ = envelope.seq;
    };
    constexpr std::size_t at_once = 1000;
    for (Seq from = 1;;) {
        const auto next = ports_.journal.read(from, at_once, take);
        if (next == from) break;
        from = next;
        forget_keys(last_recorded_);
    }
    std::vector<std::shared_ptr<const StoredDossier>> open;
    for (auto& [id, standing] : dossiers) {
        if (standing.gone) continue;
        open.push_back(std::make_shared<StoredDossier>(std::move(standing.stored)));
        deadlines_.follow(nullptr, open.back()->dossier);
    }
    office_.quality.nonconformities.each(
        [&](const procedures::Nonconformity& one) { deadlines_.follow(nullptr, one); });
    ports_.published.publish(head_, open, nullptr, nullptr);
    ports_.published.publish_heads(heads_);
}

void Writer::remember_key(const Envelope& envelope) {
    auto [entry, is_new] = keys_.try_emplace(envelope.key);
    if (is_new || !envelope.request.empty()) {
        entry->second = {envelope.request, envelope.seq, 0, envelope.recorded_at};
        keys_by_age_.emplace_back(envelope.recorded_at, envelope.key);
    }
    ++entry->second.count;
}

void Writer::forget_keys(Instant now) {
    while (!keys_by_age_.empty() && keys_by_age_.front().first < now - options_.keys_kept) {
        const auto& [recorded_at, key] = keys_by_age_.front();
        const auto entry = keys_.find(key);
        if (entry != keys_.end() && entry->second.recorded_at == recorded_at) keys_.erase(entry);
        keys_by_age_.pop_front();
    }
}

void Writer::adopt(const std::vector<LawText>& law, const Actor& actor) {
    const auto reading = guard_->read();
    if (reading.is_doubted()) {
        ports_.log.warning("the configuration is not adopted while the system clock is in doubt");
        return;
    }
    Batch batch;
    batch.now = reading.now;
    batch.recorded_at = std::max(batch.now, last_recorded_);
    batch.law = law_;
    procedures::Events events;
    for (const auto& text : law) {
        if (!is_adopted(*law_, text)) events.push_back(adoption(text, actor, batch.now));
    }
    if (events.empty()) return;
    Receipt receipt;
    if (!take(batch, nullptr, {}, {}, std::move(events), receipt)) {
        throw std::runtime_error("the configuration could not be adopted; see the log");
    }
    if (!commit(batch)) throw std::runtime_error("the configuration could not be adopted: " + ailment_);
    settle(batch);
}

Answer Writer::process(Command command) {
    Request request{std::move(command), {}};
    Request* one = &request;
    while (process(std::span<Request* const>(&one, 1)) == 0) {
        std::mutex mutex;
        std::condition_variable nobody;
        std::unique_lock lock(mutex);
        ports_.clock.wait(lock, nobody, pause_until_);
    }
    return std::move(request.answer);
}

std::size_t Writer::process(std::span<Request* const> requests) {
    if (health_ == Health::deposed) {
        for (auto* request : requests) request->answer = Answer::of(Answer::Kind::not_done, ailment_);
        return requests.size();
    }
    auto reading = guard_->read();
    if (reading.kind == ClockGuard::Kind::wait) {
        // An adjustment of some seconds: time catches up with what was written.
        pause_until_ = reading.expected;
        return 0;
    }
    // Nobody asks and nothing can be due yet: the disk is left alone, too.
    if (requests.empty() && pause_until_ && reading.now < *pause_until_) return 0;
    if (health_ == Health::storage_doubtful && !recover_storage(std::max(reading.now, last_recorded_))) {
        for (auto* request : requests) request->answer = Answer::of(Answer::Kind::not_done, ailment_);
        return requests.size();
    }
    pause_until_.reset();
    Batch batch;
    batch.now = reading.now;
    batch.recorded_at = std::max(reading.is_doubted() ? last_recorded_ : reading.now, last_recorded_);
    batch.law = law_;
    forget_keys(batch.recorded_at);

    const auto begun = ports_.clock.monotonic();
    std::size_t taken = 0;
    if (reading.is_doubted()) {
        doubt_clock(batch, reading);
        for (auto* request : requests) {
            if (request->command.kind == CommandKind::confirm_clock && !batch.confirms_clock) {
                batch.recorded_at = std::max(reading.now, last_recorded_);
                decide(batch, *request);
                batch.confirms_clock = request->answer.done();
            } else {
                request->answer = Answer::of(Answer::Kind::clock_doubted, explain(reading));
            }
            ++taken;
        }
    } else {
        for (auto* request : requests) {
            decide(batch, *request);
            ++taken;
            if (batch.count >= options_.batch_events ||
                ports_.clock.monotonic() - begun > options_.batch_time)
                break;
        }
        fire_due(batch, taken > 0);
    }
    if (batch.count == 0) {
        // Refusals only: they were decided on what is on disk.
    } else if (commit(batch)) {
        settle(batch);
    } else {
        office_draft_ = office_;
        for (auto& deadline : batch.fired) deadlines_.put_back(std::move(deadline));
        const auto kind =
            health_ == Health::storage_doubtful ? Answer::Kind::outcome_unknown : Answer::Kind::not_done;
        for (auto* request : requests.first(taken)) {
            // What the journal already held stays true.
            if (!request->answer.receipt.repeated) request->answer = Answer::of(kind, ailment_);
        }
        pause_until_ = batch.now + std::chrono::seconds{1};
    }
    return taken;
}

void Writer::doubt_clock(Batch& batch, const ClockGuard::Reading& reading) {
    health_ = Health::clock_doubted;
    ailment_ = explain(reading);
    if (doubt_journaled_) return;
    ports_.log.error(
        "the system clock is in doubt: writes and deadlines have stopped until an administrator confirms it",
        {{"kind", to_string(reading.kind)},
         {"system", procedures::format_instant(reading.now)},
         {"trusted", procedures::format_instant(reading.expected)}});
    Event event;
    event.type = EventType::clock_doubted;
    event.stream = procedures::office_stream;
    event.at = batch.recorded_at;
    event.actor = system_actor("clock");
    event.data = {{"kind", to_string(reading.kind)},
                  {"system", procedures::format_instant(reading.now)},
                  {"trusted", procedures::format_instant(reading.expected)}};
    Receipt receipt;
    procedures::Events events;
    events.push_back(std::move(event));
    batch.doubts_clock = take(batch, nullptr, {}, {}, std::move(events), receipt);
}

std::shared_ptr<const StoredDossier> Writer::look_up(const Batch& batch, const std::string& id) {
    if (const auto touched = batch.touched.find(id); touched != batch.touched.end())
        return touched->second.after;
    auto found = ports_.published.find(id);
    if (!found) return nullptr;
    if (const auto touched = batch.touched.find(found->id); touched != batch.touched.end())
        return touched->second.after;
    if (found->stored) return std::move(found->stored);
    return std::make_shared<StoredDossier>(fold_dossier(ports_.journal, found->head));
}

void Writer::decide(Batch& batch, Request& request) {
    auto& command = request.command;
    try {
        std::shared_ptr<const StoredDossier> stored;
        if (command.kind == CommandKind::submit) {
            command.dossier = new_dossier_id(ports_.random);
        } else if (!command.dossier.empty()) {
            stored = look_up(batch, command.dossier);
            if (stored) command.dossier = stored->dossier.id;
        }
        std::string key;
        std::string fingerprint;
        if (!command.key.empty()) {
            key = command.actor.person + '/' + command.key;
            fingerprint = fingerprint_of(command);
            if (const auto same = batch.keys.find(key); same != batch.keys.end()) {
                if (same->second.fingerprint == fingerprint) {
                    batch.again.emplace_back(&request, key);
                } else {
                    request.answer = Answer::of(
                        procedures::refuse(Refusal::Code::idempotency_mismatch, {{"key", command.key}}));
                }
                return;
            }
            if (auto answer = repeated(command, key, fingerprint)) {
                request.answer = std::move(*answer);
                return;
            }
        }
        if (stored &&
            !procedures::may_see(*batch.law, office_draft_, stored->dossier, command.actor, batch.now)) {
            request.answer = Answer::of(not_found(command));
            journal_refusal(batch, command, request.answer.refusal);
            return;
        }
        if (stored && stored->dossier.code.empty() && command.lookup_code.empty()) {
            command.lookup_code = new_lookup_code(ports_.random);
        }
        if (auto no = objection_to_law(command)) {
            request.answer = Answer::of(std::move(*no));
            return;
        }
        auto outcome = procedures::decide(*batch.law, office_draft_, stored ? &stored->dossier : nullptr,
                                          command, batch.now);
        if (!outcome) {
            request.answer = Answer::of(outcome.error());
            if (is_for_the_auditor(outcome.error().code)) journal_refusal(batch, command, outcome.error());
            return;
        }
        if (auto no = objection_of_open_work(batch, *outcome)) {
            request.answer = Answer::of(std::move(*no));
            return;
        }
        if (command.kind == CommandKind::confirm_clock) {
            for (auto& event : *outcome) event.data["system"] = procedures::format_instant(batch.now);
        }
        std::optional<storage::Erasure> erasure;
        if (command.kind == CommandKind::redact) {
            auto ordered = erasure_of(batch, outcome->front());
            if (!ordered) {
                request.answer = Answer::of(ordered.error());
                return;
            }
            erasure = std::move(*ordered);
        }
        Receipt receipt;
        if (take(batch, &command, std::move(key), std::move(fingerprint), std::move(*outcome), receipt)) {
            if (erasure) batch.erasures.push_back(std::move(*erasure));
            request.answer = Answer::of(std::move(receipt));
        } else {
            request.answer = Answer::of(Answer::Kind::not_done, "internal error");
        }
    } catch (const std::invalid_argument&) {
        // The canonical form has no fractions, nulls or foreign keys: such a command cannot be recorded.
        request.answer = Answer::of(procedures::refuse(Refusal::Code::invalid_argument,
                                                       {{"field", "args"}, {"why", "not_canonical"}}));
    } catch (const std::exception& error) {
        ports_.log.error("a command could not be decided", {{"command", procedures::to_string(command.kind)},
                                                            {"dossier", command.dossier},
                                                            {"error", error.what()}});
        request.answer = Answer::of(Answer::Kind::not_done, error.what());
    }
}

/// Nobody leaves a role with dossiers in his hands. Only here all of them are known, the batch included.
std::optional<Refusal> Writer::objection_of_open_work(const Batch& batch, const procedures::Events& events) {
    const auto is_same = [](const Event& one, const Event& other) {
        return one.data.at("person") == other.data.at("person") &&
               one.data.at("role") == other.data.at("role") && one.data.at("unit") == other.data.at("unit");
    };
    std::string codes;
    std::string_view person;
    for (const auto& ended : events) {
        if (ended.type != EventType::role_ended) continue;
        const bool goes_on = std::any_of(events.begin(), events.end(), [&](const Event& event) {
            return event.type == EventType::role_granted && is_same(event, ended);
        });
        if (goes_on) continue;
        person = procedures::fields::text(ended.data, "person");
        const auto look_at = [&](const procedures::Dossier& dossier) {
            if (!dossier.is_open() || dossier.holder.person != person ||
                dossier.holder.role != procedures::fields::text(ended.data, "role") ||
                dossier.holder.unit != procedures::fields::text(ended.data, "unit"))
                return;
            codes += (codes.empty() ? "" : ", ") + (dossier.code.empty() ? dossier.id : dossier.code);
        };
        for (const auto& stored : ports_.published.all_in_memory())
            if (!batch.touched.contains(stored->dossier.id)) look_at(stored->dossier);
        for (const auto& [id, touched] : batch.touched) look_at(touched.after->dossier);
    }
    if (codes.empty()) return std::nullopt;
    return procedures::refuse(Refusal::Code::has_open_work,
                              {{"person", std::string(person)}, {"dossiers", std::move(codes)}});
}

procedures::Outcome<storage::Erasure> Writer::erasure_of(const Batch& batch, const Event& redaction) {
    const auto refuse = [](std::string_view field, std::string_view why) {
        return procedures::refuse(Refusal::Code::invalid_argument,
                                  {{"field", std::string(field)}, {"why", std::string(why)}});
    };
    const auto seq = static_cast<Seq>(procedures::fields::number(redaction.data, "seq"));
    const auto record = seq == 0 || seq > head_ ? std::nullopt : ports_.journal.find(seq);
    if (!record || record->stream != redaction.stream) return refuse("event", "not_of_this_dossier");
    // Of the office's own events only its prints name applicants.
    if (record->stream == procedures::office_stream &&
        record->type != to_string(procedures::EventType::paper_issued))
        return refuse("event", "not_of_this_dossier");
    auto personal = record->personal;
    for (const auto& earlier : batch.erasures)
        if (earlier.seq == seq) personal = earlier.personal;
    std::vector<std::string> fields;
    for (const auto& field : redaction.data.at("fields").as_array()) {
        fields.emplace_back(field.as_string());
        if (!storage::has_field(personal, fields.back())) return refuse("fields", "not_personal");
    }
    return storage::Erasure{seq, storage::without_fields(personal, fields)};
}

bool Writer::take(Batch& batch, const Command* command, std::string key, std::string fingerprint,
                  procedures::Events events, Receipt& receipt) {
    struct Staged {
        std::string id;
        std::shared_ptr<const StoredDossier> before;
        std::shared_ptr<StoredDossier> after;
    };
    std::vector<Staged> staged;
    auto law = batch.law;
    std::map<std::string, Seq, std::less<>> heads;
    const auto head_of = [&](const std::string& stream) -> Seq& {
        const auto [mine, is_new] = heads.try_emplace(stream);
        if (is_new) {
            const auto earlier = batch.heads.find(stream);
            const auto known = heads_.find(stream);
            mine->second = earlier != batch.heads.end() ? earlier->second
                           : known != heads_.end()      ? known->second
                                                        : 0;
        }
        return mine->second;
    };
    const Seq first = head_ + batch.count + 1;
    auto index = batch.count;
    bool office_touched = false;
    const bool tells_of_a_person =
        std::any_of(events.begin(), events.end(), [](const Event& event) { return !event.personal.empty(); });
    try {
        for (const auto& event : events) {
            if (records_.size() <= index) records_.emplace_back();
            Envelope envelope{head_ + index + 1,
                              0,
                              batch.recorded_at,
                              key,
                              index == batch.count ? fingerprint : std::string(),
                              tells_of_a_person};
            if (const auto id = procedures::dossier_of_stream(event.stream); !id.empty()) {
                auto mine = std::find_if(staged.begin(), staged.end(),
                                         [&](const Staged& entry) { return entry.id == id; });
                if (mine == staged.end()) {
                    auto before = look_up(batch, std::string(id));
                    auto copy =
                        before ? std::make_shared<StoredDossier>(*before) : std::make_shared<StoredDossier>();
                    mine = staged.insert(staged.end(), {std::string(id), std::move(before), std::move(copy)});
                }
                auto& after = *mine->after;
                envelope.prev = after.head;
                write_record(envelope, event, ports_.random, records_[index]);
                procedures::apply(after.dossier, event);
                after.head = envelope.seq;
            } else {
                auto& head = head_of(event.stream);
                envelope.prev = head;
                write_record(envelope, event, ports_.random, records_[index]);
                head = envelope.seq;
                if (event.type == EventType::law_adopted) law = with_adopted(*law, event);
            }
            ++index;
        }
        for (const auto& event : events) {
            if (!concerns_office(event)) continue;
            office_touched = true;
            office_draft_.apply(event);
        }
    } catch (const std::invalid_argument&) {
        throw;
    } catch (const std::exception& error) {
        ports_.log.error(
            "events that were decided could not be applied",
            {{"type", events.empty() ? std::string_view{} : procedures::to_string(events.front().type)},
             {"error", error.what()}});
        if (office_touched) {
            office_draft_ = office_;
            for (const auto& event : batch.office_events) office_draft_.apply(event);
        }
        return false;
    }

    receipt.first = first;
    receipt.last = head_ + index;
    if (command != nullptr) receipt.dossier = command->dossier;
    for (auto& [id, before, after] : staged) {
        if (id == receipt.dossier) {
            receipt.code = after->dossier.code;
            receipt.version_number = after->dossier.version_number;
        }
        // What was touched earlier in the batch keeps the state from before the batch.
        auto& touched = batch.touched.try_emplace(std::move(id), Batch::Touched{std::move(before), nullptr})
                            .first->second;
        touched.after = std::move(after);
    }
    for (const auto& event : events) {
        if (!concerns_office(event)) continue;
        batch.office_changed = batch.office_changed || is_shown(event);
        batch.office_events.push_back(event);
    }
    batch.law = std::move(law);
    for (auto& [stream, head] : heads) batch.heads[stream] = head;
    if (!fingerprint.empty()) {
        batch.keys.emplace(std::move(key), Key{std::move(fingerprint), first,
                                               static_cast<std::uint32_t>(events.size()), batch.recorded_at});
    }
    batch.count = index;
    receipt.events = std::move(events);
    return true;
}

void Writer::journal_refusal(Batch& batch, const Command& command, const Refusal& refusal) {
    Event event;
    event.type = EventType::refused;
    event.stream = procedures::security_stream;
    event.at = batch.now;
    event.actor = command.actor;
    event.data = {{"code", procedures::to_string(refusal.code)},
                  {"command", procedures::to_string(command.kind)}};
    if (!command.action.empty()) event.data["action"] = command.action;
    if (!command.dossier.empty()) event.data["dossier"] = command.dossier;
    Receipt receipt;
    procedures::Events events;
    events.push_back(std::move(event));
    take(batch, nullptr, {}, {}, std::move(events), receipt);
}

void Writer::fire_due(Batch& batch, bool beside_commands) {
    const auto room = options_.batch_events - std::min(options_.batch_events, batch.count);
    const auto limit = beside_commands ? std::min(room, options_.deadlines_beside_commands) : room;
    std::vector<DueDeadline> due;
    deadlines_.take_due(batch.now, limit, due);
    for (auto& entry : due) {
        const auto touched = batch.touched.find(entry.dossier);
        const auto found =
            touched == batch.touched.end() ? ports_.published.find(entry.dossier) : std::nullopt;
        const auto stored = touched != batch.touched.end() ? touched->second.after
                            : found                        ? found->stored
                                                           : nullptr;
        const auto is_met = [&] {
            if (!entry.dossier.empty()) return !stored || !is_open(stored->dossier, entry.deadline);
            const auto overdue = office_draft_.quality.nonconformities.find(
                procedures::nonconformity_of_stream(entry.deadline.subject));
            return !overdue || overdue->escalates_at() != entry.deadline.due;
        };
        if (is_met()) {
            // An act of this batch has met it; when the batch cannot be written it is still to come.
            batch.fired.push_back(std::move(entry));
            continue;
        }
        Command command;
        command.kind = CommandKind::fire_deadline;
        command.actor = system_actor("deadline");
        command.dossier = entry.dossier;
        command.args = procedures::fields::of(entry.deadline);
        const auto key = fmt::format("{}:{}:{}:{}", entry.dossier, procedures::to_string(entry.deadline.kind),
                                     entry.deadline.due.time_since_epoch().count(), entry.deadline.subject);
        try {
            auto outcome = procedures::decide(*batch.law, office_draft_, stored ? &stored->dossier : nullptr,
                                              command, batch.now);
            Receipt receipt;
            // The event is what makes it fire once: without one it stays silent until the next start.
            if (outcome && take(batch, &command, key, {}, std::move(*outcome), receipt)) {
                batch.fired.push_back(std::move(entry));
            } else if (!outcome) {
                ports_.log.error("a deadline was refused",
                                 {{"dossier", entry.dossier},
                                  {"kind", procedures::to_string(entry.deadline.kind)},
                                  {"code", procedures::to_string(outcome.error().code)}});
            }
        } catch (const std::exception& error) {
            ports_.log.error("a deadline could not be fired",
                             {{"dossier", entry.dossier},
                              {"kind", procedures::to_string(entry.deadline.kind)},
                              {"error", error.what()}});
        }
    }
}

bool Writer::commit(Batch& batch) {
    storage::AppendResult result;
    const auto begun = std::chrono::steady_clock::now();
    try {
        result = ports_.journal.append(
            head_, epoch_, std::span<const storage::Record>(records_).first(batch.count), batch.erasures);
    } catch (const std::exception& error) {
        // Nobody can tell what reached the disk.
        result = {storage::AppendError::doubtful, error.what()};
    }
    last_commit_ = std::chrono::steady_clock::now() - begun;
    if (result) return true;
    ports_.log.error("a commit failed",
                     {{"events", static_cast<long long>(batch.count)}, {"cause", result.cause}});
    switch (*result.error) {
        case storage::AppendError::head_moved:
        case storage::AppendError::epoch_moved:
            health_ = Health::deposed;
            ailment_ = "another process has taken over this journal; this one must be stopped";
            break;
        case storage::AppendError::not_done:
            ailment_ = "the storage refused the write: " + result.cause;
            break;
        case storage::AppendError::doubtful:
            health_ = Health::storage_doubtful;
            ailment_ = "the storage failed while writing: " + result.cause;
            recover_storage(batch.recorded_at);
            break;
    }
    return false;
}

bool Writer::recover_storage(Instant now) {
    Event event;
    event.type = EventType::storage_recovered;
    event.stream = procedures::office_stream;
    event.at = now;
    event.actor = system_actor("storage");
    storage::Record record;
    const std::string office(procedures::office_stream);
    write_record({head_ + 1, heads_[office], now, {}, {}, false}, event, ports_.random, record);
    storage::AppendResult result;
    try {
        result = ports_.journal.append(head_, epoch_, std::span<const storage::Record>(&record, 1));
    } catch (const std::exception& error) {
        result = {storage::AppendError::doubtful, error.what()};
    }
    if (!result) {
        ports_.log.error("the storage has not recovered", {{"cause", result.cause}});
        pause_until_ = ports_.clock.now() + std::chrono::seconds{1};
        return false;
    }
    head_ += 1;
    heads_[office] = head_;
    ports_.published.publish_heads({{office, head_}});
    last_recorded_ = std::max(last_recorded_, now);
    ports_.published.publish(head_, {}, nullptr, nullptr);
    health_ = Health::ready;
    ports_.log.warning("the storage has recovered: what was in doubt did not happen",
                       {{"event", static_cast<long long>(head_)}});
    return true;
}

void Writer::settle(Batch& batch) {
    // Before what this batch closes: whoever closed a dossier mostly looks at it once more.
    let_go_of_closed();
    head_ += batch.count;
    for (const auto& [stream, head] : batch.heads) heads_[stream] = head;
    last_recorded_ = batch.recorded_at;
    for (const auto& event : batch.office_events) {
        const int number = procedures::nonconformity_of_stream(event.stream);
        const auto before = office_.quality.nonconformities.find(number);
        office_.apply(event);
        if (number != 0) deadlines_.follow(before.get(), *office_.quality.nonconformities.find(number));
    }

    std::vector<std::shared_ptr<const StoredDossier>> changed;
    changed.reserve(batch.touched.size());
    for (auto& [id, touched] : batch.touched) {
        deadlines_.follow(touched.before ? &touched.before->dossier : nullptr, touched.after->dossier);
        if (!touched.after->dossier.is_open() && touched.after->dossier.open_deadlines.empty()) {
            closed_.emplace_back(touched.after->head, id);
        }
        changed.push_back(std::move(touched.after));
    }
    const auto law = batch.law == law_ ? nullptr : batch.law;
    law_ = batch.law;
    ports_.published.publish_heads(batch.heads);
    ports_.published.publish(
        head_, changed, law,
        batch.office_changed ? std::make_shared<procedures::OfficeState>(office_) : nullptr);
    for (auto& [request, key] : batch.again) {
        request->answer = answer_from_journal(batch.keys.at(key));
    }
    for (auto& [key, entry] : batch.keys) {
        keys_by_age_.emplace_back(entry.recorded_at, key);
        keys_[key] = std::move(entry);
    }
    if (batch.doubts_clock) doubt_journaled_ = true;
    if (batch.confirms_clock) {
        guard_->confirm();
        doubt_journaled_ = false;
        ports_.log.info("the system clock was confirmed",
                        {{"system", procedures::format_instant(batch.now)}});
    }
    if (health_ != Health::clock_doubted || batch.confirms_clock) {
        health_ = Health::ready;
        ailment_.clear();
    }
}

void Writer::let_go_of_closed() {
    const Seq passed = ports_.views_position ? ports_.views_position() : head_;
    while (!closed_.empty() && closed_.front().first <= passed) {
        ports_.published.let_go(closed_.front().second, closed_.front().first);
        closed_.pop_front();
    }
}

std::optional<Answer> Writer::repeated(const Command& command, const std::string& key,
                                       const std::string& fingerprint) {
    const auto known = keys_.find(key);
    if (known == keys_.end()) return std::nullopt;
    if (known->second.fingerprint != fingerprint) {
        return Answer::of(procedures::refuse(Refusal::Code::idempotency_mismatch, {{"key", command.key}}));
    }
    return answer_from_journal(known->second);
}

Answer Writer::answer_from_journal(const Key& key) {
    Receipt receipt;
    receipt.first = key.first;
    receipt.last = key.first + key.count - 1;
    receipt.repeated = true;
    Seq dossier_head = 0;
    for (Seq seq = receipt.first; seq <= receipt.last; ++seq) {
        const auto record = ports_.journal.find(seq);
        if (!record)
            throw std::runtime_error(
                fmt::format("journal: event {} is missing; run motcua audit verify", seq));
        auto opened = read_record(*record);
        if (const auto id = procedures::dossier_of_stream(opened.event.stream); !id.empty()) {
            receipt.dossier = id;
            dossier_head = seq;
        }
        receipt.events.push_back(std::move(opened.event));
    }
    if (dossier_head != 0) {
        const auto stored = fold_dossier(ports_.journal, dossier_head);
        receipt.code = stored.dossier.code;
        receipt.version_number = stored.dossier.version_number;
    }
    return Answer::of(std::move(receipt));
}

std::optional<Instant> Writer::next_wake() const {
    if (health_ == Health::deposed || health_ == Health::clock_doubted) return std::nullopt;
    if (pause_until_) return pause_until_;
    return deadlines_.earliest();
}

}  // namespace motcua::engine
