// SQLite behind RAII: what it opens it closes, what it begins it rolls back.
// One connection and all that hangs on it belong to one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace motcua::storage::sqlite {

/// What SQLite could not do, with its codes and the file.
class Error : public std::runtime_error {
public:
    Error(sqlite3* database, const std::string& doing);

    int code() const { return extended_ & 0xFF; }
    int extended_code() const { return extended_; }

private:
    int extended_;
};

class Database {
public:
    enum class Mode {
        create,      // reading and writing; made when it is not there
        read_write,  // reading and writing; an error when it is not there
        read_only,   // beside a writer; an error when it is not there
    };

    /// Waits up to `busy_timeout_ms` where another connection holds a lock.
    Database(const std::filesystem::path& file, Mode mode, int busy_timeout_ms = 5000);
    Database(Database&& other) noexcept;
    Database(const Database&) = delete;
    ~Database();

    /// Runs statements that give no rows, or whose rows do not matter.
    void run(const std::string& sql);
    /// The first column of the first row; 0 when there is none.
    std::int64_t number(const std::string& sql);

    /// Write-ahead log. `durable`: a commit is on disk when it returns (synchronous=FULL);
    /// otherwise a power cut may take the last ones (NORMAL).
    void use_wal(bool durable);

    /// Rows changed by the last statement.
    std::int64_t changes() const;
    /// Pages written since the connection was opened: what commits cost.
    std::int64_t pages_written() const;

    std::string file() const;
    sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

/// Copies the log into the database; once it has more than `page_limit` pages it starts anew. With `must_clear`, for it
/// holds what was erased, it is emptied instead. Where a reader is in the way, the next call tries again. `own` is a
/// connection for nothing else.
void tend_log(Database& own, std::int64_t page_limit, std::atomic<bool>& must_clear);

/// A prepared statement, reused. Bound texts are not copied: they must live until reset().
class Statement {
public:
    Statement(Database& database, std::string_view sql);
    Statement(const Statement&) = delete;
    ~Statement();

    /// Binds the arguments to ?1, ?2, … : integers, texts, blobs; an empty optional binds NULL.
    template <class... Values> Statement& bind(const Values&... values) {
        reset();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }

    /// Steps to the next row; false behind the last, after which the statement is reset.
    bool step();
    /// Steps to the end.
    void run();
    /// Leaves the row, so that no read transaction stays open.
    void reset();

    std::int64_t integer(int column) const;
    bool is_null(int column) const;
    /// Valid until the next step or reset.
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    template <class Integer>
    requires std::is_integral_v<Integer>
    void bind_one(int index, Integer value) { bind_integer(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, std::string_view text) { bind_text(index, text); }
    void bind_one(int index, std::span<const std::uint8_t> blob) { bind_blob(index, blob); }
    void bind_one(int index, std::nullptr_t) { bind_null(index); }
    template <class Value> void bind_one(int index, const std::optional<Value>& value) {
        value ? bind_one(index, *value) : bind_null(index);
    }
    void bind_integer(int index, std::int64_t value);
    void bind_text(int index, std::string_view text);
    void bind_blob(int index, std::span<const std::uint8_t> blob);
    void bind_null(int index);

    sqlite3_stmt* handle_ = nullptr;
};

/// Resets a statement at the end of a scope, also when its rows are left early.
class ResetLater {
public:
    explicit ResetLater(Statement& statement) : statement_(statement) {}
    ResetLater(const ResetLater&) = delete;
    ~ResetLater() { statement_.reset(); }

private:
    Statement& statement_;
};

/// Takes the write lock at once; rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Database& database);
    Transaction(const Transaction&) = delete;
    ~Transaction();

    void commit();

private:
    Database& database_;
};

}  // namespace motcua::storage::sqlite
