// Opinions asked of others, and dossiers that may have been filed twice.
#include "procedures/text/normalize.hpp"
#include "server/commanding.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>

namespace motcua::server {

using procedures::CommandKind;

namespace {

/// `party` is the address's, whatever the body says.
engine::Awaitable<Response> about_consult(Asked& asked, CommandKind kind, bool needs_version) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = kind;
    command.args = std::move(std::get<boost::json::object>(body));
    command.args["party"] = asked.parameters.back();
    co_return co_await give_to_dossier(asked, std::move(command), needs_version);
}

/// A question to somebody outside that waits for its answer.
struct Awaited {
    engine::DossierSnapshot snapshot;
    procedures::OpenConsult consult;
};

std::vector<Awaited> awaited_by(const Asked& asked, std::string_view party) {
    const auto& published = asked.engine().published();
    const auto law = published.law();
    const auto office = published.office();
    std::vector<Awaited> out;
    for (auto& stored : published.all_in_memory())
        for (const auto& consult : stored->dossier.consults)
            if (!consult.answered && stored->dossier.is_open() && (party.empty() || consult.party == party) &&
                procedures::may_see(*law, *office, stored->dossier, asked.actor, asked.now))
                out.push_back({{stored, law, office, 0}, consult});
    std::sort(out.begin(), out.end(), [](const Awaited& one, const Awaited& other) {
        return std::pair(one.consult.due, one.snapshot.dossier().id) <
               std::pair(other.consult.due, other.snapshot.dossier().id);
    });
    return out;
}

boost::json::object awaited_json(const Awaited& awaited, const storage::DossierRow& row, engine::Instant now,
                                 Language language) {
    const auto& [snapshot, consult] = awaited;
    const auto& dossier = snapshot.dossier();
    const auto naming = naming_of(snapshot);
    return {{"dossier", dossier.id},
            {"code", dossier.code.empty() ? boost::json::value(nullptr) : boost::json::value(dossier.code)},
            {"version", dossier.version_number},
            {"procedure_name",
             naming.procedure != nullptr ? in(language, naming.procedure->names) : dossier.procedure},
            {"applicant", row.applicant},
            {"party", consult.party},
            {"name", procedures::party_name(naming, consult.party, language)},
            {"asked", procedures::format_instant(consult.asked)},
            {"due", procedures::format_instant(consult.due)},
            {"mandatory", consult.mandatory},
            {"silence_is_consent", consult.silence_is_consent},
            {"late", now > consult.due}};
}

}  // namespace

engine::Awaitable<Response> list_consults(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"party", "late"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto late = flag_parameter(asked, "late");
    if (!late) co_return problem(Fault::bad_parameter, asked.language, "late");
    const auto* party = parameter(asked, "party");
    co_await views_are_current(asked);
    boost::json::array items;
    std::int64_t total = 0;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        for (const auto& one : awaited_by(asked, party != nullptr ? *party : std::string())) {
            if (*late && asked.now <= one.consult.due) continue;
            ++total;
            if (items.size() == largest_page) continue;
            if (const auto row = reader->dossier(one.snapshot.dossier().id))
                items.push_back(awaited_json(one, *row, asked.now, asked.language));
        }
    });
    co_return json_response({{"items", std::move(items)},
                             {"next_cursor", nullptr},
                             {"total", total},
                             {"as_of", as_of_json({asked.engine().published().head(), asked.now})}});
}

engine::Awaitable<Response> answer_consult(Asked& asked) {
    co_return co_await about_consult(asked, CommandKind::answer_consult, true);
}

engine::Awaitable<Response> remind_consult(Asked& asked) {
    co_return co_await about_consult(asked, CommandKind::remind_consult, false);
}

engine::Awaitable<Response> find_duplicates(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"procedure", "applicant", "applicant_id"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto* procedure = parameter(asked, "procedure");
    const auto* applicant = parameter(asked, "applicant");
    const auto* id = parameter(asked, "applicant_id");
    if (procedure == nullptr || procedure->empty())
        co_return problem(Fault::bad_parameter, asked.language, "procedure");
    const auto* words = id != nullptr ? id : applicant;
    if (words == nullptr || words->empty() || words->size() > 200)
        co_return problem(Fault::bad_parameter, asked.language, id != nullptr ? "applicant_id" : "applicant");
    auto question = question_of(asked);
    question.filter.procedure = *procedure;
    auto page = *co_await read_page(asked, [&](storage::ViewsReader& reader) {
        return reader.search(*words, question.filter, question.moment, largest_page);
    });
    // Of a name the last word was looked for as a beginning, and its words may stand in other fields.
    if (id == nullptr)
        std::erase_if(page.rows, [&, wanted = procedures::fold_for_search(*applicant)](const auto& row) {
            return procedures::fold_for_search(row.applicant) != wanted;
        });
    co_return json_response({{"items", rows_json(asked, question, page)}, {"as_of", as_of_json(page.as_of)}});
}

}  // namespace motcua::server
