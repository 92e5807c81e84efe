// motcua views: what is derived from the journal, made anew.
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <vector>

namespace motcua::app {

namespace {

constexpr std::size_t at_once = 4096;

int rebuild(const std::string& data) {
    const auto folder = storage::DataFolder::open(data);
    // A running server projects by itself: two would write the same file.
    const auto lock = folder.lock();
    const auto read_journal = [path = folder.journal()] { return storage::read_sqlite_journal(path); };
    const auto journal = read_journal();
    storage::SqliteViews views(folder.views(), read_journal);
    const auto begun = std::chrono::steady_clock::now();
    const auto head = journal->head();
    views.begin_rebuild();
    ProgressBar bar("Rebuilding the views");
    std::vector<storage::Projected> batch;
    while (views.wants() <= head) {
        batch.clear();
        journal->read(views.wants(), at_once,
                      [&](const storage::Record& record) { batch.push_back(storage::projected(record)); });
        views.project(batch);
        bar.show(views.wants() - 1, head, fmt::format("{} of {} events", views.wants() - 1, head));
    }
    views.finish_rebuild();
    bar.clear();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    fmt::print("{} events in {:.1f} s: the views stand at event {}\n", head, took.count(),
               views.position().seq);
    return success;
}

}  // namespace

void add_views(CLI::App& program, Run& run) {
    auto* verb =
        program.add_subcommand("views", "Lists, boards and search, which are derived from the journal");
    verb->require_subcommand(1);
    auto* rebuilding =
        verb->add_subcommand("rebuild",
                             "Derive them anew from the first event; readers keep the former ones "
                             "until it is done");
    const auto data = std::make_shared<std::string>();
    rebuilding->add_option("--data", *data, "Data folder")->required();
    rebuilding->footer("Example:\n  motcua views rebuild --data /var/lib/motcua");
    rebuilding->callback([data, &run] { run = [data] { return rebuild(*data); }; });
}

}  // namespace motcua::app
