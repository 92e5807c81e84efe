#include "storage/sqlite/posix.hpp"

#include <fcntl.h>
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

}  // namespace motcua::storage
