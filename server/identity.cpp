#include "server/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace motcua::server {

using engine::Instant;
using std::chrono::seconds;

namespace {

constexpr std::chrono::hours address_known_for{24 * 30};
/// A session is marked as seen no more often than this: reading writes nothing, as a rule.
constexpr seconds seen_within{60};

std::string by_both(std::string_view account, std::string_view address) {
    return "both " + std::string(address) + " " + std::string(account);
}
std::string by_account(std::string_view account) { return "account " + std::string(account); }
std::string by_address(std::string_view address) { return "address " + std::string(address); }

std::string base64url(std::string_view bytes) {
    auto text = storage::to_base64(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    while (text.ends_with('=')) text.pop_back();
    return text;
}

}  // namespace

storage::Hash digest_of_secret(std::string_view secret) { return storage::sha256(secret); }

Identity::Identity(storage::PrivateData& data, engine::Random& random, IdentitySettings settings)
    : data_(data),
      random_(random),
      settings_(settings),
      nobody_(fmt::format("$argon2id$v=19$m={},t={},p=1${:A>22}${:A>43}", settings.cost.memory_bytes / 1024,
                          settings.cost.operations, "", "")) {}

std::string Identity::secret(std::string_view prefix) {
    std::array<std::uint8_t, 32> bytes{};
    random_.fill(bytes);
    return std::string(prefix) + base64url(storage::bytes_of(bytes));
}

std::string Identity::id() { return engine::new_lookup_code(random_); }

seconds Identity::left(const std::string& subject, const procedures::Throttle& throttle, Instant now) {
    const auto attempts = data_.attempts(subject);
    if (!attempts || attempts->failures < throttle.free ||
        now - attempts->last_at > settings_.throttle.forgiven_after)
        return seconds{0};
    // Seventeen doublings are more than a day.
    const auto doublings = std::min(attempts->failures - throttle.free, 17);
    const auto delay = std::min(seconds{1LL << doublings}, throttle.longest);
    const auto over = attempts->last_at + delay;
    return over <= now ? seconds{0} : std::chrono::ceil<seconds>(over - now);
}

seconds Identity::wait_for(std::string_view account, std::string_view address, Instant now) {
    const auto& throttle = settings_.throttle;
    auto wait = std::max(left(by_both(account, address), throttle.of_account_and_address, now),
                         left(by_address(address), throttle.of_address, now));
    const auto known = data_.last_login_from(account, address);
    if (!known || now - *known > address_known_for)
        wait = std::max(wait, left(by_account(account), throttle.of_account, now));
    return wait;
}

void Identity::count_failure(std::string_view account, std::string_view address, Instant now) {
    for (const auto& subject : {by_both(account, address), by_account(account), by_address(address)}) {
        const auto before = data_.attempts(subject);
        const bool goes_on = before && now - before->last_at <= settings_.throttle.forgiven_after;
        data_.put_attempts(subject, {goes_on ? before->failures + 1 : 1, now});
    }
    data_.forget_attempts(now - settings_.throttle.forgiven_after);
}

Login Identity::try_password(const std::string& account, std::string_view password,
                             const std::string& address, Instant now) {
    Login login;
    login.wait = wait_for(account, address, now);
    if (login.wait > seconds{0}) {
        login.kind = Login::Kind::wait;
        return login;
    }
    const auto known = data_.account(account);
    const bool is_right = is_password(known ? known->password : nobody_, password);
    if (!known || known->disabled || !is_right) {
        count_failure(account, address, now);
        data_.count_failed_login(known ? account : std::string(), address, now);
        return login;
    }
    data_.clear_attempts(by_both(account, address));
    data_.clear_attempts(by_account(account));
    data_.note_address(account, address, now);
    login.kind = Login::Kind::done;
    login.must_change = known->must_change;
    return login;
}

Login Identity::log_in(const std::string& account, std::string_view password, const std::string& address,
                       const std::string& agent, Instant now) {
    auto tried = try_password(account, password, address, now);
    if (tried.kind != Login::Kind::done) return tried;
    auto login = begin_session(account, address, agent, now);
    login.must_change = tried.must_change;
    return login;
}

Login Identity::begin_session(const std::string& account, const std::string& address,
                              const std::string& agent, Instant now) {
    data_.forget_sessions(now - settings_.session.longest, now - settings_.session.idle);
    Login login;
    login.kind = Login::Kind::done;
    login.secret = secret("");
    login.session = {id(), digest_of_secret(login.secret), account, now, now, address, agent.substr(0, 200)};
    data_.add_session(login.session);
    return login;
}

std::optional<storage::LoginSession> Identity::session_of(std::string_view secret, Instant now) {
    auto session = data_.session(digest_of_secret(secret));
    if (!session || !is_alive(*session, now)) return std::nullopt;
    if (now - session->seen_at >= seen_within) {
        session->seen_at = now;
        data_.touch_session(session->id, now);
    }
    return session;
}

std::optional<storage::ApiToken> Identity::token_of(std::string_view secret, Instant now) {
    auto token = data_.token(digest_of_secret(secret));
    if (!token || token->expires_at <= now) return std::nullopt;
    return token;
}

bool Identity::is_alive(const storage::LoginSession& session, Instant now) const {
    return now - session.seen_at <= settings_.session.idle &&
           now - session.created_at <= settings_.session.longest;
}

bool Identity::has_session(std::string_view person, std::string_view id, Instant now) {
    const auto own = data_.sessions(person);
    return std::any_of(own.begin(), own.end(),
                       [&](const auto& session) { return session.id == id && is_alive(session, now); });
}

bool Identity::has_token(std::string_view person, std::string_view id, Instant now) {
    const auto own = data_.tokens(person);
    return std::any_of(own.begin(), own.end(),
                       [&](const auto& token) { return token.id == id && token.expires_at > now; });
}

void Identity::set_password(const std::string& person, std::string_view password, bool must_change,
                            std::string_view keep, Instant now) {
    data_.put_account({person, digest_of_password(password, settings_.cost), must_change, false, now});
    data_.end_sessions(person, keep);
    if (must_change) data_.revoke_tokens(person);
    data_.clear_attempts(by_account(person));
}

bool Identity::disable(const std::string& person) {
    auto account = data_.account(person);
    if (!account) return false;
    account->disabled = true;
    data_.put_account(*account);
    data_.end_sessions(person);
    data_.revoke_tokens(person);
    // Settings among them would stay for ever.
    for (const auto& draft : data_.drafts(person)) data_.drop_draft(person, draft.id);
    return true;
}

Identity::IssuedToken Identity::issue_token(const std::string& person, const std::string& name,
                                            std::vector<std::string> scopes, Instant now,
                                            Instant expires_at) {
    IssuedToken issued;
    issued.secret = secret("mc_");
    issued.token = {id(), digest_of_secret(issued.secret), person, name, std::move(scopes), now, expires_at};
    data_.add_token(issued.token);
    return issued;
}

}  // namespace motcua::server
