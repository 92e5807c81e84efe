// private.db: accounts, sessions, tokens, drafts, counts and the outbox's place in SQLite, each change synced.
#pragma once

#include "storage/outbox.hpp"
#include "storage/private.hpp"

#include <filesystem>
#include <memory>

namespace motcua::storage {

class SqlitePrivate final : public PrivateData, public OutboxData {
public:
    /// Made when it is not there. std::runtime_error when a newer release wrote it.
    explicit SqlitePrivate(const std::filesystem::path& file);
    ~SqlitePrivate() override;

    std::optional<Account> account(std::string_view person) override;
    std::vector<Account> accounts() override;
    void put_account(const Account& account) override;

    void add_session(const LoginSession& session) override;
    std::optional<LoginSession> session(const Hash& secret) override;
    std::vector<LoginSession> sessions(std::string_view person) override;
    void touch_session(std::string_view id, Instant seen_at) override;
    bool end_session(std::string_view person, std::string_view id) override;
    void end_sessions(std::string_view person, std::string_view keep) override;
    void forget_sessions(Instant created_before, Instant seen_before) override;

    void add_token(const ApiToken& token) override;
    std::optional<ApiToken> token(const Hash& secret) override;
    std::vector<ApiToken> tokens(std::string_view person) override;
    bool revoke_token(std::string_view person, std::string_view id) override;
    void revoke_tokens(std::string_view person) override;

    std::uint64_t endings() const override;

    std::optional<Attempts> attempts(std::string_view subject) override;
    void put_attempts(std::string_view subject, const Attempts& attempts) override;
    void clear_attempts(std::string_view subject) override;
    void forget_attempts(Instant before) override;

    void note_address(std::string_view person, std::string_view address, Instant at) override;
    std::optional<Instant> last_login_from(std::string_view person, std::string_view address) override;

    void count_failed_login(std::string_view account, std::string_view address, Instant at) override;
    std::vector<FailedLogins> failed_logins(Instant since_before) override;
    void forget_failed_logins(const FailedLogins& told, Instant now) override;

    std::optional<Draft> draft(std::string_view person, std::string_view id) override;
    std::vector<Draft> drafts(std::string_view person) override;
    DraftKept put_draft(const Draft& draft, const std::optional<std::string>& expected,
                        std::size_t at_most) override;
    bool drop_draft(std::string_view person, std::string_view id) override;
    void forget_drafts(Instant saved_before) override;

    void count_refusal(std::string_view person, std::string_view permission, std::string_view code,
                       Instant at) override;
    std::vector<Refusals> refusals(Instant since_before) override;
    void forget_refusals(const Refusals& told, Instant now) override;

    std::optional<Seq> outbox_position(std::string_view receiver) override;
    void put_outbox_position(std::string_view receiver, Seq position) override;
    std::vector<Letter> letters(std::string_view receiver) override;
    void put_letter(std::string_view receiver, const Letter& letter) override;
    void drop_letter(std::string_view receiver, Seq seq) override;

private:
    struct Opened;
    std::unique_ptr<Opened> opened_;
};

}  // namespace motcua::storage
