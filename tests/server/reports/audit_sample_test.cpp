#include "server/reports/audit_sample.hpp"

#include "tests/server/demo_office.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::server::reports {
namespace {

const Period july = parse_period("2026-07", Closing::month_end).value();

/// Forty of each of two procedures, settled in July; every tenth late, the last one refused.
std::vector<Account> settled() {
    std::vector<Account> accounts;
    for (int i = 0; i < 80; ++i) {
        Account account;
        account.dossier = static_cast<storage::Seq>(100 + i);
        account.procedure = i < 40 ? "a" : "b";
        account.unit = i % 4 == 0 ? "mine" : "theirs";
        account.received = july.begin();
        account.settled = july.begin() + std::chrono::hours{i};
        account.state = storage::Turn::State::closed;
        account.outcome = i % 10 == 1 ? "result_late" : i == 79 ? "refused_early" : "result_on_time";
        accounts.push_back(account);
    }
    return accounts;
}

TEST(AuditSample, HasTheLateTheRefusedAndSomeOfEachProcedure) {
    const auto accounts = settled();
    const auto drawn = draw({july, "seed", 5, {"mine"}}, accounts, july.end());
    std::map<std::string, int> by_lot;
    int late = 0, refused = 0;
    for (const auto& one : drawn) {
        EXPECT_NE(one.account->unit, "mine");
        late += one.why == Drawn::Why::late ? 1 : 0;
        refused += one.why == Drawn::Why::refused ? 1 : 0;
        by_lot[one.account->procedure] += one.why == Drawn::Why::drawn ? 1 : 0;
    }
    EXPECT_EQ(late, 8);
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(by_lot["a"], 5);
    EXPECT_EQ(by_lot["b"], 5);
}

TEST(AuditSample, FollowsFromItsSeed) {
    const auto accounts = settled();
    const auto numbers = [&](const char* seed) {
        std::vector<storage::Seq> out;
        for (const auto& one : draw({july, seed, 5, {}}, accounts, july.end()))
            out.push_back(one.account->dossier);
        return out;
    };
    EXPECT_EQ(numbers("one"), numbers("one"));
    EXPECT_NE(numbers("one"), numbers("two"));
    EXPECT_TRUE(draw({july, "one", 5, {}}, accounts, july.begin()).empty());
}

TEST(IsoOverHttp, IsTheAuditorsAndTheManagers) {
    tests::DemoOffice office;
    office.receive();
    const auto sample = "/api/v1/audit-samples?period=2026-07&seed=x";
    EXPECT_EQ(office.get(sample, {.person = "yen"}).status, 200);
    EXPECT_EQ(tests::code_of(office.get(sample, {.person = "an"})), "wrong_role");
    EXPECT_EQ(tests::code_of(office.get("/api/v1/audit-samples?period=2026-07", {.person = "yen"})),
              "bad_parameter");
    const auto coverage = tests::json_of(office.get("/api/v1/iso-coverage", {.person = "dung"}));
    EXPECT_GT(coverage.at("rows").as_array().size(), 30U);
    const auto review = office.get("/api/v1/management-review?period=2026-07", {.person = "dung"});
    EXPECT_TRUE(review.body.starts_with("PK")) << review.body.substr(0, 400);
}

}  // namespace
}  // namespace motcua::server::reports
