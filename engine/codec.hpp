// An event as the journal keeps it, and back. Names of types are checked on the way
// in and on the way out: a journal of a newer release stops the start instead of being misread.
#pragma once

#include "engine/random.hpp"
#include "procedures/dossier/event.hpp"
#include "storage/journal.hpp"

#include <cstdint>
#include <string>

namespace motcua::engine {

using procedures::Instant;
using storage::Seq;

/// Where an event stands and which command it belongs to.
struct Envelope {
    Seq seq = 0;
    Seq prev = 0;
    Instant recorded_at;
    std::string key;      // "person/key" of the command, "" when it had none
    std::string request;  // fingerprint of the command, on its first event
    bool request_is_personal =
        false;  // it covers what the law may erase: kept where it can be erased with it
};

struct JournaledEvent {
    Envelope envelope;
    procedures::Event event;
};

/// Fills `record`, whose strings are reused. Salts come from `random`.
void write_record(const Envelope& envelope, const procedures::Event& event, Random& random,
                  storage::Record& record);

/// std::runtime_error naming the event and the remedy when its type or version is unknown here.
JournaledEvent read_record(const storage::Record& record);

}  // namespace motcua::engine
