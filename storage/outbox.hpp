// Port of how far the outbox has come: for each receiver a place in the journal, and what did not arrive.
#pragma once

#include "procedures/calendar/time.hpp"
#include "storage/journal.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

/// An event that a receiver has not taken yet.
struct Letter {
    Seq seq = 0;
    int tries = 0;
    procedures::Instant failed_at;  // the first time
    procedures::Instant next_at;    // not before
    bool dead = false;              // tried no more unless somebody says so
    std::string why;                // the last time

    bool operator==(const Letter&) const = default;
};

/// Any thread; every call may block and is on disk when it returns. std::runtime_error when storage fails.
class OutboxData {
public:
    virtual ~OutboxData() = default;

    /// The last event that is dealt with; nothing for a receiver that was never told of any.
    virtual std::optional<Seq> outbox_position(std::string_view receiver) = 0;
    virtual void put_outbox_position(std::string_view receiver, Seq position) = 0;

    /// By seq.
    virtual std::vector<Letter> letters(std::string_view receiver) = 0;
    /// Adds or replaces.
    virtual void put_letter(std::string_view receiver, const Letter& letter) = 0;
    virtual void drop_letter(std::string_view receiver, Seq seq) = 0;
};

}  // namespace motcua::storage
