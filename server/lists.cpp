#include "server/lists.hpp"

#include "procedures/dossier/timeliness.hpp"
#include "server/dossier_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace motcua::server {

using procedures::StepKind;

namespace {

constexpr StepKind all_kinds[] = {StepKind::submitted, StepKind::working, StepKind::held, StepKind::finished,
                                  StepKind::closed};

}  // namespace

const std::string* parameter(const Asked& asked, std::string_view name) {
    const auto found = asked.query.find(name);
    return found == asked.query.end() ? nullptr : &found->second;
}

std::string unknown_parameter(const Asked& asked, std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : asked.query)
        if (std::find(names.begin(), names.end(), name) == names.end()) return name;
    return {};
}

bool read_limit(const Asked& asked, std::size_t& limit) {
    const auto* text = parameter(asked, "limit");
    if (text == nullptr) return true;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    return error == std::errc() && end == text->data() + text->size() && limit >= 1 && limit <= largest_page;
}

std::string read_common_filter(const Asked& asked, storage::DossierFilter& filter) {
    if (const auto* state = parameter(asked, "state")) {
        filter.kinds.clear();
        for (const auto kind : all_kinds)
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
    return {};
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
                       const std::string& next, const storage::AsOf& as_of) {
    auto response =
        json_response({{"items", std::move(items)},
                       {"next_cursor", next.empty() ? boost::json::value(nullptr) : boost::json::value(next)},
                       {"as_of", as_of_json(as_of)}});
    if (next.empty()) return response;
    std::string target(path);
    target += '?';
    for (const auto& [name, value] : asked.query)
        if (name != "cursor") target += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    response.fields.emplace_back("Link",
                                 fmt::format("<{}cursor={}>; rel=\"next\"", target, percent_encoded(next)));
    return response;
}

boost::json::array rows_json(const Asked& asked, const procedures::Law& law,
                             const storage::DossierFilter& filter, const storage::DossierPage& page,
                             const procedures::Moment& moment) {
    boost::json::array items;
    for (const auto& row : page.rows)
        items.push_back(row_json(row, law, filter.due_of, moment, asked.language));
    return items;
}

}  // namespace motcua::server
