#include "storage/sqlite/migrations.hpp"

#include "storage/sqlite/sqlite_journal.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

namespace motcua::storage::sqlite {
namespace {

constexpr Migration first{1, "one", "CREATE TABLE a(x)"};
constexpr Migration second{2, "two", "CREATE TABLE b(x); INSERT INTO b VALUES (1)"};
constexpr Migration broken{2, "two", "CREATE TABLE b(x); INSERT INTO nowhere VALUES (1)"};

class Migrations : public testing::Test {
protected:
    TempFolder folder;
    Database database{folder.path() / "a.db", Database::Mode::create};
};

TEST_F(Migrations, AreAppliedOnceInOrder) {
    const Migration one[] = {first};
    const Migration both[] = {first, second};
    migrate(database, one);
    migrate(database, both);
    migrate(database, both);
    EXPECT_EQ(database.number("SELECT count(*) FROM b"), 1);
    EXPECT_EQ(database.number("SELECT count(*) FROM schema_migration"), 2);
}

TEST_F(Migrations, AFailedOneLeavesNothing) {
    const Migration all[] = {first, broken};
    EXPECT_THROW(migrate(database, all), Error);
    EXPECT_EQ(database.number("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST_F(Migrations, ANewerSchemaIsRefused) {
    const Migration both[] = {first, second};
    const Migration one[] = {first};
    migrate(database, both);
    try {
        migrate(database, one);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("newer than this program knows"), std::string::npos)
            << error.what();
    }
    EXPECT_THROW(require_schema(database, one), std::runtime_error);
    EXPECT_NO_THROW(require_schema(database, both));
}

TEST_F(Migrations, AReaderDoesNotMigrate) {
    const Migration one[] = {first};
    EXPECT_THROW(require_schema(database, one), std::runtime_error);
}

TEST(JournalMigrations, AreNumberedWithoutAGap) {
    int number = 0;
    for (const Migration& migration : journal_migrations()) EXPECT_EQ(migration.number, ++number);
    EXPECT_GT(number, 0);
}

}  // namespace
}  // namespace motcua::storage::sqlite
