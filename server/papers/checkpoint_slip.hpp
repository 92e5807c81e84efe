// The last signed checkpoint on paper: kept in a safe outside the office, it binds whoever owns the database. As text to be
// compared by eye or typed in, and as QR to be read. No form of a circular, no number: it may be printed at any time.
#pragma once

#include "procedures/definition/office.hpp"
#include "server/papers/paper.hpp"

#include <string>

namespace motcua::server {

struct CheckpointSlip {
    const procedures::Office& office;
    std::string note;  // as it was signed, REQUIRES a checkpoint
    std::string key;   // that signs, in published form
    procedures::Instant at;
    std::string by;  // the name of whoever prints it
    bool training = false;
};

/// Letters are fitted.
Paper checkpoint_slip(const CheckpointSlip& slip);

}  // namespace motcua::server
