// What a paper needs before it is numbered and kept.
#include "procedures/dossier/deciding.hpp"

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

/// Counter slips are the desk's; what the competent agency signs is also its heads', and whoever works on a dossier
/// prints the slip that travels with it.
Objection objection_to_printing(const OfficeState& office, const Actor& actor, PaperForm form,
                                LocalDate day) {
    switch (form) {
        case PaperForm::refusal:
        case PaperForm::apology:
        case PaperForm::stop:
            return objection_to_any_of(office, actor, {"clerk", "desk_head", "records", "head", "leader"},
                                       day);
        case PaperForm::control_slip:
            return objection_to_any_of(office, actor,
                                       {"clerk", "desk_head", "records", "officer", "head", "leader"}, day);
        default: return objection_to_any_of(office, actor, {"clerk", "desk_head", "records"}, day);
    }
}

int year_of(LocalDate day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }

int next_number(const OfficeState& office, PaperForm form, int year) {
    const auto last = office.papers_numbered.find({form, year});
    return last == office.papers_numbered.end() ? 1 : last->second + 1;
}

/// The prepared bytes carry their number: they are kept only under that one, so that no number is left out.
Objection keep_prepared(const Command& command, PaperForm form, int year, int number, int print,
                        Event& event) {
    const auto& made = command.paper;
    if (!made || made->year != year || made->number != number || made->print != print) {
        return refuse(Refusal::Code::paper_not_prepared, {{"form", std::string(to_string(form))},
                                                          {"year", std::to_string(year)},
                                                          {"number", std::to_string(number)},
                                                          {"print", std::to_string(print)}});
    }
    event.data["form"] = to_string(form);
    event.data["year"] = year;
    event.data["number"] = number;
    event.data["print"] = print;
    event.data["size"] = made->size;
    event.personal["digest"] = made->digest;
    if (!made->pdf_digest.empty()) {
        event.data["pdf_size"] = made->pdf_size;
        event.personal["pdf_digest"] = made->pdf_digest;
    }
    return std::nullopt;
}

std::optional<PaperForm> form_in(Arguments& args, bool of_the_office) {
    const auto form = parse_paper_form(args.required_text("form"));
    if (!form || is_of_the_office(*form) != of_the_office) {
        args.wrong("form", "not_among_choices");
        return std::nullopt;
    }
    return form;
}

}  // namespace

Outcome<Events> issue_paper(Case& act) {
    const auto form = form_in(act.args, false);
    if (!form) {
        return *act.args.refusal();
    }
    if (auto no = objection_to_printing(act.office, act.command.actor, *form, act.day)) {
        return *no;
    }
    const std::string name(to_string(*form));
    // The forms of the receipt date, like everything else; before a receipt those of the day.
    const auto& forms = act.law.rules->forms_for(local_date(act.dossier.received_at.value_or(act.at)));
    if (forms.form(name) == nullptr) {
        return refuse(Refusal::Code::paper_unknown, {{"form", name}});
    }
    const auto& called = act.dossier.papers;
    const auto paper =
        std::find_if(called.begin(), called.end(), [&](const CalledPaper& one) { return one.form == *form; });
    if (paper == called.end()) {
        return refuse(Refusal::Code::paper_not_due, {{"form", name}});
    }
    const int print = paper->prints + 1;
    Event event = event_of(act, EventType::paper_issued);
    // A control slip grows with the dossier: a longer one needs no excuse.
    const bool has_grown = *form == PaperForm::control_slip && paper->version != act.dossier.version_number;
    if (print > 1 && !has_grown) {
        const auto reason = parse_reprint_reason(act.args.text("reason"));
        if (!reason) {
            return refuse(Refusal::Code::reprint_reason_required, {{"print", std::to_string(print)}});
        }
        event.data["reason"] = to_string(*reason);
    }
    const int year = paper->prints == 0 ? year_of(act.day) : paper->year;
    const int number = paper->prints == 0 ? next_number(act.office, *form, year) : paper->number;
    if (auto no = keep_prepared(act.command, *form, year, number, print, event)) {
        return *no;
    }
    event.data["forms"] = forms.id;
    return answered(act.args, std::move(event));
}

namespace {

/// A second sheet with the same number could go to a second person: printed again only with a reason, as it says itself.
Outcome<Events> issue_blanks(const OfficeState& office, const Command& command, Arguments& args,
                             LocalDate day, Event event) {
    const auto wanted = args.number("reservation").value_or(0);
    const Reservation* reservation = office.outages.reservation(wanted);
    if (reservation == nullptr) {
        args.wrong("reservation", args.has("reservation") ? "unknown" : "required");
        return *args.refusal();
    }
    const int print = reservation->prints + 1;
    if (print > 1) {
        const auto reason = parse_reprint_reason(args.text("reason"));
        if (!reason) {
            return refuse(Refusal::Code::reprint_reason_required, {{"print", std::to_string(print)}});
        }
        event.data["reason"] = to_string(*reason);
    }
    event.data["reservation"] = wanted;
    const int year = print == 1 ? year_of(day) : reservation->paper_year;
    const int number =
        print == 1 ? next_number(office, PaperForm::blank_receipt, year) : reservation->paper_number;
    if (auto no = keep_prepared(command, PaperForm::blank_receipt, year, number, print, event)) {
        return *no;
    }
    return answered(args, std::move(event));
}

}  // namespace

Outcome<Events> issue_list(const Law& law, const OfficeState& office, const Command& command, Instant now) {
    Arguments args(command.args);
    const auto form = form_in(args, true);
    if (!form) {
        return *args.refusal();
    }
    const auto day = local_date(now);
    if (auto no = objection_to_printing(office, command.actor, *form, day)) {
        return *no;
    }
    Event event = event_of(command, EventType::paper_issued, std::string(office_stream), now);
    int year = year_of(day);
    if (*form == PaperForm::blank_receipt) {
        return issue_blanks(office, command, args, day, std::move(event));
    }
    if (*form == PaperForm::outage_list) {
        const auto number = args.number("outage").value_or(0);
        if (office.outages.find(number) == nullptr) {
            return refuse(Refusal::Code::outage_unknown, {{"outage", std::to_string(number)}});
        }
        event.data["outage"] = number;
    } else if (*form == PaperForm::register_) {
        // The book of a year is numbered in that year, whenever it is printed.
        const auto asked = args.number("year").value_or(year);
        if (asked < 2000 || asked > year) {
            args.wrong("year", "not_among_choices");
            return *args.refusal();
        }
        year = static_cast<int>(asked);
        event.data["forms"] = law.rules->forms_for(LocalDate{std::chrono::year{year} / 12 / 31}).id;
    } else {
        const auto of = args.date("day").value_or(day);
        const auto unit = args.required_text("unit");
        if (!args.refusal() && law.office->unit(unit) == nullptr) {
            args.wrong("unit", "unknown");
        }
        if (args.refusal()) {
            return *args.refusal();
        }
        event.data["day"] = format_date(of);
        event.data["unit"] = unit;
    }
    if (auto no = keep_prepared(command, *form, year, next_number(office, *form, year), 1, event)) {
        return *no;
    }
    return answered(args, std::move(event));
}

}  // namespace motcua::procedures::deciding
