// motcua show: a definition in words, beside its approved decision.
#include "app/definition_choice.hpp"
#include "app/verbs.hpp"
#include "procedures/definition/describe.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace motcua::app {

namespace {

struct Options {
    DefinitionChoice choice;
    bool json = false;
};

int show(const Options& options) {
    const auto law = procedures::load_config(options.choice.config);
    const auto& loaded = options.choice.choose(law);
    if (options.json) {
        std::cout << boost::json::serialize(loaded.text) << '\n';
    } else {
        std::cout << procedures::describe(*loaded.procedure, law.office)
                  << fmt::format("\nTệp: {}\nPhiên bản: {}\n", loaded.file, version_of(loaded));
    }
    return std::cout.flush() ? success : failure;
}

}  // namespace

void add_show(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb =
        program.add_subcommand("show", "A procedure's whole definition in words, shared edges included");
    options->choice.add_to(*verb);
    verb->add_flag("--json", options->json, "The text that is adopted and hashed");
    verb->footer(R"(Examples:
  motcua show cap-lai-giay-phep-lao-dong
  motcua show cap-giay-phep-xay-dung-moi --on 2026-06-30)");
    verb->callback([options, &run] { run = [options] { return show(*options); }; });
}

}  // namespace motcua::app
