// How an office gets its first administrator, and how whoever owns the folder tends accounts.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

constexpr auto password = "chín con voi trắng\n";

class User : public testing::Test {
protected:
    User() {
        Started server({"serve", "--data", data, "--listen", "127.0.0.1:0", "--demonstration"}, "Serving");
        EXPECT_EQ(server.stop(), 0);
    }
    Ran user(std::vector<std::string> words, const std::string& input = {}) const {
        words.insert(words.begin(), "user");
        words.insert(words.end(), {"--data", data});
        return motcua(words, input);
    }
    std::string list() const { return user({"list"}).out; }

    TempFolder folder;
    const std::string data = (folder.path() / "office").string();
};

TEST_F(User, AddsAPersonWithARoleAndAFirstPassword) {
    const auto added =
        user({"add", "bao", "--name", "Bùi Bảo", "--role", "admin", "--unit", "van-phong"}, password);
    EXPECT_EQ(added.code, 0) << added.err;
    EXPECT_NE(list().find("bao"), std::string::npos);
    EXPECT_NE(list().find("first password"), std::string::npos);
    const auto replayed = motcua({"audit", "verify", "--data", data});
    EXPECT_EQ(replayed.code, 0) << replayed.err;
}

TEST_F(User, RefusesAnEasyPasswordAndAnUnknownPerson) {
    const auto weak = user({"password", "khoa"}, "1234567890\n");
    EXPECT_EQ(weak.code, 1);
    EXPECT_NE(weak.err.find("easy to guess"), std::string::npos) << weak.err;
    EXPECT_EQ(weak.err.find("1234567890"), std::string::npos);
    EXPECT_EQ(user({"password", "khoa"}).code, 1) << "none was given";
    const auto unknown = user({"password", "nobody"}, password);
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.err.find("nobody"), std::string::npos);
    EXPECT_EQ(list(), "");
}

TEST_F(User, GivesAPasswordAndTakesTheAccountAway) {
    EXPECT_EQ(user({"password", "khoa"}, password).code, 0);
    EXPECT_EQ(user({"disable", "khoa"}).code, 0);
    EXPECT_NE(list().find("disabled"), std::string::npos) << list();
    EXPECT_EQ(user({"disable", "an"}).code, 1) << "there is no account";
    // A password given again opens it again.
    EXPECT_EQ(user({"password", "khoa"}, password).code, 0);
    EXPECT_EQ(list().find("disabled"), std::string::npos) << list();
}

}  // namespace
}  // namespace motcua::tests
