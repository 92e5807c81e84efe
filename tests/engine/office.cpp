#include "tests/engine/office.hpp"

#include "procedures/loading/law_loader.hpp"

#include <stdexcept>

namespace motcua::tests {

using namespace engine;
using procedures::Command;
using procedures::CommandKind;

const std::vector<LawText>& law_of_config() {
    static const auto texts = law_texts(procedures::load_config(MOTCUA_SOURCE_DIR "/config"));
    return texts;
}

procedures::Instant at(const std::string& text) {
    const auto moment = procedures::parse_instant(text + "+07:00");
    if (!moment) throw std::invalid_argument(text);
    return *moment;
}

Office::Office(const std::string& now, WriterOptions options) : clock(at(now)), options_(options) {
    options_.demonstration = true;
    journal = std::make_unique<storage::FaultyJournal>(std::make_unique<storage::MemoryJournal>(store));
    start();
    writer->adopt(law_of_config(), setup);
}

void Office::start() {
    published = std::make_unique<Published>();
    writer = std::make_unique<Writer>(
        WriterPorts{*journal, clock, random, silent_log(), *published, views_position}, options_);
}

void Office::restart() {
    writer.reset();
    journal = std::make_unique<storage::FaultyJournal>(std::move(*journal).restart());
    start();
}

Command Office::submission(const std::string& key) const {
    Command command;
    command.kind = CommandKind::submit;
    command.actor = setup;
    command.key = key;
    command.args = {{"procedure", "gia-han-giay-phep-xay-dung"},
                    {"channel", "counter"},
                    {"applicant", boost::json::object{{"name", "Nguyễn Thị Mẫu"}}}};
    return command;
}

Command Office::receipt(const std::string& dossier, const std::string& key) const {
    Command command;
    command.kind = CommandKind::act;
    command.actor = setup;
    command.dossier = dossier;
    command.action = "receive";
    command.key = key;
    command.args = {{"all_right", true}};
    return command;
}

std::string Office::file() {
    const auto answer = tell(submission());
    if (!answer.done())
        throw std::runtime_error("not filed: " + std::string(procedures::to_string(answer.refusal.code)) +
                                 answer.message);
    return answer.receipt.dossier;
}

std::string Office::receive() {
    const auto id = file();
    const auto answer = tell(receipt(id));
    if (!answer.done())
        throw std::runtime_error("not received: " + std::string(procedures::to_string(answer.refusal.code)) +
                                 answer.message);
    return id;
}

std::vector<JournaledEvent> Office::events() {
    std::vector<JournaledEvent> out;
    journal->read(1, 1'000'000, [&](const storage::Record& record) { out.push_back(read_record(record)); });
    return out;
}

std::size_t Office::count(procedures::EventType type) {
    std::size_t count = 0;
    for (const auto& journaled : events()) count += journaled.event.type == type ? 1 : 0;
    return count;
}

DossierSnapshot Office::dossier(const std::string& id_or_code) {
    storage::Seq head = 0;
    auto snapshot = published->snapshot(id_or_code, head).value();
    if (!snapshot.stored) snapshot.stored = std::make_shared<StoredDossier>(fold_dossier(*journal, head));
    return snapshot;
}

}  // namespace motcua::tests
