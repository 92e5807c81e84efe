// A disk that fails when told to: a layer of SQLite's file system under every connection that is
// opened while it lives. Only the write-ahead log is disturbed. One at a time, one thread.
#pragma once

#include <sqlite3.h>

#include <string_view>

namespace motcua::storage {

class FaultyDisk {
public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;

    /// The write after `passing` good ones fails with `code`, and all after it until mend().
    void fail_writes(int passing, int code = SQLITE_IOERR_WRITE);
    /// All syncs fail until mend().
    void fail_syncs();
    void mend();

    /// Writes to the log since the disk was made.
    int writes() const;
};

}  // namespace motcua::storage
