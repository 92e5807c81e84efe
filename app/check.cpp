// motcua check: every defect of the configuration, and every proof about its definitions.
#include "app/verbs.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/verification/doubts.hpp"
#include "procedures/verification/verify.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    std::string config = "config";
    bool json = false;
    bool doubts = false;
};

/// A finding and the file it is about.
struct Told {
    std::string file;
    Finding finding;
};

boost::json::object to_json(const Told& told) {
    boost::json::object attributes;
    for (const auto& [attribute, value] : told.finding.attributes) {
        attributes[attribute] = value;
    }
    return {{"severity", to_string(told.finding.severity)},
            {"file", told.file},
            {"procedure", told.finding.procedure},
            {"rule", told.finding.rule},
            {"what", told.finding.what},
            {"path", boost::json::array(told.finding.path.begin(), told.finding.path.end())},
            {"attributes", std::move(attributes)}};
}

int report_defects(const Defects& defects, bool json) {
    if (json) {
        boost::json::array list;
        for (const auto& defect : defects.sorted()) {
            list.push_back({{"file", defect.file},
                            {"line", defect.line},
                            {"column", defect.column},
                            {"what", defect.what},
                            {"remedy", defect.remedy}});
        }
        std::cout << boost::json::serialize(boost::json::object{{"ok", false}, {"defects", std::move(list)}})
                  << '\n';
    } else {
        std::cout << defects.to_string()
                  << fmt::format("\nThe configuration cannot be used; defects: {}\n", defects.size());
    }
    return failure;
}

int check(const Options& options) {
    const std::filesystem::path folder = options.config;
    Defects defects;
    const auto law = load_config(folder, defects);
    if (std::error_code ignored;
        defects.empty() && std::filesystem::exists(folder / "demo" / "people.toml", ignored)) {
        load_demo_people(folder, law.office, defects);
    }
    if (!defects.empty()) {
        return report_defects(defects, options.json);
    }

    const auto around = surroundings_of(law.office, law.calendar, law.rules);
    std::vector<Told> errors;
    std::vector<Told> doubts;
    for (auto& finding : doubts_of(law.office)) {
        doubts.push_back({(folder / "office.toml").string(), std::move(finding)});
    }
    std::size_t cases = 0;
    for (const auto& loaded : law.procedures) {
        cases += combinations(loaded.procedure->attributes).size();
        for (auto& finding : verify(*loaded.procedure, around)) {
            errors.push_back({loaded.file, std::move(finding)});
        }
        for (auto& finding : doubts_of(*loaded.procedure)) {
            doubts.push_back({loaded.file, std::move(finding)});
        }
    }

    const bool ok = errors.empty();
    if (options.json) {
        boost::json::array findings;
        for (const auto& told : errors) {
            findings.push_back(to_json(told));
        }
        for (const auto& told : doubts) {
            findings.push_back(to_json(told));
        }
        std::cout << boost::json::serialize(boost::json::object{{"ok", ok},
                                                                {"definitions", law.procedures.size()},
                                                                {"cases", cases},
                                                                {"findings", std::move(findings)}})
                  << '\n';
    } else {
        for (const auto& told : errors) {
            std::cout << told.file << ": " << to_string(told.finding) << '\n';
        }
        if (options.doubts) {
            for (const auto& told : doubts) {
                std::cout << told.file << ": " << to_string(told.finding) << '\n';
            }
        }
        std::cout << fmt::format("{} definitions, {} cases of their attributes: {}\n", law.procedures.size(),
                                 cases, ok ? "all proven" : fmt::format("{} errors", errors.size()));
        if (!doubts.empty() && !options.doubts) {
            std::cout << fmt::format("{} values to confirm before going live; list them with --doubts\n",
                                     doubts.size());
        }
    }
    return std::cout.flush() && ok ? success : failure;
}

}  // namespace

void add_check(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("check", "Check a configuration folder and prove its definitions");
    verb->add_option("--config", options->config, "Configuration folder")->capture_default_str();
    verb->add_flag("--doubts", options->doubts, "Also list the values that have to be confirmed");
    verb->add_flag("--json", options->json, "Answer as JSON, doubts included");
    verb->footer(R"(Examples:
  motcua check
  motcua check --config /etc/motcua/config --json

Exit code 1 when anything is wrong; doubts alone are not an error.)");
    verb->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace motcua::app
