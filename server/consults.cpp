// Opinions asked of others, and dossiers that may have been filed twice.
#include "procedures/text/normalize.hpp"
#include "server/commanding.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

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

}  // namespace

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
