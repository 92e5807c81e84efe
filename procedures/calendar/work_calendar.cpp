#include "procedures/calendar/work_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <stdexcept>

namespace motcua::procedures {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 4> unit_words{"working_hour", "working_day", "calendar_day", "month"};
constexpr std::array<std::string_view, 7> kind_words{"ordinary", "weekend",   "statutory", "in_lieu",
                                                     "swap_off", "swap_work", "undecided"};

bool is_weekend(LocalDate day) {
    const weekday name{day};
    return name == Saturday || name == Sunday;
}

LocalDate add_months(LocalDate day, int count) {
    auto date = year_month_day{day} + months{count};
    // A month without that day ends the limit on its last one (Civil Code art. 148(3)).
    if (!date.ok()) date = date.year() / date.month() / last;
    return local_days{date};
}

}  // namespace

std::string_view to_string(LimitUnit unit) { return unit_words[static_cast<std::size_t>(unit)]; }

std::optional<LimitUnit> parse_limit_unit(std::string_view text) {
    const auto found = std::find(unit_words.begin(), unit_words.end(), text);
    if (found == unit_words.end()) return std::nullopt;
    return static_cast<LimitUnit>(found - unit_words.begin());
}

std::string_view to_string(DayKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

int OfficeHours::minutes() const {
    int sum = 0;
    for (const auto& span : spans) sum += span.to_minute - span.from_minute;
    return sum;
}

WorkCalendar::WorkCalendar(Content content) : content_(std::move(content)) {
    if (content_.hours.empty()) throw std::invalid_argument("a calendar needs office hours");
    for (const auto& hours : content_.hours)
        if (hours.minutes() <= 0)
            throw std::invalid_argument("the office is never open from " + format_date(hours.from));
    std::stable_sort(content_.hours.begin(), content_.hours.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });

    special_ = content_.days;
    const auto decided_first = [](const CalendarDay& a, const CalendarDay& b) {
        return std::pair(a.date, a.kind == DayKind::undecided) <
               std::pair(b.date, b.kind == DayKind::undecided);
    };
    std::stable_sort(special_.begin(), special_.end(), decided_first);
    for (std::size_t i = 1; i < special_.size(); ++i)
        if (special_[i].date == special_[i - 1].date && special_[i].kind != DayKind::undecided)
            throw std::invalid_argument("two entries decide " + format_date(special_[i].date));
    special_.erase(std::unique(special_.begin(), special_.end(),
                               [](const auto& a, const auto& b) { return a.date == b.date; }),
                   special_.end());

    // The table covers whole years, so that a day beyond it is always one of an unknown year.
    int first = 9999;
    int last = 0;
    const auto cover = [&](int number) {
        first = std::min(first, number);
        last = std::max(last, number);
    };
    for (const auto& entry : content_.years) cover(entry.year);
    for (const auto& day : special_) cover(static_cast<int>(year_month_day{day.date}.year()));
    if (first > last) return;
    if (first < first_year || last > last_year)
        throw std::invalid_argument(
            fmt::format("a calendar covers the years {} to {}", first_year, last_year));

    first_day_ = local_days{year{first} / January / 1};
    const LocalDate end = local_days{year{last + 1} / January / 1};
    table_.assign(static_cast<std::size_t>((end - first_day_).count()), open_to_change);
    for (const auto& entry : content_.years) {
        if (!entry.notified) continue;
        const auto from = (local_days{year{entry.year} / January / 1} - first_day_).count();
        const auto to = (local_days{year{entry.year + 1} / January / 1} - first_day_).count();
        std::fill(table_.begin() + from, table_.begin() + to, std::uint8_t{0});
    }
    for (std::size_t i = 0; i < table_.size(); ++i)
        if (!is_weekend(first_day_ + days{static_cast<int>(i)})) table_[i] |= worked;
    for (const auto& day : special_) {
        auto& flags = table_[static_cast<std::size_t>((day.date - first_day_).count())];
        if (day.kind == DayKind::undecided)
            flags |= open_to_change;
        else
            flags = static_cast<std::uint8_t>((flags & open_to_change) | (day.work ? worked : 0));
    }
}

std::uint8_t WorkCalendar::flags_of(LocalDate day) const {
    const auto at = static_cast<std::size_t>((day - first_day_).count());
    if (at < table_.size()) return table_[at];
    return is_weekend(day) ? open_to_change : static_cast<std::uint8_t>(open_to_change | worked);
}

const CalendarDay* WorkCalendar::special(LocalDate day) const {
    const auto found =
        std::lower_bound(special_.begin(), special_.end(), day,
                         [](const CalendarDay& entry, LocalDate wanted) { return entry.date < wanted; });
    return found != special_.end() && found->date == day ? &*found : nullptr;
}

bool WorkCalendar::is_working_day(LocalDate day) const { return (flags_of(day) & worked) != 0; }

bool WorkCalendar::is_provisional(LocalDate day) const { return (flags_of(day) & open_to_change) != 0; }

bool WorkCalendar::is_provisional_between(LocalDate first, LocalDate last_included) const {
    for (; first <= last_included; first += days{1})
        if (is_provisional(first)) return true;
    return false;
}

ExplainedDay WorkCalendar::describe(LocalDate day) const {
    ExplainedDay line;
    line.date = day;
    line.provisional = is_provisional(day);
    if (const auto* entry = special(day)) {
        line.kind = entry->kind;
        line.name = entry->name;
        line.notice = entry->notice;
    } else if (is_weekend(day)) {
        line.kind = DayKind::weekend;
    }
    return line;
}

const OfficeHours& WorkCalendar::hours_of(LocalDate day) const {
    for (auto hours = content_.hours.rbegin(); hours != content_.hours.rend(); ++hours)
        if (hours->from <= day) return *hours;
    return content_.hours.front();
}

Instant WorkCalendar::closing_time(LocalDate day) const {
    return moment_of(day, minutes{hours_of(day).spans.back().to_minute});
}

LocalDate WorkCalendar::next_working_day(LocalDate after) const {
    do after += days{1};
    while (!is_working_day(after));
    return after;
}

LocalDate WorkCalendar::previous_working_day(LocalDate before) const {
    do before -= days{1};
    while (!is_working_day(before));
    return before;
}

LocalDate WorkCalendar::unrolled_last_day(LocalDate start, Allowance allowance) const {
    assert(allowance.count > 0 && allowance.count <= Allowance::max_count &&
           allowance.unit != LimitUnit::working_hour);
    switch (allowance.unit) {
        case LimitUnit::calendar_day: return start + days{allowance.count};
        case LimitUnit::month: return add_months(start, allowance.count);
        case LimitUnit::working_day:
        case LimitUnit::working_hour: break;
    }
    for (int left = allowance.count; left > 0;) {
        start += days{1};
        if (is_working_day(start)) --left;
    }
    return start;
}

DueDate WorkCalendar::due_after(Instant start, Allowance allowance) const {
    const LocalDate from = local_date(start);
    if (allowance.unit != LimitUnit::working_hour) return due_on(from, unrolled_last_day(from, allowance));
    assert(allowance.count > 0 && allowance.count <= Allowance::max_count);
    DueDate due;
    due.due = due.legal_end = add_working_minutes(start, WorkingMinutes{60 * allowance.count});
    due.last_day = local_date(due.due);
    due.provisional = is_provisional_between(from, due.last_day);
    return due;
}

DueDate WorkCalendar::due_on(LocalDate start, LocalDate last_day) const {
    DueDate due;
    due.last_day = is_working_day(last_day) ? last_day : next_working_day(last_day);
    due.due = closing_time(due.last_day);
    due.legal_end = moment_of(due.last_day, hours{24});
    due.provisional = is_provisional_between(start + days{1}, due.last_day);
    return due;
}

std::vector<ExplainedDay> WorkCalendar::explain(Instant start, Allowance allowance) const {
    const bool by_hour = allowance.unit == LimitUnit::working_hour;
    const DueDate due = due_after(start, allowance);
    const LocalDate from = local_date(start);
    const LocalDate last_counted = by_hour ? due.last_day : unrolled_last_day(from, allowance);
    std::vector<ExplainedDay> lines;
    for (LocalDate day = by_hour ? from : from + days{1}; day <= due.last_day; day += days{1}) {
        lines.push_back(describe(day));
        auto& line = lines.back();
        switch (allowance.unit) {
            case LimitUnit::working_hour: {
                const auto begin = std::max(start, moment_of(day, hours{0}));
                const auto end = std::min(due.due, moment_of(day, hours{24}));
                line.counted = next_open_moment(begin) < end;
                break;
            }
            case LimitUnit::working_day: line.counted = is_working_day(day); break;
            case LimitUnit::calendar_day:
            case LimitUnit::month: line.counted = day <= last_counted; break;
        }
    }
    return lines;
}

WorkingMinutes WorkCalendar::working_minutes_between(Instant from, Instant to) const {
    milliseconds sum{0};
    const LocalDate last_day = local_date(to);
    for (LocalDate day = local_date(from); day <= last_day && from < to; day += days{1}) {
        if (!is_working_day(day)) continue;
        for (const auto& span : hours_of(day).spans) {
            const auto begin = std::max(from, moment_of(day, minutes{span.from_minute}));
            const auto end = std::min(to, moment_of(day, minutes{span.to_minute}));
            if (begin < end) sum += end - begin;
        }
    }
    return WorkingMinutes{floor<minutes>(sum).count()};
}

Instant WorkCalendar::add_working_minutes(Instant from, WorkingMinutes minutes_to_add) const {
    milliseconds left = minutes{count(minutes_to_add)};
    if (left <= milliseconds{0}) return from;
    for (LocalDate day = local_date(from);; day += days{1}) {
        if (!is_working_day(day)) continue;
        for (const auto& span : hours_of(day).spans) {
            const auto begin = std::max(from, moment_of(day, minutes{span.from_minute}));
            const auto end = moment_of(day, minutes{span.to_minute});
            if (begin >= end) continue;
            if (left <= end - begin) return begin + left;
            left -= end - begin;
        }
    }
}

Instant WorkCalendar::next_open_moment(Instant moment) const {
    for (LocalDate day = local_date(moment);; day += days{1}) {
        if (!is_working_day(day)) continue;
        for (const auto& span : hours_of(day).spans)
            if (moment < moment_of(day, minutes{span.to_minute}))
                return std::max(moment, moment_of(day, minutes{span.from_minute}));
    }
}

}  // namespace motcua::procedures
