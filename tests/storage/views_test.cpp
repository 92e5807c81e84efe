#include "storage/memory/memory_journal.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/sqlite_views.hpp"
#include "tests/contract/views_contract.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace motcua::storage {
namespace {

class InSqlite {
public:
    InSqlite() { std::filesystem::create_directories(folder_); }
    ~InSqlite() { std::filesystem::remove_all(folder_); }

    Journal& journal() { return journal_; }
    std::filesystem::path file() const { return folder_ / "views.db"; }
    std::unique_ptr<Views> open() { return open(journal_); }
    std::unique_ptr<SqliteViews> open(Journal& journal) {
        return std::make_unique<SqliteViews>(file(), [&journal] { return journal.reader(); });
    }

private:
    MemoryJournal journal_;
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() /
        fmt::format("motcua-views-{}-{}", getpid(),
                    testing::UnitTest::GetInstance()->current_test_info()->name());
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ViewsContract, InSqlite);

struct SqliteViewsFile : testing::Test {
    InSqlite storage;
    tests::Desk desk;
    Scribe scribe{storage.journal()};

    void SetUp() override {
        live(desk, 21, 100);
        scribe.write(desk);
        catch_up(*storage.open(), storage.journal());
    }
};

TEST_F(SqliteViewsFile, OfAnotherJournalBeginsAnew) {
    MemoryJournal other(std::make_shared<MemoryStore>(JournalIdentity{"other", 1}));
    EXPECT_EQ(storage.open(other)->wants(), 1u);
}

// A journal restored from a backup and gone on differently has the same name and another last event.
TEST_F(SqliteViewsFile, OfAJournalThatTookAnotherCourseBeginsAnew) {
    MemoryJournal other;
    Scribe scribe_of_other(other);
    tests::Desk desk_of_other;
    live(desk_of_other, 22, 150);
    scribe_of_other.write(desk_of_other);
    ASSERT_GE(other.head(), storage.journal().head());
    EXPECT_EQ(storage.open(other)->wants(), 1u);
}

TEST_F(SqliteViewsFile, OfAnotherFormatBeginsAnew) {
    sqlite::Database(storage.file(), sqlite::Database::Mode::read_write).run("UPDATE views SET format = 999");
    EXPECT_THROW(read_sqlite_views(storage.file(), storage.journal().reader()), std::runtime_error);
    EXPECT_EQ(storage.open()->wants(), 1u);
}

TEST_F(SqliteViewsFile, ThatIsDamagedBeginsAnew) {
    std::filesystem::resize_file(storage.file(), 1000);
    std::filesystem::remove(storage.file().string() + "-wal");
    EXPECT_EQ(storage.open()->wants(), 1u);
}

TEST_F(SqliteViewsFile, IsReadBesideAProjector) {
    const auto views = storage.open();
    const auto reader = read_sqlite_views(storage.file(), storage.journal().reader());
    EXPECT_EQ(difference(dump(*reader), dump(*views->reader())), "");
    views->housekeep();
    live(desk, 23, 50);
    scribe.write(desk);
    catch_up(*views, storage.journal());
    views->housekeep();
    EXPECT_EQ(reader->as_of().seq, storage.journal().head());
}

}  // namespace
}  // namespace motcua::storage
