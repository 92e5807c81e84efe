// How a date came about, in words: "Cách tính ngày hẹn trả". The same lines are shown on
// every screen, printed, answered by the API and told on the command line.
#pragma once

#include "procedures/calendar/work_calendar.hpp"
#include "procedures/text/language.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// "thứ Ba", "Tuesday"
std::string_view weekday_name(LocalDate day, Language language);
/// "28/04/2026"
std::string written(LocalDate day, Language language);
/// "17:00 thứ Ba 28/04/2026"; seconds only when there are some.
std::string written(Instant moment, Language language);
/// "5 ngày làm việc", "5 working days"
std::string written(Allowance allowance, Language language);

/// Why a day is skipped: "nghỉ bù Giỗ Tổ Hùng Vương", "cuối tuần"; "" for an ordinary day.
std::string reason_of(const ExplainedDay& day, Language language);

/// One line for each stretch of days that are alike: "23–24/04 ✓", "25–26/04 cuối tuần".
std::vector<std::string> lines_of(const std::vector<ExplainedDay>& days, Language language);

/// The lines in one sentence that ends with the date:
/// "23–24/04 ✓, 25–26/04 cuối tuần, 27/04 nghỉ bù …, 28/04 ✓ → hẹn trả 17:00 thứ Ba 28/04/2026".
std::string sentence_of(const std::vector<ExplainedDay>& days, const DueDate& due, Language language);

/// "Còn 2 ngày 3 giờ làm việc", "Quá 1 ngày 4 giờ làm việc"; minutes only when less than a day is
/// told. `minutes_of_day` are the office hours of a full day.
std::string time_left(WorkingMinutes left, int minutes_of_day, Language language);

}  // namespace motcua::procedures
