// /api/v1/audits: the programme of internal audits, the sample of each, the trace of a dossier with what the auditor found,
// and findings, which are nonconformities (ISO 9001 clause 9.2).
#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/lists.hpp"
#include "server/or_null.hpp"
#include "server/quality/register.hpp"
#include "server/quality/trace.hpp"
#include "server/reports/audit_sample.hpp"
#include "server/reports/wanted.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using procedures::Audit;
using procedures::CommandKind;

namespace {

object audit_json(const Audit& audit, const procedures::Law& law, Language language) {
    const auto checked = std::count_if(audit.sample.begin(), audit.sample.end(),
                                       [](const Audit::Sampled& one) { return one.is_checked; });
    return {{"number", audit.number},
            {"unit", audit.unit},
            {"unit_name", unit_name({law.office.get(), nullptr}, audit.unit, language)},
            {"auditor", audit.auditor},
            {"planned_by", audit.planned_by},
            {"from", procedures::format_date(audit.from)},
            {"to", procedures::format_date(audit.to)},
            {"seed", or_null(audit.seed)},
            {"sample_from", or_null(audit.sample_from)},
            {"sample_to", or_null(audit.sample_to)},
            {"sampled", audit.sample.size()},
            {"checked", checked},
            {"findings", audit.findings},
            {"concluded_at", or_null(audit.concluded_at)}};
}

using Known = std::variant<std::shared_ptr<const Audit>, Response>;
Known known_audit(const Asked& asked) {
    auto audit =
        asked.engine().published().office()->quality.audits.find(number_of(asked.parameters.front()));
    if (audit) return audit;
    return problem(
        procedures::refuse(procedures::Refusal::Code::audit_unknown, {{"audit", asked.parameters.front()}}),
        asked.language, {});
}

Response answer(Asked& asked, int number, int status, bool repeated) {
    const auto law = asked.engine().published().law();
    const auto audit = asked.engine().published().office()->quality.audits.find(number);
    auto out = audit_json(*audit, *law, asked.language);
    array sample;
    for (const auto& one : audit->sample) {
        const auto* version = law->in_force(one.procedure, *audit->sample_to);
        sample.push_back(
            object{{"dossier", one.dossier},
                   {"code", or_null(one.code)},
                   {"procedure", one.procedure},
                   {"procedure_name",
                    version != nullptr ? in(asked.language, version->procedure->names) : one.procedure},
                   {"why", one.why},
                   {"checked", one.is_checked},
                   {"refuted", std::count_if(one.answers.begin(), one.answers.end(),
                                             [](const auto& said) { return said.second == "no"; })}});
    }
    out["sample"] = std::move(sample);
    auto response = json_response(std::move(out), status);
    say_if_replayed(response, repeated);
    if (status == 201) response.fields.emplace_back("Location", "/api/v1/audits/" + std::to_string(number));
    return response;
}

/// An act on the audit of the address.
engine::Awaitable<Response> act_on(Asked& asked, CommandKind kind, object args, object made = {}) {
    const int number = number_of(asked.parameters.front());
    procedures::Command command;
    command.kind = kind;
    command.args = std::move(args);
    command.args["audit"] = number;
    command.made = std::move(made);
    auto arranged = co_await arrange_quality(asked, std::move(command));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    co_return answer(asked, number, 200, std::get<engine::Receipt>(arranged).repeated);
}

}  // namespace

engine::Awaitable<Response> list_audits(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"year"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    std::optional<int> year;
    if (const auto* said = parameter(asked, "year")) {
        year = number_in<int>(*said);
        if (!year) co_return problem(Fault::bad_parameter, asked.language, "year");
    }
    const auto law = asked.engine().published().law();
    array items;
    asked.engine().published().office()->quality.audits.each([&](const Audit& audit) {
        const std::chrono::year_month_day day{audit.from};
        if (!year || static_cast<int>(day.year()) == *year)
            items.push_back(audit_json(audit, *law, asked.language));
    });
    co_return json_response({{"items", std::move(items)}});
}

engine::Awaitable<Response> plan_audit(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = CommandKind::plan_audit;
    command.args = std::move(std::get<object>(body));
    auto arranged = co_await arrange_quality(asked, std::move(command));
    if (auto* no = std::get_if<Response>(&arranged)) co_return std::move(*no);
    const auto& receipt = std::get<engine::Receipt>(arranged);
    co_return answer(asked, procedures::audit_of_stream(receipt.events.front().stream), 201,
                     receipt.repeated);
}

engine::Awaitable<Response> read_audit(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    co_return answer(asked, std::get<std::shared_ptr<const Audit>>(known)->number, 200, false);
}

engine::Awaitable<Response> sample_audit(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    const auto audit = std::get<std::shared_ptr<const Audit>>(known);
    auto body = body_with(asked, {"from", "to", "period", "per_procedure"});
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto& said = std::get<object>(body);
    Fields texts;
    for (const auto& [name, value] : said)
        if (value.is_string()) texts.emplace(name, std::string_view(value.get_string()));
    reports::Wanted wanted;
    if (const auto wrong = reports::read_wanted(texts, asked.language, "settlement", wanted); !wrong.empty())
        co_return wrong_field(asked, wrong, "unusable");
    reports::SampleQuestion question;
    question.period = wanted.question.period;
    if (const auto* count = said.if_contains("per_procedure")) {
        if (!count->is_int64() || count->get_int64() < 0 || count->get_int64() > 100)
            co_return wrong_field(asked, "per_procedure", "unusable");
        question.per_procedure = static_cast<std::size_t>(count->get_int64());
    }
    // Nobody chooses it, and everybody can draw with it again.
    question.seed = fmt::format("audit-{}-{}", audit->number, reports::days_of(question.period));
    const auto law = asked.engine().published().law();
    co_await views_are_current(asked);
    array dossiers;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        auto material = reports::material_of(*reader, law, wanted.question, {}, asked.now);
        std::erase_if(material.accounts,
                      [&](const reports::Account& account) { return account.unit != audit->unit; });
        for (const auto& drawn : reports::draw(question, material.accounts, material.cut_off)) {
            const auto number = drawn.account->dossier;
            const auto rows = reader->rows({&number, 1});
            if (rows.empty()) continue;
            dossiers.push_back(object{{"dossier", rows.front().id},
                                      {"code", rows.front().code},
                                      {"procedure", drawn.account->procedure},
                                      {"why", to_string(drawn.why)}});
        }
    });
    object made{{"from", procedures::format_date(question.period.from)},
                {"to", procedures::format_date(question.period.to)},
                {"seed", question.seed},
                {"per_procedure", static_cast<std::int64_t>(question.per_procedure)},
                {"dossiers", std::move(dossiers)}};
    co_return co_await act_on(asked, CommandKind::sample_audit, std::move(said), std::move(made));
}

engine::Awaitable<Response> trace_audited(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    const auto audit = std::get<std::shared_ptr<const Audit>>(known);
    const auto one =
        std::find_if(audit->sample.begin(), audit->sample.end(), [&](const Audit::Sampled& sampled) {
            return sampled.dossier == asked.parameters.back() || sampled.code == asked.parameters.back();
        });
    if (one == audit->sample.end())
        co_return problem(procedures::refuse(procedures::Refusal::Code::not_in_sample,
                                             {{"dossier", asked.parameters.back()}}),
                          asked.language, {});
    co_await tell_reading(asked, one->dossier);
    const auto law = asked.engine().published().law();
    const auto found = asked.engine().published().find(one->dossier);
    std::vector<storage::Projected> events;
    std::string note;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        for (const auto& record : storage::stream_up_to(*journal, found->head))
            events.push_back(storage::projected(record));
        for (const auto& told : stream_events(asked, procedures::audit_stream(audit->number)))
            if (procedures::fields::text_or(told.event.data, "dossier") == one->dossier)
                if (const auto* text = told.event.personal.if_contains("note"))
                    note = std::string(text->as_string());
    });
    array ticks;
    for (const auto& tick : trace_of(*law, events, asked.language)) {
        const auto said = one->answers.find(tick.tick);
        ticks.push_back(object{{"tick", to_string(tick.tick)},
                               {"name", name_of(tick.tick, asked.language)},
                               {"answer", tick.answer},
                               {"evidence", tick.evidence},
                               {"said", said == one->answers.end() ? boost::json::value(nullptr)
                                                                   : boost::json::value(said->second)}});
    }
    co_return json_response({{"audit", audit->number},
                             {"dossier", one->dossier},
                             {"code", or_null(one->code)},
                             {"why", one->why},
                             {"checked", one->is_checked},
                             {"note", or_null(note)},
                             {"ticks", std::move(ticks)}});
}

engine::Awaitable<Response> check_audited(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto& args = std::get<object>(body);
    args["dossier"] = asked.parameters.back();
    co_return co_await act_on(asked, CommandKind::check_audited, std::move(args));
}

engine::Awaitable<Response> report_finding(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    co_return co_await act_on(asked, CommandKind::report_finding, std::move(std::get<object>(body)));
}

engine::Awaitable<Response> conclude_audit(Asked& asked) {
    auto known = known_audit(asked);
    if (auto* no = std::get_if<Response>(&known)) co_return std::move(*no);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    co_return co_await act_on(asked, CommandKind::conclude_audit, std::move(std::get<object>(body)));
}

}  // namespace motcua::server
