#include "engine/engine.hpp"

#include "tests/engine/fake_views.hpp"
#include "tests/engine/office.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

namespace motcua::tests {

using engine::Answer;
using engine::Engine;
using engine::EngineOptions;
using namespace std::chrono_literals;

namespace {

/// An engine with all its threads over a journal in memory.
struct House {
    explicit House(EngineOptions options = {}) {
        options.writer.demonstration = true;
        engine = std::make_unique<Engine>(
            engine::EnginePorts{journal, &views, clock, random, engine::silent_log()}, options);
        engine->adopt(law_of_config(), setup);
    }

    procedures::Command submission(const std::string& key = "") const {
        procedures::Command command;
        command.kind = procedures::CommandKind::submit;
        command.actor = setup;
        command.key = key;
        command.args = {{"procedure", "gia-han-giay-phep-xay-dung"},
                        {"applicant", boost::json::object{{"name", "Nguyễn Thị Mẫu"}}}};
        return command;
    }

    storage::FaultyJournal journal{std::make_unique<storage::MemoryJournal>()};
    FakeViews views;
    engine::ManualClock clock{at("2026-04-22T08:10")};
    engine::SystemRandom random;
    std::unique_ptr<Engine> engine;
};

}  // namespace

TEST(Engine, ManyCallersAreEachAnsweredOnce) {
    House house;
    house.engine->start();
    std::mutex mutex;
    std::set<std::string> ids;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 16; ++caller) {
        callers.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                const auto answer = house.engine->submit_and_wait(house.submission());
                const std::lock_guard guard(mutex);
                if (answer.done()) ids.insert(answer.receipt.dossier);
            }
        });
    }
    for (auto& caller : callers) caller.join();

    EXPECT_EQ(ids.size(), 320U);
    for (const auto& id : ids) EXPECT_TRUE(house.engine->dossier_and_wait(id).has_value());
    EXPECT_EQ(house.engine->status().dossiers, 320U);
}

TEST(Engine, ACoroutineReadsWhatItWasAnswered) {
    House house;
    house.engine->start();
    boost::asio::io_context context;
    std::string id;
    std::uint64_t version = 0;
    bool seen = false;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            const auto answer = co_await house.engine->submit(house.submission());
            id = answer.receipt.dossier;
            const auto snapshot = co_await house.engine->dossier(id);
            version = snapshot->dossier().version_number;
            seen = co_await house.engine->views_reach(answer.receipt.last, 10s);
        },
        [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        });
    context.run();

    EXPECT_EQ(version, 1U);
    EXPECT_TRUE(seen);
    EXPECT_EQ(house.views.position().seq, house.journal.head());
}

TEST(Engine, BlockingWorkThrowsWhereItIsAwaited) {
    House house;
    house.engine->start();
    boost::asio::io_context context;
    std::string caught;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            try {
                co_await house.engine->run_blocking([] { throw std::runtime_error("no"); });
            } catch (const std::runtime_error& error) {
                caught = error.what();
            }
        },
        boost::asio::detached);
    context.run();
    EXPECT_EQ(caught, "no");
}

TEST(Engine, MoreThanMayWaitIsToldSoAtOnce) {
    EngineOptions options;
    options.queue = 0;
    House house(options);
    house.engine->start();
    const auto answer = house.engine->submit_and_wait(house.submission());
    EXPECT_EQ(answer.kind, Answer::Kind::overloaded);
    EXPECT_GT(answer.retry_after, 0s);
}

TEST(Engine, ViewsThatLagFarBehindAdmitNobody) {
    EngineOptions options;
    options.lag_soft = 0;
    options.lag_hard = 1;
    House house(options);
    house.views.break_down(true);
    house.engine->start();
    EXPECT_EQ(house.engine->submit_and_wait(house.submission()).kind, Answer::Kind::overloaded);

    house.views.break_down(false);
    EXPECT_TRUE(house.engine->wait_for_views(house.journal.head(), 10s));
    EXPECT_TRUE(house.engine->submit_and_wait(house.submission()).done());
}

TEST(Engine, NothingIsShownThatIsNotOnDisk) {
    House house;
    house.engine->start();
    const auto id = house.engine->submit_and_wait(house.submission()).receipt.dossier;
    procedures::Command receive;
    receive.kind = procedures::CommandKind::act;
    receive.actor = setup;
    receive.dossier = id;
    receive.action = "receive";
    receive.args = {{"all_right", true}};
    house.journal.fail(storage::Fault::doubtful_kept, 0, 2);

    EXPECT_EQ(house.engine->submit_and_wait(receive).kind, Answer::Kind::outcome_unknown);
    EXPECT_FALSE(house.engine->status().ready());
    EXPECT_TRUE(house.engine->dossier_and_wait(id)->dossier().code.empty());
    EXPECT_TRUE(house.engine->submit_and_wait(receive).done());
    EXPECT_TRUE(house.engine->status().ready());
}

TEST(Engine, ADeadlineFiresWhenItsTimeComes) {
    House house;
    std::atomic<int> commits = 0;
    house.engine->on_commit([&](storage::Seq) {
        ++commits;
        commits.notify_all();
    });
    house.engine->start();
    auto online = house.submission();
    online.args["channel"] = "online";
    ASSERT_TRUE(house.engine->submit_and_wait(online).done());
    const auto before = commits.load();
    const auto id = house.engine->published().all_in_memory().front()->dossier.id;
    house.clock.pass_to(house.engine->dossier_and_wait(id)->dossier().open_deadlines.front().due);
    commits.wait(before);
    EXPECT_TRUE(house.engine->dossier_and_wait(id)->dossier().open_deadlines.empty());
}

TEST(Engine, StoppingAnswersWhoWaits) {
    House house;
    EXPECT_EQ(house.engine->submit_and_wait(house.submission()).kind, Answer::Kind::not_done);
    house.engine->start();
    std::promise<Answer> promise;
    house.engine->submit(house.submission(), [&](Answer answer) { promise.set_value(std::move(answer)); });
    house.engine->stop();
    const auto kind = promise.get_future().get().kind;
    EXPECT_TRUE(kind == Answer::Kind::done || kind == Answer::Kind::not_done);
    EXPECT_EQ(house.engine->submit_and_wait(house.submission()).kind, Answer::Kind::not_done);
}

}  // namespace motcua::tests
