#include "engine/checkpoints.hpp"

#include "storage/memory/memory_journal.hpp"
#include "storage/proofs/seal.hpp"
#include "storage/proofs/verify.hpp"
#include "tests/engine/memory_keys.hpp"
#include "tests/storage/sample_events.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {

using namespace std::chrono_literals;
using storage::SigningKey;

namespace {

class SignedOffice : public testing::Test {
protected:
    SignedOffice() {
        office.agency_code = "H55.242";
        epoch = journal.take_over();
        name(1);
    }

    SigningKey key(std::uint8_t seed) const { return {origin, std::array<std::uint8_t, 32>{seed}}; }

    /// The journal names the key, which was made before.
    void name(std::uint8_t seed) {
        keys.keep_next(key(seed));
        named = key(seed).verifier().text();
        append(events.next("office", std::string(storage::key_adopted_type), {{"key", named}}));
    }
    void append(const storage::Record& record) {
        EXPECT_TRUE(journal.append(journal.head(), epoch, std::span(&record, 1)));
        checkpoints.follow(journal.head(), named, &office);
    }
    std::size_t signed_so_far() { return journal.checkpoints(0).size(); }
    storage::Verification audit_with(const SigningKey& trusted) {
        const auto verifier = trusted.verifier();
        return storage::verify(journal,
                               {.keys = std::span(&verifier, 1), .kept_elsewhere = {}, .progress = {}});
    }

    storage::MemoryJournal journal;
    storage::Epoch epoch{};
    MemoryKeys keys;
    engine::ManualClock clock{procedures::Instant{1'770'000'000s}};
    procedures::Office office;
    storage::SampleEvents events;
    std::string named;
    const std::string origin = storage::origin_of("H55.242", journal.identity());
    engine::Checkpoints checkpoints{{journal, keys, clock, engine::silent_log()}};
};

TEST_F(SignedOffice, TheFirstKeySignsAtOnce) {
    EXPECT_EQ(signed_so_far(), 1u);
    EXPECT_EQ(audit_with(key(1)).covered, 1u);
    EXPECT_EQ(checkpoints.take_fresh().size(), 1u);
}

TEST_F(SignedOffice, SignsEachHourInWhichSomethingHappened) {
    clock.pass(2h);
    checkpoints.sign_when_due();
    EXPECT_EQ(signed_so_far(), 1u);
    EXPECT_FALSE(checkpoints.next_wake());
    append(events.next("dossier:1"));
    EXPECT_EQ(checkpoints.next_wake(), clock.now() - 1h);
    checkpoints.sign_when_due();
    EXPECT_EQ(signed_so_far(), 2u);
    append(events.next("dossier:1"));
    clock.pass(59min);
    checkpoints.sign_when_due();
    EXPECT_EQ(signed_so_far(), 2u);
    EXPECT_EQ(checkpoints.sign()->size, 3u);
    EXPECT_EQ(checkpoints.sign()->size, 3u);
    EXPECT_EQ(signed_so_far(), 3u);
}

TEST_F(SignedOffice, TrustPassesToANewKey) {
    name(2);
    EXPECT_EQ(keys.signing()->verifier(), key(2).verifier());
    append(events.next("dossier:1"));
    checkpoints.sign();
    const auto found = audit_with(key(1));
    EXPECT_FALSE(found.flaw) << found.flaw->what;
    EXPECT_EQ(found.covered, 3u);
}

// The journal names the new key, but the crash came before it took its place.
TEST_F(SignedOffice, AChangeThatACrashCutShortIsFinishedAtTheNextStart) {
    keys.dies = true;
    name(2);
    keys.dies = false;
    engine::Checkpoints again{{journal, keys, clock, engine::silent_log()}};
    again.follow(journal.head(), named, &office);
    EXPECT_EQ(keys.signing()->verifier(), key(2).verifier());
    EXPECT_FALSE(audit_with(key(1)).flaw);
}

TEST_F(SignedOffice, WithoutTheNamedKeyNothingIsSigned) {
    named = key(9).verifier().text();
    append(events.next("office", std::string(storage::key_adopted_type), {{"key", named}}));
    EXPECT_FALSE(checkpoints.sign());
    EXPECT_EQ(signed_so_far(), 1u);
}

}  // namespace
}  // namespace motcua::tests
