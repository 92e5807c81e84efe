// A writer over a journal that outlives it, for tests: stop it, spoil its disk, start it again.
#pragma once

#include "engine/clock.hpp"
#include "engine/law_book.hpp"
#include "engine/log.hpp"
#include "engine/published.hpp"
#include "engine/random.hpp"
#include "engine/writer.hpp"
#include "storage/memory/memory_journal.hpp"
#include "tests/faults/faulty_journal.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace motcua::tests {

/// What config/ says, as texts to adopt; read once.
const std::vector<engine::LawText>& law_of_config();

/// "2026-04-22T08:10" at the office.
procedures::Instant at(const std::string& text);

inline const procedures::Actor setup{"system:setup", "", "test"};

class Office {
public:
    explicit Office(const std::string& now = "2026-04-22T08:10", engine::WriterOptions options = {});

    /// Another process on the same disk; what a doubtful disk kept comes back.
    void restart();

    engine::Answer tell(procedures::Command command) { return writer->process(std::move(command)); }
    /// Files a dossier of `gia-han-giay-phep-xay-dung` by the office itself.
    procedures::Command submission(const std::string& key = "") const;
    /// Receives it with everything there.
    procedures::Command receipt(const std::string& dossier, const std::string& key = "") const;
    std::string file();
    std::string receive();

    /// The whole journal, read back.
    std::vector<engine::JournaledEvent> events();
    std::size_t count(procedures::EventType type);
    /// Seen by readers.
    engine::DossierSnapshot dossier(const std::string& id_or_code);

    std::shared_ptr<storage::MemoryStore> store = std::make_shared<storage::MemoryStore>();
    std::unique_ptr<storage::FaultyJournal> journal;
    engine::ManualClock clock;
    engine::SeededRandom random{42};
    std::unique_ptr<engine::Published> published;
    std::unique_ptr<engine::Writer> writer;
    std::function<storage::Seq()> views_position;

private:
    void start();

    engine::WriterOptions options_;
};

}  // namespace motcua::tests
