#include "procedures/dossier/arguments.hpp"
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/quality/deciding.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

/// Everybody who works on dossiers or over them; an administrator sees none.
Objection objection_to_taking_part(const OfficeState& office, const Actor& actor, LocalDate day) {
    return objection_to_any_of(
        office, actor,
        {"clerk", "desk_head", "cashier", "records", "officer", "head", "leader", "manager", "auditor"}, day);
}

Objection objection_to_judging(const OfficeState& office, const Actor& actor, LocalDate day) {
    return objection_to_any_of(office, actor, {"desk_head", "head", "leader", "manager", "auditor"}, day);
}

Instant due_from(const Law& law, Instant from) {
    return law.calendar->due_after(from, nonconformity_closed_within).due;
}

/// One command about one nonconformity on its way.
struct Treatment {
    const Law& law;
    const OfficeState& office;
    const Command& command;
    Instant now;
    LocalDate day;
    Arguments args;
    std::shared_ptr<const Nonconformity> one;

    Event told(EventType type) const {
        return event_of(command, type, nonconformity_stream(one->number), now);
    }
};

/// `due` as said, the end of office hours of a day that is still to come; else as usual.
std::optional<Instant> read_due(Arguments& args, const Law& law, Instant now) {
    const auto day = args.date("due");
    if (!day) return std::nullopt;
    const auto due = law.calendar->closing_time(*day);
    if (due <= now) args.wrong("due", "in_the_past");
    return due;
}

std::string read_owner(Arguments& args, const OfficeState& office, LocalDate day, bool required) {
    auto owner = required ? args.required_text("owner") : args.text("owner");
    if (!owner.empty() && objection_to_taking_part(office, {owner, "", ""}, day))
        args.wrong("owner", "person_unknown");
    return owner;
}

Outcome<Events> report(const Law& law, const OfficeState& office, const Command& command, Instant now) {
    const auto day = local_date(now);
    if (auto no = objection_to_taking_part(office, command.actor, day)) return *no;
    Arguments args(command.args);
    const auto source = parse_nonconformity_source(args.required_text("source"));
    if (!source || !is_reported_by_hand(*source)) args.wrong("source", "not_among_choices");
    auto event = event_of(command, EventType::nonconformity_opened,
                          nonconformity_stream(office.quality.nonconformities.size() + 1), now);
    event.data["source"] = to_string(source.value_or(NonconformitySource::other));
    // Which dossier it is about was looked up at the door, with the asker's eyes.
    Arguments about(command.made);
    for (const auto* field : {"dossier", "code", "procedure"})
        if (auto text = about.text(field); !text.empty()) event.data[field] = std::move(text);
    const auto unit = args.required_text("unit");
    if (law.office->unit(unit) == nullptr) args.wrong("unit", "unknown_role_or_unit");
    event.data["unit"] = unit;
    if (auto owner = read_owner(args, office, day, false); !owner.empty()) event.data["owner"] = owner;
    event.data["due"] = format_instant(read_due(args, law, now).value_or(due_from(law, now)));
    event.personal["description"] = args.required_text("description");
    return answered(args, std::move(event));
}

/// The head of where it happened, the desk's, or whoever is over both.
Objection objection_to_assigning(const Treatment& act) {
    const auto& actor = act.command.actor;
    if (!objection_to_any_of(act.office, actor, {"leader", "manager", "desk_head"}, act.day))
        return std::nullopt;
    return objection_to_role(act.office, actor, "head", act.one->unit, act.day);
}

Outcome<Events> assign(Treatment& act) {
    if (auto no = objection_to_assigning(act)) return *no;
    auto event = act.told(EventType::nonconformity_assigned);
    event.data["owner"] = read_owner(act.args, act.office, act.day, true);
    const auto due = read_due(act.args, act.law, act.now);
    event.data["due"] = format_instant(due.value_or(std::max(act.one->due, due_from(act.law, act.now))));
    return answered(act.args, std::move(event));
}

Outcome<Events> treat(Treatment& act) {
    const auto& one = *act.one;
    if (one.owner.empty()) return refuse(Refusal::Code::nonconformity_incomplete, {{"missing", "owner"}});
    if (principal(act.command.actor) != one.owner)
        return refuse(Refusal::Code::nonconformity_of_another, {{"person", one.owner}});
    if (auto no = objection_to_taking_part(act.office, act.command.actor, act.day)) return *no;
    auto event = act.told(EventType::nonconformity_treated);
    std::vector<std::string> missing;
    const auto take = [&](const char* part, bool is_known) {
        if (auto text = act.args.text(part); !text.empty()) {
            event.data[part] = true;
            event.personal[part] = std::move(text);
        } else if (!is_known) {
            missing.emplace_back(part);
        }
    };
    take("correction", one.has_correction);
    take("cause", one.has_cause);
    take("action", one.has_action);
    if (act.args.flag("done")) {
        if (!missing.empty())
            return refuse(Refusal::Code::nonconformity_incomplete,
                          {{"missing", fmt::format("{}", fmt::join(missing, ", "))}});
        event.data["done"] = true;
    } else if (event.personal.empty()) {
        act.args.wrong("cause", "required");
    }
    return answered(act.args, std::move(event));
}

/// Whoever owned or treated it does not judge whether it helped (ISO 9001 clauses 9.2.2 and 10.2).
Objection objection_to_verifying(const Treatment& act) {
    const auto& one = *act.one;
    const auto& actor = act.command.actor;
    const auto took_part = [&](const std::string& person) {
        return person == one.owner ||
               std::find(one.treated_by.begin(), one.treated_by.end(), person) != one.treated_by.end();
    };
    for (const auto& person : {actor.person, principal(actor)}) {
        if (!took_part(person)) continue;
        std::vector<std::string> could;
        for (const auto& [id, known] : act.office.staff.people())
            if (!took_part(id) && !objection_to_judging(act.office, {id, "", ""}, act.day))
                could.push_back(id);
        return refuse(Refusal::Code::verifier_not_independent,
                      {{"person", person}, {"could", fmt::format("{}", fmt::join(could, ", "))}});
    }
    return objection_to_judging(act.office, actor, act.day);
}

Outcome<Events> verify(Treatment& act) {
    if (auto no = objection_to_verifying(act)) return *no;
    if (act.one->state != NonconformityState::treated)
        return refuse(Refusal::Code::nonconformity_not_treated, {});
    auto event = act.told(EventType::nonconformity_verified);
    if (!act.args.has("effective")) act.args.wrong("effective", "required");
    const bool effective = act.args.flag("effective");
    event.data["effective"] = effective;
    if (!effective)
        event.data["due"] =
            format_instant(read_due(act.args, act.law, act.now).value_or(due_from(act.law, act.now)));
    event.personal["effect"] = act.args.required_text("effect");
    return answered(act.args, std::move(event));
}

/// The event that opens it by itself.
Event opened_by_itself(const Law& law, const OfficeState& office, const Dossier& dossier, const Event& shown,
                       NonconformitySource source, Instant now) {
    Event event;
    event.type = EventType::nonconformity_opened;
    event.stream = nonconformity_stream(office.quality.nonconformities.size() + 1);
    event.at = shown.at;
    event.actor = {std::string(quality_keeper), "", shown.actor.via};
    event.data["source"] = to_string(source);
    event.data["shown_by"] = to_string(shown.type);
    event.data["dossier"] = dossier.id;
    if (!dossier.code.empty()) event.data["code"] = dossier.code;
    event.data["procedure"] = dossier.procedure;
    event.data["unit"] = dossier.sender ? dossier.sender->unit : dossier.holder.unit;
    event.data["due"] = format_instant(due_from(law, now));
    return event;
}

/// A breach that no timer told: the program did not run when the time passed, and the act that ends the clock came first.
bool leaves_late(const Dossier& before, const Event& event) {
    const auto kind = fields::text_or(event.data, "kind");
    return before.kind == StepKind::working && event.data.contains("action") && !kind.empty() &&
           kind != to_string(StepKind::working) &&
           std::any_of(before.open_deadlines.begin(), before.open_deadlines.end(), [&](const Deadline& open) {
               return open.kind == DeadlineKind::dossier && open.due < event.at;
           });
}

}  // namespace

bool is_about_quality(CommandKind kind) {
    return kind >= CommandKind::report_nonconformity && kind <= CommandKind::verify_nonconformity;
}

Outcome<Events> about_quality(const Law& law, const OfficeState& office, const Command& command,
                              Instant now) {
    if (command.kind == CommandKind::report_nonconformity) return report(law, office, command, now);
    Arguments args(command.args);
    const auto number = args.number("nonconformity").value_or(0);
    auto one = office.quality.nonconformities.find(static_cast<int>(std::min<std::int64_t>(number, 1 << 30)));
    if (!one)
        return refuse(Refusal::Code::nonconformity_unknown, {{"nonconformity", std::to_string(number)}});
    if (!one->is_open())
        return refuse(Refusal::Code::nonconformity_closed, {{"nonconformity", std::to_string(number)}});
    Treatment act{law, office, command, now, local_date(now), std::move(args), std::move(one)};
    switch (command.kind) {
        case CommandKind::assign_nonconformity: return assign(act);
        case CommandKind::treat_nonconformity: return treat(act);
        default: return verify(act);
    }
}

Outcome<Events> escalate(const OfficeState& office, const Command& command, Instant now) {
    Arguments args(command.args);
    const auto due = args.instant("due");
    const auto one = office.quality.nonconformities.find(nonconformity_of_stream(args.text("subject")));
    if (command.actor.person != "system:deadline" || !one || !due || one->escalates_at() != due || *due > now)
        return refuse(Refusal::Code::deadline_not_open, {{"kind", args.text("kind")}});
    auto event =
        event_of(command, EventType::nonconformity_escalated, nonconformity_stream(one->number), now);
    event.data["due"] = format_instant(*due);
    boost::json::array asks;
    for (const std::string_view role : {"leader", "manager"})
        asks.push_back(boost::json::object{{"role", role}});
    event.data["asks"] = std::move(asks);
    return Events{std::move(event)};
}

std::optional<Event> nonconformity_shown_by(const Law& law, const OfficeState& office, const Dossier& before,
                                            const Event& event, Instant now) {
    const auto opened = [&](NonconformitySource source) {
        return opened_by_itself(law, office, before, event, source, now);
    };
    if (event.type == EventType::deadline_fired &&
        fields::text(event.data, "kind") == to_string(DeadlineKind::dossier))
        return opened(NonconformitySource::limit_exceeded);
    if (event.type == EventType::rescheduled && fields::flag(event.data, "late"))
        return opened(NonconformitySource::late_apology);
    if (event.type == EventType::correction_opened) return opened(NonconformitySource::wrong_result);
    if (fields::flag(event.data, "over_limit")) return opened(NonconformitySource::over_limit_supplement);
    if (leaves_late(before, event)) return opened(NonconformitySource::limit_exceeded);
    return std::nullopt;
}

}  // namespace motcua::procedures::deciding
