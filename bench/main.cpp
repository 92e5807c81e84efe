// Asks every question and holds the answers against what must be (docs/ARCHITECTURE.md, "Numbers"). Exits 1
// and says where that is missed. Absolute figures move with the machine: ratios in one run do not.
#include "bench/bare_sqlite.hpp"
#include "bench/reports.hpp"
#include "bench/sync.hpp"
#include "bench/transitions.hpp"
#include "bench/verification.hpp"
#include "bench/year.hpp"
#include "storage/memory/memory_journal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

namespace {

std::vector<std::string> missed;

void judge(const std::string& what, double is, double must, bool at_least) {
    const bool good = at_least ? is >= must : is <= must;
    fmt::print("  {:<66} {:>9.2f}   must {} {:.2f}   {}\n", what, is, at_least ? ">=" : "<=", must,
               good ? "ok" : "MISSED");
    if (!good) missed.push_back(what);
}

int run(const std::filesystem::path& folder, bool quick) {
    using namespace motcua::bench;
    const double seconds = quick ? 1.0 : 4.0;
    fmt::print("Durable transitions in process, views following ({})\n", folder.string());
    fmt::print("  {:>7} {:>10} {:>8} {:>8} {:>12} {:>11} {:>9} {:>9} {:>8}   {:>14} {:>6}\n", "callers",
               "per second", "p50 ms", "p99 ms", "events/commit", "bytes/event", "j pages", "v pages",
               "allocs", "bare SQLite/s", "share");
    std::vector<Transitions> runs;
    std::vector<double> shares;
    for (const int callers : {1, 8, 64}) {
        const auto one = transitions(folder, callers, seconds);
        const auto ceiling = bare_sqlite(folder, static_cast<std::size_t>(one.bytes_per_event),
                                         one.events_per_commit, seconds / 2);
        shares.push_back(one.per_second / ceiling.rows_per_second);
        fmt::print(
            "  {:>7} {:>10.0f} {:>8.2f} {:>8.2f} {:>12.1f} {:>11.0f} {:>9.2f} {:>9.2f} {:>8.0f}   {:>14.0f} "
            "{:>6.2f}\n",
            one.callers, one.per_second, one.p50_ms, one.p99_ms, one.events_per_commit, one.bytes_per_event,
            one.journal_pages, one.view_pages, one.allocations, ceiling.rows_per_second, shares.back());
        std::fflush(stdout);
        runs.push_back(one);
    }
    const auto& alone = runs.front();
    const auto& full = runs.back();
    const auto audit = verification(folder / "journal.db");
    const auto flush = sync_cost(folder, 8192, quick ? 200 : 1000);
    fmt::print("  allocations of the writer alone: {:.0f} a transition\n", allocations_of_the_writer());
    fmt::print("  one flush of 8 KiB: p50 {:.2f} ms, p99 {:.2f} ms; audit: {:.0f} events a second\n",
               flush.p50_ms, flush.p99_ms, audit.events_per_second);
    const int per_day = quick ? 40 : 400;
    motcua::storage::MemoryJournal played;
    const auto year = simulated_year(played, 250, per_day);
    fmt::print("  a year of 250 days with {} dossiers each: {} dossiers, {} acts in {:.1f} s\n", per_day,
               year.dossiers, year.acts, year.seconds);
    const auto reports = report_times(folder, played, year.law);
    fmt::print("  its reports, from the views:");
    double slowest = 0;
    for (const auto& [name, seconds_taken] : reports) {
        fmt::print(" {} {:.2f} s", name, seconds_taken);
        slowest = std::max(slowest, seconds_taken);
    }
    fmt::print("\n\n");

    judge("64 callers, share of bare SQLite at the same batch", shares.back(), 0.35, true);
    judge("64 callers against 1", full.per_second / alone.per_second, 4, true);
    judge("dirty pages of the journal per transition, 64 callers", full.journal_pages, 0.3, false);
    judge("dirty pages of the views per transition, 64 callers", full.view_pages, 1.5, false);
    judge("one clerk alone, p99 in ms, against 2 x one flush's p99 + 1", alone.p99_ms, 2 * flush.p99_ms + 1,
          false);
    judge("audit, share of bare SHA-256 of the same bytes", audit.share_of_sha256, 0.3, true);
    judge(fmt::format("proof of one dossier among {} events, ms", audit.events), audit.proof_ms, 10, false);
    judge("a simulated year of 100,000 dossiers in memory, seconds", year.seconds * 400 / per_day, 30, false);
    judge("the slowest report of that year, seconds", slowest * 400 / per_day, 2, false);
    if (missed.empty()) {
        fmt::print("\nAll that must be, is.\n");
        return 0;
    }
    fmt::print("\nMissed:\n");
    for (const auto& what : missed) fmt::print("  {}\n", what);
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    bool quick = false;
    std::filesystem::path where = std::filesystem::temp_directory_path();
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--quick") {
            quick = true;
        } else if (argument == "--help" || argument.starts_with("-")) {
            fmt::print(
                "motcua_bench [--quick] [FOLDER]\n  Measures on the disk of FOLDER (default: the folder for "
                "temporary files).\n");
            return argument == "--help" ? 0 : 2;
        } else {
            where = argument;
        }
    }
    const auto folder = where / ("motcua-bench-" + std::to_string(getpid()));
    int result = 2;
    try {
        std::filesystem::create_directories(folder);
        result = run(folder, quick);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return result;
}
