// The journal for the auditor: who did what to which dossier and when, and the head of the tree over all of it.
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"
#include "server/journal_search.hpp"
#include "server/lists.hpp"
#include "server/papers/checkpoint_slip.hpp"
#include "server/papers/paper_html.hpp"
#include "server/papers/paper_pdf.hpp"
#include "server/people.hpp"
#include "storage/proofs/prove.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
engine::Awaitable<Response> search_journal(Asked& asked) {
    if (const auto name = unknown_parameter(
            asked, {"actor", "action", "object", "from", "to", "refused", "limit", "cursor"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    JournalQuestion question;
    if (const auto wrong = co_await read_journal_question(asked, question); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    storage::Seq before = 0;
    if (const auto* cursor = parameter(asked, "cursor")) {
        before = number_in<storage::Seq>(*cursor).value_or(0);
        if (before < 2) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    }
    std::size_t limit = usual_page;
    if (!read_limit(asked, limit)) co_return problem(Fault::bad_parameter, asked.language, "limit");
    std::vector<storage::Projected> found;
    std::string next;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        auto stretch = stretch_of(*journal, question);
        if (before != 0) stretch.end = std::clamp(before, stretch.begin, stretch.end);
        const auto end = look_back(*journal, question, stretch, [&](storage::Projected&& event) {
            if (found.size() == limit) return false;
            found.push_back(std::move(event));
            return true;
        });
        if (end > stretch.begin) next = std::to_string(end);
    });
    const auto law = asked.engine().published().law();
    array items;
    for (const auto& event : found) {
        auto item = event_json(event, {law->office.get(), nullptr}, asked.language);
        item["object"] = event.event.stream;
        items.push_back(std::move(item));
    }
    const auto as_of = storage::AsOf{asked.engine().published().head(), asked.now};
    co_return page_response(asked, "/api/v1/journal", std::move(items), next, as_of);
}

engine::Awaitable<Response> sign_checkpoint(Asked& asked) {
    const auto checkpoint = co_await asked.engine().checkpoint();
    if (!checkpoint) co_return problem(Fault::no_signing_key, asked.language);
    co_return co_await read_checkpoint(asked);
}

engine::Awaitable<Response> print_checkpoint(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"format"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto* format = parameter(asked, "format");
    const bool as_pdf = format != nullptr && *format == "pdf";
    if (format != nullptr && !as_pdf && *format != "html")
        co_return problem(Fault::bad_parameter, asked.language, "format");
    const auto law = asked.engine().published().law();
    const auto people = co_await names_of_people(asked);
    std::string content;
    co_await asked.engine().run_blocking([&] {
        const auto last = asked.engine().status().checkpoint;
        const auto kept = asked.api.ports().journal()->checkpoints(last);
        if (kept.empty()) return;
        const auto& by = name_in(people, asked.actor.person);
        const auto slip = checkpoint_slip(
            {*law->office, kept.back().note, asked.engine().published().office()->signing_key, asked.now,
             by.empty() ? asked.actor.person : by, asked.api.options().demonstration});
        content = as_pdf ? paper_pdf(slip) : paper_html(slip);
    });
    if (content.empty()) co_return problem(Fault::no_signing_key, asked.language);
    if (as_pdf) {
        Response response;
        response.content_type = "application/pdf";
        response.fields.emplace_back("Content-Disposition", "inline; filename=\"checkpoint.pdf\"");
        response.body = std::move(content);
        co_return response;
    }
    const auto style = style_source_of(content);
    co_return html_response(std::move(content), style);
}

engine::Awaitable<Response> record_export(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = procedures::CommandKind::record_export;
    command.args = std::move(std::get<object>(body));
    if (auto no = unknown_field(asked, command.args, {"what", "count", "dossier", "range", "personal"}))
        co_return std::move(*no);
    const auto law = asked.engine().published().law();
    co_return co_await give(asked, std::move(command), {law->office.get(), nullptr}, 200);
}

engine::Awaitable<Response> rotate_key(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto former = asked.engine().published().office()->signing_key;
    if (former.empty()) co_return problem(Fault::no_signing_key, asked.language);
    const auto answer = co_await asked.engine().rotate_key(asked.actor);
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    co_return json_response({{"key", asked.engine().published().office()->signing_key},
                             {"former", former},
                             {"seq", answer.receipt.first}});
}

engine::Awaitable<Response> read_checkpoint(Asked& asked) {
    storage::TreeHead head;
    storage::JournalIdentity identity;
    std::vector<storage::StoredCheckpoint> checkpoints;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        identity = journal->identity();
        head = storage::Prover(*journal, journal->head()).tree();
        checkpoints = journal->checkpoints();
    });
    object out{{"journal", identity.id},
               {"generation", identity.generation},
               {"size", head.size},
               {"root", storage::to_base64(storage::bytes_of(head.root))},
               {"signed", nullptr}};
    if (!checkpoints.empty())
        out["signed"] = object{{"size", checkpoints.back().size}, {"note", checkpoints.back().note}};
    co_return json_response(std::move(out));
}

}  // namespace motcua::server
