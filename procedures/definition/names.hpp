// A name in the two languages of the office. Vietnamese is the source.
#pragma once

#include <string>

namespace motcua::procedures {

struct Names {
    std::string vi;
    std::string en;
    bool operator==(const Names&) const = default;
};

/// How sure we are of a value, kept beside it; `doubtful()` values are listed before going live.
struct Standing {
    std::string confidence;  // sourced | mixed | derived | general-knowledge | other-province | unknown
    std::string basis;       // the article or decision it comes from
    std::string note;
};

}  // namespace motcua::procedures
