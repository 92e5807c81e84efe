#include "bench/transitions.hpp"

#include "bench/allocations.hpp"
#include "bench/house.hpp"
#include "engine/engine.hpp"
#include "storage/memory/memory_journal.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <vector>

namespace motcua::bench {

namespace {

using Steady = std::chrono::steady_clock;

/// Codes have four digits a day, a dossier takes nine acts: a fast machine ends its run a little before they are used up.
constexpr std::uint64_t most_acts = 9 * 9'900;

engine::WriterOptions demonstration() {
    engine::WriterOptions options;
    options.demonstration = true;
    return options;
}

}  // namespace

Transitions transitions(const std::filesystem::path& folder, int callers, double seconds) {
    for (const auto* name : {"journal.db", "views.db"}) {
        for (const auto* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove((folder / name).string() + suffix);
    }
    const auto file = folder / "journal.db";
    storage::SqliteJournal journal(file);
    storage::SqliteViews views(folder / "views.db", [file] { return storage::read_sqlite_journal(file); });
    engine::SystemClock clock;
    engine::SystemRandom random;
    engine::EngineOptions options;
    options.writer = demonstration();
    engine::Engine engine({journal, &views, clock, random, engine::silent_log()}, options);
    engine.adopt(law(), {"system:setup", "", "simulation"});
    std::atomic<std::uint64_t> commits = 0;
    engine.on_commit([&](engine::Seq) { ++commits; });
    engine.start();
    for (auto& command : people()) engine.submit_and_wait(std::move(command));
    engine.wait_for_views(journal.head(), std::chrono::seconds{10});

    std::vector<double> waits;
    std::uint64_t done = 0;
    const auto first = journal.head();
    const auto commits_before = commits.load();
    const auto pages_before = journal.pages_written();
    const auto view_pages_before = views.pages_written();
    const auto allocations_before = allocations();
    boost::asio::io_context context;
    const auto begun = Steady::now();
    const auto until = begun + std::chrono::duration<double>(seconds);
    for (int caller = 0; caller < callers; ++caller) {
        boost::asio::co_spawn(
            context,
            [&, caller]() -> boost::asio::awaitable<void> {
                Course course("c" + std::to_string(caller));
                engine::Answer answer;
                for (bool has_last = false; Steady::now() < until && done < most_acts; has_last = true) {
                    const auto asked = Steady::now();
                    answer = co_await engine.submit(course.next(has_last ? &answer : nullptr));
                    waits.push_back(std::chrono::duration<double, std::milli>(Steady::now() - asked).count());
                    ++done;
                }
            },
            [](const std::exception_ptr& error) {
                if (error) std::rethrow_exception(error);
            });
    }
    context.run();
    if (!engine.wait_for_views(journal.head(), std::chrono::seconds{60}))
        throw std::runtime_error("the views do not follow");
    const std::chrono::duration<double> took = Steady::now() - begun;
    const auto allocated = allocations() - allocations_before;

    Transitions out;
    const auto count = static_cast<double>(done);
    const auto events = static_cast<double>(journal.head() - first);
    std::sort(waits.begin(), waits.end());
    out.callers = callers;
    out.per_second = count / took.count();
    out.p50_ms = waits[waits.size() / 2];
    out.p99_ms = waits[waits.size() * 99 / 100];
    out.events_per_commit = events / static_cast<double>(commits.load() - commits_before);
    out.journal_pages = static_cast<double>(journal.pages_written() - pages_before) / count;
    out.view_pages = static_cast<double>(views.pages_written() - view_pages_before) / count;
    out.allocations = static_cast<double>(allocated) / count;
    out.head = journal.head();
    std::uint64_t bytes = 0;
    journal.read(first + 1, 10'000'000, [&](const storage::Record& record) {
        // Two numbers of a row are as wide as its key; the hash is stored beside the leaf.
        bytes += record.leaf.size() + record.personal.size() + record.stream.size() + record.type.size() +
                 record.key.size() + 32 + 24;
    });
    out.bytes_per_event = static_cast<double>(bytes) / events;
    return out;
}

double allocations_of_the_writer() {
    storage::MemoryJournal journal;
    engine::SystemClock clock;
    engine::SystemRandom random;
    engine::Published published;
    engine::Writer writer({journal, clock, random, engine::silent_log(), published, {}}, demonstration());
    writer.adopt(law(), {"system:setup", "", "simulation"});
    for (auto& command : people()) writer.process(std::move(command));
    Course course("w");
    engine::Answer answer = writer.process(course.next(nullptr));
    constexpr int count = 9000;
    std::uint64_t allocated = 0;
    for (int i = 0; i < count; ++i) {
        auto command = course.next(&answer);
        const auto before = allocations_here();
        answer = writer.process(std::move(command));
        allocated += allocations_here() - before;
    }
    return static_cast<double>(allocated) / count;
}

}  // namespace motcua::bench
