// motcua graph: the machine of a procedure as a picture, or all of them as a folder.
#include "app/definition_choice.hpp"
#include "app/graphviz.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "procedures/definition/diagram.hpp"
#include "storage/proofs/hash.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <vector>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    DefinitionChoice choice;
    std::string format = "mermaid";
    std::string out;
    bool all = false;
    bool check = false;
    DiagramOptions diagram;
};

/// Says in the picture which digraph it shows: another Graphviz or another font draws other bytes of the same.
std::string mark_of(const std::string& dot) {
    return fmt::format("<!-- motcua graph, SHA-256 of the digraph: {} -->",
                       storage::to_hex(storage::bytes_of(storage::sha256(dot))));
}

std::string picture_of(const std::string& dot) {
    auto svg = svg_of(dot);
    const auto prolog = svg.find("?>\n");
    svg.insert(prolog == std::string::npos ? 0 : prolog + 3, mark_of(dot) + "\n");
    return svg;
}

std::string text_in(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The newest version of each procedure.
std::vector<const Procedure*> newest(const Config& law) {
    std::vector<const Procedure*> list;
    for (const auto& loaded : law.procedures) {
        if (!list.empty() && list.back()->id == loaded.procedure->id) list.pop_back();
        list.push_back(loaded.procedure.get());
    }
    return list;
}

/// What stands in the folder and shows no procedure (any more).
std::vector<std::filesystem::path> strangers(const std::filesystem::path& folder,
                                             const std::vector<const Procedure*>& procedures) {
    std::set<std::string> known;
    for (const auto* procedure : procedures) known.insert(procedure->id + ".svg");
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        if (entry.path().extension() == ".svg" && !known.contains(entry.path().filename().string()))
            found.push_back(entry.path());
    return found;
}

int draw_all(const Config& law, const Options& options) {
    const std::filesystem::path folder = options.out;
    const auto procedures = newest(law);
    std::filesystem::create_directories(folder);
    ProgressBar progress("drawing");
    std::size_t done = 0;
    for (const auto* procedure : procedures) {
        progress.show(done++, procedures.size(), procedure->id);
        const auto dot = to_dot(*procedure, law.office, options.diagram);
        const auto path = folder / (procedure->id + ".svg");
        // What is current stays as it is: another version of Graphviz makes no difference to the reader.
        if (text_in(path).find(mark_of(dot)) == std::string::npos) write_file(path, picture_of(dot));
    }
    for (const auto& path : strangers(folder, procedures)) std::filesystem::remove(path);
    write_file(folder / "README.md", diagram_index(procedures));
    progress.clear();
    fmt::print("{} pictures in {}\n", procedures.size(), folder.string());
    return success;
}

int check_all(const Config& law, const Options& options) {
    const std::filesystem::path folder = options.out;
    const auto procedures = newest(law);
    std::vector<std::string> stale;
    for (const auto* procedure : procedures) {
        const auto path = folder / (procedure->id + ".svg");
        const auto text = text_in(path);
        if (text.empty())
            stale.push_back(path.string() + ": missing");
        else if (text.find(mark_of(to_dot(*procedure, law.office, options.diagram))) == std::string::npos)
            stale.push_back(path.string() + ": does not show the definition");
    }
    for (const auto& path : strangers(folder, procedures))
        stale.push_back(path.string() + ": shows no procedure");
    if (const auto index = folder / "README.md"; text_in(index) != diagram_index(procedures))
        stale.push_back(index.string() + ": does not list the definitions");
    for (const auto& line : stale) std::cout << line << '\n';
    if (!stale.empty())
        std::cout << fmt::format("draw them with: motcua graph --all --out {}\n", options.out);
    return std::cout.flush() && stale.empty() ? success : failure;
}

int graph(const Options& options) {
    const auto law = load_config(options.choice.config);
    if (options.all) return options.check ? check_all(law, options) : draw_all(law, options);
    const auto& procedure = *options.choice.choose(law).procedure;
    const auto text = options.format == "mermaid" ? to_mermaid(procedure, options.diagram)
                      : options.format == "dot"   ? to_dot(procedure, law.office, options.diagram)
                                                : picture_of(to_dot(procedure, law.office, options.diagram));
    return give_out(text, options.out);
}

}  // namespace

void add_graph(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("graph", "A procedure's machine as a diagram");
    options->choice.add_to(*verb);
    auto* one = verb->get_option("PROCEDURE")->required(false);
    auto* format = verb->add_option("--format", options->format, "svg (needs Graphviz), dot or mermaid")
                       ->check(CLI::IsMember({"svg", "dot", "mermaid"}))
                       ->capture_default_str();
    auto* out = verb->add_option("--out", options->out, "File to write; with --all a folder");
    auto* all = verb->add_flag("--all", options->all,
                               "SVG of the newest version of every procedure, and a page that lists them")
                    ->needs(out)
                    ->excludes(one)
                    ->excludes(format);
    verb->add_flag("--check", options->check, "Write nothing: say which of the pictures are out of date")
        ->needs(all);
    verb->add_flag("--shared-edges", options->diagram.shared_edges,
                   "Draw the edges that nearly every step has from each of them");
    verb->footer(R"(Examples:
  motcua graph gia-han-giay-phep-xay-dung
  motcua graph cap-giay-phep-xay-dung-moi --format svg --out permit.svg
  motcua graph --all --out docs/procedures)");
    verb->callback([options, &run] {
        if (options->choice.procedure.empty() && !options->all)
            throw CLI::RequiredError("PROCEDURE, or --all with --out,");
        run = [options] { return graph(*options); };
    });
}

}  // namespace motcua::app
