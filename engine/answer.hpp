// What becomes of a command. Exactly one of these reaches whoever asked.
#pragma once

#include "procedures/dossier/event.hpp"
#include "procedures/dossier/refusal.hpp"
#include "storage/journal.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace motcua::engine {

/// It happened and is on disk. A function of the command's own events, so a repeat with the
/// same key gets the same one after any crash.
struct Receipt {
    std::string dossier;               // id; "" for an act of the office
    std::string code;                  // official; "" before receipt
    std::uint64_t version_number = 0;  // of the dossier after this command
    storage::Seq first = 0, last = 0;  // the command's events in the journal
    std::vector<procedures::Event> events;
    bool repeated = false;  // answered from the journal: the act was done before
};

struct Answer {
    enum class Kind {
        done,             // `receipt`
        refused,          // `refusal`: a lawful no
        not_done,         // the storage failed; nothing happened nor will: ask again
        outcome_unknown,  // the storage failed at the worst moment: ask again with the same key
        overloaded,       // too much waits already: ask again after `retry_after`
        clock_doubted,    // `message` says what an administrator has to do
    };
    Kind kind = Kind::not_done;
    Receipt receipt;
    procedures::Refusal refusal;
    std::string message;  // for the log and the operator
    std::chrono::seconds retry_after{0};

    bool done() const { return kind == Kind::done; }

    static Answer of(Receipt receipt);
    static Answer of(procedures::Refusal refusal);
    static Answer of(Kind kind, std::string message);
};

std::string_view to_string(Answer::Kind kind);

}  // namespace motcua::engine
