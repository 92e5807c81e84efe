// The process is killed under load: whatever was answered is there, and nothing is there twice.
#include "engine/codec.hpp"
#include "tests/faults/installation.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <random>
#include <sstream>
#include <thread>

namespace motcua::tests {

namespace {

constexpr int clients = 16;

/// Runs in the child until it is killed. Each client files dossiers and receives them, and tells of every
/// answer through the pipe: one write of one short line, which arrives whole or not at all.
[[noreturn]] void serve_until_killed(Installation& installation, int round, int pipe) {
    installation.start();
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&, client] {
            for (int number = 0;; ++number) {
                const auto key =
                    std::to_string(round) + "-" + std::to_string(client) + "-" + std::to_string(number);
                const auto filed = installation.tell(installation.submission("file-" + key));
                if (!filed.done()) _exit(2);
                auto line = "file-" + key + " " + filed.receipt.dossier + " -\n";
                if (write(pipe, line.data(), line.size()) < 0) _exit(3);
                const auto received =
                    installation.tell(installation.receipt(filed.receipt.dossier, "receive-" + key));
                if (!received.done()) _exit(4);
                line = "receive-" + key + " " + filed.receipt.dossier + " " + received.receipt.code + "\n";
                if (write(pipe, line.data(), line.size()) < 0) _exit(3);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    _exit(0);
}

struct Told {
    std::string key, dossier, code;
};

/// Kills the child once it has told of `enough` answers; returns all that it told.
std::vector<Told> kill_after(pid_t child, int pipe, std::size_t enough) {
    std::string text;
    std::array<char, 4096> block;
    bool killed = false;
    for (ssize_t got = 0; (got = read(pipe, block.data(), block.size())) > 0;) {
        text.append(block.data(), static_cast<std::size_t>(got));
        if (!killed && static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) >= enough) {
            kill(child, SIGKILL);
            killed = true;
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    std::vector<Told> out;
    std::istringstream lines(text);
    for (Told told; lines >> told.key >> told.dossier >> told.code;) out.push_back(told);
    return out;
}

}  // namespace

TEST(Kill, WhatWasAnsweredUnderLoadIsThere) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr int rounds = 3;
#else
    constexpr int rounds = 20;
#endif
    Installation installation;
    std::mt19937 dice(7);
    std::map<std::string, Told> answered;
    for (int round = 0; round < rounds; ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        std::array<int, 2> ends{};
        ASSERT_EQ(pipe(ends.data()), 0);
        const auto child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            close(ends[0]);
            serve_until_killed(installation, round, ends[1]);
        }
        close(ends[1]);
        for (auto& told : kill_after(child, ends[0], 20 + dice() % 300)) answered.emplace(told.key, told);
        close(ends[0]);
        // What was answered can be looked up by its key in what the dead process left.
        std::map<std::string, int> commands;
        storage::read_sqlite_journal(installation.folder / "journal.db")
            ->read(1, 100'000'000, [&](const storage::Record& record) {
                if (!record.key.empty()) ++commands[record.key];
            });
        for (const auto& [key, told] : answered) {
            ASSERT_EQ(commands["system:setup/" + key], 1) << key << " was answered and is not there once";
        }
    }

    installation.start();
    installation.check();
    ASSERT_GT(answered.size(), 20U * rounds);
    std::map<std::string, std::string> by_code;
    for (const auto& [key, told] : answered) {
        const bool is_filing = key.starts_with("file-");
        const auto again = installation.tell(is_filing ? installation.submission(key)
                                                       : installation.receipt(told.dossier, key));
        ASSERT_TRUE(again.done() && again.receipt.repeated) << key;
        ASSERT_EQ(again.receipt.dossier, told.dossier);
        if (is_filing) continue;
        ASSERT_EQ(again.receipt.code, told.code);
        ASSERT_TRUE(by_code.emplace(told.code, told.dossier).second) << "a code was given twice";
    }
    // Codes are without a gap, whoever died holding one.
    const auto numbers = installation.count(procedures::EventType::received);
    int highest = 0;
    for (const auto& stored : installation.engine->published().all_in_memory()) {
        const auto& code = stored->dossier.code;
        if (!code.empty()) highest = std::max(highest, std::stoi(code.substr(code.size() - 4)));
    }
    EXPECT_EQ(static_cast<std::size_t>(highest), numbers);
}

}  // namespace motcua::tests
