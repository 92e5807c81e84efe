// Port of the keys that sign checkpoints. They lie outside the database: who can rewrite that
// cannot sign what he wrote.
#pragma once

#include "storage/proofs/checkpoint.hpp"

#include <optional>

namespace motcua::storage {

/// Blocking; any thread. std::runtime_error when the storage fails or holds something that is no key.
class Keys {
public:
    virtual ~Keys() = default;

    /// The one that signs; nothing before the first was adopted.
    virtual std::optional<SigningKey> signing() = 0;
    /// The one that follows it once the journal names it.
    virtual std::optional<SigningKey> next() = 0;
    /// In place of a former next one. Durable on return.
    virtual void keep_next(const SigningKey& key) = 0;
    /// From now on the next one signs, and is among those that are published; the former one is destroyed.
    virtual void adopt_next() = 0;
};

}  // namespace motcua::storage
