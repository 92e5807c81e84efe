// The stretch of days that a report tells of. Two ways to close a month: on its last day, or on the 14th as periodic
// reports are (NĐ 09/2019/NĐ-CP art. 12; facts 14.4).
#pragma once

#include "procedures/calendar/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace motcua::server::reports {

struct Period {
    procedures::LocalDate from;
    procedures::LocalDate to;  // last day

    procedures::Instant begin() const { return procedures::moment_of(from, {}); }
    /// The first moment after it.
    procedures::Instant end() const { return procedures::moment_of(to + std::chrono::days{1}, {}); }
    bool operator==(const Period&) const = default;
};

enum class Closing { month_end, day_14 };

/// "2026-07", "2026-q3", "2026-h1", "2026"; closed on the 14th the period begins on the 15th of the month before
/// its first. Nothing for any other text.
std::optional<Period> parse_period(std::string_view text, Closing closing);

}  // namespace motcua::server::reports
