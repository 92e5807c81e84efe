// The keys as files of one folder, readable by its owner alone: signing.txt, next.txt, and the published
// halves of all that ever signed in public.txt.
#pragma once

#include "storage/keys.hpp"

#include <filesystem>

namespace motcua::storage {

class DiskKeys final : public Keys {
public:
    explicit DiskKeys(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::optional<SigningKey> signing() override;
    std::optional<SigningKey> next() override;
    void keep_next(const SigningKey& key) override;
    void adopt_next() override;

private:
    std::filesystem::path folder_;
};

}  // namespace motcua::storage
