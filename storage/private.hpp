// Port of what belongs to people and never to the journal: accounts, sessions, API tokens, drafts, and the counts
// that slow down guessing. Of secrets it holds digests, never secrets; knows no rule: time comes as an argument.
#pragma once

#include "procedures/calendar/time.hpp"
#include "storage/proofs/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage {

using procedures::Instant;

struct Account {
    std::string person;
    std::string password;  // encoded digest with its salt and cost
    bool must_change = false;
    bool disabled = false;
    Instant set_at;
};

struct LoginSession {
    std::string id;  // how its owner names it
    Hash secret{};   // of what the cookie holds
    std::string person;
    Instant created_at, seen_at;
    std::string address, agent;
};

struct ApiToken {
    std::string id;
    Hash secret{};
    std::string person, name;
    std::vector<std::string> scopes;
    Instant created_at, expires_at;
};

/// Failures in a row of one subject.
struct Attempts {
    int failures = 0;
    Instant last_at;
};

/// Failures by account and address that the journal has not been told.
struct FailedLogins {
    std::string account;  // "" when there is none of that name
    std::string address;
    Instant since;
    int count = 0;
};

/// What somebody has typed and not handed in.
struct Draft {
    std::string person, id;
    std::string tag;  // tells this content from another
    std::string content;
    Instant saved_at;
};
/// Drafts whose id begins with this are a person's settings (saved filters): nobody hands them in, and they stay until
/// their owner drops them.
inline constexpr std::string_view settings_begin_with = "saved-";
inline bool is_setting(std::string_view draft_id) { return draft_id.starts_with(settings_begin_with); }
enum class DraftKept { added, replaced, changed, too_many };

/// Times that somebody was kept out for one reason, of which the journal has not been told.
struct Refusals {
    std::string person;
    std::string permission;
    std::string code;
    Instant since;
    int count = 0;
};

/// Any thread; every call may block and is on disk when it returns. std::runtime_error when storage fails.
class PrivateData {
public:
    virtual ~PrivateData() = default;

    virtual std::optional<Account> account(std::string_view person) = 0;
    virtual std::vector<Account> accounts() = 0;
    /// Adds or replaces.
    virtual void put_account(const Account& account) = 0;

    virtual void add_session(const LoginSession& session) = 0;
    virtual std::optional<LoginSession> session(const Hash& secret) = 0;
    /// By when they began.
    virtual std::vector<LoginSession> sessions(std::string_view person) = 0;
    virtual void touch_session(std::string_view id, Instant seen_at) = 0;
    /// Whether that person had it.
    virtual bool end_session(std::string_view person, std::string_view id) = 0;
    /// All of them but `keep`.
    virtual void end_sessions(std::string_view person, std::string_view keep = {}) = 0;
    /// Those that began or were last seen before.
    virtual void forget_sessions(Instant created_before, Instant seen_before) = 0;

    virtual void add_token(const ApiToken& token) = 0;
    virtual std::optional<ApiToken> token(const Hash& secret) = 0;
    virtual std::vector<ApiToken> tokens(std::string_view person) = 0;
    virtual bool revoke_token(std::string_view person, std::string_view id) = 0;
    virtual void revoke_tokens(std::string_view person) = 0;

    /// Another number whenever a session or token may have ended in this process: who let somebody stay asks again.
    virtual std::uint64_t endings() const = 0;

    virtual std::optional<Attempts> attempts(std::string_view subject) = 0;
    virtual void put_attempts(std::string_view subject, const Attempts& attempts) = 0;
    virtual void clear_attempts(std::string_view subject) = 0;
    virtual void forget_attempts(Instant before) = 0;

    virtual void note_address(std::string_view person, std::string_view address, Instant at) = 0;
    virtual std::optional<Instant> last_login_from(std::string_view person, std::string_view address) = 0;

    virtual void count_failed_login(std::string_view account, std::string_view address, Instant at) = 0;
    /// Those whose first failure was before.
    virtual std::vector<FailedLogins> failed_logins(Instant since_before) = 0;
    /// The journal was told of these: only what was counted afterwards stays.
    virtual void forget_failed_logins(const FailedLogins& told, Instant now) = 0;

    virtual std::optional<Draft> draft(std::string_view person, std::string_view id) = 0;
    /// By id.
    virtual std::vector<Draft> drafts(std::string_view person) = 0;
    /// In one step: when a tag is `expected` and another one or none is there, that stays (changed). A new one is kept
    /// only while that person has fewer than `at_most`.
    virtual DraftKept put_draft(const Draft& draft, const std::optional<std::string>& expected,
                                std::size_t at_most) = 0;
    /// Whether that person had it.
    virtual bool drop_draft(std::string_view person, std::string_view id) = 0;
    /// Settings stay.
    virtual void forget_drafts(Instant saved_before) = 0;

    virtual void count_refusal(std::string_view person, std::string_view permission, std::string_view code,
                               Instant at) = 0;
    /// Those whose first was before.
    virtual std::vector<Refusals> refusals(Instant since_before) = 0;
    /// As forget_failed_logins().
    virtual void forget_refusals(const Refusals& told, Instant now) = 0;
};

}  // namespace motcua::storage
