// The whole law of an act: who may, what it requires, what follows. Pure: the same
// arguments give the same events or the same refusal, on any thread.
#pragma once

#include "procedures/dossier/command.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/law.hpp"
#include "procedures/dossier/outage.hpp"
#include "procedures/dossier/refusal.hpp"
#include "procedures/dossier/staff.hpp"
#include "procedures/quality/quality.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace motcua::procedures {

using Events = std::vector<Event>;

/// What the office as a whole knows: a fold of its events and of the codes given.
struct OfficeState {
    Staff staff;
    std::map<std::pair<std::string, LocalDate>, int> codes_given;  // (agency code, day) → last number
    std::map<std::pair<PaperForm, int>, int> papers_numbered;      // (form, year) → last number
    /// A text that waits for a second person.
    struct Proposal {
        std::string kind, id, by;
        Instant at;
        int number = 0;  // in the order of proposing
        std::shared_ptr<const std::string> text;
    };
    std::map<std::string, Proposal> proposed_law;  // by hash
    int proposals_made = 0;
    /// A head's choice that open dossiers move with the calendar in force, until all have.
    struct Notice {
        std::string notice, calendar, by;
    };
    std::optional<Notice> open_notice;
    std::map<std::string, Instant>
        voided_intakes;  // dossier id → its received_at, for the one that replaces it

    Quality quality;  // nonconformities

    int reports_issued = 0;  // the number of the last one

    Outages outages;

    std::string signing_key;  // that signs checkpoints, in published form; "" before the first

    void apply(const Event& event);
};

/// `dossier` is null for a submission and for acts of the office. `now` is read once per batch; a
/// command's own `at` may be earlier, never later.
Outcome<Events> decide(const Law& law, const OfficeState& office, const Dossier* dossier,
                       const Command& command, Instant now);

/// An action as a person sees it: offered, or not and why.
struct OfferedAction {
    const Action* action = nullptr;
    std::optional<Refusal> why_not;
};

/// What speaks against this person taking this action of the present step, before anything else is typed. `signer`:
/// whose paper signature it is, when another enters it. REQUIRES that the dossier's version was adopted.
std::optional<Refusal> objection_to_taking(const Law& law, const OfficeState& office, const Dossier& dossier,
                                           const Action& action, const Actor& actor, Instant now,
                                           const std::string& signer = {});

/// Every action of the dossier's present step, for this person.
std::vector<OfferedAction> actions_for(const Law& law, const OfficeState& office, const Dossier& dossier,
                                       const Actor& actor, Instant now);

/// Whether the person may know that the dossier exists. Administrators may not (design 11).
bool may_see(const Law& law, const OfficeState& office, const Dossier& dossier, const Actor& actor,
             Instant now);

}  // namespace motcua::procedures
