// What can be done to a journal by somebody who owns the database, and what both verifiers say to it: ours and
// the one that knows nothing but docs/journal-format.md.
#include "storage/proofs/seal.hpp"
#include "storage/proofs/verify.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "tests/app/command_line.hpp"
#include "tests/storage/sample_events.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;
using storage::Record;
using storage::Seq;
using storage::SigningKey;
using storage::sqlite::Database;

const std::string verifier = MOTCUA_SOURCE_DIR "/tests/verifier/motcua_verify.py";

class Forgeries : public testing::Test {
protected:
    // 600 events, two whole blocks among them, the key named by the first, and a checkpoint each hundred.
    Forgeries() {
        fs::create_directories(data_);
        storage::SqliteJournal journal(db_);
        const auto epoch = journal.take_over();
        origin_ = storage::origin_of("H55.242", journal.identity());
        SigningKey key(origin_, std::array<std::uint8_t, 32>{1});
        auto records = std::vector<Record>{
            events_.next("office", std::string(storage::key_adopted_type), {{"key", key.verifier().text()}})};
        for (auto& record : events_.some(599)) records.push_back(std::move(record));
        for (Seq from = 0; from < 600; from += 100) {
            EXPECT_TRUE(journal.append(from, epoch, std::span(records).subspan(from, 100)));
            journal.keep_checkpoint({from + 100, key.sign({origin_, journal.tree()})});
        }
        key_ = key.verifier().text();
        kept_ = journal.checkpoints(600).front().note;
    }

    void sql(const std::string& statements) { Database(db_, Database::Mode::read_write).run(statements); }

    std::string kept(const std::string& note) {
        const auto file = folder_.path() / ("kept-" + std::to_string(++files_) + ".txt");
        std::ofstream(file, std::ios::binary) << note;
        return file.string();
    }

    /// Both say the same; what they say is returned.
    std::string said(std::vector<std::string> more = {}) {
        std::vector<std::string> ours{"audit", "verify", "--data", data_.string()};
        std::vector<std::string> theirs{"-I", verifier, "--journal", db_.string()};
        ours.insert(ours.end(), more.begin(), more.end());
        theirs.insert(theirs.end(), more.begin(), more.end());
        return same(motcua(ours), run(MOTCUA_PYTHON, theirs));
    }

    static std::string same(const Ran& us, const Ran& them) {
        EXPECT_EQ(us.code, them.code) << us.out << us.err << them.out << them.err;
        const auto head = [](const std::string& out) {
            const auto end = out.find(": ", out.find(": ") + 2);
            return out.starts_with("Event ") ? out.substr(0, end) : "whole";
        };
        EXPECT_EQ(head(us.out), head(them.out)) << us.out << them.out << us.err << them.err;
        if (us.code == 0) {
            EXPECT_EQ(us.out, them.out);
        }
        return head(us.out);
    }
    std::string said_with_key(std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--key", key_});
        return said(std::move(more));
    }

    /// As somebody does who knows how a journal is made and has all but the key: replaces the text of one event and
    /// makes every hash fit again.
    void rebuild_with(Seq seq, const std::string& from, const std::string& to) {
        sql("UPDATE event SET leaf = replace(leaf, '" + from + "', '" + to +
            "') WHERE seq = " + std::to_string(seq));
        std::string statements;
        {
            const auto journal = storage::read_sqlite_journal(db_);
            storage::Frontier tree;
            journal->read(1, 10'000, [&](const Record& record) {
                const auto hash = storage::leaf_hash(record.leaf);
                const auto hex = [](const storage::Hash& bytes) {
                    return "x'" + storage::to_hex(storage::bytes_of(bytes)) + "'";
                };
                statements += "UPDATE event SET hash = " + hex(hash) +
                              " WHERE seq = " + std::to_string(record.seq) + ";";
                if (const auto block = tree.append(hash))
                    statements += "UPDATE block SET hash = " + hex(*block) +
                                  " WHERE number = " + std::to_string(record.seq / 256 - 1) + ";";
            });
            tree_ = {tree.size(), tree.root()};
        }
        sql(statements);
    }

    TempFolder folder_;
    const fs::path data_ = folder_.path() / "office";
    const fs::path db_ = data_ / "journal.db";
    storage::SampleEvents events_;
    std::string origin_, key_, kept_;
    storage::TreeHead tree_;
    int files_ = 0;
};

TEST_F(Forgeries, NoneInAnUntouchedJournal) {
    EXPECT_EQ(said(), "whole");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(kept_)}), "whole");
}

TEST_F(Forgeries, AByteFlipped) {
    sql("UPDATE event SET leaf = replace(leaf, 'hoa', 'hob') WHERE seq = 301");
    EXPECT_EQ(said(), "Event 301: altered");
    sql("UPDATE event SET leaf = replace(leaf, 'hob', 'hoa') WHERE seq = 301;"
        "UPDATE event SET personal = replace(personal, '0912', '0913') WHERE seq = 302");
    EXPECT_EQ(said(), "Event 302: altered");
    sql("UPDATE event SET personal = replace(personal, '0913', '0912') WHERE seq = 302;"
        "UPDATE event SET at = at - 1 WHERE seq = 600");
    EXPECT_EQ(said(), "Event 600: altered");
    sql("UPDATE event SET at = at + 1 WHERE seq = 600;"
        "UPDATE block SET hash = zeroblob(32) WHERE number = 1");
    EXPECT_EQ(said(), "Event 512: altered");
}

TEST_F(Forgeries, ARowRemoved) {
    sql("DELETE FROM event WHERE seq = 300");
    EXPECT_EQ(said(), "Event 300: missing");
}

TEST_F(Forgeries, RowsSwapped) {
    sql("UPDATE event SET seq = 10000 WHERE seq = 300; UPDATE event SET seq = 300 WHERE seq = 301;"
        "UPDATE event SET seq = 301 WHERE seq = 10000");
    EXPECT_EQ(said(), "Event 300: moved");
}

TEST_F(Forgeries, TheTailCut) {
    sql("DELETE FROM event WHERE seq > 590");
    EXPECT_EQ(said(), "Event 591: cut");
    sql("UPDATE journal SET head = 590");
    EXPECT_EQ(said(), "Event 591: cut");
    // The checkpoints that tell of more are gone, too: only what was kept elsewhere knows.
    sql("DELETE FROM checkpoint WHERE size > 590");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(kept_)}), "Event 591: older_copy");
}

TEST_F(Forgeries, AnOlderCopyOfTheDatabase) {
    const fs::path copy = folder_.path() / "yesterday.db";
    fs::copy_file(db_, copy);
    std::string newer;
    {
        storage::SqliteJournal journal(db_);
        const auto epoch = journal.take_over();
        ASSERT_TRUE(journal.append(600, epoch, events_.some(50)));
        newer = SigningKey(origin_, std::array<std::uint8_t, 32>{1}).sign({origin_, journal.tree()});
    }
    EXPECT_EQ(said_with_key({"--checkpoint", kept(newer)}), "whole");
    for (const char* rest : {"-wal", "-shm"}) fs::remove(db_.string() + rest);
    fs::copy_file(copy, db_, fs::copy_options::overwrite_existing);
    EXPECT_EQ(said_with_key({"--checkpoint", kept(newer)}), "Event 601: older_copy");
}

TEST_F(Forgeries, TheTreeRebuiltWithoutTheKey) {
    rebuild_with(550, "hoa", "lan");
    EXPECT_EQ(said(), "Event 600: rewritten");
    sql("DELETE FROM checkpoint");
    EXPECT_EQ(said(), "whole");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(kept_)}), "Event 600: rewritten");
}

// The forger signs with a key of his own and lets the journal name it.
TEST_F(Forgeries, TheTreeRebuiltWithAnotherKey) {
    const SigningKey own(origin_, std::array<std::uint8_t, 32>{2});
    rebuild_with(1, key_, own.verifier().text());
    sql("DELETE FROM checkpoint; INSERT INTO checkpoint VALUES (600, '" + own.sign({origin_, tree_}) + "')");
    EXPECT_EQ(said(), "whole");
    EXPECT_EQ(said_with_key(), "Event 600: unknown_key");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(kept_)}), "Event 600: unknown_key");
}

TEST_F(Forgeries, AnOldCheckpointReplayed) {
    sql("UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 500) WHERE size = 600");
    EXPECT_EQ(said(), "Event 600: replayed");
}

TEST_F(Forgeries, AForgedSignature) {
    sql("UPDATE checkpoint SET note = replace(note, '\n600\n', '\n599\n'), size = 599 WHERE size = 600");
    EXPECT_EQ(said(), "Event 599: unknown_key");
}

TEST_F(Forgeries, TwoSignedCheckpointsOfOneSize) {
    const SigningKey key(origin_, std::array<std::uint8_t, 32>{1});
    const auto other = key.sign({origin_, {600, storage::sha256("another history")}});
    EXPECT_EQ(said_with_key({"--checkpoint", kept(other)}), "Event 600: fork");
    // Neither needs to be in the database.
    sql("DELETE FROM checkpoint");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(other), "--checkpoint", kept(kept_)}), "Event 600: fork");
}

TEST_F(Forgeries, TheJournalOfAnotherOffice) {
    const storage::JournalIdentity other{"00112233445566778899aabbccddeeff", 1};
    const auto theirs = storage::origin_of("H21.7", other);
    const SigningKey key(theirs, std::array<std::uint8_t, 32>{3});
    const auto note = key.sign({theirs, {600, storage::sha256("theirs")}});
    EXPECT_EQ(said_with_key({"--checkpoint", kept(note), "--key", key.verifier().text()}),
              "Event 600: another_journal");
    sql("UPDATE journal SET id = '00112233445566778899aabbccddeeff'");
    EXPECT_EQ(said(), "Event 100: another_journal");
}

TEST_F(Forgeries, ACheckpointOfTheHistoryBeforeADeclaredRestore) {
    const SigningKey key(origin_, std::array<std::uint8_t, 32>{1});
    const auto lost = key.sign({origin_, {700, storage::sha256("events that the restore lost")}});
    sql("UPDATE journal SET generation = 2");
    EXPECT_EQ(said_with_key(), "whole");
    EXPECT_EQ(said_with_key({"--checkpoint", kept(lost)}), "Event 700: other_generation");
}

TEST_F(Forgeries, APersonalValueTakenAwayWithoutItsErasure) {
    sql("UPDATE event SET personal = '' WHERE seq = 302");
    EXPECT_EQ(said(), "Event 302: erased");
}

TEST_F(Forgeries, AnErasureThatWasNotCarriedOut) {
    storage::SqliteJournal journal(db_);
    const auto epoch = journal.take_over();
    const Record redaction =
        events_.next("dossier:0", std::string(storage::redaction_type), {{"seq", 302}, {"fields", {"name"}}});
    const auto values = journal.find(302)->personal;
    const storage::Erasure erasure{302, storage::without_fields(values, std::vector<std::string>{"name"})};
    ASSERT_TRUE(journal.append(600, epoch, std::span(&redaction, 1), std::span(&erasure, 1)));
    EXPECT_EQ(said(), "whole");
    sql("UPDATE event SET personal = '" + values + "' WHERE seq = 302");
    EXPECT_EQ(said(), "Event 601: not_erased");
}

TEST_F(Forgeries, RowsBeyondTheCount) {
    sql("UPDATE journal SET head = 599");
    EXPECT_EQ(said(), "Event 600: added");
}

TEST_F(Forgeries, AFileThatIsNoDatabase) {
    for (const char* rest : {"-wal", "-shm"}) fs::remove(db_.string() + rest);
    std::fstream file(db_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(8192 * 3);
    file << std::string(8192 * 4, '\xA5');
    file.close();
    EXPECT_NE(said().find("unreadable"), std::string::npos);
}

/// A pack and proofs about the journal above; verdicts of both.
class TakenOut : public Forgeries {
protected:
    TakenOut() {
        fs::create_directories(data_ / "keys");
        std::ofstream(data_ / "keys" / "public.txt") << key_ << '\n';
    }

    std::string said_of_pack(std::vector<std::string> more = {}) {
        std::vector<std::string> ours{"audit", "verify", "--pack", pack_};
        std::vector<std::string> theirs{"-I", pack_ + "/motcua_verify.py", "--pack", pack_};
        ours.insert(ours.end(), more.begin(), more.end());
        theirs.insert(theirs.end(), more.begin(), more.end());
        return same(motcua(ours), run(MOTCUA_PYTHON, theirs));
    }

    /// Replaces text in the pack.
    void edit(const std::string& name, const std::string& from, const std::string& to) {
        const auto file = fs::path(pack_) / name;
        std::ifstream in(file);
        std::string text((std::istreambuf_iterator<char>(in)), {});
        const auto at = text.find(from);
        ASSERT_NE(at, text.npos) << name;
        text.replace(at, from.size(), to);
        std::ofstream(file) << text;
    }

    const std::string pack_ = (folder_.path() / "pack").string();
};

TEST_F(TakenOut, APackProvesOneDossierAndShowsNothingOfOthers) {
    // Events 4, 9, …, 599 are dossier:2's.
    const auto made = motcua({"audit", "prove", "2", "--data", data_.string(), "--out", pack_});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_EQ(said_of_pack(), "whole");
    EXPECT_EQ(said_of_pack({"--key", key_}), "whole");
    std::ifstream in(pack_ + "/pack.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(text.find("dossier:1"), text.npos);
    const SigningKey other(origin_, std::array<std::uint8_t, 32>{2});
    EXPECT_EQ(said_of_pack({"--key", other.verifier().text()}), "Event 600: unknown_key");
    edit("pack.json", "\\\"number\\\":7", "\\\"number\\\":8");
    EXPECT_EQ(said_of_pack(), "Event 9: altered");
}

// As its README says, in a folder that holds nothing else, without an environment and without the network.
TEST_F(TakenOut, APackIsVerifiedByItsOwnInstructions) {
    ASSERT_EQ(motcua({"audit", "prove", "2", "--data", data_.string(), "--out", pack_}).code, 0);
    std::ifstream in(pack_ + "/README.txt");
    std::string command;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("    python3 ")) command = line.substr(std::string("    python3 ").size());
    ASSERT_FALSE(command.empty());
    const auto no_network = run("/bin/sh", {"-c", "unshare -rn true"}).code == 0 ? "unshare -rn " : "";
    const auto judged = run("/bin/sh", {"-c", "cd '" + pack_ + "' && exec " + no_network +
                                                  "env -i " MOTCUA_PYTHON " " + command});
    EXPECT_EQ(judged.code, 0) << judged.out << judged.err;
    EXPECT_TRUE(judged.out.starts_with("120 events of dossier:2 are among the first 600")) << judged.out;
}

TEST_F(TakenOut, APackIsMadeAgainstTheCheckpointThatWasNamed) {
    storage::SqliteJournal journal(db_);
    const auto file = kept(journal.checkpoints(300).front().note);
    ASSERT_EQ(
        motcua({"audit", "prove", "2", "--data", data_.string(), "--out", pack_, "--checkpoint", file}).code,
        0);
    EXPECT_EQ(said_of_pack(), "whole");
    edit("pack.json", R"({"leaf":"{\"actor\":{\"person\":\"hoa\")",
         R"({"leaf":"{\"actor\":{\"person\":\"lan\")");
    EXPECT_EQ(said_of_pack(), "Event 4: altered");
}

TEST_F(TakenOut, OneCheckpointContinuesAnother) {
    storage::SqliteJournal journal(db_);
    const auto older = kept(journal.checkpoints(300).front().note);
    const auto newer = kept(kept_);
    const auto proof = (folder_.path() / "proof.json").string();
    const auto made =
        motcua({"audit", "consistency", older, newer, "--data", data_.string(), "--out", proof});
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    const auto judged = run(MOTCUA_PYTHON, {"-I", verifier, "--consistency", proof, "--key", key_});
    EXPECT_EQ(judged.out, made.out) << judged.err;
    const auto reversed = motcua({"audit", "consistency", newer, older, "--data", data_.string()});
    EXPECT_TRUE(reversed.out.starts_with("Event 300: replayed")) << reversed.out;
    const SigningKey key(origin_, std::array<std::uint8_t, 32>{1});
    const auto false_one = kept(key.sign({origin_, {300, storage::sha256("another history")}}));
    const auto rewritten = motcua({"audit", "consistency", false_one, newer, "--data", data_.string()});
    EXPECT_TRUE(rewritten.out.starts_with("Event 300: rewritten")) << rewritten.out;
    const auto fork = motcua({"audit", "consistency", false_one, older, "--data", data_.string()});
    EXPECT_TRUE(fork.out.starts_with("Event 300: fork")) << fork.out;
    const auto later = kept(key.sign({origin_, {700, storage::sha256("later")}}));
    const auto cut = motcua({"audit", "consistency", older, later, "--data", data_.string()});
    EXPECT_TRUE(cut.out.starts_with("Event 601: older_copy")) << cut.out;
}

TEST(WhatTheProgramWrites, HoldsForBothVerifiers) {
    const TempFolder folder;
    const auto data = (folder.path() / "office").string();
    ASSERT_EQ(motcua({"simulate", "--days", "3", "--per-day", "4", "--seed", "5", "--out", data}).code, 0);
    const auto ours = motcua({"audit", "verify", "--data", data});
    const auto theirs = run(MOTCUA_PYTHON, {"-I", verifier, "--journal", data + "/journal.db"});
    EXPECT_EQ(theirs.code, 0) << theirs.out << theirs.err;
    EXPECT_EQ(ours.out, theirs.out);
}

}  // namespace
}  // namespace motcua::tests
