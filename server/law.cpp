// /api/v1/law: what is in force and what waits for a second person; what that would change for whom; reading the
// configuration again, approving.
#include "engine/law_desk.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "server/law_effects.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

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

/// The one that waits and whose hash begins so, or that has this id; nothing when none does, or more than one.
std::optional<engine::LawText> proposal_meant(const procedures::OfficeState& office, std::string_view said) {
    std::optional<engine::LawText> out;
    for (const auto& [hash, proposal] : office.proposed_law) {
        if (!hash.starts_with(said) && proposal.id != said) continue;
        if (out) return std::nullopt;
        out = engine::LawText{proposal.kind, proposal.id, hash, *proposal.text};
    }
    return out;
}

/// A text of the law.
struct Found {
    engine::LawText text;
    std::string state;  // in_force | adopted | proposed
};

/// Adopted ones and those that wait whose hash begins so, or the one in force that has this id.
std::vector<Found> texts_meant(const Asked& asked, std::string_view said) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto today = procedures::local_date(asked.now);
    std::vector<Found> out;
    const auto put = [&](const std::string& hash, std::string kind, std::string id, std::string_view state,
                         const auto& text) {
        if (hash.starts_with(said) || (state == "in_force" && id == said))
            out.push_back({{std::move(kind), std::move(id), hash, text()}, std::string(state)});
    };
    const auto written = [](const auto& object) { return boost::json::serialize(object); };
    for (const auto& [hash, version] : law->by_hash) {
        const auto* current = law->in_force(version.procedure->id, today);
        put(hash, "procedure", version.procedure->id,
            current != nullptr && current->hash == hash ? "in_force" : "adopted",
            [&, &procedure = *version.procedure] { return written(procedures::to_json(procedure)); });
    }
    for (const auto& [hash, calendar] : law->calendars)
        put(hash, "calendar", "calendar", hash == law->calendar_hash ? "in_force" : "adopted",
            [&, &content = *calendar] { return written(procedures::to_json(content.content())); });
    put(law->rules_hash, "rules", "rules", "in_force",
        [&] { return written(procedures::to_json(*law->rules)); });
    put(law->office_hash, "office", "office", "in_force",
        [&] { return written(procedures::to_json(*law->office)); });
    for (const auto& [hash, proposal] : office->proposed_law)
        put(hash, proposal.kind, proposal.id, "proposed", [&, &text = *proposal.text] { return text; });
    return out;
}

boost::json::object name_json(const engine::LawText& text) {
    return {{"hash", text.hash}, {"kind", text.kind}, {"id", text.id}};
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

engine::Awaitable<Response> read_law_version(Asked& asked) {
    std::vector<Found> found;
    co_await asked.engine().run_blocking([&] { found = texts_meant(asked, asked.parameters.back()); });
    if (found.size() != 1) co_return problem(Fault::no_such_version, asked.language, asked.parameters.back());
    auto out = name_json(found.front().text);
    out["state"] = found.front().state;
    out["text"] = boost::json::parse(found.front().text.text);
    co_return json_response(std::move(out));
}

engine::Awaitable<Response> read_proposal(Asked& asked) {
    const auto office = asked.engine().published().office();
    const auto text = proposal_meant(*office, asked.parameters.back());
    if (!text) co_return problem(Fault::which_proposal, asked.language, asked.parameters.back());
    auto out = proposal_json(text->hash, office->proposed_law.at(text->hash));
    co_await asked.engine().run_blocking([&] { out["effects"] = law_effects(asked, *text); });
    co_return json_response(std::move(out));
}

engine::Awaitable<Response> reload_law(Asked& asked) {
    const auto dry = flag_parameter(asked, "dry_run");
    if (!dry) co_return problem(Fault::bad_parameter, asked.language, "dry_run");
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
    boost::json::array rehearsed;
    co_await asked.engine().run_blocking([&] {
        review = engine::review_law(config, *law);
        if (review.defects.empty() && *dry) {
            for (const auto& text : review.changed) {
                auto one = name_json(text);
                one["waiting"] = office->proposed_law.contains(text.hash);
                one["effects"] = law_effects(asked, text);
                rehearsed.push_back(std::move(one));
            }
        } else if (review.defects.empty())
            proposed = engine::propose(review, *office, engine::submit_to(asked.engine()), asked.actor,
                                       std::get<std::string>(key));
    });
    if (!review.defects.empty()) {
        asked.api.ports().log.warning("The configuration was not taken over",
                                      {{"defects", static_cast<long long>(review.defects.size())},
                                       {"first", std::string_view(review.defects.front())}});
        co_return problem(Fault::law_defective, asked.language, {}, {{"defects", listed(review.defects)}});
    }
    if (*dry)
        co_return json_response({{"dry_run", true},
                                 {"changed", std::move(rehearsed)},
                                 {"unchanged", review.changed.empty()},
                                 {"former_calendar", review.has_former_calendar}});
    for (const auto& answer : proposed.answers)
        if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    boost::json::array fresh;
    for (const auto& text : proposed.texts) fresh.push_back(name_json(text));
    co_return json_response({{"proposed", std::move(fresh)},
                             {"waiting", review.changed.size() - proposed.texts.size()},
                             {"unchanged", review.changed.empty()},
                             {"former_calendar", review.has_former_calendar}});
}

engine::Awaitable<Response> approve_law(Asked& asked) {
    const auto dry = flag_parameter(asked, "dry_run");
    if (!dry) co_return problem(Fault::bad_parameter, asked.language, "dry_run");
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto found = proposal_meant(*office, asked.parameters.back());
    if (!found) co_return problem(Fault::which_proposal, asked.language, asked.parameters.back());
    const auto& text = *found;
    if (*dry) {
        const auto command = engine::law_command(CommandKind::adopt_law, text, asked.actor, {});
        if (const auto outcome = procedures::decide(*law, *office, nullptr, command, asked.now); !outcome)
            co_return problem(outcome.error(), asked.language, {law->office.get(), nullptr});
        boost::json::object out{{"dry_run", true}, {"would_adopt", name_json(text)}};
        co_await asked.engine().run_blocking([&] { out["effects"] = law_effects(asked, text); });
        co_return json_response(std::move(out));
    }
    const auto answer = co_await asked.engine().submit(
        engine::law_command(CommandKind::adopt_law, text, asked.actor, std::get<std::string>(key)));
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    auto response = json_response({{"adopted", name_json(text)}, {"seq", answer.receipt.first}});
    say_if_replayed(response, answer.receipt.repeated);
    co_return response;
}

}  // namespace motcua::server
