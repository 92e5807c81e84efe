#include "storage/sqlite/sqlite_views.hpp"

#include "storage/sqlite/views_projection.hpp"
#include "storage/sqlite/views_reading.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

namespace motcua::storage {

using sqlite::Database;
using sqlite::Projection;
using sqlite::Statement;
using sqlite::ViewsReading;

namespace {

// Beyond this size of the log the projector waits a moment so that it can start anew.
constexpr std::int64_t wal_page_limit = 16 * 1024;

}  // namespace

struct SqliteViews::Projecting {
    Projecting(const std::filesystem::path& path, std::function<std::unique_ptr<JournalReader>()> reader)
        : file(path),
          beside(path.string() + ".new"),
          journal_reader(std::move(reader)),
          shown(std::make_unique<Projection>(file, journal_reader())),
          position(shown->position()) {}

    Projection& current() const { return rebuilt ? *rebuilt : *shown; }

    const std::filesystem::path file, beside;
    const std::function<std::unique_ptr<JournalReader>()> journal_reader;

    // Belong to the projector's thread.
    std::unique_ptr<Projection> shown;
    std::unique_ptr<Projection> rebuilt;  // while it is filled beside

    // Held while files are opened, and alone while others take their place.
    std::shared_mutex files;
    std::atomic<unsigned> edition{0};         // counts the swaps: an older connection shows former views
    std::atomic<bool> must_clear_log{false};  // it still holds what was erased
    std::unique_ptr<Database> housekeeping;   // belongs to the thread that calls housekeep()
    unsigned housekeeping_edition = 0;

    mutable std::mutex position_mutex;
    AsOf position;
};

namespace {

/// A reader that follows the views when rebuilt ones take their place.
class Following final : public ViewsReader {
public:
    Following(std::function<std::unique_ptr<ViewsReading>()> open, const std::atomic<unsigned>& edition)
        : open_(std::move(open)),
          edition_(edition) {}

    AsOf as_of() override { return now().as_of(); }
    std::optional<DossierRow> dossier(std::string_view id_or_code) override {
        return now().dossier(id_or_code);
    }
    DossierPage worklist(const DossierFilter& filter, const Moment& moment, std::size_t limit,
                         std::string_view cursor) override {
        return now().worklist(filter, moment, limit, cursor);
    }
    std::uint64_t count(const DossierFilter& filter, const Moment& moment) override {
        return now().count(filter, moment);
    }
    Board board(const DossierFilter& filter, const Moment& moment) override {
        return now().board(filter, moment);
    }
    DossierPage search(std::string_view text, const DossierFilter& filter, const Moment& moment,
                       std::size_t limit, std::string_view cursor) override {
        return now().search(text, filter, moment, limit, cursor);
    }
    DossierPage register_of(const RegisterQuestion& question, std::size_t limit,
                            std::string_view cursor) override {
        return now().register_of(question, limit, cursor);
    }
    Trail trail(std::string_view dossier_id, std::size_t limit, Seq from) override {
        return now().trail(dossier_id, limit, from);
    }
    ControlSlip control_slip(std::string_view dossier_id) override { return now().control_slip(dossier_id); }
    AsOf turns(Instant until, const std::function<void(const Turn&)>& take) override {
        return now().turns(until, take);
    }
    AsOf charges(Instant from, Instant until, const std::function<void(const Charge&)>& take) override {
        return now().charges(from, until, take);
    }
    std::vector<DossierRow> rows(std::span<const Seq> dossiers) override { return now().rows(dossiers); }
    std::vector<IssuedReport> issued_reports() override { return now().issued_reports(); }
    std::map<std::string, std::string, std::less<>> people() override { return now().people(); }

private:
    ViewsReading& now() {
        if (const unsigned edition = edition_.load(); !reading_ || edition != opened_) {
            reading_ = open_();
            opened_ = edition;
        }
        return *reading_;
    }

    std::function<std::unique_ptr<ViewsReading>()> open_;
    const std::atomic<unsigned>& edition_;
    std::unique_ptr<ViewsReading> reading_;
    unsigned opened_ = 0;
};

}  // namespace

SqliteViews::SqliteViews(const std::filesystem::path& file,
                         std::function<std::unique_ptr<JournalReader>()> journal_reader)
    : projecting_(std::make_unique<Projecting>(file, std::move(journal_reader))) {}
SqliteViews::~SqliteViews() = default;

AsOf SqliteViews::position() const {
    const std::lock_guard lock(projecting_->position_mutex);
    return projecting_->position;
}

Seq SqliteViews::wants() const { return projecting_->current().position().seq + 1; }

void SqliteViews::project(std::span<const Projected> events) {
    auto& p = *projecting_;
    p.current().project(events);
    if (std::any_of(events.begin(), events.end(), [](const Projected& told) {
            return told.event.type == procedures::EventType::personal_redacted;
        }))
        p.must_clear_log = true;
    if (!p.rebuilt) {
        const std::lock_guard lock(p.position_mutex);
        p.position = p.shown->position();
    }
}

void SqliteViews::begin_rebuild() {
    auto& p = *projecting_;
    p.rebuilt.reset();
    sqlite::remove_database(p.beside);
    p.rebuilt = std::make_unique<Projection>(p.beside, p.journal_reader());
    // Nobody reads it yet, and a crash drops it: synced once, when it is whole.
    p.rebuilt->database().run("PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=4096");
}

void SqliteViews::finish_rebuild() {
    auto& p = *projecting_;
    if (!p.rebuilt) throw std::logic_error("no views are being rebuilt");
    const AsOf reached = p.rebuilt->position();
    if (reached.seq < position().seq)
        throw std::runtime_error(fmt::format("{}: rebuilt up to event {} only, readers have seen {}",
                                             p.file.string(), reached.seq, position().seq));
    p.rebuilt->database().run("PRAGMA synchronous=NORMAL; PRAGMA wal_checkpoint(TRUNCATE)");
    p.rebuilt.reset();
    {
        const std::unique_lock lock(p.files);
        p.shown.reset();
        sqlite::remove_database(p.file);
        std::filesystem::rename(p.beside, p.file);
        sqlite::remove_database(p.beside);
        p.shown = std::make_unique<Projection>(p.file, p.journal_reader());
        ++p.edition;
    }
    const std::lock_guard lock(p.position_mutex);
    p.position = p.shown->position();
}

std::unique_ptr<ViewsReader> SqliteViews::reader() {
    auto& p = *projecting_;
    return std::make_unique<Following>(
        [&p] {
            const std::shared_lock lock(p.files);
            return std::make_unique<ViewsReading>(p.file, p.journal_reader());
        },
        p.edition);
}

void SqliteViews::housekeep() {
    auto& p = *projecting_;
    const std::shared_lock lock(p.files);
    if (!p.housekeeping || p.housekeeping_edition != p.edition) {
        p.housekeeping = std::make_unique<Database>(p.file, Database::Mode::read_write, 200);
        p.housekeeping->use_wal(false);
        p.housekeeping_edition = p.edition;
    }
    sqlite::tend_log(*p.housekeeping, wal_page_limit, p.must_clear_log);
}

std::int64_t SqliteViews::pages_written() const { return projecting_->current().database().pages_written(); }

std::unique_ptr<ViewsReader> read_sqlite_views(const std::filesystem::path& file,
                                               std::unique_ptr<JournalReader> journal) {
    return std::make_unique<ViewsReading>(file, std::move(journal));
}

}  // namespace motcua::storage
