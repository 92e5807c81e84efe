// docs/api.md is read by people who write their own clients: what it says is run here, word for word.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// What stands between ```sh and ```, in the order of the page.
std::string shell_blocks(const std::string& page) {
    constexpr std::string_view begin = "```sh\n", end = "```\n";
    std::string script;
    for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
        at += begin.size();
        const auto close = page.find(end, at);
        script += page.substr(at, close - at);
        at = close;
    }
    return script;
}

std::uint16_t free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener, generic, size), 0);
    EXPECT_EQ(::getsockname(listener, generic, &size), 0);
    ::close(listener);
    return ntohs(address.sin_port);
}

TEST(ApiWalk, TheCommandsOfThePageTakeADossierToItsEnd) {
    TempFolder folder;
    const auto script = folder.path() / "walk.sh";
    const auto office = folder.path() / "office";
    const auto transcript = folder.path() / "transcript";
    const auto commands = shell_blocks(text_of(MOTCUA_SOURCE_DIR "/docs/api.md"));
    ASSERT_NE(commands.find("curl"), std::string::npos);
    std::ofstream(script) << "set -euo pipefail\ncd " MOTCUA_SOURCE_DIR "\n" << commands;

    const auto line = "motcua=" MOTCUA_PROGRAM " office=" + office.string() +
                      " listen=127.0.0.1:" + std::to_string(free_port()) + " bash " + script.string() + " >" +
                      transcript.string() + " 2>&1 </dev/null";
    const auto status = std::system(line.c_str());
    const auto out = text_of(transcript);
    ASSERT_EQ(status, 0) << out << text_of(office.string() + ".log");

    EXPECT_NE(out.find("\"ending\":\"returned\""), std::string::npos) << out;
    EXPECT_NE(out.find("\"code\":\"fee_unpaid\""), std::string::npos) << out;
    EXPECT_NE(out.find("\"code\":\"scope_missing\""), std::string::npos) << out;
    // The journal tells of each of them.
    for (const std::string person : {"an", "minh", "hung", "dung", "viet", "giang", "chi"})
        EXPECT_NE(out.find("\"actor\":{\"person\":\"" + person + "\""), std::string::npos) << person;

    const auto verified = motcua({"audit", "verify", "--data", office.string()});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
    const auto replayed = motcua({"audit", "replay", "--data", office.string()});
    EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
}

}  // namespace
}  // namespace motcua::tests
