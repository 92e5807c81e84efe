// /api/v1/worklist: who has what to do, least time first.
#include "procedures/dossier/permission.hpp"
#include "procedures/dossier/timeliness.hpp"
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
            if (tenure.from <= day && (!tenure.to || day <= *tenure.to))
                places.push_back({tenure.role, tenure.unit, ""});
    return places;
}

/// The first parameter that cannot be used; "" when all can.
std::string read_filter(const Asked& asked, const procedures::OfficeState& office,
                        storage::DossierFilter& filter, std::size_t& limit) {
    if (auto name = unknown_parameter(
            asked, {"person", "unit", "procedure", "step", "due_of", "timeliness", "limit", "cursor"});
        !name.empty())
        return name;
    const auto day = procedures::local_date(asked.now);
    if (const auto* unit = parameter(asked, "unit"))
        filter.places = {{std::nullopt, *unit, std::nullopt}};
    else if (const auto* person = parameter(asked, "person"); person == nullptr || *person != "*")
        filter.places =
            inbox_of(office.staff, person != nullptr ? *person : procedures::principal(asked.actor), day);
    if (auto wrong = read_common_filter(asked, filter); !wrong.empty()) return wrong;
    return read_limit(asked, limit) ? "" : "limit";
}

}  // namespace

engine::Awaitable<Response> read_worklist(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    storage::DossierFilter filter;
    filter.sight = sight_of(*law, *office, asked.actor, asked.now);
    std::size_t limit = usual_page;
    if (const auto wrong = read_filter(asked, *office, filter, limit); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    const auto cursor = asked.query.find("cursor");
    const auto moment = procedures::moment_at(*law->calendar, asked.now);
    co_await views_are_current(asked);
    storage::DossierPage page;
    bool is_bad_cursor = false;
    co_await asked.engine().run_blocking([&] {
        try {
            page = asked.api.readers().lend()->worklist(filter, moment, limit,
                                                        cursor == asked.query.end() ? "" : cursor->second);
        } catch (const storage::BadCursor&) {
            is_bad_cursor = true;
        }
    });
    if (is_bad_cursor) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    co_return page_response(asked, "/api/v1/worklist", rows_json(asked, *law, filter, page, moment),
                            page.next, page.as_of);
}

}  // namespace motcua::server
