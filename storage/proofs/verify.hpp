// The audit: recomputes everything that the journal claims and names the first
// row that does not hold. Reads through the port, so any journal can be audited.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/checkpoint.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace motcua::storage {

/// The first thing that is wrong: at the event `seq`, or where that event should be.
struct Flaw {
    Seq seq = 0;
    std::string what;  // one English sentence for the auditor
};

struct Verification {
    std::optional<Flaw> flaw;
    TreeHead tree;                // of what was read and found right
    std::size_t checkpoints = 0;  // found true to their signature and to the tree
};

struct VerifyOptions {
    std::span<const VerifierKey> keys;  // a checkpoint that none of them signed is a flaw
    std::span<const std::string>
        kept_elsewhere;  // notes from paper or another machine, checked like the journal's own
    std::function<void(Seq done, Seq head)> progress;  // every few thousand events; may be empty
};

/// Memory grows with the number of streams, not of events.
Verification verify(JournalReader& journal, const VerifyOptions& options);

}  // namespace motcua::storage
