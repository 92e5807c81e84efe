// Law on its way from a config folder into the journal: read again, proven, proposed. A defect keeps what is
// in force. Adopting stays a person's act.
#pragma once

#include "engine/answer.hpp"
#include "engine/law_book.hpp"
#include "procedures/calendar/work_calendar.hpp"
#include "procedures/dossier/command.hpp"
#include "procedures/dossier/decide.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace motcua::engine {

class Engine;

/// What a folder says beside the law in force.
struct LawReview {
    /// Located, one to a line: "config/procedures/x.toml:12:1: …". With any of them nothing may be taken over.
    std::vector<std::string> defects;
    /// What was not adopted yet, in the order in which it is to be adopted.
    std::vector<LawText> changed;
    /// The folder holds a calendar that another one replaced: a notice was applied and never entered there.
    bool has_former_calendar = false;
};

/// Reads the folder and proves what was not adopted yet; all of it when office, rules or calendar changed.
/// Outside demonstrations an unapproved definition is a defect. Any thread; reads files.
LawReview review_law(const std::filesystem::path& config, const procedures::Law& adopted);

/// The same for a folder that was read before.
LawReview review_law(const procedures::Config& config, const procedures::Law& adopted);

/// A command that proposes or adopts the text.
procedures::Command law_command(procedures::CommandKind kind, const LawText& text,
                                const procedures::Actor& actor, const std::string& key);

/// Hands commands over and waits for their answers, in order.
using Submit = std::function<std::vector<Answer>(std::vector<procedures::Command>)>;

/// All at once, so that they share commits; what finds the queue full is handed over again. Blocks.
Submit submit_to(Engine& engine);

/// Proposes what nobody proposed yet; the answers are those of what was newly proposed.
struct Proposed {
    std::vector<LawText> texts;
    std::vector<Answer> answers;
};
Proposed propose(const LawReview& review, const procedures::OfficeState& office, const Submit& submit,
                 const procedures::Actor& actor, const std::string& key);

/// `calendar` with the days as a notice sets them; a day said before is said anew.
LawText calendar_with(const procedures::WorkCalendar::Content& calendar,
                      const std::vector<procedures::CalendarDay>& days);

}  // namespace motcua::engine
