#include "storage/sqlite/views_projection.hpp"

#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace motcua::storage::sqlite {

using procedures::EventType;
using procedures::StepKind;
namespace fields = procedures::fields;

namespace {

constexpr std::size_t title_length = 1000;  // characters (facts C7)

std::int64_t millis(Instant moment) { return moment.time_since_epoch().count(); }

std::optional<std::int64_t> millis(const std::optional<Instant>& moment) {
    return moment ? std::optional(millis(*moment)) : std::nullopt;
}

std::optional<std::string_view> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

/// The first `characters` of UTF-8 text.
std::string cut(std::string text, std::size_t characters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && characters-- == 0) break;
    }
    text.resize(at);
    return text;
}

/// The words of `text` that `known` does not have.
std::string words_not_in(std::string_view known, std::string_view text) {
    const auto each = [](std::string_view line, const auto& take) {
        while (!line.empty()) {
            const auto word = line.substr(0, line.find(' '));
            take(word);
            line.remove_prefix(std::min(line.size(), word.size() + 1));
        }
    };
    std::set<std::string_view> there;
    each(known, [&](std::string_view word) { there.insert(word); });
    std::string out;
    each(text, [&](std::string_view word) {
        if (!there.contains(word)) out.append(out.empty() ? "" : " ").append(word);
    });
    return out;
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

bool is_usable(Database& database, JournalReader& journal) {
    require_schema(database, views_migrations());
    Statement held(database, "SELECT format, journal, generation, position, position_hash FROM views");
    if (!held.step() || held.integer(0) != views_format) return false;
    const auto identity = journal.identity();
    if (held.text(1) != identity.id || held.integer(2) != identity.generation) return false;
    const auto position = static_cast<Seq>(held.integer(3));
    if (position == 0) return true;
    const auto last = journal.find(position);
    return last && std::equal(last->hash.begin(), last->hash.end(), held.blob(4).begin(), held.blob(4).end(),
                              [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
}

Database opened(const std::filesystem::path& file, JournalReader& journal) {
    if (std::filesystem::exists(file)) {
        bool usable = false;
        try {
            Database there(file, Database::Mode::read_write);
            usable = is_usable(there, journal);
        } catch (const std::runtime_error&) {
            // Damaged, or of another release: nothing in it is needed.
        }
        if (!usable) remove_database(file);
    }
    Database database(file, Database::Mode::create);
    database.use_wal(false);
    database.run("PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-32768");
    migrate(database, views_migrations());
    const auto identity = journal.identity();
    Statement(database,
              "INSERT INTO views(one, format, journal, generation, position, position_time, position_hash) "
              "VALUES (1, ?1, ?2, ?3, 0, 0, x'') ON CONFLICT DO NOTHING")
        .bind(views_format, std::string_view(identity.id), identity.generation)
        .run();
    return database;
}

std::string upsert(std::string_view table) {
    return fmt::format(
        "INSERT INTO {}({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
        "?17) ON CONFLICT(number) DO UPDATE SET head = ?2, place = ?3, rank = ?4, post = ?5, flags = ?6, "
        "step_entered = ?7, step_due = ?8, legal_due = ?9, legal_end = ?10, appointment = ?11, "
        "finished_at = ?12, closed_at = ?13, sender = ?14, version_number = ?15, people = ?16, more = ?17",
        table, standing_columns);
}

std::int64_t flags_of(const procedures::Dossier& dossier) {
    std::int64_t flags = 0;
    const auto set = [&](bool when, Flag flag) { flags |= when ? static_cast<std::int64_t>(flag) : 0; };
    set(dossier.legal_due && dossier.legal_due->provisional, flag_provisional);
    set(dossier.extended, flag_extended);
    set(dossier.rescheduled, flag_rescheduled);
    set(dossier.withdrawal_requested, flag_withdrawal_requested);
    set(dossier.signed_result, flag_signed);
    set(dossier.refusal_drafted, flag_refusal_drafted);
    set(dossier.has_result, flag_has_result);
    return flags;
}

/// What few dossiers have, so that the others' rows stay short.
std::string more_of(const FoldedDossier& folded) {
    const auto& dossier = folded.dossier;
    boost::json::object more;
    if (!dossier.fees.empty()) {
        auto& fees = more["fees"].emplace_array();
        for (const auto& [fee, how] : dossier.fees) fees.push_back(boost::json::string(fee));
    }
    if (dossier.supplements_used != 0) more["supplements"] = dossier.supplements_used;
    const auto open = std::count_if(dossier.consults.begin(), dossier.consults.end(),
                                    [](const procedures::OpenConsult& one) { return !one.answered; });
    if (open != 0) more["consults"] = open;
    if (dossier.ending) more["ending"] = static_cast<std::int64_t>(*dossier.ending);
    if (dossier.correction_due) more["correction"] = millis(*dossier.correction_due);
    if (!folded.result_number.empty()) more["number"] = folded.result_number;
    if (!folded.legal_verdict.empty()) more["legal"] = folded.legal_verdict;
    if (!folded.index_verdict.empty()) more["index"] = folded.index_verdict;
    return more.empty() ? std::string() : boost::json::serialize(more);
}

std::string people_of(const procedures::Dossier& dossier) {
    std::string people = dossier.main_officer;
    for (const auto* list : {&dossier.cooperating, &dossier.watching}) {
        for (const auto& person : *list) people += '\n' + person;
    }
    return people;
}

}  // namespace

void remove_database(const std::filesystem::path& file) {
    // The database first: a log that lies beside another one would be taken for its own.
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + part);
}

Places::Places(Database& database)
    : database_(database),
      insert_(database, "INSERT INTO place(role, unit, person) VALUES (?1, ?2, ?3) RETURNING id") {
    reload();
}

std::int64_t Places::id_of(const procedures::Holder& holder) {
    const auto [known, is_new] = ids_.try_emplace({holder.role, holder.unit, holder.person}, 0);
    if (is_new) {
        const ResetLater reset(insert_.bind(holder.role, holder.unit, holder.person));
        insert_.step();
        known->second = insert_.integer(0);
    }
    return known->second;
}

void Places::reload() {
    ids_.clear();
    Statement all(database_, "SELECT id, role, unit, person FROM place");
    while (all.step())
        ids_[{std::string(all.text(1)), std::string(all.text(2)), std::string(all.text(3))}] = all.integer(0);
}

Posts::Posts(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO post(procedure, step, kind, zone) VALUES (?1, ?2, ?3, ?4) RETURNING id") {
    reload();
}

std::int64_t Posts::id_of(const Post& post) {
    const auto [known, is_new] = ids_.try_emplace(post, 0);
    if (is_new) {
        const ResetLater reset(
            insert_.bind(post.procedure, post.step, static_cast<int>(post.kind), post.zone));
        insert_.step();
        known->second = insert_.integer(0);
    }
    return known->second;
}

void Posts::reload() {
    ids_.clear();
    Statement all(database_, "SELECT id, procedure, step, kind, zone FROM post");
    while (all.step())
        ids_[{std::string(all.text(1)), std::string(all.text(2)), static_cast<StepKind>(all.integer(3)),
              std::string(all.text(4))}] = all.integer(0);
}

void FoldedDossier::fold(const Projected& told) {
    const auto& event = told.event;
    procedures::apply(dossier, event);
    head = told.seq;
    switch (event.type) {
        case EventType::submitted:
            number = told.seq;
            return_method = fields::text_or(event.data, "return_method");
            demonstration = fields::flag(event.data, "demonstration");
            [[fallthrough]];
        case EventType::intake_corrected:
        case EventType::version_moved:
            zone = fields::text_or(event.data, "zone", zone);
            for (const auto& [field, value] : event.personal) {
                if (value.is_string()) personal[std::string(field)] = std::string(value.get_string());
            }
            texts_changed = true;
            break;
        case EventType::received: code_changed = true; break;
        case EventType::signed_:
        case EventType::issued:
        case EventType::result_corrected:
            result_number = fields::text_or(event.data, "number", result_number);
            break;
        default: break;
    }
    legal_verdict = fields::text_or(event.data, "legal_verdict", legal_verdict);
    index_verdict = fields::text_or(event.data, "index_verdict", index_verdict);
}

std::string FoldedDossier::title() const {
    const auto of = [&](std::string_view field) {
        const auto found = personal.find(field);
        return found == personal.end() ? std::string() : found->second;
    };
    auto title = of("summary");
    if (title.empty()) {
        title = of("owner.name").empty() ? of("applicant.name") : of("owner.name");
        if (!of("project").empty()) title += (title.empty() ? "" : " – ") + of("project");
    }
    return cut(std::move(title), title_length);
}

std::string FoldedDossier::words() const {
    std::vector<std::string> words;
    std::set<std::string, std::less<>> seen;
    const auto add = [&](std::string word) {
        if (!word.empty() && seen.insert(word).second) words.push_back(std::move(word));
    };
    for (const auto& [field, value] : personal) {
        if (field.ends_with(".name") || field == "summary" || field == "project") {
            for (auto& word : words_of(value)) add(std::move(word));
        } else if (field.ends_with(".id") || field.ends_with(".phone")) {
            add(digits_of(value));
            for (auto& word : words_of(value)) add(std::move(word));
        }
    }
    for (const auto* code : {&dossier.code, &dossier.external_code}) {
        for (auto& word : words_of(*code)) add(std::move(word));
    }
    return joined(words);
}

Projection::Projection(const std::filesystem::path& file, std::unique_ptr<JournalReader> journal)
    : journal_(std::move(journal)),
      database_(opened(file, *journal_)),
      places_(database_),
      posts_(database_),
      advance_(database_, "UPDATE views SET position = ?1, position_time = ?2, position_hash = ?3"),
      insert_dossier_(
          database_,
          "INSERT INTO dossier(number, id, code, external_code, version, channel, return_method, "
          "demonstration, submitted_at, received_at, original_due, applicant, applicant_address, "
          "applicant_phone, owner, representative, project, title, words) VALUES (?1, ?2, ?3, ?4, "
          "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"),
      update_dossier_(database_,
                      "UPDATE dossier SET code = ?2, external_code = ?3, version = ?4, received_at = ?5, "
                      "original_due = ?6, applicant = ?7, applicant_address = ?8, applicant_phone = ?9, "
                      "owner = ?10, representative = ?11, project = ?12, title = ?13, words = ?14 "
                      "WHERE number = ?1"),
      receive_dossier_(database_,
                       "UPDATE dossier SET code = ?2, external_code = ?3, version = ?4, received_at = ?5, "
                       "original_due = ?6, words = words || ' ' || ?7 WHERE number = ?1"),
      words_now_(database_, "SELECT words FROM dossier WHERE number = ?1"),
      add_words_(database_, "INSERT INTO words(rowid, text) VALUES (?1, ?2)"),
      remove_words_(database_, "INSERT INTO words(words, rowid, text) VALUES ('delete', ?1, ?2)"),
      standing_(database_, upsert("standing")),
      ended_(database_, upsert("ended")),
      leave_standing_(database_, "DELETE FROM standing WHERE number = ?1"),
      leave_ended_(database_, "DELETE FROM ended WHERE number = ?1"),
      person_(database_,
              "INSERT INTO person(id, name) VALUES (?1, ?2) ON CONFLICT(id) DO UPDATE SET name = ?2"),
      turn_(
          database_,
          "INSERT INTO turn(seq, dossier, at, state, legal_end, appointment, officer, unit, facts, outcome) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
      charge_(database_,
              "INSERT INTO charge(seq, dossier, until, charged_to, place, minutes, is_late) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      issued_(database_,
              "INSERT INTO issued_report(number, name, form, period_from, period_to, grouping, format, "
              "definition, "
              "cut_off, data_to, at, person, digest) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)") {
    Statement held(database_, "SELECT position, position_time FROM views");
    held.step();
    position_ = {static_cast<Seq>(held.integer(0)), Instant{std::chrono::milliseconds{held.integer(1)}}};
}

void Projection::project(std::span<const Projected> events) {
    if (events.empty()) return;
    ++batch_;
    touched_.clear();
    try {
        Transaction transaction(database_);
        Seq expected = position_.seq;
        for (const Projected& event : events) {
            if (event.seq != ++expected)
                throw std::runtime_error(
                    fmt::format("views: event {} came where {} was expected: run motcua "
                                "views rebuild",
                                event.seq, expected));
            take(event);
        }
        // In the order of their numbers neighbours share pages, and the index of words stays one segment.
        std::sort(touched_.begin(), touched_.end(),
                  [](const FoldedDossier* a, const FoldedDossier* b) { return a->number < b->number; });
        for (FoldedDossier* folded : touched_) write(*folded);
        // The index keeps words that were taken out until its parts are merged.
        if (std::exchange(erased_, false)) database_.run("INSERT INTO words(words) VALUES ('optimize')");
        const auto& last = events.back();
        const auto record = journal_->find(last.seq);
        if (!record) throw std::runtime_error(fmt::format("views: event {} is not in the journal", last.seq));
        advance_.bind(last.seq, millis(last.recorded_at), record->hash).run();
        transaction.commit();
        position_ = {last.seq, last.recorded_at};
    } catch (...) {
        // What was folded is ahead of what is stored.
        dossiers_.clear();
        places_.reload();
        posts_.reload();
        throw;
    }
    forget_some();
}

FoldedDossier& Projection::dossier_of(const Projected& event) {
    const auto [known, is_new] = dossiers_.try_emplace(event.event.stream);
    FoldedDossier& folded = known->second;
    if (is_new && event.prev != 0) {
        std::vector<Projected> earlier;
        for (Seq seq = event.prev; seq != 0; seq = earlier.back().prev) {
            const auto record = journal_->find(seq);
            if (!record || record->stream != event.event.stream)
                throw std::runtime_error(fmt::format(
                    "views: event {} of {} is missing: run motcua audit verify", seq, event.event.stream));
            earlier.push_back(projected(*record));
        }
        for (auto one = earlier.rbegin(); one != earlier.rend(); ++one) folded.fold(*one);
        folded.is_new = false;
        folded.texts_changed = folded.code_changed = false;
        folded.was_closed = folded.dossier.kind == StepKind::closed;
    }
    if (folded.head != event.prev)
        throw std::runtime_error(
            fmt::format("views: event {} of {} does not follow {}: run motcua audit "
                        "verify",
                        event.seq, event.event.stream, folded.head));
    return folded;
}

void Projection::take(const Projected& event) {
    if (!procedures::dossier_of_stream(event.event.stream).empty()) {
        FoldedDossier& folded = dossier_of(event);
        const BeforeTurn before(folded.dossier);
        folded.fold(event);
        write_turns(event, folded, before);
        if (event.event.type == EventType::personal_redacted) forget_erased(folded);
        if (folded.used != batch_) {
            folded.used = batch_;
            touched_.push_back(&folded);
        }
    } else if (event.event.type == EventType::person_added) {
        const auto name = std::string(fields::text_or(event.event.personal, "name"));
        person_.bind(fields::text(event.event.data, "person"), unless_empty(name)).run();
    } else if (event.event.type == EventType::report_issued) {
        const auto& data = event.event.data;
        issued_
            .bind(fields::number(data, "number"), fields::text(data, "name"), fields::text_or(data, "form"),
                  fields::text(data, "from"), fields::text(data, "to"), fields::text(data, "by"),
                  fields::text(data, "format"), fields::text(data, "definition"),
                  millis(fields::instant(data, "cut_off")), fields::number(data, "data_to"),
                  millis(event.event.at), std::string_view(event.event.actor.person),
                  fields::text_or(event.event.personal, "digest"))
            .run();
    }
}

void Projection::write_turns(const Projected& event, const FoldedDossier& folded, const BeforeTurn& before) {
    if (const auto turn = turn_of(event, before, folded.dossier))
        turn_
            .bind(turn->seq, folded.number, millis(turn->at), static_cast<int>(turn->state),
                  millis(turn->legal_end), millis(turn->appointment), unless_empty(turn->officer),
                  unless_empty(turn->unit), unless_empty(turn->facts), unless_empty(turn->outcome))
            .run();
    if (const auto charge = charge_of(event, before))
        charge_
            .bind(charge->seq, folded.number, millis(charge->until), static_cast<int>(charge->charged_to),
                  places_.id_of(charge->holder), charge->minutes, charge->is_late)
            .run();
}

// What was erased is not in the journal any more: what is left there is all that there is to know.
void Projection::forget_erased(FoldedDossier& folded) {
    FoldedDossier left;
    for (const auto& record : stream_up_to(*journal_, folded.head)) left.fold(projected(record));
    folded.personal = std::move(left.personal);
    folded.texts_changed = true;
    erased_ = true;
}

void Projection::write(FoldedDossier& folded) {
    const auto& dossier = folded.dossier;
    if (folded.texts_changed)
        write_texts(folded);
    else if (folded.code_changed)
        write_code(folded);
    folded.texts_changed = folded.code_changed = false;
    const bool closed = dossier.kind == StepKind::closed;
    if (!folded.is_new && folded.was_closed != closed)
        (closed ? leave_standing_ : leave_ended_).bind(folded.number).run();
    const auto people = people_of(dossier);
    const auto more = more_of(folded);
    const auto sender =
        dossier.sender ? std::optional(places_.id_of(*dossier.sender)) : std::optional<std::int64_t>();
    (closed ? ended_ : standing_)
        .bind(folded.number, folded.head, places_.id_of(dossier.holder), rank_of(dossier),
              posts_.id_of({dossier.procedure, dossier.step, dossier.kind, folded.zone}), flags_of(dossier),
              millis(dossier.step_entered), millis(dossier.step_due),
              dossier.legal_due ? std::optional(millis(dossier.legal_due->due)) : std::nullopt,
              dossier.legal_due ? std::optional(millis(dossier.legal_due->legal_end)) : std::nullopt,
              millis(dossier.appointment), millis(dossier.finished_at), millis(dossier.closed_at), sender,
              dossier.version_number, people, unless_empty(more))
        .run();
    folded.is_new = false;
    folded.was_closed = closed;
}

void Projection::write_texts(const FoldedDossier& folded) {
    const auto& dossier = folded.dossier;
    const auto of = [&](std::string_view field) -> std::optional<std::string_view> {
        const auto found = folded.personal.find(field);
        return found == folded.personal.end() ? std::nullopt : unless_empty(found->second);
    };
    const auto title = folded.title();
    const auto words = folded.words();
    const auto received_at = millis(dossier.received_at);
    const auto original_due =
        dossier.original_due ? std::optional(millis(dossier.original_due->due)) : std::nullopt;
    if (folded.is_new) {
        insert_dossier_
            .bind(folded.number, dossier.id, unless_empty(dossier.code), unless_empty(dossier.external_code),
                  dossier.version, static_cast<int>(dossier.channel), unless_empty(folded.return_method),
                  folded.demonstration, millis(dossier.submitted_at), received_at, original_due,
                  of("applicant.name"), of("applicant.address"), of("applicant.phone"), of("owner.name"),
                  of("representative.name"), of("project"), unless_empty(title), words)
            .run();
        add_words_.bind(folded.number, words).run();
    } else {
        std::string former;
        {
            const ResetLater reset(words_now_.bind(folded.number));
            if (words_now_.step()) former = words_now_.text(0);
        }
        update_dossier_
            .bind(folded.number, unless_empty(dossier.code), unless_empty(dossier.external_code),
                  dossier.version, received_at, original_due, of("applicant.name"), of("applicant.address"),
                  of("applicant.phone"), of("owner.name"), of("representative.name"), of("project"),
                  unless_empty(title), words)
            .run();
        // The index knows each word by itself: only those that changed are touched.
        if (const auto gone = words_not_in(words, former); !gone.empty())
            remove_words_.bind(folded.number, gone).run();
        if (const auto come = words_not_in(former, words); !come.empty())
            add_words_.bind(folded.number, come).run();
    }
}

void Projection::write_code(const FoldedDossier& folded) {
    const auto& dossier = folded.dossier;
    const auto words = joined(words_of(dossier.code + ' ' + dossier.external_code));
    receive_dossier_
        .bind(folded.number, unless_empty(dossier.code), unless_empty(dossier.external_code), dossier.version,
              millis(dossier.received_at),
              dossier.original_due ? std::optional(millis(dossier.original_due->due)) : std::nullopt, words)
        .run();
    add_words_.bind(folded.number, words).run();
}

void Projection::forget_some() {
    if (dossiers_.size() <= kept_dossiers) return;
    std::vector<std::uint64_t> used;
    used.reserve(dossiers_.size());
    for (const auto& [stream, folded] : dossiers_)
        used.push_back(folded.dossier.kind == StepKind::closed ? 0 : folded.used);
    const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
    std::nth_element(used.begin(), middle, used.end());
    std::erase_if(dossiers_, [oldest = *middle](const auto& entry) {
        return entry.second.dossier.kind == StepKind::closed || entry.second.used <= oldest;
    });
}

}  // namespace motcua::storage::sqlite
