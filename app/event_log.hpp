// The journal's acts on dossiers as an event log for process mining: XES (IEEE 1849-2016) and CSV with the
// columns that such programs look for. People are pseudonyms unless the caller says otherwise.
#pragma once

#include "procedures/dossier/event.hpp"
#include "procedures/text/catalogue.hpp"
#include "storage/journal.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace motcua::app {

struct EventLogOptions {
    /// Recorded in [from, to).
    std::optional<procedures::Instant> from, to;
    procedures::Language language = procedures::Language::vi;
    /// Random, for pseudonyms that nobody can guess back and no two exports share. Empty: people by their id.
    std::vector<std::uint8_t> pseudonym_key;
};

struct LoggedAct {
    procedures::Instant at;
    std::string activity;  // in words
    std::string type;      // docs/events.md
    std::string action, step, resource, role, unit;
};

struct LoggedCase {
    std::string name;  // the official code, or the id before receipt
    std::string procedure;
    std::string channel;
    std::vector<LoggedAct> acts;
};

/// In the order in which the dossiers were filed. A dossier of which nothing lies in the range is left out.
std::vector<LoggedCase> event_log(storage::JournalReader& journal, storage::Seq last,
                                  const EventLogOptions& options,
                                  const std::function<void(storage::Seq done)>& progress = {});

void write_xes(std::ostream& out, std::span<const LoggedCase> cases);
/// UTF-8 with a mark at its beginning, so that spreadsheets see it; no cell begins a formula.
void write_csv(std::ostream& out, std::span<const LoggedCase> cases);

}  // namespace motcua::app
