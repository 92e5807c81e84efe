#include "procedures/dossier/decide.hpp"

#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/quality/deciding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::procedures {

namespace deciding {

Event event_of(const Command& command, EventType type, std::string stream, Instant at) {
    Event event;
    event.type = type;
    event.stream = std::move(stream);
    event.at = at;
    event.actor = command.actor;
    return event;
}

Event event_of(const Case& act, EventType type) {
    return event_of(act.command, type, dossier_stream(act.dossier.id), act.at);
}

Outcome<Events> answered(const Arguments& args, Event event) {
    if (args.refusal()) {
        return *args.refusal();
    }
    Events events;
    events.push_back(std::move(event));  // a list in braces would copy it
    return events;
}

std::vector<const Document*> required_documents(const Procedure& procedure, const Attributes& attributes) {
    std::vector<const Document*> out;
    for (const auto& document : procedure.documents) {
        if (document.required && !document.output && document.when.holds(attributes)) {
            out.push_back(&document);
        }
    }
    return out;
}

void read_marks(Case& act, Event& event, std::map<std::string, Mark>& effective) {
    boost::json::object marks;
    if (act.args.flag("all_right")) {
        for (const Document* document : required_documents(act.procedure, act.dossier.attributes)) {
            marks[document->id] = boost::json::object{{"mark", "right"}};
            effective[document->id] = Mark::right;
        }
    }
    if (const auto* given = act.args.object("marks")) {
        for (const auto& [key, value] : *given) {
            const std::string document(key);
            const auto* fields = value.if_object();
            if (act.procedure.document(document) == nullptr) {
                act.args.wrong("marks." + document, "document_unknown");
                return;
            }
            if (fields == nullptr) {
                act.args.wrong("marks." + document, "object");
                return;
            }
            Arguments one(*fields);
            const auto mark = parse_mark(one.required_text("mark"));
            if (!mark) {
                act.args.wrong("marks." + document, "mark");
                return;
            }
            boost::json::object kept{{"mark", to_string(*mark)}};
            for (const auto* counted : {"originals", "certified", "copies", "pages"}) {
                if (const auto n = one.number(counted)) {
                    kept[counted] = *n;
                }
            }
            for (const auto* flagged : {"digitised", "reused", "fetched", "original_to_return"}) {
                if (one.flag(flagged)) {
                    kept[flagged] = true;
                }
            }
            if (auto reason = one.text("not_digitised"); !reason.empty()) {
                if (kept.contains("digitised")) {
                    one.wrong("not_digitised", "contradicts");
                }
                kept["not_digitised"] = true;
                event.personal["not_digitised." + document] = std::move(reason);
            }
            if (auto comment = one.text("comment"); !comment.empty()) {
                event.personal["comment." + document] = std::move(comment);
            }
            if (one.refusal()) {
                act.args.wrong("marks." + document + "." + std::string(one.refusal()->argument("field")),
                               one.refusal()->argument("why"));
                return;
            }
            marks[document] = std::move(kept);
            effective[document] = *mark;
        }
    }
    if (!marks.empty()) {
        event.data["marks"] = std::move(marks);
    }
}

boost::json::object charge(const Case& act) {
    const auto& dossier = act.dossier;
    auto out = fields::of(dossier.sender ? *dossier.sender : dossier.holder);
    out["step"] = dossier.step;
    out["from"] = format_instant(dossier.charged_until);
    out["minutes"] = count(act.law.calendar->working_minutes_between(dossier.charged_until, act.at));
    if (dossier.kind == StepKind::held) {
        out["applicant"] = true;
    }
    return out;
}

Outcome<Instant> legal_time(const Command& command, const OfficeState& office, const Dossier* dossier,
                            Instant now) {
    const bool is_of_an_outage = is_about_an_outage(command);
    if (is_of_an_outage) {
        if (auto no = objection_to_outage(office, command)) {
            return *no;
        }
    }
    // Who enters what others signed is asked even when the outage has ended this second.
    if (!command.at || (*command.at == now && !is_of_an_outage)) {
        return now;
    }
    const Instant at = *command.at;
    if (at > now) {
        return refuse(Refusal::Code::at_in_future,
                      {{"at", format_instant(at)}, {"now", format_instant(now)}});
    }
    // What the head of the desk declared is the reason of all that was written in it.
    if (!is_of_an_outage && Arguments(command.args).text("at_reason").empty()) {
        return refuse(Refusal::Code::at_needs_reason, {{"at", format_instant(at)}});
    }
    if (auto no =
            objection_to_any_of(office, command.actor, {"clerk", "desk_head", "records"}, local_date(now))) {
        return *no;
    }
    if (dossier != nullptr && at < dossier->step_entered) {
        return refuse(
            Refusal::Code::invalid_argument,
            {{"field", "at"}, {"why", "before_step"}, {"earliest", format_instant(dossier->step_entered)}});
    }
    return at;
}

}  // namespace deciding

namespace {

const Procedure& definition_of(const Law& law, const Dossier& dossier) {
    const Procedure* procedure = law.version(dossier.version);
    if (procedure == nullptr) {
        throw std::logic_error(fmt::format("dossier {} is bound to version {} which was not adopted",
                                           dossier.id, dossier.version));
    }
    return *procedure;
}

const RuleSet& rules_of(const Law& law, const Dossier& dossier, LocalDate day) {
    const RuleSet* bound = dossier.rule_set.empty() ? nullptr : law.rules->find(dossier.rule_set);
    return bound != nullptr ? *bound : law.rules->for_receipt(day);
}

bool is_of_the_office(CommandKind kind) { return kind >= CommandKind::propose_law; }

/// An act that shows a nonconformity opens it: in the same commit, so that it cannot be left out or come twice.
void open_what_it_shows(const Law& law, const OfficeState& office, const Dossier& dossier, Events& events,
                        Instant now) {
    for (const auto& event : events) {
        if (auto opened = deciding::nonconformity_shown_by(law, office, dossier, event, now)) {
            events.push_back(std::move(*opened));
            return;
        }
    }
}

}  // namespace

Outcome<Events> decide(const Law& law, const OfficeState& office, const Dossier* dossier,
                       const Command& command, Instant now) {
    if (is_of_the_office(command.kind)) {
        return deciding::for_the_office(law, office, command, now);
    }
    if (command.kind == CommandKind::submit) {
        return deciding::submit(law, office, command, now);
    }
    if (command.kind == CommandKind::issue_paper && command.dossier.empty()) {
        return deciding::issue_list(law, office, command, now);
    }
    if (command.kind == CommandKind::fire_deadline && command.dossier.empty()) {
        return deciding::escalate(office, command, now);
    }
    if (command.kind == CommandKind::redact && command.dossier.empty()) {
        return deciding::redact_list(office, command, now);
    }
    if (dossier == nullptr) {
        return refuse(Refusal::Code::not_found, {{"dossier", command.dossier}});
    }
    if (command.expected_version && *command.expected_version != dossier->version_number) {
        return refuse(Refusal::Code::version_conflict,
                      {{"expected", std::to_string(*command.expected_version)},
                       {"actual", std::to_string(dossier->version_number)}});
    }
    const auto at = deciding::legal_time(command, office, dossier, now);
    if (!at) {
        return at.error();
    }
    const auto day = local_date(*at);
    deciding::Case act{law,
                       office,
                       *dossier,
                       command,
                       definition_of(law, *dossier),
                       rules_of(law, *dossier, day),
                       now,
                       *at,
                       day,
                       Arguments(command.args)};
    if (deciding::is_about_an_outage(command)) {
        if (auto no = deciding::objection_to_entering_afterwards(act)) {
            return *no;
        }
    }
    auto outcome = command.kind == CommandKind::act ? deciding::act(act) : deciding::beside_the_machine(act);
    if (outcome && (*at != now || deciding::is_about_an_outage(command))) {
        for (auto& event : *outcome) {
            deciding::mark_late(command, now, event);
        }
    }
    if (outcome) {
        open_what_it_shows(law, office, *dossier, *outcome, now);
    }
    return outcome;
}

void OfficeState::apply(const Event& event) {
    switch (event.type) {
        case EventType::received:
            if (const auto* given = fields::object_if(event.data, "number_of_day")) {
                auto& last = codes_given[{std::string(fields::text(*given, "agency")),
                                          parse_date(fields::text(*given, "day")).value()}];
                last = std::max(last, static_cast<int>(fields::number(*given, "number")));
            }
            outages.apply(event);
            if (const auto replaced = fields::text_or(event.data, "replaces"); !replaced.empty()) {
                voided_intakes.erase(std::string(replaced));
            }
            break;
        case EventType::intake_voided:
            if (const auto received = fields::instant_if(event.data, "received_at")) {
                voided_intakes[std::string(dossier_of_stream(event.stream))] = *received;
            }
            break;
        case EventType::paper_issued: {
            const auto form = parse_paper_form(fields::text(event.data, "form")).value();
            auto& last = papers_numbered[{form, static_cast<int>(fields::number(event.data, "year"))}];
            last = std::max(last, static_cast<int>(fields::number(event.data, "number")));
            outages.apply(event);
            break;
        }
        case EventType::codes_reserved:
            codes_given[{std::string(fields::text(event.data, "agency")),
                         parse_date(fields::text(event.data, "day")).value()}] =
                static_cast<int>(fields::number(event.data, "last"));
            outages.apply(event);
            break;
        case EventType::codes_settled:
        case EventType::outage_declared: outages.apply(event); break;
        case EventType::law_proposed:
            proposed_law[std::string(fields::text(event.data, "hash"))] = {
                std::string(fields::text(event.data, "kind")),
                std::string(fields::text(event.data, "id")),
                event.actor.person,
                event.at,
                ++proposals_made,
                std::make_shared<const std::string>(fields::text(event.data, "text"))};
            break;
        case EventType::law_adopted: proposed_law.erase(std::string(fields::text(event.data, "hash"))); break;
        case EventType::notice_applied:
            if (fields::text(event.data, "choice") == "move") {
                open_notice = {std::string(fields::text(event.data, "notice")),
                               std::string(fields::text(event.data, "calendar")), event.actor.person};
            }
            break;
        case EventType::notice_carried_out: open_notice.reset(); break;
        case EventType::report_issued:
            reports_issued = static_cast<int>(fields::number(event.data, "number"));
            break;
        case EventType::signing_key_adopted: signing_key = fields::text(event.data, "key"); break;
        case EventType::nonconformity_opened:
        case EventType::nonconformity_assigned:
        case EventType::nonconformity_treated:
        case EventType::nonconformity_verified:
        case EventType::nonconformity_escalated:
        case EventType::audit_planned:
        case EventType::audit_sampled:
        case EventType::audit_checked:
        case EventType::audit_concluded: quality.apply(event); break;
        default: staff.apply(event); break;
    }
}

const Procedure* Law::version(std::string_view hash) const {
    const auto found = by_hash.find(hash);
    return found == by_hash.end() ? nullptr : found->second.procedure.get();
}

const WorkCalendar& Law::calendar_of(std::string_view hash) const {
    const auto found = calendars.find(hash);
    return found == calendars.end() ? *calendar : *found->second;
}

const Law::Version* Law::in_force(std::string_view procedure_id, LocalDate day) const {
    const auto found = by_id.find(procedure_id);
    if (found == by_id.end()) {
        return nullptr;
    }
    const auto& versions = found->second;
    const auto last = std::find_if(versions.rbegin(), versions.rend(), [&](const Version& version) {
        return version.procedure->is_in_force(day);
    });
    return last == versions.rend() ? nullptr : &*last;
}

bool may_see(const Law& law, const OfficeState& office, const Dossier& dossier, const Actor& actor,
             Instant now) {
    if (is_system(actor) || actor.via == "system") {
        return true;
    }
    const auto day = local_date(now);
    if (holds_any_of(office, actor,
                     {"clerk", "desk_head", "records", "cashier", "manager", "auditor", "leader"}, day)) {
        return true;
    }
    const auto& person = principal(actor);
    const auto among = [&](const std::vector<std::string>& people) {
        return std::find(people.begin(), people.end(), person) != people.end();
    };
    if (dossier.main_officer == person || among(dossier.cooperating) || among(dossier.watching)) {
        return true;
    }
    const Procedure& procedure = definition_of(law, dossier);
    return std::any_of(procedure.steps.begin(), procedure.steps.end(), [&](const Step& step) {
        return !step.role.empty() && !objection_to_role(office, actor, step.role, step.unit, day);
    });
}

}  // namespace motcua::procedures
