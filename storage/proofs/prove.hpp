// Proofs about a journal that is too long to hold its hashes in memory: reads
// the kept block hashes and the events of at most a few blocks.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/merkle.hpp"

namespace motcua::storage {

/// The root when the journal held `size` events. size <= head.
Hash root_at(JournalReader& journal, Seq size);

/// That event `seq` is among the first `size` events. 1 <= seq <= size <= head.
Proof inclusion_proof(JournalReader& journal, Seq seq, Seq size);

/// That the first `older` events are the beginning of the first `newer`. older <= newer <= head.
Proof consistency_proof(JournalReader& journal, Seq older, Seq newer);

}  // namespace motcua::storage
