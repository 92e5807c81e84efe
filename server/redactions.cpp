#include "server/redactions.hpp"

#include "procedures/dossier/command.hpp"
#include "procedures/dossier/fields.hpp"
#include "server/papers/papers.hpp"
#include "server/tidying.hpp"
#include "storage/proofs/seal.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace motcua::server {

using procedures::Command;
using procedures::CommandKind;
using procedures::EventType;
using storage::KeptRedaction;
using storage::Seq;
namespace fields = procedures::fields;

namespace {

constexpr std::size_t at_once = 10'000;
/// Prints are looked through for so long after an erasure: what was in them then went on the first day.
constexpr std::chrono::days lists_looked_at_for{30};

struct Order {
    std::string stream, ground;
    Seq event = 0;
    std::vector<std::string> fields;
    Seq repeats = 0;  // the order of a history that was lost; 0 for none
    Seq follows = 0;  // the order of which this is a consequence; 0 for none
};

/// Whether it was carried out; `erased` gets the digests that went.
bool give(const ApiPorts& ports, const Order& order, std::set<storage::Hash>& erased) {
    if (const auto record = ports.journal()->find(order.event)) erased.merge(digests_in(*record));
    boost::json::array names;
    for (const auto& field : order.fields) names.emplace_back(field);
    Command command;
    command.kind = CommandKind::redact;
    command.actor = {std::string(procedures::redaction_keeper), "", "system"};
    command.dossier = procedures::dossier_of_stream(order.stream);
    const auto number = [](Seq seq) { return static_cast<std::int64_t>(seq); };
    command.args = {{"event", number(order.event)}, {"fields", std::move(names)}, {"ground", order.ground}};
    if (order.repeats != 0) command.args["repeats"] = number(order.repeats);
    if (order.follows != 0) command.args["follows"] = number(order.follows);
    const auto answer = ports.engine.submit_and_wait(std::move(command));
    if (answer.done()) return true;
    ports.log.error("What the law orders to be erased is still there",
                    {{"event", static_cast<long long>(order.event)},
                     {"answer", to_string(answer.kind)},
                     {"code", to_string(answer.refusal.code)}});
    return false;
}

void sweep(const ApiPorts& ports, const std::set<storage::Hash>& erased) {
    if (ports.files != nullptr && !erased.empty())
        sweep_erased(*ports.files, *ports.journal(), erased, std::chrono::system_clock::now());
}

/// What the journal tells of erasures, and which prints of the office it still names.
struct Told {
    struct Redaction {
        KeptRedaction kept;
        engine::Instant at;
    };
    std::vector<Redaction> redactions;
    std::vector<KeptPaper> lists;
};

Told read(storage::JournalReader& journal) {
    Told told;
    const auto identity = journal.identity();
    const auto office = procedures::office_stream;
    const auto issued = to_string(EventType::paper_issued);
    for (Seq from = 0, next = 1; from != next;) {
        from = next;
        next = journal.read(from, at_once, [&](const storage::Record& record) {
            const bool is_redaction = record.type == storage::redaction_type;
            const bool is_list = record.stream == office && record.type == issued && !record.personal.empty();
            if (!is_redaction && !is_list) return;
            const auto event = storage::projected(record);
            if (is_list) {
                told.lists.push_back(kept_papers({event}).front());
                return;
            }
            const auto& data = event.event.data;
            Told::Redaction one{{identity.id,
                                 record.seq,
                                 static_cast<Seq>(fields::number(data, "seq")),
                                 {},
                                 record.stream,
                                 {},
                                 std::string(fields::text(data, "ground"))},
                                event.recorded_at};
            for (const auto& field : data.at("fields").as_array())
                one.kept.fields.emplace_back(field.as_string());
            told.redactions.push_back(std::move(one));
        });
    }
    for (auto& one : told.redactions)
        if (const auto record = journal.find(one.kept.event)) one.kept.hash = record->hash;
    return told;
}

void keep(const ApiPorts& ports, const Told& told) {
    if (ports.redactions == nullptr) return;
    std::vector<KeptRedaction> kept;
    for (const auto& one : told.redactions) kept.push_back(one.kept);
    ports.redactions->keep(kept);
}

bool is_about_the_applicant(const KeptRedaction& redaction) {
    return std::any_of(redaction.fields.begin(), redaction.fields.end(),
                       [](const std::string& field) { return field.starts_with("applicant."); });
}

/// Whether the print holds the dossier: as a cell of its table, so that no longer code is taken for it.
bool is_named_in(storage::Files& files, const KeptPaper& list, const std::string& code) {
    const auto bytes = storage::from_hex(list.digest);
    storage::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return false;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    std::string page;
    try {
        files.read(hash, [&](std::string_view part) { page += part; });
    } catch (const std::runtime_error&) {
        // Damaged: whoever it names, its bytes are looked through as they are.
    }
    return page.find('>' + code + '<') != page.npos;
}

}  // namespace

std::size_t repeat_redactions(const ApiPorts& ports) {
    if (ports.redactions == nullptr) return 0;
    const auto journal = ports.journal();
    const auto identity = journal->identity();
    std::set<storage::Hash> erased;
    std::size_t repeated = 0;
    for (const auto& one : ports.redactions->all()) {
        if (one.journal != identity.id || one.event > journal->head()) continue;
        const auto record = journal->find(one.event);
        if (!record || record->hash != one.hash) continue;
        Order order{one.stream, one.ground, one.event, {}, one.seq, 0};
        for (const auto& field : one.fields)
            if (storage::has_field(record->personal, field)) order.fields.push_back(field);
        if (!order.fields.empty() && give(ports, order, erased)) ++repeated;
    }
    if (repeated == 0) return 0;
    sweep(ports, erased);
    ports.log.warning("An older copy was put back: what the law had erased since is erased again",
                      {{"erasures", static_cast<long long>(repeated)}});
    return repeated;
}

std::size_t carry_on_redactions(const ApiPorts& ports) {
    const auto told = read(*ports.journal());
    keep(ports, told);
    if (ports.files == nullptr) return 0;
    std::set<Seq> gone;
    std::set<storage::Hash> erased;
    for (const auto& [redaction, at] : told.redactions) {
        const auto id = procedures::dossier_of_stream(redaction.stream);
        if (id.empty() || !is_about_the_applicant(redaction) || ports.clock.now() - at > lists_looked_at_for)
            continue;
        const auto snapshot = ports.engine.dossier_and_wait(id);
        if (!snapshot || snapshot->dossier().code.empty()) continue;
        for (const auto& list : told.lists) {
            if (list.id > redaction.seq || list.digest.empty() || gone.contains(list.id) ||
                !is_named_in(*ports.files, list, snapshot->dossier().code))
                continue;
            Order order{std::string(procedures::office_stream),
                        redaction.ground,
                        list.id,
                        {"digest"},
                        0,
                        redaction.seq};
            if (!list.pdf_digest.empty()) order.fields.emplace_back("pdf_digest");
            if (give(ports, order, erased)) gone.insert(list.id);
        }
    }
    if (gone.empty()) return 0;
    sweep(ports, erased);
    ports.log.info("Lists of the office that named an erased person are gone; print them anew",
                   {{"lists", static_cast<long long>(gone.size())}});
    // The erasures of the lists outlive a restore as well.
    keep(ports, read(*ports.journal()));
    return gone.size();
}

}  // namespace motcua::server
