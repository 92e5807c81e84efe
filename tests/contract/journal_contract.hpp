// What every journal keeps, whatever it is made of. A fixture gives
//   std::unique_ptr<Journal> open();   the same storage each time, also while another is open
// and the suite is instantiated over it: INSTANTIATE_TYPED_TEST_SUITE_P(Name, JournalContract, Fixture).
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/merkle.hpp"
#include "storage/proofs/prove.hpp"
#include "storage/proofs/verify.hpp"
#include "tests/storage/sample_events.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace motcua::storage {

inline std::vector<Record> all_events(JournalReader& journal) {
    std::vector<Record> records;
    for (Seq from = 0, next = 1; from != next;) {
        from = next;
        next = journal.read(from, 100, [&](const Record& record) { records.push_back(record); });
    }
    return records;
}

template <class Fixture> class JournalContract : public testing::Test {
protected:
    Fixture storage;
    SampleEvents events;
};

TYPED_TEST_SUITE_P(JournalContract);

TYPED_TEST_P(JournalContract, IsEmptyAtFirst) {
    const auto journal = this->storage.open();
    EXPECT_EQ(journal->head(), 0u);
    EXPECT_EQ(journal->read(1, 10, [](const Record&) { FAIL(); }), 1u);
    EXPECT_FALSE(journal->find(1));
    EXPECT_EQ(journal->tree(), (TreeHead{0, Frontier().root()}));
    EXPECT_FALSE(journal->identity().id.empty());
}

TYPED_TEST_P(JournalContract, GivesBackWhatWasAppended) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const auto records = this->events.some(7);
    ASSERT_TRUE(journal->append(0, epoch, std::span(records).first(3)));
    ASSERT_TRUE(journal->append(3, epoch, std::span(records).subspan(3)));
    EXPECT_EQ(journal->head(), 7u);
    EXPECT_EQ(all_events(*journal), records);
    EXPECT_EQ(journal->find(5), records[4]);
    EXPECT_FALSE(journal->find(8));
}

TYPED_TEST_P(JournalContract, ReadsFromWhereOneIsUpToTheLimit) {
    const auto journal = this->storage.open();
    ASSERT_TRUE(journal->append(0, journal->take_over(), this->events.some(7)));
    std::vector<Seq> seen;
    EXPECT_EQ(journal->read(3, 2, [&](const Record& record) { seen.push_back(record.seq); }), 5u);
    EXPECT_EQ(seen, (std::vector<Seq>{3, 4}));
}

TYPED_TEST_P(JournalContract, OutlivesItsWriter) {
    const auto records = this->events.some(300);
    JournalIdentity identity;
    TreeHead tree;
    {
        const auto journal = this->storage.open();
        ASSERT_TRUE(journal->append(0, journal->take_over(), records));
        identity = journal->identity();
        tree = journal->tree();
    }
    const auto journal = this->storage.open();
    EXPECT_EQ(journal->identity(), identity);
    EXPECT_EQ(journal->head(), 300u);
    EXPECT_EQ(journal->tree(), tree);
    EXPECT_EQ(all_events(*journal), records);
}

// The former writer still lives and does not know that another took over.
TYPED_TEST_P(JournalContract, ADeposedWriterIsRefused) {
    const auto first = this->storage.open();
    const Epoch old_epoch = first->take_over();
    const auto records = this->events.some(3);
    ASSERT_TRUE(first->append(0, old_epoch, std::span(records).first(1)));

    const auto second = this->storage.open();
    const Epoch epoch = second->take_over();
    EXPECT_GT(epoch, old_epoch);
    EXPECT_EQ(first->append(1, old_epoch, std::span(records).subspan(1, 1)).error, AppendError::epoch_moved);
    ASSERT_TRUE(second->append(1, epoch, std::span(records).subspan(1, 1)));
    EXPECT_EQ(first->append(1, old_epoch, std::span(records).subspan(1, 1)).error, AppendError::epoch_moved);
    ASSERT_TRUE(second->append(2, epoch, std::span(records).subspan(2, 1)));
    EXPECT_EQ(all_events(*second), records);
}

TYPED_TEST_P(JournalContract, AWriterWithAnOldHeadIsRefused) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const auto records = this->events.some(2);
    ASSERT_TRUE(journal->append(0, epoch, std::span(records).first(1)));
    EXPECT_EQ(journal->append(0, epoch, std::span(records).first(1)).error, AppendError::head_moved);
    EXPECT_EQ(journal->head(), 1u);
    EXPECT_EQ(journal->tree().size, 1u);
    ASSERT_TRUE(journal->append(1, epoch, std::span(records).subspan(1)));
}

TYPED_TEST_P(JournalContract, AReaderFollowsOnItsOwnThread) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const auto records = this->events.some(200);
    const auto reader = journal->reader();
    std::vector<Record> seen;
    std::thread follower([&] {
        for (Seq next = 1; seen.size() < records.size();)
            next = reader->read(next, 16, [&](const Record& record) { seen.push_back(record); });
    });
    for (Seq head = 0; head < records.size(); head += 4) {
        EXPECT_TRUE(journal->append(head, epoch, std::span(records).subspan(head, 4)));
        if (head % 40 == 0) journal->housekeep();
    }
    follower.join();
    EXPECT_EQ(seen, records);
    EXPECT_EQ(reader->identity(), journal->identity());
}

TYPED_TEST_P(JournalContract, TreeBlocksAndProofsAgree) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const auto records = this->events.some(600);
    Frontier tree;
    std::vector<Hash> roots{tree.root()};
    for (Seq head = 0; head < records.size(); head += 50)
        ASSERT_TRUE(journal->append(head, epoch, std::span(records).subspan(head, 50)));
    for (const Record& record : records) {
        tree.append(record.hash);
        roots.push_back(tree.root());
    }
    EXPECT_EQ(journal->tree(), (TreeHead{600, roots[600]}));
    EXPECT_EQ(journal->block_hashes(0, 9).size(), 2u);
    EXPECT_EQ(journal->block_hashes(1, 9), std::vector{journal->block_hashes(0, 2)[1]});
    EXPECT_TRUE(journal->block_hashes(2, 9).empty());
    const auto reader = journal->reader();
    for (const Seq size : {0, 1, 200, 256, 300, 512, 513, 600})
        EXPECT_EQ(Prover(*reader, size).tree(), (TreeHead{size, roots[size]}));
    Prover prover(*reader, 600);
    for (const Seq seq : {1, 77, 256, 257, 512, 599})
        EXPECT_TRUE(proves_inclusion(prover.inclusion(seq), records[seq - 1].hash, seq - 1, 600, roots[600]))
            << seq;
    for (const Seq older : {0, 1, 256, 400, 600})
        EXPECT_TRUE(proves_consistency(prover.consistency(older), older, roots[older], 600, roots[600]))
            << older;
}

TYPED_TEST_P(JournalContract, CheckpointsAreKept) {
    const auto journal = this->storage.open();
    ASSERT_TRUE(journal->append(0, journal->take_over(), this->events.some(5)));
    journal->keep_checkpoint({2, "two"});
    journal->keep_checkpoint({5, "five"});
    journal->keep_checkpoint({5, "five again"});
    EXPECT_EQ(journal->checkpoints(0), (std::vector<StoredCheckpoint>{{2, "two"}, {5, "five"}}));
    EXPECT_EQ(journal->reader()->checkpoints(3), (std::vector<StoredCheckpoint>{{5, "five"}}));
}

TYPED_TEST_P(JournalContract, PersonalValuesAreErasedWithTheirRedaction) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const Record filed =
        this->events.next("dossier:1", "submitted", {}, {{"name", "Hoa"}, {"phone", "0912"}});
    ASSERT_TRUE(journal->append(0, epoch, std::span(&filed, 1)));
    const Record redaction =
        this->events.next("dossier:1", std::string(redaction_type), {{"seq", 1}, {"fields", {"name"}}});
    const Erasure erasure{1, without_fields(filed.personal, std::vector<std::string>{"name"})};
    ASSERT_TRUE(journal->append(1, epoch, std::span(&redaction, 1), std::span(&erasure, 1)));
    EXPECT_EQ(open_event(*journal->find(1)).personal, (boost::json::object{{"phone", "0912"}}));
    EXPECT_FALSE(verify(*journal, {}).flaw);
}

TYPED_TEST_P(JournalContract, PassesItsAudit) {
    const auto journal = this->storage.open();
    const Epoch epoch = journal->take_over();
    const std::string origin = origin_of("test", journal->identity());
    const SigningKey key(origin, std::array<std::uint8_t, 32>{1});
    for (int batch = 0; batch < 30; ++batch) {
        ASSERT_TRUE(journal->append(journal->head(), epoch, this->events.some(20)));
        journal->keep_checkpoint({journal->head(), key.sign({origin, journal->tree()})});
    }
    const VerifierKey verifier = key.verifier();
    const Verification result =
        verify(*journal->reader(), {.keys = std::span(&verifier, 1), .kept_elsewhere = {}, .progress = {}});
    EXPECT_FALSE(result.flaw) << result.flaw->what;
    EXPECT_EQ(result.tree, journal->tree());
    EXPECT_EQ(result.checkpoints, 30u);
}

REGISTER_TYPED_TEST_SUITE_P(JournalContract, IsEmptyAtFirst, GivesBackWhatWasAppended,
                            ReadsFromWhereOneIsUpToTheLimit, OutlivesItsWriter, ADeposedWriterIsRefused,
                            AWriterWithAnOldHeadIsRefused, AReaderFollowsOnItsOwnThread,
                            TreeBlocksAndProofsAgree, CheckpointsAreKept,
                            PersonalValuesAreErasedWithTheirRedaction, PassesItsAudit);

}  // namespace motcua::storage
