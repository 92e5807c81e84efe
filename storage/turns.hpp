// What reports are folded from: of each dossier the moments at which its figures turn, and whose time it was.
// Far fewer and shorter than its events, so that a year is read in one sweep. Pure.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/dossier/dossier.hpp"
#include "storage/journal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::storage {

struct Projected;

/// How a dossier stands from a moment on. Dossiers begin with their receipt, or with a refusal at receipt.
struct Turn {
    enum class State { running, held, ended, closed, voided, turned_away };

    Seq seq = 0;      // the event
    Seq dossier = 0;  // the event that filed it
    procedures::Instant at;
    State state = State::running;
    std::optional<procedures::Instant> legal_end;  // 24:00 of the last day
    std::optional<procedures::Instant> appointment;
    std::string officer;  // the main one; "" before there is one
    std::string unit;     // where it was given to him; before that, where it went from receipt
    /// Of the first turn: procedure, version, channel, online level, rule set, one a line.
    std::string facts;
    /// When the clock ended: "result_early", "withdrawn_late", …, as settlement_standings() has them, and the index's
    /// verdict after a blank.
    std::string outcome;
};

/// What a turn is judged by: how the dossier stood before the event.
struct BeforeTurn {
    explicit BeforeTurn(const procedures::Dossier& dossier);

    bool is_received;
    bool is_open;
    procedures::StepKind kind;
    std::optional<procedures::Instant> finished_at, legal_end, appointment, step_due;
    std::string officer;
};

/// Nothing when no figure turns with the event.
std::optional<Turn> turn_of(const Projected& told, const BeforeTurn& before,
                            const procedures::Dossier& after);

enum class ChargedTo { officer, unit, agency, applicant };
std::string_view to_string(ChargedTo charged_to);
ChargedTo charged_to(const boost::json::object& charge, const procedures::Holder& holder);

/// A stretch of a dossier's time that ended.
struct Charge {
    Seq seq = 0;
    Seq dossier = 0;
    procedures::Instant until;
    ChargedTo charged_to = ChargedTo::unit;
    procedures::Holder holder;
    std::int64_t minutes = 0;  // of office time
    bool is_late = false;      // it ended after the step's due time
};
std::optional<Charge> charge_of(const Projected& told, const BeforeTurn& before);

}  // namespace motcua::storage
