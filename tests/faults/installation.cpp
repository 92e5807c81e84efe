#include "tests/faults/installation.hpp"

#include "engine/codec.hpp"
#include "storage/proofs/verify.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace motcua::tests {

using namespace engine;
using procedures::Command;
using procedures::CommandKind;

Installation::Installation() {
    static int number = 0;
    folder = std::filesystem::temp_directory_path() /
             ("motcua-faults-" + std::to_string(getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(folder);
}

Installation::~Installation() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

void Installation::start() {
    journal = std::make_unique<storage::SqliteJournal>(folder / "journal.db");
    const auto file = folder / "journal.db";
    views = std::make_unique<storage::SqliteViews>(folder / "views.db",
                                                   [file] { return storage::read_sqlite_journal(file); });
    EngineOptions options;
    options.writer.demonstration = true;
    options.housekeeping = std::chrono::milliseconds{20};
    engine =
        std::make_unique<Engine>(EnginePorts{*journal, views.get(), clock, random, silent_log()}, options);
    engine->adopt(law_of_config(), setup);
    engine->start();
}

void Installation::stop() {
    engine.reset();
    views.reset();
    journal.reset();
}

Command Installation::submission(const std::string& key) const {
    Command command;
    command.kind = CommandKind::submit;
    command.actor = setup;
    command.key = key;
    command.args = {{"procedure", "gia-han-giay-phep-xay-dung"},
                    {"applicant", boost::json::object{{"name", "Nguyễn Thị Mẫu"}}}};
    return command;
}

Command Installation::receipt(const std::string& dossier, const std::string& key) const {
    Command command;
    command.kind = CommandKind::act;
    command.actor = setup;
    command.dossier = dossier;
    command.action = "receive";
    command.key = key;
    command.args = {{"all_right", true}};
    return command;
}

Command Installation::confirmation() const {
    Command command;
    command.kind = CommandKind::confirm_clock;
    command.actor = setup;
    command.args = {{"reason", "đã kiểm tra giờ máy chủ"}};
    return command;
}

std::size_t Installation::count(procedures::EventType type) const {
    std::size_t count = 0;
    storage::read_sqlite_journal(folder / "journal.db")
        ->read(1, 100'000'000, [&](const storage::Record& record) {
            count += record.type == procedures::to_string(type) ? 1 : 0;
        });
    return count;
}

void Installation::check() {
    const auto reader = storage::read_sqlite_journal(folder / "journal.db");
    const auto flaw = storage::verify(*reader, {}).flaw;
    ASSERT_FALSE(flaw.has_value()) << "event " << flaw->seq << ": " << flaw->what;
    const auto head = reader->head();
    ASSERT_EQ(engine->status().head, head);
    for (const auto& stored : engine->published().all_in_memory()) {
        ASSERT_EQ(picture(stored->dossier), picture(fold_dossier(*reader, stored->head).dossier));
    }
    ASSERT_TRUE(engine->wait_for_views(head, std::chrono::seconds{60}));
    ASSERT_EQ(views->position().seq, head);
}

}  // namespace motcua::tests
