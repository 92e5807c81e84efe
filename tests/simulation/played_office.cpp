#include "tests/simulation/played_office.hpp"

#include "engine/codec.hpp"
#include "engine/log.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>

#include <map>

namespace motcua::tests {

using namespace engine;
using procedures::Command;

storage::AppendResult CutJournal::append(storage::Seq expected_head, storage::Epoch epoch,
                                         std::span<const storage::Record> records,
                                         std::span<const storage::Erasure> erasures) {
    const bool now = passing_ && (*passing_)-- == 0;
    if (now && when_ == When::before_commit) throw PowerCut{};
    auto result = inner_->append(expected_head, epoch, records, erasures);
    if (now) throw PowerCut{};
    return result;
}

PlayedOffice::PlayedOffice(Disk open, const std::vector<LawText>& law, procedures::Instant now)
    : open_(std::move(open)),
      clock_(now) {
    start();
    random_.reseed(1);
    writer_->adopt(law, {"system:setup", "", "simulation"});
    founded_ = journal_->head();
}

void PlayedOffice::start() {
    writer_.reset();
    journal_.reset();
    journal_ = std::make_unique<CutJournal>(open_());
    published_ = std::make_unique<Published>();
    WriterOptions options;
    options.demonstration = true;
    options.clock.virtual_time = true;
    // Nothing leaves memory: all of it is compared with the journal.
    writer_ = std::make_unique<Writer>(
        WriterPorts{*journal_, clock_, random_, silent_log(), *published_, [] { return storage::Seq{0}; }},
        options);
}

void PlayedOffice::set_cut() {
    if (cuts_ && cuts_->chance(25)) {
        journal_->cut(cuts_->between(0, 1),
                      cuts_->chance(500) ? CutJournal::When::before_commit : CutJournal::When::after_commit);
    }
}

template <class Work> auto PlayedOffice::surviving(std::uint64_t seed, Work work) {
    for (;;) {
        // Ids follow from the command alone, so that both runs know the same dossiers.
        random_.reseed(seed);
        try {
            set_cut();
            return work();
        } catch (const PowerCut&) {
            ++restarts_;
            start();
        }
    }
}

SimulationReport PlayedOffice::play(const SimulationOptions& options, std::optional<std::uint64_t> cuts) {
    if (cuts) cuts_.emplace(*cuts);
    std::uint64_t given = 0;
    SimulatedOffice office{
        [&](Command command) {
            ++given;
            return surviving(given, [&] {
                auto answer = writer_->process(command);
                if (answer.done()) answered_.push_back(command.actor.person + '/' + command.key);
                return answer;
            });
        },
        [&](const std::string& id) {
            Seq head = 0;
            auto snapshot = published_->snapshot(id, head);
            if (snapshot && !snapshot->stored)
                snapshot->stored = std::make_shared<StoredDossier>(fold_dossier(*journal_, head));
            return snapshot;
        },
        [&] { surviving(0, [&] { return writer_->process(std::span<Request* const>{}); }); },
        [&] { return writer_->next_wake(); }, [&]() -> const Published& { return *published_; }};
    Simulation simulation(std::move(office), clock_, options);
    auto report = simulation.run();
    cuts_.reset();
    return report;
}

std::vector<std::string> PlayedOffice::story() {
    std::vector<std::string> out;
    journal_->read(founded_ + 1, 100'000'000,
                   [&](const storage::Record& record) { out.push_back(record.leaf); });
    return out;
}

void PlayedOffice::check() {
    std::map<std::string, procedures::Dossier> folded;
    std::map<std::string, std::pair<Seq, Seq>> keys;
    journal_->read(founded_ + 1, 100'000'000, [&](const storage::Record& record) {
        const auto [envelope, event] = read_record(record);
        if (event.stream.starts_with("dossier:")) procedures::apply(folded[event.stream.substr(8)], event);
        if (envelope.key.empty() || event.actor.via == "system") return;
        const auto [entry, is_new] = keys.try_emplace(envelope.key, envelope.seq, envelope.seq);
        // The events of one command lie side by side: anything else was done twice.
        if (!is_new) {
            ASSERT_EQ(envelope.seq, entry->second.second + 1) << envelope.key;
        }
        entry->second.second = envelope.seq;
    });
    for (const auto& key : answered_)
        ASSERT_TRUE(keys.contains(key)) << key << " was answered and is not there";
    for (const auto& stored : published_->all_in_memory()) {
        ASSERT_EQ(picture(stored->dossier), picture(folded.at(stored->dossier.id))) << stored->dossier.id;
    }
    for (const auto& [id, dossier] : folded) {
        const auto found = published_->find(id);
        ASSERT_TRUE(found && (found->stored || !dossier.is_open())) << id << " is open and not in memory";
    }
}

}  // namespace motcua::tests
