#include "storage/proofs/checkpoint.hpp"

#include "storage/proofs/merkle.hpp"

#include <gtest/gtest.h>

namespace motcua::storage {
namespace {

SigningKey key_of(const std::string& name, std::uint8_t fill) {
    std::array<std::uint8_t, 32> seed;
    seed.fill(fill);
    return SigningKey(name, seed);
}

const Checkpoint sample{"motcua/H55.07/1", {42, leaf_hash("root")}};

// The key pair in the documentation of Go's checksum database, whose form C2SP took over.
TEST(Checkpoint, KeysAreThoseOfOtherTools) {
    const auto key =
        SigningKey::parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->verifier().text(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    EXPECT_EQ(key->text(), "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    EXPECT_TRUE(VerifierKey::parse(key->verifier().text()));
    EXPECT_FALSE(VerifierKey::parse("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST(Checkpoint, IsThreeLinesAndASignature) {
    const std::string note = key_of("motcua/H55.07/1", 1).sign(sample);
    EXPECT_TRUE(note.starts_with("motcua/H55.07/1\n42\n" + to_base64(bytes_of(sample.head.root)) +
                                 "\n\n— motcua/H55.07/1 "))
        << note;
    EXPECT_TRUE(note.ends_with("\n"));
}

TEST(Checkpoint, OpensWithItsKeyOnly) {
    const std::string note = key_of("motcua/H55.07/1", 1).sign(sample);
    EXPECT_EQ(key_of("motcua/H55.07/1", 1).verifier().open(note), sample);
    EXPECT_FALSE(key_of("motcua/H55.07/1", 2).verifier().open(note));
    EXPECT_FALSE(key_of("other", 1).verifier().open(note));
}

TEST(Checkpoint, EveryAlteredByteIsFound) {
    const VerifierKey key = key_of("m", 1).verifier();
    const std::string note = key_of("m", 1).sign(sample);
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string altered = note;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(key.open(altered)) << i;
    }
}

// A witness adds its signature below ours; both keys still open the note.
TEST(Checkpoint, MayCarrySignaturesOfWitnesses) {
    std::string note = key_of("m", 1).sign(sample);
    const std::string witness = key_of("w", 2).sign(sample);
    note += witness.substr(witness.rfind("\n\n") + 2);
    EXPECT_EQ(key_of("m", 1).verifier().open(note), sample);
    EXPECT_EQ(key_of("w", 2).verifier().open(note), sample);
}

TEST(Checkpoint, AKeysNameHoldsNeitherBlankNorPlus) { EXPECT_THROW(key_of("a b", 1), std::invalid_argument); }

}  // namespace
}  // namespace motcua::storage
