// Acts of the office itself: law, people, the clock.
#include "procedures/dossier/deciding.hpp"

#include <fmt/format.h>

namespace motcua::procedures::deciding {

namespace {

Outcome<Events> answered(const Arguments& args, Event event) {
    if (args.refusal()) {
        return *args.refusal();
    }
    Events events;
    events.push_back(std::move(event));
    return events;
}

void keep_date(Arguments& args, std::string_view field, bool required, Event& event) {
    if (const auto date = args.date(field)) {
        event.data[field] = format_date(*date);
    } else if (required) {
        args.wrong(field, "required");
    }
}

std::string known_person(Arguments& args, const OfficeState& office, std::string_view field) {
    auto person = args.required_text(field);
    if (!person.empty() && office.staff.find(person) == nullptr) {
        args.wrong(field, "person_unknown");
    }
    return person;
}

/// Publishing takes two persons: one proposes, another approves (facts B3).
Outcome<Events> law(const Law& adopted, const OfficeState& office, const Command& command, Arguments& args,
                    Event event) {
    const auto hash = args.required_text("hash");
    const auto kind = args.required_text("kind");
    if (kind != "procedure" && kind != "rules" && kind != "calendar" && kind != "office") {
        args.wrong("kind", "not_among_choices");
    }
    if (adopted.version(hash) != nullptr || hash == adopted.calendar_hash || hash == adopted.rules_hash ||
        hash == adopted.office_hash) {
        return refuse(Refusal::Code::law_unchanged, {{"hash", hash}});
    }
    event.data["kind"] = kind;
    event.data["id"] = args.required_text("id");
    event.data["hash"] = hash;
    if (command.kind == CommandKind::adopt_law && !is_system(command.actor)) {
        const auto proposed = office.proposed_law.find(hash);
        if (proposed == office.proposed_law.end()) {
            return refuse(Refusal::Code::law_unknown, {{"hash", hash}});
        }
        if (proposed->second == command.actor.person) {
            return refuse(Refusal::Code::two_persons_required, {{"person", proposed->second}});
        }
        event.data["proposed_by"] = proposed->second;
    }
    // The text travels with both: nothing that a dossier needs lives only in a file.
    if (const auto* text = command.args.if_contains("text"); text != nullptr && text->is_string()) {
        event.data["text"] = text->get_string();
    } else {
        args.wrong("text", "required");
    }
    return answered(args, std::move(event));
}

EventType event_for(CommandKind kind) {
    switch (kind) {
        case CommandKind::propose_law: return EventType::law_proposed;
        case CommandKind::adopt_law: return EventType::law_adopted;
        case CommandKind::add_person: return EventType::person_added;
        case CommandKind::grant_role: return EventType::role_granted;
        case CommandKind::end_role: return EventType::role_ended;
        case CommandKind::set_absence: return EventType::absence_set;
        case CommandKind::set_substitution: return EventType::substitution_set;
        default: return EventType::clock_confirmed;
    }
}

Objection objection_to(const OfficeState& office, const Command& command, LocalDate day) {
    switch (command.kind) {
        // Business settings are the managers', not the technical administrator's alone.
        case CommandKind::adopt_law:
            return objection_to_any_of(office, command.actor, {"leader", "manager"}, day);
        case CommandKind::propose_law:
            return objection_to_any_of(office, command.actor, {"leader", "manager", "admin"}, day);
        case CommandKind::set_absence:
        case CommandKind::set_substitution:
            return objection_to_any_of(office, command.actor,
                                       {"admin", "head", "desk_head", "leader", "manager"}, day);
        default: return objection_to_any_of(office, command.actor, {"admin"}, day);
    }
}

}  // namespace

Outcome<Events> for_the_office(const Law& adopted, const OfficeState& office, const Command& command,
                               Instant now) {
    const auto day = local_date(now);
    if (auto no = objection_to(office, command, day)) {
        return *no;
    }
    Arguments args(command.args);
    Event event;
    event.type = event_for(command.kind);
    event.stream = office_stream;
    event.at = now;
    event.actor = command.actor;
    switch (command.kind) {
        case CommandKind::propose_law:
        case CommandKind::adopt_law: return law(adopted, office, command, args, std::move(event));
        case CommandKind::add_person:
            event.data["person"] = args.required_text("person");
            event.personal["name"] = args.required_text("name");
            break;
        case CommandKind::grant_role:
        case CommandKind::end_role:
            event.data["person"] = known_person(args, office, "person");
            event.data["role"] = args.required_text("role");
            event.data["unit"] = args.required_text("unit");
            if (adopted.office != nullptr && (adopted.office->role(args.text("role")) == nullptr ||
                                              adopted.office->unit(args.text("unit")) == nullptr)) {
                args.wrong("role", "unknown_role_or_unit");
            }
            keep_date(args, "from", command.kind == CommandKind::grant_role, event);
            keep_date(args, "to", command.kind == CommandKind::end_role, event);
            break;
        case CommandKind::set_absence:
            event.data["person"] = known_person(args, office, "person");
            keep_date(args, "from", true, event);
            keep_date(args, "to", true, event);
            break;
        case CommandKind::set_substitution:
            event.data["person"] = known_person(args, office, "person");
            event.data["substitute"] = known_person(args, office, "substitute");
            keep_date(args, "from", true, event);
            keep_date(args, "to", true, event);
            break;
        default: event.personal["reason"] = args.required_text("reason"); break;
    }
    return answered(args, std::move(event));
}

}  // namespace motcua::procedures::deciding
