// Moments, days and working minutes of the office: a type per meaning, so that
// mixing them does not compile.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::procedures {

/// A moment, UTC inside; written and judged at +07:00. Vietnam has one offset all year.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A day as the office's wall calendar names it.
using LocalDate = std::chrono::local_days;

/// Minutes inside office hours; 480 are one day under the default hours.
enum class WorkingMinutes : std::int64_t {};

constexpr std::int64_t count(WorkingMinutes minutes) { return static_cast<std::int64_t>(minutes); }
constexpr WorkingMinutes operator+(WorkingMinutes a, WorkingMinutes b) {
    return WorkingMinutes{count(a) + count(b)};
}
constexpr WorkingMinutes operator-(WorkingMinutes a, WorkingMinutes b) {
    return WorkingMinutes{count(a) - count(b)};
}

inline constexpr std::chrono::minutes office_offset{7 * 60};

/// The day on which `moment` falls at the office.
LocalDate local_date(Instant moment);

/// Time since midnight at the office.
std::chrono::milliseconds time_of_day(Instant moment);

/// The moment `since_midnight` into `day`; 24 h is the legal end of the day (Civil Code art. 148(6)).
Instant moment_of(LocalDate day, std::chrono::milliseconds since_midnight);

/// "2026-02-13T09:30:00+07:00"; milliseconds are written only when there are some.
std::string format_instant(Instant moment);
/// RFC 3339 with an offset; seconds may be left out. Nothing when it is not a moment.
std::optional<Instant> parse_instant(std::string_view text);

/// "2026-02-13"
std::string format_date(LocalDate day);
std::optional<LocalDate> parse_date(std::string_view text);

}  // namespace motcua::procedures
