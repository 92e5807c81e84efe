#include "app/installation.hpp"

#include "app/output.hpp"
#include "engine/law_desk.hpp"
#include "engine/notice.hpp"
#include "server/redactions.hpp"
#include "storage/sqlite/posix.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::app {

using procedures::Actor;
using procedures::Command;
using procedures::CommandKind;

namespace {

engine::EngineOptions options_for(bool demonstration) {
    engine::EngineOptions options;
    options.writer.demonstration = demonstration;
    // A demonstration sleeps for weeks or is played at an hour of its own; a real office's clock is watched.
    options.writer.clock.virtual_time = demonstration;
    return options;
}

storage::DataFolder folder_at(const std::filesystem::path& path, bool may_create) {
    return may_create ? storage::DataFolder::create(path) : storage::DataFolder::open(path);
}

}  // namespace

Installation::Installation(const std::filesystem::path& folder, bool may_create, bool demonstration,
                           InstallationPorts ports)
    : ports_(ports),
      demonstration_(demonstration),
      folder_(folder_at(folder, may_create)),
      lock_(folder_.lock()),
      journal_(folder_.journal()),
      views_(folder_.views(), [path = folder_.journal()] { return storage::read_sqlite_journal(path); }),
      private_(folder_.private_data()),
      files_(folder_.files()),
      keys_(folder_.keys()),
      redactions_([this] {
          return std::vector{folder_.path(), outside()};
      }) {
    engine_.emplace(engine::EnginePorts{journal_, &views_, ports_.clock, ports_.random, ports_.log, &keys_,
                                        [this](const auto& checkpoint) { lay_out(checkpoint); }},
                    options_for(demonstration));
}

Installation::~Installation() { stop(); }

bool Installation::is_empty() const { return engine_->published().law()->by_hash.empty(); }

bool Installation::is_demonstration() const {
    const auto law = engine_->published().law();
    return std::any_of(law->by_hash.begin(), law->by_hash.end(),
                       [](const auto& adopted) { return !adopted.second.procedure->is_approved(); });
}

void Installation::adopt(const procedures::Config& config) {
    const auto law = engine_->published().law();
    if (!demonstration_ && !is_empty()) return;
    std::string unapproved;
    for (const auto& loaded : config.procedures)
        if (!demonstration_ && !loaded.procedure->is_approved()) unapproved += "\n  " + loaded.file;
    if (!unapproved.empty())
        throw std::runtime_error(
            "these definitions have no [approval] and receive no real dossiers; enter the decision that "
            "approves "
            "them, or start a demonstration with --demonstration:" +
            unapproved);
    const auto review = engine::review_law(config, *law);
    if (!review.defects.empty())
        throw std::runtime_error(
            fmt::format("the configuration has defects:\n  {}", fmt::join(review.defects, "\n  ")));
    if (review.has_former_calendar)
        ports_.log.warning(
            "The calendar in the configuration is a former one; a notice was applied since: "
            "enter its days in calendar/",
            {});
    engine_->adopt(review.changed, founder("system"));
}

void Installation::propose(const std::filesystem::path& config, std::string_view why) noexcept {
    try {
        const auto law = engine_->published().law();
        const auto review = engine::review_law(config, *law);
        for (const auto& defect : review.defects)
            ports_.log.error("The law in force stays: the configuration has a defect",
                             {{"why", why}, {"defect", std::string_view(defect)}});
        if (!review.defects.empty()) return;
        const auto proposed = engine::propose(review, *engine_->published().office(),
                                              engine::submit_to(*engine_), founder("system"), {});
        for (std::size_t i = 0; i < proposed.texts.size(); ++i) {
            const auto& text = proposed.texts[i];
            if (proposed.answers[i].done())
                ports_.log.info("Proposed; a leader or manager approves it: motcua law approve",
                                {{"kind", std::string_view(text.kind)},
                                 {"id", std::string_view(text.id)},
                                 {"hash", std::string_view(text.hash)}});
            else
                ports_.log.error("Could not be proposed", {{"id", std::string_view(text.id)},
                                                           {"answer", to_string(proposed.answers[i].kind)}});
        }
        if (review.changed.empty())
            ports_.log.info("The configuration is the law in force", {{"why", why}});
        else if (proposed.texts.empty())
            ports_.log.info("What changed waits for approval already: motcua law list", {{"why", why}});
    } catch (const std::exception& error) {
        ports_.log.error("The configuration could not be read again; the law in force stays",
                         {{"why", why}, {"error", std::string_view(error.what())}});
    }
}

std::filesystem::path Installation::outside() const {
    const auto office = engine_->published().law()->office;
    return folder_.path() / (office ? office->checkpoints : procedures::CheckpointSettings{}).folder;
}

// A file that is there already was laid there by a journal with this one's name: another text in it means that two
// histories were signed.
void Installation::lay_out(const storage::StoredCheckpoint& checkpoint) const {
    namespace fs = std::filesystem;
    const auto folder = outside();
    const auto file = folder / fmt::format("checkpoint-{:010}.txt", checkpoint.size);
    fs::create_directories(folder);
    if (fs::exists(file)) {
        if (content_of(file) != checkpoint.note)
            ports_.log.error(
                "Another checkpoint of this size lies there already: run motcua audit verify with it",
                {{"file", std::string_view(file.string())}});
        return;
    }
    constexpr unsigned everybody_reads = 0644;
    storage::replace_file(file, checkpoint.note, everybody_reads);
}

void Installation::start() {
    engine_->start();
    if (engine_->published().office()->signing_key.empty() && !is_empty()) {
        const auto answer = engine_->rotate_key_and_wait(founder("system"));
        if (!answer.done())
            ports_.log.warning("No key signs checkpoints yet; it is made at the next start",
                               {{"why", to_string(answer.kind)}});
    }
    server::repeat_redactions(api_ports());
    if (!engine_->published().office()->open_notice) return;
    const auto carried = engine::carry_out_notice(engine_->published(), engine::submit_to(*engine_));
    ports_.log.info(
        "Went on with a calendar notice that was being carried out",
        {{"moved", static_cast<long long>(carried.moved.size())}, {"finished", carried.finished ? 1 : 0}});
}

void Installation::stop() {
    if (engine_) engine_->stop();
}

void Installation::seed(const procedures::DemoPeople& people) {
    const auto commands = entries_for(people, engine_->published().office()->staff);
    for (const auto& answer : engine::submit_to (*engine_)(commands))
        if (!answer.done())
            throw std::runtime_error(
                fmt::format("the people of the demonstration could not be entered: {} {}",
                            to_string(answer.refusal.code), answer.message));
}

bool is_founded(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "journal.db", ignored);
}

Actor founder(std::string via) { return {"system:setup", "", std::move(via)}; }

std::vector<Command> entries_for(const procedures::DemoPeople& people, const procedures::Staff& staff) {
    std::vector<Command> commands;
    const auto enter = [&](CommandKind kind, boost::json::object args) {
        Command command;
        command.kind = kind;
        command.actor = founder("demo");
        command.args = std::move(args);
        commands.push_back(std::move(command));
    };
    const auto is_new = [&](const std::string& person) { return staff.find(person) == nullptr; };
    for (const auto& person : people.people) {
        if (!is_new(person.id)) continue;
        enter(CommandKind::add_person, {{"person", person.id}, {"name", person.name_vi}});
        for (const auto& role : person.roles) {
            boost::json::object args{{"person", person.id},
                                     {"role", role.role},
                                     {"unit", role.unit},
                                     {"from", procedures::format_date(role.from)}};
            if (role.to) args["to"] = procedures::format_date(*role.to);
            enter(CommandKind::grant_role, std::move(args));
        }
        for (const auto& absence : person.absences)
            enter(CommandKind::set_absence, {{"person", person.id},
                                             {"from", procedures::format_date(absence.from)},
                                             {"to", procedures::format_date(absence.to)}});
    }
    for (const auto& substitution : people.substitutions)
        if (is_new(substitution.person))
            enter(CommandKind::set_substitution, {{"person", substitution.person},
                                                  {"substitute", substitution.substitute},
                                                  {"from", procedures::format_date(substitution.from)},
                                                  {"to", procedures::format_date(substitution.to)}});
    return commands;
}

procedures::Config load_law(const std::filesystem::path& config) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(config, ignored))
        throw std::runtime_error(
            fmt::format("there is no configuration folder \"{}\"; start in the folder that holds it, or name "
                        "it with --config FOLDER",
                        config.string()));
    return procedures::load_config(config);
}

procedures::DemoPeople load_people(const std::filesystem::path& config, const procedures::Office& office) {
    procedures::Defects defects;
    auto people = procedures::load_demo_people(config, office, defects);
    if (!defects.empty()) throw procedures::DefinitionError(defects);
    return people;
}

}  // namespace motcua::app
