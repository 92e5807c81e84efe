// An installation in a temporary folder: journal and views in SQLite, an engine that comes and goes.
#pragma once

#include "engine/engine.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"
#include "tests/engine/office.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace motcua::tests {

/// Gone with its folder at the end of the test.
class Installation {
public:
    Installation();
    ~Installation();
    Installation(const Installation&) = delete;

    /// Opens journal and views and starts an engine on them.
    void start();
    void stop();

    engine::Answer tell(procedures::Command command) { return engine->submit_and_wait(std::move(command)); }
    procedures::Command submission(const std::string& key = "") const;
    procedures::Command receipt(const std::string& dossier, const std::string& key = "") const;
    procedures::Command confirmation() const;
    std::size_t count(procedures::EventType type) const;

    /// Fails the test unless the journal passes the audit, every dossier in memory is the fold of its
    /// events, and the views reach its end. REQUIRES: started.
    void check();

    std::filesystem::path folder;
    engine::ManualClock clock{at("2026-04-22T08:10")};
    engine::SystemRandom random;
    std::unique_ptr<storage::SqliteJournal> journal;
    std::unique_ptr<storage::SqliteViews> views;
    std::unique_ptr<engine::Engine> engine;
};

}  // namespace motcua::tests
