#include "storage/sqlite/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace motcua::storage::sqlite {
namespace {

void check(int result, sqlite3* database, const char* doing) {
    if (result != SQLITE_OK) throw Error(database, doing);
}

std::string file_of(sqlite3* database) {
    const char* name = database ? sqlite3_db_filename(database, "main") : nullptr;
    return name ? name : "";
}

}  // namespace

Error::Error(sqlite3* database, const std::string& doing)
    : std::runtime_error(fmt::format("{}: cannot {}: {} (SQLite {})", file_of(database), doing,
                                     database ? sqlite3_errmsg(database) : "out of memory",
                                     database ? sqlite3_extended_errcode(database) : SQLITE_NOMEM)),
      extended_(database ? sqlite3_extended_errcode(database) : SQLITE_NOMEM) {}

Database::Database(const std::filesystem::path& file, Mode mode, int busy_timeout_ms) {
    const int flags = mode == Mode::create       ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                      : mode == Mode::read_write ? SQLITE_OPEN_READWRITE
                                                 : SQLITE_OPEN_READONLY;
    const int result =
        sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (result != SQLITE_OK) {
        const Error error(handle_, "open " + file.string());
        sqlite3_close(handle_);
        throw error;
    }
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

Database::Database(Database&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::run(const std::string& sql) {
    check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr), handle_, "run a statement");
}

std::int64_t Database::number(const std::string& sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.integer(0) : 0;
}

void Database::use_wal(bool durable) {
    run("PRAGMA journal_mode=WAL");
    run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

std::int64_t Database::pages_written() const {
    int pages = 0;
    int unused = 0;
    sqlite3_db_status(handle_, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &unused, 0);
    return pages;
}

std::string Database::file() const { return file_of(handle_); }

Statement::Statement(Database& database, std::string_view sql) {
    check(sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &handle_, nullptr),
          database.handle(), "prepare a statement");
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::step() {
    const int result = sqlite3_step(handle_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) {
        const Error error(sqlite3_db_handle(handle_), "run a statement");
        sqlite3_reset(handle_);
        throw error;
    }
    sqlite3_reset(handle_);
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

void Statement::reset() { sqlite3_reset(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::string_view Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

void Statement::bind_integer(int index, std::int64_t value) {
    check(sqlite3_bind_int64(handle_, index, value), sqlite3_db_handle(handle_), "bind an integer");
}

void Statement::bind_text(int index, std::string_view text) {
    // A null pointer would bind NULL, not the empty text.
    check(sqlite3_bind_text64(handle_, index, text.data() ? text.data() : "", text.size(), nullptr,
                              SQLITE_UTF8),
          sqlite3_db_handle(handle_), "bind a text");
}

void Statement::bind_blob(int index, std::span<const std::uint8_t> blob) {
    check(sqlite3_bind_blob64(handle_, index, blob.empty() ? "" : static_cast<const void*>(blob.data()),
                              blob.size(), nullptr),
          sqlite3_db_handle(handle_), "bind a blob");
}

void Statement::bind_null(int index) {
    check(sqlite3_bind_null(handle_, index), sqlite3_db_handle(handle_), "bind nothing");
}

Transaction::Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
    // A failed commit may have ended the transaction by itself.
    if (!sqlite3_get_autocommit(database_.handle()))
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() { database_.run("COMMIT"); }

void tend_log(Database& own, std::int64_t page_limit, std::atomic<bool>& must_clear) {
    // Taken down before the look: what is erased during it puts it up again.
    if (must_clear.exchange(false)) {
        bool is_clear = false;
        try {
            Statement truncate(own, "PRAGMA wal_checkpoint(TRUNCATE)");
            is_clear = truncate.step() && truncate.integer(0) == 0;
        } catch (...) {
            must_clear = true;
            throw;
        }
        if (!is_clear) must_clear = true;
        return;
    }
    Statement passive(own, "PRAGMA wal_checkpoint(PASSIVE)");
    const bool too_long = passive.step() && passive.integer(1) > page_limit;
    passive.reset();
    // The log starts anew only when a moment comes at which all of it was copied.
    if (too_long) own.run("PRAGMA wal_checkpoint(RESTART)");
}

}  // namespace motcua::storage::sqlite
