// GET /api/v1/dossiers: finding dossiers by words, and the lists behind the numbers of the board.
#include "procedures/dossier/timeliness.hpp"
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
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    storage::DossierFilter filter;
    filter.sight = sight_of(*law, *office, asked.actor, asked.now);
    filter.kinds = {procedures::StepKind::submitted, procedures::StepKind::working,
                    procedures::StepKind::held, procedures::StepKind::finished, procedures::StepKind::closed};
    if (const auto wrong = read_common_filter(asked, filter); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    read_place(asked, filter);
    std::size_t limit = usual_page;
    if (!read_limit(asked, limit)) co_return problem(Fault::bad_parameter, asked.language, "limit");
    const auto* words = parameter(asked, "q");
    if (words != nullptr && words->size() > longest_question)
        co_return problem(Fault::bad_parameter, asked.language, "q");
    const auto* cursor = parameter(asked, "cursor");
    const auto from = cursor != nullptr ? *cursor : std::string();
    const auto moment = procedures::moment_at(*law->calendar, asked.now);
    co_await views_are_current(asked);
    storage::DossierPage page;
    bool is_bad_cursor = false;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        try {
            page = words != nullptr ? reader->search(*words, filter, moment, limit, from)
                                    : reader->worklist(filter, moment, limit, from);
        } catch (const storage::BadCursor&) {
            is_bad_cursor = true;
        }
    });
    if (is_bad_cursor) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    co_return page_response(asked, "/api/v1/dossiers", rows_json(asked, *law, filter, page, moment),
                            page.next, page.as_of);
}

}  // namespace motcua::server
