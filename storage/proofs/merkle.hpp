// The Merkle tree over the journal's leaves (RFC 9162 section 2.1): roots, and
// proofs that an event is in a log or that one log is the beginning of another.
#pragma once

#include "storage/proofs/hash.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace motcua::storage {

Hash leaf_hash(std::string_view leaf);
Hash node_hash(const Hash& left, const Hash& right);

/// Leaves whose common hash the journal keeps, so that a tree of millions is opened by thousands.
inline constexpr std::uint64_t block_size = 256;

/// The right edge of a growing tree: all that is needed to append and to tell the root.
/// A plain value of 1.3 KB: a batch works on a copy and the copy replaces the original.
class Frontier {
public:
    std::uint64_t size() const { return size_; }

    /// Returns the hash of the block that this leaf completed, if it completed one.
    std::optional<Hash> append(const Hash& leaf);
    /// Appends 256 leaves at once; only where a block begins.
    void append_block(const Hash& block);

    /// For an empty tree the hash of nothing.
    Hash root() const;

private:
    std::optional<Hash> add(Hash node, int level);

    static constexpr int block_level = 8;
    std::uint64_t size_ = 0;
    std::array<Hash, 40> left_{};  // left_[n]: the complete subtree of 2^n leaves, where size_ has that bit
};

/// The root over the leaves [begin, end); asked for complete subtrees and the right edge only.
using Subtree = std::function<Hash(std::uint64_t begin, std::uint64_t end)>;

using Proof = std::vector<Hash>;

/// That the leaf at `index` is in the tree of `size` leaves. index < size.
Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const Subtree& subtree);
bool proves_inclusion(const Proof& proof, const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const Hash& root);

/// That the tree of `older` leaves is the beginning of the one of `newer`. older <= newer.
Proof consistency_proof(std::uint64_t older, std::uint64_t newer, const Subtree& subtree);
bool proves_consistency(const Proof& proof, std::uint64_t older, const Hash& older_root, std::uint64_t newer,
                        const Hash& newer_root);

/// The point where the tree over `size` > 1 leaves divides: the largest power of two below it.
std::uint64_t split_point(std::uint64_t size);

}  // namespace motcua::storage
