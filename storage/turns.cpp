#include "storage/turns.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "storage/views.hpp"

#include <fmt/format.h>

namespace motcua::storage {

using procedures::Dossier;
using procedures::Ending;
using procedures::StepKind;
namespace fields = procedures::fields;

namespace {

Turn::State state_of(const Dossier& dossier) {
    if (dossier.ending == Ending::voided) return Turn::State::voided;
    if (dossier.kind == StepKind::closed)
        return dossier.received_at ? Turn::State::closed : Turn::State::turned_away;
    if (dossier.finished_at) return Turn::State::ended;
    return dossier.kind == StepKind::held ? Turn::State::held : Turn::State::running;
}

std::string_view outcome_of(const Projected& told, const Dossier& dossier) {
    if (dossier.ending) {
        switch (*dossier.ending) {
            case Ending::withdrawn: return "withdrawn";
            case Ending::stopped: return "stopped";
            case Ending::not_supplemented: return "unsupplemented";
            default: break;
        }
    }
    return fields::flag(told.event.data, "refusal") || dossier.refusal_drafted ? "refused" : "result";
}

/// The verdicts that the event tells. A dossier that was closed while the applicant had it is judged by the moment at which
/// he got it: the clock has stood since.
std::string outcome(const Projected& told, const Dossier& after) {
    auto legal = std::string(fields::text_or(told.event.data, "legal_verdict"));
    auto index = std::string(fields::text_or(told.event.data, "index_verdict"));
    if (legal.empty() && after.legal_due) {
        const auto stood = after.held.empty() ? told.event.at : after.held.back().from;
        legal = to_string(procedures::verdict_of(stood, *after.legal_due));
        index =
            to_string(procedures::index_verdict(told.event.at, after.held, after.original_due->legal_end));
    }
    return fmt::format("{}_{} {}", outcome_of(told, after), legal, index);
}

}  // namespace

BeforeTurn::BeforeTurn(const Dossier& dossier)
    : is_received(dossier.received_at.has_value()),
      is_open(dossier.is_open()),
      kind(dossier.kind),
      finished_at(dossier.finished_at),
      legal_end(dossier.legal_due ? std::optional(dossier.legal_due->legal_end) : std::nullopt),
      appointment(dossier.appointment),
      step_due(dossier.step_due),
      officer(dossier.main_officer) {}

std::optional<Turn> turn_of(const Projected& told, const BeforeTurn& before, const Dossier& after) {
    const bool is_turned_away = after.ending == Ending::refused_at_receipt;
    if (!after.received_at && !is_turned_away) return std::nullopt;
    const bool is_first = after.received_at ? !before.is_received : before.is_open;
    const bool gets_officer = after.main_officer != before.officer;
    const bool was_settled = before.finished_at || !before.is_open;
    const bool is_settled = after.finished_at || !after.is_open();
    const auto legal_end = after.legal_due ? std::optional(after.legal_due->legal_end) : std::nullopt;
    const bool turns_clock = (before.kind == StepKind::held) != (after.kind == StepKind::held) ||
                             before.is_open != after.is_open();
    if (!is_first && !gets_officer && was_settled == is_settled && !turns_clock &&
        legal_end == before.legal_end && after.appointment == before.appointment)
        return std::nullopt;

    Turn turn;
    turn.seq = told.seq;
    turn.at = is_first && after.received_at ? *after.received_at : told.event.at;
    turn.state = state_of(after);
    turn.legal_end = legal_end;
    turn.appointment = after.appointment;
    if (gets_officer) turn.officer = after.main_officer;
    if (gets_officer || is_first) turn.unit = after.holder.unit;
    if (is_first)
        turn.facts =
            fmt::format("{}\n{}\n{}\n{}\n{}", after.procedure, after.version, to_string(after.channel),
                        fields::text_or(told.event.data, "online_level"), after.rule_set);
    if (is_settled && !was_settled && after.received_at && turn.state != Turn::State::voided)
        turn.outcome = outcome(told, after);
    return turn;
}

ChargedTo charged_to(const boost::json::object& charge, const procedures::Holder& holder) {
    if (fields::flag(charge, "applicant")) return ChargedTo::applicant;
    if (procedures::is_outside_role(holder.role)) return ChargedTo::agency;
    return holder.person.empty() ? ChargedTo::unit : ChargedTo::officer;
}

std::optional<Charge> charge_of(const Projected& told, const BeforeTurn& before) {
    const auto* charged = fields::object_if(told.event.data, "charge");
    if (charged == nullptr) return std::nullopt;
    Charge charge;
    charge.seq = told.seq;
    charge.until = told.event.at;
    charge.holder = fields::holder(*charged);
    charge.charged_to = charged_to(*charged, charge.holder);
    charge.minutes = fields::number(*charged, "minutes");
    charge.is_late = before.step_due && charge.until > *before.step_due;
    return charge;
}

}  // namespace motcua::storage
