// What the office keeps for ISO 9001 beside its dossiers: the register of nonconformities (sự không phù hợp, clauses 8.7
// and 10.2) and the programme of internal audits (9.2). A fold of their streams; no free text: that stands in the events.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/calendar/work_calendar.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/quality/audit.hpp"
#include "procedures/quality/numbered.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// What a nonconformity came from. The first four are opened by the act or the date that shows them.
enum class NonconformitySource {
    limit_exceeded,         // the legal due time passed
    late_apology,           // the apology came after its last moment (facts 5.1)
    over_limit_supplement,  // asked for once more than the rules allow (facts 2)
    wrong_result,           // a result came back to be corrected (facts 5.7)
    complaint,
    lost_paper,     // of an applicant (clause 8.5.3)
    damaged_paper,  // of an applicant (clause 8.5.3)
    audit_finding,
    other,
};
std::string_view to_string(NonconformitySource source);
std::optional<NonconformitySource> parse_nonconformity_source(std::string_view name);
/// Whether people report it; the others are opened by the engine, or by an audit.
bool is_reported_by_hand(NonconformitySource source);

/// open: cause and actions are still to be told. treated: they are, and somebody else verifies the effect.
enum class NonconformityState { open, treated, closed };
std::string_view to_string(NonconformityState state);
std::optional<NonconformityState> parse_nonconformity_state(std::string_view name);

struct Nonconformity {
    int number = 0;
    NonconformitySource source = NonconformitySource::other;
    Instant opened_at;
    std::string opened_by;
    std::string dossier;  // id; "" when it is about none
    std::string code;
    std::string procedure;
    std::string unit;  // where it happened, whose head sees that somebody owns it
    int audit = 0;     // whose finding it is; 0 for none

    NonconformityState state = NonconformityState::open;
    std::string owner;          // "" until somebody was named
    Instant due;                // by when it is closed
    bool is_escalated = false;  // since it was last given a due time
    int escalations = 0;
    bool has_correction = false;  // what was done at once
    bool has_cause = false;
    bool has_action = false;  // what keeps it from coming back
    std::vector<std::string> treated_by;
    int found_ineffective = 0;
    std::optional<Instant> closed_at;
    std::string verified_by;

    bool is_open() const { return state != NonconformityState::closed; }
    bool is_overdue(Instant now) const { return is_open() && due < now; }
    /// When it escalates; nothing when it has, or is closed.
    std::optional<Instant> escalates_at() const {
        return is_open() && !is_escalated ? std::optional(due) : std::nullopt;
    }
};

struct Quality {
    Numbered<Nonconformity> nonconformities;
    Numbered<Audit> audits;

    /// Events of other streams leave it alone. Throws std::runtime_error on one that cannot follow.
    void apply(const Event& event);
};

/// The latest concluded audit whose sample held a dossier of the procedure; null when there was none.
std::shared_ptr<const Audit> last_audit_of(const Quality& quality, std::string_view procedure);

/// "nonconformity:<number>"
std::string nonconformity_stream(int number);
/// The number again; 0 when it is another stream.
int nonconformity_of_stream(std::string_view stream);

/// By when a nonconformity is to be closed unless somebody says otherwise. No law sets it: the office's own habit.
inline constexpr Allowance nonconformity_closed_within{10, LimitUnit::working_day};

/// Who opens what nobody reported.
inline constexpr std::string_view quality_keeper = "system:quality";

}  // namespace motcua::procedures
