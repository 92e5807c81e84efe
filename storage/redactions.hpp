// Port of the list of erasures that the law ordered: kept beside the journal, so that an older copy of it, put back after a
// loss, loses again what had to go. Holds no personal value: only which event lost which fields, and on which ground.
#pragma once

#include "storage/journal.hpp"

#include <span>
#include <string>
#include <vector>

namespace motcua::storage {

struct KeptRedaction {
    std::string journal;  // JournalIdentity::id
    Seq seq = 0;          // of the event that ordered it
    Seq event = 0;        // that lost the values
    Hash hash{};          // of that event: another history may have another one under its number
    std::string stream;
    std::vector<std::string> fields;
    std::string ground;

    bool operator==(const KeptRedaction&) const = default;
};

/// Any thread; blocking.
class Redactions {
public:
    virtual ~Redactions() = default;

    /// In the order in which they were kept. What cannot be read is left out.
    virtual std::vector<KeptRedaction> all() = 0;
    /// Those that are not there yet; on disk when it returns. std::runtime_error when none of its places can be written.
    virtual void keep(std::span<const KeptRedaction> redactions) = 0;
};

}  // namespace motcua::storage
