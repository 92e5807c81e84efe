// The words for what can be done to a journal, or to what was kept of it.
#pragma once

#include "storage/journal.hpp"

#include <string>
#include <string_view>

namespace motcua::storage {

/// What was done to a journal, or to what was kept of it; docs/journal-format.md says when it is which.
/// In the order in which one is told when several hold for checkpoints.
enum class Tampering {
    unreadable,
    fork,
    another_journal,
    replayed,
    altered,
    unknown_key,
    other_generation,
    rewritten,
    cut,
    older_copy,
    // Of rows only.
    missing,
    moved,
    added,
    erased,
    not_erased,
};
std::string_view to_string(Tampering kind);

/// The first thing that is wrong: at the event `seq`, or where that event should be.
struct Flaw {
    Seq seq = 0;
    Tampering kind = Tampering::altered;
    std::string what;  // one English sentence for the auditor
};

}  // namespace motcua::storage
