// The list of erasures as a file, redactions.jsonl, in more than one place: a copy that is put back takes one of them with it,
// the folder of checkpoints lies elsewhere when an office has it so.
#pragma once

#include "storage/redactions.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

namespace motcua::storage {

class DiskRedactions final : public Redactions {
public:
    /// Asked each time: the law names one of the folders, and may change.
    using Folders = std::function<std::vector<std::filesystem::path>()>;
    explicit DiskRedactions(Folders folders) : folders_(std::move(folders)) {}

    std::vector<KeptRedaction> all() override;
    /// Writes to every place what any of them holds.
    void keep(std::span<const KeptRedaction> redactions) override;

private:
    std::vector<KeptRedaction> read_all() const;

    const Folders folders_;
    std::mutex mutex_;
};

}  // namespace motcua::storage
