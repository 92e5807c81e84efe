// Views: everything derived from the journal for reading. The projector hands over events in
// order; lists, counts, search and names answer from what was projected, each with the point of the
// journal at which it is true. May be thrown away at any time and rebuilt.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "storage/journal.hpp"
#include "storage/turns.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

using procedures::Instant;
using procedures::LocalDate;

/// An event on its way into the views.
struct Projected {
    Seq seq = 0;
    Seq prev = 0;
    Instant recorded_at;
    procedures::Event event;
    std::string request;  // fingerprint of the command, "" when it had no key or the law may erase it
};

/// What a record tells. std::runtime_error naming the event and the remedy when this release
/// does not know its type or version.
Projected projected(const Record& record);

/// How far the views have come: the last event seen, and when it was recorded. An answer is
/// exactly the state at its `as_of`.
struct AsOf {
    Seq seq = 0;
    Instant time;

    bool operator==(const AsOf&) const = default;
};

/// Which dossiers a person may know of (procedures::may_see): all of them, or those of
/// some procedures and those in which he takes part.
struct Sight {
    bool all = true;
    std::set<std::string> procedures;
    std::string person;

    bool operator==(const Sight&) const = default;
};

/// Where a dossier lies. What is left out may be anything; `person` "" is the pool of the role,
/// where nobody has taken it yet.
struct Place {
    std::optional<std::string> role;
    std::optional<std::string> unit;
    std::optional<std::string> person;

    auto operator<=>(const Place&) const = default;
};

/// Two clocks, never mixed: of the present step, and of the whole dossier.
enum class DueOf { step, dossier };

// Overdue is computed, never stored.
using procedures::Moment;
using procedures::parse_timeliness;
using procedures::Timeliness;
using procedures::timeliness_of;

/// A list, an export and the number on a board that links to them share one filter.
/// An empty part asks for nothing; all others must hold.
struct DossierFilter {
    Sight sight;
    std::vector<Place> places;  // any of them; a person's inbox is himself and the pools of his roles
    std::set<procedures::StepKind> kinds;  // all open ones when empty
    std::string procedure;
    std::string step;
    std::string zone;
    DueOf due_of = DueOf::dossier;
    std::set<Timeliness> timeliness;  // judged at the moment that the question brings
    bool finished_late = false;       // its result came after its legal end

    bool operator==(const DossierFilter&) const = default;
};

/// A dossier in a list. Personal values are empty once they were erased.
struct DossierRow {
    std::string id;
    std::string code;  // official; "" before receipt
    std::string external_code;
    std::string procedure;
    std::string version;
    procedures::Channel channel = procedures::Channel::counter;
    std::string zone;
    std::string return_method;
    bool demonstration = false;

    std::string step;
    procedures::StepKind kind = procedures::StepKind::submitted;
    std::optional<procedures::Ending> ending;
    procedures::Holder holder;
    std::optional<procedures::Holder> sender;  // answers for it until the hand-over is acknowledged
    std::string main_officer;
    std::vector<std::string> taking_part;  // cooperating and watching

    Instant submitted_at;
    std::optional<Instant> received_at;
    std::optional<Instant> finished_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> original_due;
    std::optional<Instant> legal_due;
    std::optional<Instant> legal_end;  // 24:00 of the last day: overdue from then on
    std::optional<Instant> appointment;
    bool provisional = false;
    Instant step_entered;
    std::optional<Instant> step_due;

    // Axes beside the matter itself: money, papers, people (facts C6).
    std::vector<std::string> fees_settled;
    int supplements_used = 0;
    std::size_t consults_open = 0;
    bool extended = false;
    bool rescheduled = false;
    bool withdrawal_requested = false;
    bool signed_result = false;
    bool refusal_drafted = false;
    bool has_result = false;
    std::string result_number;
    std::string legal_verdict;  // of a finished one: early | on_time | late
    std::string index_verdict;
    std::optional<Instant> correction_due;

    std::uint64_t version_number = 0;
    Seq head = 0;  // its last event

    std::string applicant;
    std::string applicant_address;
    std::string applicant_phone;
    std::string owner;
    std::string representative;
    std::string project;
    std::string title;  // trích yếu: as typed, else owner and project; at most 1000 characters (facts C7)
};

/// The first thing in which a row is not what its events fold to, as a sentence; "" when nothing is.
std::string deviation(const DossierRow& row, const procedures::Dossier& fold);

/// `next` goes on after the last row of the same filter, "" at the end. Cursors hold sort keys and no time, so
/// a page boundary does not move with the clock.
struct DossierPage {
    AsOf as_of;
    std::vector<DossierRow> rows;
    std::string next;
};

/// A cursor of another filter, or one that was altered.
class BadCursor : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One number of the board.
struct BoardCell {
    procedures::Holder holder;
    std::string procedure;
    std::string step;
    procedures::StepKind kind = procedures::StepKind::submitted;
    Timeliness timeliness = Timeliness::no_date;
    std::uint64_t count = 0;
};

struct Board {
    AsOf as_of;
    std::vector<BoardCell> cells;  // sum them by unit, procedure, step or timeliness; none is zero
};

/// The list behind a cell: its count is the number of rows that the filter finds.
DossierFilter behind(const BoardCell& cell, const DossierFilter& of_board);

/// A stretch of a dossier's time and whom it is charged to.
struct Handover {
    using ChargedTo = storage::ChargedTo;
    Seq seq = 0;  // the event that ended it
    ChargedTo charged_to = ChargedTo::unit;
    procedures::Holder holder;
    std::string step;
    Instant from;
    Instant until;
    procedures::WorkingMinutes minutes{0};
    std::optional<Instant> due;                     // of the step, when it ended
    std::optional<Instant> acknowledged;            // the receiver confirmed
    std::optional<procedures::Holder> received_by;  // who has it next; nothing when it ended here
};

/// What happened to one dossier, newest first.
struct Trail {
    AsOf as_of;
    std::vector<Projected> events;
    Seq next = 0;  // ask from here for older ones; 0 at the end
};

/// The dossier's hand-overs, oldest first: the circular's control slip (facts, forms, Mẫu 06).
struct ControlSlip {
    AsOf as_of;
    std::vector<Handover> handovers;
};

/// The book of one period: who handed in what, when it was received, promised and returned (Mẫu 07).
struct RegisterQuestion {
    LocalDate from;
    LocalDate to;           // last day, by receipt
    std::string procedure;  // any when empty
    Sight sight;
};

/// A report that was issued, and by which digest its bytes are kept.
struct IssuedReport {
    std::int64_t number = 0;
    std::string name, form;
    LocalDate from;
    LocalDate to;
    std::string by, format, definition;
    Instant cut_off;
    Seq data_to = 0;  // the last event that was read
    Instant at;
    std::string person, digest;
};

/// Answers about what was projected. Blocking; one thread at a time, each thread its own. An
/// answer never waits for the projector: who needs a seq waits for Views::position() first.
/// A storage that cannot be read throws std::runtime_error.
class ViewsReader {
public:
    virtual ~ViewsReader() = default;

    virtual AsOf as_of() = 0;

    /// By id or by code, ours or the province's, in upper or lower case.
    virtual std::optional<DossierRow> dossier(std::string_view id_or_code) = 0;

    /// In the order of work: least time first by the step's due, then the dossier's, held ones last,
    /// finished and closed after them. `limit` from 1 to 1000. Throws BadCursor.
    virtual DossierPage worklist(const DossierFilter& filter, const Moment& moment, std::size_t limit,
                                 std::string_view cursor = {}) = 0;
    virtual std::uint64_t count(const DossierFilter& filter, const Moment& moment) = 0;
    virtual Board board(const DossierFilter& filter, const Moment& moment) = 0;

    /// Every word of `text`, the last one as a beginning: names, numbers, phones, enterprise, project,
    /// title, codes and their last four digits; without accents. Those of the filter, in the order of work;
    /// none for a text without a word. Throws BadCursor.
    virtual DossierPage search(std::string_view text, const DossierFilter& filter, const Moment& moment,
                               std::size_t limit, std::string_view cursor = {}) = 0;

    /// In the order of receipt. Throws BadCursor.
    virtual DossierPage register_of(const RegisterQuestion& question, std::size_t limit,
                                    std::string_view cursor = {}) = 0;

    /// Events from `from` on (0: the newest), as the last answer's `next` said. Empty for a dossier that is
    /// not known. Who may see the dossier is the caller's question here.
    virtual Trail trail(std::string_view dossier_id, std::size_t limit, Seq from = 0) = 0;
    virtual ControlSlip control_slip(std::string_view dossier_id) = 0;

    /// What happened before `until`, in the order of recording.
    virtual AsOf turns(Instant until, const std::function<void(const Turn&)>& take) = 0;
    /// Stretches that ended in [from, until), in the order of recording.
    virtual AsOf charges(Instant from, Instant until, const std::function<void(const Charge&)>& take) = 0;
    /// Dossiers by the event that filed them, in the order asked for; one that is not known is left out.
    virtual std::vector<DossierRow> rows(std::span<const Seq> dossiers) = 0;

    /// By number.
    virtual std::vector<IssuedReport> issued_reports() = 0;

    /// Id and name of everybody of the office who was ever entered; "" where it was erased.
    virtual std::map<std::string, std::string, std::less<>> people() = 0;
};

/// Blocking; project() and rebuilding by one thread, the projector's.
class Views {
public:
    virtual ~Views() = default;

    /// The last event that readers see. Any thread.
    virtual AsOf position() const = 0;

    /// The event that project() wants first.
    virtual Seq wants() const = 0;

    /// All of `events`, in order and from wants() on, in one transaction with the new position. After an
    /// exception nothing of them is seen and the position is the former one; std::runtime_error
    /// when the storage failed or an event cannot follow. The more at once, the cheaper each.
    virtual void project(std::span<const Projected> events) = 0;

    /// From now on project() fills new views from event 1 on, while readers see the former ones,
    /// until finish_rebuild() puts them in their place. One that was begun before is dropped.
    virtual void begin_rebuild() = 0;
    virtual void finish_rebuild() = 0;

    /// A reader for another thread. Any thread. Must not outlive the views.
    virtual std::unique_ptr<ViewsReader> reader() = 0;

    /// Work that keeps projecting fast; called every few seconds from a thread that is not the projector's.
    virtual void housekeep() = 0;
};

}  // namespace motcua::storage
