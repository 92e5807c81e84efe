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

TEST(SqlitePrivate, KeepsEachReceiversPlaceAndLetters) {
    SqlitePrivateFixture fixture;
    const auto file = fixture.folder.path() / "private.db";
    const auto at = [](int minute) { return Instant{std::chrono::minutes{30'000'000 + minute}}; };
    const Letter waiting{7, 2, at(0), at(1), false, "HTTP 503"};
    const Letter dead{4, 5, at(0), at(9), true, "HTTP 400"};
    {
        SqlitePrivate data(file);
        EXPECT_FALSE(data.outbox_position("a"));
        data.put_outbox_position("a", 3);
        data.put_outbox_position("a", 6);
        data.put_outbox_position("b", 1);
        data.put_letter("a", {7, 1, at(0), at(0), false, "HTTP 500"});
        data.put_letter("a", waiting);
        data.put_letter("a", dead);
        data.put_letter("b", dead);
        data.drop_letter("b", 4);
    }
    SqlitePrivate data(file);
    EXPECT_EQ(data.outbox_position("a"), 6U);
    EXPECT_EQ(data.letters("a"), (std::vector{dead, waiting}));
    EXPECT_TRUE(data.letters("b").empty());
}

TEST(SqlitePrivate, RefusesANewerSchema) {
    SqlitePrivateFixture fixture;
    fixture.open();
    sqlite::Database(fixture.folder.path() / "private.db", sqlite::Database::Mode::read_write)
        .run("INSERT INTO schema_migration(number, name) VALUES (99, 'later')");
    EXPECT_THROW(fixture.open(), std::runtime_error);
}

}  // namespace
}  // namespace motcua::storage
