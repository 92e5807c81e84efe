// Who somebody is: passwords tried and changed, sessions, API tokens. Knows nothing of HTTP; time comes as an
// argument. Secrets are made here, handed out once and kept as digests.
//
// Guessing is slowed down by account, by address and by both together, with delays that grow and end:
// nobody is locked out for ever. Where somebody has logged in before, strangers' failures elsewhere do not
// delay him.
#pragma once

#include "engine/clock.hpp"
#include "engine/random.hpp"
#include "procedures/definition/server_settings.hpp"
#include "server/passwords.hpp"
#include "storage/private.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::server {

struct IdentitySettings {
    procedures::SessionLimits session = {};
    procedures::LoginThrottle throttle = {};
    std::chrono::hours longest_token{24 * 366};
    PasswordCost cost = PasswordCost::interactive();
};

struct Login {
    enum class Kind { done, wrong, wait };
    Kind kind = Kind::wrong;
    std::string secret;  // what the cookie holds; done only
    storage::LoginSession session;
    bool must_change = false;
    std::chrono::seconds wait{0};
};

/// Any thread; blocks.
class Identity {
public:
    /// Both outlive it.
    Identity(storage::PrivateData& data, engine::Random& random, IdentitySettings settings = {});

    /// Whether `account` may be tried from `address` now; else how long to wait.
    std::chrono::seconds wait_for(std::string_view account, std::string_view address, engine::Instant now);
    /// Tries the password and counts; begins nothing.
    Login try_password(const std::string& account, std::string_view password, const std::string& address,
                       engine::Instant now);
    /// Tries the password. An account that is unknown or disabled takes as long as a wrong password. A failure
    /// counts; success clears the counts and begins a session.
    Login log_in(const std::string& account, std::string_view password, const std::string& address,
                 const std::string& agent, engine::Instant now);

    /// A new session with a secret of its own.
    Login begin_session(const std::string& account, const std::string& address, const std::string& agent,
                        engine::Instant now);

    /// The living session of a cookie, marked as seen.
    std::optional<storage::LoginSession> session_of(std::string_view secret, engine::Instant now);
    std::optional<storage::ApiToken> token_of(std::string_view secret, engine::Instant now);
    /// Whether they go on; looking is no use of them.
    bool has_session(std::string_view person, std::string_view id, engine::Instant now);
    bool has_token(std::string_view person, std::string_view id, engine::Instant now);

    /// Sets it and ends the account's sessions but `keep`; a first password also ends its tokens.
    void set_password(const std::string& person, std::string_view password, bool must_change,
                      std::string_view keep, engine::Instant now);
    /// No login, and nothing that was begun goes on. Whether there is such an account.
    bool disable(const std::string& person);

    struct IssuedToken {
        std::string secret;  // "mc_…", shown once
        storage::ApiToken token;
    };
    IssuedToken issue_token(const std::string& person, const std::string& name,
                            std::vector<std::string> scopes, engine::Instant now, engine::Instant expires_at);

    storage::PrivateData& data() { return data_; }
    const IdentitySettings& settings() const { return settings_; }

private:
    bool is_alive(const storage::LoginSession& session, engine::Instant now) const;
    std::string secret(std::string_view prefix);
    std::string id();
    std::chrono::seconds left(const std::string& subject, const procedures::Throttle& throttle,
                              engine::Instant now);
    void count_failure(std::string_view account, std::string_view address, engine::Instant now);

    storage::PrivateData& data_;
    engine::Random& random_;
    IdentitySettings settings_;
    std::string nobody_;  // no password's digest, as costly as any: for accounts that are not there
};

/// The digest under which a secret is kept.
storage::Hash digest_of_secret(std::string_view secret);

}  // namespace motcua::server
