// The system clock is stepped under a running engine: nothing fires, nothing is lost, and the message
// says what to do.
#include "tests/faults/installation.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {

using engine::Answer;
using engine::Writer;
using namespace std::chrono_literals;

namespace {

void expect_stopped(Installation& installation) {
    const auto answer = installation.tell(installation.submission());
    EXPECT_EQ(answer.kind, Answer::Kind::clock_doubted);
    EXPECT_NE(answer.message.find("quản trị viên xác nhận"), std::string::npos);
    EXPECT_NE(answer.message.find("timedatectl"), std::string::npos);
    EXPECT_EQ(installation.engine->status().health, Writer::Health::clock_doubted);
    EXPECT_EQ(installation.count(procedures::EventType::clock_doubted), 1U);
    EXPECT_EQ(installation.count(procedures::EventType::deadline_fired), 0U);
}

}  // namespace

TEST(ClockJumps, AnHourBack) {
    Installation installation;
    installation.start();
    const auto id = installation.tell(installation.submission()).receipt.dossier;
    ASSERT_TRUE(installation.tell(installation.receipt(id)).done());
    installation.clock.step(-1h);
    expect_stopped(installation);

    EXPECT_TRUE(installation.tell(installation.confirmation()).done());
    EXPECT_TRUE(installation.tell(installation.submission()).done());
    EXPECT_FALSE(installation.engine->dossier_and_wait(id)->dossier().code.empty());
    installation.check();
}

TEST(ClockJumps, AYearForward) {
    Installation installation;
    installation.start();
    const auto id = installation.tell(installation.submission()).receipt.dossier;
    ASSERT_TRUE(installation.tell(installation.receipt(id)).done());
    installation.clock.step(365 * 24h);
    expect_stopped(installation);

    // Set right again, and vouched for: the deadlines are where they were.
    installation.clock.step(-365 * 24h);
    EXPECT_TRUE(installation.tell(installation.confirmation()).done());
    EXPECT_EQ(installation.count(procedures::EventType::deadline_fired), 0U);
    EXPECT_GT(installation.engine->status().armed_deadlines, 0U);
    EXPECT_TRUE(installation.tell(installation.submission()).done());
    installation.check();
}

TEST(ClockJumps, ARestartDoesNotEndTheDoubt) {
    Installation installation;
    installation.start();
    ASSERT_TRUE(installation.tell(installation.submission()).done());
    installation.stop();
    installation.clock.step(-1h);
    installation.start();
    expect_stopped(installation);
}

}  // namespace motcua::tests
