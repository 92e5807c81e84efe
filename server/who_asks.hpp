// At the door: who sends a request, by token, by cookie or, in a demonstration, by his word; and what of this
// the journal is told. Private to server/.
#pragma once

#include "server/permission.hpp"
#include "server/resources.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace motcua::server {

struct WhoAsks {
    procedures::Actor actor;
    Credential credential;
};

/// Somebody who may pass with that credential, or the problem.
engine::Awaitable<std::variant<WhoAsks, Response>> who_asks(Api& api, const Request& request,
                                                            Permission permission, Language language,
                                                            engine::Instant now);

/// Ids are short ASCII words.
bool is_id(std::string_view text);

/// The session's cookie as the browser is to keep it, or to forget it when `secret` is empty. Browsers refuse
/// the prefix __Host- on plain HTTP, which is met on loopback only: there it has another name.
std::string session_cookie(const Request& request, std::string_view secret);
/// What the cookie of a request holds; "" when there is none.
std::string_view session_secret(const Request& request);

/// Whether a page of another site sent this. `must_tell`: a request that says nothing of its origin counts as one.
bool is_cross_site(const Request& request, bool must_tell);

/// Runs work that digests a password when its turn has come: one at a time. False when too many wait.
engine::Awaitable<bool> digest_in_turn(Asked& asked, std::function<void()> work);
/// The answer when it did not get its turn.
Response no_turn(const Asked& asked);

/// Tries a password; done, it began a session and ended the one that this browser had. Nothing when too many wait.
engine::Awaitable<std::optional<Login>> log_in_as(Asked& asked, const std::string& account,
                                                  const std::string& password);
/// The same without a password: a demonstration takes people at their word.
engine::Awaitable<Login> take_at_word(Asked& asked, const std::string& person);

struct PasswordChange {
    Login login;  // the session that goes on, with a new secret
    std::string_view weakness;
    bool is_done() const { return login.kind == Login::Kind::done && weakness.empty(); }
};
/// Nothing when too many wait.
engine::Awaitable<std::optional<PasswordChange>> change_own_password(Asked& asked, const std::string& current,
                                                                     const std::string& wanted);

/// Tells the journal of failed logins and of refusals at the door whose ten minutes are over.
engine::Awaitable<void> tell_counted(Api& api, engine::Instant now);
/// Something done to an account: first_password, password, disabled, token_issued, token_revoked.
engine::Awaitable<engine::Answer> tell_change(Asked& asked, const std::string& person,
                                              std::string_view change, const std::string& token = {});
engine::Awaitable<void> tell_login(Asked& asked, const std::string& person);
/// When what is counted now is told.
engine::Instant told_at(engine::Instant now);

/// Why a password is no use.
Response weak_password(const Asked& asked, std::string_view why);

/// Where the request came from, for counting.
std::string address_of(const Request& request);

}  // namespace motcua::server
