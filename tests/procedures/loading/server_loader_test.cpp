#include "procedures/loading/server_loader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace motcua::procedures {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class ServerLoader : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    ServerSettings load(const std::string& text, Defects& defects) const {
        std::ofstream(folder_ / "server.toml") << text;
        return load_server_settings(folder_, defects);
    }
    /// The defects of a text, with their places.
    std::string defects_of(const std::string& text) const {
        Defects defects;
        load(text, defects);
        return defects.to_string();
    }

    fs::path folder_ = fs::path(testing::TempDir()) / ("motcua-server-loader-" + std::to_string(getpid()));
};

// The file that is shipped says what is so without it.
TEST_F(ServerLoader, TheShippedFileIsTheDefault) {
    Defects defects;
    const auto shipped = load_server_settings(fs::path(MOTCUA_SOURCE_DIR) / "config", defects);
    const auto none = load_server_settings(folder_, defects);
    ASSERT_TRUE(defects.empty()) << defects.to_string();
    EXPECT_EQ(shipped.session.idle, none.session.idle);
    EXPECT_EQ(shipped.session.longest, none.session.longest);
    EXPECT_EQ(shipped.login.of_account_and_address.free, none.login.of_account_and_address.free);
    EXPECT_EQ(shipped.login.of_account.longest, none.login.of_account.longest);
    EXPECT_EQ(shipped.login.of_address.longest, none.login.of_address.longest);
    EXPECT_EQ(shipped.login.forgiven_after, none.login.forgiven_after);
    EXPECT_FALSE(shipped.proxy.is_used());
}

TEST_F(ServerLoader, WhatIsSaidIsTaken) {
    Defects defects;
    const auto settings = load(R"(
[session]
idle_minutes = 10
longest_hours = 8
[login.address]
free_failures = 100
[proxy]
addresses = ["127.0.0.1", "0:0:0:0:0:0:0:1"]
hosts = ["motcua.example.vn"]
)",
                               defects);
    ASSERT_TRUE(defects.empty()) << defects.to_string();
    EXPECT_EQ(settings.session.idle, 10min);
    EXPECT_EQ(settings.session.longest, 8h);
    EXPECT_EQ(settings.login.of_address.free, 100);
    EXPECT_EQ(settings.login.of_address.longest, 15min) << "what is left out stays";
    EXPECT_EQ(settings.proxy.addresses, (std::vector<std::string>{"127.0.0.1", "::1"}));
}

TEST_F(ServerLoader, EveryDefectHasItsPlace) {
    const auto found = defects_of(R"([session]
idle_minutes = 0
[login.account]
free_failures = "many"
[proxy]
addresses = ["proxy.example.vn"]
hosts = ["https://motcua.example.vn:8443"]
[sesion]
)");
    for (const auto* place :
         {"server.toml:2:", "server.toml:4:", "server.toml:6:", "server.toml:7:", "server.toml:8:"})
        EXPECT_NE(found.find(place), std::string::npos) << place << "\n" << found;
}

TEST_F(ServerLoader, AProxyIsNamedWithItsHosts) {
    EXPECT_NE(defects_of("[proxy]\naddresses = [\"127.0.0.1\"]\n").find("hosts"), std::string::npos);
    EXPECT_NE(defects_of("[session]\nidle_minutes = 90\nlongest_hours = 1\n").find("server.toml:2:"),
              std::string::npos);
}

}  // namespace
}  // namespace motcua::procedures
