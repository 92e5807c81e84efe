// Working days of the administration: which days count, when the office is open,
// and where a legal allowance ends. Pure arithmetic; the caller brings the moment.
#pragma once

#include "procedures/calendar/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace motcua::procedures {

/// How a decree states an allowance ("15 ngày làm việc"); there is no default unit.
enum class LimitUnit { working_hour, working_day, calendar_day, month };

std::string_view to_string(LimitUnit unit);
std::optional<LimitUnit> parse_limit_unit(std::string_view text);

/// "5 working days". `count` is from 1 to `max_count`; no decree comes near the upper bound.
struct Allowance {
    static constexpr int max_count = 10'000;
    int count = 0;
    LimitUnit unit = LimitUnit::working_day;
    bool operator==(const Allowance&) const = default;
};

/// Why a day is not an ordinary one (facts/calendar.toml).
enum class DayKind { ordinary, weekend, statutory, in_lieu, swap_off, swap_work, undecided };

std::string_view to_string(DayKind kind);

/// What a notice says of one day.
struct CalendarDay {
    LocalDate date;
    DayKind kind = DayKind::ordinary;
    bool work = true;
    std::string name;    // "Nghỉ bù Giỗ Tổ Hùng Vương"
    std::string notice;  // the notice behind it, in words; of an undecided day, why it is undecided
};

/// One line of an explanation: a day that was counted, or skipped and why.
struct ExplainedDay {
    LocalDate date;
    bool counted = false;
    DayKind kind = DayKind::ordinary;
    std::string name;
    std::string notice;
    bool provisional = false;  // undecided day, or a year that is not notified
    bool held = false;         // the applicant had the dossier
};

/// A span of one office day, minutes since midnight, half open.
struct OpenSpan {
    int from_minute = 0;
    int to_minute = 0;
};

/// The office's opening hours from `from` on, until the next entry.
struct OfficeHours {
    LocalDate from;
    std::vector<OpenSpan> spans;  // ordered, not overlapping; by default 07:30–11:30, 13:00–17:00
    int minutes() const;          // of a full day
};

/// Where an allowance ends, and whether that can still change.
struct DueDate {
    Instant due;        // end of office hours of the last day; the exact minute for working hours
    Instant legal_end;  // 24:00 of the last day (Civil Code art. 148(6)); equal to `due` for working hours
    LocalDate last_day;
    bool provisional = false;  // the count crosses an undecided day or a year not notified
    bool operator==(const DueDate&) const = default;
};

/// Immutable. Every function is pure and may be called from any thread. Days are looked up in a table
/// of the configured years; beyond them only weekends are off and every date is provisional.
class WorkCalendar {
public:
    struct Year {
        int year = 0;
        bool notified = false;
    };
    struct Content {
        std::vector<Year> years;
        std::vector<CalendarDay> days;  // `undecided` entries are never days off; a decided one replaces them
        std::vector<OfficeHours> hours;  // by validity; never empty
    };

    /// The years that a calendar can have entries of; std::invalid_argument for others.
    static constexpr int first_year = 1900;
    static constexpr int last_year = 2399;

    /// REQUIRES at least one entry of hours, each open for some minutes, and at most one decided entry per day.
    explicit WorkCalendar(Content content);

    bool is_working_day(LocalDate day) const;
    /// The day itself, never `counted`.
    ExplainedDay describe(LocalDate day) const;
    /// True when a notice may still change this day.
    bool is_provisional(LocalDate day) const;
    const OfficeHours& hours_of(LocalDate day) const;
    /// End of office hours of `day`, whether it is worked or not.
    Instant closing_time(LocalDate day) const;
    LocalDate next_working_day(LocalDate after) const;
    LocalDate previous_working_day(LocalDate before) const;

    /// The day of receipt is not counted for days and months (Civil Code art. 147);
    /// hour limits run from the moment on. Calendar days and months that end on a day off
    /// roll to the next working day (art. 148(5)). REQUIRES allowance.count > 0.
    DueDate due_after(Instant start, Allowance allowance) const;
    /// The last day of an allowance in days or months before it rolls off a day off. REQUIRES no hours.
    LocalDate unrolled_last_day(LocalDate start, Allowance allowance) const;
    /// A limit that ends on `last_day`, or on the next working day when that is off, counted from the day after `start`.
    DueDate due_on(LocalDate start, LocalDate last_day) const;
    /// Every day from the first after the start (for hours: from the start) to the last, counted or skipped
    /// and why. Days onto which a calendar-day or month limit only rolls are not counted.
    std::vector<ExplainedDay> explain(Instant start, Allowance allowance) const;

    /// Office minutes between two moments; 0 when `to` is not later than `from`.
    WorkingMinutes working_minutes_between(Instant from, Instant to) const;
    /// The first moment at which `minutes` office minutes have passed since `from`: `from` itself for none.
    Instant add_working_minutes(Instant from, WorkingMinutes minutes) const;
    /// `moment` itself while the office is open, else the next opening.
    Instant next_open_moment(Instant moment) const;
    /// True when a notice may still change one of these days, both included.
    bool is_provisional_between(LocalDate first, LocalDate last) const;

    const Content& content() const { return content_; }

private:
    static constexpr std::uint8_t worked = 1;
    static constexpr std::uint8_t open_to_change = 2;

    std::uint8_t flags_of(LocalDate day) const;
    const CalendarDay* special(LocalDate day) const;

    Content content_;
    std::vector<CalendarDay> special_;  // by date, one per date
    LocalDate first_day_{};             // of the table
    std::vector<std::uint8_t> table_;   // a day's two flags
};

}  // namespace motcua::procedures
