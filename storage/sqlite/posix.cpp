#include "storage/sqlite/posix.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace motcua::storage {

Descriptor::~Descriptor() {
    if (number_ >= 0) close(number_);
}

void throw_errno(const std::string& doing) {
    throw std::system_error(errno, std::generic_category(), "cannot " + doing);
}

Descriptor open_file(const std::filesystem::path& file, int flags) {
    const int number = open(file.c_str(), flags | O_CLOEXEC, 0600);
    if (number < 0) throw_errno("open " + file.string());
    return Descriptor(number);
}

void sync(const Descriptor& opened, const std::filesystem::path& name) {
    if (fsync(opened.number()) != 0) throw_errno("sync " + name.string());
}

void sync_folder(const std::filesystem::path& folder) {
    sync(open_file(folder, O_RDONLY | O_DIRECTORY), folder);
}

void write_all(const Descriptor& opened, std::string_view bytes, const std::filesystem::path& name) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(opened.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_errno("write " + name.string());
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void replace_file(const std::filesystem::path& file, std::string_view text, unsigned mode) {
    const std::filesystem::path draft = file.string() + ".draft";
    {
        const Descriptor opened = open_file(draft, O_WRONLY | O_CREAT | O_TRUNC);
        if (fchmod(opened.number(), mode) != 0) throw_errno("set the mode of " + draft.string());
        write_all(opened, text, draft);
        sync(opened, draft);
    }
    std::filesystem::rename(draft, file);
    sync_folder(file.parent_path());
}

}  // namespace motcua::storage
