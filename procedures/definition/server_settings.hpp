// How the door of an installation is kept: sessions, guessing, a proxy in front. Settings of a machine and not
// law: nothing of it is adopted, nothing of it reaches the journal.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace motcua::procedures {

/// A session that is not used ends, and so does one that is.
struct SessionLimits {
    std::chrono::minutes idle{30};
    std::chrono::hours longest{12};
};

/// How failures in a row slow the next attempt down: after `free` of them it waits a second, then twice as
/// long each time, `longest` at most.
struct Throttle {
    int free = 0;
    std::chrono::seconds longest{0};
};

struct LoginThrottle {
    Throttle of_account_and_address{5, std::chrono::seconds{15 * 60}};
    Throttle of_address{30, std::chrono::seconds{15 * 60}};
    // Anybody can fail in another's name: the account alone waits a minute at most.
    Throttle of_account{20, std::chrono::seconds{60}};
    /// Failures are forgotten after so long a pause.
    std::chrono::minutes forgiven_after{60};
};

/// An IPv4 or IPv6 address as the network writes it, so that one address is one text; nothing when it is none.
std::optional<std::string> written_address(const std::string& text);

/// The proxies whose X-Forwarded-For is believed, by address, and the names under which they let people ask.
struct TrustedProxy {
    std::vector<std::string> addresses;
    std::vector<std::string> hosts;

    bool is_used() const { return !addresses.empty(); }
};

struct ServerSettings {
    SessionLimits session;
    LoginThrottle login;
    TrustedProxy proxy;
};

}  // namespace motcua::procedures
