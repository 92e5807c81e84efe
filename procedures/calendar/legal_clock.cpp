#include "procedures/calendar/legal_clock.hpp"

#include <algorithm>
#include <cassert>

namespace motcua::procedures {

using namespace std::chrono;

std::string_view to_string(SupplementPolicy policy) {
    return policy == SupplementPolicy::restart ? "restart" : "resume";
}

std::optional<SupplementPolicy> parse_supplement_policy(std::string_view text) {
    if (text == "restart") return SupplementPolicy::restart;
    if (text == "resume") return SupplementPolicy::resume;
    return std::nullopt;
}

namespace {

/// Goes on in office minutes, to the minute.
DueDate resumed_by_minutes(const WorkCalendar& calendar, Instant received, Allowance allowance,
                           Instant requested, Instant completed) {
    const bool by_hour = allowance.unit == LimitUnit::working_hour;
    // Days are counted from the first working day after receipt, hours from the receipt itself.
    const LocalDate received_day = local_date(received);
    const Instant start = by_hour ? received : moment_of(received_day + days{1}, hours{0});
    const DueDate whole = calendar.due_after(received, allowance);
    const auto granted = calendar.working_minutes_between(start, whole.due);
    const auto used = std::min(calendar.working_minutes_between(start, requested), granted);

    DueDate due;
    due.due = calendar.add_working_minutes(calendar.next_open_moment(completed), granted - used);
    due.last_day = local_date(due.due);
    due.legal_end = by_hour ? due.due : moment_of(due.last_day, hours{24});
    due.provisional = calendar.is_provisional_between(by_hour ? received_day : received_day + days{1},
                                                      local_date(requested)) ||
                      calendar.is_provisional_between(local_date(completed), due.last_day);
    return due;
}

}  // namespace

DueDate due_after_supplement(const WorkCalendar& calendar, Instant received, Allowance allowance,
                             Instant requested, Instant completed, SupplementPolicy policy) {
    if (policy == SupplementPolicy::restart) return calendar.due_after(completed, allowance);
    assert(received <= requested && requested <= completed);
    switch (allowance.unit) {
        case LimitUnit::working_hour:
        case LimitUnit::working_day:
            return resumed_by_minutes(calendar, received, allowance, requested, completed);
        case LimitUnit::calendar_day:
        case LimitUnit::month: break;
    }
    const auto held = local_date(completed) - local_date(requested);
    const LocalDate from = local_date(received);
    return calendar.due_on(from, calendar.unrolled_last_day(from, allowance) + held);
}

std::vector<ExplainedDay> explain_after_supplement(const WorkCalendar& calendar, Instant received,
                                                   Allowance allowance, Instant requested, Instant completed,
                                                   SupplementPolicy policy) {
    if (policy == SupplementPolicy::restart) return calendar.explain(completed, allowance);
    const bool by_minutes =
        allowance.unit == LimitUnit::working_hour || allowance.unit == LimitUnit::working_day;
    const LocalDate from = local_date(received);
    const LocalDate asked = local_date(requested);
    const LocalDate back = local_date(completed);
    const LocalDate last =
        due_after_supplement(calendar, received, allowance, requested, completed, policy).last_day;
    const LocalDate last_counted =
        by_minutes ? last : calendar.unrolled_last_day(from, allowance) + (back - asked);
    std::vector<ExplainedDay> lines;
    for (LocalDate day = allowance.unit == LimitUnit::working_hour ? from : from + days{1}; day <= last;
         day += days{1}) {
        lines.push_back(calendar.describe(day));
        auto& line = lines.back();
        // By minutes both the day of the request and that of the completion run in part; by days they are held to the latter.
        line.held = day > asked && (by_minutes ? day < back : day <= back);
        line.counted = !line.held && (by_minutes ? calendar.is_working_day(day) : day <= last_counted);
    }
    return lines;
}

Instant paper_transfer_due(const WorkCalendar& calendar, Instant received, const TransferRule& rule) {
    const LocalDate day = local_date(received);
    if (calendar.is_working_day(day) && time_of_day(received) <= minutes{rule.cutoff_minute})
        return calendar.closing_time(day);
    const Instant next_morning = moment_of(calendar.next_working_day(day), hours{0});
    return calendar.add_working_minutes(next_morning, rule.first_minutes);
}

Instant apology_due(const WorkCalendar& calendar, Instant due, int working_days_before) {
    LocalDate day = local_date(due);
    for (int i = 0; i < working_days_before; ++i) day = calendar.previous_working_day(day);
    return calendar.closing_time(day);
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::early: return "early";
        case Verdict::on_time: return "on_time";
        case Verdict::late: return "late";
    }
    return "";
}

Verdict verdict_of(Instant finished, const DueDate& due) {
    if (finished > due.legal_end) return Verdict::late;
    return local_date(finished) < due.last_day ? Verdict::early : Verdict::on_time;
}

Verdict index_verdict(Instant finished_or_now, const std::vector<HeldSpan>& supplements,
                      Instant appointment) {
    if (supplements.size() > 1) return Verdict::late;
    Instant end = finished_or_now;
    for (const auto& span : supplements) {
        if (span.to)
            end -= *span.to - span.from;
        else
            end = span.from;
    }
    if (end > appointment) return Verdict::late;
    return local_date(end) < local_date(appointment) ? Verdict::early : Verdict::on_time;
}

}  // namespace motcua::procedures
