#include "storage/sqlite/data_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace motcua::storage {
namespace fs = std::filesystem;

DataFolder DataFolder::create(const fs::path& path) {
    for (const fs::path& folder : {path, path / "files", path / "keys"})
        if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);
    sync_folder(path);
    return DataFolder(path);
}

DataFolder DataFolder::open(const fs::path& path) {
    DataFolder folder(path);
    if (!fs::exists(folder.journal()))
        throw std::runtime_error(fmt::format(
            "{}: no journal.db here: is this the data folder? motcua serve makes one", path.string()));
    return folder;
}

FolderLock DataFolder::lock() const {
    const fs::path file = path_ / "lock";
    Descriptor opened = open_file(file, O_RDWR | O_CREAT);
    if (flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) throw_errno("lock " + file.string());
        std::array<char, 24> holder{};
        const ssize_t length = pread(opened.number(), holder.data(), holder.size(), 0);
        throw std::runtime_error(
            fmt::format("{}: in use by process {}: stop it, or ask it through its socket", path_.string(),
                        std::string_view(holder.data(), length > 0 ? static_cast<std::size_t>(length) : 0)));
    }
    const std::string self = std::to_string(getpid());
    if (ftruncate(opened.number(), 0) != 0 || pwrite(opened.number(), self.data(), self.size(), 0) < 0)
        throw_errno("write " + file.string());
    return FolderLock(std::move(opened));
}

std::uintmax_t DataFolder::free_bytes() const { return fs::space(path_).available; }

}  // namespace motcua::storage
