// motcua simulate: a year of the office in virtual time.
#include "app/installation.hpp"
#include "app/playing.hpp"
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "storage/memory/memory_journal.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>

namespace motcua::app {

namespace {

struct Options {
    std::string config = "config";
    std::string out;
    std::string from = "2026-01-05";
    int days = 250;
    int per_day = 40;
    std::uint64_t seed = 7;
    bool finish = false;
    bool json = false;
};

/// A new data folder, held while it is written.
struct KeptJournal {
    explicit KeptJournal(const std::filesystem::path& path)
        : folder(storage::DataFolder::create(path)),
          lock(folder.lock()),
          journal(folder.journal()) {
        if (journal.head() != 0)
            throw std::runtime_error(
                fmt::format("{} holds a journal already; name a new folder", path.string()));
    }

    storage::DataFolder folder;
    storage::FolderLock lock;
    storage::SqliteJournal journal;
};

boost::json::object summary_json(const Played& played, const Options& options) {
    boost::json::object procedures;
    for (const auto& [id, one] : played.by_procedure)
        procedures[id] = boost::json::object{
            {"name", one.name}, {"dossiers", one.dossiers}, {"settled", one.settled}, {"late", one.late}};
    const auto counts = [](const std::map<std::string, std::uint64_t>& from) {
        boost::json::object out;
        for (const auto& [name, count] : from) out[name] = count;
        return out;
    };
    return {{"seed", options.seed},
            {"days", played.report.days},
            {"dossiers", played.dossiers()},
            {"late", played.late()},
            {"acts", played.report.acts},
            {"refused", played.report.refused},
            {"refusals", counts(played.report.refusals)},
            {"failed", played.report.failed},
            {"open", played.report.open},
            {"events", played.events},
            {"seconds", played.took.count()},
            {"by_procedure", std::move(procedures)},
            {"by_kind", counts(played.by_kind)}};
}

void print_summary(const Played& played, const Options& options) {
    fmt::print("Seed {}: {} working days, {} dossiers, {} late; {} acts done, {} refused\n", options.seed,
               played.report.days, played.dossiers(), played.late(), played.report.acts,
               played.report.refused);
    if (options.finish) fmt::print("{} dossiers have not ended\n", played.report.open);
    fmt::print("{} events in {:.1f} s: {:.0f} events/s\n\n", played.events, played.took.count(),
               static_cast<double>(played.events) / std::max(played.took.count(), 1e-9));
    fmt::print("{:>9} {:>9} {:>6}  procedure\n", "dossiers", "settled", "late");
    for (const auto& [id, one] : played.by_procedure)
        fmt::print("{:>9} {:>9} {:>6}  {}\n", one.dossiers, one.settled, one.late, one.name);
}

int simulate(const Options& options) {
    const auto from = procedures::parse_date(options.from);
    if (!from) {
        std::cerr << "motcua simulate: --from takes a date such as 2026-01-05\n";
        return usage;
    }
    const auto law = load_law(options.config);
    const auto people = load_people(options.config, law.office);
    engine::SimulationOptions simulation;
    simulation.seed = options.seed;
    simulation.days = options.days;
    simulation.per_day = options.per_day;
    simulation.from = *from;
    // A revision may take its twelve months.
    if (options.finish) simulation.days_to_finish = 600;
    ProgressBar bar("Simulating");
    const auto progress = [&](const engine::SimulationProgress& at) {
        bar.show(static_cast<std::uint64_t>(at.day), static_cast<std::uint64_t>(at.days),
                 fmt::format("{} · {} dossiers", procedures::format_date(at.date), at.report.submitted));
    };
    // A folder that cannot take the result is refused before the play, not after it.
    std::optional<KeptJournal> kept;
    if (!options.out.empty()) kept.emplace(options.out);
    storage::MemoryJournal journal;
    const auto played = play(journal, law, people, simulation, progress);
    if (kept) copy(journal, kept->journal);
    bar.clear();
    if (options.json)
        std::cout << boost::json::serialize(summary_json(played, options)) << '\n';
    else
        print_summary(played, options);
    const bool ended = !options.finish || played.report.open == 0;
    return played.report.failed == 0 && ended ? success : failure;
}

}  // namespace

void add_simulate(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("simulate", "Play the office in virtual time, from a seed");
    verb->add_option("--config", options->config, "Folder with the office's law and settings")
        ->capture_default_str();
    verb->add_option("--days", options->days, "Working days")
        ->check(CLI::Range(1, 5000))
        ->capture_default_str();
    verb->add_option("--per-day", options->per_day, "Dossiers that arrive on a working day, on average")
        ->check(CLI::Range(0, 9000))
        ->capture_default_str();
    verb->add_option("--seed", options->seed, "The same seed plays the same days")->capture_default_str();
    verb->add_option("--from", options->from, "First day")->capture_default_str();
    verb->add_option("--out", options->out, "Keep the journal in this new data folder; in memory otherwise");
    verb->add_flag("--finish", options->finish,
                   "Then play on, without new dossiers, until each has ended; fails when one does not");
    verb->add_flag("--json", options->json, "Print the summary as JSON");
    verb->footer(
        "Examples:\n"
        "  motcua simulate --days 250 --per-day 40 --seed 7\n"
        "  motcua simulate --finish --out /tmp/year && motcua audit replay --data /tmp/year\n"
        "  motcua simulate --days 60 --per-day 5 --out /tmp/office && motcua audit verify --data "
        "/tmp/office");
    verb->callback([options, &run] { run = [options] { return simulate(*options); }; });
}

}  // namespace motcua::app
