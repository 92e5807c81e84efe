// The way to a receiver over HTTP: one POST for each event, signed as Standard Webhooks 1.0.0 says, so that he knows
// that it is ours, whole and not an old one sent again.
#pragma once

#include "engine/clock.hpp"
#include "engine/outbox.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace motcua::server {

/// Of a file with one line "whsec_" and the base64 of 24 to 64 bytes. std::runtime_error with the remedy otherwise.
std::string read_webhook_secret(const std::filesystem::path& file);

/// "v1," and the base64 of HMAC-SHA-256 over "<id>.<timestamp>.<body>".
std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t timestamp,
                              std::string_view body);

/// On the thread that serves.
class Webhook final : public engine::Courier {
public:
    /// https:// (the receiver's certificate is checked against the system's authorities) or http://. A try ends after
    /// `longest`. std::runtime_error when `url` is no such address. The clock outlives it.
    Webhook(const std::string& url, std::string secret, const engine::Clock& clock,
            std::chrono::seconds longest = std::chrono::seconds{10});
    ~Webhook() override;

    engine::Awaitable<engine::Delivery> deliver(const engine::Parcel& parcel) override;
    std::string receiver() const override;
    /// Whoever stands on the way could read what is sent.
    bool is_plain() const;

private:
    struct Address;
    engine::Awaitable<engine::Delivery> send(const std::string& head, const std::string& body) const;

    std::unique_ptr<Address> address_;
    std::string secret_;
    const engine::Clock& clock_;
    std::chrono::seconds longest_;
};

}  // namespace motcua::server
