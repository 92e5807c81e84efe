#include "server/lists.hpp"

#include "server/dossier_json.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using procedures::StepKind;

const std::set<StepKind>& all_kinds() {
    static const std::set<StepKind> kinds{StepKind::submitted, StepKind::working, StepKind::held,
                                          StepKind::finished, StepKind::closed};
    return kinds;
}

ListQuestion question_of(const Asked& asked) {
    ListQuestion question;
    question.law = asked.engine().published().law();
    question.moment = procedures::moment_at(*question.law->calendar, asked.now);
    question.filter.sight =
        sight_of(*question.law, *asked.engine().published().office(), asked.actor, asked.now);
    return question;
}

const std::string* parameter(const Asked& asked, std::string_view name) {
    const auto found = asked.query.find(name);
    return found == asked.query.end() ? nullptr : &found->second;
}

std::optional<bool> flag_parameter(const Asked& asked, std::string_view name) {
    const auto* said = parameter(asked, name);
    if (said != nullptr && *said != "true" && *said != "false") return std::nullopt;
    return said != nullptr && *said == "true";
}

std::optional<procedures::LocalDate> day_parameter(const Asked& asked) {
    const auto* said = parameter(asked, "day");
    return said == nullptr ? procedures::local_date(asked.now) : procedures::parse_date(*said);
}

std::string unknown_parameter(const Asked& asked, std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : asked.query)
        if (std::find(names.begin(), names.end(), name) == names.end()) return name;
    return {};
}

bool read_limit(const Asked& asked, std::size_t& limit) {
    const auto* text = parameter(asked, "limit");
    if (text == nullptr) return true;
    const auto said = number_in<std::size_t>(*text);
    if (!said || *said < 1 || *said > largest_page) return false;
    limit = *said;
    return true;
}

std::string read_question(const Asked& asked, ListQuestion& question) {
    auto& filter = question.filter;
    if (const auto* state = parameter(asked, "state")) {
        filter.kinds.clear();
        for (const auto kind : all_kinds())
            if (*state == to_string(kind) || (*state == "open" && kind != StepKind::closed))
                filter.kinds.insert(kind);
        if (filter.kinds.empty()) return "state";
    }
    if (const auto* procedure = parameter(asked, "procedure")) filter.procedure = *procedure;
    if (const auto* step = parameter(asked, "step")) filter.step = *step;
    if (const auto* zone = parameter(asked, "zone")) filter.zone = *zone;
    if (const auto* due_of = parameter(asked, "due_of")) {
        if (*due_of != "step" && *due_of != "dossier") return "due_of";
        filter.due_of = *due_of == "step" ? storage::DueOf::step : storage::DueOf::dossier;
    }
    if (const auto* timeliness = parameter(asked, "timeliness")) {
        const auto known = procedures::parse_timeliness(*timeliness);
        if (!known) return "timeliness";
        filter.timeliness = {*known};
    }
    if (const auto* cursor = parameter(asked, "cursor")) question.cursor = *cursor;
    return read_limit(asked, question.limit) ? "" : "limit";
}

void read_place(const Asked& asked, storage::DossierFilter& filter) {
    const auto said = [&](std::string_view name) {
        const auto* value = parameter(asked, name);
        return value != nullptr ? std::optional(*value) : std::nullopt;
    };
    const storage::Place place{said("role"), said("unit"), said("person")};
    if (place.role || place.unit || place.person) filter.places = {place};
}

boost::json::object as_of_json(const storage::AsOf& as_of) {
    return {{"seq", as_of.seq}, {"time", procedures::format_instant(as_of.time)}};
}

Response page_response(const Asked& asked, std::string_view path, boost::json::array items,
                       const std::string& next, const storage::AsOf& as_of, boost::json::object more) {
    more["items"] = std::move(items);
    more["next_cursor"] = next.empty() ? boost::json::value(nullptr) : boost::json::value(next);
    more["as_of"] = as_of_json(as_of);
    auto response = json_response(std::move(more));
    if (next.empty()) return response;
    std::string target(path);
    target += '?';
    for (const auto& [name, value] : asked.query)
        if (name != "cursor") target += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    response.fields.emplace_back("Link",
                                 fmt::format("<{}cursor={}>; rel=\"next\"", target, percent_encoded(next)));
    return response;
}

boost::json::array rows_json(const Asked& asked, const ListQuestion& question,
                             const storage::DossierPage& page) {
    boost::json::array items;
    for (const auto& row : page.rows)
        items.push_back(
            row_json(row, *question.law, question.filter.due_of, question.moment, asked.language));
    return items;
}

engine::Awaitable<std::optional<storage::DossierPage>> read_page(
    Asked& asked, std::function<storage::DossierPage(storage::ViewsReader&)> read) {
    co_await views_are_current(asked);
    std::optional<storage::DossierPage> page;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        try {
            page = read(*reader.operator->());
        } catch (const storage::BadCursor&) {
            page.reset();
        }
    });
    co_return page;
}

}  // namespace motcua::server
