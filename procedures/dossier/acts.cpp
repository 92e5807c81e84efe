// Acts of the machine: the chart says where the dossier goes and what the clock does, the
// action says what it requires, its kind says what follows.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/lifecycle.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>

namespace motcua::procedures::deciding {

namespace {

EventType event_for(ActionKind kind) {
    switch (kind) {
        case ActionKind::advance: return EventType::advanced;
        case ActionKind::receive: return EventType::received;
        case ActionKind::ask_before_receipt: return EventType::asked_before_receipt;
        case ActionKind::refuse_intake: return EventType::intake_refused;
        case ActionKind::assign: return EventType::assigned;
        case ActionKind::request_supplement: return EventType::supplement_requested;
        case ActionKind::issue_supplement: return EventType::supplement_issued;
        case ActionKind::complete_supplement: return EventType::supplement_completed;
        case ActionKind::close_unsupplemented: return EventType::closed_unsupplemented;
        case ActionKind::open_consults: return EventType::consults_opened;
        case ActionKind::submit: return EventType::handed_up;
        case ActionKind::send_back: return EventType::sent_back;
        case ActionKind::approve: return EventType::approved;
        case ActionKind::sign: return EventType::signed_;
        case ActionKind::refuse: return EventType::refusal_drafted;
        case ActionKind::issue: return EventType::issued;
        case ActionKind::finish: return EventType::finished;
        case ActionKind::return_result: return EventType::returned;
        case ActionKind::withdraw: return EventType::withdrawn;
        case ActionKind::stop: return EventType::stopped;
        case ActionKind::void_intake: return EventType::intake_voided;
    }
    return EventType::advanced;
}

/// A wet-ink signature is typed in by the records clerk and counts for who signed (scene 9).
std::string paper_signer(Case& act) {
    const auto* given = act.args.object("signer");
    if (given == nullptr) {
        return {};
    }
    Arguments signer(*given);
    auto person = signer.required_text("person");
    if (signer.refusal()) {
        act.args.wrong("signer.person", "required");
    }
    return person;
}

std::string_view approver_of(const Action& action) {
    return action.approver.empty() ? std::string_view("desk_head") : action.approver;
}

/// A mistaken intake takes two persons: the clerk with the approver's word, or the approver alone where
/// somebody else received it.
bool approves_himself(const Case& act, const Action& action) {
    const auto& actor = act.command.actor;
    return action.kind == ActionKind::void_intake && !is_system(actor) &&
           holds_anywhere(act.office, actor, approver_of(action), act.day) &&
           std::none_of(act.dossier.acted.begin(), act.dossier.acted.end(), [&](const auto& acted) {
               return acted.second == actor.person || acted.second == principal(actor);
           });
}

Objection objection_to_hands(Case& act, const Action& action, const std::string& signer) {
    const auto& office = act.office;
    const auto& actor = act.command.actor;
    if (is_system(actor)) {
        return std::nullopt;
    }
    const bool typed_for_another = !signer.empty() && signer != principal(actor);
    if (typed_for_another || is_outside_role(action.role)) {
        if (auto no = objection_to_any_of(office, actor, {"records", action.role}, act.day)) {
            return no;
        }
        if (typed_for_another && !is_outside_role(action.role) &&
            !office.staff.holds(signer, action.role, action.unit, act.day)) {
            return refuse(
                Refusal::Code::wrong_role,
                {{"role", action.role},
                 {"unit", action.unit},
                 {"could",
                  fmt::format("{}",
                              fmt::join(office.staff.holders(action.role, action.unit, act.day), ", "))}});
        }
        return std::nullopt;
    }
    if (approves_himself(act, action)) {
        return std::nullopt;
    }
    if (auto no = objection_to_role(office, actor, action.role, action.unit, act.day)) {
        return no;
    }
    const auto& holder = act.dossier.holder;
    const bool is_the_holders_act = action.role == holder.role && action.unit == holder.unit;
    if (is_the_holders_act && !holder.person.empty() && holder.person != principal(actor)) {
        return refuse(Refusal::Code::wrong_holder, {{"person", holder.person}});
    }
    return std::nullopt;
}

Objection objection_to_documents(const Case& act, const std::map<std::string, Mark>& marks) {
    std::vector<std::string> missing;
    std::vector<std::string> wrong;
    for (const Document* document : required_documents(act.procedure, act.dossier.attributes)) {
        const auto mark = marks.find(document->id);
        if (mark == marks.end() || mark->second == Mark::unchecked || mark->second == Mark::missing) {
            missing.push_back(document->id);
        } else if (mark->second == Mark::wrong) {
            wrong.push_back(document->id);
        }
    }
    if (!missing.empty()) {
        return refuse(Refusal::Code::document_missing,
                      {{"documents", fmt::format("{}", fmt::join(missing, ", "))}});
    }
    if (!wrong.empty()) {
        return refuse(Refusal::Code::document_wrong,
                      {{"documents", fmt::format("{}", fmt::join(wrong, ", "))}});
    }
    return std::nullopt;
}

Objection objection_to_fees(const Case& act, ActionKind kind) {
    for (const auto& fee : act.procedure.fees) {
        const bool due_now = fee.moment == FeeMoment::at_receipt || kind != ActionKind::receive;
        if (due_now && fee.when.holds(act.dossier.attributes) && !act.dossier.fees.contains(fee.id)) {
            return refuse(Refusal::Code::fee_unpaid, {{"fee", fee.id}});
        }
    }
    return std::nullopt;
}

Objection objection_to_consults(const Case& act) {
    std::vector<std::string> open;
    for (const auto& consult : act.dossier.consults) {
        const bool consents = consult.silence_is_consent && act.at >= consult.due;
        if (consult.mandatory && !consult.answered && !consents) {
            open.push_back(consult.party);
        }
    }
    if (open.empty()) {
        return std::nullopt;
    }
    return refuse(Refusal::Code::consult_open, {{"parties", fmt::format("{}", fmt::join(open, ", "))}});
}

Objection objection_to_approver(const Case& act, const std::string& approver, std::string_view role) {
    if (approver.empty()) {
        return refuse(Refusal::Code::approval_required, {{"role", std::string(role)}});
    }
    Actor other{approver, {}, act.command.actor.via};
    if (approver == act.command.actor.person || !holds_anywhere(act.office, other, role, act.day)) {
        return refuse(Refusal::Code::approver_unfit, {{"person", approver}, {"role", std::string(role)}});
    }
    return std::nullopt;
}

/// What the collector shows (NĐ 118/2025 art. 6(2)): the receipt, or identity papers; a proxy his authorisation.
Objection read_collector(Case& act, Event& event) {
    const auto* given = act.args.object("collector");
    if (given == nullptr) {
        return refuse(Refusal::Code::collector_required);
    }
    Arguments collector(*given);
    const auto kind = collector.required_text("kind");
    if (kind != "applicant" && kind != "owner" && kind != "representative") {
        act.args.wrong("collector.kind", "not_among_choices");
    }
    if (kind == "representative" && collector.text("authorisation").empty()) {
        act.args.wrong("collector.authorisation", "required");
    }
    for (const auto* field : {"name", "id", "authorisation"}) {
        if (auto value = collector.text(field); !value.empty()) {
            event.personal[std::string("collector.") + field] = std::move(value);
        } else if (std::string_view(field) == "name") {
            act.args.wrong("collector.name", "required");
        }
    }
    event.data["collector"] =
        boost::json::object{{"kind", kind}, {"receipt_shown", collector.flag("receipt_shown")}};
    return std::nullopt;
}

Objection meet_requirements(Case& act, const Action& action, Event& event,
                            const std::map<std::string, Mark>& marks, const std::string& signer,
                            std::string& assignee) {
    const auto& needs = action.requires_;
    const auto need = [&](Requirement one) { return needs.contains(one); };
    auto reason = act.args.text("reason");
    if (need(Requirement::reason) && reason.empty()) {
        return refuse(Refusal::Code::reason_required, {{"action", action.id}});
    }
    if (!reason.empty()) {
        event.personal["reason"] = std::move(reason);
    }
    if (need(Requirement::documents_checked)) {
        if (auto no = objection_to_documents(act, marks)) {
            return no;
        }
    }
    if (need(Requirement::fee_paid)) {
        if (auto no = objection_to_fees(act, action.kind)) {
            return no;
        }
    }
    if (need(Requirement::consults_closed)) {
        if (auto no = objection_to_consults(act)) {
            return no;
        }
    }
    if (need(Requirement::withdrawal_request) && !act.dossier.withdrawal_requested) {
        return refuse(Refusal::Code::withdrawal_not_requested);
    }
    if (need(Requirement::approval) || action.kind == ActionKind::void_intake) {
        auto approver = act.args.text("approved_by");
        if (approver.empty() && approves_himself(act, action)) {
            approver = principal(act.command.actor);
        } else if (auto no = objection_to_approver(act, approver, approver_of(action))) {
            return no;
        }
        event.data["approved_by"] = approver;
    }
    if (need(Requirement::assignee) || action.kind == ActionKind::assign) {
        assignee = act.args.text("assignee");
        if (assignee.empty()) {
            return refuse(Refusal::Code::assignee_required);
        }
    }
    if (need(Requirement::signer) && signer.empty() && is_outside_role(action.role)) {
        return refuse(Refusal::Code::signer_required, {{"role", action.role}});
    }
    if (need(Requirement::number)) {
        const auto number = act.args.text("number");
        const auto date = act.args.date("date");
        if (number.empty()) {
            return refuse(Refusal::Code::number_required);
        }
        event.data["number"] = number;
        event.data["date"] = format_date(date.value_or(act.day));
    }
    if (need(Requirement::collector)) {
        return read_collector(act, event);
    }
    return std::nullopt;
}

/// Who has it next: the person named, else whoever already works on it, else the role of the unit.
Holder next_holder(const Case& act, const Action& action, const Step& to, const std::string& assignee) {
    const auto& dossier = act.dossier;
    const auto& staff = act.office.staff;
    Holder holder{to.role, to.unit, assignee};
    if (!assignee.empty()) {
        return holder;
    }
    const auto still_holds = [&](const std::string& person) {
        return !person.empty() && staff.holds(person, to.role, to.unit, act.day);
    };
    const std::string& same_as = to.same_person_as.empty() ? to.id : to.same_person_as;
    if (action.kind == ActionKind::send_back || !to.same_person_as.empty()) {
        for (auto acted = dossier.acted.rbegin(); acted != dossier.acted.rend(); ++acted) {
            if (acted->first == same_as && still_holds(acted->second)) {
                holder.person = acted->second;
                return holder;
            }
        }
    }
    if (to.role == "officer" && still_holds(dossier.main_officer)) {
        holder.person = dossier.main_officer;
    }
    return holder;
}

/// Writes new dates of the whole matter; the deadlines that follow from them are armed anew.
void set_matter_dates(Case& act, Event& event, Arming& arming, const std::vector<StageRun>& chain,
                      Instant counted_from) {
    const auto due = end_of(chain);
    event.data["stages"] = fields::of(chain);
    event.data["legal_due"] = fields::of(due);
    event.data["appointment"] = format_instant(due.due);
    event.data["calendar"] = act.law.calendar_hash;
    arming.dossier(counted_from, due, due.due);
}

/// Receipt: the code in the same commit, the dates, the paper's hand-over.
Objection receive(Case& act, Event& event, Arming& arming) {
    const auto& office = *act.law.office;
    const auto& dossier = act.dossier;
    if (!dossier.code.empty()) {
        return refuse(Refusal::Code::already_received, {{"code", dossier.code}});
    }
    auto received = act.at;
    if (!dossier.replaces.empty()) {
        const auto kept = act.office.voided_intakes.find(dossier.replaces);
        if (kept == act.office.voided_intakes.end()) {
            return refuse(Refusal::Code::invalid_argument,
                          {{"field", "replaces"}, {"why", "not_a_voided_intake"}});
        }
        received = kept->second;
        event.data["replaces"] = dossier.replaces;
    }
    const auto* external = act.args.object("external");
    if (office.standing == OfficeStanding::behind) {
        if (external == nullptr) {
            return refuse(Refusal::Code::external_code_required);
        }
        Arguments port(*external);
        const auto code = port.required_text("code");
        received = port.instant("received_at").value_or(received);
        const auto appointment = port.instant("appointment");
        if (port.refusal() || received > act.now) {
            return refuse(Refusal::Code::external_code_required);
        }
        // The province's code is the official one; ours is a number of the house (facts 9.15).
        event.data["code"] = code;
        event.data["external_code"] = code;
        if (appointment) {
            event.data["external_appointment"] = format_instant(*appointment);
        }
    }
    const auto day = local_date(received);
    const auto& rules = act.law.rules->for_receipt(day);
    if (rules.clock_starts_at_competent_agency) {
        received = act.args.instant("competent_received_at").value_or(received);
    }
    const auto written = act.args.text("reserved_code");
    int number = last_number_of(act.office, office.agency_code, day) + 1;
    auto agency = office.agency_code;
    std::string house_number;
    if (!written.empty()) {
        // It stands on the receipt that the applicant has already.
        const auto reserved = code_to_use(act, written, day);
        if (!reserved) {
            return reserved.error();
        }
        house_number = written;
        number = (*reserved)->number;
        agency = act.office.outages.reservation((*reserved)->reservation)->agency;
        event.data["reserved_code"] = written;
    } else if (number > largest_number_of_day) {
        return refuse(Refusal::Code::number_exhausted, {{"day", format_date(day)}});
    } else {
        house_number = code_of(act.law, day, number);
    }
    event.data["number_of_day"] =
        boost::json::object{{"agency", agency}, {"day", format_date(day)}, {"number", number}};
    event.data[office.standing == OfficeStanding::own ? "code" : "house_number"] = house_number;
    event.data["received_at"] = format_instant(received);
    event.data["submitted_at"] = format_instant(dossier.submitted_at);
    event.data["rule_set"] = rules.id;
    event.data["rules"] = act.law.rules_hash;
    event.data["office"] = act.law.office_hash;
    event.data["forms"] = act.law.rules->forms_for(day).id;
    event.data["channel"] = to_string(dossier.channel);
    event.data["online_level"] = act.procedure.online_level;
    // Law may have changed between filing and receipt: the receipt date binds (facts 0.1).
    const Law::Version* version = act.law.in_force(act.procedure.id, day);
    if (version != nullptr && version->hash != dossier.version &&
        version->procedure->step(dossier.step) != nullptr &&
        version->procedure->step(dossier.step)->action(act.command.action) != nullptr) {
        event.data["version"] = version->hash;
    }
    const auto stages = act.procedure.stages_for(dossier.attributes);
    const auto chain = plan_stages(*act.law.calendar, stages, received);
    set_matter_dates(act, event, arming, chain, received);
    event.data["original_due"] = event.data["legal_due"];
    boost::json::array milestones;
    for (const auto& milestone : act.procedure.milestones) {
        if (milestone.when.holds(dossier.attributes)) {
            auto due = fields::of(act.law.calendar->due_after(received, milestone.allowance));
            due["id"] = milestone.id;
            due["met_by"] = boost::json::array(milestone.met_by.begin(), milestone.met_by.end());
            milestones.push_back(std::move(due));
        }
    }
    if (!milestones.empty()) {
        event.data["milestones"] = std::move(milestones);
    }
    const auto notice = act.procedure.supplement.notice_within.value_or(rules.supplement_notice_within);
    const auto notice_due = act.law.calendar->due_after(received, notice).due;
    event.data["supplement_notice_due"] = format_instant(notice_due);
    arming.add(DeadlineKind::supplement_notice, notice_due);
    if (dossier.channel != Channel::online) {
        const auto transfer = paper_transfer_due(*act.law.calendar, received, rules.transfer);
        event.data["paper_transfer_due"] = format_instant(transfer);
        arming.add(DeadlineKind::transfer, transfer);
    }
    if (!act.command.lookup_code.empty()) {
        event.personal["lookup_code"] = act.command.lookup_code;
    }
    return std::nullopt;
}

/// Beside the definition's own names a document may be called by a name that can stand where those stand.
bool is_plain_name(std::string_view text) {
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// One complete list, once; more only with a provision and the head's approval (facts 2.1).
Objection request_supplement(Case& act, Event& event) {
    const auto& dossier = act.dossier;
    boost::json::array lines;
    auto& marks = event.data["marks"].is_object() ? event.data["marks"].get_object()
                                                  : event.data["marks"].emplace_object();
    if (const auto* given = act.args.array("lines")) {
        for (const auto& value : *given) {
            const auto* line = value.if_object();
            if (line == nullptr) {
                act.args.wrong("lines", "objects");
                return std::nullopt;
            }
            Arguments one(*line);
            const auto document = one.required_text("document");
            const auto reason = one.required_text("reason");
            if (act.procedure.document(document) == nullptr) {
                if (one.text("provision").empty()) {
                    return refuse(Refusal::Code::document_unknown, {{"document", document}});
                }
                if (!is_plain_name(document)) {
                    act.args.wrong("lines.document", "plain_name");
                    return std::nullopt;
                }
            }
            if (reason.empty()) {
                return refuse(Refusal::Code::reason_required, {{"action", document}});
            }
            event.personal["reason." + document] = reason;
            lines.push_back(boost::json::string(document));
            marks[document] =
                boost::json::object{{"mark", one.text("mark") == "missing" ? "missing" : "wrong"}};
        }
    }
    if (lines.empty()) {
        return refuse(Refusal::Code::supplement_lines_required);
    }
    const int lawful = act.rules.supplement_times + (act.procedure.supplement.second_notice_within ? 1 : 0);
    const int number = dossier.supplements_used + 1;
    if (number > lawful) {
        const auto provision = act.args.text("provision");
        if (provision.empty()) {
            return refuse(Refusal::Code::supplement_once_only,
                          {{"used", std::to_string(dossier.supplements_used)}});
        }
        const auto approver = act.args.text("approved_by");
        if (objection_to_approver(act, approver, "head") && objection_to_approver(act, approver, "leader")) {
            return objection_to_approver(act, approver, "head");
        }
        event.data["over_limit"] = true;
        event.data["provision"] = provision;
        event.data["approved_by"] = approver;
    }
    event.data["number"] = number;
    event.data["lines"] = std::move(lines);
    const auto within =
        number == 1
            ? act.procedure.supplement.notice_within.value_or(act.rules.supplement_notice_within)
            : act.procedure.supplement.second_notice_within.value_or(act.rules.supplement_notice_within);
    const auto from = number == 1 || dossier.held.empty() || !dossier.held.back().to
                          ? dossier.received_at.value_or(act.at)
                          : *dossier.held.back().to;
    if (act.at > act.law.calendar->due_after(from, within).legal_end) {
        event.data["late_notice"] = true;
    }
    return std::nullopt;
}

/// The period of the step itself (a revision after a council), of the sector, or of the regime.
std::optional<Allowance> applicants_time(const Case& act, const Step& held) {
    if (held.applicant_has) {
        return held.applicant_has;
    }
    return act.procedure.supplement.applicant_has ? act.procedure.supplement.applicant_has
                                                  : act.rules.applicant_has;
}

/// The applicant's time begins: until when, and what happens after it, is on the slip.
void hold(Case& act, Event& event, Arming& arming, const Step& to) {
    event.data["clock"] = "held";
    event.data["ground"] = to.legal_ground;
    if (const auto has = applicants_time(act, to)) {
        const auto until = act.law.calendar->due_after(act.at, *has);
        event.data["until"] = fields::of(until);
        arming.add(DeadlineKind::supplement_period, until.legal_end);
    }
}

/// The dossier is whole again: counted anew, or on from where it stood (facts 2.3).
Objection complete_supplement(Case& act, Event& event, Arming& arming,
                              const std::map<std::string, Mark>& marks) {
    for (const auto& line : act.dossier.supplement_lines) {
        const auto mark = marks.find(line);
        if (mark == marks.end() || (mark->second != Mark::right && mark->second != Mark::mismatch)) {
            if (act.procedure.document(line) != nullptr) {
                return refuse(Refusal::Code::document_missing, {{"documents", line}});
            }
        }
    }
    const auto policy = act.procedure.supplement.policy.value_or(act.rules.supplement_policy);
    const auto requested = act.dossier.held.back().from;
    const auto& calendar = *act.law.calendar;
    auto chain = act.dossier.stages;
    std::size_t current = 0;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        if (chain[i].stage == act.dossier.stage) {
            current = i;
        }
    }
    if (policy == SupplementPolicy::restart) {
        const std::size_t first = act.procedure.supplement.scope == "phase" ? current : 0;
        auto start = act.at;
        for (std::size_t i = first; i < chain.size(); ++i) {
            chain[i].started = start;
            chain[i].due = calendar.due_after(start, chain[i].allowance);
            start = chain[i].due.due;
        }
    } else {
        chain[current].due = resume_due(calendar, act.dossier, chain[current], requested, act.at);
        for (std::size_t i = current + 1; i < chain.size(); ++i) {
            chain[i].started = chain[i - 1].due.due;
            chain[i].due = calendar.due_after(chain[i].started, chain[i].allowance);
        }
    }
    event.data["clock"] = policy == SupplementPolicy::restart ? "restarted" : "resumed";
    event.data["requested"] = format_instant(requested);
    set_matter_dates(act, event, arming, chain, act.at);
    return std::nullopt;
}

/// Another stage begins: its own limit runs from now. Only a stage that is counted from the
/// revised dossier moves the date of the whole.
void begin_stage(Case& act, Event& event, Arming& arming, const Step& to, bool after_revision) {
    auto chain = act.dossier.stages;
    const auto begun =
        std::find_if(chain.begin(), chain.end(), [&](const StageRun& run) { return run.stage == to.stage; });
    if (begun == chain.end()) {
        return;
    }
    auto start = act.at;
    for (auto run = begun; run != chain.end(); ++run) {
        run->started = start;
        run->due = act.law.calendar->due_after(start, run->allowance);
        start = run->due.due;
    }
    event.data["stage_done"] = true;
    if (after_revision) {
        set_matter_dates(act, event, arming, chain, act.at);
    } else {
        event.data["stages"] = fields::of(chain);
    }
}

void end_clock(Case& act, Event& event) {
    event.data["clock"] = "ended";
    if (act.dossier.legal_due) {
        event.data["legal_verdict"] = to_string(verdict_of(act.at, *act.dossier.legal_due));
        event.data["index_verdict"] =
            to_string(index_verdict(act.at, act.dossier.held, act.dossier.original_due->legal_end));
    }
}

void open_consults(Case& act, Event& event, Arming& arming, const Step& to) {
    boost::json::array opened;
    for (const auto& consult : to.consults) {
        if (!consult.when.holds(act.dossier.attributes)) {
            continue;
        }
        const auto due = act.law.calendar->due_after(act.at, consult.answer_within).due;
        opened.push_back(fields::of(OpenConsult{consult.party, act.at, due, consult.mandatory,
                                                consult.silence == Silence::is_consent, std::nullopt}));
        arming.add(DeadlineKind::consult, due, consult.party);
    }
    event.data["consults"] = std::move(opened);
}

Objection objection_to_kind(const Case& act, const Action& action) {
    switch (action.kind) {
        case ActionKind::withdraw:
        case ActionKind::stop:
            // Until the decision or the written result is issued (NĐ 118/2025 art. 21).
            if (act.dossier.signed_result) {
                return refuse(Refusal::Code::already_signed);
            }
            return std::nullopt;
        case ActionKind::close_unsupplemented: {
            const auto open =
                std::find_if(act.dossier.open_deadlines.begin(), act.dossier.open_deadlines.end(),
                             [](const Deadline& one) { return one.kind == DeadlineKind::supplement_period; });
            const Step* held = act.procedure.step(act.dossier.step);
            const bool has_own_period =
                act.procedure.supplement.applicant_has || (held != nullptr && held->applicant_has);
            if (!act.rules.desk_may_close_unsupplemented && !has_own_period) {
                return refuse(Refusal::Code::supplement_not_due, {{"from", ""}});
            }
            if (open != act.dossier.open_deadlines.end() && act.at < open->due) {
                return refuse(Refusal::Code::supplement_not_due, {{"from", format_instant(open->due)}});
            }
            return std::nullopt;
        }
        default: return std::nullopt;
    }
}

/// Who counts for four-eyes: the signer and not who typed; a substitute and whom he stands in for.
std::vector<std::string> hands_of(const Actor& actor, const std::string& signer) {
    if (!signer.empty()) {
        return {signer};
    }
    std::vector<std::string> hands{actor.person};
    if (!actor.on_behalf_of.empty()) {
        hands.push_back(actor.on_behalf_of);
    }
    return hands;
}

bool may_be_pulled_back(const Action& action, const Step& from, const Step& to) {
    switch (action.kind) {
        case ActionKind::advance:
        case ActionKind::assign:
        case ActionKind::submit:
        case ActionKind::approve:
        case ActionKind::refuse: return from.kind == StepKind::working && to.kind == StepKind::working;
        default: return false;
    }
}

}  // namespace

Outcome<Events> act(Case& act) {
    const auto& dossier = act.dossier;
    const Course course = follow(act.procedure, dossier.step, act.command.action, dossier.attributes);
    if (course.refusal) {
        return *course.refusal;
    }
    const Action& action = *course.action;
    const Step& from = *act.procedure.step(dossier.step);
    const Step& to = *course.to;
    const auto signer = paper_signer(act);
    if (auto no = objection_to_hands(act, action, signer)) {
        return *no;
    }
    const auto& actor = act.command.actor;
    const auto acted_by = hands_of(actor, signer);
    if (auto no = objection_of_four_eyes(act.office, dossier, action.not_by_actor_of, acted_by, action.role,
                                         action.unit, act.day)) {
        return *no;
    }
    if (auto no = objection_to_kind(act, action)) {
        return *no;
    }

    Event event = event_of(act, event_for(action.kind));
    auto marks = dossier.marks;
    read_marks(act, event, marks);
    std::string assignee = act.args.text("assignee");
    if (auto no = meet_requirements(act, action, event, marks, signer, assignee)) {
        return *no;
    }
    if (!assignee.empty() && !act.office.staff.holds(assignee, to.role, to.unit, act.day)) {
        return refuse(Refusal::Code::assignee_cannot_hold,
                      {{"person", assignee}, {"role", to.role}, {"unit", to.unit}});
    }

    Arming arming(act.law, act.rules, act.procedure);
    event.data["action"] = action.id;
    event.data["from"] = from.id;
    event.data["to"] = to.id;
    event.data["kind"] = to_string(to.kind);
    event.data["acted_by"] = boost::json::array(acted_by.begin(), acted_by.end());
    if (!signer.empty()) {
        boost::json::object given{{"person", signer}};
        if (auto capacity = Arguments(*act.args.object("signer")).text("capacity"); !capacity.empty()) {
            given["capacity"] = std::move(capacity);
        }
        event.data["signer"] = std::move(given);
    }
    const auto holder = next_holder(act, action, to, assignee);
    event.data["holder"] = fields::of(holder);
    if (!to.stage.empty() && to.kind != StepKind::closed) {
        event.data["stage"] = to.stage;
    }
    if (from.kind != StepKind::submitted || action.kind != ActionKind::ask_before_receipt) {
        event.data["charge"] = charge(act);
    }

    // What the chart did to the clock.
    if (course.has(Effect::clock_started) && action.kind == ActionKind::receive) {
        event.data["clock"] = "started";
        if (auto no = receive(act, event, arming)) {
            return *no;
        }
    } else if (course.has(Effect::clock_started) && from.kind == StepKind::held) {
        if (from.revision) {
            event.data["clock"] = "started";
            begin_stage(act, event, arming, to, true);
        } else if (auto no = complete_supplement(act, event, arming, marks)) {
            return *no;
        }
    } else if (course.has(Effect::applicant_has_it)) {
        hold(act, event, arming, to);
    } else if (course.has(Effect::clock_stopped)) {
        end_clock(act, event);
    } else if (from.kind == StepKind::working && to.kind == StepKind::working && !to.stage.empty() &&
               !dossier.stage.empty() && to.stage != dossier.stage) {
        begin_stage(act, event, arming, to, false);
    }

    switch (action.kind) {
        case ActionKind::assign: event.data["main_officer"] = assignee; break;
        case ActionKind::open_consults: open_consults(act, event, arming, to); break;
        case ActionKind::request_supplement:
            if (auto no = request_supplement(act, event)) {
                return *no;
            }
            break;
        case ActionKind::void_intake:
            if (dossier.received_at) {
                event.data["received_at"] = format_instant(*dossier.received_at);
                event.data["code"] = dossier.code;
            }
            break;
        case ActionKind::sign:
        case ActionKind::finish:
        case ActionKind::issue:
            if (dossier.refusal_drafted) {
                event.data["refusal"] = true;
            }
            break;
        default: break;
    }
    if (to.ending) {
        event.data["ending"] = to_string(*to.ending);
    }
    if (may_be_pulled_back(action, from, to)) {
        event.data["may_pull_back"] = true;
    }
    // Handed to another unit: the sender answers until somebody there acknowledges (facts 3.5).
    if (to.kind == StepKind::working && to.unit != from.unit && !to.outside) {
        event.data["sender"] = fields::of(Holder{from.role, from.unit, principal(actor)});
    }
    if (to.kind == StepKind::working && to.id != from.id) {
        const auto desk_share =
            action.kind == ActionKind::receive ? from.budget.working_minutes : WorkingMinutes{0};
        if (const auto due = step_due(*act.law.calendar, to, act.at, desk_share)) {
            event.data["step_due"] = format_instant(*due);
            arming.step(to, act.at, *due);
        }
    }
    if (!arming.empty()) {
        event.data["arm"] = arming.take();
    }
    return answered(act.args, std::move(event));
}

}  // namespace motcua::procedures::deciding

namespace motcua::procedures {

std::optional<Refusal> objection_to_taking(const Law& law, const OfficeState& office, const Dossier& dossier,
                                           const Action& action, const Actor& actor, Instant now,
                                           const std::string& signer) {
    const auto day = local_date(now);
    const RuleSet* bound = dossier.rule_set.empty() ? nullptr : law.rules->find(dossier.rule_set);
    Command asked;
    asked.kind = CommandKind::act;
    asked.actor = actor;
    asked.dossier = dossier.id;
    deciding::Case act{law,
                       office,
                       dossier,
                       asked,
                       *law.version(dossier.version),
                       bound != nullptr ? *bound : law.rules->for_receipt(day),
                       now,
                       now,
                       day,
                       Arguments(asked.args)};
    if (auto no = deciding::objection_to_hands(act, action, signer)) {
        return no;
    }
    if (auto no = objection_of_four_eyes(office, dossier, action.not_by_actor_of,
                                         deciding::hands_of(actor, signer), action.role, action.unit, day)) {
        return no;
    }
    if (auto no = deciding::objection_to_kind(act, action)) {
        return no;
    }
    const auto need = [&](Requirement one) { return action.requires_.contains(one); };
    if (need(Requirement::fee_paid)) {
        if (auto no = deciding::objection_to_fees(act, action.kind)) {
            return no;
        }
    }
    if (need(Requirement::consults_closed)) {
        if (auto no = deciding::objection_to_consults(act)) {
            return no;
        }
    }
    if (need(Requirement::withdrawal_request) && !dossier.withdrawal_requested) {
        return refuse(Refusal::Code::withdrawal_not_requested);
    }
    return std::nullopt;
}

std::vector<OfferedAction> actions_for(const Law& law, const OfficeState& office, const Dossier& dossier,
                                       const Actor& actor, Instant now) {
    std::vector<OfferedAction> out;
    const Procedure* procedure = law.version(dossier.version);
    const Step* step = procedure != nullptr ? procedure->step(dossier.step) : nullptr;
    if (step == nullptr) {
        return out;
    }
    for (const auto& action : step->actions) {
        if (action.when.holds(dossier.attributes)) {
            out.push_back({&action, objection_to_taking(law, office, dossier, action, actor, now)});
        }
    }
    return out;
}

}  // namespace motcua::procedures
