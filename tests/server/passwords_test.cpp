#include "server/passwords.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

TEST(Passwords, AreKeptAsSaltedDigests) {
    const auto cost = PasswordCost::least();
    const auto digest = digest_of_password("chín con voi trắng", cost);
    EXPECT_TRUE(digest.starts_with("$argon2id$")) << digest;
    EXPECT_NE(digest, digest_of_password("chín con voi trắng", cost));
    EXPECT_TRUE(is_password(digest, "chín con voi trắng"));
    EXPECT_FALSE(is_password(digest, "chín con voi đen"));
    EXPECT_FALSE(is_password("", ""));
}

TEST(Passwords, CostWhatALoginMayCost) {
    const auto digest = digest_of_password("chín con voi trắng", PasswordCost::interactive());
    EXPECT_NE(digest.find("m=65536,t=2"), std::string::npos) << digest;
}

TEST(Passwords, NeedTenCharactersNotTenBytes) {
    EXPECT_EQ(weakness_of("voi trắng", "an", "Nguyễn Thị An"), "too_short");
    EXPECT_EQ(weakness_of("voi trắngg", "an", "Nguyễn Thị An"), "");
    EXPECT_EQ(weakness_of(std::string(257, 'x'), "an", ""), "too_long");
}

TEST(Passwords, AreNotTheNameWithSomethingBehindIt) {
    EXPECT_EQ(weakness_of("Nguyễn Thị An", "an", "Nguyễn Thị An"), "like_the_name");
    EXPECT_EQ(weakness_of("nguyenthian2026", "an", "Nguyễn Thị An"), "like_the_name");
    EXPECT_EQ(weakness_of("quangquang", "quang", "Lý Văn Quang"), "like_the_name");
}

TEST(Passwords, AreNotWhatIsTriedFirst) {
    for (const auto* common : {"1234567890", "0987654321", "aaaaaaaaaa", "matkhau123", "Mật khẩu 2026!",
                               "password12", "anhyeuem99", "qwertyuiop", "motcuamotcua", "abababababab"})
        EXPECT_EQ(weakness_of(common, "an", "Nguyễn Thị An"), "common") << common;
}

}  // namespace
}  // namespace motcua::server
