// Looking for events in the journal itself, newest first: by person, act, subject, time, and attempts that were refused.
// Private to server/.
#pragma once

#include "server/resources.hpp"
#include "storage/journal.hpp"
#include "storage/views.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::server {

/// What is looked for; left out is whatever it may be.
struct JournalQuestion {
    std::string actor;  // also for whom somebody stood in, and under whose name a login failed
    std::optional<procedures::EventType> action;
    std::string stream;
    /// The stream's dossier: also what the door tells of it, who opened it, took it out or was refused.
    std::string dossier, code;
    std::optional<engine::Instant> from, to;  // recorded in [from, to)
    bool refused = false;                     // attempts that failed: refusals and failed logins

    /// Whether it may fit, without reading the leaf.
    bool may_fit(const storage::Record& record) const;
    /// Of one that may.
    bool fits(const storage::Projected& event) const;
};

inline constexpr std::array<std::string_view, 6> journal_filter{"actor", "action", "object",
                                                                "from",  "to",     "refused"};

/// The parameters of `journal_filter`; the name of the first that cannot be used, "" when all can.
engine::Awaitable<std::string> read_journal_question(Asked& asked, JournalQuestion& question);

/// Events of these numbers, the last excluded.
struct Stretch {
    storage::Seq begin = 1, end = 1;
};

/// Where all that was recorded in the question's time lies. Blocking.
Stretch stretch_of(storage::JournalReader& journal, const JournalQuestion& question);

/// Hands over what fits in the stretch, newest first, until `take` says no to one. Looks at 50,000 events at most:
/// the end of what is left of the stretch, its begin when nothing is. Blocking.
storage::Seq look_back(storage::JournalReader& journal, const JournalQuestion& question, Stretch stretch,
                       const std::function<bool(storage::Projected&&)>& take);

}  // namespace motcua::server
