#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace motcua::procedures {

namespace {

using boost::json::object;

/// The value whose stored name this is; to_string() is the only table of them.
template <class Enum> std::optional<Enum> named(std::string_view word, std::initializer_list<Enum> values) {
    for (const Enum value : values) {
        if (to_string(value) == word) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<StepKind> step_kind(std::string_view word) {
    using enum StepKind;
    return named(word, {submitted, working, held, finished, closed});
}

std::optional<Ending> ending(std::string_view word) {
    using enum Ending;
    return named(word, {returned, refused_at_receipt, withdrawn, stopped, not_supplemented, voided});
}

template <class Each> void each_of(const object& data, std::string_view field, Each each) {
    if (const auto* list = fields::array_if(data, field)) {
        for (const auto& value : *list) {
            each(value);
        }
    }
}

void drop_deadlines(Dossier& dossier, auto&& closes) { std::erase_if(dossier.open_deadlines, closes); }

void arm(Dossier& dossier, const object& data) {
    each_of(data, "arm", [&](const boost::json::value& value) {
        auto deadline = fields::deadline(value.as_object());
        const auto at =
            std::lower_bound(dossier.open_deadlines.begin(), dossier.open_deadlines.end(), deadline,
                             [](const Deadline& a, const Deadline& b) { return a.due < b.due; });
        dossier.open_deadlines.insert(at, std::move(deadline));
    });
}

bool follows_the_dossier(DeadlineKind kind) {
    return kind == DeadlineKind::dossier || kind == DeadlineKind::dossier_warning ||
           kind == DeadlineKind::apology;
}

bool follows_the_step(DeadlineKind kind) {
    return kind == DeadlineKind::step || kind == DeadlineKind::step_warning || kind == DeadlineKind::consult;
}

/// A date of the whole matter was set anew: the deadlines of the former one are void.
void set_dates(Dossier& dossier, const object& data) {
    if (const auto* due = fields::object_if(data, "original_due")) {
        dossier.original_due = fields::due_date(*due);
    }
    const auto* legal = fields::object_if(data, "legal_due");
    if (legal != nullptr) {
        dossier.legal_due = fields::due_date(*legal);
    }
    const auto appointment = fields::instant_if(data, "appointment");
    if (appointment) {
        dossier.appointment = appointment;
    }
    dossier.calendar = fields::text_or(data, "calendar", dossier.calendar);
    if (legal != nullptr || appointment) {
        drop_deadlines(dossier, [](const Deadline& open) { return follows_the_dossier(open.kind); });
    }
    each_of(data, "stages", [&, first = true](const boost::json::value& value) mutable {
        if (first) {
            dossier.stages.clear();
            first = false;
        }
        dossier.stages.push_back(fields::stage_run(value.as_object()));
    });
}

/// The present step's own date was counted again: its consults keep theirs.
void set_step_due(Dossier& dossier, const object& data) {
    if (const auto due = fields::instant_if(data, "step_due")) {
        dossier.step_due = due;
        drop_deadlines(dossier, [](const Deadline& open) {
            return open.kind == DeadlineKind::step || open.kind == DeadlineKind::step_warning;
        });
    }
}

void set_attributes(Dossier& dossier, const object& data) {
    if (const auto* changed = fields::object_if(data, "attributes")) {
        for (const auto& [name, value] : *changed) {
            dossier.attributes[std::string(name)] = std::string(value.as_string());
        }
    }
}

/// What every act of the machine does alike: who acted, where it went, who has it now.
void move(Dossier& dossier, const Event& event) {
    const auto& data = event.data;
    each_of(data, "acted_by", [&](const boost::json::value& value) {
        std::pair<std::string, std::string> who{dossier.step, std::string(value.as_string())};
        if (std::find(dossier.acted.begin(), dossier.acted.end(), who) == dossier.acted.end()) {
            dossier.acted.push_back(std::move(who));
        }
    });
    const auto kind = step_kind(fields::text(data, "kind"));
    if (!kind) {
        throw std::runtime_error("event field \"kind\" is not a kind of step");
    }
    const bool stays = dossier.step == fields::text(data, "to");
    dossier.last = {dossier.step, dossier.holder, event.actor.person, fields::flag(data, "may_pull_back")};
    dossier.step = fields::text(data, "to");
    dossier.stage = fields::text_or(data, "stage", dossier.stage);
    dossier.kind = *kind;
    dossier.holder = fields::holder(data.at("holder").as_object());
    const auto* sender = fields::object_if(data, "sender");
    dossier.sender = sender != nullptr ? std::optional(fields::holder(*sender)) : std::nullopt;
    if (!stays) {
        dossier.step_entered = event.at;
        dossier.step_due = fields::instant_if(data, "step_due");
        dossier.consults.clear();
        drop_deadlines(dossier, [](const Deadline& open) { return follows_the_step(open.kind); });
    }
    // Whoever acts on it has it: an act acknowledges the hand-over.
    drop_deadlines(dossier, [](const Deadline& open) { return open.kind == DeadlineKind::transfer; });
    const auto clock = fields::text_or(data, "clock");
    if (clock == "held") {
        dossier.held.push_back({event.at, std::nullopt, std::string(fields::text_or(data, "ground"))});
        drop_deadlines(dossier, [](const Deadline& open) {
            return follows_the_dossier(open.kind) || open.kind == DeadlineKind::supplement_notice;
        });
    } else if (clock == "started" || clock == "restarted" || clock == "resumed") {
        if (!dossier.held.empty() && !dossier.held.back().to) {
            dossier.held.back().to = event.at;
            drop_deadlines(dossier,
                           [](const Deadline& open) { return open.kind == DeadlineKind::supplement_period; });
        }
    } else if (clock == "ended") {
        dossier.finished_at = event.at;
        dossier.has_result = dossier.kind == StepKind::finished;
        dossier.open_deadlines.clear();
    }
    set_dates(dossier, data);
    if (dossier.kind == StepKind::closed) {
        dossier.ending = ending(fields::text(data, "ending"));
        dossier.closed_at = event.at;
        dossier.open_deadlines.clear();
        if (!dossier.held.empty() && !dossier.held.back().to) {
            dossier.held.back().to = event.at;
        }
    }
    if (fields::flag(data, "stage_done")) {
        dossier.signed_result = false;
        dossier.refusal_drafted = false;
    }
}

void submit(Dossier& dossier, const Event& event) {
    const auto& data = event.data;
    dossier.id = dossier_of_stream(event.stream);
    dossier.procedure = fields::text(data, "procedure");
    dossier.version = fields::text(data, "version");
    dossier.channel = parse_channel(fields::text(data, "channel")).value();
    for (const auto& [name, value] : data.at("attributes").as_object()) {
        dossier.attributes[std::string(name)] = std::string(value.as_string());
    }
    dossier.step = fields::text(data, "step");
    dossier.kind = StepKind::submitted;
    dossier.submitted_at = event.at;
    dossier.step_entered = event.at;
    dossier.charged_until = event.at;
    dossier.holder = fields::holder(data.at("holder").as_object());
    dossier.external_code = fields::text_or(data, "external_code");
    dossier.replaces = fields::text_or(data, "replaces");
}

void receive(Dossier& dossier, const Event& event) {
    const auto& data = event.data;
    dossier.code = fields::text(data, "code");
    dossier.external_code = fields::text_or(data, "external_code", dossier.external_code);
    dossier.rule_set = fields::text(data, "rule_set");
    dossier.version = fields::text_or(data, "version", dossier.version);
    dossier.received_at = fields::instant(data, "received_at");
    drop_deadlines(dossier, [](const Deadline& open) { return open.kind == DeadlineKind::online_answer; });
}

void mark_documents(Dossier& dossier, const object& data) {
    const auto* marks = fields::object_if(data, "marks");
    if (marks == nullptr) {
        return;
    }
    for (const auto& [document, value] : *marks) {
        const auto mark = parse_mark(fields::text(value.as_object(), "mark"));
        if (!mark) {
            throw std::runtime_error("event field \"mark\" is not a mark");
        }
        dossier.marks[std::string(document)] = *mark;
    }
}

void close_consult(Dossier& dossier, const Event& event) {
    const auto party = fields::text(event.data, "party");
    for (auto& consult : dossier.consults) {
        if (consult.party == party) {
            consult.answered = event.at;
        }
    }
    drop_deadlines(dossier, [&](const Deadline& open) {
        return open.kind == DeadlineKind::consult && open.subject == party;
    });
}

/// The act calls for a paper; of the form's former one nothing more is printed.
void call_for(Dossier& dossier, PaperForm form, const Event& act) {
    std::erase_if(dossier.papers, [&](const CalledPaper& one) { return one.form == form; });
    dossier.papers.push_back({form, act.at});
}

void call_for_papers(Dossier& dossier, const Event& event) {
    switch (event.type) {
        case EventType::received:
            call_for(dossier, PaperForm::receipt, event);
            call_for(dossier, PaperForm::control_slip, event);
            break;
        // The limit runs anew: a new receipt with the new time (NĐ 118/2025 art. 19(5)).
        case EventType::supplement_completed: call_for(dossier, PaperForm::receipt, event); break;
        case EventType::asked_before_receipt:
        case EventType::supplement_issued: call_for(dossier, PaperForm::supplement, event); break;
        case EventType::intake_refused: call_for(dossier, PaperForm::refusal, event); break;
        case EventType::signed_:
            if (dossier.refusal_drafted) {
                call_for(dossier, PaperForm::refusal, event);
            }
            break;
        case EventType::rescheduled: call_for(dossier, PaperForm::apology, event); break;
        case EventType::withdrawn:
        case EventType::stopped:
            if (dossier.received_at) {
                call_for(dossier, PaperForm::stop, event);
            }
            break;
        default: break;
    }
}

void print(Dossier& dossier, const Event& event) {
    const auto form = parse_paper_form(fields::text(event.data, "form"));
    for (auto& paper : dossier.papers) {
        if (paper.form == form) {
            paper.year = static_cast<int>(fields::number(event.data, "year"));
            paper.number = static_cast<int>(fields::number(event.data, "number"));
            paper.prints = static_cast<int>(fields::number(event.data, "print"));
            paper.version = dossier.version_number;
        }
    }
}

void fire(Dossier& dossier, const object& data) {
    const auto fired = fields::deadline(data);
    drop_deadlines(dossier, [&](const Deadline& open) { return open == fired; });
}

void give_to(Dossier& dossier, const object& data) {
    dossier.holder = fields::holder(data.at("holder").as_object());
    const auto* sender = fields::object_if(data, "sender");
    dossier.sender = sender != nullptr ? std::optional(fields::holder(*sender)) : std::nullopt;
}

void join(const object& data, std::string_view field, std::vector<std::string>& people) {
    each_of(data, field, [&](const boost::json::value& value) { people.emplace_back(value.as_string()); });
}

}  // namespace

bool moves_version(EventType type) {
    switch (type) {
        case EventType::noted:
        case EventType::file_added:
        case EventType::reminded:
        case EventType::paper_issued:
        case EventType::deadline_fired:
        case EventType::personal_redacted:
        case EventType::consult_reminded: return false;
        default: return true;
    }
}

void apply(Dossier& dossier, const Event& event) {
    const auto& data = event.data;
    if (dossier.id.empty() != (event.type == EventType::submitted)) {
        throw std::runtime_error(
            fmt::format("event \"{}\" cannot follow in stream {}", to_string(event.type), event.stream));
    }
    switch (event.type) {
        case EventType::submitted: submit(dossier, event); break;
        case EventType::received:
            mark_documents(dossier, data);
            move(dossier, event);
            receive(dossier, event);
            break;
        case EventType::asked_before_receipt:
            ++dossier.asked_before_receipt;
            mark_documents(dossier, data);
            move(dossier, event);
            drop_deadlines(dossier,
                           [](const Deadline& open) { return open.kind == DeadlineKind::online_answer; });
            break;
        case EventType::assigned:
            move(dossier, event);
            dossier.main_officer = fields::text(data, "main_officer");
            break;
        case EventType::supplement_requested:
            ++dossier.supplements_used;
            dossier.supplement_lines.clear();
            join(data, "lines", dossier.supplement_lines);
            mark_documents(dossier, data);
            move(dossier, event);
            break;
        case EventType::supplement_completed:
            dossier.supplement_lines.clear();
            mark_documents(dossier, data);
            move(dossier, event);
            break;
        case EventType::consults_opened:
            move(dossier, event);
            each_of(data, "consults", [&](const boost::json::value& value) {
                dossier.consults.push_back(fields::open_consult(value.as_object()));
            });
            break;
        case EventType::sent_back:
            move(dossier, event);
            dossier.signed_result = fields::flag(data, "still_signed");
            dossier.refusal_drafted = dossier.refusal_drafted && fields::flag(data, "still_refusal");
            break;
        case EventType::signed_:
            move(dossier, event);
            dossier.signed_result = true;
            break;
        case EventType::refusal_drafted:
            move(dossier, event);
            dossier.refusal_drafted = true;
            break;
        case EventType::finished:
        case EventType::advanced:
        case EventType::intake_refused:
        case EventType::supplement_issued:
        case EventType::closed_unsupplemented:
        case EventType::handed_up:
        case EventType::approved:
        case EventType::issued:
        case EventType::returned:
        case EventType::withdrawn:
        case EventType::stopped:
        case EventType::intake_voided: move(dossier, event); break;
        case EventType::documents_checked: mark_documents(dossier, data); break;
        case EventType::acknowledged:
            dossier.sender.reset();
            dossier.last.may_pull_back = false;
            drop_deadlines(dossier, [](const Deadline& open) { return open.kind == DeadlineKind::transfer; });
            break;
        case EventType::transfer_declined:
        case EventType::reassigned:
            give_to(dossier, data);
            dossier.main_officer = fields::text_or(data, "main_officer", dossier.main_officer);
            dossier.last.may_pull_back = false;
            break;
        case EventType::pulled_back:
            move(dossier, event);
            dossier.signed_result = fields::flag(data, "still_signed");
            break;
        case EventType::people_joined:
            join(data, "cooperating", dossier.cooperating);
            join(data, "watching", dossier.watching);
            break;
        case EventType::consult_answered: close_consult(dossier, event); break;
        case EventType::fee_paid: dossier.fees[std::string(fields::text(data, "fee"))] = "paid"; break;
        case EventType::fee_exempted: dossier.fees[std::string(fields::text(data, "fee"))] = "exempt"; break;
        case EventType::withdrawal_requested: dossier.withdrawal_requested = true; break;
        case EventType::extended:
            dossier.extended = true;
            dossier.extension = {static_cast<int>(fields::number(data, "count")),
                                 parse_limit_unit(fields::text(data, "unit")).value()};
            set_dates(dossier, data);
            break;
        case EventType::rescheduled:
            dossier.rescheduled = true;
            set_dates(dossier, data);
            break;
        case EventType::version_moved:
            dossier.version = fields::text(data, "version");
            set_attributes(dossier, data);
            [[fallthrough]];
        case EventType::due_moved:
            set_dates(dossier, data);
            set_step_due(dossier, data);
            break;
        case EventType::correction_opened: dossier.correction_due = fields::instant(data, "due"); break;
        case EventType::result_corrected:
            dossier.correction_due.reset();
            drop_deadlines(dossier,
                           [](const Deadline& open) { return open.kind == DeadlineKind::correction; });
            break;
        case EventType::deadline_fired: fire(dossier, data); break;
        case EventType::intake_corrected: set_attributes(dossier, data); break;
        case EventType::paper_issued: print(dossier, event); break;
        case EventType::consult_reminded:
        case EventType::personal_redacted:
        case EventType::noted:
        case EventType::file_added:
        case EventType::reminded: break;
        default:
            throw std::runtime_error(
                fmt::format("event \"{}\" does not belong to a dossier", to_string(event.type)));
    }
    call_for_papers(dossier, event);
    arm(dossier, data);
    if (data.contains("charge")) {
        dossier.charged_until = event.at;
    }
    if (moves_version(event.type)) {
        ++dossier.version_number;
    }
}

}  // namespace motcua::procedures
