// What an audit finds, and what it does not take for a flaw.
#include "app/replay.hpp"

#include "app/installation.hpp"
#include "server/dossier_json.hpp"
#include "storage/sqlite/database.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>

namespace motcua::app {
namespace {

/// The demonstration office in a folder of its own, with a few dossiers.
class AuditedOffice : public testing::Test {
protected:
    AuditedOffice() {
        installation_.adopt(load_law(config_));
        installation_.start();
        installation_.seed(load_people(config_, *engine().published().law()->office));
        for (auto& id : ids_)
            id = tell(
                procedures::CommandKind::submit, {},
                {{"procedure", "cap-lai-giay-phep-lao-dong"}, {"applicant", {{"name", "Nguyễn Đức Thắng"}}}});
        note(ids_[1]);
        EXPECT_TRUE(engine().wait_for_views(engine().published().head(), std::chrono::seconds{30}));
    }

    engine::Engine& engine() { return installation_.engine(); }

    /// Returns the dossier's id.
    std::string tell(procedures::CommandKind kind, const std::string& id, boost::json::object args) {
        procedures::Command command;
        command.kind = kind;
        command.actor = {"an", {}, "cli"};
        command.dossier = id;
        command.args = std::move(args);
        const auto answer = engine().submit_and_wait(std::move(command));
        EXPECT_TRUE(answer.done()) << to_string(answer.refusal.code) << answer.message;
        return answer.receipt.dossier;
    }
    void note(const std::string& id) { tell(procedures::CommandKind::note, id, {{"text", "đã gọi điện"}}); }

    std::unique_ptr<storage::JournalReader> journal() {
        return storage::read_sqlite_journal(installation_.folder().journal());
    }
    std::unique_ptr<storage::ViewsReader> views() {
        return storage::read_sqlite_views(installation_.folder().views(), journal());
    }
    std::optional<boost::json::object> in_memory(const std::string& id) {
        const auto snapshot = engine().dossier_and_wait(id);
        if (!snapshot) return std::nullopt;
        // As it travels: read back from text.
        return boost::json::parse(boost::json::serialize(server::dossier_json(
                                      *snapshot, nullptr, clock_.now(), procedures::Language::vi)))
            .as_object();
    }

    const std::filesystem::path config_ = MOTCUA_SOURCE_DIR "/config";
    struct Folder {
        const std::filesystem::path path =
            std::filesystem::temp_directory_path() /
            fmt::format("motcua-replay-{}-{}", getpid(),
                        testing::UnitTest::GetInstance()->current_test_info()->name());
        ~Folder() { std::filesystem::remove_all(path); }
    } folder_;
    engine::ManualClock clock_{procedures::parse_instant("2026-07-06T08:00+07:00").value()};
    engine::SystemRandom random_;
    std::unique_ptr<engine::Log> log_ = engine::make_log(engine::LogLevel::error);
    std::array<std::string, 3> ids_;
    Installation installation_{folder_.path, true, true, {clock_, random_, *log_}};
};

using Replaying = AuditedOffice;

TEST_F(Replaying, AgreesWithViewsAndMemory) {
    const auto events = journal();
    Replay replay(*events);
    replay.follow(events->head());
    EXPECT_EQ(replay.head(), engine().published().head());
    EXPECT_EQ(replay.dossiers().size(), 3u);
    EXPECT_FALSE(replay.against_views(*views()));
    EXPECT_FALSE(replay.against_memory([&](const std::string& id) { return in_memory(id); }));
}

// The office works on while it is audited.
TEST_F(Replaying, FollowsWhatHappensMeanwhile) {
    const auto events = journal();
    Replay replay(*events);
    replay.follow(events->head());
    note(ids_[2]);
    EXPECT_TRUE(engine().wait_for_views(engine().published().head(), std::chrono::seconds{30}));
    EXPECT_FALSE(replay.against_views(*views()));
    EXPECT_FALSE(replay.against_memory([&](const std::string& id) {
        note(id);
        return in_memory(id);
    }));
    EXPECT_EQ(replay.head(), events->head());
}

TEST_F(Replaying, NamesADossierWhoseRowWasAltered) {
    storage::sqlite::Database(installation_.folder().views(), storage::sqlite::Database::Mode::read_write)
        .run(
            "UPDATE standing SET step_entered = step_entered + 1000 WHERE number = "
            "(SELECT number FROM dossier WHERE id = '" +
            ids_[1] + "')");
    const auto events = journal();
    Replay replay(*events);
    replay.follow(events->head());
    const auto found = replay.against_views(*views());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dossier, ids_[1]);
    EXPECT_NE(found->what.find("entry into the step"), std::string::npos) << found->what;
}

TEST_F(Replaying, NamesADossierThatTheViewsLost) {
    storage::sqlite::Database(installation_.folder().views(), storage::sqlite::Database::Mode::read_write)
        .run("DELETE FROM dossier WHERE id = '" + ids_[2] + "'");
    const auto events = journal();
    Replay replay(*events);
    replay.follow(events->head());
    const auto found = replay.against_views(*views());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dossier, ids_[2]);
}

TEST_F(Replaying, NamesADossierThatMemoryHasOtherwise) {
    const auto events = journal();
    Replay replay(*events);
    replay.follow(events->head());
    const auto found = replay.against_memory([&](const std::string& id) {
        auto told = in_memory(id);
        if (id == ids_[1]) (*told)["version"] = 7;
        return told;
    });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dossier, ids_[1]);
    EXPECT_EQ(found->what.substr(0, 7), "version");
}

}  // namespace
}  // namespace motcua::app
