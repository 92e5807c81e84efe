// Acts on people: who belongs to the office, holds which role, is away, stands in. A head arranges absences and
// substitutes within his unit, the head of the desk at the counter; roles are the administrator's, never his own.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

using std::chrono::days;

/// How far ahead the counter has to be attended when a clerk leaves for good.
constexpr days counter_watched{31};
/// Longer absences are looked at this far.
constexpr days longest_look{366};

/// One command about people on its way. Events collect; the first objection is the answer.
struct Change {
    const Law& adopted;
    const OfficeState& office;
    const Command& command;
    Instant now;
    LocalDate day;
    Arguments args;
    Events events;

    Event& tell(EventType type) {
        return events.emplace_back(event_of(command, type, std::string(office_stream), now));
    }
};

bool is_over(const std::optional<LocalDate>& to, LocalDate day) { return to && *to < day; }

std::string known_person(Change& change, std::string_view field) {
    auto person = change.args.required_text(field);
    if (!person.empty() && change.office.staff.find(person) == nullptr) {
        change.args.wrong(field, "person_unknown");
    }
    return person;
}

/// Nobody gives himself a role: an administrator would reach dossiers that way.
Objection objection_to_roles(const Change& change, std::string_view person) {
    const auto& actor = change.command.actor;
    if (is_system(actor)) {
        return std::nullopt;
    }
    if (auto no = objection_to_any_of(change.office, actor, {"admin"}, change.day)) {
        return no;
    }
    if (person == actor.person || person == principal(actor)) {
        return refuse(Refusal::Code::not_for_oneself, {{"person", std::string(person)}});
    }
    return std::nullopt;
}

/// "The same morning" (NĐ 118/2025 art. 12(8)): whoever heads the unit need not wait for the administrator.
Objection objection_to_arranging(const Change& change, std::string_view person) {
    const auto& actor = change.command.actor;
    const auto& office = change.office;
    if (!objection_to_any_of(office, actor, {"admin", "leader", "manager"}, change.day)) {
        return std::nullopt;
    }
    if (auto no = objection_to_any_of(office, actor, {"admin", "head", "desk_head", "leader", "manager"},
                                      change.day)) {
        return no;
    }
    const Person* known = office.staff.find(person);
    if (known == nullptr) {
        return std::nullopt;  // the argument is named
    }
    std::string unit;
    for (const auto& tenure : known->tenures) {
        if (is_over(tenure.to, change.day)) {
            continue;
        }
        unit = tenure.unit;
        for (const std::string_view role : {"head", "desk_head"}) {
            if (office.staff.holds(principal(actor), role, unit, change.day)) {
                return std::nullopt;
            }
        }
    }
    return refuse(Refusal::Code::wrong_role, {{"role", "head, desk_head"}, {"unit", unit}});
}

/// An administrator reaches no dossier and an auditor changes none: their roles go with no other.
bool stands_alone(const Law& adopted, std::string_view role) {
    const Role* known = adopted.office == nullptr ? nullptr : adopted.office->role(role);
    return role == "auditor" || (known != nullptr && !known->reads_dossiers);
}

Objection objection_to_holding(const Change& change, const Staff& staff, const std::string& person) {
    if (is_system(change.command.actor)) {
        return std::nullopt;
    }
    const Person* known = staff.find(person);
    for (const auto& one : known->tenures) {
        if (is_over(one.to, change.day) || !stands_alone(change.adopted, one.role)) {
            continue;
        }
        for (const auto& other : known->tenures) {
            const bool meet = !is_over(one.to, other.from) && !is_over(other.to, one.from);
            if (other.role != one.role && meet && !is_over(other.to, change.day)) {
                return refuse(Refusal::Code::role_conflict,
                              {{"person", person}, {"role", fmt::format("{}, {}", one.role, other.role)}});
            }
        }
    }
    return std::nullopt;
}

/// Whether somebody takes dossiers at the counter that day, himself or for an absent clerk.
bool is_attended(const Staff& staff, std::string_view desk, LocalDate day) {
    const auto clerks = staff.holders("clerk", desk, day);
    return std::any_of(clerks.begin(), clerks.end(), [&](const std::string& clerk) {
        return !staff.is_absent(clerk, day) ||
               std::any_of(staff.substitutions().begin(), staff.substitutions().end(),
                           [&](const Substitution& entry) {
                               return entry.person == clerk && entry.from <= day && day <= entry.to &&
                                      !staff.is_absent(entry.substitute, day);
                           });
    });
}

/// The last clerk at the counter goes only when somebody stands in.
Objection objection_of_the_counter(const Change& change, const Staff& after, LocalDate from, LocalDate to) {
    const auto& office = change.adopted.office;
    const Unit* desk = office == nullptr ? nullptr : office->desk();
    if (desk == nullptr || change.adopted.calendar == nullptr || is_system(change.command.actor)) {
        return std::nullopt;
    }
    const auto last = std::min(to, std::max(from, change.day) + longest_look);
    for (auto day = std::max(from, change.day); day <= last; day += days{1}) {
        if (change.adopted.calendar->is_working_day(day) && is_attended(change.office.staff, desk->id, day) &&
            !is_attended(after, desk->id, day)) {
            return refuse(Refusal::Code::counter_unattended, {{"day", format_date(day)}});
        }
    }
    return std::nullopt;
}

Staff with(const Staff& staff, const Events& events) {
    auto after = staff;
    for (const auto& event : events) {
        after.apply(event);
    }
    return after;
}

/// Reads one role of `given` into a granting or ending event; `where` names it in a refusal ("grant.0.").
void change_role(Change& change, EventType type, const std::string& person, const boost::json::object& given,
                 const std::string& where) {
    Arguments args(given);
    const bool grants = type == EventType::role_granted;
    const auto role = args.required_text("role");
    const auto unit = args.required_text("unit");
    const auto& office = change.adopted.office;
    if (office != nullptr &&
        (office->role(role) == nullptr || office->unit(unit) == nullptr || office->role(role)->is_outside)) {
        args.wrong("role", "unknown_role_or_unit");
    }
    const auto from = args.date("from");
    const auto to = args.date("to");
    if (grants && from && to && *to < *from) {
        args.wrong("to", "ends_before_it_begins");
    }
    const Person* known = change.office.staff.find(person);
    const auto is_held = [&](LocalDate day) {
        return known != nullptr &&
               std::any_of(known->tenures.begin(), known->tenures.end(), [&](const Tenure& tenure) {
                   return tenure.role == role && tenure.unit == unit && !is_over(tenure.to, day);
               });
    };
    const auto begins = from.value_or(change.day);
    // An end without a date is at once: the last day was yesterday.
    const auto last = to.value_or(change.day - days{1});
    if (!is_system(change.command.actor)) {
        if (grants && is_held(begins)) {
            args.wrong("role", "held_already");
        }
        if (!grants && !is_held(last + days{1})) {
            args.wrong("role", "not_held");
        }
    }
    if (args.refusal()) {
        return change.args.wrong(where + std::string(args.refusal()->argument("field")),
                                 args.refusal()->argument("why"));
    }
    auto& event = change.tell(type);
    event.data = {{"person", person}, {"role", role}, {"unit", unit}};
    if (grants) {
        event.data["from"] = format_date(begins);
    }
    if (to || !grants) {
        event.data["to"] = format_date(last);
    }
}

void change_listed_roles(Change& change, EventType type, const std::string& person, std::string_view field) {
    const auto* list = change.args.array(field);
    if (list == nullptr) {
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* given = (*list)[i].if_object();
        if (given == nullptr) {
            return change.args.wrong(field, "objects");
        }
        change_role(change, type, person, *given, fmt::format("{}.{}.", field, i));
    }
}

/// What all changes of roles have to pass when they are read.
Objection objection_after_roles(const Change& change, const std::string& person) {
    const auto after = with(change.office.staff, change.events);
    if (auto no = objection_to_holding(change, after, person)) {
        return no;
    }
    for (const auto& event : change.events) {
        if (event.type != EventType::role_ended) {
            continue;
        }
        const auto from = parse_date(fields::text(event.data, "to")).value() + days{1};
        if (auto no = objection_of_the_counter(change, after, from, from + counter_watched)) {
            return no;
        }
    }
    return std::nullopt;
}

Objection add_person(Change& change) {
    const auto person = change.args.required_text("person");
    if (auto no = objection_to_roles(change, person)) {
        return no;
    }
    if (change.office.staff.find(person) != nullptr) {
        return refuse(Refusal::Code::person_exists, {{"person", person}});
    }
    auto& event = change.tell(EventType::person_added);
    event.data["person"] = person;
    event.personal["name"] = change.args.required_text("name");
    change_listed_roles(change, EventType::role_granted, person, "roles");
    return change.args.refusal() ? std::nullopt : objection_after_roles(change, person);
}

Objection change_roles(Change& change) {
    const auto person = known_person(change, "person");
    if (auto no = objection_to_roles(change, person)) {
        return no;
    }
    switch (change.command.kind) {
        case CommandKind::grant_role:
            change_role(change, EventType::role_granted, person, change.command.args, "");
            break;
        case CommandKind::end_role:
            change_role(change, EventType::role_ended, person, change.command.args, "");
            break;
        default:
            change_listed_roles(change, EventType::role_ended, person, "end");
            change_listed_roles(change, EventType::role_granted, person, "grant");
            if (change.events.empty()) {
                change.args.wrong("grant", "required");
            }
            break;
    }
    return change.args.refusal() ? std::nullopt : objection_after_roles(change, person);
}

/// `from` and `to`, both required and in order.
struct Period {
    LocalDate from, to;
};
Period required_period(Change& change) {
    for (const std::string_view field : {"from", "to"}) {
        if (!change.args.has(field)) {
            change.args.wrong(field, "required");
        }
    }
    const Period period{change.args.date("from").value_or(change.day),
                        change.args.date("to").value_or(change.day)};
    if (period.to < period.from) {
        change.args.wrong("to", "ends_before_it_begins");
    }
    return period;
}

/// The substitute's own fitness: there on these days, and of those who may handle dossiers.
Objection set_substitute(Change& change, const std::string& person, const Period& period) {
    const auto substitute = known_person(change, "substitute");
    if (substitute == person) {
        change.args.wrong("substitute", "himself");
    }
    if (change.args.refusal()) {
        return std::nullopt;
    }
    if (!is_system(change.command.actor)) {
        const Person& chosen = *change.office.staff.find(substitute);
        for (const auto& tenure : chosen.tenures) {
            if (stands_alone(change.adopted, tenure.role) && tenure.from <= period.to &&
                !is_over(tenure.to, period.from)) {
                return refuse(Refusal::Code::substitute_unfit,
                              {{"person", substitute}, {"role", tenure.role}});
            }
        }
        for (const auto& away : chosen.absences) {
            if (away.from <= period.to && period.from <= away.to) {
                return refuse(Refusal::Code::person_absent,
                              {{"person", substitute}, {"until", format_date(away.to)}});
            }
        }
    }
    change.tell(EventType::substitution_set).data = {{"person", person},
                                                     {"substitute", substitute},
                                                     {"from", format_date(period.from)},
                                                     {"to", format_date(period.to)}};
    return std::nullopt;
}

Objection set_absence(Change& change) {
    const auto person = known_person(change, "person");
    if (auto no = objection_to_arranging(change, person)) {
        return no;
    }
    const auto period = required_period(change);
    if (change.args.refusal()) {
        return std::nullopt;
    }
    change.tell(EventType::absence_set).data = {
        {"person", person}, {"from", format_date(period.from)}, {"to", format_date(period.to)}};
    if (change.args.has("substitute")) {
        if (auto no = set_substitute(change, person, period)) {
            return no;
        }
    }
    if (change.args.refusal()) {
        return std::nullopt;
    }
    return objection_of_the_counter(change, with(change.office.staff, change.events), period.from, period.to);
}

Objection set_substitution(Change& change) {
    const auto person = known_person(change, "person");
    if (auto no = objection_to_arranging(change, person)) {
        return no;
    }
    const auto period = required_period(change);
    // Afterwards nobody is given a right that he did not have when he acted.
    if (period.from < change.day && !is_system(change.command.actor)) {
        change.args.wrong("from", "in_the_past");
    }
    return set_substitute(change, person, period);
}

/// The last day of what is ended early: said, else yesterday, so that it is over at once.
LocalDate ended_on(Change& change) { return change.args.date("to").value_or(change.day - days{1}); }

Objection end_absence(Change& change) {
    const auto person = known_person(change, "person");
    if (auto no = objection_to_arranging(change, person)) {
        return no;
    }
    const auto from = change.args.date("from");
    const auto to = ended_on(change);
    const Person* known = change.office.staff.find(person);
    if (!from || known == nullptr ||
        std::none_of(known->absences.begin(), known->absences.end(),
                     [&](const Absence& away) { return away.from == *from && to < away.to; })) {
        change.args.wrong("from", "no_such_period");
        return std::nullopt;
    }
    change.tell(EventType::absence_ended).data = {
        {"person", person}, {"from", format_date(*from)}, {"to", format_date(to)}};
    return std::nullopt;
}

Objection end_substitution(Change& change) {
    const auto person = known_person(change, "person");
    if (auto no = objection_to_arranging(change, person)) {
        return no;
    }
    const auto substitute = change.args.required_text("substitute");
    const auto from = change.args.date("from");
    const auto to = ended_on(change);
    const auto& all = change.office.staff.substitutions();
    const auto entry = std::find_if(all.begin(), all.end(), [&](const Substitution& one) {
        return one.person == person && one.substitute == substitute && from == one.from && to < one.to;
    });
    if (entry == all.end()) {
        change.args.wrong("from", "no_such_period");
        return std::nullopt;
    }
    change.tell(EventType::substitution_ended).data = {{"person", person},
                                                       {"substitute", substitute},
                                                       {"from", format_date(*from)},
                                                       {"to", format_date(to)}};
    return objection_of_the_counter(change, with(change.office.staff, change.events), to + days{1},
                                    entry->to);
}

Objection decided(Change& change) {
    switch (change.command.kind) {
        case CommandKind::add_person: return add_person(change);
        case CommandKind::set_absence: return set_absence(change);
        case CommandKind::end_absence: return end_absence(change);
        case CommandKind::set_substitution: return set_substitution(change);
        case CommandKind::end_substitution: return end_substitution(change);
        default: return change_roles(change);
    }
}

}  // namespace

bool is_about_people(CommandKind kind) {
    return kind >= CommandKind::add_person && kind <= CommandKind::end_substitution;
}

Outcome<Events> about_people(const Law& adopted, const OfficeState& office, const Command& command,
                             Instant now) {
    Change change{adopted, office, command, now, local_date(now), Arguments(command.args), {}};
    if (auto no = decided(change)) {
        return *no;
    }
    if (change.args.refusal()) {
        return *change.args.refusal();
    }
    return std::move(change.events);
}

}  // namespace motcua::procedures::deciding
