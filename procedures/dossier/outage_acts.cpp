// Reserving numbers, saying what became of them, declaring an outage; and what an act entered afterwards must meet.
#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

/// A whole desk without power for a day writes less than that.
constexpr std::int64_t most_at_once = 200;
constexpr int furthest_ahead_days = 31;

/// The day that was named, or the working days up to `until`.
std::vector<LocalDate> days_in(const Law& law, Arguments& args, LocalDate today) {
    const auto day = args.date("day");
    if (!day) {
        args.wrong("day", "required");
        return {};
    }
    const auto until = args.date("until").value_or(*day);
    const LocalDate furthest = today + std::chrono::days{furthest_ahead_days};
    if (*day < today) {
        args.wrong("day", "in_the_past");
    } else if (until < *day) {
        args.wrong("until", "ends_before_it_begins");
    } else if (until > furthest) {
        args.wrong("until", "too_far_ahead");
    }
    std::vector<LocalDate> days;
    for (auto one = *day; !args.refusal() && one <= until; one += std::chrono::days{1}) {
        if (!args.has("until") || law.calendar->is_working_day(one)) {
            days.push_back(one);
        }
    }
    if (days.empty()) {
        args.wrong("until", "day_off");
    }
    return days;
}

}  // namespace

int last_number_of(const OfficeState& office, const std::string& agency, LocalDate day) {
    const auto last = office.codes_given.find({agency, day});
    return last == office.codes_given.end() ? 0 : last->second;
}

std::string code_of(const Law& law, LocalDate day, int number) {
    const std::chrono::year_month_day ymd{day};
    return fmt::format(
        fmt::runtime(law.rules->code_for(day).issue), fmt::arg("agency", law.office->agency_code),
        fmt::arg("yymmdd", fmt::format("{:02}{:02}{:02}", static_cast<int>(ymd.year()) % 100,
                                       static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()))),
        fmt::arg("nnnn", fmt::format("{:04}", number)));
}

Outcome<Events> reserve_codes(const Law& law, const OfficeState& office, const Command& command,
                              Instant now) {
    Arguments args(command.args);
    const auto count = args.number("count").value_or(0);
    if (count < 1 || count > most_at_once) {
        args.wrong("count", "not_among_choices");
    }
    const auto days = days_in(law, args, local_date(now));
    if (args.refusal()) {
        return *args.refusal();
    }
    Events events;
    auto reservation = static_cast<int>(office.outages.reservations.size());
    for (const auto day : days) {
        const int first = last_number_of(office, law.office->agency_code, day) + 1;
        const int last = first + static_cast<int>(count) - 1;
        if (last > largest_number_of_day) {
            return refuse(Refusal::Code::number_exhausted, {{"day", format_date(day)}});
        }
        boost::json::array codes;
        for (int number = first; number <= last; ++number) {
            codes.emplace_back(code_of(law, day, number));
        }
        Event event = event_of(command, EventType::codes_reserved, std::string(office_stream), now);
        event.data = {{"reservation", ++reservation},
                      {"agency", law.office->agency_code},
                      {"day", format_date(day)},
                      {"first", first},
                      {"last", last},
                      {"codes", std::move(codes)}};
        events.push_back(std::move(event));
    }
    return events;
}

Outcome<Events> settle_codes(const OfficeState& office, const Command& command, Instant now) {
    Arguments args(command.args);
    const auto as = parse_code_state(args.required_text("as"));
    if (!as || *as == CodeState::reserved || *as == CodeState::used) {
        args.wrong("as", "not_among_choices");
    }
    const auto codes = args.texts("codes");
    if (codes.empty()) {
        args.wrong("codes", "required");
    }
    const auto reason = parse_spoilt_reason(args.text("reason"));
    if (as == CodeState::spoilt && !reason) {
        args.wrong("reason", args.has("reason") ? "not_among_choices" : "required");
    }
    if (args.refusal()) {
        return *args.refusal();
    }
    boost::json::array settled;
    for (const auto& code : codes) {
        const ReservedCode* known = office.outages.code(code);
        if (known == nullptr) {
            return refuse(Refusal::Code::code_not_reserved, {{"code", code}});
        }
        const bool was_open = known->state == CodeState::reserved ||
                              (known->state == CodeState::missing && *as != CodeState::missing);
        if (!was_open || std::count(codes.begin(), codes.end(), code) > 1) {
            return refuse(Refusal::Code::code_settled,
                          {{"code", code}, {"as", std::string(to_string(known->state))}});
        }
        settled.emplace_back(code);
    }
    Event event = event_of(command, EventType::codes_settled, std::string(office_stream), now);
    event.data = {{"as", to_string(*as)}, {"codes", std::move(settled)}};
    if (as == CodeState::spoilt) {
        event.data["reason"] = to_string(*reason);
    }
    if (auto note = args.text("note"); !note.empty()) {
        event.personal["note"] = std::move(note);
    }
    return answered(args, std::move(event));
}

Outcome<Events> declare_outage(const OfficeState& office, const Command& command, Instant now) {
    Arguments args(command.args);
    const auto begin = args.instant("begin");
    const auto end = args.instant("end");
    const auto cause = parse_outage_cause(args.required_text("cause"));
    if (!cause) {
        args.wrong("cause", "not_among_choices");
    }
    if (!begin || !end) {
        args.wrong(begin ? "end" : "begin", "required");
    }
    if (!args.refusal() && *end <= *begin) {
        args.wrong("end", "ends_before_it_begins");
    }
    auto note = args.text("reason");
    if (cause == OutageCause::other && note.empty()) {
        args.wrong("reason", "required");
    }
    if (args.refusal()) {
        return *args.refusal();
    }
    if (*end > now) {
        return refuse(Refusal::Code::at_in_future,
                      {{"at", format_instant(*end)}, {"now", format_instant(now)}});
    }
    for (const auto& other : office.outages.declared) {
        if (*begin <= other.end && other.begin <= *end) {
            return refuse(Refusal::Code::outage_overlaps, {{"outage", std::to_string(other.number)},
                                                           {"begin", format_instant(other.begin)},
                                                           {"end", format_instant(other.end)}});
        }
    }
    Event event = event_of(command, EventType::outage_declared, std::string(office_stream), now);
    event.data = {{"outage", static_cast<std::int64_t>(office.outages.declared.size()) + 1},
                  {"begin", format_instant(*begin)},
                  {"end", format_instant(*end)},
                  {"cause", to_string(*cause)}};
    if (!note.empty()) {
        event.personal["reason"] = std::move(note);
    }
    return answered(args, std::move(event));
}

bool is_about_an_outage(const Command& command) { return command.args.contains("outage"); }

Objection objection_to_outage(const OfficeState& office, const Command& command) {
    Arguments args(command.args);
    const auto number = args.number("outage");
    if (args.refusal()) {
        return args.refusal();
    }
    const Outage* outage = office.outages.find(*number);
    if (outage == nullptr) {
        return refuse(Refusal::Code::outage_unknown, {{"outage", std::to_string(*number)}});
    }
    if (!command.at) {
        return refuse(Refusal::Code::invalid_argument, {{"field", "at"}, {"why", "required"}});
    }
    if (!outage->covers(*command.at)) {
        return refuse(Refusal::Code::outside_outage, {{"at", format_instant(*command.at)},
                                                      {"begin", format_instant(outage->begin)},
                                                      {"end", format_instant(outage->end)}});
    }
    return std::nullopt;
}

Objection objection_to_entering_afterwards(const Case& act) {
    switch (act.command.kind) {
        case CommandKind::check_documents:
        case CommandKind::acknowledge:
        case CommandKind::pay_fee:
        case CommandKind::exempt_fee: return std::nullopt;
        case CommandKind::act: {
            // Whoever signs or approves does so in the system; only the desk had people waiting.
            const Step* step = act.procedure.step(act.dossier.step);
            const Action* action = step != nullptr ? step->action(act.command.action) : nullptr;
            const Unit* unit = action != nullptr ? act.law.office->unit(action->unit) : nullptr;
            if (action == nullptr || (unit != nullptr && unit->is_desk)) {
                return std::nullopt;
            }
            break;
        }
        default: break;
    }
    return refuse(
        Refusal::Code::not_in_an_outage,
        {{"action", act.command.kind == CommandKind::act ? act.command.action
                                                         : std::string(to_string(act.command.kind))}});
}

void mark_late(const Command& command, Instant now, Event& event) {
    event.data["entered_late"] = true;
    Arguments args(command.args);
    if (const auto outage = args.number("outage")) {
        event.data["outage"] = *outage;
        event.data["entered_at"] = format_instant(now);
    }
    if (auto reason = args.text("at_reason"); !reason.empty()) {
        event.personal["at_reason"] = std::move(reason);
    }
}

Outcome<const ReservedCode*> code_to_use(const Case& act, const std::string& code, LocalDate day) {
    const ReservedCode* reserved = act.office.outages.code(code);
    if (reserved == nullptr) {
        return refuse(Refusal::Code::code_not_reserved, {{"code", code}});
    }
    if (!is_about_an_outage(act.command)) {
        return refuse(Refusal::Code::invalid_argument, {{"field", "outage"}, {"why", "required"}});
    }
    if (reserved->state != CodeState::reserved && reserved->state != CodeState::missing) {
        return refuse(Refusal::Code::code_settled,
                      {{"code", code}, {"as", std::string(to_string(reserved->state))}});
    }
    if (reserved->day != day) {
        return refuse(Refusal::Code::code_of_another_day,
                      {{"code", code}, {"day", format_date(reserved->day)}, {"at", format_instant(act.at)}});
    }
    return reserved;
}

}  // namespace motcua::procedures::deciding
