#include "storage/sqlite/sqlite_private.hpp"

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/migrations.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

namespace motcua::storage {

using sqlite::Database;
using sqlite::Statement;

struct SqlitePrivate::Opened {
    explicit Opened(const std::filesystem::path& file) : database(file, Database::Mode::create) {
        database.use_wal(true);
        sqlite::migrate(database, sqlite::private_migrations());
    }

    std::mutex mutex;
    Database database;
    std::atomic<std::uint64_t> endings{0};
};

namespace {

std::int64_t ms(Instant moment) { return moment.time_since_epoch().count(); }
Instant instant(const Statement& row, int column) { return Instant{Instant::duration{row.integer(column)}}; }

std::span<const std::uint8_t> span_of(const Hash& hash) { return {hash.data(), hash.size()}; }

Hash hash_of(std::string_view bytes) {
    Hash hash{};
    if (bytes.size() == hash.size()) std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return words;
}

constexpr std::string_view session_columns =
    "SELECT id, secret, person, created_at, seen_at, address, agent FROM session ";
constexpr std::string_view token_columns =
    "SELECT id, secret, person, name, scopes, created_at, expires_at FROM token ";
constexpr std::string_view account_columns =
    "SELECT person, password, must_change, disabled, set_at FROM account ";

Account account_of(const Statement& row) {
    return {std::string(row.text(0)), std::string(row.text(1)), row.integer(2) != 0, row.integer(3) != 0,
            instant(row, 4)};
}

LoginSession session_of(const Statement& row) {
    return {std::string(row.text(0)), hash_of(row.blob(1)),     std::string(row.text(2)), instant(row, 3),
            instant(row, 4),          std::string(row.text(5)), std::string(row.text(6))};
}

ApiToken token_of(const Statement& row) {
    return {std::string(row.text(0)), hash_of(row.blob(1)), std::string(row.text(2)),
            std::string(row.text(3)), split(row.text(4)),   instant(row, 5),
            instant(row, 6)};
}

constexpr std::string_view draft_columns = "SELECT person, id, tag, content, saved_at FROM draft ";

Draft draft_of(const Statement& row) {
    return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
            std::string(row.text(3)), instant(row, 4)};
}

template <class Make> auto all(Statement& rows, Make make) {
    std::vector<decltype(make(rows))> out;
    while (rows.step()) out.push_back(make(rows));
    return out;
}

template <class Make> auto first(Statement& rows, Make make) {
    std::optional<decltype(make(rows))> out;
    if (rows.step()) out = make(rows);
    return out;
}

std::string sql(std::string_view columns, std::string_view rest) {
    return std::string(columns) + std::string(rest);
}

}  // namespace

SqlitePrivate::SqlitePrivate(const std::filesystem::path& file) : opened_(std::make_unique<Opened>(file)) {}
SqlitePrivate::~SqlitePrivate() = default;

std::optional<Account> SqlitePrivate::account(std::string_view person) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(account_columns, "WHERE person = ?1"));
    return first(rows.bind(person), account_of);
}

std::vector<Account> SqlitePrivate::accounts() {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(account_columns, "ORDER BY person"));
    return all(rows, account_of);
}

void SqlitePrivate::put_account(const Account& account) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT OR REPLACE INTO account VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(std::string_view(account.person), std::string_view(account.password),
              account.must_change ? 1 : 0, account.disabled ? 1 : 0, ms(account.set_at))
        .run();
}

void SqlitePrivate::add_session(const LoginSession& session) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(std::string_view(session.id), span_of(session.secret), std::string_view(session.person),
              ms(session.created_at), ms(session.seen_at), std::string_view(session.address),
              std::string_view(session.agent))
        .run();
}

std::optional<LoginSession> SqlitePrivate::session(const Hash& secret) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(session_columns, "WHERE secret = ?1"));
    return first(rows.bind(span_of(secret)), session_of);
}

std::vector<LoginSession> SqlitePrivate::sessions(std::string_view person) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(session_columns, "WHERE person = ?1 ORDER BY created_at, id"));
    return all(rows.bind(person), session_of);
}

void SqlitePrivate::touch_session(std::string_view id, Instant seen_at) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "UPDATE session SET seen_at = ?2 WHERE id = ?1").bind(id, ms(seen_at)).run();
}

bool SqlitePrivate::end_session(std::string_view person, std::string_view id) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM session WHERE person = ?1 AND id = ?2").bind(person, id).run();
    ++opened_->endings;
    return opened_->database.changes() > 0;
}

void SqlitePrivate::end_sessions(std::string_view person, std::string_view keep) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM session WHERE person = ?1 AND id <> ?2")
        .bind(person, keep)
        .run();
    ++opened_->endings;
}

void SqlitePrivate::forget_sessions(Instant created_before, Instant seen_before) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM session WHERE created_at < ?1 OR seen_at < ?2")
        .bind(ms(created_before), ms(seen_before))
        .run();
    ++opened_->endings;
}

void SqlitePrivate::add_token(const ApiToken& token) {
    const std::lock_guard lock(opened_->mutex);
    const auto scopes = joined(token.scopes);
    Statement(opened_->database, "INSERT INTO token VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(std::string_view(token.id), span_of(token.secret), std::string_view(token.person),
              std::string_view(token.name), std::string_view(scopes), ms(token.created_at),
              ms(token.expires_at))
        .run();
}

std::optional<ApiToken> SqlitePrivate::token(const Hash& secret) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(token_columns, "WHERE secret = ?1"));
    return first(rows.bind(span_of(secret)), token_of);
}

std::vector<ApiToken> SqlitePrivate::tokens(std::string_view person) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(token_columns, "WHERE person = ?1 ORDER BY created_at, id"));
    return all(rows.bind(person), token_of);
}

bool SqlitePrivate::revoke_token(std::string_view person, std::string_view id) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM token WHERE person = ?1 AND id = ?2").bind(person, id).run();
    ++opened_->endings;
    return opened_->database.changes() > 0;
}

void SqlitePrivate::revoke_tokens(std::string_view person) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM token WHERE person = ?1").bind(person).run();
    ++opened_->endings;
}

std::uint64_t SqlitePrivate::endings() const { return opened_->endings; }

std::optional<Attempts> SqlitePrivate::attempts(std::string_view subject) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, "SELECT failures, last_at FROM attempt WHERE subject = ?1");
    return first(rows.bind(subject), [](const Statement& row) {
        return Attempts{static_cast<int>(row.integer(0)), instant(row, 1)};
    });
}

void SqlitePrivate::put_attempts(std::string_view subject, const Attempts& attempts) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT OR REPLACE INTO attempt VALUES (?1, ?2, ?3)")
        .bind(subject, attempts.failures, ms(attempts.last_at))
        .run();
}

void SqlitePrivate::clear_attempts(std::string_view subject) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM attempt WHERE subject = ?1").bind(subject).run();
}

void SqlitePrivate::forget_attempts(Instant before) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM attempt WHERE last_at < ?1").bind(ms(before)).run();
}

void SqlitePrivate::note_address(std::string_view person, std::string_view address, Instant at) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT OR REPLACE INTO known_address VALUES (?1, ?2, ?3)")
        .bind(person, address, ms(at))
        .run();
}

std::optional<Instant> SqlitePrivate::last_login_from(std::string_view person, std::string_view address) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, "SELECT last_at FROM known_address WHERE person = ?1 AND address = ?2");
    return first(rows.bind(person, address), [](const Statement& row) { return instant(row, 0); });
}

void SqlitePrivate::count_failed_login(std::string_view account, std::string_view address, Instant at) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database,
              "INSERT INTO failed_login VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET count = count + 1")
        .bind(account, address, ms(at))
        .run();
}

std::vector<FailedLogins> SqlitePrivate::failed_logins(Instant since_before) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database,
                   "SELECT account, address, since, count FROM failed_login WHERE since < ?1 ORDER BY since, "
                   "account, address");
    return all(rows.bind(ms(since_before)), [](const Statement& row) {
        return FailedLogins{std::string(row.text(0)), std::string(row.text(1)), instant(row, 2),
                            static_cast<int>(row.integer(3))};
    });
}

void SqlitePrivate::forget_failed_logins(const FailedLogins& told, Instant now) {
    const std::lock_guard lock(opened_->mutex);
    sqlite::Transaction transaction(opened_->database);
    Statement(
        opened_->database,
        "UPDATE failed_login SET count = count - ?4, since = ?5 WHERE account = ?1 AND address = ?2 AND "
        "since = ?3")
        .bind(std::string_view(told.account), std::string_view(told.address), ms(told.since), told.count,
              ms(now))
        .run();
    opened_->database.run("DELETE FROM failed_login WHERE count <= 0");
    transaction.commit();
}

std::optional<Draft> SqlitePrivate::draft(std::string_view person, std::string_view id) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(draft_columns, "WHERE person = ?1 AND id = ?2"));
    return first(rows.bind(person, id), draft_of);
}

std::vector<Draft> SqlitePrivate::drafts(std::string_view person) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, sql(draft_columns, "WHERE person = ?1 ORDER BY id"));
    return all(rows.bind(person), draft_of);
}

DraftKept SqlitePrivate::put_draft(const Draft& draft, const std::optional<std::string>& expected,
                                   std::size_t at_most) {
    const std::lock_guard lock(opened_->mutex);
    sqlite::Transaction transaction(opened_->database);
    std::optional<std::string> there;
    std::size_t others = 0;
    {
        Statement rows(opened_->database, "SELECT id, tag FROM draft WHERE person = ?1");
        rows.bind(std::string_view(draft.person));
        while (rows.step()) {
            if (rows.text(0) == draft.id)
                there = std::string(rows.text(1));
            else
                ++others;
        }
    }
    if (expected && there != expected) return DraftKept::changed;
    if (!there && others >= at_most) return DraftKept::too_many;
    Statement(opened_->database, "INSERT OR REPLACE INTO draft VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(std::string_view(draft.person), std::string_view(draft.id), std::string_view(draft.tag),
              std::string_view(draft.content), ms(draft.saved_at))
        .run();
    transaction.commit();
    return there ? DraftKept::replaced : DraftKept::added;
}

bool SqlitePrivate::drop_draft(std::string_view person, std::string_view id) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM draft WHERE person = ?1 AND id = ?2").bind(person, id).run();
    return opened_->database.changes() > 0;
}

void SqlitePrivate::forget_drafts(Instant saved_before) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM draft WHERE saved_at < ?1 AND substr(id, 1, length(?2)) <> ?2")
        .bind(ms(saved_before), settings_begin_with)
        .run();
}

void SqlitePrivate::count_refusal(std::string_view person, std::string_view permission, std::string_view code,
                                  Instant at) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database,
              "INSERT INTO refusal VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT DO UPDATE SET count = count + 1")
        .bind(person, permission, code, ms(at))
        .run();
}

std::vector<Refusals> SqlitePrivate::refusals(Instant since_before) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database,
                   "SELECT person, permission, code, since, count FROM refusal WHERE since < ?1 ORDER BY "
                   "since, person, permission, code");
    return all(rows.bind(ms(since_before)), [](const Statement& row) {
        return Refusals{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                        instant(row, 3), static_cast<int>(row.integer(4))};
    });
}

void SqlitePrivate::forget_refusals(const Refusals& told, Instant now) {
    const std::lock_guard lock(opened_->mutex);
    sqlite::Transaction transaction(opened_->database);
    Statement(opened_->database,
              "UPDATE refusal SET count = count - ?5, since = ?6 WHERE person = ?1 AND permission = ?2 AND "
              "code = ?3 AND since = ?4")
        .bind(std::string_view(told.person), std::string_view(told.permission), std::string_view(told.code),
              ms(told.since), told.count, ms(now))
        .run();
    opened_->database.run("DELETE FROM refusal WHERE count <= 0");
    transaction.commit();
}

std::optional<Seq> SqlitePrivate::outbox_position(std::string_view receiver) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(opened_->database, "SELECT position FROM outbox WHERE receiver = ?1");
    return first(rows.bind(receiver), [](const Statement& row) { return static_cast<Seq>(row.integer(0)); });
}

void SqlitePrivate::put_outbox_position(std::string_view receiver, Seq position) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT OR REPLACE INTO outbox VALUES (?1, ?2)")
        .bind(receiver, position)
        .run();
}

std::vector<Letter> SqlitePrivate::letters(std::string_view receiver) {
    const std::lock_guard lock(opened_->mutex);
    Statement rows(
        opened_->database,
        "SELECT seq, tries, failed_at, next_at, dead, why FROM letter WHERE receiver = ?1 ORDER BY seq");
    return all(rows.bind(receiver), [](const Statement& row) {
        return Letter{static_cast<Seq>(row.integer(0)),
                      static_cast<int>(row.integer(1)),
                      instant(row, 2),
                      instant(row, 3),
                      row.integer(4) != 0,
                      std::string(row.text(5))};
    });
}

void SqlitePrivate::put_letter(std::string_view receiver, const Letter& letter) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "INSERT OR REPLACE INTO letter VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(receiver, letter.seq, letter.tries, ms(letter.failed_at), ms(letter.next_at),
              letter.dead ? 1 : 0, std::string_view(letter.why))
        .run();
}

void SqlitePrivate::drop_letter(std::string_view receiver, Seq seq) {
    const std::lock_guard lock(opened_->mutex);
    Statement(opened_->database, "DELETE FROM letter WHERE receiver = ?1 AND seq = ?2")
        .bind(receiver, seq)
        .run();
}

}  // namespace motcua::storage
