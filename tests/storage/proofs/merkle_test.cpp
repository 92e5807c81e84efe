#include "storage/proofs/merkle.hpp"

#include <gtest/gtest.h>

namespace motcua::storage {
namespace {

std::string hex(const Hash& hash) { return to_hex(bytes_of(hash)); }

/// MTH of RFC 9162 section 2.1.1, word for word.
Hash naive_root(const std::vector<Hash>& leaves, std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return sha256("");
    if (end - begin == 1) return leaves[begin];
    std::uint64_t split = 1;
    while (split * 2 < end - begin) split *= 2;
    return node_hash(naive_root(leaves, begin, begin + split), naive_root(leaves, begin + split, end));
}

std::vector<Hash> numbered_leaves(std::size_t count) {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
    return leaves;
}

// The tree that implementations of Certificate Transparency test with.
TEST(Merkle, RootsAreThoseOfTheWellKnownTree) {
    Frontier tree;
    EXPECT_EQ(hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const std::pair<const char*, const char*> steps[] = {
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"606162636465666768696a6b6c6d6e6f",
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
    for (const auto& [leaf, root] : steps) {
        tree.append(leaf_hash(*from_hex(leaf)));
        EXPECT_EQ(hex(tree.root()), root) << tree.size();
    }
}

TEST(Merkle, TheFrontierKnowsTheRootAtEverySize) {
    const auto leaves = numbered_leaves(600);
    Frontier tree;
    for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
        const auto block = tree.append(leaves[size - 1]);
        if (size % 37 == 0 || size % block_size == 0) {
            ASSERT_EQ(tree.root(), naive_root(leaves, 0, size)) << size;
        }
        ASSERT_EQ(block.has_value(), size % block_size == 0);
        if (block) {
            EXPECT_EQ(*block, naive_root(leaves, size - block_size, size));
        }
    }
}

TEST(Merkle, BlocksRebuildTheFrontier) {
    const auto leaves = numbered_leaves(3 * block_size + 5);
    Frontier grown;
    Frontier rebuilt;
    for (const Hash& leaf : leaves) {
        if (const auto block = grown.append(leaf)) rebuilt.append_block(*block);
    }
    for (std::size_t i = 3 * block_size; i < leaves.size(); ++i) rebuilt.append(leaves[i]);
    EXPECT_EQ(rebuilt.size(), grown.size());
    EXPECT_EQ(rebuilt.root(), grown.root());
}

TEST(Merkle, EveryLeafIsProvenInEveryTreeAndNoOtherIs) {
    const auto leaves = numbered_leaves(40);
    const Subtree subtree = [&](std::uint64_t begin, std::uint64_t end) {
        return naive_root(leaves, begin, end);
    };
    for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
        const Hash root = naive_root(leaves, 0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            Proof proof = inclusion_proof(index, size, subtree);
            ASSERT_TRUE(proves_inclusion(proof, leaves[index], index, size, root));
            ASSERT_FALSE(proves_inclusion(proof, leaves[index], index ^ 1, size, root));
            ASSERT_FALSE(proves_inclusion(proof, leaf_hash("other"), index, size, root));
            if (proof.empty()) continue;
            Proof longer = proof;
            longer.push_back(root);
            ASSERT_FALSE(proves_inclusion(longer, leaves[index], index, size, root));
            proof.back()[0] ^= 1;
            ASSERT_FALSE(proves_inclusion(proof, leaves[index], index, size, root));
        }
    }
}

TEST(Merkle, EveryTreeIsProvenToBeginEveryLaterOne) {
    const auto leaves = numbered_leaves(40);
    auto altered = leaves;
    altered[3] = leaf_hash("altered");
    const Subtree subtree = [&](std::uint64_t begin, std::uint64_t end) {
        return naive_root(leaves, begin, end);
    };
    for (std::uint64_t newer = 0; newer <= leaves.size(); ++newer) {
        for (std::uint64_t older = 0; older <= newer; ++older) {
            const Proof proof = consistency_proof(older, newer, subtree);
            const Hash old_root = naive_root(leaves, 0, older);
            ASSERT_TRUE(proves_consistency(proof, older, old_root, newer, naive_root(leaves, 0, newer)))
                << older << " " << newer;
            if (older > 3) {
                ASSERT_FALSE(proves_consistency(proof, older, naive_root(altered, 0, older), newer,
                                                naive_root(leaves, 0, newer)));
                ASSERT_FALSE(
                    proves_consistency(proof, older, old_root, newer, naive_root(altered, 0, newer)));
            }
        }
    }
}

}  // namespace
}  // namespace motcua::storage
