// /api/v1/worklist: who has what to do, least time first.
#include "procedures/dossier/permission.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

namespace motcua::server {

namespace {

/// A person's inbox: what he has, and what lies unassigned with the roles that he holds today.
std::vector<storage::Place> inbox_of(const procedures::Staff& staff, const std::string& person,
                                     procedures::LocalDate day) {
    std::vector<storage::Place> places{{std::nullopt, std::nullopt, person}};
    if (const auto* known = staff.find(person))
        for (const auto& tenure : known->tenures)
            if (tenure.is_held_on(day)) places.push_back({tenure.role, tenure.unit, ""});
    return places;
}

/// The first parameter that cannot be used; "" when all can.
std::string read_filter(const Asked& asked, ListQuestion& question) {
    if (auto name = unknown_parameter(asked, {"person", "unit", "procedure", "step", "due_of", "timeliness",
                                              "limit", "cursor", "counts"});
        !name.empty())
        return name;
    const auto day = procedures::local_date(asked.now);
    if (const auto* unit = parameter(asked, "unit"))
        question.filter.places = {{std::nullopt, *unit, std::nullopt}};
    else if (const auto* person = parameter(asked, "person"); person == nullptr || *person != "*")
        question.filter.places =
            inbox_of(asked.engine().published().office()->staff,
                     person != nullptr ? *person : procedures::principal(asked.actor), day);
    if (!flag_parameter(asked, "counts")) return "counts";
    return read_question(asked, question);
}

/// How many of the list there are by timeliness, the filter's own timeliness left aside.
boost::json::object counts_of(const storage::Board& board) {
    std::map<std::string_view, std::uint64_t> sums;
    for (const auto& cell : board.cells) sums[to_string(cell.timeliness)] += cell.count;
    return {sums.begin(), sums.end()};
}

}  // namespace

engine::Awaitable<Response> read_worklist(Asked& asked) {
    auto question = question_of(asked);
    if (const auto wrong = read_filter(asked, question); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    const bool counted = *flag_parameter(asked, "counts");
    storage::Board board;
    const auto page = co_await read_page(asked, [&](storage::ViewsReader& reader) {
        if (counted) {
            auto all = question.filter;
            all.timeliness.clear();
            board = reader.board(all, question.moment);
        }
        return reader.worklist(question.filter, question.moment, question.limit, question.cursor);
    });
    if (!page) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    co_return page_response(
        asked, "/api/v1/worklist", rows_json(asked, question, *page), page->next, page->as_of,
        counted ? boost::json::object{{"counts", counts_of(board)}} : boost::json::object());
}

}  // namespace motcua::server
