#include "storage/proofs/pack.hpp"

#include "storage/memory/memory_journal.hpp"
#include "storage/proofs/seal.hpp"
#include "tests/storage/sample_events.hpp"

#include <gtest/gtest.h>

namespace motcua::storage {
namespace {

// Events 3, 8, 13, … of 600 are dossier:2's; the checkpoint covers 400 of them.
class Packing : public testing::Test {
protected:
    Packing() {
        EXPECT_TRUE(journal.append(0, journal.take_over(), events.some(400)));
        checkpoint = {400, key.sign({origin, journal.tree()})};
        EXPECT_TRUE(journal.append(400, Epoch{1}, events.some(200)));
        pack = make_pack(journal, 598, checkpoint);
    }

    std::optional<Flaw> flaw() { return verify_pack(pack, std::span(&verifier, 1)).flaw; }

    MemoryJournal journal;
    SampleEvents events;
    const std::string origin = origin_of("test", journal.identity());
    SigningKey key{origin, std::array<std::uint8_t, 32>{1}};
    VerifierKey verifier = key.verifier();
    StoredCheckpoint checkpoint;
    Pack pack;
};

TEST_F(Packing, HoldsWhatTheCheckpointCoversAndProvesIt) {
    EXPECT_EQ(pack.stream, "dossier:2");
    EXPECT_EQ(pack.events.size(), 80u);
    EXPECT_FALSE(flaw());
    EXPECT_EQ(verify_pack(pack, std::span(&verifier, 1)).tree.size, 400u);
}

TEST_F(Packing, ComesBackFromItsText) {
    const auto text = to_text(pack);
    EXPECT_EQ(text.find("dossier:1"), text.npos);
    const auto read = read_pack(text, pack.note);
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), text);
    EXPECT_FALSE(verify_pack(*read, std::span(&verifier, 1)).flaw);
    EXPECT_FALSE(read_pack("{}", pack.note));
}

TEST_F(Packing, AnAlteredEventIsNotInTheTree) {
    auto& leaf = pack.events[10].leaf;
    leaf.replace(leaf.find("hoa"), 3, "lan");
    EXPECT_EQ(flaw()->kind, Tampering::altered);
    EXPECT_EQ(flaw()->seq, 53u);
}

TEST_F(Packing, AnEventLeftOutIsMissed) {
    pack.events.erase(pack.events.begin() + 10);
    EXPECT_EQ(flaw()->kind, Tampering::missing);
    EXPECT_EQ(flaw()->seq, 53u);
}

TEST_F(Packing, APersonalValueIsBoundToItsEvent) {
    auto& personal = pack.events[2].personal;
    ASSERT_NE(personal.find("0912"), personal.npos) << "event 13";
    const auto whole = personal;
    personal.replace(personal.find("0912"), 4, "0913");
    EXPECT_EQ(flaw()->kind, Tampering::altered);
    personal = without_fields(whole, std::vector<std::string>{"phone"});
    EXPECT_EQ(flaw()->kind, Tampering::erased);
}

TEST_F(Packing, OnlyASignatureByAKeyThatCountsProves) {
    pack.note = SigningKey(origin, std::array<std::uint8_t, 32>{2}).sign({origin, journal.tree()});
    EXPECT_EQ(flaw()->kind, Tampering::unknown_key);
    pack.note = "no note";
    EXPECT_EQ(flaw()->kind, Tampering::unreadable);
}

}  // namespace
}  // namespace motcua::storage
