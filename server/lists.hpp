// What lists of dossiers have in common: their filter out of the query, and the page as an answer.
// Private to server/.
#pragma once

#include "procedures/dossier/timeliness.hpp"
#include "server/resources.hpp"

#include <functional>
#include <initializer_list>
#include <memory>
#include <set>

namespace motcua::server {

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 200;

/// A list of dossiers as it is asked for.
struct ListQuestion {
    std::shared_ptr<const procedures::Law> law;
    procedures::Moment moment;
    storage::DossierFilter filter;  // no further than the asker sees
    std::size_t limit = usual_page;
    std::string cursor;
};
ListQuestion question_of(const Asked& asked);

const std::set<procedures::StepKind>& all_kinds();

/// The parameter; null when it was not said.
const std::string* parameter(const Asked& asked, std::string_view name);
/// Of a parameter that is true or false, and false when it was not said; nothing when it is something else.
std::optional<bool> flag_parameter(const Asked& asked, std::string_view name);
/// The parameter `day`, today when it was not said; nothing when it is no day.
std::optional<procedures::LocalDate> day_parameter(const Asked& asked);
/// The first parameter that is none of `names`; "" when all are.
std::string unknown_parameter(const Asked& asked, std::initializer_list<std::string_view> names);
/// False when `limit` is said and is not from 1 to 200.
bool read_limit(const Asked& asked, std::size_t& limit);

/// `state`, `procedure`, `step`, `zone`, `due_of`, `timeliness`, `limit` and `cursor` into the question; the name of the
/// first that cannot be used.
std::string read_question(const Asked& asked, ListQuestion& question);
/// `role`, `unit` and `person`, all of one holder; an empty person is the pool.
void read_place(const Asked& asked, storage::DossierFilter& filter);

boost::json::object as_of_json(const storage::AsOf& as_of);
/// {items, next_cursor, as_of}, and the same question from the cursor on as a Link.
Response page_response(const Asked& asked, std::string_view path, boost::json::array items,
                       const std::string& next, const storage::AsOf& as_of, boost::json::object more = {});
boost::json::array rows_json(const Asked& asked, const ListQuestion& question,
                             const storage::DossierPage& page);

/// A page of views that show what was on disk when this was asked; nothing when the cursor is of another list.
engine::Awaitable<std::optional<storage::DossierPage>> read_page(
    Asked& asked, std::function<storage::DossierPage(storage::ViewsReader&)> read);

}  // namespace motcua::server
