// motcua export: what happened, for other programs. That it left the office is journaled before it does.
#include "app/asking.hpp"
#include "app/event_log.hpp"
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "engine/random.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <memory>

namespace motcua::app {

namespace {

struct Options : AskOptions {
    std::string format, out, from, to;
    bool with_people = false;
};

procedures::Instant day_in(const std::string& text, const char* option, int days_more) {
    const auto day = procedures::parse_date(text);
    if (!day) throw UsageError(fmt::format("{} takes a day such as 2026-07-13", option));
    return procedures::moment_of(*day + std::chrono::days{days_more}, {});
}

int write(const Options& options) {
    EventLogOptions wanted;
    if (!options.from.empty()) wanted.from = day_in(options.from, "--from", 0);
    if (!options.to.empty()) wanted.to = day_in(options.to, "--to", 1);
    if (options.language == "en") wanted.language = procedures::Language::en;
    if (!options.with_people) {
        engine::SystemRandom random;
        wanted.pseudonym_key.resize(32);
        random.fill(wanted.pseudonym_key);
    }
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    const auto last = journal->head();
    ProgressBar bar("Reading the journal");
    const auto cases = event_log(*journal, last, wanted, [&](storage::Seq done) { bar.show(done, last); });
    bar.clear();
    std::size_t events = 0;
    for (const auto& one : cases) events += one.acts.size();
    boost::json::object told{{"what", options.format}, {"count", events}};
    if (wanted.from || wanted.to) told["range"] = options.from + ".." + options.to;
    if (options.with_people) told["personal"] = true;
    Asking(options).post("/api/v1/journal/exports", told);
    std::ofstream file(options.out, std::ios::binary);
    (options.format == "xes" ? write_xes : write_csv)(file, cases);
    if (!file.flush()) throw std::runtime_error(fmt::format("{} cannot be written", options.out));
    return tell(options, {{"file", options.out}, {"dossiers", cases.size()}, {"events", events}},
                fmt::format("{}: {} events of {} dossiers; {}\n", options.out, events, cases.size(),
                            options.with_people ? "people by their id"
                                                : "people under pseudonyms of this file only"));
}

}  // namespace

void add_export(CLI::App& program, Run& run) {
    auto* noun = program.add_subcommand("export", "What happened to the dossiers, for other programs");
    noun->require_subcommand(1);
    noun->footer(
        "Examples:\n  motcua export xes --data office --as yen --out acts.xes --from 2026-01-01 --to "
        "2026-06-30\n"
        "  motcua export csv --data office --as yen --out acts.csv");
    const auto options = std::make_shared<Options>();
    for (const auto& [name, what] :
         {std::pair("xes", "An event log for process mining, XES (IEEE 1849)"),
          std::pair("csv",
                    "The same as CSV: case:concept:name, concept:name, time:timestamp, org:resource, …")}) {
        auto* verb = noun->add_subcommand(name, what);
        options->add_to(*verb);
        verb->add_option("--out", options->out, "File to write")->required();
        verb->add_option("--from", options->from, "First day of recording");
        verb->add_option("--to", options->to, "Last day of recording");
        verb->add_flag("--with-people", options->with_people, "People by their id, not under pseudonyms");
        verb->callback([options, name = std::string(name), &run] {
            run = [options, name] {
                options->format = name;
                return asked(*options, "export", [&] { return write(*options); });
            };
        });
    }
}

}  // namespace motcua::app
