// The views in SQLite: views.db beside the journal, in WAL mode without a sync at each commit: what a
// power cut takes is projected again.
#pragma once

#include "storage/views.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace motcua::storage {

class SqliteViews final : public Views {
public:
    /// Opens `file` for projecting. Views that are missing, damaged, of another format or of another
    /// journal begin anew: wants() is 1 then. `journal_reader` gives readers of the journal that is
    /// projected; it is called from any thread and must work as long as the views live.
    SqliteViews(const std::filesystem::path& file,
                std::function<std::unique_ptr<JournalReader>()> journal_reader);
    ~SqliteViews() override;

    AsOf position() const override;
    Seq wants() const override;
    void project(std::span<const Projected> events) override;
    void begin_rebuild() override;
    void finish_rebuild() override;
    std::unique_ptr<ViewsReader> reader() override;
    void housekeep() override;

    /// Pages that projecting has dirtied so far: what the schema costs.
    std::int64_t pages_written() const;

private:
    struct Projecting;
    std::unique_ptr<Projecting> projecting_;
};

/// Opens for reading beside a projector, which may be another process, or without one.
/// std::runtime_error when there are no views of this release.
std::unique_ptr<ViewsReader> read_sqlite_views(const std::filesystem::path& file,
                                               std::unique_ptr<JournalReader> journal);

}  // namespace motcua::storage
