// /api/v1/nonconformities: what did not conform, opened by the engine or by hand, who owns it, what was done, and whether
// somebody else found that it helped (ISO 9001 clauses 8.5.3, 8.7, 10.2). None disappears.
#include "procedures/dossier/permission.hpp"
#include "server/command_fields.hpp"
#include "server/commanding.hpp"
#include "server/lists.hpp"
#include "server/or_null.hpp"
#include "server/quality/register.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <map>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using procedures::CommandKind;
using procedures::Nonconformity;
using procedures::NonconformityState;

namespace {

/// Which of them are asked for.
struct Wanted {
    std::optional<NonconformityState> state;
    std::optional<procedures::NonconformitySource> source;
    std::string unit, owner, dossier;
    bool overdue_only = false;
    bool open_only = false;
    std::size_t limit = usual_page, start = 0;
};

/// The name of the first parameter that cannot be used.
std::string read_wanted(const Asked& asked, Wanted& wanted) {
    if (auto name = unknown_parameter(
            asked, {"state", "source", "unit", "owner", "dossier", "overdue", "open", "limit", "cursor"});
        !name.empty())
        return name;
    if (const auto* state = parameter(asked, "state")) {
        wanted.state = procedures::parse_nonconformity_state(*state);
        if (!wanted.state) return "state";
    }
    if (const auto* source = parameter(asked, "source")) {
        wanted.source = procedures::parse_nonconformity_source(*source);
        if (!wanted.source) return "source";
    }
    if (const auto* unit = parameter(asked, "unit")) wanted.unit = *unit;
    if (const auto* owner = parameter(asked, "owner")) wanted.owner = *owner;
    if (const auto* dossier = parameter(asked, "dossier")) wanted.dossier = *dossier;
    const auto overdue = flag_parameter(asked, "overdue");
    if (!overdue) return "overdue";
    wanted.overdue_only = *overdue;
    const auto open = flag_parameter(asked, "open");
    if (!open) return "open";
    wanted.open_only = *open;
    if (!read_limit(asked, wanted.limit)) return "limit";
    if (const auto* cursor = parameter(asked, "cursor")) {
        const auto start = number_in<std::size_t>(*cursor);
        if (!start) return "cursor";
        wanted.start = *start;
    }
    return {};
}

bool fits(const Nonconformity& one, const Wanted& wanted, engine::Instant now) {
    return (!wanted.state || one.state == *wanted.state) &&
           (!wanted.source || one.source == *wanted.source) &&
           (wanted.unit.empty() || one.unit == wanted.unit) &&
           (wanted.owner.empty() || one.owner == wanted.owner) &&
           (wanted.dossier.empty() || one.dossier == wanted.dossier || one.code == wanted.dossier) &&
           (!wanted.overdue_only || one.is_overdue(now)) && (!wanted.open_only || one.is_open());
}

/// The one of the address, for whoever may see it; or the problem.
using Known = std::variant<std::shared_ptr<const Nonconformity>, Response>;
Known known_by(const Asked& asked) {
    const auto office = asked.engine().published().office();
    auto one = office->quality.nonconformities.find(number_of(asked.parameters.front()));
    if (!one || !may_see(*office, *one, asked.actor, procedures::local_date(asked.now)))
        return problem(procedures::refuse(procedures::Refusal::Code::nonconformity_unknown,
                                          {{"nonconformity", asked.parameters.front()}}),
                       asked.language, {});
    return one;
}

engine::Awaitable<Response> answer(Asked& asked, int number, int status, bool repeated) {
    const auto law = asked.engine().published().law();
    const auto one = asked.engine().published().office()->quality.nonconformities.find(number);
    auto out = nonconformity_json(*one, *law, asked.now, asked.language);
    array events;
    std::vector<storage::Projected> told;
    co_await asked.engine().run_blocking(
        [&] { told = stream_events(asked, procedures::nonconformity_stream(number)); });
    for (const auto& event : told) {
        object texts = event.event.personal;
        events.push_back(object{{"seq", event.seq},
                                {"type", to_string(event.event.type)},
                                {"type_name", name_of(event.event.type, asked.language)},
                                {"at", procedures::format_instant(event.event.at)},
                                {"person", event.event.actor.person},
                                {"for", or_null(event.event.actor.on_behalf_of)},
                                {"data", event.event.data},
                                {"texts", std::move(texts)}});
    }
    out["events"] = std::move(events);
    auto response = json_response(std::move(out), status);
    say_if_replayed(response, repeated);
    if (status == 201)
        response.fields.emplace_back("Location", "/api/v1/nonconformities/" + std::to_string(number));
    co_return response;
}

engine::Awaitable<Response> act_on(Asked& asked, CommandKind kind) {
    auto known = known_by(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const int number = std::get<std::shared_ptr<const Nonconformity>>(known)->number;
    procedures::Command command;
    command.kind = kind;
    command.args = std::move(std::get<object>(body));
    command.args["nonconformity"] = number;
    auto arranged = co_await arrange_quality(asked, std::move(command));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    co_return co_await answer(asked, number, 200, std::get<engine::Receipt>(arranged).repeated);
}

}  // namespace

int number_of(const std::string& said) { return number_in<int>(said).value_or(0); }

bool may_see(const procedures::OfficeState& office, const Nonconformity& one, const procedures::Actor& actor,
             procedures::LocalDate day) {
    const auto& person = procedures::principal(actor);
    if (procedures::holds_any_of(office, actor, {"desk_head", "head", "leader", "manager", "auditor"}, day) ||
        person == one.owner || person == one.opened_by)
        return true;
    const auto* known = office.staff.find(person);
    return known != nullptr &&
           std::any_of(known->tenures.begin(), known->tenures.end(), [&](const procedures::Tenure& tenure) {
               return tenure.unit == one.unit && tenure.role != "admin" && tenure.is_held_on(day);
           });
}

object nonconformity_json(const Nonconformity& one, const procedures::Law& law, engine::Instant now,
                          Language language) {
    const procedures::Naming naming{law.office.get(), nullptr};
    const auto* version = law.in_force(one.procedure, procedures::local_date(one.opened_at));
    return {{"number", one.number},
            {"source", to_string(one.source)},
            {"source_name", name_of(one.source, language)},
            {"state", to_string(one.state)},
            {"state_name", name_of(one.state, language)},
            {"opened_at", procedures::format_instant(one.opened_at)},
            {"opened_by", one.opened_by},
            {"dossier", or_null(one.dossier)},
            {"code", or_null(one.code)},
            {"procedure", or_null(one.procedure)},
            {"procedure_name",
             version != nullptr ? boost::json::value(in(language, version->procedure->names)) : nullptr},
            {"unit", one.unit},
            {"unit_name", unit_name(naming, one.unit, language)},
            {"owner", or_null(one.owner)},
            {"due", procedures::format_instant(one.due)},
            {"overdue", one.is_overdue(now)},
            {"escalations", one.escalations},
            {"has_correction", one.has_correction},
            {"has_cause", one.has_cause},
            {"has_action", one.has_action},
            {"found_ineffective", one.found_ineffective},
            {"closed_at", or_null(one.closed_at)},
            {"verified_by", or_null(one.verified_by)}};
}

std::vector<storage::Projected> stream_events(Asked& asked, const std::string& stream) {
    std::vector<storage::Projected> out;
    const auto head = asked.engine().published().head_of(stream);
    if (head == 0) return out;
    const auto journal = asked.api.ports().journal();
    for (const auto& record : storage::stream_up_to(*journal, head))
        out.push_back(storage::projected(record));
    return out;
}

engine::Awaitable<Arranged> arrange_quality(Asked& asked, procedures::Command command) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    command.actor = asked.actor;
    command.key = std::get<std::string>(key);
    if (const auto no = settle_arguments(command)) co_return problem(*no, asked.language, {});
    auto answer = co_await asked.engine().submit(std::move(command));
    if (answer.done()) co_return std::move(answer.receipt);
    const auto law = asked.engine().published().law();
    const auto people = co_await names_of_people(asked);
    procedures::Naming naming{law->office.get(), nullptr};
    naming.people = &people;
    co_return problem(answer, asked.language, naming);
}

engine::Awaitable<Response> list_nonconformities(Asked& asked) {
    Wanted wanted;
    if (const auto name = read_wanted(asked, wanted); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto head = asked.engine().published().head();
    const auto day = procedures::local_date(asked.now);
    std::vector<Nonconformity> found;
    std::int64_t open = 0, overdue = 0, unowned = 0, escalated = 0;
    office->quality.nonconformities.each([&](const Nonconformity& one) {
        if (!may_see(*office, one, asked.actor, day)) return;
        open += one.is_open() ? 1 : 0;
        overdue += one.is_overdue(asked.now) ? 1 : 0;
        unowned += one.is_open() && one.owner.empty() ? 1 : 0;
        escalated += one.is_open() && one.is_escalated ? 1 : 0;
        if (fits(one, wanted, asked.now)) found.push_back(one);
    });
    // What is open first, by its due time; then what is closed, the newest first.
    std::sort(found.begin(), found.end(), [](const Nonconformity& a, const Nonconformity& b) {
        if (a.is_open() != b.is_open()) return a.is_open();
        if (!a.is_open()) return a.number > b.number;
        return std::tie(a.due, a.number) < std::tie(b.due, b.number);
    });
    array items;
    const auto begin = std::min(wanted.start, found.size());
    const auto end = std::min(begin + wanted.limit, found.size());
    for (auto at = begin; at < end; ++at)
        items.push_back(nonconformity_json(found[at], *law, asked.now, asked.language));
    co_return page_response(asked, "/api/v1/nonconformities", std::move(items),
                            end < found.size() ? std::to_string(end) : "", {head, asked.now},
                            {{"count", found.size()},
                             {"open", open},
                             {"overdue", overdue},
                             {"unowned", unowned},
                             {"escalated", escalated}});
}

engine::Awaitable<Response> read_nonconformity(Asked& asked) {
    auto known = known_by(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    co_return co_await answer(asked, std::get<std::shared_ptr<const Nonconformity>>(known)->number, 200,
                              false);
}

engine::Awaitable<Response> report_nonconformity(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = CommandKind::report_nonconformity;
    command.args = std::move(std::get<object>(body));
    if (const auto* said = command.args.if_contains("dossier")) {
        if (!said->is_string()) co_return wrong_field(asked, "dossier", "text");
        asked.parameters = {std::string(said->get_string())};
        auto seen = co_await dossier_for(asked);
        if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
        const auto& dossier = std::get<engine::DossierSnapshot>(seen).dossier();
        command.made = {{"dossier", dossier.id}, {"code", dossier.code}, {"procedure", dossier.procedure}};
    }
    auto arranged = co_await arrange_quality(asked, std::move(command));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    co_return co_await answer(asked, procedures::nonconformity_of_stream(receipt.events.front().stream), 201,
                              receipt.repeated);
}

engine::Awaitable<Response> assign_nonconformity(Asked& asked) {
    co_return co_await act_on(asked, CommandKind::assign_nonconformity);
}
engine::Awaitable<Response> treat_nonconformity(Asked& asked) {
    co_return co_await act_on(asked, CommandKind::treat_nonconformity);
}
engine::Awaitable<Response> verify_nonconformity(Asked& asked) {
    co_return co_await act_on(asked, CommandKind::verify_nonconformity);
}

}  // namespace motcua::server
