// motcua audit conformance: which acts the definition of their day did not allow, and who looked twice at one matter.
#include "procedures/dossier/conformance.hpp"

#include "app/audit_proofs.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/replay.hpp"
#include "procedures/text/catalogue.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>

namespace motcua::app {

namespace {

using procedures::Concern;

struct Options {
    std::string data, from, to, language = "vi";
    bool json = false;
};

struct Found {
    boost::json::array acts;
    std::array<std::size_t, 4> counts{};
    std::size_t looked_at = 0;

    std::size_t count(Concern concern) const { return counts[static_cast<std::size_t>(concern)]; }
};

/// Recorded in the days from `from` to `to`.
struct Period {
    std::optional<procedures::LocalDate> from, to;

    bool has(procedures::Instant moment) const {
        const auto day = procedures::local_date(moment);
        return (!from || *from <= day) && (!to || day <= *to);
    }
};

void look_at(const Witnessed& act, procedures::Language language, Found& found) {
    ++found.looked_at;
    const auto& [told, before, law, office] = act;
    for (const auto& remark : procedures::remarks_on(law, office, before, told.event)) {
        ++found.counts[static_cast<std::size_t>(remark.concern)];
        boost::json::object row{{"seq", told.seq},
                                {"dossier", before.code.empty() ? before.id : before.code},
                                {"type", procedures::to_string(told.event.type)},
                                {"name", procedures::name_of(told.event.type, language)},
                                {"person", told.event.actor.person},
                                {"at", procedures::format_instant(told.event.at)},
                                {"recorded_at", procedures::format_instant(told.recorded_at)},
                                {"concern", procedures::to_string(remark.concern)}};
        if (!told.event.actor.on_behalf_of.empty()) row["on_behalf_of"] = told.event.actor.on_behalf_of;
        if (remark.refusal) {
            const auto words = procedures::words_of(*remark.refusal, language,
                                                    {law.office.get(), law.version(before.version)});
            row["code"] = procedures::to_string(remark.refusal->code);
            row["why"] = words.title + ": " + words.detail;
        }
        found.acts.push_back(std::move(row));
    }
}

void print(const Found& found) {
    for (const auto& value : found.acts) {
        const auto& row = value.as_object();
        const auto text = [&](const char* key) { return std::string_view(row.at(key).as_string()); };
        fmt::print("Event {}  {}  {}  {}  {} ({})\n", row.at("seq").to_number<Seq>(), text("dossier"),
                   text("at"), text("person"), text("name"), text("concern"));
        if (row.contains("why")) fmt::print("    {}\n", text("why"));
    }
    fmt::print(
        "{} acts: {} not allowed by the definition of their day, {} against four eyes, {} entered late, {} "
        "corrections\n",
        found.looked_at, found.count(Concern::not_allowed), found.count(Concern::four_eyes),
        found.count(Concern::entered_late), found.count(Concern::correction));
}

std::optional<procedures::LocalDate> day_in(const std::string& text, const char* option) {
    if (text.empty()) return std::nullopt;
    const auto day = procedures::parse_date(text);
    if (!day) throw UsageError(fmt::format("{} takes a day such as 2026-07-13", option));
    return *day;
}

int conformance(const Options& options) {
    const Period period{day_in(options.from, "--from"), day_in(options.to, "--to")};
    const auto language = options.language == "en" ? procedures::Language::en : procedures::Language::vi;
    const auto folder = storage::DataFolder::open(options.data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    ProgressBar bar("Looking at each act");
    Replay replay(*journal);
    Found found;
    replay.witness(
        journal->head(),
        [&](const Witnessed& act) {
            if (period.has(act.told.recorded_at)) look_at(act, language, found);
        },
        [&](Seq done, Seq all) { bar.show(done, all); });
    bar.clear();
    const bool is_sound = found.count(Concern::not_allowed) + found.count(Concern::four_eyes) == 0;
    if (options.json)
        print_json({{"ok", is_sound},
                    {"looked_at", found.looked_at},
                    {"not_allowed", found.count(Concern::not_allowed)},
                    {"four_eyes", found.count(Concern::four_eyes)},
                    {"entered_late", found.count(Concern::entered_late)},
                    {"corrections", found.count(Concern::correction)},
                    {"acts", std::move(found.acts)}});
    else
        print(found);
    return is_sound ? success : failure;
}

}  // namespace

void add_conformance(CLI::App& audit, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = audit.add_subcommand(
        "conformance",
        "Which acts the definition of their day did not allow; four eyes, late entries, corrections");
    verb->add_option("--data", options->data, "Data folder; may be in use")->required();
    verb->add_option("--from", options->from, "First day of recording");
    verb->add_option("--to", options->to, "Last day of recording");
    verb->add_option("--lang", options->language, "Language of the reasons")
        ->check(CLI::IsMember({"vi", "en"}))
        ->capture_default_str();
    verb->add_flag("--json", options->json, "Answer as JSON");
    verb->footer(
        "Exits 1 when an act was not allowed or went against four eyes.\n"
        "Example:\n  motcua audit conformance --data /var/lib/motcua --from 2026-01-01 --to 2026-06-30");
    verb->callback([options, &run] { run = [options] { return conformance(*options); }; });
}

}  // namespace motcua::app
