#include "procedures/dossier/conformance.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/lifecycle.hpp"
#include "procedures/dossier/permission.hpp"

namespace motcua::procedures {

namespace {

bool is_correction(EventType type) {
    switch (type) {
        case EventType::intake_corrected:
        case EventType::intake_voided:
        case EventType::correction_opened:
        case EventType::result_corrected:
        case EventType::version_moved:
        case EventType::personal_redacted: return true;
        default: return false;
    }
}

/// Of acts of the machine: they alone are drawn in the definition.
void look_at_edge(const Law& law, const OfficeState& office, const Dossier& before, const Event& event,
                  std::vector<Remark>& out) {
    const std::string taken(fields::text(event.data, "action"));
    const auto not_allowed = [&](std::optional<Refusal> why) {
        out.push_back({Concern::not_allowed, std::move(why)});
    };
    const Procedure* procedure = law.version(before.version);
    if (procedure == nullptr) {
        return not_allowed(refuse(Refusal::Code::law_unknown, {{"hash", before.version}}));
    }
    const auto not_drawn = refuse(Refusal::Code::no_such_action, {{"action", taken}, {"step", before.step}});
    if (procedure->step(before.step) == nullptr || fields::text(event.data, "from") != before.step) {
        return not_allowed(not_drawn);
    }
    const auto course = follow(*procedure, before.step, taken, before.attributes);
    if (course.refusal) {
        return not_allowed(course.refusal);
    }
    if (course.to->id != fields::text(event.data, "to")) {
        return not_allowed(not_drawn);
    }
    const Action& action = *course.action;
    std::vector<std::string> hands;
    for (const auto& person : event.data.at("acted_by").as_array()) {
        hands.emplace_back(person.as_string());
    }
    auto same_eyes = objection_of_four_eyes(office, before, action.not_by_actor_of, hands, action.role,
                                            action.unit, local_date(event.at));
    if (same_eyes) {
        out.push_back({Concern::four_eyes, std::move(same_eyes)});
    }
    const auto* signer = fields::object_if(event.data, "signer");
    auto objection =
        objection_to_taking(law, office, before, action, event.actor, event.at,
                            signer != nullptr ? std::string(fields::text(*signer, "person")) : std::string());
    if (objection && objection->code != Refusal::Code::four_eyes) {
        not_allowed(std::move(objection));
    }
}

}  // namespace

std::string_view to_string(Concern concern) {
    switch (concern) {
        case Concern::not_allowed: return "not_allowed";
        case Concern::four_eyes: return "four_eyes";
        case Concern::entered_late: return "entered_late";
        case Concern::correction: return "correction";
    }
    return "not_allowed";
}

std::vector<Remark> remarks_on(const Law& law, const OfficeState& office, const Dossier& before,
                               const Event& event) {
    std::vector<Remark> out;
    // A filing begins the dossier: there is no step yet that it could have left.
    if (event.type != EventType::submitted && event.data.contains("action")) {
        look_at_edge(law, office, before, event, out);
    }
    if (is_correction(event.type)) {
        out.push_back({Concern::correction, std::nullopt});
    }
    const bool names_an_outage = event.data.contains("outage");
    if (names_an_outage && !office.outages.covers(event)) {
        out.push_back({Concern::not_allowed,
                       refuse(Refusal::Code::outage_unknown,
                              {{"outage", std::to_string(fields::number(event.data, "outage"))}})});
    } else if (!names_an_outage && fields::flag(event.data, "entered_late")) {
        out.push_back({Concern::entered_late, std::nullopt});
    }
    return out;
}

}  // namespace motcua::procedures
