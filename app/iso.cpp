// motcua iso: the documented procedure, to print.
#include "app/definition_choice.hpp"
#include "app/output.hpp"
#include "app/verbs.hpp"
#include "server/iso_document.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <memory>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    DefinitionChoice choice;
    std::string out;
};

int iso(const Options& options) {
    const auto law = load_config(options.choice.config);
    const auto& chosen = options.choice.choose(law);
    const auto& procedure = *chosen.procedure;
    const auto today =
        local_date(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    const auto last_day = std::min(procedure.in_force_until.value_or(today), today);
    server::IsoSource source{
        procedure,          law.office, law.rules.forms_for(std::max(last_day, procedure.in_force_from)),
        version_of(chosen), {},         today};
    for (const auto& loaded : law.procedures)
        if (loaded.procedure->id == procedure.id &&
            loaded.procedure->in_force_from <= procedure.in_force_from)
            source.versions.push_back(loaded.procedure.get());
    return give_out(server::iso_document(source), options.out);
}

}  // namespace

void add_iso(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("iso", "A procedure's ISO 9001 document, as HTML to print on A4");
    options->choice.add_to(*verb);
    verb->add_option("--out", options->out, "File to write; else it is printed here");
    verb->footer(R"(It is marked DỰ THẢO until a decision approves the definition.

Examples:
  motcua iso cap-giay-phep-xay-dung-moi --out QT-XD-24.html
  motcua iso cap-giay-phep-xay-dung-moi --on 2026-06-30 > before.html)");
    verb->callback([options, &run] { run = [options] { return iso(*options); }; });
}

}  // namespace motcua::app
