// Numbered SQL files (storage/sqlite/migrations/<database>/NNNN_name.sql), built into the
// program, each applied once, in order, in one transaction. They can be run by hand.
#pragma once

#include "storage/sqlite/database.hpp"

#include <span>

namespace motcua::storage::sqlite {

struct Migration {
    int number;
    const char* name;
    const char* sql;
};

std::span<const Migration> journal_migrations();
std::span<const Migration> private_migrations();

/// Applies what is new and records it in schema_migration. std::runtime_error when the file was
/// written by a newer program: going back would lose what that program relies on.
void migrate(Database& database, std::span<const Migration> migrations);

/// For a connection that only reads: std::runtime_error unless the schema is exactly ours.
void require_schema(Database& database, std::span<const Migration> migrations);

}  // namespace motcua::storage::sqlite
