// One dossier (hồ sơ) as decide() needs it: no names, no free text. A fold of its events.
#pragma once

#include "procedures/calendar/legal_clock.hpp"
#include "procedures/definition/condition.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/paper.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace motcua::procedures {

enum class Channel { counter = 1, online = 2, post = 3 };  // the national numbers (facts 9.7)
std::string_view to_string(Channel channel);
std::optional<Channel> parse_channel(std::string_view name);

/// How a brought document stands after the check; the slip lists the wrong and the missing ones.
enum class Mark { unchecked, right, wrong, missing, mismatch };
std::string_view to_string(Mark mark);
std::optional<Mark> parse_mark(std::string_view name);

/// A stage whose time has begun.
struct StageRun {
    std::string stage;
    Allowance allowance;
    Instant started;
    DueDate due;
};

struct OpenConsult {
    std::string party;
    Instant asked;
    Instant due;
    bool mandatory = true;
    bool silence_is_consent = false;
    std::optional<Instant> answered;
};

/// Due times that follow from the journal. One that fires becomes an event, once.
enum class DeadlineKind {
    online_answer,
    transfer,
    supplement_notice,
    supplement_period,
    step,
    step_warning,
    dossier,
    dossier_warning,
    apology,
    consult,
    correction,
    nonconformity,  // of no dossier: `subject` is its stream
};
std::string_view to_string(DeadlineKind kind);
std::optional<DeadlineKind> parse_deadline_kind(std::string_view name);

struct Deadline {
    DeadlineKind kind = DeadlineKind::dossier;
    Instant due;
    std::string subject;  // consulted party, step; "" otherwise
    auto operator<=>(const Deadline&) const = default;
};

/// Who has it now. `person` is empty while it lies with a role of a unit.
struct Holder {
    std::string role;
    std::string unit;
    std::string person;
};

struct Dossier {
    std::string id;
    std::string code;           // official; empty before receipt
    std::string external_code;  // of the provincial system, kept beside ours
    std::string procedure;
    std::string version;  // hash
    std::string rule_set;
    std::string calendar;  // hash of the calendar that gave the present dates
    Attributes attributes;
    Channel channel = Channel::counter;
    std::string replaces;  // the voided intake whose time of receipt it keeps

    std::string step;
    StepKind kind = StepKind::submitted;
    std::optional<Ending> ending;
    std::string stage;

    Instant submitted_at;
    std::optional<Instant> received_at;  // starts the clock
    std::optional<Instant> finished_at;  // ends it
    std::optional<Instant> closed_at;
    std::optional<DueDate> original_due;
    std::optional<DueDate> legal_due;
    std::optional<Instant> appointment;
    std::vector<StageRun> stages;
    std::vector<HeldSpan> held;  // the applicant's time
    Instant step_entered;
    std::optional<Instant> step_due;
    Instant charged_until;  // up to here the time stands against whoever had it

    Holder holder;
    std::optional<Holder> sender;  // while the hand-over is not acknowledged, and responsible until then
    std::string main_officer;
    std::vector<std::string> cooperating, watching;
    std::vector<std::pair<std::string, std::string>> acted;  // (step, person); the signer, not who typed

    std::map<std::string, Mark> marks;
    std::map<std::string, std::string> fees;  // fee id → paid | exempt
    int supplements_used = 0;
    int asked_before_receipt = 0;
    std::vector<std::string> supplement_lines;  // of the open slip
    bool extended = false;
    Allowance extension;  // what was granted
    bool rescheduled = false;
    bool withdrawal_requested = false;
    bool signed_result = false;
    bool refusal_drafted = false;
    bool has_result = false;
    std::optional<Instant> correction_due;
    std::vector<OpenConsult> consults;
    std::vector<CalledPaper> papers;  // at most one of each form: the one last called for

    std::vector<Deadline> open_deadlines;  // ascending by due
    struct Last {  // for pull_back: where it came from, and whether anybody built on it
        std::string from_step;
        Holder from_holder;
        std::string by;
        bool may_pull_back = false;
    } last;

    std::uint64_t version_number = 0;  // counts the events that an act relies on
    bool is_open() const { return kind != StepKind::closed; }
};

/// The only way a dossier changes. `dossier` is empty (id "") before its `submitted` event.
/// Uses nothing but the event. Throws std::runtime_error on an event that cannot follow.
void apply(Dossier& dossier, const Event& event);

/// Whether an event counts in `version_number`: notes, warnings and reminders do not.
bool moves_version(EventType type);

}  // namespace motcua::procedures
