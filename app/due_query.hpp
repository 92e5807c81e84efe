// One question to the legal clock and its answer, as JSON and in words: what `motcua due` says.
#pragma once

#include "procedures/calendar/legal_clock.hpp"
#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/rule_set.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::app {

struct DueQuery {
    procedures::Instant received;
    procedures::Allowance limit;
    std::optional<procedures::Instant> requested;
    std::optional<procedures::Instant> completed;
    std::optional<procedures::SupplementPolicy> policy;  // else that of the rule set
};

struct DueAnswer {
    procedures::DueDate due;
    procedures::Instant transfer_due;
    const procedures::RuleSet* rule_set = nullptr;
    std::optional<procedures::SupplementPolicy> policy;  // what counted after a supplement
};

/// What is wrong with the question, for the person who asked.
using Objection = std::string;

/// Longest line of a batch in bytes.
inline constexpr std::size_t longest_line = 65'535;

/// From the keys received, count, unit, requested, completed, policy. Other keys are left alone, so that a line
/// may carry marks of its own, unless they look like a slip of the pen.
std::optional<Objection> read_query(const boost::json::object& line, DueQuery& query);

DueAnswer answer(const procedures::WorkCalendar& calendar, const procedures::Rules& rules,
                 const DueQuery& query);

/// The days behind the answer.
std::vector<procedures::ExplainedDay> explain(const procedures::WorkCalendar& calendar, const DueQuery& query,
                                              const DueAnswer& answer);

/// {"due", "legal_end", "transfer_due", "provisional"}
std::string to_json_line(const DueAnswer& answer);

/// One line of a batch: the answer, or {"error": …}. Never throws on what a line may hold.
std::string due_line(const procedures::WorkCalendar& calendar, const procedures::Rules& rules,
                     std::string_view line);

}  // namespace motcua::app
