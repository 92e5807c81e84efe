#include "app/socket.hpp"
#include "server/webhook.hpp"
#include "storage/proofs/hash.hpp"
#include "tests/app/command_line.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <utility>
#include <vector>

namespace motcua::tests {
namespace {

/// Through the socket in the data folder.
server::Response ask(const std::string& data, const std::string& method, const std::string& target,
                     const std::string& body, server::Fields fields = {}) {
    const auto server = app::LocalServer::reach(std::filesystem::path(data) / "motcua.sock");
    if (server == nullptr) return {};
    server::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.fields = std::move(fields);
    request.fields["content-type"] = "application/json";
    return server->ask(request);
}

TEST(Serve, TheCommandLineAsksTheRunningServer) {
    TempFolder folder;
    const auto data = (folder.path() / "office").string();
    Started server({"serve", "--data", data, "--listen", "127.0.0.1:0", "--demonstration"}, "Serving");

    const auto filed = motcua({"dossier", "submit", "gia-han-giay-phep-xay-dung", "--applicant", "A",
                               "--data", data, "--as", "an"});
    EXPECT_EQ(filed.code, 0) << filed.err;
    const auto clock =
        motcua({"dossier", "list", "--data", data, "--as", "an", "--clock", "2026-07-13T09:00+07:00"});
    EXPECT_EQ(clock.code, 1);
    EXPECT_NE(clock.err.find("clock"), std::string::npos);
    const auto second = motcua({"serve", "--data", data, "--listen", "127.0.0.1:0", "--demonstration"});
    EXPECT_EQ(second.code, 1);
    EXPECT_NE(second.err.find("in use"), std::string::npos) << second.err;

    EXPECT_EQ(server.stop(), 0);
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(data) / "motcua.sock"));
    const auto listed = motcua({"dossier", "list", "--data", data, "--as", "an"});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_NE(listed.out.find("Gia hạn giấy phép xây dựng"), std::string::npos) << listed.out;
}

/// A receiver of checkpoints who tells of the first.
class Witness {
public:
    Witness() : served_([this](server::Request request) { return take(std::move(request)); }) {}

    std::string url() const { return fmt::format("http://127.0.0.1:{}/keep", served_.port); }
    server::Request first() {
        auto told = told_.get_future();
        EXPECT_EQ(told.wait_for(std::chrono::seconds{60}), std::future_status::ready);
        return told.get();
    }

private:
    engine::Awaitable<server::Response> take(server::Request request) {
        if (!std::exchange(has_told_, true)) told_.set_value(std::move(request));
        co_return server::Response{};
    }

    std::promise<server::Request> told_;
    bool has_told_ = false;
    OnAPort served_;
};

// The first thing that an office signs is its key's own checkpoint; a witness has it before anybody could change it.
TEST(Serve, PostsCheckpointsToAWitness) {
    TempFolder folder;
    const auto data = (folder.path() / "office").string();
    const auto secret = (folder.path() / "secret").string();
    std::ofstream(secret) << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    Witness witness;
    std::vector<std::string> arguments{
        "serve",      "--data", data, "--listen", "127.0.0.1:0", "--demonstration", "--checkpoint-webhook",
        witness.url()};
    EXPECT_EQ(motcua(arguments).code, 2) << "it is signed with a secret";
    arguments.insert(arguments.end(), {"--checkpoint-webhook-secret", secret});
    const Started server(arguments, "Signed checkpoints are handed on");
    const auto request = witness.first();

    EXPECT_EQ(request.target, "/keep");
    const auto time = std::stoll(std::string(request.field("webhook-timestamp")));
    const auto key = storage::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    EXPECT_EQ(request.field("webhook-signature"),
              server::webhook_signature(key, request.field("webhook-id"), time, request.body));
    const auto told = boost::json::parse(request.body);
    EXPECT_EQ(told.at("type"), "vn.motcua.journal.checkpoint.v1");
    const auto kept = (folder.path() / "kept.txt").string();
    std::ofstream(kept) << std::string(told.at("data").at("note").as_string());
    const auto verified = motcua({"audit", "verify", "--data", data, "--checkpoint", kept});
    EXPECT_EQ(verified.code, 0) << verified.out;
}

// A token says who asks; what it was not issued for, and a wrong one, is refused.
TEST(Serve, TheCommandLineAsksWithAToken) {
    TempFolder folder;
    const auto data = (folder.path() / "office").string();
    Started server({"serve", "--data", data, "--listen", "127.0.0.1:0", "--demonstration"}, "Serving");
    const auto issued = ask(data, "POST", "/api/v1/tokens", R"({"name":"script","scopes":["read"]})",
                            {{"x-motcua-person", "an"}});
    ASSERT_EQ(issued.status, 201) << issued.body;
    const auto token_file = (folder.path() / "token").string();
    const auto secret = std::string(boost::json::parse(issued.body).as_object().at("token").as_string());
    std::ofstream(token_file) << secret << '\n';

    const auto listed = motcua({"dossier", "list", "--data", data, "--token-file", token_file});
    EXPECT_EQ(listed.code, 0) << listed.err;
    const auto filed = motcua({"dossier", "submit", "gia-han-giay-phep-xay-dung", "--applicant", "A",
                               "--data", data, "--token-file", token_file});
    EXPECT_EQ(filed.code, 1) << "the scope is reading";
    EXPECT_EQ(filed.err.find(secret), std::string::npos);
    std::ofstream(token_file) << "mc_wrong\n";
    EXPECT_EQ(motcua({"dossier", "list", "--data", data, "--token-file", token_file}).code, 1);
    std::ofstream(token_file, std::ios::trunc).flush();
    EXPECT_EQ(motcua({"dossier", "list", "--data", data, "--token-file", token_file}).code, 2);
    EXPECT_EQ(motcua({"dossier", "list", "--data", data}).code, 2) << "nobody said who asks";
}

TEST(Serve, SaysWhereTheSettingsOfTheServerAreWrong) {
    TempFolder folder;
    const auto config = folder.path() / "config";
    std::filesystem::copy(MOTCUA_SOURCE_DIR "/config", config, std::filesystem::copy_options::recursive);
    std::ofstream(config / "server.toml") << "[session]\nidle_minutes = 0\n";
    const auto ran = motcua({"serve", "--data", (folder.path() / "office").string(), "--config",
                             config.string(), "--listen", "127.0.0.1:0", "--demonstration"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("server.toml:2:"), std::string::npos) << ran.err;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "office"));
}

TEST(Serve, RefusesWhatHasNoApproval) {
    TempFolder folder;
    const auto ran =
        motcua({"serve", "--data", (folder.path() / "office").string(), "--listen", "127.0.0.1:0"});

    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("gia-han-giay-phep-xay-dung.toml"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("--demonstration"), std::string::npos);
}

// The demonstration is played, served, and can be acted on with the lines that it prints.
TEST(Demo, PrintsLinesThatWork) {
    TempFolder folder;
    const auto data = (folder.path() / "office").string();
    Started demo({"demo", "--data", data, "--listen", "127.0.0.1:0", "--seed", "7"}, "Ctrl-C");
    const auto output = demo.output();
    EXPECT_NE(output.find("http://127.0.0.1:"), std::string::npos);
    EXPECT_NE(output.find("Nguyễn Thị An"), std::string::npos);
    int tried = 0;
    for (auto at = output.find(MOTCUA_PROGRAM); at != std::string::npos;
         at = output.find(MOTCUA_PROGRAM, at + 1)) {
        const auto line = output.substr(at, output.find('\n', at) - at);
        EXPECT_EQ(std::system((line + " > /dev/null").c_str()), 0) << line;
        ++tried;
    }
    EXPECT_GE(tried, 4) << output;
    // The table holds names and the password; both open the office.
    const auto row = output.substr(output.find("\n  an ") + 3);
    const auto password = row.substr(9, row.find(' ', 9) - 9);
    const auto in =
        ask(data, "POST", "/api/v1/session", R"({"person":"an","password":")" + password + R"("})");
    EXPECT_EQ(in.status, 201) << in.body << row;
    EXPECT_EQ(demo.stop(), 0);
}

TEST(Simulate, TheSameSeedPlaysTheSameDays) {
    const std::vector<std::string> few{"simulate", "--days", "5", "--per-day", "4", "--seed", "11"};
    const auto first = motcua(few);
    EXPECT_EQ(first.code, 0) << first.err;
    const auto again = motcua(few);
    const auto table = [](const std::string& out) { return out.substr(out.find("\n\n")); };
    EXPECT_EQ(table(first.out), table(again.out));
    EXPECT_NE(first.out.find("Seed 11: 5 working days"), std::string::npos) << first.out;
    EXPECT_EQ(first.err, "");
}

TEST(Simulate, KeepsTheJournalInANewFolderOnly) {
    TempFolder folder;
    const auto data = (folder.path() / "office").string();
    const std::vector<std::string> few{"simulate", "--days",   "3",     "--per-day",
                                       "3",        "--finish", "--out", data};
    const auto kept = motcua(few);
    EXPECT_EQ(kept.code, 0) << kept.err;
    const auto listed = motcua({"dossier", "list", "--data", data, "--as", "dung", "--limit", "1"});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_NE(listed.out.find("Không có hồ sơ"), std::string::npos) << "all have ended: " << listed.out;
    EXPECT_NE(kept.out.find("0 dossiers have not ended"), std::string::npos) << kept.out;
    const auto replayed = motcua({"audit", "replay", "--data", data});
    EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
    EXPECT_EQ(replayed.out.find("fold to 0 dossiers"), std::string::npos) << replayed.out;
    EXPECT_EQ(motcua(few).code, 1);
}

}  // namespace
}  // namespace motcua::tests
