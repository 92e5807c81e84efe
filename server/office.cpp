// /api/v1/units, /api/v1/roles, /api/v1/zones and /api/v1/counters: the office as its law configures it. Who holds a role: people.cpp.
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace motcua::server {

engine::Awaitable<Response> list_units(Asked& asked) {
    const auto law = asked.engine().published().law();
    boost::json::array items;
    for (const auto& unit : law->office->units)
        items.push_back(boost::json::object{
            {"unit", unit.id},
            {"name", in(asked.language, unit.names)},
            {"parent", unit.parent.empty() ? boost::json::value(nullptr) : boost::json::value(unit.parent)},
            {"is_desk", unit.is_desk},
            {"is_outside", unit.is_outside}});
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> list_roles(Asked& asked) {
    const auto law = asked.engine().published().law();
    boost::json::array items;
    for (const auto& role : law->office->roles)
        items.push_back(boost::json::object{{"role", role.id},
                                            {"name", in(asked.language, role.names)},
                                            {"reads_dossiers", role.reads_dossiers},
                                            {"is_outside", role.is_outside}});
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> list_zones(Asked& asked) {
    const auto law = asked.engine().published().law();
    boost::json::array items;
    for (const auto& zone : law->office->zones)
        items.push_back(boost::json::object{{"zone", zone.id}, {"name", in(asked.language, zone.names)}});
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> list_counters(Asked& asked) {
    const auto law = asked.engine().published().law();
    boost::json::array items;
    for (const auto& counter : law->office->counters)
        items.push_back(boost::json::object{{"counter", counter.id},
                                            {"name", in(asked.language, counter.names)},
                                            {"has_scanner", !asked.api.options().scans.empty()}});
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

}  // namespace motcua::server
