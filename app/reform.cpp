// motcua reform: what each version of the procedures asks of people, held against the one before.
#include "app/definition_choice.hpp"
#include "app/verbs.hpp"
#include "procedures/definition/extent.hpp"
#include "procedures/definition/spoken.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <memory>
#include <optional>
#include <vector>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    std::string config = "config";
    bool json = false;
};

/// One version, and what it replaced.
struct Line {
    const LoadedProcedure* loaded = nullptr;
    Extent extent;
    std::optional<Extent> before;
};

std::vector<Line> lines_of(const Config& law) {
    std::vector<Line> lines;
    for (const auto& loaded : law.procedures) {
        Line line{&loaded, extent_of(*loaded.procedure), {}};
        if (!lines.empty() && lines.back().loaded->procedure->id == loaded.procedure->id)
            line.before = lines.back().extent;
        lines.push_back(std::move(line));
    }
    return lines;
}

boost::json::array to_json(const std::vector<Allowance>& parts) {
    boost::json::array list;
    for (const auto& part : parts) list.push_back({{"count", part.count}, {"unit", to_string(part.unit)}});
    return list;
}

boost::json::object to_json(const Line& line) {
    const auto& procedure = *line.loaded->procedure;
    boost::json::array times;
    for (const auto& time : line.extent.times)
        times.push_back({{"statutory", to_json(time.statutory)}, {"committed", to_json(time.committed)}});
    boost::json::object text{
        {"version", version_of(*line.loaded)}, {"in_force_from", format_date(procedure.in_force_from)},
        {"times", std::move(times)},           {"steps", line.extent.steps},
        {"papers", line.extent.papers},        {"required_papers", line.extent.required_papers}};
    if (procedure.in_force_until) text["in_force_until"] = format_date(*procedure.in_force_until);
    if (line.before)
        if (const auto percent = change_in_percent(*line.before, line.extent))
            text["time_change_percent"] = *percent;
    return text;
}

int print_json(const std::vector<Line>& lines) {
    boost::json::array procedures;
    for (const auto& line : lines) {
        const auto& procedure = *line.loaded->procedure;
        if (!line.before)
            procedures.push_back(
                {{"id", procedure.id}, {"name_vi", procedure.names.vi}, {"versions", boost::json::array()}});
        procedures.back().at("versions").as_array().push_back(to_json(line));
    }
    std::cout << boost::json::serialize(boost::json::object{{"procedures", std::move(procedures)}}) << '\n';
    return std::cout.flush() ? success : failure;
}

std::string spoken(const std::vector<Allowance>& parts) {
    std::vector<std::string> texts;
    for (const auto& part : parts) texts.push_back(procedures::spoken(part));
    return fmt::format("{}", fmt::join(texts, " + "));
}

/// "20 ngày; 30 ngày", or "–" of commitments where the law's time stands.
std::string spoken(const Extent& extent, bool committed) {
    std::vector<std::string> texts;
    bool is_cut = false;
    for (const auto& time : extent.times) {
        texts.push_back(spoken(committed ? time.committed : time.statutory));
        is_cut = is_cut || time.committed != time.statutory;
    }
    return committed && !is_cut ? "–" : fmt::format("{}", fmt::join(texts, "; "));
}

/// "12 (+2)"
std::string counted(int now, std::optional<int> before) {
    return before && *before != now ? fmt::format("{} ({:+})", now, now - *before) : std::to_string(now);
}

int print_table(const std::vector<Line>& lines) {
    int steps_before = 0, steps_now = 0, papers_before = 0, papers_now = 0;
    std::size_t procedures = 0;
    for (const auto& line : lines) {
        const auto& procedure = *line.loaded->procedure;
        const auto& [times, steps, papers, required] = line.extent;
        const auto was = [&](auto member) {
            return line.before ? std::optional((*line.before).*member) : std::nullopt;
        };
        if (!line.before) {
            ++procedures;
            std::cout << fmt::format("\n{} ({})\n", procedure.names.vi, procedure.id);
        } else {
            steps_before += line.before->steps;
            papers_before += line.before->papers;
            steps_now += steps;
            papers_now += papers;
        }
        const auto percent = line.before ? change_in_percent(*line.before, line.extent) : std::nullopt;
        std::cout << fmt::format(
            "  từ {}{}\n    luật định {}; cam kết {}{}; bước {}; giấy tờ {}, bắt buộc {}\n",
            procedures::spoken(procedure.in_force_from),
            procedure.in_force_until ? " đến " + procedures::spoken(*procedure.in_force_until) : "",
            spoken(line.extent, false), spoken(line.extent, true),
            percent && *percent != 0 ? fmt::format("; thời gian {:+} %", *percent) : "",
            counted(steps, was(&Extent::steps)), counted(papers, was(&Extent::papers)),
            counted(required, was(&Extent::required_papers)));
    }
    std::cout << fmt::format(
        "\n{} thủ tục, {} phiên bản. Phiên bản sau so với phiên bản trước: bước {} → {}, giấy tờ {} → {}.\n",
        procedures, lines.size(), steps_before, steps_now, papers_before, papers_now);
    return std::cout.flush() ? success : failure;
}

int reform(const Options& options) {
    const auto law = load_config(options.config);
    const auto lines = lines_of(law);
    return options.json ? print_json(lines) : print_table(lines);
}

}  // namespace

void add_reform(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb =
        program.add_subcommand("reform", "Time, steps and papers of each procedure, version against version");
    verb->add_option("--config", options->config, "Configuration folder")->capture_default_str();
    verb->add_flag("--json", options->json, "Answer as JSON");
    verb->footer(
        R"(Steps are those in which somebody works. A percentage stands where both versions have one time in one unit.

Examples:
  motcua reform
  motcua reform --json)");
    verb->callback([options, &run] { run = [options] { return reform(*options); }; });
}

}  // namespace motcua::app
