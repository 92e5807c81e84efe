// A folder of keys that is none.
#pragma once

#include "storage/keys.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

namespace motcua::tests {

class MemoryKeys final : public storage::Keys {
public:
    std::optional<storage::SigningKey> signing() override { return signing_; }
    std::optional<storage::SigningKey> next() override { return next_; }
    void keep_next(const storage::SigningKey& key) override { next_ = key; }
    void adopt_next() override {
        if (dies) throw std::runtime_error("the power went");
        signing_ = std::exchange(next_, std::nullopt);
    }
    bool dies = false;

private:
    std::optional<storage::SigningKey> signing_, next_;
};

}  // namespace motcua::tests
