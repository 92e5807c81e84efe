#include "storage/sqlite/views_reading.hpp"

#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <map>
#include <queue>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

namespace motcua::storage::sqlite {

using procedures::Holder;
using procedures::StepKind;
namespace fields = procedures::fields;

namespace {

Instant instant(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

std::optional<Instant> instant_or_none(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(instant(row.integer(column)));
}

/// Which rows a list is made of, in short: a cursor of another question must not be taken for ours.
class Fingerprint {
public:
    Fingerprint& add(std::string_view text) {
        for (const char c : text) mix(static_cast<unsigned char>(c));
        mix(0xFF);
        return *this;
    }
    template <class Number> Fingerprint& add_number(Number number) {
        return add(fmt::format("{}", static_cast<std::int64_t>(number)));
    }
    std::uint32_t value() const { return static_cast<std::uint32_t>(state_ ^ (state_ >> 32)); }

private:
    void mix(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001B3u; }

    std::uint64_t state_ = 0xCBF29CE484222325u;
};

void add(Fingerprint& print, const Sight& sight) {
    print.add(sight.all ? "all" : "some").add(sight.person);
    for (const auto& procedure : sight.procedures) print.add(procedure);
}

std::uint32_t fingerprint(const DossierFilter& filter) {
    Fingerprint print;
    add(print, filter.sight);
    for (const auto& place : filter.places) {
        for (const auto* part : {&place.role, &place.unit, &place.person})
            print.add(*part ? "=" + **part : std::string("*"));
    }
    for (const auto kind : filter.kinds) print.add_number(kind);
    print.add(filter.procedure).add(filter.step).add(filter.zone).add_number(filter.due_of);
    for (const auto timeliness : filter.timeliness) print.add_number(timeliness);
    if (filter.finished_late) print.add("late");
    return print.value();
}

bool is_of(const Place& place, const Holder& holder) {
    return (!place.role || *place.role == holder.role) && (!place.unit || *place.unit == holder.unit) &&
           (!place.person || *place.person == holder.person);
}

/// At least one line, which may be empty.
std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (;;) {
        const auto line = text.substr(0, text.find('\n'));
        lines.emplace_back(line);
        if (line.size() == text.size()) return lines;
        text.remove_prefix(line.size() + 1);
    }
}

bool takes_part(std::string_view people, const std::string& person) {
    if (person.empty() || people.find(person) == std::string_view::npos) return false;
    const auto lines = lines_of(people);
    return std::find(lines.begin(), lines.end(), person) != lines.end();
}

bool may_see(const Sight& sight, const DossierRow& row) {
    if (sight.all || sight.procedures.contains(row.procedure)) return true;
    return !sight.person.empty() &&
           (row.main_officer == sight.person ||
            std::find(row.taking_part.begin(), row.taking_part.end(), sight.person) != row.taking_part.end());
}

bool asks_for(const DossierFilter& filter, StepKind kind) {
    return filter.kinds.empty() ? kind != StepKind::closed : filter.kinds.contains(kind);
}

// The short row, as lists read it.
constexpr std::string_view short_columns =
    "number, rank, place, post, step_due, legal_end, people, finished_at";

/// Dossiers that a search fetches one by one; more are met on the way through the list.
constexpr std::size_t sorted_at_most = 1000;

std::string after(std::string_view table, std::string_view where) {
    return fmt::format("SELECT {} FROM {} WHERE {} (rank, number) > (?1, ?2) ORDER BY rank, number",
                       short_columns, table, where);
}

std::string whole_row(std::string_view table) {
    return fmt::format(
        "SELECT {}, id, code, external_code, version, channel, return_method, demonstration, submitted_at, "
        "received_at, original_due, applicant, applicant_address, applicant_phone, owner, representative, "
        "project, title FROM {} JOIN dossier USING (number) WHERE number = ?1",
        standing_columns, table);
}

/// Every word of the question, the last one as a beginning.
std::string match(std::string_view text) {
    auto words = words_of(text);
    // A phone or identity number typed in groups is one word in the index.
    const bool is_number = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-';
    });
    if (auto digits = digits_of(text); is_number && digits.size() >= 9) words = {std::move(digits)};
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "\"" : " \"") + word + '"';
    return out.empty() ? out : out + '*';
}

}  // namespace

class ViewsReading::Sieve {
public:
    Sieve(const ViewsReading& reading, const DossierFilter& filter, const Moment& moment)
        : reading_(reading),
          filter_(filter),
          moment_(moment) {
        places_.resize(reading.place_names_.size());
        for (std::size_t id = 1; id < places_.size(); ++id) {
            const auto& holder = reading.place_names_[id];
            places_[id] = filter.places.empty() ||
                          std::any_of(filter.places.begin(), filter.places.end(),
                                      [&](const Place& place) { return is_of(place, holder); });
        }
        posts_.resize(reading.post_names_.size());
        for (std::size_t id = 1; id < posts_.size(); ++id) {
            const auto& post = reading.post_names_[id];
            posts_[id] = asks_for(filter, post.kind) &&
                         (filter.procedure.empty() || filter.procedure == post.procedure) &&
                         (filter.step.empty() || filter.step == post.step) &&
                         (filter.zone.empty() || filter.zone == post.zone);
        }
    }

    const std::vector<bool>& places() const { return places_; }

    /// Nothing when the row is not asked for. Columns as in `short_columns`.
    std::optional<Timeliness> judge(const Statement& row) const {
        const auto place = static_cast<std::size_t>(row.integer(2));
        const auto post = static_cast<std::size_t>(row.integer(3));
        if (!places_.at(place) || !posts_.at(post)) return std::nullopt;
        const auto& sight = filter_.sight;
        if (!sight.all && !sight.procedures.contains(reading_.post_names_[post].procedure) &&
            !takes_part(row.text(6), sight.person))
            return std::nullopt;
        const auto due = instant_or_none(row, filter_.due_of == DueOf::step ? 4 : 5);
        const auto timeliness = timeliness_of(reading_.post_names_[post].kind, due, moment_);
        if (!filter_.timeliness.empty() && !filter_.timeliness.contains(timeliness)) return std::nullopt;
        if (filter_.finished_late && (row.is_null(5) || row.is_null(7) || row.integer(7) <= row.integer(5)))
            return std::nullopt;
        return timeliness;
    }

private:
    const ViewsReading& reading_;
    const DossierFilter& filter_;
    const Moment& moment_;
    std::vector<bool> places_, posts_;  // by id: asked for
};

ViewsReading::ViewsReading(const std::filesystem::path& file, std::unique_ptr<JournalReader> journal)
    : journal_(std::move(journal)),
      database_([&] {
          Database database(file, Database::Mode::read_only);
          require_schema(database, views_migrations());
          if (database.number("SELECT format FROM views") != views_format)
              throw std::runtime_error(
                  fmt::format("{}: views of another release: run motcua views rebuild", file.string()));
          database.run("PRAGMA cache_size=-16384");
          return database;
      }()),
      begin_(database_, "BEGIN"),
      end_(database_, "COMMIT"),
      position_(database_, "SELECT position, position_time FROM views"),
      by_id_(database_, "SELECT number FROM dossier WHERE id = ?1 COLLATE NOCASE"),
      by_code_(database_,
               "SELECT number FROM dossier WHERE code = ?1 COLLATE NOCASE ORDER BY number DESC LIMIT 1"),
      by_external_(database_,
                   "SELECT number FROM dossier WHERE external_code = ?1 COLLATE NOCASE ORDER BY number DESC "
                   "LIMIT 1"),
      standing_(database_, whole_row("standing")),
      ended_(database_, whole_row("ended")),
      all_standing_(database_, fmt::format("SELECT {} FROM standing", short_columns)),
      all_ended_(database_, fmt::format("SELECT {} FROM ended", short_columns)),
      short_of_(database_, fmt::format("SELECT {0} FROM standing WHERE number = ?1 UNION ALL SELECT {0} FROM "
                                       "ended WHERE number = ?1",
                                       short_columns)),
      search_(database_, "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid"),
      register_(database_,
                "SELECT received_at, number FROM dossier WHERE received_at >= ?1 AND received_at < ?2 AND "
                "(received_at, number) > (?3, ?4) ORDER BY received_at, number"),
      head_(database_,
            "SELECT head FROM standing WHERE number = ?1 UNION ALL SELECT head FROM ended WHERE number = ?1"),
      places_(database_, "SELECT id, role, unit, person FROM place WHERE id > ?1 ORDER BY id"),
      posts_(database_, "SELECT id, procedure, step, kind, zone FROM post WHERE id > ?1 ORDER BY id"),
      people_(database_, "SELECT id, name FROM person"),
      turns_(
          database_,
          "SELECT seq, dossier, at, state, legal_end, appointment, officer, unit, facts, outcome FROM turn "
          "WHERE at < ?1 ORDER BY seq"),
      charges_(
          database_,
          "SELECT seq, dossier, until, charged_to, place, minutes, is_late FROM charge WHERE until >= ?1 "
          "AND until < ?2 ORDER BY seq"),
      issued_(database_,
              "SELECT number, name, form, period_from, period_to, grouping, format, definition, cut_off, "
              "data_to, "
              "at, person, digest FROM issued_report ORDER BY number"),
      place_names_(1),
      post_names_(1),
      of_ended_(database_, after("ended", "")) {}

ViewsReading::Snapshot::Snapshot(ViewsReading& reading) : reading_(reading) {
    reading.begin_.run();
    reading.load_names();
}

ViewsReading::Snapshot::~Snapshot() {
    try {
        reading_.end_.run();
    } catch (const Error&) {
        // Ending a read fails only where the connection is broken; the next read says so.
    }
}

// Places and posts are only ever added.
void ViewsReading::load_names() {
    {
        const ResetLater reset(places_.bind(place_names_.size() - 1));
        while (places_.step()) {
            place_names_.resize(static_cast<std::size_t>(places_.integer(0)) + 1);
            place_names_.back() = {std::string(places_.text(1)), std::string(places_.text(2)),
                                   std::string(places_.text(3))};
        }
    }
    const ResetLater reset(posts_.bind(post_names_.size() - 1));
    while (posts_.step()) {
        post_names_.resize(static_cast<std::size_t>(posts_.integer(0)) + 1);
        post_names_.back() = {std::string(posts_.text(1)), std::string(posts_.text(2)),
                              static_cast<StepKind>(posts_.integer(3)), std::string(posts_.text(4))};
    }
}

AsOf ViewsReading::as_of() {
    const ResetLater reset(position_.bind());
    if (!position_.step())
        throw std::runtime_error("views.db has lost its position: run motcua views rebuild");
    return {static_cast<Seq>(position_.integer(0)), instant(position_.integer(1))};
}

std::optional<std::int64_t> ViewsReading::number_of(std::string_view id_or_code) {
    for (Statement* by : {&by_id_, &by_code_, &by_external_}) {
        const ResetLater reset(by->bind(id_or_code));
        if (by->step()) return by->integer(0);
    }
    return std::nullopt;
}

std::optional<DossierRow> ViewsReading::row(std::int64_t number) {
    for (Statement* table : {&standing_, &ended_}) {
        const ResetLater reset(table->bind(number));
        if (!table->step()) continue;
        const Statement& at = *table;
        DossierRow row;
        row.head = static_cast<Seq>(at.integer(1));
        row.holder = place_names_.at(static_cast<std::size_t>(at.integer(2)));
        const Post& post = post_names_.at(static_cast<std::size_t>(at.integer(4)));
        row.procedure = post.procedure;
        row.step = post.step;
        row.kind = post.kind;
        row.zone = post.zone;
        const auto flags = at.integer(5);
        row.provisional = (flags & flag_provisional) != 0;
        row.extended = (flags & flag_extended) != 0;
        row.rescheduled = (flags & flag_rescheduled) != 0;
        row.withdrawal_requested = (flags & flag_withdrawal_requested) != 0;
        row.signed_result = (flags & flag_signed) != 0;
        row.refusal_drafted = (flags & flag_refusal_drafted) != 0;
        row.has_result = (flags & flag_has_result) != 0;
        row.step_entered = instant(at.integer(6));
        row.step_due = instant_or_none(at, 7);
        row.legal_due = instant_or_none(at, 8);
        row.legal_end = instant_or_none(at, 9);
        row.appointment = instant_or_none(at, 10);
        row.finished_at = instant_or_none(at, 11);
        row.closed_at = instant_or_none(at, 12);
        if (!at.is_null(13)) row.sender = place_names_.at(static_cast<std::size_t>(at.integer(13)));
        row.version_number = static_cast<std::uint64_t>(at.integer(14));
        auto people = lines_of(at.text(15));
        row.main_officer = std::move(people.front());
        row.taking_part.assign(std::make_move_iterator(people.begin() + 1),
                               std::make_move_iterator(people.end()));
        if (!at.is_null(16)) {
            const auto more = boost::json::parse(at.text(16)).as_object();
            const auto integer = [&](std::string_view field) {
                const auto* value = more.if_contains(field);
                return value != nullptr ? value->as_int64() : 0;
            };
            if (const auto* fees = fields::array_if(more, "fees")) {
                for (const auto& fee : *fees) row.fees_settled.emplace_back(fee.as_string());
            }
            row.supplements_used = static_cast<int>(integer("supplements"));
            row.consults_open = static_cast<std::size_t>(integer("consults"));
            if (more.contains("ending")) row.ending = static_cast<procedures::Ending>(integer("ending"));
            if (more.contains("correction")) row.correction_due = instant(integer("correction"));
            row.result_number = fields::text_or(more, "number");
            row.legal_verdict = fields::text_or(more, "legal");
            row.index_verdict = fields::text_or(more, "index");
        }
        row.id = at.text(17);
        row.code = at.text(18);
        row.external_code = at.text(19);
        row.version = at.text(20);
        row.channel = static_cast<procedures::Channel>(at.integer(21));
        row.return_method = at.text(22);
        row.demonstration = at.integer(23) != 0;
        row.submitted_at = instant(at.integer(24));
        row.received_at = instant_or_none(at, 25);
        row.original_due = instant_or_none(at, 26);
        row.applicant = at.text(27);
        row.applicant_address = at.text(28);
        row.applicant_phone = at.text(29);
        row.owner = at.text(30);
        row.representative = at.text(31);
        row.project = at.text(32);
        row.title = at.text(33);
        return row;
    }
    return std::nullopt;
}

std::optional<DossierRow> ViewsReading::dossier(std::string_view id_or_code) {
    const Snapshot snapshot(*this);
    const auto number = number_of(id_or_code);
    return number ? row(*number) : std::nullopt;
}

std::string ViewsReading::written(const Cursor& cursor, std::uint32_t question) {
    return fmt::format("{:x}.{:x}.{:08x}", cursor.rank, cursor.number, question);
}

std::optional<ViewsReading::Cursor> ViewsReading::read_cursor(std::string_view text, std::uint32_t question) {
    if (text.empty()) return std::nullopt;
    std::array<std::int64_t, 3> parts{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [stop, error] = std::from_chars(at, end, parts[i], 16);
        const bool parted = i + 1 < parts.size() ? stop != end && *stop == '.' : stop == end;
        if (error != std::errc() || !parted) throw BadCursor("not a cursor");
        at = stop + 1;
    }
    if (parts[2] != question) throw BadCursor("a cursor of another list");
    return Cursor{parts[0], parts[1]};
}

DossierPage ViewsReading::worklist(const DossierFilter& filter, const Moment& moment, std::size_t limit,
                                   std::string_view cursor) {
    const auto question = fingerprint(filter);
    const auto start = read_cursor(cursor, question).value_or(Cursor{});
    const Snapshot snapshot(*this);
    DossierPage page;
    page.as_of = as_of();
    list(filter, moment, start, limit, question, nullptr, page);
    return page;
}

void ViewsReading::list(const DossierFilter& filter, const Moment& moment, const Cursor& start,
                        std::size_t limit, std::uint32_t question, const std::vector<std::int64_t>* only,
                        DossierPage& page) {
    const Sieve sieve(*this, filter, moment);

    // Each place's list lies in order of work in the index; they are merged.
    struct Head {
        Cursor at;
        Statement* list;
        bool operator>(const Head& other) const { return at > other.at; }
    };
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    std::vector<std::unique_ptr<ResetLater>> resets;
    const auto enter = [&](Statement& rows) {
        resets.push_back(std::make_unique<ResetLater>(rows));
        if (rows.step()) heads.push({{rows.integer(1), rows.integer(0)}, &rows});
    };
    std::size_t lists = 0;
    for (std::size_t place = 1; place < sieve.places().size(); ++place) {
        if (!sieve.places()[place]) continue;
        if (lists == at_place_.size())
            at_place_.push_back(std::make_unique<Statement>(database_, after("standing", "place = ?3 AND")));
        enter(at_place_[lists++]->bind(start.rank, start.number, place));
    }
    if (asks_for(filter, StepKind::closed)) enter(of_ended_.bind(start.rank, start.number));

    Cursor last;
    while (!heads.empty()) {
        const Head head = heads.top();
        heads.pop();
        const bool is_wanted =
            only == nullptr || std::binary_search(only->begin(), only->end(), head.at.number);
        if (is_wanted && sieve.judge(*head.list)) {
            if (page.rows.size() == limit) {
                page.next = written(last, question);
                break;
            }
            page.rows.push_back(row(head.at.number).value());
            last = head.at;
        }
        if (head.list->step()) heads.push({{head.list->integer(1), head.list->integer(0)}, head.list});
    }
}

void ViewsReading::each(const DossierFilter& filter, const Moment& moment,
                        const std::function<void(std::int64_t, std::int64_t, Timeliness)>& take) {
    const Sieve sieve(*this, filter, moment);
    const auto run = [&](Statement& rows) {
        const ResetLater reset(rows);
        while (rows.step()) {
            if (const auto timeliness = sieve.judge(rows))
                take(rows.integer(2), rows.integer(3), *timeliness);
        }
    };
    const auto asked = std::count(sieve.places().begin(), sieve.places().end(), true);
    if (filter.places.empty() || asked > 16) {
        run(all_standing_.bind());
    } else {
        if (at_place_.empty())
            at_place_.push_back(std::make_unique<Statement>(database_, after("standing", "place = ?3 AND")));
        for (std::size_t place = 1; place < sieve.places().size(); ++place) {
            if (sieve.places()[place]) run(at_place_.front()->bind(0, 0, place));
        }
    }
    if (asks_for(filter, StepKind::closed)) run(all_ended_.bind());
}

std::uint64_t ViewsReading::count(const DossierFilter& filter, const Moment& moment) {
    const Snapshot snapshot(*this);
    std::uint64_t found = 0;
    each(filter, moment, [&](std::int64_t, std::int64_t, Timeliness) { ++found; });
    return found;
}

Board ViewsReading::board(const DossierFilter& filter, const Moment& moment) {
    const Snapshot snapshot(*this);
    std::unordered_map<std::uint64_t, std::uint64_t> counts;
    each(filter, moment, [&](std::int64_t place, std::int64_t post, Timeliness timeliness) {
        const auto key = (static_cast<std::uint64_t>(place) << 32) | (static_cast<std::uint64_t>(post) << 4) |
                         static_cast<std::uint64_t>(timeliness);
        ++counts[key];
    });
    // Zones share a cell: the list behind it is asked without one.
    using Cell =
        std::tuple<std::string, std::string, std::string, std::string, std::string, StepKind, Timeliness>;
    std::map<Cell, std::uint64_t> cells;  // by unit, role, person, procedure, step
    for (const auto& [key, number] : counts) {
        const Post& post = post_names_.at((key >> 4) & 0xFFFFFFF);
        const Holder& holder = place_names_.at(key >> 32);
        cells[{holder.unit, holder.role, holder.person, post.procedure, post.step, post.kind,
               static_cast<Timeliness>(key & 0xF)}] += number;
    }
    Board board{as_of(), {}};
    for (const auto& [key, number] : cells) {
        const auto& [unit, role, person, procedure, step, kind, timeliness] = key;
        board.cells.push_back({{role, unit, person}, procedure, step, kind, timeliness, number});
    }
    return board;
}

DossierPage ViewsReading::search(std::string_view text, const DossierFilter& filter, const Moment& moment,
                                 std::size_t limit, std::string_view cursor) {
    const auto wanted = match(text);
    const auto question = Fingerprint().add_number(fingerprint(filter)).add(wanted).value();
    const auto start = read_cursor(cursor, question).value_or(Cursor{});
    const Snapshot snapshot(*this);
    DossierPage page;
    page.as_of = as_of();
    if (wanted.empty()) return page;
    std::vector<std::int64_t> found;
    {
        const ResetLater reset(search_.bind(wanted));
        while (search_.step()) found.push_back(search_.integer(0));
    }
    // A word that many dossiers have is met often on the way through the list; for a rare one
    // that way would be long, and its few dossiers are sorted instead.
    if (found.size() > sorted_at_most) {
        list(filter, moment, start, limit, question, &found, page);
        return page;
    }
    const Sieve sieve(*this, filter, moment);
    std::vector<Cursor> kept;
    for (const auto number : found) {
        const ResetLater reset(short_of_.bind(number));
        if (!short_of_.step()) continue;
        const Cursor at{short_of_.integer(1), number};
        if (at > start && sieve.judge(short_of_)) kept.push_back(at);
    }
    const auto size = std::min(limit, kept.size());
    std::partial_sort(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(size), kept.end());
    for (std::size_t i = 0; i < size; ++i) page.rows.push_back(row(kept[i].number).value());
    if (size < kept.size()) page.next = written(kept[size - 1], question);
    return page;
}

DossierPage ViewsReading::register_of(const RegisterQuestion& asked, std::size_t limit,
                                      std::string_view cursor) {
    Fingerprint print;
    add(print, asked.sight);
    const auto from = procedures::moment_of(asked.from, {}).time_since_epoch().count();
    const auto to = procedures::moment_of(asked.to + std::chrono::days{1}, {}).time_since_epoch().count();
    const auto question = print.add(asked.procedure).add_number(from).add_number(to).value();
    const auto start = read_cursor(cursor, question).value_or(Cursor{});
    const Snapshot snapshot(*this);
    DossierPage page;
    page.as_of = as_of();
    Cursor last;
    const ResetLater reset(register_.bind(from, to, start.rank, start.number));
    while (register_.step()) {
        const auto number = register_.integer(1);
        auto found = row(number);
        if (!found || (!asked.procedure.empty() && found->procedure != asked.procedure) ||
            !may_see(asked.sight, *found))
            continue;
        if (page.rows.size() == limit) {
            page.next = written(last, question);
            break;
        }
        page.rows.push_back(std::move(*found));
        last = {register_.integer(0), number};
    }
    return page;
}

Seq ViewsReading::head_of(std::string_view dossier_id) {
    const auto number = number_of(dossier_id);
    if (!number) return 0;
    const ResetLater reset(head_.bind(*number));
    return head_.step() ? static_cast<Seq>(head_.integer(0)) : 0;
}

Trail ViewsReading::trail(std::string_view dossier_id, std::size_t limit, Seq from) {
    Trail trail;
    Seq head = 0;
    {
        const Snapshot snapshot(*this);
        trail.as_of = as_of();
        head = head_of(dossier_id);
    }
    if (head == 0 || from > head) return trail;
    Seq seq = from == 0 ? head : from;
    std::string stream;
    if (const auto newest = journal_->find(head)) stream = newest->stream;
    while (seq != 0 && trail.events.size() < limit) {
        const auto record = journal_->find(seq);
        // Somebody asks to go on from an event of another dossier.
        if (!record || record->stream != stream) return trail;
        trail.events.push_back(projected(*record));
        seq = record->prev;
    }
    trail.next = seq;
    return trail;
}

ControlSlip ViewsReading::control_slip(std::string_view dossier_id) {
    auto told = trail(dossier_id, std::numeric_limits<std::size_t>::max(), 0);
    ControlSlip slip{told.as_of, {}};
    std::optional<Instant> due;
    for (auto one = told.events.rbegin(); one != told.events.rend(); ++one) {
        const auto& event = one->event;
        const auto& data = event.data;
        if (event.type == procedures::EventType::acknowledged && !slip.handovers.empty())
            slip.handovers.back().acknowledged = event.at;
        if (const auto* charge = fields::object_if(data, "charge")) {
            Handover handover;
            handover.seq = one->seq;
            handover.holder = fields::holder(*charge);
            handover.charged_to = charged_to(*charge, handover.holder);
            handover.step = fields::text(*charge, "step");
            handover.from = fields::instant(*charge, "from");
            handover.until = event.at;
            handover.minutes = procedures::WorkingMinutes{fields::number(*charge, "minutes")};
            handover.due = due;
            if (const auto* next = fields::object_if(data, "holder"); next && !data.contains("ending"))
                handover.received_by = fields::holder(*next);
            slip.handovers.push_back(std::move(handover));
        }
        if (const auto to = fields::text_or(data, "to"); !to.empty() && to != fields::text_or(data, "from"))
            due = fields::instant_if(data, "step_due");
    }
    return slip;
}

AsOf ViewsReading::turns(Instant until, const std::function<void(const Turn&)>& take) {
    const Snapshot snapshot(*this);
    const auto now = as_of();
    Turn turn;
    const ResetLater reset(turns_.bind(until.time_since_epoch().count()));
    while (turns_.step()) {
        turn.seq = static_cast<Seq>(turns_.integer(0));
        turn.dossier = static_cast<Seq>(turns_.integer(1));
        turn.at = instant(turns_.integer(2));
        turn.state = static_cast<Turn::State>(turns_.integer(3));
        turn.legal_end = instant_or_none(turns_, 4);
        turn.appointment = instant_or_none(turns_, 5);
        turn.officer = turns_.text(6);
        turn.unit = turns_.text(7);
        turn.facts = turns_.text(8);
        turn.outcome = turns_.text(9);
        take(turn);
    }
    return now;
}

AsOf ViewsReading::charges(Instant from, Instant until, const std::function<void(const Charge&)>& take) {
    const Snapshot snapshot(*this);
    const auto now = as_of();
    Charge charge;
    const ResetLater reset(charges_.bind(from.time_since_epoch().count(), until.time_since_epoch().count()));
    while (charges_.step()) {
        charge.seq = static_cast<Seq>(charges_.integer(0));
        charge.dossier = static_cast<Seq>(charges_.integer(1));
        charge.until = instant(charges_.integer(2));
        charge.charged_to = static_cast<ChargedTo>(charges_.integer(3));
        charge.holder = place_names_.at(static_cast<std::size_t>(charges_.integer(4)));
        charge.minutes = charges_.integer(5);
        charge.is_late = charges_.integer(6) != 0;
        take(charge);
    }
    return now;
}

std::vector<DossierRow> ViewsReading::rows(std::span<const Seq> dossiers) {
    const Snapshot snapshot(*this);
    std::vector<DossierRow> found;
    found.reserve(dossiers.size());
    for (const auto number : dossiers)
        if (auto one = row(static_cast<std::int64_t>(number))) found.push_back(std::move(*one));
    return found;
}

std::vector<IssuedReport> ViewsReading::issued_reports() {
    std::vector<IssuedReport> all;
    const ResetLater reset(issued_.bind());
    while (issued_.step()) {
        IssuedReport one;
        one.number = issued_.integer(0);
        one.name = issued_.text(1);
        one.form = issued_.text(2);
        one.from = procedures::parse_date(issued_.text(3)).value();
        one.to = procedures::parse_date(issued_.text(4)).value();
        one.by = issued_.text(5);
        one.format = issued_.text(6);
        one.definition = issued_.text(7);
        one.cut_off = instant(issued_.integer(8));
        one.data_to = static_cast<Seq>(issued_.integer(9));
        one.at = instant(issued_.integer(10));
        one.person = issued_.text(11);
        one.digest = issued_.text(12);
        all.push_back(std::move(one));
    }
    return all;
}

std::map<std::string, std::string, std::less<>> ViewsReading::people() {
    std::map<std::string, std::string, std::less<>> names;
    const ResetLater reset(people_.bind());
    while (people_.step()) names.emplace(people_.text(0), people_.text(1));
    return names;
}

}  // namespace motcua::storage::sqlite
