// motcua report: figures of the office for a period, on the terminal or as a file; issuing them.
#include "app/asking.hpp"
#include "app/output.hpp"
#include "app/verbs.hpp"
#include "server/http.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>

namespace motcua::app {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

struct Options : AskOptions {
    std::string name, period, closing, from, to, by, csv, xlsx, separator;
    bool issue = false;
};

std::string text_of(const value& cell) {
    if (cell.is_null()) return "–";
    return cell.is_string() ? std::string(cell.get_string()) : boost::json::serialize(cell);
}

/// Rows are long and columns are many: each row's name on its own line, its cells below.
std::string text_of(const object& report) {
    std::string out = std::string(report.at("title").as_string());
    if (const auto& form = report.at("form").as_string(); !form.empty())
        out = std::string(form) + " – " + out;
    out += '\n';
    for (const auto& [name, said] : report.at("filter").as_object())
        out += fmt::format("  {}: {}\n", std::string_view(name), text_of(said));
    const auto add = [&](const object& row) {
        out += '\n' + std::string(row.at("name").as_string()) + '\n';
        for (const auto& column : report.at("columns").as_array()) {
            const auto& of = column.as_object();
            const auto& group = of.at("group").as_string();
            out += fmt::format("  {}{}{}: {}\n", std::string_view(group), group.empty() ? "" : " – ",
                               std::string_view(of.at("title").as_string()),
                               text_of(row.at("cells").as_object().at(of.at("id").as_string())));
        }
    };
    for (const auto& row : report.at("rows").as_array()) add(row.as_object());
    if (const auto& total = report.at("total"); total.is_object()) add(total.get_object());
    for (const auto& check : report.at("checks").as_array())
        out += fmt::format("\n{}  {}", check.at("holds").as_bool() ? "✓" : "✗",
                           std::string_view(check.at("text").as_string()));
    for (const auto& note : report.at("notes").as_array()) out += "\n" + text_of(note);
    return out + '\n';
}

object asked_for(const Options& options) {
    object said;
    for (const auto& [name, text] :
         {std::pair("period", &options.period), std::pair("closing", &options.closing),
          std::pair("from", &options.from), std::pair("to", &options.to), std::pair("by", &options.by),
          std::pair("separator", &options.separator)})
        if (!text->empty()) said[name] = *text;
    if (!options.csv.empty()) said["format"] = "csv";
    if (!options.xlsx.empty()) said["format"] = "xlsx";
    return said;
}

int report(const Options& options) {
    auto target = "/api/v1/reports/" + server::percent_encoded(options.name);
    const auto said = asked_for(options);
    Asking asking(options);
    if (options.issue) {
        const auto answer = asking.post(target, said);
        return tell(options, answer,
                    fmt::format("Issued as event {}; GET /api/v1/reports/issued has its number.\n",
                                text_of(answer.at("events").at(0).at("seq"))));
    }
    char mark = '?';
    for (const auto& [name, text] : said) {
        target +=
            fmt::format("{}{}={}", mark, std::string_view(name), server::percent_encoded(text_of(text)));
        mark = '&';
    }
    for (const auto* file : {&options.csv, &options.xlsx})
        if (!file->empty()) {
            const auto content = asking.file(target);
            write_file(*file, content);
            return tell(options, {{"file", *file}, {"bytes", content.size()}},
                        fmt::format("{}: {} bytes\n", *file, content.size()));
        }
    const auto answer = asking.get(target);
    return tell(options, answer, text_of(answer));
}

}  // namespace

void add_report(CLI::App& program, Run& run) {
    auto* verb = program.add_subcommand("report", "Figures of the office for a period");
    verb->footer(
        "Examples:\n  motcua report settlement --data office --as dung --period 2026-07\n"
        "  motcua report late --data office --as dung --from 2026-07-01 --to 2026-07-31 --xlsx late.xlsx\n"
        "  motcua report settlement --data office --as dung --period 2026-q3 --closing day_14 --issue");
    const auto options = std::make_shared<Options>();
    options->add_to(*verb);
    verb->add_option("NAME", options->name,
                     "settlement, breakdown, index, evaluation, workload, late or register")
        ->required();
    verb->add_option("--period", options->period, "2026-07, 2026-q3, 2026-h1 or 2026");
    verb->add_option("--closing", options->closing, "How months close: month_end or day_14");
    verb->add_option("--from", options->from, "First day, instead of --period");
    verb->add_option("--to", options->to, "Last day");
    verb->add_option("--by", options->by, "What a row stands for: field, unit, procedure or officer");
    auto* csv = verb->add_option("--csv", options->csv, "Write CSV to this file; journaled as an export");
    verb->add_option("--xlsx", options->xlsx, "Write a workbook to this file; journaled as an export")
        ->excludes(csv);
    verb->add_option("--separator", options->separator, "Of CSV: ; , or tab");
    verb->add_flag("--issue", options->issue, "Issue it: its bytes are kept as they are now");
    verb->callback([options, &run] {
        run = [options] { return asked(*options, "report", [&] { return report(*options); }); };
    });
}

}  // namespace motcua::app
