#include "storage/sqlite/sqlite_journal.hpp"

#include "storage/sqlite/database.hpp"
#include "tests/contract/journal_contract.hpp"
#include "tests/faults/faulty_disk.hpp"
#include "tests/storage/temp_folder.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

namespace motcua::storage {
namespace {

struct InSqlite {
    TempFolder folder;
    std::filesystem::path file = folder.path() / "journal.db";
    std::unique_ptr<Journal> open() { return std::make_unique<SqliteJournal>(file); }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, JournalContract, InSqlite);

/// Runs `act` in a process of its own and returns its wait status. True from `act` means good.
int in_child(const std::function<bool()>& act) {
    const pid_t child = fork();
    if (child == 0) _exit(act() ? 0 : 1);
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

bool was_killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }

class SqliteJournalFaults : public testing::Test {
protected:
    void expect_sound(JournalReader& journal, const std::vector<Record>& records) {
        EXPECT_EQ(all_events(journal), records);
        EXPECT_EQ(journal.head(), records.size());
        const Verification result = verify(journal, {});
        EXPECT_FALSE(result.flaw) << result.flaw->what;
    }

    InSqlite storage;
    SampleEvents events;
};

// Whichever write fails, and whether by a full or by a broken disk: nothing is there, and the same batch goes in later.
TEST_F(SqliteJournalFaults, AFailedWriteLeavesNothing) {
    FaultyDisk disk;
    std::vector<Record> records = events.some(20);
    {
        SqliteJournal journal(storage.file);
        const Epoch epoch = journal.take_over();
        ASSERT_TRUE(journal.append(0, epoch, records));
        const TreeHead tree = journal.tree();
        const auto batch = events.some(40);

        for (int passing = 0;; ++passing) {
            const int before = disk.writes();
            disk.fail_writes(passing, passing % 2 == 0 ? SQLITE_IOERR_WRITE : SQLITE_FULL);
            const AppendResult result = journal.append(20, epoch, batch);
            disk.mend();
            if (result) {
                EXPECT_GT(passing, 8);
                break;
            }
            ASSERT_GT(disk.writes(), before + passing);
            ASSERT_EQ(result.error, AppendError::not_done) << result.cause;
            ASSERT_EQ(journal.head(), 20u);
            ASSERT_EQ(journal.tree(), tree);
            ASSERT_EQ(journal.reader()->head(), 20u);
        }
        records.insert(records.end(), batch.begin(), batch.end());
        expect_sound(journal, records);
    }
    SqliteJournal again(storage.file);
    expect_sound(again, records);
}

TEST_F(SqliteJournalFaults, AfterAFailedSyncTheNextBatchEndsTheDoubt) {
    FaultyDisk disk;
    std::vector<Record> records = events.some(3);
    {
        SqliteJournal journal(storage.file);
        const Epoch epoch = journal.take_over();
        ASSERT_TRUE(journal.append(0, epoch, records));
        disk.fail_syncs();
        EXPECT_EQ(journal.append(3, epoch, events.some(10)).error, AppendError::doubtful);
        EXPECT_EQ(journal.head(), 3u);
        EXPECT_EQ(journal.reader()->head(), 3u);
        events.go_back_to(3, records);
        records.push_back(events.next("office", "storage_recovered"));
        EXPECT_EQ(journal.append(3, epoch, std::span(records).last(1)).error, AppendError::doubtful);
        disk.mend();
        ASSERT_TRUE(journal.append(3, epoch, std::span(records).last(1)));
        expect_sound(journal, records);
    }
    SqliteJournal again(storage.file);
    expect_sound(again, records);
}

// Nobody was answered, so either is right; what counts is that disk, tree and audit agree.
TEST_F(SqliteJournalFaults, KilledAfterAFailedSyncItOpensWithOrWithoutTheBatch) {
    const auto records = events.some(8);
    ASSERT_TRUE(was_killed(in_child([&] {
        FaultyDisk disk;
        SqliteJournal journal(storage.file);
        const Epoch epoch = journal.take_over();
        if (!journal.append(0, epoch, std::span(records).first(3))) return false;
        disk.fail_syncs();
        if (journal.append(3, epoch, std::span(records).subspan(3)).error != AppendError::doubtful)
            return false;
        return kill(getpid(), SIGKILL) == 0;
    })));
    SqliteJournal journal(storage.file);
    ASSERT_TRUE(journal.head() == 3 || journal.head() == 8) << journal.head();
    expect_sound(journal, {records.begin(), records.begin() + static_cast<std::ptrdiff_t>(journal.head())});
    events.go_back_to(journal.head(), records);
    ASSERT_TRUE(journal.append(journal.head(), journal.take_over(), events.some(2)));
    EXPECT_FALSE(verify(journal, {}).flaw);
}

TEST_F(SqliteJournalFaults, KilledAfterTheDoubtWasEndedTheBatchIsGone) {
    std::vector<Record> records = events.some(3);
    const auto doubtful = events.some(10);
    events.go_back_to(3, records);
    records.push_back(events.next("office", "storage_recovered"));
    ASSERT_TRUE(was_killed(in_child([&] {
        FaultyDisk disk;
        SqliteJournal journal(storage.file);
        const Epoch epoch = journal.take_over();
        if (!journal.append(0, epoch, std::span(records).first(3))) return false;
        disk.fail_syncs();
        if (journal.append(3, epoch, doubtful).error != AppendError::doubtful) return false;
        disk.mend();
        if (!journal.append(3, epoch, std::span(records).last(1))) return false;
        return kill(getpid(), SIGKILL) == 0;
    })));
    SqliteJournal journal(storage.file);
    expect_sound(journal, records);
}

TEST_F(SqliteJournalFaults, KilledAtAnyTimeItHoldsWhatWasAnswered) {
    const auto records = events.some(400);
    int answers[2];
    ASSERT_EQ(pipe(answers), 0);
    const int status = in_child([&] {
        SqliteJournal journal(storage.file);
        const Epoch epoch = journal.take_over();
        for (Seq head = 0; head < records.size(); ++head) {
            if (!journal.append(head, epoch, std::span(records).subspan(head, 1))) return false;
            if (write(answers[1], "x", 1) != 1) return false;
            if (head % 60 == 59) journal.housekeep();
            if (head == 333) kill(getpid(), SIGKILL);
        }
        return true;
    });
    close(answers[1]);
    ASSERT_TRUE(was_killed(status));
    char byte;
    std::size_t answered = 0;
    while (read(answers[0], &byte, 1) == 1) ++answered;
    close(answers[0]);
    SqliteJournal journal(storage.file);
    ASSERT_GE(journal.head(), answered);
    expect_sound(journal, {records.begin(), records.begin() + static_cast<std::ptrdiff_t>(journal.head())});
}

// The limit on file sizes stands for a full disk where none can be mounted.
TEST_F(SqliteJournalFaults, WhenTheDiskIsFullWorkGoesOnOnceThereIsSpace) {
    const auto records = events.some(400);
    EXPECT_EQ(in_child([&] {
                  signal(SIGXFSZ, SIG_IGN);
                  SqliteJournal journal(storage.file);
                  const Epoch epoch = journal.take_over();
                  const rlimit little{256 * 1024, RLIM_INFINITY};
                  setrlimit(RLIMIT_FSIZE, &little);
                  Seq head = 0;
                  AppendResult result;
                  while (head < records.size() &&
                         (result = journal.append(head, epoch, std::span(records).subspan(head, 20))))
                      head += 20;
                  if (result.error != AppendError::not_done || journal.head() != head ||
                      journal.tree().size != head)
                      return false;
                  if (journal.append(head, epoch, std::span(records).subspan(head, 20))) return false;
                  const rlimit enough{RLIM_INFINITY, RLIM_INFINITY};
                  setrlimit(RLIMIT_FSIZE, &enough);
                  for (; head < records.size(); head += 20)
                      if (!journal.append(head, epoch, std::span(records).subspan(head, 20))) return false;
                  return true;
              }),
              0);
    SqliteJournal journal(storage.file);
    expect_sound(journal, records);
}

int limit_pages(sqlite3* database, const char**, const sqlite3_api_routines*) {
    return sqlite3_exec(database, "PRAGMA max_page_count=15", nullptr, nullptr, nullptr);
}

TEST_F(SqliteJournalFaults, WhenTheDatabaseIsFullNothingIsDone) {
    const auto records = events.some(400);
    const auto extension = reinterpret_cast<void (*)()>(limit_pages);
    sqlite3_auto_extension(extension);
    Seq head = 0;
    {
        SqliteJournal journal(storage.file);
        sqlite3_cancel_auto_extension(extension);
        const Epoch epoch = journal.take_over();
        AppendResult result;
        while (head < records.size() &&
               (result = journal.append(head, epoch, std::span(records).subspan(head, 20))))
            head += 20;
        EXPECT_EQ(result.error, AppendError::not_done);
        EXPECT_GT(head, 0u);
        EXPECT_EQ(journal.head(), head);
        EXPECT_EQ(journal.tree().size, head);
    }
    SqliteJournal journal(storage.file);
    const Epoch epoch = journal.take_over();
    for (; head < records.size(); head += 20)
        ASSERT_TRUE(journal.append(head, epoch, std::span(records).subspan(head, 20)));
    expect_sound(journal, records);
}

TEST(SqliteJournal, IsReadWithoutAWriter) {
    InSqlite storage;
    SampleEvents events;
    const auto records = events.some(5);
    {
        SqliteJournal journal(storage.file);
        ASSERT_TRUE(journal.append(0, journal.take_over(), records));
    }
    EXPECT_EQ(all_events(*read_sqlite_journal(storage.file)), records);
    EXPECT_THROW(read_sqlite_journal(storage.folder.path() / "none.db"), sqlite::Error);
}

// Every column, by hand in SQL, as somebody with the file could.
TEST(SqliteJournal, AnAlteredColumnOrRowIsFoundByTheAudit) {
    InSqlite storage;
    SampleEvents events;
    {
        SqliteJournal journal(storage.file);
        ASSERT_TRUE(journal.append(0, journal.take_over(), events.some(300)));
    }
    const auto flaw_after = [&](const std::string& tampering) {
        const auto copy = storage.folder.path() / "copy.db";
        std::filesystem::copy_file(storage.file, copy, std::filesystem::copy_options::overwrite_existing);
        sqlite::Database(copy, sqlite::Database::Mode::read_write).run(tampering);
        const auto flaw = verify(*read_sqlite_journal(copy), {}).flaw;
        return flaw ? flaw->seq : 0;
    };
    EXPECT_EQ(flaw_after("SELECT 1"), 0u);
    for (const char* column : {"prev", "v", "recorded_at", "at"})
        EXPECT_EQ(
            flaw_after(std::string("UPDATE event SET ") + column + " = " + column + " + 1 WHERE seq = 100"),
            100u)
            << column;
    for (const char* column : {"stream", "type", "key", "leaf", "personal"})
        EXPECT_EQ(flaw_after(std::string("UPDATE event SET ") + column + " = " + column +
                             " || 'x' WHERE seq = 100"),
                  100u)
            << column;
    EXPECT_EQ(flaw_after("UPDATE event SET hash = zeroblob(32) WHERE seq = 100"), 100u);
    EXPECT_EQ(flaw_after("UPDATE event SET seq = 400 WHERE seq = 100"), 100u);
    EXPECT_EQ(flaw_after("UPDATE event SET personal = '' WHERE seq = 100"), 100u);
    EXPECT_EQ(flaw_after("DELETE FROM event WHERE seq = 100"), 100u);
    EXPECT_EQ(flaw_after("DELETE FROM event WHERE seq = 300"), 300u);
    EXPECT_EQ(flaw_after("UPDATE event SET seq = -1 WHERE seq = 100; UPDATE event SET seq = 100 WHERE seq = "
                         "101; UPDATE event SET seq = 101 WHERE seq = -1"),
              100u);
    EXPECT_EQ(flaw_after("UPDATE block SET hash = zeroblob(32)"), 256u);
    EXPECT_EQ(flaw_after("DELETE FROM block"), 256u);
}

TEST(SqliteJournal, DoesNotOpenOnAnAlteredTail) {
    InSqlite storage;
    SampleEvents events;
    {
        SqliteJournal journal(storage.file);
        ASSERT_TRUE(journal.append(0, journal.take_over(), events.some(300)));
    }
    sqlite::Database(storage.file, sqlite::Database::Mode::read_write)
        .run("UPDATE event SET leaf = leaf || ' ' WHERE seq = 299");
    EXPECT_THROW(SqliteJournal{storage.file}, std::runtime_error);
}

// An event of ordinary size at full batches: design.md 13 asks for 0.3 pages, the journal's own.
TEST(SqliteJournal, AFullBatchDirtiesFewPagesPerEvent) {
    InSqlite storage;
    SampleEvents events;
    SqliteJournal journal(storage.file);
    const Epoch epoch = journal.take_over();
    ASSERT_TRUE(journal.append(0, epoch, events.some(64)));
    const auto before = journal.pages_written();
    for (int batch = 0; batch < 20; ++batch)
        ASSERT_TRUE(journal.append(journal.head(), epoch, events.some(64)));
    const double pages = static_cast<double>(journal.pages_written() - before) / (20 * 64);
    RecordProperty("pages_per_event", std::to_string(pages));
    EXPECT_LT(pages, 0.3);
}

}  // namespace
}  // namespace motcua::storage
