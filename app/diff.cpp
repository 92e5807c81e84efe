// motcua diff: what became of a procedure, from one version to another.
#include "app/definition_choice.hpp"
#include "app/verbs.hpp"
#include "procedures/definition/compare.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    std::string config = "config";
    std::string first, second;
    bool json = false;
};

/// "ID", "ID@2026-06-30", "ID@4f2a…"; "@2026-06-30" or "@4f2a…" of the procedure `id`.
const LoadedProcedure& choose(const Options& options, const Config& law, const std::string& said,
                              const std::string& id) {
    const auto at = said.find('@');
    DefinitionChoice choice;
    choice.config = options.config;
    choice.procedure = at == 0 ? id : said.substr(0, at);
    if (at != std::string::npos) {
        const auto which = said.substr(at + 1);
        (which.find('-') == std::string::npos ? choice.version : choice.on) = which;
    }
    return choice.choose(law);
}

/// The version that this one replaced.
const LoadedProcedure& earlier_than(const LoadedProcedure& loaded, const Config& law) {
    const auto at = std::find_if(law.procedures.begin(), law.procedures.end(),
                                 [&](const LoadedProcedure& one) { return &one == &loaded; });
    if (at == law.procedures.begin() || std::prev(at)->procedure->id != loaded.procedure->id) {
        throw std::runtime_error(fmt::format("\"{}\" has no version before {}; name two to compare",
                                             loaded.procedure->id,
                                             format_date(loaded.procedure->in_force_from)));
    }
    return *std::prev(at);
}

int diff(const Options& options) {
    const auto law = load_config(options.config);
    const auto* after = &choose(options, law, options.second.empty() ? options.first : options.second,
                                options.first.substr(0, options.first.find('@')));
    const auto* before =
        options.second.empty() ? &earlier_than(*after, law) : &choose(options, law, options.first, "");
    const auto changes = compare(*before->procedure, *after->procedure, law.office);
    const auto name_of = [](const LoadedProcedure& loaded) {
        return fmt::format("{} từ {} ({})", loaded.procedure->id,
                           format_date(loaded.procedure->in_force_from), version_of(loaded).substr(0, 12));
    };
    if (options.json) {
        boost::json::array list;
        for (const auto& change : changes) {
            list.push_back({{"part", change.part},
                            {"subject", change.subject},
                            {"kind", to_string(change.kind)},
                            {"what", change.what},
                            {"before", change.before},
                            {"after", change.after}});
        }
        std::cout << boost::json::serialize(boost::json::object{{"before", version_of(*before)},
                                                                {"after", version_of(*after)},
                                                                {"changes", std::move(list)}})
                  << '\n';
    } else {
        std::cout << fmt::format("Trước: {}\nNay:   {}\n", name_of(*before), name_of(*after))
                  << (changes.empty() ? "\nKhông có gì khác.\n" : describe(changes));
    }
    return std::cout.flush() ? success : failure;
}

}  // namespace

void add_diff(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("diff", "What changed between two versions of a procedure");
    verb->add_option("A", options->first, "The older one: ID, ID@DATE or ID@HASH")->required();
    verb->add_option("B", options->second, "The newer one, or @DATE or @HASH of the same procedure");
    verb->add_option("--config", options->config, "Configuration folder")->capture_default_str();
    verb->add_flag("--json", options->json, "Answer as JSON");
    verb->footer(R"(Without B, A is compared with the version it replaced.

Examples:
  motcua diff cap-giay-phep-xay-dung-moi
  motcua diff cap-giay-phep-xay-dung-moi@2026-06-30 @2026-07-01)");
    verb->callback([options, &run] { run = [options] { return diff(*options); }; });
}

}  // namespace motcua::app
