// What every part of decide() works with: the command on its way, the event it is making.
// Private to procedures/dossier.
#pragma once

#include "procedures/dossier/arguments.hpp"
#include "procedures/dossier/dates.hpp"
#include "procedures/dossier/decide.hpp"
#include "procedures/dossier/permission.hpp"

#include <optional>
#include <string>
#include <vector>

namespace motcua::procedures::deciding {

using Objection = std::optional<Refusal>;

/// What is kept of an applicant, owner or representative: personal values all of them.
/// `no_id` says why there is no `id`: a number that stands for none is refused.
inline constexpr const char* person_fields[] = {"name",          "id",   "phone", "email", "address",
                                                "authorisation", "no_id"};
/// What somebody typed because a number was asked for: one digit all along, or counting up or down.
bool is_placeholder(std::string_view id);

/// One command against one dossier. `at` is the legal time of the act.
struct Case {
    const Law& law;
    const OfficeState& office;
    const Dossier& dossier;
    const Command& command;
    const Procedure& procedure;
    const RuleSet& rules;
    Instant now;
    Instant at;
    LocalDate day;
    Arguments args;
};

/// An event by the command's actor, with nothing in it yet.
Event event_of(const Command& command, EventType type, std::string stream, Instant at);
/// The same of the dossier, at the act's legal time.
Event event_of(const Case& act, EventType type);

/// The event as the whole outcome, unless an argument was wrong.
Outcome<Events> answered(const Arguments& args, Event event);

/// Reads `marks` into the event: document → {mark, counts, digitised, not_digitised, reused, fetched}; comments and the
/// reason why a paper was not digitised (NĐ 118/2025 art. 17(1)(c)) are personal.
/// `effective` gets the marks as they will stand.
void read_marks(Case& act, Event& event, std::map<std::string, Mark>& effective);

/// The documents that this dossier must have, by its attributes.
std::vector<const Document*> required_documents(const Procedure& procedure, const Attributes& attributes);

/// The stretch that ends with this act, and whoever answered for the dossier in it (facts 4.9): the sender
/// until a hand-over is acknowledged. Nothing is charged twice: it begins where the last charge ended.
boost::json::object charge(const Case& act);

/// Legal time of a command: its own `at` with a reason, else now.
Outcome<Instant> legal_time(const Command& command, const OfficeState& office, const Dossier* dossier,
                            Instant now);

Outcome<Events> submit(const Law& law, const OfficeState& office, const Command& command, Instant now);
Outcome<Events> act(Case& act);
Outcome<Events> beside_the_machine(Case& act);
/// A paper of the dossier, with the next number of its form, or once more with a reason.
Outcome<Events> issue_paper(Case& act);
/// A register or a hand-over list: always a new one, for the office grows beneath it.
Outcome<Events> issue_list(const Law& law, const OfficeState& office, const Command& command, Instant now);
/// The kept print of a register or a hand-over list goes, for it names somebody whose values were erased.
Outcome<Events> redact_list(const OfficeState& office, const Command& command, Instant now);
inline constexpr int largest_number_of_day = 9999;
/// The last number given or kept on that day; 0 when there is none.
int last_number_of(const OfficeState& office, const std::string& agency, LocalDate day);
std::string code_of(const Law& law, LocalDate day, int number);

Outcome<Events> reserve_codes(const Law& law, const OfficeState& office, const Command& command, Instant now);
Outcome<Events> settle_codes(const OfficeState& office, const Command& command, Instant now);
Outcome<Events> declare_outage(const OfficeState& office, const Command& command, Instant now);
/// Whether the command names an outage in which its paper was written.
bool is_about_an_outage(const Command& command);
/// That it is known and covers the command's own time. REQUIRES is_about_an_outage().
Objection objection_to_outage(const OfficeState& office, const Command& command);
/// Receipt, hand-over and return are the desk's; nothing else is entered so.
Objection objection_to_entering_afterwards(const Case& act);
/// Both times, and that the earlier one counts.
void mark_late(const Command& command, Instant now, Event& event);
/// A number kept for `day`, still to be used.
Outcome<const ReservedCode*> code_to_use(const Case& act, const std::string& code, LocalDate day);
/// Who belongs to the office, holds which role, is away, stands in.
bool is_about_people(CommandKind kind);
Outcome<Events> about_people(const Law& law, const OfficeState& office, const Command& command, Instant now);
Outcome<Events> for_the_office(const Law& law, const OfficeState& office, const Command& command,
                               Instant now);

}  // namespace motcua::procedures::deciding
