// /api/v1/colleagues: the people of the office by name, for whoever works in it: a screen names who did what, and a
// dossier is assigned to somebody.
#include "server/people.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace motcua::server {

engine::Awaitable<Response> list_colleagues(Asked& asked) {
    const auto names = co_await names_of_people(asked);
    const auto office = asked.engine().published().office();
    const auto today = procedures::local_date(asked.now);
    boost::json::array items;
    for (const auto& [id, person] : office->staff.people()) {
        boost::json::array roles;
        for (const auto& tenure : person.tenures)
            if (tenure.is_held_on(today))
                roles.push_back(boost::json::object{{"role", tenure.role}, {"unit", tenure.unit}});
        items.push_back(boost::json::object{{"person", id},
                                            {"name", name_in(names, id)},
                                            {"roles", std::move(roles)},
                                            {"absent", office->staff.is_absent(id, today)}});
    }
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

}  // namespace motcua::server
