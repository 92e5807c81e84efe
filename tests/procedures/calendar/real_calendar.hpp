// The calendar as configured, for tests that hold only against the real notices.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/loading/calendar_loader.hpp"

namespace motcua::procedures {

inline WorkCalendar::Content real_content() {
    Defects defects;
    auto content = load_calendar(MOTCUA_SOURCE_DIR "/config", defects);
    if (!defects.empty()) throw DefinitionError(defects);
    return content;
}

inline const WorkCalendar& real_calendar() {
    static const WorkCalendar calendar(real_content());
    return calendar;
}

/// "2026-04-22T08:10" at the office.
inline Instant at(const std::string& local) { return parse_instant(local + "+07:00").value(); }
inline LocalDate on(const std::string& date) { return parse_date(date).value(); }

}  // namespace motcua::procedures
