// What lists of dossiers have in common: their filter out of the query, and the page as an answer.
// Private to server/.
#pragma once

#include "server/resources.hpp"

#include <initializer_list>

namespace motcua::server {

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 200;

/// The parameter; null when it was not said.
const std::string* parameter(const Asked& asked, std::string_view name);
/// The first parameter that is none of `names`; "" when all are.
std::string unknown_parameter(const Asked& asked, std::initializer_list<std::string_view> names);
/// False when `limit` is said and is not from 1 to 200.
bool read_limit(const Asked& asked, std::size_t& limit);

/// `state`, `procedure`, `step`, `zone`, `due_of`, `timeliness` into the filter; the name of the first that cannot be used.
std::string read_common_filter(const Asked& asked, storage::DossierFilter& filter);
/// `role`, `unit` and `person`, all of one holder; an empty person is the pool.
void read_place(const Asked& asked, storage::DossierFilter& filter);

boost::json::object as_of_json(const storage::AsOf& as_of);
/// {items, next_cursor, as_of}, and the same question from the cursor on as a Link.
Response page_response(const Asked& asked, std::string_view path, boost::json::array items,
                       const std::string& next, const storage::AsOf& as_of);
boost::json::array rows_json(const Asked& asked, const procedures::Law& law,
                             const storage::DossierFilter& filter, const storage::DossierPage& page,
                             const procedures::Moment& moment);

}  // namespace motcua::server
