// Which due time comes next. Follows from the open dossiers and nonconformities and nothing else: rebuilt at
// start, kept up as they change.
#pragma once

#include "procedures/dossier/dossier.hpp"
#include "procedures/quality/quality.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace motcua::engine {

using procedures::Instant;

struct DueDeadline {
    procedures::Deadline deadline;
    std::string dossier;  // "" of a nonconformity, whose stream is the deadline's subject
};

/// One thread.
class Deadlines {
public:
    /// Arms what `now` has and `before` (null: nothing) had not, and disarms the reverse.
    void follow(const procedures::Dossier* before, const procedures::Dossier& now);

    void follow(const procedures::Nonconformity* before, const procedures::Nonconformity& now);

    /// The earliest due time; nothing when none is armed.
    std::optional<Instant> earliest() const;

    /// Takes up to `limit` that are due, earliest first. What a batch has changed and not yet written is not known
    /// here: the caller checks each against its dossier.
    void take_due(Instant now, std::size_t limit, std::vector<DueDeadline>& out);
    /// One that was taken and could not be fired.
    void put_back(DueDeadline deadline) { armed_.insert(std::move(deadline)); }

    std::size_t size() const { return armed_.size(); }

private:
    struct Earlier {
        bool operator()(const DueDeadline& a, const DueDeadline& b) const;
    };
    std::set<DueDeadline, Earlier> armed_;
};

/// Whether the dossier still waits for it.
bool is_open(const procedures::Dossier& dossier, const procedures::Deadline& deadline);

}  // namespace motcua::engine
