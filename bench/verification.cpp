#include "bench/verification.hpp"

#include "storage/proofs/hash.hpp"
#include "storage/proofs/merkle.hpp"
#include "storage/proofs/pack.hpp"
#include "storage/proofs/verify.hpp"
#include "storage/sqlite/sqlite_journal.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace motcua::bench {

VerificationSpeed verification(const std::filesystem::path& journal) {
    using Steady = std::chrono::steady_clock;
    const auto reader = storage::read_sqlite_journal(journal);
    std::vector<std::string> hashed;
    reader->read(1, 10'000'000, [&](const storage::Record& record) {
        hashed.push_back(record.leaf);
        if (!record.personal.empty()) hashed.push_back(record.personal);
    });
    auto begun = Steady::now();
    std::uint8_t seen = 0;
    for (const auto& text : hashed) seen ^= storage::sha256(text)[0];
    // An inner node hashes 65 bytes for every leaf.
    const std::string node(65, static_cast<char>(seen));
    for (std::uint64_t i = 0; i < reader->head(); ++i) seen ^= storage::sha256(node)[0];
    const std::chrono::duration<double> bare = Steady::now() - begun;

    begun = Steady::now();
    const auto result = storage::verify(*reader, {});
    const std::chrono::duration<double> took = Steady::now() - begun;
    if (result.flaw) throw std::runtime_error("the measured journal has a flaw: " + result.flaw->what);
    const auto head = reader->head();
    auto newest = head;
    while (!reader->find(newest)->stream.starts_with("dossier:")) --newest;
    begun = Steady::now();
    const auto pack = storage::make_pack(*reader, newest, {head, "checkpoint"});
    const std::chrono::duration<double, std::milli> proof = Steady::now() - begun;
    if (pack.events.empty()) throw std::runtime_error("the measured dossier was not found");
    return {static_cast<double>(head) / took.count(), bare / took, proof.count(), head};
}

}  // namespace motcua::bench
