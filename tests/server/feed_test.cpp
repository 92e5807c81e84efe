#include "server/feed.hpp"

#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <thread>

namespace motcua::tests {
namespace {

using namespace std::chrono_literals;
using engine::Seq;
using std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

server::ApiOptions with_feed(server::FeedLimits limits) {
    server::ApiOptions options;
    options.demonstration = true;
    options.feed = limits;
    return options;
}

/// The office on a port of its own.
class Broadcast {
public:
    explicit Broadcast(server::FeedLimits limits = {}, server::HttpLimits http = {})
        : office("2026-07-13T08:10:00+07:00", with_feed(limits)),
          served_(office.answerer(), std::move(http)),
          port(served_.port) {}

    void stop() { served_.stop(); }
    Seq head() { return office.engine.published().head(); }

    DemoOffice office;

private:
    OnAPort served_;

public:
    const std::uint16_t port;
};

/// A listener: reads what comes and keeps the numbers of the events.
class Ear {
public:
    Ear(std::uint16_t port, const std::string& person, const std::string& after = {}, int receive_buffer = 0)
        : Ear(port, server::Fields{{"X-Motcua-Person", person}}, after, receive_buffer) {}
    Ear(std::uint16_t port, server::Fields fields, const std::string& after = {}, int receive_buffer = 0)
        : client(port, receive_buffer) {
        if (!after.empty()) fields["Last-Event-ID"] = after;
        client.send(wire("GET", "/api/v1/events", fields));
    }

    /// Takes what has come; false when the server has closed.
    bool take() {
        char block[65536];
        for (;;) {
            const auto got = ::recv(client.native_handle(), block, sizeof(block), MSG_DONTWAIT);
            if (got == 0) return false;
            if (got < 0) return true;
            text.append(block, static_cast<std::size_t>(got));
            parse();
        }
    }

    bool is_sent_away() {
        const auto until = steady_clock::now() + 10s;
        while (take()) {
            if (steady_clock::now() > until) return false;
            pollfd wait{client.native_handle(), POLLIN, 0};
            ::poll(&wait, 1, 20);
        }
        return true;
    }

    /// Waits until it was told of `seq` or time is up.
    bool hears(Seq seq, std::chrono::milliseconds longest = 10s) {
        const auto until = steady_clock::now() + longest;
        while (heard.empty() || heard.back() < seq) {
            if (!take() || steady_clock::now() > until) return false;
            pollfd wait{client.native_handle(), POLLIN, 0};
            ::poll(&wait, 1, 20);
        }
        return true;
    }
    bool reads(std::string_view wanted, std::chrono::milliseconds longest = 10s) {
        const auto until = steady_clock::now() + longest;
        while (all.find(wanted) == std::string::npos) {
            const bool open = take();
            if (all.find(wanted) != std::string::npos) break;
            if (!open || steady_clock::now() > until) return false;
            pollfd wait{client.native_handle(), POLLIN, 0};
            ::poll(&wait, 1, 20);
        }
        return true;
    }

    RawClient client;
    std::vector<Seq> heard;
    std::string all;
    std::string last_frame;  // that had a name

private:
    void parse() {
        constexpr std::string_view mark = "data: {\"seq\":";
        std::size_t at = 0;
        for (std::size_t next = 0; (next = text.find("\n\n", at)) != std::string::npos; at = next + 2) {
            const std::string_view frame(text.data() + at, next - at);
            if (const auto control = frame.find("event: "); control != std::string_view::npos)
                last_frame = frame.substr(control);
            const auto found = frame.find(mark);
            if (found == std::string_view::npos || frame.find("event:") != std::string_view::npos) continue;
            Seq seq = 0;
            std::from_chars(frame.data() + found + mark.size(), frame.data() + frame.size(), seq);
            heard.push_back(seq);
        }
        if (all.size() < 100'000) all.append(text, 0, at);
        text.erase(0, at);
    }

    std::string text;
};

constexpr int small_buffer = 4096;

std::vector<Seq> range(Seq first, Seq last) {
    std::vector<Seq> out;
    for (auto seq = first; seq <= last; ++seq) out.push_back(seq);
    return out;
}

/// A note of `person`, or another act, beside whoever serves.
void note(DemoOffice& office, const std::string& dossier, const std::string& text) {
    procedures::Command command;
    command.kind = procedures::CommandKind::note;
    command.actor = {"an", "", "test"};
    command.dossier = dossier;
    command.args = {{"text", text}};
    office.engine.submit(std::move(command), [](engine::Answer answer) { EXPECT_TRUE(answer.done()); });
}

TEST(Feed, TellsWhatHappensWithoutPersonalValues) {
    Broadcast broadcast;
    Ear ear(broadcast.port, "an");
    ASSERT_TRUE(ear.reads("retry: 2000"));
    const auto before = broadcast.head();

    const auto id = broadcast.office.receive();
    ASSERT_TRUE(ear.hears(broadcast.head()));

    EXPECT_EQ(ear.heard, range(before + 1, broadcast.head()));
    EXPECT_NE(ear.all.find("\"dossier\":\"" + id + "\""), std::string::npos);
    EXPECT_NE(ear.all.find("\"type\":\"received\""), std::string::npos);
    EXPECT_EQ(ear.all.find("Công ty"), std::string::npos);
    EXPECT_EQ(ear.all.find("lookup"), std::string::npos);
}

TEST(Feed, GoesOnAfterTheLastEventThatWasHeard) {
    Broadcast broadcast;
    const auto before = broadcast.head();
    const auto id = broadcast.office.receive();
    const auto missed = broadcast.head();
    Ear ear(broadcast.port, "an", std::to_string(before));
    ASSERT_TRUE(ear.hears(missed));
    for (int i = 0; i < 3; ++i) note(broadcast.office, id, "x");
    ASSERT_TRUE(ear.hears(missed + 3));

    EXPECT_EQ(ear.heard, range(before + 1, missed + 3));
    for (const auto* wrong : {"x", "-1", "99999999", "1 "})
        EXPECT_EQ(code_of(broadcast.office.get("/api/v1/events", {.fields = {{"last-event-id", wrong}}})),
                  "bad_parameter")
            << wrong;
}

// "khoa" has no part in the matter and no role that sees all; the administrator sees no dossier at all.
TEST(Feed, TellsNobodyOfWhatHeMayNotSee) {
    Broadcast broadcast;
    const auto before = std::to_string(broadcast.head());
    const auto id = broadcast.office.receive();
    Ear clerk(broadcast.port, "an", before);
    Ear stranger(broadcast.port, "khoa", before);
    ASSERT_TRUE(clerk.hears(broadcast.head()));
    ASSERT_TRUE(stranger.reads("retry: 2000"));
    std::this_thread::sleep_for(300ms);
    stranger.take();

    EXPECT_TRUE(stranger.heard.empty()) << stranger.all;
    EXPECT_EQ(stranger.all.find(id), std::string::npos);
}

TEST(Feed, WhoMissedTooMuchReadsAnew) {
    server::FeedLimits limits;
    limits.furthest = 10;
    Broadcast broadcast(limits);
    broadcast.office.receive();
    ASSERT_GT(broadcast.head(), 12U);
    Ear ear(broadcast.port, "an", "1");

    EXPECT_TRUE(ear.reads("event: reset"));
    EXPECT_TRUE(ear.heard.empty());
}

TEST(Feed, SilenceIsBrokenByAPing) {
    server::FeedLimits limits;
    limits.ping = 200ms;
    Broadcast broadcast(limits);
    Ear ear(broadcast.port, "an");

    EXPECT_TRUE(ear.reads(": ping"));
    EXPECT_NE(ear.all.find(fmt::format("id: {}\n: ping", broadcast.head())), std::string::npos);
}

TEST(Feed, ListenersAreBounded) {
    server::FeedLimits limits;
    limits.listeners = 1;
    Broadcast broadcast(limits);
    Ear first(broadcast.port, "an");
    ASSERT_TRUE(first.reads("retry: 2000"));
    RawClient second(broadcast.port);
    second.send(wire("GET", "/api/v1/events", {{"X-Motcua-Person", "an"}}));
    const auto response = second.receive();

    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(field_of(*response, "retry-after"), "5");
}

TEST(Feed, StoppingEndsTheStreams) {
    Broadcast broadcast;
    Ear ear(broadcast.port, "an");
    ASSERT_TRUE(ear.reads("retry: 2000"));
    const auto begun = steady_clock::now();
    broadcast.stop();

    EXPECT_LT(steady_clock::now() - begun, 5s);
    EXPECT_TRUE(ear.reads("0\r\n\r\n") || !ear.take());
}

// Whoever is logged out, or whose token was revoked, hears nothing more; others do.
TEST(Feed, EndsWithTheSignInThatItBeganWith) {
    Broadcast broadcast;
    auto& office = broadcast.office;
    auto& identity = office.api.identity();
    const auto now = office.clock.now();
    const auto login = identity.begin_session("an", "127.0.0.1", "test", now);
    const auto issued = identity.issue_token("an", "script", {"read"}, now, now + 24h);
    Ear session(broadcast.port, {{"Cookie", "motcua=" + login.secret}});
    Ear token(broadcast.port, {{"Authorization", "Bearer " + issued.secret}});
    Ear other(broadcast.port, "binh");
    for (auto* ear : {&session, &token, &other}) ASSERT_TRUE(ear->reads("retry: 2000"));

    EXPECT_EQ(office.ask("DELETE", "/api/v1/sessions/" + login.session.id, {}, {.person = "an"}).status, 200);
    EXPECT_TRUE(session.is_sent_away());
    const auto id = office.submit();
    EXPECT_TRUE(token.hears(broadcast.head()));
    ASSERT_TRUE(office.private_data.revoke_token("an", issued.token.id));
    EXPECT_TRUE(token.is_sent_away());
    note(office, id, "x");
    EXPECT_TRUE(other.hears(broadcast.head()));
}

TEST(Feed, IsNoUseOfASessionThatNobodyElseUses) {
    server::FeedLimits limits;
    limits.look_again = 0s;
    Broadcast broadcast(limits);
    auto& office = broadcast.office;
    const auto login = office.api.identity().begin_session("an", "127.0.0.1", "test", office.clock.now());
    Ear ear(broadcast.port, {{"Cookie", "motcua=" + login.secret}});
    ASSERT_TRUE(ear.reads("retry: 2000"));
    office.clock.pass(31min);
    EXPECT_TRUE(ear.is_sent_away());
}

constexpr Seq flooded = 5000;

/// More than a socket holds, at once.
Seq flood(Broadcast& broadcast, const std::string& dossier) {
    const auto before = broadcast.head();
    for (Seq i = 0; i < 20; ++i) {
        for (Seq j = 0; j < flooded / 20; ++j) note(broadcast.office, dossier, "x");
        while (broadcast.head() < before + flooded / 20 * (i + 1)) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(20ms);
    }
    return broadcast.head();
}

// A machine that went to sleep: it is given up, wakes, and goes on where it was.
TEST(Feed, WhoReadsNothingIsGivenUpAndGoesOnWhereHeWas) {
    server::HttpLimits http;
    http.request = 1s;
    Broadcast broadcast({}, http);
    const auto id = broadcast.office.receive();
    const auto before = broadcast.head();
    Ear asleep(broadcast.port, "an", {}, small_buffer);
    ASSERT_TRUE(asleep.reads("retry: 2000"));
    const auto last = flood(broadcast, id);
    std::this_thread::sleep_for(2500ms);
    EXPECT_FALSE(asleep.hears(last));
    ASSERT_FALSE(asleep.heard.empty());
    EXPECT_EQ(asleep.heard, range(before + 1, asleep.heard.back()));

    Ear again(broadcast.port, "an", std::to_string(asleep.heard.back()));
    ASSERT_TRUE(again.hears(last));
    EXPECT_EQ(again.heard, range(asleep.heard.back() + 1, last));
}

TEST(Feed, WhoCannotKeepUpIsToldWhereToGoOn) {
    server::FeedLimits limits;
    limits.kept = 2000;
    Broadcast broadcast(limits);
    const auto id = broadcast.office.receive();
    Ear slow(broadcast.port, "an", {}, small_buffer);
    ASSERT_TRUE(slow.reads("retry: 2000"));
    // One it hears for sure: a slow machine may fall behind before the first frame is sent.
    note(broadcast.office, id, "x");
    ASSERT_TRUE(slow.hears(broadcast.head()));
    const auto before = broadcast.head();
    Ear quick(broadcast.port, "binh", std::to_string(before));
    ASSERT_TRUE(quick.reads("retry: 2000"));
    bool is_told = false;
    std::thread listening([&] { is_told = quick.hears(before + flooded, 60s); });
    const auto last = flood(broadcast, id);
    EXPECT_FALSE(slow.hears(last));
    listening.join();
    EXPECT_TRUE(is_told);
    EXPECT_EQ(quick.heard, range(before + 1, last)) << "nobody waits for the slow one";

    ASSERT_FALSE(slow.heard.empty());
    EXPECT_TRUE(slow.last_frame.starts_with("event: dropped")) << slow.last_frame;
    EXPECT_NE(slow.last_frame.find(fmt::format("{{\"resume_after\":{}}}", slow.heard.back())),
              std::string::npos);
}

// 500 windows in the office while 200 acts a second commit.
TEST(Feed, EverybodyHearsEachEventOnceAndInOrder) {
    const std::size_t ears = is_sanitized ? 60 : 500;
    const int acts = is_sanitized ? 200 : 1000;
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
    Broadcast broadcast;
    const auto id = broadcast.office.receive();
    const auto before = broadcast.head();
    const std::string people[] = {"an", "binh", "chi", "dung", "giang"};
    std::vector<std::unique_ptr<Ear>> all;
    for (std::size_t i = 0; i < ears; ++i)
        all.push_back(std::make_unique<Ear>(broadcast.port, people[i % 5], std::to_string(before)));
    std::thread acting([&] {
        for (int i = 0; i < acts; ++i) {
            note(broadcast.office, id, "x");
            std::this_thread::sleep_for(5ms);
        }
    });
    const auto last = before + static_cast<Seq>(acts);
    const auto until = steady_clock::now() + 60s;
    std::vector<pollfd> waiting;
    for (const auto& ear : all) waiting.push_back({ear->client.native_handle(), POLLIN, 0});
    const auto is_done = [&] {
        return std::all_of(all.begin(), all.end(),
                           [&](const auto& ear) { return !ear->heard.empty() && ear->heard.back() >= last; });
    };
    while (!is_done() && steady_clock::now() < until) {
        ::poll(waiting.data(), waiting.size(), 50);
        for (std::size_t i = 0; i < all.size(); ++i)
            if (waiting[i].revents != 0) {
                EXPECT_TRUE(all[i]->take()) << "ear " << i << " was dropped";
            }
    }
    acting.join();

    const auto expected = range(before + 1, last);
    for (std::size_t i = 0; i < all.size(); ++i)
        ASSERT_TRUE(all[i]->heard == expected) << "ear " << i << " heard " << all[i]->heard.size();
}

}  // namespace
}  // namespace motcua::tests
