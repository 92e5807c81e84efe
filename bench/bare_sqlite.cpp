#include "bench/bare_sqlite.hpp"

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace motcua::bench {

namespace {

void run(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
}

sqlite3* open(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK)
        throw std::runtime_error("cannot open " + file.string());
    run(database,
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
        "wal_autocheckpoint=0");
    return database;
}

}  // namespace

Ceiling bare_sqlite(const std::filesystem::path& folder, std::size_t row_bytes, double batch,
                    double seconds) {
    const auto file = folder / "bare.db";
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    sqlite3* database = open(file);
    run(database, "CREATE TABLE event (seq INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO event (seq, data) VALUES (?, ?)", -1, &insert, nullptr);

    std::atomic<bool> over = false;
    std::thread copying([&] {
        sqlite3* other = open(file);
        while (!over) {
            for (int i = 0; i < 20 && !over; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{100});
            sqlite3_wal_checkpoint_v2(other, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        }
        sqlite3_close(other);
    });

    std::string row(row_bytes, 'x');
    int written = 0;
    int highest = 0;
    sqlite3_db_status(database, SQLITE_DBSTATUS_CACHE_WRITE, &written, &highest, 1);
    const auto begun = std::chrono::steady_clock::now();
    const auto until = begun + std::chrono::duration<double>(seconds);
    std::int64_t seq = 0;
    double owed = 0;
    while (std::chrono::steady_clock::now() < until) {
        run(database, "BEGIN IMMEDIATE");
        for (owed += batch; owed >= 1; --owed) {
            row[static_cast<std::size_t>(seq) % row_bytes] ^= 1;
            sqlite3_bind_int64(insert, 1, ++seq);
            sqlite3_bind_blob64(insert, 2, row.data(), row.size(), SQLITE_STATIC);
            if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database));
            sqlite3_reset(insert);
        }
        run(database, "COMMIT");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    sqlite3_db_status(database, SQLITE_DBSTATUS_CACHE_WRITE, &written, &highest, 0);
    over = true;
    copying.join();
    sqlite3_finalize(insert);
    sqlite3_close(database);
    return {static_cast<double>(seq) / took.count(), static_cast<double>(written) / static_cast<double>(seq)};
}

}  // namespace motcua::bench
