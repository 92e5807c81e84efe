// /api/v1/worklist: who has what to do, least time first.
#include "procedures/dossier/permission.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "server/dossier_json.hpp"
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <charconv>

namespace motcua::server {

namespace {

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 200;

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
    const auto parameter = [&](std::string_view name) -> const std::string* {
        const auto found = asked.query.find(name);
        return found == asked.query.end() ? nullptr : &found->second;
    };
    for (const auto& [name, value] : asked.query)
        if (name != "person" && name != "unit" && name != "procedure" && name != "step" && name != "due_of" &&
            name != "timeliness" && name != "limit" && name != "cursor")
            return name;
    const auto day = procedures::local_date(asked.now);
    if (const auto* unit = parameter("unit"))
        filter.places = {{std::nullopt, *unit, std::nullopt}};
    else if (const auto* person = parameter("person"); person == nullptr || *person != "*")
        filter.places =
            inbox_of(office.staff, person != nullptr ? *person : procedures::principal(asked.actor), day);
    if (const auto* procedure = parameter("procedure")) filter.procedure = *procedure;
    if (const auto* step = parameter("step")) filter.step = *step;
    if (const auto* due_of = parameter("due_of")) {
        if (*due_of != "step" && *due_of != "dossier") return "due_of";
        filter.due_of = *due_of == "step" ? storage::DueOf::step : storage::DueOf::dossier;
    }
    if (const auto* timeliness = parameter("timeliness")) {
        const auto known = procedures::parse_timeliness(*timeliness);
        if (!known) return "timeliness";
        filter.timeliness = {*known};
    }
    if (const auto* text = parameter("limit")) {
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
        if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > largest_page)
            return "limit";
    }
    return {};
}

/// The same question from `cursor` on.
std::string next_target(const Asked& asked, const std::string& cursor) {
    std::string target = "/api/v1/worklist?";
    for (const auto& [name, value] : asked.query)
        if (name != "cursor") target += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    return target + "cursor=" + percent_encoded(cursor);
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
    boost::json::array items;
    for (const auto& row : page.rows)
        items.push_back(row_json(row, *law, filter.due_of, moment, asked.language));
    boost::json::value next = nullptr;
    if (!page.next.empty()) next = page.next;
    auto response = json_response(
        {{"items", std::move(items)},
         {"next_cursor", std::move(next)},
         {"as_of", boost::json::object{{"seq", page.as_of.seq},
                                       {"time", procedures::format_instant(page.as_of.time)}}}});
    if (!page.next.empty())
        response.fields.emplace_back("Link",
                                     fmt::format("<{}>; rel=\"next\"", next_target(asked, page.next)));
    co_return response;
}

}  // namespace motcua::server
