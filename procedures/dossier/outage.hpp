// When the office works on paper: numbers kept ahead for blank receipts, the intervals that the head of the desk declared
// afterwards, and what became of each number. A number that was kept is never given by an ordinary receipt and never
// twice, so the count of the day stays without a gap: it ends used, spoilt, missing or returned unused.
#pragma once

#include "procedures/dossier/event.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

enum class OutageCause { power, network, machine, disaster, other };
std::string_view to_string(OutageCause cause);
std::optional<OutageCause> parse_outage_cause(std::string_view name);

enum class CodeState {
    reserved,  // on a blank receipt, or about to be
    used,      // a dossier was received with it
    spoilt,    // the blank was written or printed wrong; for good
    missing,   // the blank is not found; when it turns up it may still be used or spoilt
    returned,  // not needed; for good
};
std::string_view to_string(CodeState state);
std::optional<CodeState> parse_code_state(std::string_view name);

/// Why a blank was spoilt.
enum class SpoiltReason { miswritten, misprinted, damaged, left };
std::string_view to_string(SpoiltReason reason);
std::optional<SpoiltReason> parse_spoilt_reason(std::string_view name);

/// An interval without the system, both ends in it, to the second.
struct Outage {
    int number = 0;  // from 1, in the order of declaring
    Instant begin, end;
    OutageCause cause = OutageCause::other;
    std::string by;
    Instant declared;

    bool covers(Instant at) const { return begin <= at && at <= end; }
};

/// One act of reserving, for one day.
struct Reservation {
    int number = 0;  // from 1
    std::string agency;
    LocalDate day;
    int first = 0, last = 0;  // of the day's numbers
    std::string by;
    Instant at;
    int paper_year = 0, paper_number = 0, prints = 0;  // of its blank receipts; 0 until they are printed
};

struct ReservedCode {
    std::string code;
    int reservation = 0;
    LocalDate day;
    int number = 0;  // of the day
    CodeState state = CodeState::reserved;
    std::optional<SpoiltReason> reason;
    std::string dossier;                // id, when used
    std::optional<Instant> paper_at;    // when the paper says that it was received
    std::optional<Instant> settled_at;  // when its end was entered
    std::string by;                     // who entered it
};

/// What the office knows of its outages: a fold of its events.
struct Outages {
    std::vector<Outage> declared;           // by number
    std::vector<Reservation> reservations;  // by number
    std::vector<ReservedCode> codes;        // in the order of reserving

    const Outage* find(std::int64_t number) const;
    const Reservation* reservation(std::int64_t number) const;
    const ReservedCode* code(std::string_view code) const;
    /// Whether the act was entered afterwards with a time within the outage that it names.
    bool covers(const Event& event) const;

    void apply(const Event& event);
};

}  // namespace motcua::procedures
