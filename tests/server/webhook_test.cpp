#include "server/webhook.hpp"

#include "engine/mail.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <mutex>

namespace motcua::tests {
namespace {

using engine::Delivery;
using server::Webhook;

const std::string secret(32, 's');

/// Takes what comes and answers with a status.
struct Receiver {
    explicit Receiver(const server::TlsFiles& tls = {}, const std::string& host = "127.0.0.1")
        : served([this](server::Request request) { return answer(std::move(request)); }, {}, tls, host) {}

    engine::Awaitable<server::Response> answer(server::Request request) {
        const std::lock_guard lock(mutex_);
        received_.push_back(std::move(request));
        co_return response_;
    }
    void say(int status, std::vector<std::pair<std::string, std::string>> fields = {}) {
        const std::lock_guard lock(mutex_);
        response_.status = status;
        response_.fields = std::move(fields);
    }
    std::vector<server::Request> received() {
        const std::lock_guard lock(mutex_);
        return received_;
    }

private:
    std::mutex mutex_;
    std::vector<server::Request> received_;
    server::Response response_;

public:
    OnAPort served;
};

Delivery deliver(Webhook& webhook, const engine::Parcel& parcel) {
    boost::asio::io_context context;
    Delivery out;
    boost::asio::co_spawn(context, webhook.deliver(parcel),
                          [&](const std::exception_ptr& error, Delivery done) {
                              EXPECT_FALSE(error);
                              out = std::move(done);
                          });
    context.run();
    return out;
}

const engine::ManualClock noon(procedures::parse_instant("2026-07-13T12:00:00+07:00").value());
const engine::Parcel parcel{"urn:motcua:test:1:7", R"({"specversion":"1.0"})"};

// The vector of the Standard Webhooks libraries.
TEST(Webhook, IsSignedAsTheStandardSays) {
    const auto key = storage::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    EXPECT_EQ(
        server::webhook_signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Webhook, PostsTheEventWithItsSignature) {
    Receiver receiver;
    Webhook webhook(fmt::format("http://127.0.0.1:{}/hook?key=1", receiver.served.port), secret, noon);
    EXPECT_EQ(webhook.receiver(), fmt::format("http://127.0.0.1:{}/hook", receiver.served.port));

    EXPECT_EQ(deliver(webhook, parcel).kind, Delivery::Kind::taken);
    ASSERT_EQ(receiver.received().size(), 1U);
    const auto request = receiver.received().front();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/hook?key=1");
    EXPECT_EQ(request.body, parcel.body);
    EXPECT_EQ(request.field("content-type"), "application/cloudevents+json; charset=utf-8");
    EXPECT_EQ(request.field("webhook-id"), parcel.id);
    const auto at = std::chrono::duration_cast<std::chrono::seconds>(noon.now().time_since_epoch()).count();
    EXPECT_EQ(request.field("webhook-timestamp"), std::to_string(at));
    EXPECT_EQ(request.field("webhook-signature"),
              server::webhook_signature(secret, parcel.id, at, parcel.body));
}

TEST(Webhook, TellsWhatMayPassFromWhatWillNot) {
    Receiver receiver;
    Webhook webhook(fmt::format("http://127.0.0.1:{}/", receiver.served.port), secret, noon);
    for (const auto& [status, kind] : {std::pair{200, Delivery::Kind::taken},
                                       {503, Delivery::Kind::failed},
                                       {429, Delivery::Kind::failed},
                                       {301, Delivery::Kind::refused},
                                       {400, Delivery::Kind::refused}}) {
        receiver.say(status);
        EXPECT_EQ(deliver(webhook, parcel).kind, kind) << status;
    }
    receiver.say(429, {{"Retry-After", "120"}});
    EXPECT_EQ(deliver(webhook, parcel).retry_after, std::chrono::seconds{120});
    const auto port = receiver.served.port;
    receiver.served.stop();
    Webhook gone(fmt::format("http://127.0.0.1:{}/", port), secret, noon);
    const auto delivery = deliver(gone, parcel);
    EXPECT_EQ(delivery.kind, Delivery::Kind::failed);
    EXPECT_FALSE(delivery.why.empty());
}

TEST(Webhook, OverTlsTheReceiverProvesWhoHeIs) {
    TempFolder folder;
    const server::TlsFiles files{folder.path() / "cert.pem", folder.path() / "key.pem"};
    const auto command = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
        "-keyout {} -out {} 2>/dev/null",
        files.key, files.certificate);
    ASSERT_EQ(std::system(command.c_str()), 0);
    Receiver receiver(files);
    const auto url = [&](std::string_view host) {
        return fmt::format("https://{}:{}/", host, receiver.served.port);
    };
    Webhook stranger(url("localhost"), secret, noon);
    EXPECT_EQ(deliver(stranger, parcel).kind, Delivery::Kind::failed) << "nobody vouches for him";

    ::setenv("SSL_CERT_FILE", files.certificate.c_str(), 1);
    Webhook known(url("localhost"), secret, noon);
    Webhook misnamed(url("127.0.0.1"), secret, noon);
    ::unsetenv("SSL_CERT_FILE");
    EXPECT_EQ(deliver(misnamed, parcel).kind, Delivery::Kind::failed) << "he is somebody else";
    EXPECT_TRUE(receiver.received().empty());
    EXPECT_EQ(deliver(known, parcel).kind, Delivery::Kind::taken);
}

TEST(Webhook, SaysWhatIsWrongWithItsSettings) {
    for (const auto* url : {"", "receiver.example", "ftp://receiver.example/", "https://", "https://a:b@c/"})
        EXPECT_THROW(Webhook(url, secret, noon), std::runtime_error) << url;
    TempFolder folder;
    const auto file = folder.path() / "secret";
    std::ofstream(file) << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    EXPECT_EQ(server::read_webhook_secret(file).size(), 24U);
    for (const auto* wrong : {"", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
        std::ofstream(file) << wrong;
        EXPECT_THROW(server::read_webhook_secret(file), std::runtime_error) << wrong;
    }
}

// An administrator sees that the receiver is broken, and sends again what he refused.
TEST(OutboxResource, ShowsWhatWaitsAndWhatIsDead) {
    DemoOffice office;
    const auto nothing = json_of(office.get("/api/v1/outbox", {.person = "khoa"}));
    EXPECT_TRUE(nothing.at("receiver").is_null());
    EXPECT_EQ(code_of(office.get("/api/v1/outbox")), "wrong_role");

    Receiver receiver;
    Webhook webhook(fmt::format("http://127.0.0.1:{}/", receiver.served.port), secret, office.clock);
    const auto seq = office.engine.published().head();
    const storage::Letter dead{seq, 5, office.clock.now(), office.clock.now(), true, "HTTP 400"};
    office.private_data.put_outbox_position(webhook.receiver(), seq);
    office.receive();
    const auto letter = office.engine.published().head();
    office.private_data.put_outbox_position(webhook.receiver(), letter);
    auto refused = dead;
    refused.seq = letter;
    office.private_data.put_letter(webhook.receiver(), refused);
    boost::asio::io_context context;  // outlives whose timer it holds
    engine::EventMail mail(office.engine, "urn:motcua:test:1");
    engine::Outbox outbox(office.engine, office.private_data, office.clock, engine::silent_log(), webhook,
                          mail, {.look = std::chrono::milliseconds{1}});
    office.api.ports().outbox = &outbox;
    const auto at = fmt::format("/api/v1/outbox/dead/{}/resend", letter);
    boost::asio::co_spawn(context, outbox.run(), [](const std::exception_ptr&) {});
    const auto state = [&] { return json_of(office.get("/api/v1/outbox", {.person = "khoa"})); };
    while (state().at("dead").as_array().empty()) context.run_one_for(std::chrono::milliseconds{10});
    const auto shown = state();
    EXPECT_EQ(shown.at("behind"), 0);
    EXPECT_TRUE(shown.at("checkpoints").at("receiver").is_null()) << "nobody keeps them";
    EXPECT_EQ(shown.at("dead").at(0).at("seq").to_number<storage::Seq>(), letter);
    EXPECT_EQ(shown.at("dead").at(0).at("why"), "HTTP 400");

    EXPECT_EQ(code_of(office.post("/api/v1/outbox/dead/1/resend", "{}", {.person = "khoa"})),
              "no_such_resource");
    EXPECT_EQ(code_of(office.post(at, "{}")), "wrong_role");
    EXPECT_EQ(office.post(at, "{}", {.person = "khoa"}).status, 202);
    while (!state().at("dead").as_array().empty()) context.run_one_for(std::chrono::milliseconds{10});
    EXPECT_EQ(receiver.received().size(), 1U);
    outbox.stop();
    context.run();
}

}  // namespace
}  // namespace motcua::tests
