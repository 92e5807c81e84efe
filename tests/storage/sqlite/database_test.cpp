#include "storage/sqlite/database.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

namespace motcua::storage::sqlite {
namespace {

class DatabaseTest : public testing::Test {
protected:
    DatabaseTest() { database.run("CREATE TABLE t(a INTEGER, b TEXT, c BLOB)"); }

    TempFolder folder;
    Database database{folder.path() / "t.db", Database::Mode::create};
};

TEST_F(DatabaseTest, ValuesComeBackAsBound) {
    const std::vector<std::uint8_t> blob{0, 1, 255};
    Statement(database, "INSERT INTO t VALUES (?1, ?2, ?3)").bind(-7, std::string("một cửa"), blob).run();
    Statement(database, "INSERT INTO t VALUES (?1, ?2, ?3)")
        .bind(nullptr, std::string_view(), std::span(blob).first(0))
        .run();
    Statement rows(database, "SELECT * FROM t");
    ASSERT_TRUE(rows.step());
    EXPECT_EQ(rows.integer(0), -7);
    EXPECT_EQ(rows.text(1), "một cửa");
    EXPECT_EQ(rows.blob(2), std::string_view("\0\1\xFF", 3));
    ASSERT_TRUE(rows.step());
    EXPECT_TRUE(rows.is_null(0));
    EXPECT_FALSE(rows.is_null(1));
    EXPECT_FALSE(rows.is_null(2));
    EXPECT_FALSE(rows.step());
}

TEST_F(DatabaseTest, ATransactionNotCommittedIsRolledBack) {
    {
        const Transaction transaction(database);
        database.run("INSERT INTO t(a) VALUES (1)");
    }
    EXPECT_EQ(database.number("SELECT count(*) FROM t"), 0);
    Transaction transaction(database);
    database.run("INSERT INTO t(a) VALUES (1)");
    transaction.commit();
    EXPECT_EQ(database.number("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, AnErrorNamesFileAndCause) {
    try {
        database.run("SELECT * FROM nowhere");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), 1);
        EXPECT_NE(std::string(error.what()).find("t.db"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("no such table: nowhere"), std::string::npos);
    }
}

TEST_F(DatabaseTest, AReaderCannotWriteNorCreate) {
    Database reader(folder.path() / "t.db", Database::Mode::read_only);
    EXPECT_THROW(reader.run("INSERT INTO t(a) VALUES (1)"), Error);
    EXPECT_THROW(Database(folder.path() / "none.db", Database::Mode::read_only), Error);
    EXPECT_THROW(Database(folder.path() / "none.db", Database::Mode::read_write), Error);
}

}  // namespace
}  // namespace motcua::storage::sqlite
