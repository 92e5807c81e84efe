#include "storage/sqlite/disk_files.hpp"

#include "storage/sqlite/posix.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <vector>

namespace motcua::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view incoming_prefix = "incoming-";

fs::path place(const fs::path& folder, const Hash& file) {
    const std::string hex = to_hex(bytes_of(file));
    return folder / hex.substr(0, 2) / hex.substr(2);
}

std::optional<Hash> name_of(const fs::path& file) {
    const auto bytes = from_hex(file.parent_path().filename().string() + file.filename().string());
    if (!bytes || bytes->size() != Hash().size()) return std::nullopt;
    Hash hash;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

std::chrono::system_clock::time_point last_touched(const fs::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) throw_errno("look at " + file.string());
    return std::chrono::system_clock::from_time_t(status.st_mtime);
}

class DiskUpload final : public Upload {
public:
    explicit DiskUpload(const fs::path& folder) : folder_(folder) {
        std::string name = (folder / (std::string(incoming_prefix) + "XXXXXX")).string();
        const int number = mkostemp(name.data(), O_CLOEXEC);
        if (number < 0) throw_errno("make a file in " + folder.string());
        opened_ = Descriptor(number);
        incoming_ = name;
    }

    ~DiskUpload() override {
        if (!incoming_.empty()) unlink(incoming_.c_str());
    }

    void write(std::string_view part) override {
        digest_.add(part);
        write_all(opened_, part, incoming_);
    }

    Hash finish() override {
        const Hash hash = digest_.finish();
        const fs::path target = place(folder_, hash);
        sync(opened_, incoming_);
        if (fs::create_directory(target.parent_path())) sync_folder(folder_);
        // Also over a file of the same content: the sweep sees it touched again.
        fs::rename(incoming_, target);
        incoming_.clear();
        sync_folder(target.parent_path());
        return hash;
    }

private:
    fs::path folder_;
    fs::path incoming_;
    Descriptor opened_;
    Digest digest_;
};

}  // namespace

DiskFiles::DiskFiles(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }

std::unique_ptr<Upload> DiskFiles::begin() { return std::make_unique<DiskUpload>(folder_); }

bool DiskFiles::has(const Hash& file) { return fs::exists(place(folder_, file)); }

bool DiskFiles::read(const Hash& file, const std::function<void(std::string_view part)>& take) {
    const fs::path name = place(folder_, file);
    if (!fs::exists(name)) return false;
    const Descriptor opened = open_file(name, O_RDONLY);
    std::vector<char> part(64 * 1024);
    Digest digest;
    for (;;) {
        const ssize_t length = ::read(opened.number(), part.data(), part.size());
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) throw_errno("read " + name.string());
        if (length == 0) break;
        const std::string_view bytes(part.data(), static_cast<std::size_t>(length));
        digest.add(bytes);
        take(bytes);
    }
    if (digest.finish() != file)
        throw std::runtime_error(name.string() + ": the content was altered: restore it from a backup");
    return true;
}

std::size_t DiskFiles::sweep(std::chrono::system_clock::time_point before,
                             const std::function<bool(const Hash& file)>& is_named) {
    std::vector<fs::path> going;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
        if (!entry.is_regular_file() || last_touched(entry.path()) >= before) continue;
        const bool is_unfinished = entry.path().filename().string().starts_with(incoming_prefix);
        const auto name = name_of(entry.path());
        if (is_unfinished || (name && !is_named(*name))) going.push_back(entry.path());
    }
    for (const fs::path& file : going) fs::remove(file);
    return going.size();
}

}  // namespace motcua::storage
