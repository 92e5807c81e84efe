#include "storage/sqlite/sqlite_journal.hpp"

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/migrations.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <stdexcept>

namespace motcua::storage {
namespace {

using sqlite::Database;
using sqlite::ResetLater;
using sqlite::Statement;
using sqlite::Transaction;

constexpr std::string_view event_columns =
    "seq, prev, stream, type, v, recorded_at, at, key, leaf, personal, hash";

// Beyond 16 MB of log the writer waits a moment so that it can start anew: overwriting it costs less
// than half of extending it, and a start after a crash reads it all.
constexpr std::int64_t wal_page_limit = 4 * 1024;

Hash hash_of(std::string_view bytes) {
    Hash hash{};
    if (bytes.size() == hash.size()) std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

/// The columns into `record`, whose strings are reused.
void fill(Record& record, const Statement& row) {
    record.seq = static_cast<Seq>(row.integer(0));
    record.prev = static_cast<Seq>(row.integer(1));
    record.stream.assign(row.text(2));
    record.type.assign(row.text(3));
    record.v = static_cast<int>(row.integer(4));
    record.recorded_at_ms = row.integer(5);
    record.at_ms = row.integer(6);
    record.key.assign(row.text(7));
    record.leaf.assign(row.text(8));
    record.personal.assign(row.text(9));
    record.hash = hash_of(row.blob(10));
}

/// Reading through one connection.
class Reading {
public:
    explicit Reading(Database& database)
        : head_(database, "SELECT head, epoch FROM journal"),
          identity_(database, "SELECT id, generation FROM journal"),
          range_(database,
                 fmt::format("SELECT {} FROM event WHERE seq >= ?1 ORDER BY seq LIMIT ?2", event_columns)),
          find_(database, fmt::format("SELECT {} FROM event WHERE seq = ?1", event_columns)),
          blocks_(database, "SELECT number, hash FROM block WHERE number >= ?1 ORDER BY number LIMIT ?2"),
          checkpoints_(database, "SELECT size, note FROM checkpoint WHERE size >= ?1 ORDER BY size") {}

    struct Head {
        Seq seq;
        Epoch epoch;
    };

    Head head() {
        const ResetLater reset(head_.bind());
        if (!head_.step())
            throw std::runtime_error("journal.db has lost its head row: restore it from a backup");
        return {static_cast<Seq>(head_.integer(0)), Epoch{static_cast<std::uint64_t>(head_.integer(1))}};
    }

    JournalIdentity identity() {
        const ResetLater reset(identity_.bind());
        if (!identity_.step())
            throw std::runtime_error("journal.db has lost its head row: restore it from a backup");
        return {std::string(identity_.text(0)), static_cast<int>(identity_.integer(1))};
    }

    Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) {
        const ResetLater reset(range_.bind(from, limit));
        while (range_.step()) {
            fill(scratch_, range_);
            take(scratch_);
            from = scratch_.seq + 1;
        }
        return from;
    }

    std::optional<Record> find(Seq seq) {
        const ResetLater reset(find_.bind(seq));
        if (!find_.step()) return std::nullopt;
        Record record;
        fill(record, find_);
        return record;
    }

    std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) {
        const ResetLater reset(blocks_.bind(from, limit));
        std::vector<Hash> found;
        while (blocks_.step() && static_cast<std::uint64_t>(blocks_.integer(0)) == from + found.size())
            found.push_back(hash_of(blocks_.blob(1)));
        return found;
    }

    std::vector<StoredCheckpoint> checkpoints(Seq from) {
        const ResetLater reset(checkpoints_.bind(from));
        std::vector<StoredCheckpoint> found;
        while (checkpoints_.step())
            found.push_back({static_cast<Seq>(checkpoints_.integer(0)), std::string(checkpoints_.text(1))});
        return found;
    }

private:
    Statement head_, identity_, range_, find_, blocks_, checkpoints_;
    Record scratch_;
};

class SqliteReader final : public JournalReader {
public:
    explicit SqliteReader(const std::filesystem::path& file)
        : database_(checked(file)),
          reading_(database_) {}

    JournalIdentity identity() override { return reading_.identity(); }
    Seq head() override { return reading_.head().seq; }
    Seq read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) override {
        return reading_.read(from, limit, take);
    }
    std::optional<Record> find(Seq seq) override { return reading_.find(seq); }
    std::vector<Hash> block_hashes(std::uint64_t from, std::size_t limit) override {
        return reading_.block_hashes(from, limit);
    }
    std::vector<StoredCheckpoint> checkpoints(Seq from) override { return reading_.checkpoints(from); }

private:
    static Database checked(const std::filesystem::path& file) {
        Database database(file, Database::Mode::read_only);
        sqlite::require_schema(database, sqlite::journal_migrations());
        return database;
    }

    Database database_;
    Reading reading_;
};

Database opened_for_writing(const std::filesystem::path& file) {
    Database database(file, Database::Mode::create);
    // A row fills more than a quarter of SQLite's usual page: at 8 KiB full batches write a third fewer bytes. An
    // existing file keeps the size that it was made with.
    database.run("PRAGMA page_size=8192");
    database.use_wal(true);
    database.run("PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16384");
    // After a failed sync the kernel may hold a log that reads well and is not on disk. Copied into
    // the database and synced there, whatever recovery found is durable before anybody sees it. What
    // was erased before a crash goes with the log.
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite::migrate(database, sqlite::journal_migrations());
    return database;
}

/// Whether a commit that failed with this code has not reached its sync.
bool failed_before_sync(int extended_code) {
    return extended_code == SQLITE_IOERR_WRITE || (extended_code & 0xFF) == SQLITE_FULL ||
           (extended_code & 0xFF) == SQLITE_BUSY;
}

}  // namespace

struct SqliteJournal::Writer {
    explicit Writer(const std::filesystem::path& path)
        : file(path),
          database(opened_for_writing(path)),
          reading(database),
          begin(database, "BEGIN IMMEDIATE"),
          commit(database, "COMMIT"),
          rollback(database, "ROLLBACK"),
          advance(database, "UPDATE journal SET head = ?1 WHERE head = ?2 AND epoch = ?3"),
          insert(database,
                 fmt::format("INSERT INTO event({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                             event_columns)),
          insert_block(database, "INSERT INTO block(number, hash) VALUES (?1, ?2)"),
          erase(database, "UPDATE event SET personal = ?2 WHERE seq = ?1"),
          insert_checkpoint(database, "INSERT OR IGNORE INTO checkpoint(size, note) VALUES (?1, ?2)") {
        load_tree();
    }

    void load_tree();
    void follow_others();
    void roll_back();

    const std::filesystem::path file;
    Database database;
    Reading reading;
    Statement begin, commit, rollback, advance, insert, insert_block, erase, insert_checkpoint;
    Frontier tree;
    std::atomic<bool> must_clear_log{false};  // it still holds what was erased
    std::unique_ptr<Database> housekeeping;   // belongs to the thread that calls housekeep()
};

void SqliteJournal::Writer::load_tree() {
    const Seq head = reading.head().seq;
    tree = Frontier();
    const auto blocks = reading.block_hashes(0, head / block_size);
    if (blocks.size() != head / block_size)
        throw std::runtime_error(fmt::format("{}: the hash of block {} is missing: run motcua audit verify",
                                             file.string(), blocks.size()));
    for (const Hash& block : blocks) tree.append_block(block);
    reading.read(tree.size() + 1, block_size, [&](const Record& record) {
        if (record.seq != tree.size() + 1 || leaf_hash(record.leaf) != record.hash)
            throw std::runtime_error(
                fmt::format("{}: event {} was altered or is missing: run motcua audit verify", file.string(),
                            tree.size() + 1));
        tree.append(record.hash);
    });
    if (tree.size() != head)
        throw std::runtime_error(fmt::format("{}: counts {} events but ends at {}: run motcua audit verify",
                                             file.string(), head, tree.size()));
}

// A journal that was opened before another writer appended has an old tree.
void SqliteJournal::Writer::follow_others() {
    if (tree.size() != reading.head().seq) load_tree();
}

void SqliteJournal::Writer::roll_back() {
    for (Statement* statement : {&begin, &commit, &advance, &insert, &insert_block, &erase})
        statement->reset();
    if (!sqlite3_get_autocommit(database.handle())) rollback.run();
}

SqliteJournal::SqliteJournal(const std::filesystem::path& file) : writer_(std::make_unique<Writer>(file)) {}
SqliteJournal::~SqliteJournal() = default;

JournalIdentity SqliteJournal::identity() { return writer_->reading.identity(); }
Seq SqliteJournal::head() { return writer_->reading.head().seq; }
Seq SqliteJournal::read(Seq from, std::size_t limit, const std::function<void(const Record&)>& take) {
    return writer_->reading.read(from, limit, take);
}
std::optional<Record> SqliteJournal::find(Seq seq) { return writer_->reading.find(seq); }
std::vector<Hash> SqliteJournal::block_hashes(std::uint64_t from, std::size_t limit) {
    return writer_->reading.block_hashes(from, limit);
}
std::vector<StoredCheckpoint> SqliteJournal::checkpoints(Seq from) {
    return writer_->reading.checkpoints(from);
}

std::unique_ptr<JournalReader> SqliteJournal::reader() { return read_sqlite_journal(writer_->file); }

Epoch SqliteJournal::take_over() {
    Transaction transaction(writer_->database);
    writer_->database.run("UPDATE journal SET epoch = epoch + 1");
    transaction.commit();
    writer_->follow_others();
    return writer_->reading.head().epoch;
}

AppendResult SqliteJournal::append(Seq expected_head, Epoch epoch, std::span<const Record> records,
                                   std::span<const Erasure> erasures) {
    Writer& w = *writer_;
    Frontier tree;
    bool committing = false;
    try {
        if (w.tree.size() != expected_head) w.follow_others();
        tree = w.tree;
        w.begin.run();
        w.advance.bind(expected_head + records.size(), expected_head, static_cast<std::uint64_t>(epoch))
            .run();
        if (w.database.changes() == 0) {
            const Reading::Head now = w.reading.head();
            w.roll_back();
            return now.epoch != epoch
                       ? AppendResult{AppendError::epoch_moved, "another writer took over"}
                       : AppendResult{AppendError::head_moved,
                                      fmt::format("the journal is at {}, not at {}", now.seq, expected_head)};
        }
        for (const Record& record : records) {
            assert(record.seq == tree.size() + 1);
            w.insert
                .bind(record.seq, record.prev, record.stream, record.type, record.v, record.recorded_at_ms,
                      record.at_ms, record.key, record.leaf, record.personal, record.hash)
                .run();
            if (const auto block = tree.append(record.hash))
                w.insert_block.bind(record.seq / block_size - 1, *block).run();
        }
        for (const Erasure& erasure : erasures) w.erase.bind(erasure.seq, erasure.personal).run();
        committing = true;
        w.commit.run();
    } catch (const sqlite::Error& error) {
        w.roll_back();
        const bool not_done = !committing || failed_before_sync(error.extended_code());
        return {not_done ? AppendError::not_done : AppendError::doubtful, error.what()};
    }
    w.tree = tree;
    if (!erasures.empty()) w.must_clear_log = true;
    return {};
}

TreeHead SqliteJournal::tree() {
    writer_->follow_others();
    return {writer_->tree.size(), writer_->tree.root()};
}

void SqliteJournal::keep_checkpoint(const StoredCheckpoint& checkpoint) {
    writer_->insert_checkpoint.bind(checkpoint.size, checkpoint.note).run();
}

void SqliteJournal::housekeep() {
    if (!writer_->housekeeping) {
        writer_->housekeeping = std::make_unique<Database>(writer_->file, Database::Mode::read_write, 200);
        writer_->housekeeping->use_wal(true);
    }
    sqlite::tend_log(*writer_->housekeeping, wal_page_limit, writer_->must_clear_log);
}

std::int64_t SqliteJournal::pages_written() const { return writer_->database.pages_written(); }

std::unique_ptr<JournalReader> read_sqlite_journal(const std::filesystem::path& file) {
    return std::make_unique<SqliteReader>(file);
}

}  // namespace motcua::storage
