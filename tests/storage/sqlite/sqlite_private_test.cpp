#include "storage/sqlite/sqlite_private.hpp"

#include "storage/sqlite/database.hpp"
#include "tests/contract/private_contract.hpp"
#include "tests/storage/temp_folder.hpp"

namespace motcua::storage {
namespace {

struct SqlitePrivateFixture {
    TempFolder folder;
    std::unique_ptr<PrivateData> open() {
        return std::make_unique<SqlitePrivate>(folder.path() / "private.db");
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, PrivateContract, SqlitePrivateFixture);

TEST(SqlitePrivate, RefusesANewerSchema) {
    SqlitePrivateFixture fixture;
    fixture.open();
    sqlite::Database(fixture.folder.path() / "private.db", sqlite::Database::Mode::read_write)
        .run("INSERT INTO schema_migration(number, name) VALUES (99, 'later')");
    EXPECT_THROW(fixture.open(), std::runtime_error);
}

}  // namespace
}  // namespace motcua::storage
