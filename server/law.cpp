// /api/v1/law: what is in force and what waits for a second person; reading the configuration again, approving.
#include "engine/law_desk.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace motcua::server {

using procedures::CommandKind;

namespace {

using Proposal = procedures::OfficeState::Proposal;

std::vector<std::pair<std::string, const Proposal*>> in_order(const procedures::OfficeState& office) {
    std::vector<std::pair<std::string, const Proposal*>> out;
    for (const auto& [hash, proposal] : office.proposed_law) out.emplace_back(hash, &proposal);
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.second->number < b.second->number; });
    return out;
}

boost::json::object proposal_json(const std::string& hash, const Proposal& proposal) {
    boost::json::object out{{"hash", hash},
                            {"kind", proposal.kind},
                            {"id", proposal.id},
                            {"proposed_by", proposal.by},
                            {"proposed_at", procedures::format_instant(proposal.at)}};
    if (proposal.kind == "procedure") {
        const auto procedure =
            procedures::procedure_from_json(boost::json::parse(*proposal.text).as_object());
        out["in_force_from"] = procedures::format_date(procedure.in_force_from);
        if (procedure.in_force_until)
            out["in_force_until"] = procedures::format_date(*procedure.in_force_until);
        out["demonstration"] = !procedure.is_approved();
    }
    return out;
}

boost::json::array listed(const std::vector<std::string>& lines) {
    return boost::json::array(lines.begin(), lines.end());
}

}  // namespace

engine::Awaitable<Response> read_law(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto today = procedures::local_date(asked.now);
    boost::json::array proposals;
    for (const auto& [hash, proposal] : in_order(*office))
        proposals.push_back(proposal_json(hash, *proposal));
    boost::json::array versions;
    for (const auto& [id, adopted] : law->by_id)
        for (const auto& version : adopted) {
            const auto* current = law->in_force(id, today);
            const auto& until = version.procedure->in_force_until;
            versions.push_back(boost::json::object{
                {"id", id},
                {"hash", version.hash},
                {"in_force_from", procedures::format_date(version.procedure->in_force_from)},
                {"in_force_until",
                 until ? boost::json::value(procedures::format_date(*until)) : boost::json::value(nullptr)},
                {"in_force", current != nullptr && current->hash == version.hash},
                {"demonstration", !version.procedure->is_approved()}});
        }
    boost::json::object out{{"calendar", law->calendar_hash},    {"rules", law->rules_hash},
                            {"office", law->office_hash},        {"procedures", std::move(versions)},
                            {"proposals", std::move(proposals)}, {"open_notice", nullptr}};
    if (office->open_notice)
        out["open_notice"] = boost::json::object{{"notice", office->open_notice->notice},
                                                 {"calendar", office->open_notice->calendar},
                                                 {"by", office->open_notice->by}};
    co_return json_response(std::move(out));
}

engine::Awaitable<Response> reload_law(Asked& asked) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    const auto& config = asked.api.options().config;
    if (config.empty()) co_return problem(Fault::no_config, asked.language);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    if (const auto no = procedures::objection_to_any_of(*office, asked.actor, {"leader", "manager", "admin"},
                                                        procedures::local_date(asked.now)))
        co_return problem(*no, asked.language, {law->office.get(), nullptr});
    engine::LawReview review;
    engine::Proposed proposed;
    co_await asked.engine().run_blocking([&] {
        review = engine::review_law(config, *law);
        if (review.defects.empty())
            proposed = engine::propose(review, *office, engine::submit_to(asked.engine()), asked.actor,
                                       std::get<std::string>(key));
    });
    if (!review.defects.empty()) {
        asked.api.ports().log.warning("The configuration was not taken over",
                                      {{"defects", static_cast<long long>(review.defects.size())},
                                       {"first", std::string_view(review.defects.front())}});
        co_return problem(Fault::law_defective, asked.language, {}, {{"defects", listed(review.defects)}});
    }
    for (const auto& answer : proposed.answers)
        if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    boost::json::array fresh;
    for (const auto& text : proposed.texts)
        fresh.push_back(boost::json::object{{"hash", text.hash}, {"kind", text.kind}, {"id", text.id}});
    co_return json_response({{"proposed", std::move(fresh)},
                             {"waiting", review.changed.size() - proposed.texts.size()},
                             {"unchanged", review.changed.empty()},
                             {"former_calendar", review.has_former_calendar}});
}

engine::Awaitable<Response> approve_law(Asked& asked) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto& wanted = asked.parameters.back();
    std::vector<engine::LawText> meant;
    for (const auto& [hash, proposal] : office->proposed_law)
        if (hash.starts_with(wanted)) meant.push_back({proposal.kind, proposal.id, hash, *proposal.text});
    if (meant.size() != 1) co_return problem(Fault::which_proposal, asked.language, wanted);
    const auto& text = meant.front();
    const auto answer = co_await asked.engine().submit(
        engine::law_command(CommandKind::adopt_law, text, asked.actor, std::get<std::string>(key)));
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    co_return json_response(
        {{"adopted", boost::json::object{{"hash", text.hash}, {"kind", text.kind}, {"id", text.id}}},
         {"seq", answer.receipt.first},
         {"repeated", answer.receipt.repeated}});
}

}  // namespace motcua::server
