#include "procedures/loading/server_loader.hpp"

#include <algorithm>

namespace motcua::procedures {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

template <class Duration>
Duration duration_or(TableReader& table, std::string_view key, Duration otherwise, int most) {
    return Duration(table.optional_integer(key, 1, most).value_or(otherwise.count()));
}

void read_session(TableReader& table, SessionLimits& limits) {
    limits.idle = duration_or(table, "idle_minutes", limits.idle, 24 * 60);
    limits.longest = duration_or(table, "longest_hours", limits.longest, 7 * 24);
    if (limits.idle > limits.longest)
        table.defect("idle_minutes", "a session would end before it may be idle so long",
                     "put it under longest_hours");
    table.finish();
}

void read_throttle(TableReader& login, std::string_view key, Throttle& throttle) {
    auto table = login.optional_table(key);
    if (!table) return;
    throttle.free =
        static_cast<int>(table->optional_integer("free_failures", 1, 1000).value_or(throttle.free));
    throttle.longest = duration_or(*table, "longest_wait_seconds", throttle.longest, 24 * 60 * 60);
    table->finish();
}

void read_proxy(TableReader& table, TrustedProxy& proxy) {
    for (const auto& text : table.texts("addresses")) {
        if (const auto address = written_address(text))
            proxy.addresses.push_back(*address);
        else
            table.defect("addresses", "\"" + text + "\" is no IP address",
                         "write the proxy's own address, such as 127.0.0.1 or ::1");
    }
    for (const auto& host : table.texts("hosts")) {
        const bool is_name = std::all_of(host.begin(), host.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
        });
        if (!is_name)
            table.defect("hosts", "\"" + host + "\" is no name of a host",
                         "write it in small letters, without https:// and port");
        proxy.hosts.push_back(host);
    }
    table.finish();
}

}  // namespace

ServerSettings load_server_settings(const std::filesystem::path& config, Defects& defects) {
    ServerSettings settings;
    const auto path = config / "server.toml";
    std::error_code error;
    if (!std::filesystem::exists(path, error) && !error) return settings;
    const auto file = TomlFile::read(path, defects);
    if (!file) return settings;
    auto root = file->root(defects);
    if (auto table = root.optional_table("session")) read_session(*table, settings.session);
    if (auto table = root.optional_table("login")) {
        read_throttle(*table, "account_from_address", settings.login.of_account_and_address);
        read_throttle(*table, "address", settings.login.of_address);
        read_throttle(*table, "account", settings.login.of_account);
        settings.login.forgiven_after =
            duration_or(*table, "forgiven_after_minutes", settings.login.forgiven_after, 24 * 60);
        table->finish();
    }
    if (auto table = root.optional_table("proxy")) read_proxy(*table, settings.proxy);
    root.finish();
    return settings;
}

ServerSettings load_server_settings(const std::filesystem::path& config) {
    Defects defects;
    auto settings = load_server_settings(config, defects);
    if (!defects.empty()) throw DefinitionError(defects);
    return settings;
}

}  // namespace motcua::procedures
