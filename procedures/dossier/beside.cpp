// Acts on the record: they stand beside the chart and leave the step where it is.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

Objection objection_to_desk(const Case& act) {
    return objection_to_any_of(act.office, act.command.actor, {"clerk", "desk_head"}, act.day);
}

/// The reason is free text about a matter of a person: sealed.
Objection take_reason(Case& act, Event& event) {
    auto reason = act.args.text("reason");
    if (reason.empty()) {
        return refuse(Refusal::Code::reason_required, {{"action", std::string(to_string(act.command.kind))}});
    }
    event.personal["reason"] = std::move(reason);
    return std::nullopt;
}

Outcome<Events> check_documents(Case& act) {
    Event event = event_of(act, EventType::documents_checked);
    const auto& holder = act.dossier.holder;
    if (auto no = objection_to_role(act.office, act.command.actor, holder.role, holder.unit, act.day)) {
        if (objection_to_desk(act)) {
            return *no;
        }
    }
    auto marks = act.dossier.marks;
    read_marks(act, event, marks);
    if (!event.data.contains("marks")) {
        act.args.wrong("marks", "required");
    }
    return answered(act.args, std::move(event));
}

Outcome<Events> acknowledge(Case& act) {
    const auto& holder = act.dossier.holder;
    if (!act.dossier.sender) {
        return refuse(Refusal::Code::not_acknowledgeable);
    }
    Event event = event_of(act, EventType::acknowledged);
    if (const auto receiver = act.args.text("received_by"); !receiver.empty()) {
        // The list of the hand-over was signed on paper: whoever enters it says whose signature it is.
        if (!is_about_an_outage(act.command)) {
            act.args.wrong("outage", "required");
        } else if (!act.office.staff.holds(receiver, holder.role, holder.unit, act.day)) {
            return refuse(Refusal::Code::assignee_cannot_hold,
                          {{"person", receiver}, {"role", holder.role}, {"unit", holder.unit}});
        }
        event.data["received_by"] = receiver;
    } else if (auto no =
                   objection_to_role(act.office, act.command.actor, holder.role, holder.unit, act.day)) {
        return *no;
    }
    event.data["charge"] = charge(act);
    return answered(act.args, std::move(event));
}

/// The time since the hand-over is the sender's; no date moves (scene 5).
Outcome<Events> decline_transfer(Case& act) {
    const auto& dossier = act.dossier;
    if (!dossier.sender) {
        return refuse(Refusal::Code::not_acknowledgeable);
    }
    if (auto no = objection_to_role(act.office, act.command.actor, dossier.holder.role, dossier.holder.unit,
                                    act.day)) {
        return *no;
    }
    Event event = event_of(act, EventType::transfer_declined);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    event.data["declined_by"] = fields::of(dossier.holder);
    event.data["charge"] = charge(act);
    event.data["holder"] = fields::of(*dossier.sender);
    return answered(act.args, std::move(event));
}

/// By the head of the unit that has it, or by a manager; also the way on after a declined transfer.
Outcome<Events> reassign(Case& act) {
    const auto& dossier = act.dossier;
    const Step& step = *act.procedure.step(dossier.step);
    if (!dossier.is_open()) {
        return refuse(Refusal::Code::dossier_closed, {{"step", dossier.step}});
    }
    const bool is_senders = dossier.holder.role != step.role || dossier.holder.unit != step.unit;
    Objection no =
        is_senders ? objection_to_role(act.office, act.command.actor, dossier.holder.role,
                                       dossier.holder.unit, act.day)
                   : objection_to_role(act.office, act.command.actor, "head", dossier.holder.unit, act.day);
    if (no &&
        objection_to_any_of(act.office, act.command.actor, {"manager", "desk_head", "leader"}, act.day)) {
        return *no;
    }
    Event event = event_of(act, EventType::reassigned);
    if (auto missing = take_reason(act, event)) {
        return *missing;
    }
    Holder next{step.role, step.unit, act.args.text("assignee")};
    if (!is_senders && next.person.empty()) {
        return refuse(Refusal::Code::assignee_required);
    }
    if (!next.person.empty() && !act.office.staff.holds(next.person, next.role, next.unit, act.day)) {
        return refuse(Refusal::Code::assignee_cannot_hold,
                      {{"person", next.person}, {"role", next.role}, {"unit", next.unit}});
    }
    event.data["from_holder"] = fields::of(dossier.holder);
    event.data["charge"] = charge(act);
    event.data["holder"] = fields::of(next);
    if (step.role == "officer") {
        event.data["main_officer"] = next.person;
    }
    if (is_senders) {
        event.data["sender"] = fields::of(dossier.holder);
    }
    return answered(act.args, std::move(event));
}

/// While the receiver has neither acknowledged nor acted; a pull-back leaves a trace and no date moves.
Outcome<Events> pull_back(Case& act) {
    const auto& dossier = act.dossier;
    const auto& last = dossier.last;
    if (!last.may_pull_back || last.by != act.command.actor.person) {
        return refuse(Refusal::Code::pull_back_too_late);
    }
    const Step& back = *act.procedure.step(last.from_step);
    Event event = event_of(act, EventType::pulled_back);
    event.data["charge"] = charge(act);
    event.data["from"] = dossier.step;
    event.data["to"] = back.id;
    event.data["kind"] = to_string(back.kind);
    auto holder = last.from_holder;
    holder.person = act.command.actor.person;
    event.data["holder"] = fields::of(holder);
    event.data["stage"] = back.stage;
    if (const auto due = step_due(*act.law.calendar, back, act.at, WorkingMinutes{0})) {
        event.data["step_due"] = format_instant(*due);
        Arming arming(act.law, act.rules, act.procedure);
        arming.step(back, act.at, *due);
        event.data["arm"] = arming.take();
    }
    return answered(act.args, std::move(event));
}

Outcome<Events> join(Case& act) {
    const auto& dossier = act.dossier;
    Event event = event_of(act, EventType::people_joined);
    const auto& actor = act.command.actor;
    if (dossier.main_officer != principal(actor)) {
        if (auto no = objection_to_any_of(act.office, actor, {"head", "leader", "manager"}, act.day)) {
            return *no;
        }
    }
    for (const auto* field : {"cooperating", "watching"}) {
        boost::json::array people;
        for (const auto& person : act.args.texts(field)) {
            if (act.office.staff.find(person) == nullptr) {
                return refuse(Refusal::Code::person_unknown, {{"person", person}});
            }
            people.push_back(boost::json::string(person));
        }
        if (!people.empty()) {
            event.data[field] = std::move(people);
        }
    }
    return answered(act.args, std::move(event));
}

/// By the officer who asked, or entered by the records clerk for an agency: number, date, scan.
Outcome<Events> answer_consult(Case& act) {
    const auto party = act.args.required_text("party");
    const auto open = std::find_if(act.dossier.consults.begin(), act.dossier.consults.end(),
                                   [&](const OpenConsult& consult) { return consult.party == party; });
    if (open == act.dossier.consults.end()) {
        return refuse(Refusal::Code::consult_unknown, {{"party", party}});
    }
    if (open->answered) {
        return refuse(Refusal::Code::consult_answered, {{"party", party}});
    }
    if (principal(act.command.actor) != act.dossier.main_officer) {
        if (auto no = objection_to_any_of(act.office, act.command.actor, {"records", "agency", "council"},
                                          act.day)) {
            return *no;
        }
    }
    Event event = event_of(act, EventType::consult_answered);
    event.data["party"] = party;
    const auto opinion = act.args.has("opinion") ? act.args.text("opinion") : "agrees";
    if (opinion != "agrees" && opinion != "objects" && opinion != "remarks") {
        act.args.wrong("opinion", "not_among_choices");
    }
    event.data["opinion"] = opinion;
    event.data["late"] = act.at > open->due;
    for (const auto* field : {"number", "date", "incoming_number"}) {
        if (auto value = act.args.text(field); !value.empty()) {
            event.data[field] = std::move(value);
        }
    }
    for (const auto* field : {"answer", "scan"}) {
        if (auto value = act.args.text(field); !value.empty()) {
            event.personal[field] = std::move(value);
        }
    }
    return answered(act.args, std::move(event));
}

Outcome<Events> remind_consult(Case& act) {
    const auto party = act.args.required_text("party");
    if (std::none_of(
            act.dossier.consults.begin(), act.dossier.consults.end(),
            [&](const OpenConsult& consult) { return consult.party == party && !consult.answered; })) {
        return refuse(Refusal::Code::consult_unknown, {{"party", party}});
    }
    if (principal(act.command.actor) != act.dossier.main_officer) {
        if (auto no = objection_to_any_of(act.office, act.command.actor, {"records", "desk_head", "head"},
                                          act.day)) {
            return *no;
        }
    }
    Event event = event_of(act, EventType::consult_reminded);
    event.data["party"] = party;
    return answered(act.args, std::move(event));
}

Outcome<Events> settle_fee(Case& act) {
    const bool exempt = act.command.kind == CommandKind::exempt_fee;
    if (auto no =
            objection_to_any_of(act.office, act.command.actor, {"clerk", "cashier", "desk_head"}, act.day)) {
        return *no;
    }
    const auto id = act.args.required_text("fee");
    const auto fee = std::find_if(act.procedure.fees.begin(), act.procedure.fees.end(),
                                  [&](const Fee& one) { return one.id == id; });
    if (fee == act.procedure.fees.end() || !fee->when.holds(act.dossier.attributes)) {
        act.args.wrong("fee", "unknown");
        return *act.args.refusal();
    }
    if (act.dossier.fees.contains(id)) {
        act.args.wrong("fee", "already_settled");
    }
    Event event = event_of(act, exempt ? EventType::fee_exempted : EventType::fee_paid);
    event.data["fee"] = id;
    if (exempt) {
        event.data["basis"] = act.args.required_text("basis");
        return answered(act.args, std::move(event));
    }
    const auto amount = act.args.number("amount");
    if (!amount && !fee->amount) {
        act.args.wrong("amount", "required");
    } else {
        event.data["amount"] = amount ? *amount : static_cast<std::int64_t>(*fee->amount);
        if (event.data["amount"].get_int64() < 0) {
            act.args.wrong("amount", "negative");
        }
    }
    if (auto number = act.args.text("receipt_number"); !number.empty()) {
        event.data["receipt_number"] = std::move(number);
    }
    if (auto method = act.args.text("method"); !method.empty()) {
        if (method != "cash" && method != "transfer" && method != "card" && method != "online") {
            act.args.wrong("method", "not_among_choices");
        }
        event.data["method"] = std::move(method);
    }
    return answered(act.args, std::move(event));
}

Outcome<Events> request_withdrawal(Case& act) {
    if (auto no = objection_to_desk(act)) {
        return *no;
    }
    if (!act.dossier.is_open()) {
        return refuse(Refusal::Code::dossier_closed, {{"step", act.dossier.step}});
    }
    if (act.dossier.signed_result) {
        return refuse(Refusal::Code::already_signed);
    }
    Event event = event_of(act, EventType::withdrawal_requested);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    if (auto channel = act.args.text("channel"); !channel.empty()) {
        event.data["channel"] = std::move(channel);
    }
    return answered(act.args, std::move(event));
}

/// What an extension and a new appointment have in common: only while the office's time runs.
Objection objection_to_moving_dates(const Case& act) {
    if (!act.dossier.received_at) {
        return refuse(Refusal::Code::not_received);
    }
    if (act.dossier.kind != StepKind::working) {
        return refuse(Refusal::Code::dossier_closed, {{"step", act.dossier.step}});
    }
    return std::nullopt;
}

/// A sector law grants more time, once, and the legal due moves (Construction Law art. 102(1)(e)).
Outcome<Events> extend(Case& act) {
    if (auto no = objection_to_moving_dates(act)) {
        return *no;
    }
    if (auto no = objection_to_any_of(act.office, act.command.actor, {"leader", "head"}, act.day)) {
        return *no;
    }
    if (!act.procedure.extension) {
        return refuse(Refusal::Code::extension_not_granted, {{"procedure", act.procedure.id}});
    }
    if (act.dossier.extended) {
        return refuse(Refusal::Code::extension_used);
    }
    auto by = act.procedure.extension->at_most;
    if (const auto count = act.args.number("count")) {
        if (*count < 1 || *count > by.count) {
            return refuse(Refusal::Code::extension_too_long, {{"at_most", std::to_string(by.count)}});
        }
        by.count = static_cast<int>(*count);
    }
    Event event = event_of(act, EventType::extended);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    const auto& before = *act.dossier.legal_due;
    const auto due = act.law.calendar->due_after(moment_of(before.last_day, std::chrono::hours{12}), by);
    event.data["from"] = format_instant(before.due);
    event.data["count"] = by.count;
    event.data["unit"] = to_string(by.unit);
    event.data["legal_due"] = fields::of(due);
    event.data["appointment"] = format_instant(due.due);
    event.data["calendar"] = act.law.calendar_hash;
    event.data["basis"] = act.procedure.extension->standing.basis;
    Arming arming(act.law, act.rules, act.procedure);
    arming.dossier(act.at, due, due.due);
    event.data["arm"] = arming.take();
    return answered(act.args, std::move(event));
}

/// The apology and its one new appointment: the desk changes it, the legal due stays (facts 5.1–5.5).
Outcome<Events> reschedule(Case& act) {
    if (auto no = objection_to_moving_dates(act)) {
        return *no;
    }
    if (auto no = objection_to_desk(act)) {
        return *no;
    }
    if (act.dossier.rescheduled) {
        return refuse(Refusal::Code::reschedule_used);
    }
    const auto day = act.args.date("appointment");
    if (!day) {
        act.args.wrong("appointment", "required");
        return *act.args.refusal();
    }
    const auto& calendar = *act.law.calendar;
    const auto appointment = calendar.closing_time(*day);
    if (appointment <= *act.dossier.appointment || appointment <= act.at) {
        return refuse(Refusal::Code::reschedule_not_later,
                      {{"appointment", format_instant(*act.dossier.appointment)}});
    }
    if (!calendar.is_working_day(*day)) {
        act.args.wrong("appointment", "day_off");
    }
    Event event = event_of(act, EventType::rescheduled);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    const auto requested_by = act.args.required_text("requested_by");
    if (act.office.staff.find(requested_by) == nullptr) {
        act.args.wrong("requested_by", "person_unknown");
    }
    event.data["requested_by"] = requested_by;
    event.data["from"] = format_instant(*act.dossier.appointment);
    event.data["appointment"] = format_instant(appointment);
    const auto last_moment =
        apology_due(calendar, *act.dossier.appointment, act.rules.apology_working_days_before);
    event.data["late"] = act.at > last_moment;
    Arming arming(act.law, act.rules, act.procedure);
    if (act.dossier.legal_due->due > act.at) {
        arming.add(DeadlineKind::dossier, act.dossier.legal_due->due);
    }
    event.data["arm"] = arming.take();
    return answered(act.args, std::move(event));
}

/// The dates as counted again, and the deadlines that follow from them.
void set_counted(const Case& act, Event& event, const Recount& counted, const Procedure& procedure) {
    const auto& dossier = act.dossier;
    event.data["from"] = format_instant(dossier.legal_due->due);
    event.data["legal_due"] = fields::of(counted.legal_due);
    event.data["appointment"] = format_instant(counted.appointment);
    event.data["stages"] = fields::of(counted.stages);
    event.data["calendar"] = act.law.calendar_hash;
    Arming arming(act.law, act.rules, procedure);
    if (dossier.rescheduled) {
        // There is one new appointment: no second apology is asked for.
        if (counted.legal_due.due > act.at) {
            arming.add(DeadlineKind::dossier, counted.legal_due.due);
        }
    } else {
        arming.dossier(act.at, counted.legal_due, counted.appointment);
    }
    if (counted.step_due) {
        event.data["step_due"] = format_instant(*counted.step_due);
        arming.step(*procedure.step(dossier.step), dossier.step_entered, *counted.step_due);
    }
    event.data["arm"] = arming.take();
}

/// A calendar notice was applied and the head chose "move": counted again on the calendar in force.
Outcome<Events> move_due(Case& act) {
    if (auto no = objection_to_moving_dates(act)) {
        return *no;
    }
    Event event = event_of(act, EventType::due_moved);
    if (act.command.actor.person == calendar_carrier) {
        // One of a batch: the head's choice for all of them is in the journal.
        const auto& open = act.office.open_notice;
        if (!open || open->calendar != act.law.calendar_hash) {
            return refuse(Refusal::Code::law_unknown, {{"hash", act.law.calendar_hash}});
        }
        event.data["notice"] = open->notice;
        event.data["decided_by"] = open->by;
    } else {
        if (auto no = objection_to_any_of(act.office, act.command.actor, {"desk_head", "head", "leader"},
                                          act.day)) {
            return *no;
        }
        event.data["notice"] = act.args.required_text("notice");
    }
    const auto counted =
        recount_on(act.dossier, act.law.calendar_of(act.dossier.calendar), *act.law.calendar, act.procedure);
    if (!differs(act.dossier, counted)) {
        act.args.wrong("notice", "moves_nothing");
    }
    set_counted(act, event, counted, act.procedure);
    return answered(act.args, std::move(event));
}

/// Another adopted version of the procedure, on a legal ground that is said. What the dossier went
/// through stays; it has to be able to stand where it stands.
Outcome<Events> move_version(Case& act) {
    if (auto no = objection_to_moving_dates(act)) {
        return *no;
    }
    if (auto no = objection_to_any_of(act.office, act.command.actor, {"leader", "head"}, act.day)) {
        return *no;
    }
    const auto& dossier = act.dossier;
    const auto wanted = act.args.required_text("version");
    const auto ground = act.args.required_text("ground");
    if (act.args.refusal()) {
        return *act.args.refusal();
    }
    const Procedure* to = act.law.version(wanted);
    if (to == nullptr || to->id != dossier.procedure) {
        return refuse(Refusal::Code::version_unknown,
                      {{"version", wanted}, {"procedure", dossier.procedure}});
    }
    const auto unfit = [](const char* why, const std::string& name = {}) {
        return refuse(Refusal::Code::version_unfit, {{"why", why}, {"name", name}});
    };
    if (wanted == dossier.version) {
        return unfit("same_version");
    }
    const Step* here = act.procedure.step(dossier.step);
    const Step* there = to->step(dossier.step);
    if (there == nullptr) {
        return unfit("step_missing", dossier.step);
    }
    if (there->kind != here->kind || there->role != here->role || there->unit != here->unit) {
        return unfit("step_differs", dossier.step);
    }
    Event event = event_of(act, EventType::version_moved);
    auto moved = dossier;
    if (const auto* given = act.args.object("attributes")) {
        boost::json::object changed;
        for (const auto& [key, value] : *given) {
            const std::string name(key);
            if (to->attribute(name) == nullptr || !value.is_string() || dossier.attributes.contains(name)) {
                act.args.wrong("attributes." + name, "unknown");
                return *act.args.refusal();
            }
            moved.attributes[name] = value.get_string();
            changed[name] = value.get_string();
        }
        event.data["attributes"] = std::move(changed);
    }
    for (const auto& attribute : to->attributes) {
        const auto known = moved.attributes.find(attribute.id);
        if (known == moved.attributes.end() || !attribute.admits(known->second)) {
            return unfit("attribute_missing", attribute.id);
        }
    }
    const auto limits = to->stages_for(moved.attributes);
    if (std::none_of(limits.begin(), limits.end(),
                     [&](const Limit* limit) { return limit->stage == dossier.stage; })) {
        return unfit("stage_missing", dossier.stage);
    }
    // What was counted stays counted on its calendar; what is counted anew takes the one in force.
    const auto counted =
        recount(moved, act.law.calendar_of(dossier.calendar), *act.law.calendar, act.procedure, *to);
    if (!counted) {
        return unfit("dates_unclear");
    }
    event.data["from_version"] = dossier.version;
    event.data["version"] = wanted;
    event.data["ground"] = ground;
    set_counted(act, event, *counted, *to);
    return answered(act.args, std::move(event));
}

/// What was typed wrong. Facts that would change the limit are not typing mistakes: void and receive anew.
Outcome<Events> correct_intake(Case& act) {
    if (auto no = objection_to_desk(act)) {
        return *no;
    }
    Event event = event_of(act, EventType::intake_corrected);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    for (const auto* who : {"applicant", "owner", "representative"}) {
        if (const auto* given = act.args.object(who)) {
            Arguments person(*given);
            if (is_placeholder(person.text("id"))) {
                act.args.wrong(std::string(who) + ".id", "placeholder");
            }
            for (const auto* field : person_fields) {
                if (auto value = person.text(field); !value.empty()) {
                    event.personal[std::string(who) + "." + field] = std::move(value);
                }
            }
            if (person.refusal()) {
                act.args.wrong(std::string(who) + "." + std::string(person.refusal()->argument("field")),
                               "text");
            }
        }
    }
    for (const auto* field : {"summary", "project"}) {
        if (auto value = act.args.text(field); !value.empty()) {
            event.personal[field] = std::move(value);
        }
    }
    if (auto zone = act.args.text("zone"); !zone.empty()) {
        event.data["zone"] = std::move(zone);
    }
    if (const auto* given = act.args.object("attributes")) {
        auto attributes = act.dossier.attributes;
        boost::json::object changed;
        for (const auto& [key, value] : *given) {
            const std::string name(key);
            const Attribute* declared = act.procedure.attribute(name);
            if (declared == nullptr || !value.is_string()) {
                act.args.wrong("attributes." + name, "unknown");
                break;
            }
            if (!declared->admits(value.get_string())) {
                act.args.wrong("attributes." + name, "not_among_choices");
                break;
            }
            attributes[name] = value.get_string();
            changed[name] = value.get_string();
        }
        if (act.procedure.stages_for(attributes) != act.procedure.stages_for(act.dossier.attributes)) {
            act.args.wrong("attributes", "changes_the_limit");
        }
        event.data["attributes"] = std::move(changed);
    }
    if (event.personal.size() + event.data.size() <= 1) {
        act.args.wrong("applicant", "required");
    }
    return answered(act.args, std::move(event));
}

/// A wrong result came back (NĐ 118/2025 art. 23(2)): a clock of its own, the main one is not reopened.
Outcome<Events> open_correction(Case& act) {
    if (auto no = objection_to_desk(act)) {
        return *no;
    }
    if (!act.dossier.has_result) {
        return refuse(Refusal::Code::no_result);
    }
    if (act.dossier.correction_due) {
        return refuse(Refusal::Code::correction_open, {{"due", format_instant(*act.dossier.correction_due)}});
    }
    Event event = event_of(act, EventType::correction_opened);
    if (auto no = take_reason(act, event)) {
        return *no;
    }
    const auto due = act.law.calendar->due_after(act.at, act.rules.correction_within).due;
    event.data["due"] = format_instant(due);
    Arming arming(act.law, act.rules, act.procedure);
    arming.add(DeadlineKind::correction, due);
    event.data["arm"] = arming.take();
    return answered(act.args, std::move(event));
}

Outcome<Events> correct_result(Case& act) {
    if (auto no = objection_to_any_of(act.office, act.command.actor, {"records", "leader"}, act.day)) {
        return *no;
    }
    if (!act.dossier.correction_due) {
        return refuse(Refusal::Code::no_result);
    }
    const auto number = act.args.text("number");
    if (number.empty()) {
        return refuse(Refusal::Code::number_required);
    }
    Event event = event_of(act, EventType::result_corrected);
    event.data["number"] = number;
    event.data["date"] = format_date(act.args.date("date").value_or(act.day));
    event.data["late"] = act.at > *act.dossier.correction_due;
    return answered(act.args, std::move(event));
}

Outcome<Events> note(Case& act) {
    if (!may_see(act.law, act.office, act.dossier, act.command.actor, act.now)) {
        return refuse(Refusal::Code::not_found, {{"dossier", act.dossier.id}});
    }
    Event event = event_of(act, EventType::noted);
    event.personal["text"] = act.args.required_text("text");
    return answered(act.args, std::move(event));
}

/// Erasure that the law orders: the head of the authority says on which ground. That the event holds these values
/// is for whoever has the journal to see.
Outcome<Events> redact(const OfficeState& office, const Actor& actor, LocalDate day, Arguments& args,
                       Event event) {
    const bool is_carried_on = actor.person == redaction_keeper;
    if (!is_carried_on) {
        if (auto no = objection_to_any_of(office, actor, {"leader"}, day)) {
            return *no;
        }
    }
    event.data["seq"] = args.number("event").value_or(0);
    event.data["ground"] = args.required_text("ground");
    boost::json::array fields;
    for (auto& field : args.texts("fields")) {
        fields.emplace_back(std::move(field));
    }
    if (fields.empty()) {
        args.wrong("fields", "required");
    }
    event.data["fields"] = std::move(fields);
    for (const auto* earlier : {"repeats", "follows"}) {
        if (const auto seq = args.number(earlier)) {
            event.data[earlier] = *seq;
        }
    }
    return answered(args, std::move(event));
}

/// What somebody brings into the dossier on paper or as data; whose it is to hold, or the desk's and its heads'.
Outcome<Events> add_file(Case& act) {
    const auto& dossier = act.dossier;
    const auto& person = principal(act.command.actor);
    const bool is_at_work = person == dossier.main_officer || person == dossier.holder.person ||
                            std::find(dossier.cooperating.begin(), dossier.cooperating.end(), person) !=
                                dossier.cooperating.end();
    if (!is_at_work &&
        objection_to_role(act.office, act.command.actor, dossier.holder.role, dossier.holder.unit, act.day)) {
        if (auto no = objection_to_any_of(act.office, act.command.actor,
                                          {"clerk", "desk_head", "records", "cashier", "head", "leader"},
                                          act.day)) {
            return *no;
        }
    }
    Event event = event_of(act, EventType::file_added);
    event.personal["digest"] = act.args.required_text("digest");
    event.personal["name"] = act.args.required_text("name");
    event.data["type"] = act.args.required_text("type");
    event.data["size"] = act.args.number("size").value_or(0);
    if (const auto document = act.args.text("document"); !document.empty()) {
        if (act.procedure.document(document) == nullptr) {
            return refuse(Refusal::Code::document_unknown, {{"document", document}});
        }
        event.data["document"] = document;
    }
    if (const auto replaces = act.args.number("replaces")) {
        event.data["replaces"] = *replaces;
    }
    for (const auto* flagged : {"digitised", "reused"}) {
        if (act.args.flag(flagged)) {
            event.data[flagged] = true;
        }
    }
    return answered(act.args, std::move(event));
}

/// Who watches over the office asks whoever has the dossier to get on with it.
Outcome<Events> remind(Case& act) {
    if (auto no = objection_to_any_of(act.office, act.command.actor,
                                      {"desk_head", "head", "leader", "manager", "records"}, act.day)) {
        return *no;
    }
    if (act.dossier.kind != StepKind::working && act.dossier.kind != StepKind::submitted) {
        return refuse(Refusal::Code::condition_not_met, {{"action", "remind"}});
    }
    const Holder& responsible = act.dossier.sender ? *act.dossier.sender : act.dossier.holder;
    Event event = event_of(act, EventType::reminded);
    event.data["step"] = act.dossier.step;
    event.data["asks"] = boost::json::array{fields::of(responsible)};
    event.personal["text"] = act.args.required_text("text");
    return answered(act.args, std::move(event));
}

/// A timer warns and asks a person; nothing legal happens by itself (facts 4.14).
Outcome<Events> fire_deadline(Case& act) {
    if (act.command.actor.person != "system:deadline") {
        return refuse(Refusal::Code::wrong_role, {{"role", "system:deadline"}, {"unit", ""}});
    }
    const auto kind = parse_deadline_kind(act.args.text("kind"));
    const auto due = act.args.instant("due");
    if (!kind || !due || act.args.refusal()) {
        return refuse(Refusal::Code::deadline_not_open, {{"kind", act.args.text("kind")}});
    }
    const Deadline fired{*kind, *due, act.args.text("subject")};
    const auto& open = act.dossier.open_deadlines;
    if (fired.due > act.now || std::find(open.begin(), open.end(), fired) == open.end()) {
        return refuse(Refusal::Code::deadline_not_open, {{"kind", std::string(to_string(*kind))}});
    }
    Event event = event_of(act, EventType::deadline_fired);
    event.data = fields::of(fired);
    event.data["observed"] = format_instant(act.now);
    const Holder& responsible = act.dossier.sender ? *act.dossier.sender : act.dossier.holder;
    boost::json::array asks;
    asks.push_back(fields::of(responsible));
    if (fired.kind == DeadlineKind::consult) {
        // The lead informs the head of the one-stop, to act together (NĐ 118/2025 art. 19(4)(c)).
        if (const Unit* desk = act.law.office->desk()) {
            asks.push_back(fields::of(Holder{"desk_head", desk->id, {}}));
        }
    }
    event.data["asks"] = std::move(asks);
    return answered(act.args, std::move(event));
}

}  // namespace

Outcome<Events> beside_the_machine(Case& act) {
    switch (act.command.kind) {
        case CommandKind::check_documents: return check_documents(act);
        case CommandKind::acknowledge: return acknowledge(act);
        case CommandKind::decline_transfer: return decline_transfer(act);
        case CommandKind::reassign: return reassign(act);
        case CommandKind::pull_back: return pull_back(act);
        case CommandKind::join: return join(act);
        case CommandKind::answer_consult: return answer_consult(act);
        case CommandKind::remind_consult: return remind_consult(act);
        case CommandKind::pay_fee:
        case CommandKind::exempt_fee: return settle_fee(act);
        case CommandKind::request_withdrawal: return request_withdrawal(act);
        case CommandKind::extend: return extend(act);
        case CommandKind::reschedule: return reschedule(act);
        case CommandKind::move_due: return move_due(act);
        case CommandKind::move_version: return move_version(act);
        case CommandKind::correct_intake: return correct_intake(act);
        case CommandKind::open_correction: return open_correction(act);
        case CommandKind::correct_result: return correct_result(act);
        case CommandKind::redact:
            return redact(act.office, act.command.actor, act.day, act.args,
                          event_of(act, EventType::personal_redacted));
        case CommandKind::note: return note(act);
        case CommandKind::add_file: return add_file(act);
        case CommandKind::remind: return remind(act);
        case CommandKind::issue_paper: return issue_paper(act);
        case CommandKind::fire_deadline: return fire_deadline(act);
        default:
            return refuse(Refusal::Code::invalid_argument, {{"field", "kind"}, {"why", "not_of_a_dossier"}});
    }
}

Outcome<Events> redact_list(const OfficeState& office, const Command& command, Instant now) {
    Arguments args(command.args);
    return redact(office, command.actor, local_date(now), args,
                  event_of(command, EventType::personal_redacted, std::string(office_stream), now));
}

}  // namespace motcua::procedures::deciding
