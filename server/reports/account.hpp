// A dossier as reports see it at a moment: the fold of its turns up to there. Pure.
#pragma once

#include "procedures/calendar/legal_clock.hpp"
#include "procedures/dossier/dossier.hpp"
#include "storage/turns.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace motcua::server::reports {

using procedures::Instant;
using procedures::LocalDate;

struct Account {
    storage::Seq dossier = 0;
    std::string procedure, version;
    procedures::Channel channel = procedures::Channel::counter;
    std::string online_level;
    std::string rule_set;
    Instant received;  // of one that was turned away: when
    storage::Turn::State state = storage::Turn::State::running;
    std::optional<Instant> original_end, legal_end, appointment;
    std::string officer, unit;
    std::vector<procedures::HeldSpan> held;  // the applicant's time
    std::optional<Instant> settled;          // the clock ended
    std::string outcome;                     // "result_early"; "" while it is open
    std::string index_verdict;               // of a settled one

    bool is_counted() const {
        return state != storage::Turn::State::voided && state != storage::Turn::State::turned_away;
    }
    bool is_late() const { return outcome.ends_with("_late"); }
};

/// Takes turns in the order of recording.
class Accounts {
public:
    void take(const storage::Turn& turn);
    /// A mistaken intake never was, so that what was open at the end of a period is what the next one carries over.
    void forget(storage::Seq dossier);
    /// In the order of the first turn.
    std::vector<Account>& all() { return accounts_; }

private:
    std::vector<Account> accounts_;
    std::unordered_map<storage::Seq, std::size_t> places_;
};

}  // namespace motcua::server::reports
