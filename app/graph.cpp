// motcua graph: the machine of a procedure as a picture.
#include "app/definition_choice.hpp"
#include "app/verbs.hpp"
#include "procedures/definition/describe.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace motcua::app {

namespace {

struct Options {
    DefinitionChoice choice;
    std::string format = "mermaid";
    procedures::DiagramOptions diagram;
};

int graph(const Options& options) {
    const auto law = procedures::load_config(options.choice.config);
    const auto& procedure = *options.choice.choose(law).procedure;
    std::cout << (options.format == "dot" ? to_dot(procedure, options.diagram)
                                          : to_mermaid(procedure, options.diagram));
    return std::cout.flush() ? success : failure;
}

}  // namespace

void add_graph(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("graph", "A procedure's machine as a diagram");
    options->choice.add_to(*verb);
    verb->add_option("--format", options->format, "dot or mermaid")
        ->check(CLI::IsMember({"dot", "mermaid"}))
        ->capture_default_str();
    verb->add_flag("--shared-edges", options->diagram.shared_edges,
                   "Also the edges that nearly every step has");
    verb->footer(R"(Examples:
  motcua graph gia-han-giay-phep-xay-dung
  motcua graph cap-giay-phep-xay-dung-moi --format dot | dot -Tsvg > permit.svg)");
    verb->callback([options, &run] { run = [options] { return graph(*options); }; });
}

}  // namespace motcua::app
