// One data folder at work: its lock, journal, views and engine, put together. The only place where
// the program chooses SQLite.
#pragma once

#include "engine/engine.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "server/api.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/disk_files.hpp"
#include "storage/sqlite/disk_keys.hpp"
#include "storage/sqlite/disk_redactions.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_private.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <filesystem>
#include <optional>

namespace motcua::app {

struct InstallationPorts {
    const engine::Clock& clock;
    engine::Random& random;
    engine::Log& log;
};

/// Holds the folder's lock as long as it lives. Order of use: adopt(), start(), then engine() from any thread.
class Installation {
public:
    /// Makes the folder when `may_create`. std::runtime_error when it is in use, missing or broken.
    Installation(const std::filesystem::path& folder, bool may_create, bool demonstration,
                 InstallationPorts ports);
    ~Installation();

    /// Nothing was adopted yet.
    bool is_empty() const;
    /// Holds definitions without approval: what happens here has no legal effect, and people are who they say.
    bool is_demonstration() const;

    /// Founds an empty journal with the law of `config`, proven and, outside demonstrations, approved.
    /// Where law is in force a demonstration takes over what changed; elsewhere later law needs two persons
    /// and propose(). What was adopted before is not proven again. std::runtime_error lists the defects.
    void adopt(const procedures::Config& config);
    /// Reads the folder again, proves it and proposes what changed; another person approves. A defect is
    /// logged and changes nothing. REQUIRES start(). Any thread.
    void propose(const std::filesystem::path& config, std::string_view why) noexcept;
    /// Enters people who are not known yet, by the office itself. REQUIRES start().
    void seed(const procedures::DemoPeople& people);

    /// Makes the key that signs checkpoints when there is none, erases again what the law had erased before an older copy
    /// was put back, and goes on with a calendar notice that was being carried out.
    void start();
    void stop();

    engine::Engine& engine() { return *engine_; }
    storage::Views& views() { return views_; }
    server::ApiPorts api_ports() {
        return {*engine_,     views_,
                ports_.clock, ports_.random,
                ports_.log,   private_,
                &files_,      [path = folder_.journal()] { return storage::read_sqlite_journal(path); },
                nullptr,      nullptr,
                &redactions_};
    }
    storage::OutboxData& outbox_data() { return private_; }
    const storage::DataFolder& folder() const { return folder_; }

private:
    /// Where checkpoints are laid for others to see.
    std::filesystem::path outside() const;
    void lay_out(const storage::StoredCheckpoint& checkpoint) const;

    InstallationPorts ports_;
    bool demonstration_;
    storage::DataFolder folder_;
    storage::FolderLock lock_;
    storage::SqliteJournal journal_;
    storage::SqliteViews views_;
    storage::SqlitePrivate private_;
    storage::DiskFiles files_;
    storage::DiskKeys keys_;
    storage::DiskRedactions redactions_;
    std::optional<engine::Engine> engine_;
};

/// Whether the folder holds a journal.
bool is_founded(const std::filesystem::path& folder);

/// What acts before anybody holds a role.
procedures::Actor founder(std::string via);

/// The commands that enter those of `people` who are not among `staff`.
std::vector<procedures::Command> entries_for(const procedures::DemoPeople& people,
                                             const procedures::Staff& staff);

/// The folder's law, and the people of its demonstration. DefinitionError lists what is wrong.
procedures::Config load_law(const std::filesystem::path& config);
procedures::DemoPeople load_people(const std::filesystem::path& config, const procedures::Office& office);

}  // namespace motcua::app
