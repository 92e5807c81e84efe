#include "server/identity.hpp"

#include "storage/sqlite/sqlite_private.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

using engine::Instant;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class IdentityTest : public testing::Test {
protected:
    static constexpr auto right = "chín con voi trắng";

    IdentityTest() { identity.set_password("an", right, false, {}, now); }

    Login try_in(std::string_view password, const std::string& address = "10.0.0.7") {
        return identity.log_in("an", password, address, "test", now);
    }
    /// Fails as often as it is let.
    int fail_for(seconds time, const std::string& address) {
        int failed = 0;
        for (const auto end = now + time; now < end; now += seconds{1})
            while (try_in("wrong", address).kind == Login::Kind::wrong) ++failed;
        return failed;
    }

    TempFolder folder;
    storage::SqlitePrivate data{folder.path() / "private.db"};
    engine::SeededRandom random{11};
    IdentitySettings settings{{minutes{30}, hours{12}}, {}, hours{24}, PasswordCost::least()};
    Identity identity{data, random, settings};
    Instant now{hours{500'000}};
};

TEST_F(IdentityTest, EveryLoginHasASecretOfItsOwn) {
    const auto one = try_in(right);
    const auto two = try_in(right);
    ASSERT_EQ(one.kind, Login::Kind::done);
    EXPECT_NE(one.secret, two.secret);
    EXPECT_EQ(one.secret.size(), 43U);
    EXPECT_EQ(identity.session_of(one.secret, now)->person, "an");
    EXPECT_FALSE(identity.session_of(one.session.id, now));
    EXPECT_FALSE(identity.session_of("", now));
}

TEST_F(IdentityTest, AnUnknownOrDisabledAccountIsAsWrongAsAWrongPassword) {
    EXPECT_EQ(identity.log_in("stranger", right, "10.0.0.7", "", now).kind, Login::Kind::wrong);
    EXPECT_EQ(try_in("wrong").kind, Login::Kind::wrong);
    const auto before = try_in(right);
    const auto token = identity.issue_token("an", "script", {"read"}, now, now + hours{1});
    EXPECT_TRUE(identity.disable("an"));
    EXPECT_FALSE(identity.disable("stranger"));
    EXPECT_EQ(try_in(right).kind, Login::Kind::wrong);
    EXPECT_FALSE(identity.session_of(before.secret, now));
    EXPECT_FALSE(identity.token_of(token.secret, now));
}

TEST_F(IdentityTest, ASessionEndsWhenItIsNotUsed) {
    const auto login = try_in(right);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(identity.session_of(login.secret, now += minutes{29}));
    EXPECT_FALSE(identity.session_of(login.secret, now += minutes{31}));
}

TEST_F(IdentityTest, ASessionEndsInTheEveningHoweverMuchItIsUsed) {
    const auto login = try_in(right);
    const auto end = now + settings.session.longest;
    while (now + minutes{20} <= end) EXPECT_TRUE(identity.session_of(login.secret, now += minutes{20}));
    EXPECT_FALSE(identity.session_of(login.secret, now += minutes{20}));
}

TEST_F(IdentityTest, ANewPasswordEndsWhatTheOldOneBegan) {
    const auto login = try_in(right);
    identity.set_password("an", "mười hai con giáp", false, {}, now);
    EXPECT_FALSE(identity.session_of(login.secret, now));
    EXPECT_EQ(try_in(right).kind, Login::Kind::wrong);
    EXPECT_EQ(try_in("mười hai con giáp").kind, Login::Kind::done);
}

TEST_F(IdentityTest, GuessingFromOneAddressComesToAHaltAndTheHaltEnds) {
    const int in_an_hour = fail_for(hours{1}, "10.6.6.6");
    EXPECT_LT(in_an_hour, 25);
    EXPECT_EQ(try_in(right, "10.6.6.6").kind, Login::Kind::wait);
    const auto wait = try_in(right, "10.6.6.6").wait;
    EXPECT_LE(wait, minutes{15});
    // Asking again meanwhile makes it no longer.
    now += wait;
    EXPECT_EQ(try_in(right, "10.6.6.6").kind, Login::Kind::done);
}

TEST_F(IdentityTest, StrangersFailuresDoNotKeepHimOutWhereHeIsKnown) {
    ASSERT_EQ(try_in(right, "10.0.0.7").kind, Login::Kind::done);
    for (int i = 0; i < 40; ++i) try_in("wrong", "10.6.6." + std::to_string(i));
    EXPECT_EQ(try_in(right, "10.0.0.7").kind, Login::Kind::done);
    for (int i = 0; i < 40; ++i) try_in("wrong", "10.6.6." + std::to_string(i));
    const auto elsewhere = try_in(right, "10.0.0.8");
    EXPECT_EQ(elsewhere.kind, Login::Kind::wait);
    EXPECT_LE(elsewhere.wait, minutes{1});
    now += elsewhere.wait;
    EXPECT_EQ(try_in(right, "10.0.0.8").kind, Login::Kind::done);
}

TEST_F(IdentityTest, OneAddressTryingManyAccountsIsSlowedDownToo) {
    int tried = 0;
    for (int i = 0; i < 200; ++i) {
        const auto account = "person" + std::to_string(i);
        if (identity.log_in(account, "wrong", "10.6.6.6", "", now).kind == Login::Kind::wrong) ++tried;
    }
    EXPECT_LE(tried, 31);
}

TEST_F(IdentityTest, AFewSlipsCostNothing) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(try_in("wrong").kind, Login::Kind::wrong);
    EXPECT_EQ(try_in(right).kind, Login::Kind::done);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(try_in("wrong").kind, Login::Kind::wrong);
    EXPECT_EQ(try_in(right).kind, Login::Kind::done);
}

TEST_F(IdentityTest, ATokenEndsOnItsDayOrWhenItIsRevoked) {
    const auto one = identity.issue_token("an", "script", {"read"}, now, now + hours{24});
    EXPECT_TRUE(one.secret.starts_with("mc_"));
    EXPECT_TRUE(identity.token_of(one.secret, now + hours{23}));
    EXPECT_FALSE(identity.token_of(one.secret, now + hours{24}));
    EXPECT_TRUE(data.revoke_token("an", one.token.id));
    EXPECT_FALSE(identity.token_of(one.secret, now));
}

}  // namespace
}  // namespace motcua::server
