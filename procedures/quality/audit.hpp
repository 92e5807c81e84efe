// An internal audit (đánh giá nội bộ, ISO 9001 clause 9.2): of one unit, by somebody who does not work there, on a sample of
// settled dossiers. A fold of the stream "audit:<number>"; notes and the conclusion stand in the events alone.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/dossier/event.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// What an auditor looks at in each dossier (facts 15.4).
enum class AuditTick {
    receipt,       // dated and signed
    components,    // as listed
    control_slip,  // complete, times within budgets
    consultation,  // asked and answered
    supplement,    // once and in form
    result,        // signed by who may, dated on or before the due date
    hand_over,     // signed
    archived,      // the file is archived
    versions,      // form and procedure valid that day
};
std::string_view to_string(AuditTick tick);
std::optional<AuditTick> parse_audit_tick(std::string_view name);
std::span<const AuditTick> audit_ticks();

struct Audit {
    struct Sampled {
        std::string dossier;
        std::string code;
        std::string procedure;
        std::string why;  // late | refused | drawn
        bool is_checked = false;
        std::map<AuditTick, std::string> answers;  // yes | no | not_applicable
    };
    int number = 0;
    std::string unit;
    std::string auditor;
    LocalDate from, to;  // of the visit, as planned
    std::string planned_by;
    std::string seed;                      // whoever has it draws the same again
    std::optional<LocalDate> sample_from;  // of the settled dossiers
    std::optional<LocalDate> sample_to;
    int per_procedure = 0;
    std::vector<Sampled> sample;
    int findings = 0;
    std::optional<Instant> concluded_at;
};

/// The only way an audit changes; `audit` has its number before its `audit_planned`. Throws std::runtime_error on an event
/// that cannot follow.
void apply(Audit& audit, const Event& event);

/// "audit:<number>"
std::string audit_stream(int number);
/// The number again; 0 when it is another stream.
int audit_of_stream(std::string_view stream);

}  // namespace motcua::procedures
