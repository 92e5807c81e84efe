#include "storage/proofs/merkle.hpp"

#include <bit>
#include <cassert>

namespace motcua::storage {
namespace {

using namespace std::string_view_literals;

// PATH of RFC 9162 section 2.1.3.1 over the leaves from `begin` on.
void path(std::uint64_t index, std::uint64_t begin, std::uint64_t size, const Subtree& subtree,
          Proof& proof) {
    if (size == 1) return;
    const std::uint64_t split = split_point(size);
    if (index < split) {
        path(index, begin, split, subtree, proof);
        proof.push_back(subtree(begin + split, begin + size));
    } else {
        path(index - split, begin + split, size - split, subtree, proof);
        proof.push_back(subtree(begin, begin + split));
    }
}

// SUBPROOF of RFC 9162 section 2.1.4.1; `known` while the older tree's root is the verifier's own.
void subproof(std::uint64_t older, std::uint64_t begin, std::uint64_t size, bool known,
              const Subtree& subtree, Proof& proof) {
    if (older == size) {
        if (!known) proof.push_back(subtree(begin, begin + size));
        return;
    }
    const std::uint64_t split = split_point(size);
    if (older <= split) {
        subproof(older, begin, split, known, subtree, proof);
        proof.push_back(subtree(begin + split, begin + size));
    } else {
        subproof(older - split, begin + split, size - split, false, subtree, proof);
        proof.push_back(subtree(begin, begin + split));
    }
}

}  // namespace

Hash leaf_hash(std::string_view leaf) { return sha256({"\0"sv, leaf}); }
Hash node_hash(const Hash& left, const Hash& right) {
    return sha256({"\1"sv, bytes_of(left), bytes_of(right)});
}

std::uint64_t split_point(std::uint64_t size) { return std::bit_floor(size - 1); }

std::optional<Hash> Frontier::add(Hash node, int level) {
    std::optional<Hash> block;
    size_ += std::uint64_t{1} << level;
    // Each set bit below is a complete subtree to the left of the node, as long as itself.
    for (; (size_ & ((std::uint64_t{2} << level) - 1)) == 0; ++level) {
        node = node_hash(left_[static_cast<std::size_t>(level)], node);
        if (level + 1 == block_level) block = node;
    }
    left_[static_cast<std::size_t>(level)] = node;
    return block;
}

std::optional<Hash> Frontier::append(const Hash& leaf) { return add(leaf, 0); }

void Frontier::append_block(const Hash& block) {
    assert(size_ % block_size == 0);
    add(block, block_level);
}

Hash Frontier::root() const {
    if (size_ == 0) return sha256("");
    std::uint64_t bits = size_;
    Hash node = left_[static_cast<std::size_t>(std::countr_zero(bits))];
    for (bits &= bits - 1; bits != 0; bits &= bits - 1)
        node = node_hash(left_[static_cast<std::size_t>(std::countr_zero(bits))], node);
    return node;
}

Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const Subtree& subtree) {
    assert(index < size);
    Proof proof;
    path(index, 0, size, subtree, proof);
    return proof;
}

bool proves_inclusion(const Proof& proof, const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const Hash& root) {
    if (index >= size) return false;
    std::uint64_t place = index;
    std::uint64_t last = size - 1;
    Hash node = leaf;
    for (const Hash& sibling : proof) {
        if (last == 0) return false;
        if (place % 2 == 1 || place == last) {
            node = node_hash(sibling, node);
            while (place % 2 == 0 && place != 0) place >>= 1, last >>= 1;
        } else {
            node = node_hash(node, sibling);
        }
        place >>= 1, last >>= 1;
    }
    return last == 0 && node == root;
}

Proof consistency_proof(std::uint64_t older, std::uint64_t newer, const Subtree& subtree) {
    assert(older <= newer);
    Proof proof;
    if (older > 0) subproof(older, 0, newer, true, subtree, proof);
    return proof;
}

bool proves_consistency(const Proof& proof, std::uint64_t older, const Hash& older_root, std::uint64_t newer,
                        const Hash& newer_root) {
    if (older > newer) return false;
    if (older == newer) return proof.empty() && older_root == newer_root;
    if (older == 0) return proof.empty() && older_root == sha256("");

    auto next = proof.begin();
    Hash from;
    if (std::has_single_bit(older)) {
        from = older_root;
    } else {
        if (next == proof.end()) return false;
        from = *next++;
    }
    std::uint64_t place = older - 1;
    std::uint64_t last = newer - 1;
    while (place % 2 == 1) place >>= 1, last >>= 1;

    Hash old_node = from;
    Hash new_node = from;
    for (; next != proof.end(); ++next) {
        if (last == 0) return false;
        if (place % 2 == 1 || place == last) {
            old_node = node_hash(*next, old_node);
            new_node = node_hash(*next, new_node);
            while (place % 2 == 0 && place != 0) place >>= 1, last >>= 1;
        } else {
            new_node = node_hash(new_node, *next);
        }
        place >>= 1, last >>= 1;
    }
    return last == 0 && old_node == older_root && new_node == newer_root;
}

}  // namespace motcua::storage
