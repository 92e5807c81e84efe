#include "storage/proofs/prove.hpp"

#include <stdexcept>

namespace motcua::storage {
namespace {

Hash subtree(JournalReader& journal, std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t size = end - begin;
    if (size > block_size) {
        const std::uint64_t middle = begin + split_point(size);
        return node_hash(subtree(journal, begin, middle), subtree(journal, middle, end));
    }
    if (size == block_size && begin % block_size == 0)
        if (const auto block = journal.block_hash(begin / block_size)) return *block;
    Frontier leaves;
    journal.read(begin + 1, static_cast<std::size_t>(size),
                 [&](const Record& record) { leaves.append(record.hash); });
    if (leaves.size() != size)
        throw std::runtime_error("journal: events are missing; run motcua audit verify");
    return leaves.root();
}

Subtree subtrees(JournalReader& journal) {
    return [&journal](std::uint64_t begin, std::uint64_t end) { return subtree(journal, begin, end); };
}

}  // namespace

Hash root_at(JournalReader& journal, Seq size) {
    return size == 0 ? Frontier().root() : subtree(journal, 0, size);
}

Proof inclusion_proof(JournalReader& journal, Seq seq, Seq size) {
    return inclusion_proof(seq - 1, size, subtrees(journal));
}

Proof consistency_proof(JournalReader& journal, Seq older, Seq newer) {
    return consistency_proof(older, newer, subtrees(journal));
}

}  // namespace motcua::storage
