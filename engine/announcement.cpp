#include "engine/announcement.hpp"

#include <fmt/format.h>

namespace motcua::engine {

boost::json::object announcement(const storage::Projected& event, const std::optional<DossierSnapshot>& of) {
    boost::json::object data{{"seq", event.seq},
                             {"type", to_string(event.event.type)},
                             {"at", procedures::format_instant(event.event.at)},
                             {"by", event.event.actor.person}};
    if (of) {
        data["dossier"] = of->dossier().id;
        if (!of->dossier().code.empty()) data["code"] = of->dossier().code;
        if (const auto* to = event.event.data.if_contains("to")) data["step"] = *to;
    }
    return data;
}

boost::json::object cloud_event(const storage::Projected& event, const std::optional<DossierSnapshot>& of,
                                std::string_view source) {
    boost::json::object out{{"specversion", "1.0"},
                            {"id", std::to_string(event.seq)},
                            {"source", source},
                            {"type", fmt::format("vn.motcua.dossier.{}.v1", to_string(event.event.type))},
                            {"time", procedures::format_instant(event.recorded_at)},
                            {"datacontenttype", "application/json"}};
    if (of) out["subject"] = of->dossier().id;
    out["data"] = announcement(event, of);
    return out;
}

}  // namespace motcua::engine
