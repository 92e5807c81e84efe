#include "storage/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace motcua::storage::sqlite {
namespace {

std::int64_t applied(Database& database) {
    if (database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'") == 0) return 0;
    return database.number("SELECT max(number) FROM schema_migration");
}

std::int64_t refuse_newer(Database& database, std::span<const Migration> migrations) {
    const std::int64_t there = applied(database);
    const int known = migrations.back().number;
    if (there > known)
        throw std::runtime_error(fmt::format(
            "{}: its schema {} is newer than this program knows ({}): install the motcua that wrote it",
            database.file(), there, known));
    return there;
}

}  // namespace

void migrate(Database& database, std::span<const Migration> migrations) {
    if (refuse_newer(database, migrations) == migrations.back().number) return;
    Transaction transaction(database);
    database.run(
        "CREATE TABLE IF NOT EXISTS schema_migration("
        "number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT "
        "(strftime('%Y-%m-%dT%H:%M:%SZ'))) STRICT");
    // Another process may have been first.
    const std::int64_t there = refuse_newer(database, migrations);
    for (const Migration& migration : migrations) {
        if (migration.number <= there) continue;
        database.run(migration.sql);
        Statement(database, "INSERT INTO schema_migration(number, name) VALUES (?1, ?2)")
            .bind(migration.number, std::string_view(migration.name))
            .run();
    }
    transaction.commit();
}

void require_schema(Database& database, std::span<const Migration> migrations) {
    const std::int64_t there = refuse_newer(database, migrations);
    if (there < migrations.back().number)
        throw std::runtime_error(
            fmt::format("{}: its schema {} is older than this program's ({}): start motcua serve on it once",
                        database.file(), there, migrations.back().number));
}

}  // namespace motcua::storage::sqlite
