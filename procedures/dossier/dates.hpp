// The dates that follow from an act: the chain of legal stages, step dues, and the
// deadlines to be armed. Pure; decide() writes what these return into the event.
#pragma once

#include "procedures/definition/procedure.hpp"
#include "procedures/definition/rule_set.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/law.hpp"

#include <boost/json/array.hpp>

#include <vector>

namespace motcua::procedures {

/// The stages one after another: each begins where the one before it ends.
std::vector<StageRun> plan_stages(const WorkCalendar& calendar, const std::vector<const Limit*>& stages,
                                  Instant start);

/// The last stage's date; provisional when any stage of the chain is.
DueDate end_of(const std::vector<StageRun>& chain);

/// Goes on with the office minutes that were left when the applicant was asked.
DueDate resume_due(const WorkCalendar& calendar, const Dossier& dossier, const StageRun& stage,
                   Instant requested, Instant completed);

/// Where a step's budget ends; nothing when it has none.
std::optional<Instant> step_due(const WorkCalendar& calendar, const Step& step, Instant entered,
                                WorkingMinutes desk_share);

/// The dates of a received matter as they would stand on another calendar or under another version.
struct Recount {
    std::vector<StageRun> stages;
    DueDate legal_due;
    Instant appointment;
    std::optional<Instant> step_due;  // nothing: as it is
};

/// Counts from where each stage began, with the applicant's time and a lawful extension in it; what is over
/// stays as it was. `before` and `from` gave the present dates. Nothing when these cannot be reproduced so:
/// then nobody can say how they would stand. REQUIRES a received dossier whose office time runs.
std::optional<Recount> recount(const Dossier& dossier, const WorkCalendar& before, const WorkCalendar& after,
                               const Procedure& from, const Procedure& to);

/// The same version on another calendar. A date that cannot be reproduced only leaves a day off.
Recount recount_on(const Dossier& dossier, const WorkCalendar& before, const WorkCalendar& after,
                   const Procedure& procedure);

/// Whether one of the dossier's own dates differs from what was counted.
bool differs(const Dossier& dossier, const Recount& counted);

/// Collects deadlines into an event's "arm".
class Arming {
public:
    Arming(const Law& law, const RuleSet& rules, const Procedure& procedure)
        : calendar_(*law.calendar),
          rules_(rules),
          procedure_(procedure) {}

    void add(DeadlineKind kind, Instant due, std::string subject = {});
    /// The matter's due, its warnings and the last moment for an apology.
    void dossier(Instant received, const DueDate& legal_due, Instant appointment);
    /// A step's due and its warnings; blocks outside the office are not warned of by share.
    void step(const Step& step, Instant entered, Instant due);

    boost::json::array take() { return std::move(armed_); }
    bool empty() const { return armed_.empty(); }

private:
    void warnings(DeadlineKind kind, Instant from, Instant due, const std::string& subject);

    const WorkCalendar& calendar_;
    const RuleSet& rules_;
    const Procedure& procedure_;
    boost::json::array armed_;
};

}  // namespace motcua::procedures
