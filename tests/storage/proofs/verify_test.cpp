#include "storage/proofs/verify.hpp"

#include "storage/memory/memory_journal.hpp"
#include "storage/proofs/merkle.hpp"
#include "tests/storage/sample_events.hpp"

#include <gtest/gtest.h>

namespace motcua::storage {
namespace {

// 600 events, two whole blocks among them, and a checkpoint each hundred.
class Verify : public testing::Test {
protected:
    Verify() {
        const Epoch epoch = journal.take_over();
        for (int batch = 0; batch < 6; ++batch) {
            EXPECT_TRUE(journal.append(journal.head(), epoch, events.some(100)));
            journal.keep_checkpoint({journal.head(), key.sign({origin, journal.tree()})});
        }
    }

    Verification audited() {
        return verify(journal, {.keys = std::span(&verifier, 1), .kept_elsewhere = {}, .progress = {}});
    }
    Record& event(Seq seq) { return store->events[seq - 1]; }

    /// Like a forger who knows how the journal is made, apart from the signing key.
    void reseal(Record& record) { record.hash = leaf_hash(record.leaf); }

    std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
    MemoryJournal journal{store};
    SampleEvents events;
    const std::string origin = origin_of("test", store->identity);
    SigningKey key{origin, std::array<std::uint8_t, 32>{1}};
    VerifierKey verifier = key.verifier();
};

TEST_F(Verify, AnUntouchedJournalIsRight) {
    const Verification result = audited();
    EXPECT_FALSE(result.flaw) << result.flaw->what;
    EXPECT_EQ(result.tree, journal.tree());
    EXPECT_EQ(result.checkpoints, 6u);
}

TEST_F(Verify, EveryByteOfEveryTextColumnCounts) {
    for (std::string Record::*column :
         {&Record::stream, &Record::type, &Record::key, &Record::leaf, &Record::personal}) {
        for (const Seq seq : {Seq{301}, Seq{600}, Seq{595}}) {
            std::string& text = event(seq).*column;
            for (std::size_t i = 0; i < text.size(); ++i) {
                text[i] = static_cast<char>(text[i] ^ 0x04);
                const Verification result = audited();
                ASSERT_TRUE(result.flaw) << "byte " << i << " of " << text;
                ASSERT_EQ(result.flaw->seq, seq) << result.flaw->what;
                text[i] = static_cast<char>(text[i] ^ 0x04);
                i += text.size() / 16;  // a sample; each audit reads the whole journal
            }
        }
    }
}

TEST_F(Verify, EveryNumberColumnCounts) {
    const auto expect_found = [&](Seq at) {
        const Verification result = audited();
        ASSERT_TRUE(result.flaw);
        EXPECT_EQ(result.flaw->seq, at) << result.flaw->what;
    };
    for (const Seq seq : {Seq{1}, Seq{300}, Seq{600}}) {
        const Record good = event(seq);
        event(seq).seq += 1, expect_found(seq), event(seq) = good;
        event(seq).prev ^= 1, expect_found(seq), event(seq) = good;
        event(seq).v += 1, expect_found(seq), event(seq) = good;
        event(seq).recorded_at_ms ^= 1, expect_found(seq), event(seq) = good;
        event(seq).at_ms ^= 1, expect_found(seq), event(seq) = good;
        event(seq).hash[31] ^= 1, expect_found(seq), event(seq) = good;
    }
}

TEST_F(Verify, ADeletedEventIsMissed) {
    store->events.erase(store->events.begin() + 299);
    EXPECT_EQ(audited().flaw->seq, 300u);
}

TEST_F(Verify, ACutOffEndIsMissed) {
    store->events.resize(599);
    EXPECT_EQ(audited().flaw->seq, 600u);
}

TEST_F(Verify, SwappedEventsAreFound) {
    std::swap(event(300), event(301));
    EXPECT_EQ(audited().flaw->seq, 300u);
    std::swap(event(300).seq, event(301).seq);
    EXPECT_EQ(audited().flaw->seq, 300u);
}

// The forger rewrites leaf, columns and hash in agreement: the checkpoints still tell.
TEST_F(Verify, AForgedEventBreaksTheNextCheckpoint) {
    Record& record = event(550);
    record.leaf.replace(record.leaf.find("hoa"), 3, "lan");
    reseal(record);
    const Verification result = audited();
    ASSERT_TRUE(result.flaw);
    EXPECT_EQ(result.flaw->seq, 600u);
    EXPECT_NE(result.flaw->what.find("another root"), std::string::npos);
}

TEST_F(Verify, ARewrittenPastBreaksACheckpointKeptElsewhere) {
    const std::string kept = journal.checkpoints(600).front().note;
    store->checkpoints.clear();
    Record& record = event(600);
    record.leaf.replace(record.leaf.find("hoa"), 3, "lan");
    reseal(record);
    EXPECT_FALSE(audited().flaw);
    const Verification result = verify(
        journal, {.keys = std::span(&verifier, 1), .kept_elsewhere = std::span(&kept, 1), .progress = {}});
    EXPECT_EQ(result.flaw->seq, 600u);
}

TEST_F(Verify, ACheckpointOfAnotherKeyIsAFlaw) {
    store->checkpoints[600] =
        SigningKey(origin, std::array<std::uint8_t, 32>{2}).sign({origin, journal.tree()});
    EXPECT_EQ(audited().flaw->kind, Tampering::unknown_key);
}

TEST_F(Verify, AFalseBlockIsAFlaw) {
    store->blocks[1][0] ^= 1;
    EXPECT_EQ(audited().flaw->seq, 512u);
}

TEST_F(Verify, AMissingPersonalValueNeedsItsRedaction) {
    event(301).personal = without_fields(event(301).personal, std::vector<std::string>{"name"});
    EXPECT_EQ(audited().flaw->seq, 301u);
    const Record redaction =
        events.next("dossier:0", std::string(redaction_type), {{"seq", 301}, {"fields", {"name"}}});
    ASSERT_TRUE(journal.append(600, Epoch{1}, std::span(&redaction, 1)));
    EXPECT_FALSE(audited().flaw);
    const Record again =
        events.next("dossier:0", std::string(redaction_type), {{"seq", 301}, {"fields", {"phone"}}});
    ASSERT_TRUE(journal.append(601, Epoch{1}, std::span(&again, 1)));
    EXPECT_EQ(audited().flaw->kind, Tampering::not_erased);
    EXPECT_EQ(audited().flaw->seq, 602u);
}

// The old key signs for the new one, in the checkpoint that follows the change.
TEST_F(Verify, TrustPassesToTheNextKeyAndNoFurther) {
    const SigningKey next(origin, std::array<std::uint8_t, 32>{2});
    const Record change = events.next("office", std::string(key_adopted_type),
                                      {{"key", next.verifier().text()}, {"former", verifier.text()}});
    ASSERT_TRUE(journal.append(600, Epoch{1}, std::span(&change, 1)));
    journal.keep_checkpoint({601, next.sign({origin, journal.tree()})});
    EXPECT_EQ(audited().flaw->kind, Tampering::unknown_key);
    store->checkpoints[601] = next.cosign(key.sign({origin, journal.tree()}));
    EXPECT_FALSE(audited().flaw);
    ASSERT_TRUE(journal.append(601, Epoch{1}, events.some(9)));
    journal.keep_checkpoint({610, next.sign({origin, journal.tree()})});
    EXPECT_FALSE(audited().flaw);
    EXPECT_EQ(audited().covered, 610u);
}

TEST_F(Verify, TwoSignedHistoriesAreAFork) {
    const std::string other = key.sign({origin, {600, sha256("another history")}});
    const auto result = verify(
        journal, {.keys = std::span(&verifier, 1), .kept_elsewhere = std::span(&other, 1), .progress = {}});
    EXPECT_EQ(result.flaw->kind, Tampering::fork);
    EXPECT_EQ(result.flaw->seq, 600u);
}

TEST_F(Verify, TimeNeverRunsBackwards) {
    Record& record = event(600);
    const auto set_time = [&](std::string_view name, std::int64_t moment) {
        record.leaf.replace(record.leaf.find(name) + name.size(), 13, std::to_string(moment));
        reseal(record);
    };
    const Record good = record;
    set_time("\"at\":", record.at_ms = record.recorded_at_ms + 1);
    EXPECT_NE(audited().flaw->what.find("dated later"), std::string::npos);
    record = good;
    set_time("\"recorded_at\":", record.recorded_at_ms = event(599).recorded_at_ms - 1);
    EXPECT_NE(audited().flaw->what.find("recorded earlier"), std::string::npos);
}

}  // namespace
}  // namespace motcua::storage
