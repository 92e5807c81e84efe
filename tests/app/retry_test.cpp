// The server dies before its answer arrives; the client sends the same request again.
#include "tests/app/command_line.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <charconv>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace motcua::tests {
namespace {

std::uint16_t port_of(const Started& server) {
    constexpr std::string_view mark = "127.0.0.1:";
    const auto output = server.output();
    const auto at = output.rfind(mark) + mark.size();
    std::uint16_t port = 0;
    std::from_chars(output.data() + at, output.data() + output.size(), port);
    return port;
}

std::string submission(const std::string& key) {
    const std::string body =
        R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"Công ty Mẫu"}})";
    return fmt::format(
        "POST /api/v1/dossiers HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Motcua-Person: an\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{}",
        key, body.size(), body);
}

/// The dossier that an answer names; "" when none came.
std::string ask(RawClient& client, const std::string& key) {
    client.send(submission(key));
    const auto answer = client.receive();
    if (!answer) return {};
    EXPECT_EQ(answer->status, 201) << answer->body;
    return std::string(boost::json::parse(answer->body).at("dossier").as_string());
}

TEST(Retry, AfterAKillTheFirstAnswerIsGivenAgain) {
    TempFolder folder;
    const std::vector<std::string> line{"serve",    "--data",      (folder.path() / "office").string(),
                                        "--listen", "127.0.0.1:0", "--demonstration"};
    constexpr int clients = 8, each = 500;
    std::vector<std::map<std::string, std::string>> told(clients);
    std::set<std::string> sent_unanswered;
    {
        Started server(line, "Serving");
        const auto port = port_of(server);
        std::mutex mutex;
        std::condition_variable heard;
        int answers = 0;
        std::vector<std::thread> threads;
        for (int client = 0; client < clients; ++client)
            threads.emplace_back([&, client] {
                RawClient connection(port);
                for (int i = 0; i < each; ++i) {
                    const auto key = fmt::format("form-{}-{}", client, i);
                    const auto dossier = ask(connection, key);
                    const std::lock_guard lock(mutex);
                    if (dossier.empty()) {
                        sent_unanswered.insert(key);
                        return;
                    }
                    told[static_cast<std::size_t>(client)][key] = dossier;
                    ++answers;
                    heard.notify_one();
                }
            });
        {
            std::unique_lock lock(mutex);
            heard.wait(lock, [&] { return answers >= 40; });
        }
        server.signal(SIGKILL);
        for (auto& thread : threads) thread.join();
    }
    ASSERT_FALSE(sent_unanswered.empty()) << "killed too late";

    Started server(line, "Serving");
    RawClient connection(port_of(server));
    std::set<std::string> all;
    for (const auto& of_client : told)
        for (const auto& [key, dossier] : of_client) {
            EXPECT_EQ(ask(connection, key), dossier) << key;
            EXPECT_TRUE(all.insert(dossier).second) << "one dossier for two keys";
        }
    // What was in hand is done now or was done then, once in any case.
    for (const auto& key : sent_unanswered) {
        const auto dossier = ask(connection, key);
        EXPECT_TRUE(all.insert(dossier).second);
        EXPECT_EQ(ask(connection, key), dossier);
    }
    EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace motcua::tests
