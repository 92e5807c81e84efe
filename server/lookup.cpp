// For the public: how a dossier stands, and what a procedure asks for. Nobody signs in here, so little is told, the same
// sentence answers whatever is wrong, and an address may not ask for ever.
#include "server/lookup.hpp"

#include "procedures/definition/diagram.hpp"
#include "procedures/definition/spoken.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/text/explanation.hpp"
#include "procedures/text/normalize.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/or_null.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

constexpr std::size_t addresses_at_most = 10'000;

/// What anybody may know who has the code from a receipt.
object progress_json(const engine::DossierSnapshot& snapshot, Language language) {
    const auto& dossier = snapshot.dossier();
    const auto* procedure = snapshot.law->version(dossier.version);
    const auto* step = procedure != nullptr ? procedure->step(dossier.step) : nullptr;
    object out{{"code", dossier.code},
               {"label", step != nullptr ? in(language, step->public_label) : ""},
               {"national_status", step != nullptr ? step->national_status : 0},
               {"received_at", or_null(dossier.received_at)},
               {"appointment", or_null(dossier.appointment)},
               {"finished_at", or_null(dossier.finished_at)},
               {"provisional", dossier.legal_due && dossier.legal_due->provisional}};
    return out;
}

/// "Nguyễn Thị Mẫu" → "N***** T** M**": enough to see that it is one's own.
std::string masked(const std::string& name) {
    std::string out;
    bool is_first = true;
    for (const char c : name) {
        if (c == ' ') {
            out += c;
            is_first = true;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80) {
            if (!out.empty() && out.back() != '*') out += c;
        } else {
            out += is_first ? c : '*';
            is_first = false;
        }
    }
    return out;
}

/// Takes as long wherever they differ.
bool is_same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

/// As people type it: groups and small letters are nothing.
std::string typed_code(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '-') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

/// The code that the receipt shows; "" when it was erased or there is none.
std::string lookup_code_of(storage::ViewsReader& reader, const std::string& dossier) {
    storage::Seq from = 0;
    do {
        const auto trail = reader.trail(dossier, 500, from);
        for (const auto& event : trail.events)
            if (event.event.type == EventType::received)
                return std::string(fields::text_or(event.event.personal, "lookup_code"));
        from = trail.next;
    } while (from != 0);
    return {};
}

/// A received dossier by its official code alone: an id is no secret, but it is nobody's receipt either.
engine::Awaitable<std::optional<engine::DossierSnapshot>> by_code(Asked& asked, std::string code) {
    auto snapshot = co_await asked.engine().dossier(code);
    if (!snapshot || snapshot->dossier().code.empty() ||
        fold_for_search(snapshot->dossier().code) != fold_for_search(code))
        co_return std::nullopt;
    co_return snapshot;
}

object document_json(const Document& document, const Procedure& procedure, Language language) {
    object out{{"id", document.id},
               {"name", in(language, document.names)},
               {"required", document.required},
               {"always", document.when.always()},
               {"originals", document.originals},
               {"certified", document.certified},
               {"copies", document.copies},
               {"form", document.form}};
    if (!document.when.always()) out["when"] = spoken(document.when, procedure);
    if (!document.condition_vi.empty()) out["condition"] = document.condition_vi;
    return out;
}

object graph_json(const Procedure& procedure, Language language) {
    array steps;
    array actions;
    for (const auto& step : procedure.steps) {
        steps.push_back(object{{"id", step.id},
                               {"name", in(language, step.names)},
                               {"kind", to_string(step.kind)},
                               {"role", step.role},
                               {"unit", step.unit},
                               {"budget", spoken(step.budget)},
                               {"label", in(language, step.public_label)},
                               {"national_status", step.national_status}});
        for (const auto& action : step.actions)
            actions.push_back(object{{"id", action.id},
                                     {"name", in(language, action.names)},
                                     {"from", step.id},
                                     {"to", action.to},
                                     {"kind", to_string(action.kind)},
                                     {"role", action.role},
                                     {"always", action.when.always()}});
    }
    return {{"steps", std::move(steps)}, {"actions", std::move(actions)}};
}

/// The version in force today of the procedure that the first parameter names.
const Law::Version* version_asked(const Asked& asked, const Law& law) {
    return law.in_force(asked.parameters.front(), local_date(asked.now));
}

}  // namespace

std::optional<std::chrono::seconds> AskingRate::too_often(const std::string& address, engine::Instant now) {
    const std::lock_guard lock(mutex_);
    // Addresses that have been quiet for a window are forgotten; when all are busy, all wait for a moment.
    if (windows_.size() >= addresses_at_most && !windows_.contains(address))
        std::erase_if(windows_, [&](const auto& one) { return now - one.second.begun >= window; });
    if (windows_.size() >= addresses_at_most && !windows_.contains(address)) return std::chrono::seconds{5};
    auto& mine = windows_[address];
    if (now - mine.begun >= window || now < mine.begun) mine = {now, 0};
    if (mine.asked < at_most) {
        ++mine.asked;
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(mine.begun + window - now);
}

engine::Awaitable<std::optional<object>> progress_of(Asked& asked, const std::string& code) {
    const auto snapshot = co_await by_code(asked, code);
    if (!snapshot) co_return std::nullopt;
    co_return progress_json(*snapshot, asked.language);
}

engine::Awaitable<Response> look_up(Asked& asked) {
    if (const auto wait = asked.api.asking_rate().too_often(asked.request.address, asked.now))
        co_return try_again_after(*wait, problem(Fault::too_many_requests, asked.language));
    auto progress = co_await progress_of(asked, asked.parameters.front());
    if (!progress) co_return problem(Fault::lookup_failed, asked.language);
    co_return json_response(std::move(*progress));
}

engine::Awaitable<std::optional<object>> own_progress_of(Asked& asked, const std::string& code,
                                                         const std::string& lookup_code) {
    const auto typed = typed_code(lookup_code);
    const auto snapshot = co_await by_code(asked, code);
    std::string kept;
    std::optional<storage::DossierRow> row;
    if (snapshot) {
        co_await asked.engine().views_reach(snapshot->stored->head);
        co_await asked.engine().run_blocking([&] {
            auto reader = asked.api.readers().lend();
            kept = lookup_code_of(*reader.operator->(), snapshot->dossier().id);
            row = reader->dossier(snapshot->dossier().id);
        });
    }
    if (!snapshot || kept.empty() || !is_same(typed, kept)) co_return std::nullopt;
    const auto& dossier = snapshot->dossier();
    const auto naming = naming_of(*snapshot);
    auto out = progress_json(*snapshot, asked.language);
    if (naming.procedure != nullptr) out["procedure"] = in(asked.language, naming.procedure->names);
    const auto& holder = dossier.sender ? *dossier.sender : dossier.holder;
    out["department"] = dossier.is_open() ? unit_name(naming, holder.unit, asked.language) : "";
    out["applicant"] = row ? masked(row->applicant) : "";
    out["original_due"] = dossier.original_due ? or_null(std::optional(dossier.original_due->due)) : nullptr;
    out["legal_due"] = dossier.legal_due ? or_null(std::optional(dossier.legal_due->due)) : nullptr;
    array counted;
    const auto explained = explanation_json(*snapshot, asked.now, asked.language);
    for (const auto& stage : explained.at("dates").as_array())
        if (stage.at("date") == "stage")
            counted.push_back(object{{"name", stage.at("name")},
                                     {"allowance", stage.at("allowance")},
                                     {"text", stage.at("text")}});
    out["counted"] = std::move(counted);
    co_return out;
}

engine::Awaitable<Response> look_up_own(Asked& asked) {
    if (const auto wait = asked.api.asking_rate().too_often(asked.request.address, asked.now))
        co_return try_again_after(*wait, problem(Fault::too_many_requests, asked.language));
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    const auto& body = std::get<object>(read);
    auto progress = co_await own_progress_of(asked, std::string(fields::text_or(body, "code")),
                                             std::string(fields::text_or(body, "lookup_code")));
    if (!progress) co_return problem(Fault::lookup_failed, asked.language);
    co_return json_response(std::move(*progress));
}

engine::Awaitable<Response> read_procedure(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto* version = version_asked(asked, *law);
    if (version == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    const auto& procedure = *version->procedure;
    const auto language = asked.language;
    array documents;
    for (const auto& document : procedure.documents)
        if (!document.output) documents.push_back(document_json(document, procedure, language));
    array fees;
    for (const auto& fee : procedure.fees) {
        object one{{"id", fee.id},
                   {"name", in(language, fee.names)},
                   {"amount", fee.amount ? boost::json::value(static_cast<std::int64_t>(*fee.amount))
                                         : boost::json::value(nullptr)},
                   {"moment", to_string(fee.moment)},
                   {"always", fee.when.always()}};
        if (!fee.when.always()) one["when"] = spoken(fee.when, procedure);
        fees.push_back(std::move(one));
    }
    array limits;
    for (const auto& limit : procedure.limits) {
        object one{{"stage", limit.stage},
                   {"name", in(language, limit.names)},
                   {"allowance", written(limit.allowance(), language)},
                   {"statutory", written(limit.statutory, language)},
                   {"committed", limit.committed ? boost::json::value(written(*limit.committed, language))
                                                 : boost::json::value(nullptr)},
                   {"owed_by", limit.owed_by},
                   {"always", limit.when.always()}};
        if (!limit.when.always()) one["when"] = spoken(limit.when, procedure);
        limits.push_back(std::move(one));
    }
    array basis(procedure.legal_basis.begin(), procedure.legal_basis.end());
    co_return json_response({{"id", procedure.id},
                             {"national_code", procedure.national_code},
                             {"name", in(language, procedure.names)},
                             {"field", in(language, procedure.field)},
                             {"version", version->hash},
                             {"in_force_from", format_date(procedure.in_force_from)},
                             {"demonstration", !procedure.is_approved()},
                             {"online_level", procedure.online_level},
                             {"dossier_sets", procedure.dossier_sets},
                             {"result", in(language, procedure.result.names)},
                             {"legal_basis", std::move(basis)},
                             {"documents", std::move(documents)},
                             {"fees", std::move(fees)},
                             {"limits", std::move(limits)}});
}

engine::Awaitable<Response> draw_procedure(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto* version = version_asked(asked, *law);
    if (version == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    const auto* format = parameter(asked, "format");
    if (format == nullptr || *format == "json") {
        auto out = graph_json(*version->procedure, asked.language);
        out["id"] = version->procedure->id;
        out["version"] = version->hash;
        co_return json_response(std::move(out));
    }
    Response response;
    if (*format == "dot") {
        response.content_type = "text/vnd.graphviz; charset=utf-8";
        response.body = to_dot(*version->procedure, *law->office);
    } else if (*format == "mermaid") {
        response.content_type = "text/plain; charset=utf-8";
        response.body = to_mermaid(*version->procedure);
    } else {
        co_return problem(Fault::bad_parameter, asked.language, "format");
    }
    co_return response;
}

}  // namespace motcua::server
