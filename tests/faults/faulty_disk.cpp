#include "tests/faults/faulty_disk.hpp"

#include <limits>

namespace motcua::storage {
namespace {

constexpr int never = std::numeric_limits<int>::max();

struct State {
    int writes = 0;
    int failing_from = never;
    int write_code = SQLITE_OK;
    bool syncs_fail = false;
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs layer{};
} state;

/// Our part of an open file; the real one lies behind it in the same memory.
struct File {
    sqlite3_file base;
    bool is_log;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* file(sqlite3_file* opened) { return reinterpret_cast<File*>(opened); }
sqlite3_file* real(sqlite3_file* opened) { return file(opened)->real(); }

const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    .xRead = [](sqlite3_file* f, void* to, int n,
                sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
    .xWrite =
        [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
            if (file(f)->is_log && ++state.writes > state.failing_from) {
                // As disks do: a part of the bytes may have arrived.
                real(f)->pMethods->xWrite(real(f), from, n / 2, at);
                return state.write_code;
            }
            return real(f)->pMethods->xWrite(real(f), from, n, at);
        },
    .xTruncate = [](sqlite3_file* f,
                    sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); },
    .xSync =
        [](sqlite3_file* f, int flags) {
            if (file(f)->is_log && state.syncs_fail) return SQLITE_IOERR_FSYNC;
            return real(f)->pMethods->xSync(real(f), flags);
        },
    .xFileSize = [](sqlite3_file* f,
                    sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    .xLock = [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
    .xUnlock = [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
    .xCheckReservedLock = [](sqlite3_file* f,
                             int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    .xFileControl = [](sqlite3_file* f, int op,
                       void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
    .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    .xShmMap =
        [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        },
    .xShmLock = [](sqlite3_file* f, int offset, int n,
                   int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); },
    .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    .xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* opened, int flags, int* out_flags) {
    file(opened)->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    const int result = state.real->xOpen(state.real, name, real(opened), flags, out_flags);
    opened->pMethods = real(opened)->pMethods ? &methods : nullptr;
    return result;
}

}  // namespace

FaultyDisk::FaultyDisk() {
    mend();
    state.writes = 0;
    state.real = sqlite3_vfs_find(nullptr);
    state.layer = *state.real;
    state.layer.zName = "faulty";
    state.layer.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
    state.layer.xOpen = open_file;
    sqlite3_vfs_register(&state.layer, 1);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(&state.layer);
    sqlite3_vfs_register(state.real, 1);
}

void FaultyDisk::fail_writes(int passing, int code) {
    state.failing_from = state.writes + passing;
    state.write_code = code;
}

void FaultyDisk::fail_syncs() { state.syncs_fail = true; }

void FaultyDisk::mend() {
    state.failing_from = never;
    state.syncs_fail = false;
}

int FaultyDisk::writes() const { return state.writes; }

}  // namespace motcua::storage
