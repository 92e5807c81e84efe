#include "storage/proofs/prove.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace motcua::storage {
namespace {

[[noreturn]] void missing() {
    throw std::runtime_error("journal: events are missing; run motcua audit verify");
}

}  // namespace

Prover::Prover(JournalReader& journal, Seq size) : journal_(journal), size_(size) {
    levels_.push_back(journal.block_hashes(0, size / block_size));
    if (levels_.front().size() != size / block_size) missing();
    while (levels_.back().size() > 1) {
        const auto& below = levels_.back();
        std::vector<Hash> level;
        level.reserve(below.size() / 2);
        for (std::size_t i = 0; i + 1 < below.size(); i += 2)
            level.push_back(node_hash(below[i], below[i + 1]));
        levels_.push_back(std::move(level));
    }
}

TreeHead Prover::tree() { return {size_, size_ == 0 ? Frontier().root() : subtree(0, size_)}; }

Proof Prover::inclusion(Seq seq) {
    return inclusion_proof(seq - 1, size_,
                           [this](std::uint64_t begin, std::uint64_t end) { return subtree(begin, end); });
}

Proof Prover::consistency(Seq older) {
    return consistency_proof(older, size_,
                             [this](std::uint64_t begin, std::uint64_t end) { return subtree(begin, end); });
}

Hash Prover::subtree(std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t size = end - begin;
    if (size >= block_size && std::has_single_bit(size) && begin % size == 0) {
        const auto level = static_cast<std::size_t>(std::countr_zero(size / block_size));
        return levels_.at(level).at(begin / size);
    }
    if (size > block_size) {
        const std::uint64_t middle = begin + split_point(size);
        return node_hash(subtree(begin, middle), subtree(middle, end));
    }
    const auto& hashes = leaves_of(begin / block_size);
    Frontier tree;
    for (std::uint64_t i = begin; i < end; ++i) tree.append(hashes.at(i % block_size));
    return tree.root();
}

const std::vector<Hash>& Prover::leaves_of(std::uint64_t block) {
    const auto [at, is_new] = leaves_.try_emplace(block);
    if (is_new) {
        const Seq first = block * block_size;
        const auto count = static_cast<std::size_t>(std::min<Seq>(block_size, size_ - first));
        journal_.read(first + 1, count, [&](const Record& record) { at->second.push_back(record.hash); });
        if (at->second.size() != count) missing();
    }
    return at->second;
}

}  // namespace motcua::storage
