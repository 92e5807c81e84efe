// Proofs about a journal that is too long to hold its hashes in memory: reads
// one kept hash for each 256 events, and the events of at most a few blocks.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/merkle.hpp"

#include <map>
#include <vector>

namespace motcua::storage {

/// About the first `size` events, whatever is appended later. Reads through `journal`, which outlives it.
class Prover {
public:
    /// size <= head. Memory: 64 bytes for each 256 events.
    Prover(JournalReader& journal, Seq size);

    TreeHead tree();
    /// That event `seq` is among them. 1 <= seq <= size.
    Proof inclusion(Seq seq);
    /// That the first `older` events are their beginning. older <= size.
    Proof consistency(Seq older);

private:
    Hash subtree(std::uint64_t begin, std::uint64_t end);
    const std::vector<Hash>& leaves_of(std::uint64_t block);

    JournalReader& journal_;
    Seq size_;
    std::vector<std::vector<Hash>> levels_;                // [n][i]: over 256 * 2^n leaves
    std::map<std::uint64_t, std::vector<Hash>> leaves_{};  // of the blocks that were opened
};

}  // namespace motcua::storage
