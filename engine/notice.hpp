// A calendar notice and the open dossiers: which of them move and how, and carrying a head's choice
// out in batches. What was moved is in the journal, so whoever begins again finds what is left.
#pragma once

#include "engine/law_desk.hpp"
#include "engine/published.hpp"
#include "procedures/dossier/dates.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace motcua::engine {

/// One open dossier whose dates the calendar changes.
struct MovedDossier {
    std::shared_ptr<const StoredDossier> stored;
    procedures::Recount counted;

    enum class Change { later, earlier, same_day };
    /// Of the appointment. `same_day`: only a step's date moves, or the date is no longer provisional.
    Change change() const;
};
std::string_view to_string(MovedDossier::Change change);

/// Those whose office time runs, earliest date first. Any thread.
std::vector<MovedDossier> moved_by(const procedures::WorkCalendar& calendar, const procedures::Law& law,
                                   const Published& published);

struct CarriedOut {
    std::vector<std::string> moved;  // ids, in order
    std::size_t refused = 0;         // settled or changed meanwhile
    bool finished = false;           // else the storage failed or the engine stops: begin again
};

/// Moves what the open notice moves, `batch` dossiers at a time, and ends it; nothing to do is finished.
/// Blocks: not on an Asio thread.
CarriedOut carry_out_notice(const Published& published, const Submit& submit, std::size_t batch = 200);

}  // namespace motcua::engine
