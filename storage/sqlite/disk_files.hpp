// File contents in a folder: files/ab/cdef…, the name being the SHA-256 of the content.
#pragma once

#include "storage/files.hpp"

#include <filesystem>

namespace motcua::storage {

/// A file appears under its name only when it is whole and on disk.
class DiskFiles final : public Files {
public:
    /// The folder is made when it is not there. std::system_error.
    explicit DiskFiles(std::filesystem::path folder);

    std::unique_ptr<Upload> begin() override;
    bool has(const Hash& file) override;
    bool read(const Hash& file, const std::function<void(std::string_view part)>& take) override;
    std::size_t sweep(std::chrono::system_clock::time_point before,
                      const std::function<bool(const Hash& file)>& is_named) override;

private:
    std::filesystem::path folder_;
};

}  // namespace motcua::storage
