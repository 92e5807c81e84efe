// Acts of the office itself: law, the clock, what the door tells. People: people.cpp.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/quality/deciding.hpp"

#include <fmt/format.h>

namespace motcua::procedures::deciding {

namespace {

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
    if (kind == "calendar" && command.kind == CommandKind::adopt_law && office.open_notice) {
        return refuse(Refusal::Code::notice_open, {{"notice", office.open_notice->notice}});
    }
    event.data["kind"] = kind;
    event.data["id"] = args.required_text("id");
    event.data["hash"] = hash;
    if (command.kind == CommandKind::adopt_law && !is_system(command.actor)) {
        const auto proposed = office.proposed_law.find(hash);
        if (proposed == office.proposed_law.end()) {
            return refuse(Refusal::Code::law_unknown, {{"hash", hash}});
        }
        const auto& by = proposed->second.by;
        if (by == command.actor.person || by == principal(command.actor)) {
            return refuse(Refusal::Code::two_persons_required, {{"person", by}});
        }
        event.data["proposed_by"] = by;
    }
    // The text travels with both: nothing that a dossier needs lives only in a file.
    if (const auto* text = command.args.if_contains("text"); text != nullptr && text->is_string()) {
        event.data["text"] = text->get_string();
    } else {
        args.wrong("text", "required");
    }
    return answered(args, std::move(event));
}

/// Whether open dossiers move with the calendar that a notice changed (design 6): one choice for all of them.
Outcome<Events> notice(const Law& adopted, const OfficeState& office, Arguments& args, Event event) {
    if (office.open_notice) {
        return refuse(Refusal::Code::notice_open, {{"notice", office.open_notice->notice}});
    }
    event.data["notice"] = args.required_text("notice");
    const auto calendar = args.required_text("calendar");
    if (!calendar.empty() && calendar != adopted.calendar_hash) {
        return refuse(Refusal::Code::law_unknown, {{"hash", calendar}});
    }
    event.data["calendar"] = calendar;
    const auto choice = args.required_text("choice");
    if (choice != "move" && choice != "leave") {
        args.wrong("choice", "not_among_choices");
    }
    event.data["choice"] = choice;
    return answered(args, std::move(event));
}

Outcome<Events> end_notice(const OfficeState& office, const Arguments& args, Event event) {
    if (event.actor.person != calendar_carrier || !office.open_notice) {
        return refuse(Refusal::Code::wrong_role, {{"role", std::string(calendar_carrier)}, {"unit", ""}});
    }
    event.data["notice"] = office.open_notice->notice;
    event.data["calendar"] = office.open_notice->calendar;
    return answered(args, std::move(event));
}

EventType event_for(CommandKind kind) {
    switch (kind) {
        case CommandKind::propose_law: return EventType::law_proposed;
        case CommandKind::adopt_law: return EventType::law_adopted;
        case CommandKind::apply_notice: return EventType::notice_applied;
        case CommandKind::end_notice: return EventType::notice_carried_out;
        case CommandKind::sign_in: return EventType::signed_in;
        case CommandKind::sign_in_failed: return EventType::sign_in_failed;
        case CommandKind::read_dossier: return EventType::dossier_read;
        case CommandKind::refuse_entry: return EventType::refused;
        case CommandKind::record_export: return EventType::exported;
        case CommandKind::change_account: return EventType::account_changed;
        case CommandKind::adopt_key: return EventType::signing_key_adopted;
        case CommandKind::report_file: return EventType::file_damaged;
        case CommandKind::issue_report: return EventType::report_issued;
        default: return EventType::clock_confirmed;
    }
}

/// What was issued is kept by its digest: the same bytes for ever, whatever the journal learns later.
Outcome<Events> issue_report(const OfficeState& office, const Command& command, Event event) {
    Arguments args(command.made);
    event.data["number"] = office.reports_issued + 1;
    for (const auto* field : {"name", "by", "format", "definition"})
        event.data[field] = args.required_text(field);
    if (auto form = args.text("form"); !form.empty()) event.data["form"] = std::move(form);
    for (const auto* field : {"from", "to"}) {
        auto day = args.required_text(field);
        if (!parse_date(day)) args.wrong(field, "date");
        event.data[field] = std::move(day);
    }
    auto cut_off = args.required_text("cut_off");
    if (!parse_instant(cut_off)) args.wrong("cut_off", "instant");
    event.data["cut_off"] = std::move(cut_off);
    event.data["data_to"] = args.number("data_to").value_or(0);
    event.personal["digest"] = args.required_text("digest");
    return answered(args, std::move(event));
}

Objection objection_to(const OfficeState& office, const Command& command, LocalDate day) {
    switch (command.kind) {
        // Business settings are the managers', not the technical administrator's alone.
        case CommandKind::adopt_law:
            return objection_to_any_of(office, command.actor, {"leader", "manager"}, day);
        case CommandKind::propose_law:
            return objection_to_any_of(office, command.actor, {"leader", "manager", "admin"}, day);
        // A choice about people's dates is a head's, not the administrator's.
        case CommandKind::apply_notice:
            return objection_to_any_of(office, command.actor, {"leader", "desk_head"}, day);
        case CommandKind::end_notice: return std::nullopt;
        // What happened at the door is told, not asked for.
        case CommandKind::sign_in:
        case CommandKind::sign_in_failed:
        case CommandKind::read_dossier:
        case CommandKind::refuse_entry:
        case CommandKind::record_export: return std::nullopt;
        case CommandKind::change_account:
            if (fields::text_or(command.args, "person") == command.actor.person) {
                return std::nullopt;
            }
            return objection_to_any_of(office, command.actor, {"admin"}, day);
        // Who answers for figures issues them; an auditor reads.
        case CommandKind::issue_report:
            return objection_to_any_of(office, command.actor, {"leader", "manager", "desk_head"}, day);
        case CommandKind::reserve_codes:
        case CommandKind::settle_codes:
            return objection_to_any_of(office, command.actor, {"clerk", "desk_head"}, day);
        // That the desk had to work on paper is for its head to say.
        case CommandKind::declare_outage:
            return objection_to_any_of(office, command.actor, {"desk_head"}, day);
        case CommandKind::report_file:
            return command.actor.person == file_keeper
                       ? std::nullopt
                       : Objection(refuse(Refusal::Code::wrong_role,
                                          {{"role", std::string(file_keeper)}, {"unit", ""}}));
        default: return objection_to_any_of(office, command.actor, {"admin"}, day);
    }
}

bool is_of_the_door(CommandKind kind) {
    return kind >= CommandKind::sign_in && kind <= CommandKind::change_account;
}

/// Beside the office's own stream: what the auditor wants to see, and nobody's work waits for.
Outcome<Events> at_the_door(Arguments& args, CommandKind kind, Event event) {
    event.stream = security_stream;
    const auto keep = [&](std::string_view field, bool required) {
        auto text = required ? args.required_text(field) : args.text(field);
        if (!text.empty()) {
            event.data[field] = std::move(text);
        }
    };
    const auto keep_address = [&] {
        if (auto address = args.text("address"); !address.empty()) {
            event.personal["address"] = std::move(address);
        }
    };
    switch (kind) {
        case CommandKind::sign_in: keep_address(); break;
        case CommandKind::sign_in_failed:
            // A name that is no account may be a password typed in the wrong place: it is not kept.
            keep("person", false);
            keep("since", true);
            event.data["count"] = args.number("count").value_or(1);
            keep_address();
            break;
        case CommandKind::read_dossier: keep("dossier", true); break;
        case CommandKind::refuse_entry:
            keep("code", true);
            keep("permission", true);
            keep("since", true);
            event.data["count"] = args.number("count").value_or(1);
            break;
        case CommandKind::record_export:
            keep("what", true);
            keep("dossier", false);
            keep("range", false);
            keep("filter", false);
            event.data["count"] = args.number("count").value_or(0);
            if (args.flag("personal")) event.data["personal"] = true;
            break;
        default:
            keep("person", true);
            keep("change", true);
            keep("token", false);
            break;
    }
    return answered(args, std::move(event));
}

}  // namespace

Outcome<Events> for_the_office(const Law& adopted, const OfficeState& office, const Command& command,
                               Instant now) {
    if (is_about_people(command.kind)) {
        return about_people(adopted, office, command, now);
    }
    if (is_about_quality(command.kind)) {
        return about_quality(adopted, office, command, now);
    }
    if (is_about_audits(command.kind)) {
        return about_audits(adopted, office, command, now);
    }
    const auto day = local_date(now);
    if (auto no = objection_to(office, command, day)) {
        return *no;
    }
    switch (command.kind) {
        case CommandKind::reserve_codes: return reserve_codes(adopted, office, command, now);
        case CommandKind::settle_codes: return settle_codes(office, command, now);
        case CommandKind::declare_outage: return declare_outage(office, command, now);
        default: break;
    }
    Arguments args(command.args);
    Event event = event_of(command, event_for(command.kind), std::string(office_stream), now);
    if (is_of_the_door(command.kind)) {
        return at_the_door(args, command.kind, std::move(event));
    }
    switch (command.kind) {
        case CommandKind::propose_law:
        case CommandKind::adopt_law: return law(adopted, office, command, args, std::move(event));
        case CommandKind::apply_notice: return notice(adopted, office, args, std::move(event));
        case CommandKind::end_notice: return end_notice(office, args, std::move(event));
        case CommandKind::report_file:
            event.stream = security_stream;
            event.data["dossier"] = args.required_text("dossier");
            event.data["file"] = args.number("file").value_or(0);
            event.data["lost"] = args.flag("lost");
            break;
        case CommandKind::issue_report: return issue_report(office, command, std::move(event));
        case CommandKind::adopt_key:
            event.data["key"] = args.required_text("key");
            if (!office.signing_key.empty()) event.data["former"] = office.signing_key;
            break;
        default: event.personal["reason"] = args.required_text("reason"); break;
    }
    return answered(args, std::move(event));
}

}  // namespace motcua::procedures::deciding
