// The audit: recomputes everything that the journal claims and names the first
// row that does not hold. Reads through the port, so any journal can be audited.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/tampering.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace motcua::storage {

struct Verification {
    std::optional<Flaw> flaw;
    TreeHead tree;                // of what was read and found right
    std::size_t checkpoints = 0;  // found true to their signature and to the tree
    Seq covered = 0;              // the largest size among them
};

struct VerifyOptions {
    /// Keys that count, and with them those that a checkpoint signed by one of them covers. None: those that the
    /// journal names by itself, which convicts no owner who rebuilt it with a key of his own.
    std::span<const VerifierKey> keys;
    std::span<const std::string>
        kept_elsewhere;  // notes from paper or another machine, checked like the journal's own
    std::function<void(Seq done, Seq head)> progress;  // every few thousand events; may be empty
};

/// Memory grows with the number of streams, not of events.
Verification verify(JournalReader& journal, const VerifyOptions& options);

}  // namespace motcua::storage
