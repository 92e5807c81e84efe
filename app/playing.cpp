#include "app/playing.hpp"

#include "app/installation.hpp"
#include "engine/law_book.hpp"
#include "engine/log.hpp"
#include "engine/random.hpp"
#include "engine/writer.hpp"
#include "procedures/calendar/legal_clock.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace motcua::app {

namespace {

using procedures::Instant;

bool is_late(const procedures::Dossier& dossier, Instant now) {
    if (!dossier.legal_due || dossier.kind == procedures::StepKind::held) return false;
    if (dossier.finished_at)
        return procedures::verdict_of(*dossier.finished_at, *dossier.legal_due) == procedures::Verdict::late;
    return dossier.is_open() && now > dossier.legal_due->legal_end;
}

void count(Played& played, const engine::Published& published, Instant now) {
    const auto law = published.law();
    for (const auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        auto& procedure = played.by_procedure[dossier.procedure];
        if (const auto* version = law->version(dossier.version)) procedure.name = version->names.vi;
        ++procedure.dossiers;
        if (dossier.finished_at || !dossier.is_open()) ++procedure.settled;
        if (is_late(dossier, now)) ++procedure.late;
        ++played.by_kind[std::string(to_string(dossier.kind))];
    }
}

}  // namespace

std::uint64_t Played::dossiers() const {
    std::uint64_t sum = 0;
    for (const auto& [id, procedure] : by_procedure) sum += procedure.dossiers;
    return sum;
}

std::uint64_t Played::late() const {
    std::uint64_t sum = 0;
    for (const auto& [id, procedure] : by_procedure) sum += procedure.late;
    return sum;
}

void copy(storage::JournalReader& from, storage::Journal& to) {
    constexpr std::size_t at_once = 2000;
    const auto epoch = to.take_over();
    std::vector<storage::Record> records;
    for (storage::Seq next = 1; next <= from.head();) {
        records.clear();
        next = from.read(next, at_once, [&](const storage::Record& record) { records.push_back(record); });
        const auto done = to.append(to.head(), epoch, records);
        if (!done) throw std::runtime_error("the played history could not be kept: " + done.cause);
    }
}

Played play(storage::Journal& journal, const procedures::Config& law, const procedures::DemoPeople& people,
            const engine::SimulationOptions& options,
            const std::function<void(const engine::SimulationProgress&)>& progress) {
    if (journal.head() != 0) throw std::runtime_error("the journal is not empty; play into a new folder");
    const auto began = std::chrono::steady_clock::now();
    engine::ManualClock clock(procedures::moment_of(options.from, std::chrono::hours{6}));
    engine::SeededRandom random(options.seed);
    engine::Published published;
    engine::WriterOptions writing;
    writing.demonstration = true;
    writing.clock.virtual_time = true;
    // Nothing projects here; every dossier stays at hand to be counted at the end.
    const auto keep_all = [] { return storage::Seq{0}; };
    engine::Writer writer({journal, clock, random, engine::silent_log(), published, keep_all}, writing);
    writer.adopt(engine::law_texts(law), founder(options.via));
    for (auto& command : entries_for(people, published.office()->staff)) {
        const auto answer = writer.process(std::move(command));
        if (!answer.done())
            throw std::runtime_error(
                fmt::format("the people of the demonstration could not be entered: {} {}",
                            to_string(answer.refusal.code), answer.message));
    }
    engine::Simulation simulation(engine::office_of(writer, journal, published), clock, options);
    Played played;
    played.report = simulation.run(progress);
    played.events = writer.head();
    count(played, published, clock.now());
    played.took = std::chrono::steady_clock::now() - began;
    return played;
}

}  // namespace motcua::app
