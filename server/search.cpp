// GET /api/v1/dossiers: finding dossiers by words, and the lists behind the numbers of the board.
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

namespace motcua::server {

namespace {

constexpr std::size_t longest_question = 200;

}  // namespace

engine::Awaitable<Response> search_dossiers(Asked& asked) {
    if (const auto name =
            unknown_parameter(asked, {"q", "state", "role", "unit", "person", "procedure", "step", "zone",
                                      "due_of", "timeliness", "limit", "cursor"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto question = question_of(asked);
    question.filter.kinds = all_kinds();
    if (const auto wrong = read_question(asked, question); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    read_place(asked, question.filter);
    const auto* words = parameter(asked, "q");
    if (words != nullptr && words->size() > longest_question)
        co_return problem(Fault::bad_parameter, asked.language, "q");
    const auto page = co_await read_page(asked, [&](storage::ViewsReader& reader) {
        const auto& [law, moment, filter, limit, cursor] = question;
        return words != nullptr ? reader.search(*words, filter, moment, limit, cursor)
                                : reader.worklist(filter, moment, limit, cursor);
    });
    if (!page) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    co_return page_response(asked, "/api/v1/dossiers", rows_json(asked, question, *page), page->next,
                            page->as_of);
}

}  // namespace motcua::server
