// Internal audits (ISO 9001 clause 9.2): planned by whoever leads, taken by an auditor in units that are not his own, on a
// sample that nobody chose, until every dossier of it was looked at.
#include "procedures/dossier/arguments.hpp"
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/quality/deciding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

constexpr int largest_sample = 500;

/// Nobody audits where he works, on the days of the audit or today.
Objection objection_to_own_unit(const OfficeState& office, const std::string& person, const std::string& unit,
                                LocalDate from, LocalDate to) {
    const Person* known = office.staff.find(person);
    const bool works_there =
        known != nullptr &&
        std::any_of(known->tenures.begin(), known->tenures.end(), [&](const Tenure& tenure) {
            return tenure.unit == unit && tenure.from <= to && (!tenure.to || from <= *tenure.to);
        });
    if (!works_there) return std::nullopt;
    return refuse(Refusal::Code::auditor_of_own_unit, {{"person", person}, {"unit", unit}});
}

Outcome<Events> plan(const Law& law, const OfficeState& office, const Command& command, Instant now) {
    const auto day = local_date(now);
    if (auto no = objection_to_any_of(office, command.actor, {"leader", "manager"}, day)) return *no;
    Arguments args(command.args);
    auto event =
        event_of(command, EventType::audit_planned, audit_stream(office.quality.audits.size() + 1), now);
    const auto unit = args.required_text("unit");
    if (const auto* known = law.office->unit(unit); known == nullptr || known->is_outside)
        args.wrong("unit", "unknown_role_or_unit");
    const auto auditor = args.required_text("auditor");
    if (objection_to_any_of(office, {auditor, "", ""}, {"auditor"}, day))
        args.wrong("auditor", "person_unknown");
    for (const auto* field : {"from", "to"})
        if (!args.has(field)) args.wrong(field, "required");
    const auto from = args.date("from").value_or(day), to = args.date("to").value_or(day);
    if (to < from) args.wrong("to", "ends_before_it_begins");
    if (args.refusal()) return *args.refusal();
    if (auto no = objection_to_own_unit(office, auditor, unit, from, to)) return *no;
    event.data = {{"unit", unit}, {"auditor", auditor}, {"from", format_date(from)}, {"to", format_date(to)}};
    return answered(args, std::move(event));
}

/// One command about one audit on its way.
struct Visit {
    const OfficeState& office;
    const Command& command;
    Instant now;
    Arguments args;
    std::shared_ptr<const Audit> audit;

    Event told(EventType type) const { return event_of(command, type, audit_stream(audit->number), now); }
};

Objection objection_to_visiting(const Visit& act) {
    const auto& person = principal(act.command.actor);
    const auto day = local_date(act.now);
    if (person != act.audit->auditor)
        return refuse(Refusal::Code::audit_of_another, {{"person", act.audit->auditor}});
    if (auto no = objection_to_any_of(act.office, act.command.actor, {"auditor"}, day)) return no;
    return objection_to_own_unit(act.office, act.command.actor.person, act.audit->unit, day, day);
}

/// What was drawn was worked out at the door, from what everybody sees and by the seed that anybody can draw with again.
Outcome<Events> take_sample(Visit& act) {
    if (!act.audit->sample.empty())
        return refuse(Refusal::Code::audit_sampled, {{"audit", std::to_string(act.audit->number)}});
    Arguments made(act.command.made);
    auto event = act.told(EventType::audit_sampled);
    for (const auto* field : {"from", "to", "seed"}) event.data[field] = made.required_text(field);
    event.data["per_procedure"] = made.number("per_procedure").value_or(0);
    const auto* drawn = made.array("dossiers");
    if (drawn == nullptr || drawn->empty()) act.args.wrong("from", "nothing_to_audit");
    if (drawn != nullptr && drawn->size() > largest_sample) act.args.wrong("per_procedure", "too_long");
    if (made.refusal()) return *made.refusal();
    if (drawn != nullptr) event.data["dossiers"] = *drawn;
    return answered(act.args, std::move(event));
}

Objection objection_to_dossier(const Visit& act, const std::string& dossier) {
    const auto& sample = act.audit->sample;
    if (std::any_of(sample.begin(), sample.end(), [&](const auto& one) { return one.dossier == dossier; }))
        return std::nullopt;
    return refuse(Refusal::Code::not_in_sample, {{"dossier", dossier}});
}

Outcome<Events> check(Visit& act) {
    const auto dossier = act.args.required_text("dossier");
    if (auto no = objection_to_dossier(act, dossier)) return *no;
    auto event = act.told(EventType::audit_checked);
    event.data["dossier"] = dossier;
    boost::json::object kept;
    if (const auto* answers = act.args.object("answers")) {
        for (const auto& [tick, answer] : *answers) {
            const auto known = parse_audit_tick(tick);
            const bool is_answer = answer == "yes" || answer == "no" || answer == "not_applicable";
            if (!known || !is_answer)
                act.args.wrong("answers." + std::string(std::string_view(tick)), "not_among_choices");
            else
                kept[to_string(*known)] = answer;
        }
    } else {
        act.args.wrong("answers", "required");
    }
    event.data["answers"] = std::move(kept);
    if (auto note = act.args.text("note"); !note.empty()) event.personal["note"] = std::move(note);
    return answered(act.args, std::move(event));
}

Outcome<Events> find(const Law& law, Visit& act) {
    const auto dossier = act.args.text("dossier");
    if (!dossier.empty())
        if (auto no = objection_to_dossier(act, dossier)) return *no;
    auto event = event_of(act.command, EventType::nonconformity_opened,
                          nonconformity_stream(act.office.quality.nonconformities.size() + 1), act.now);
    event.data = {{"source", to_string(NonconformitySource::audit_finding)},
                  {"unit", act.audit->unit},
                  {"audit", act.audit->number}};
    for (const auto& one : act.audit->sample) {
        if (one.dossier != dossier) continue;
        event.data["dossier"] = one.dossier;
        if (!one.code.empty()) event.data["code"] = one.code;
        event.data["procedure"] = one.procedure;
    }
    if (const auto text = act.args.text("tick"); !text.empty()) {
        if (!parse_audit_tick(text)) act.args.wrong("tick", "not_among_choices");
        event.data["tick"] = text;
    }
    event.data["due"] = format_instant(law.calendar->due_after(act.now, nonconformity_closed_within).due);
    event.personal["description"] = act.args.required_text("description");
    return answered(act.args, std::move(event));
}

Outcome<Events> conclude(Visit& act) {
    std::string left;
    for (const auto& one : act.audit->sample)
        if (!one.is_checked) left += (left.empty() ? "" : ", ") + (one.code.empty() ? one.dossier : one.code);
    if (!left.empty() || act.audit->sample.empty())
        return refuse(Refusal::Code::audit_incomplete, {{"dossiers", std::move(left)}});
    auto event = act.told(EventType::audit_concluded);
    event.data["findings"] = act.audit->findings;
    event.personal["conclusion"] = act.args.required_text("conclusion");
    return answered(act.args, std::move(event));
}

}  // namespace

bool is_about_audits(CommandKind kind) {
    return kind >= CommandKind::plan_audit && kind <= CommandKind::conclude_audit;
}

Outcome<Events> about_audits(const Law& law, const OfficeState& office, const Command& command, Instant now) {
    if (command.kind == CommandKind::plan_audit) return plan(law, office, command, now);
    Arguments args(command.args);
    const auto number = args.number("audit").value_or(0);
    auto audit = office.quality.audits.find(static_cast<int>(std::min<std::int64_t>(number, 1 << 30)));
    if (!audit) return refuse(Refusal::Code::audit_unknown, {{"audit", std::to_string(number)}});
    Visit act{office, command, now, std::move(args), std::move(audit)};
    if (auto no = objection_to_visiting(act)) return *no;
    if (act.audit->concluded_at)
        return refuse(Refusal::Code::audit_is_concluded, {{"audit", std::to_string(number)}});
    switch (command.kind) {
        case CommandKind::sample_audit: return take_sample(act);
        case CommandKind::check_audited: return check(act);
        case CommandKind::report_finding: return find(law, act);
        default: return conclude(act);
    }
}

}  // namespace motcua::procedures::deciding
