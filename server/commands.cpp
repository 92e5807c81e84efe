// Commands over HTTP: submitting, acting, acts beside the machine. Each with a key of its own, so
// that a repeat gets the first answer; changes of a dossier with the version that was looked at.
#include "procedures/text/normalize.hpp"
#include "server/command_fields.hpp"
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/people.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using procedures::Command;
using procedures::CommandKind;

namespace {

constexpr std::size_t deepest_json = 16;

/// What is stored is NFC, whatever the keyboard sent.
void normalize(boost::json::value& value) {
    if (auto* text = value.if_string()) {
        if (!procedures::is_nfc(std::string_view(*text))) *text = procedures::to_nfc(std::string_view(*text));
    } else if (auto* list = value.if_array()) {
        for (auto& item : *list) normalize(item);
    } else if (auto* object = value.if_object()) {
        for (auto& [key, item] : *object) normalize(item);
    }
}

/// However it was escaped: NUL ends texts elsewhere, so what follows it would be seen by some and not by others.
bool holds_nul(const boost::json::value& value) {
    if (const auto* text = value.if_string()) return text->find('\0') != boost::json::string::npos;
    if (const auto* list = value.if_array()) return std::any_of(list->begin(), list->end(), holds_nul);
    if (const auto* object = value.if_object())
        return std::any_of(object->begin(), object->end(), [](const auto& member) {
            return member.key().find('\0') != std::string_view::npos || holds_nul(member.value());
        });
    return false;
}

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= 128 &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
}

/// Reads If-Match into the command; the problem when it does not say which version was looked at.
std::optional<Response> read_if_match(const Asked& asked, Command& command) {
    const auto tag = asked.request.field("if-match");
    if (tag.empty()) return problem(Fault::if_match_required, asked.language);
    if (tag == "*") return std::nullopt;
    if (tag.size() < 3 || !tag.starts_with('"') || !tag.ends_with('"'))
        return problem(Fault::malformed_if_match, asked.language);
    command.expected_version = number_in<std::uint64_t>(tag.substr(1, tag.size() - 2));
    if (!command.expected_version) return problem(Fault::malformed_if_match, asked.language);
    return std::nullopt;
}

boost::json::object receipt_json(const engine::Receipt& receipt, Language language) {
    boost::json::array events;
    auto seq = receipt.first;
    for (const auto& event : receipt.events) {
        boost::json::object one{{"seq", seq++},
                                {"type", to_string(event.type)},
                                {"type_name", name_of(event.type, language)},
                                {"at", procedures::format_instant(event.at)}};
        if (const auto* to = event.data.if_contains("to")) one["to"] = *to;
        events.push_back(std::move(one));
    }
    return {{"dossier", receipt.dossier},
            {"code", receipt.code.empty() ? boost::json::value(nullptr) : boost::json::value(receipt.code)},
            {"version", receipt.version_number},
            {"events", std::move(events)}};
}

/// What the act would do, decided on what everybody sees and written nowhere.
Response rehearse(const Asked& asked, Command command, const engine::DossierSnapshot& now,
                  const PeopleNames& people) {
    command.actor = asked.actor;
    if (const auto no = settle_arguments(command)) return problem(*no, asked.language, {});
    const auto outcome = procedures::decide(*now.law, *now.office, &now.dossier(), command, asked.now);
    if (!outcome) {
        auto naming = naming_of(now);
        naming.people = &people;
        return problem(outcome.error(), asked.language, naming);
    }
    engine::DossierSnapshot after = now;
    auto folded = std::make_shared<engine::StoredDossier>(*now.stored);
    for (const auto& event : *outcome)
        if (event.stream == procedures::dossier_stream(folded->dossier.id))
            procedures::apply(folded->dossier, event);
    after.stored = std::move(folded);
    boost::json::array types;
    for (const auto& event : *outcome) types.emplace_back(to_string(event.type));
    auto response = json_response({{"dry_run", true},
                                   {"events", std::move(types)},
                                   {"before", standing_json(now, asked.language)},
                                   {"after", standing_json(after, asked.language)}});
    put_etag(response, now.dossier().version_number);
    return response;
}

}  // namespace

engine::Awaitable<Response> give(Asked& asked, Command command, procedures::Naming naming,
                                 int status_when_done) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    command.key = std::get<std::string>(key);
    command.actor = asked.actor;
    if (const auto no = settle_arguments(command)) co_return problem(*no, asked.language, {});
    const auto answer = co_await asked.engine().submit(std::move(command));
    if (answer.kind == engine::Answer::Kind::refused) {
        const auto people = co_await names_of_people(asked);
        naming.people = &people;
        co_return problem(answer, asked.language, naming);
    }
    if (!answer.done()) co_return problem(answer, asked.language, naming);
    auto response = json_response(receipt_json(answer.receipt, asked.language), status_when_done);
    put_etag(response, answer.receipt.version_number);
    say_if_replayed(response, answer.receipt.repeated);
    if (status_when_done == 201)
        response.fields.emplace_back("Location", "/api/v1/dossiers/" + answer.receipt.dossier);
    co_return response;
}

engine::Awaitable<Response> give_to_dossier(Asked& asked, Command command, bool needs_version) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    command.dossier = snapshot.dossier().id;
    if (needs_version)
        if (auto no = read_if_match(asked, command)) co_return std::move(*no);
    const auto dry = flag_parameter(asked, "dry_run");
    if (!dry) co_return problem(Fault::bad_parameter, asked.language, "dry_run");
    if (*dry) co_return rehearse(asked, std::move(command), snapshot, co_await names_of_people(asked));
    co_return co_await give(asked, std::move(command), naming_of(snapshot), 200);
}

Body body_of(const Asked& asked) {
    if (media_type_of(asked.request) != "application/json")
        return problem(Fault::unsupported_media_type, asked.language);
    return object_in(asked.request.body, asked.language);
}

Body object_in(std::string_view text, Language language) {
    boost::json::parse_options options;
    options.max_depth = deepest_json;
    boost::system::error_code error;
    auto value = boost::json::parse(text, error, {}, options);
    if (error) return problem(Fault::malformed_json, language, error.message());
    if (holds_nul(value)) return problem(Fault::malformed_json, language, "NUL");
    if (!value.is_object()) return problem(Fault::not_an_object, language);
    normalize(value);
    return std::move(value.get_object());
}

RequestKey key_of(const Asked& asked) {
    const auto key = asked.request.field("idempotency-key");
    if (!is_key(key)) return problem(Fault::idempotency_key_required, asked.language);
    return std::string(key);
}

engine::Awaitable<Response> submit_dossier(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    Command command;
    command.kind = CommandKind::submit;
    command.args = std::move(std::get<boost::json::object>(body));
    const auto law = asked.engine().published().law();
    co_return co_await give(asked, std::move(command), {law->office.get(), nullptr}, 201);
}

engine::Awaitable<Response> take_action(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    Command command;
    command.kind = CommandKind::act;
    command.args = std::move(std::get<boost::json::object>(body));
    const auto* action = command.args.if_contains("action");
    if (action == nullptr || !action->is_string()) co_return wrong_field(asked, "action", "required");
    command.action = std::string(action->get_string());
    command.args.erase("action");
    co_return co_await give_to_dossier(asked, std::move(command), true);
}

engine::Awaitable<Response> act_beside(Asked& asked) {
    const auto kind = procedures::parse_command_kind(asked.parameters.back());
    const bool is_beside = kind && *kind >= CommandKind::check_documents && *kind <= CommandKind::note;
    if (!is_beside) co_return problem(Fault::no_such_act, asked.language, asked.parameters.back());
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    Command command;
    command.kind = *kind;
    command.args = std::move(std::get<boost::json::object>(body));
    if (*kind == CommandKind::redact) co_return co_await redact_personal(asked, std::move(command));
    // A note or a reminder changes nothing that somebody else could be looking at.
    const bool needs_version = *kind != CommandKind::note && *kind != CommandKind::remind_consult;
    co_return co_await give_to_dossier(asked, std::move(command), needs_version);
}

}  // namespace motcua::server
