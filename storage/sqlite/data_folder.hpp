// The folder that holds an installation: journal.db, views.db, private.db,
// files/, keys/, and the lock of its one writer.
#pragma once

#include "storage/sqlite/posix.hpp"

#include <cstdint>
#include <filesystem>

namespace motcua::storage {

/// Held by the one process that writes; released with it, also when it is killed.
class FolderLock {
public:
    explicit FolderLock(Descriptor held) : held_(std::move(held)) {}

private:
    Descriptor held_;
};

class DataFolder {
public:
    /// Makes the folder, readable by its owner alone, when it is not there. std::system_error.
    static DataFolder create(const std::filesystem::path& path);
    /// std::runtime_error when there is no installation in `path`.
    static DataFolder open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path journal() const { return path_ / "journal.db"; }
    std::filesystem::path views() const { return path_ / "views.db"; }
    std::filesystem::path private_data() const { return path_ / "private.db"; }
    std::filesystem::path files() const { return path_ / "files"; }
    std::filesystem::path keys() const { return path_ / "keys"; }
    /// Where the running program listens for writing verbs of the command line.
    std::filesystem::path socket() const { return path_ / "motcua.sock"; }

    /// For writing; readers need none. std::runtime_error naming the process that holds it.
    FolderLock lock() const;

    /// Bytes that this program may still write there.
    std::uintmax_t free_bytes() const;

private:
    explicit DataFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

}  // namespace motcua::storage
