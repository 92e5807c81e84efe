// motcua due: where a limit ends, and why.
#include "app/due_query.hpp"
#include "app/verbs.hpp"
#include "procedures/loading/calendar_loader.hpp"
#include "procedures/loading/rules_loader.hpp"

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
    std::string received;
    std::int64_t limit = 0;
    std::string unit;
    std::string requested;
    std::string completed;
    std::string policy;
    bool batch = false;
    bool explain = false;
    bool json = false;
};

/// The law that the dates follow from.
struct Dates {
    WorkCalendar calendar;
    Rules rules;
};

Dates load_dates(const std::filesystem::path& config) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(config, ignored))
        throw std::runtime_error(
            fmt::format("there is no configuration folder \"{}\"; start in the folder that holds it, or name "
                        "it with --config FOLDER",
                        config.string()));
    Defects defects;
    auto content = load_calendar(config, defects);
    auto rules = load_rules(config, defects);
    if (!defects.empty()) throw DefinitionError(defects);
    return {WorkCalendar(std::move(content)), std::move(rules)};
}

constexpr std::array<std::string_view, 7> weekday_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::string spoken(LocalDate day) {
    return fmt::format("{} {}", weekday_names[std::chrono::weekday{day}.c_encoding()], format_date(day));
}

/// "Mon 2026-05-04 17:00:00 +07:00"
std::string spoken(Instant moment) {
    const auto written = format_instant(moment);
    return fmt::format("{} {}", spoken(local_date(moment)), written.substr(written.find('T') + 1));
}

std::string reason(const ExplainedDay& line) {
    std::string text;
    if (line.held)
        text = "with the applicant";
    else if (line.kind == DayKind::weekend)
        text = "weekend";
    else if (line.kind != DayKind::ordinary)
        text = line.name + " — " + line.notice;
    else if (!line.counted)
        text = "the limit rolls on to this day";
    if (line.provisional && line.kind != DayKind::undecided)
        text += text.empty() ? "year not notified" : "; year not notified";
    return text;
}

void print_explanation(const std::vector<ExplainedDay>& lines) {
    std::cout << "Days:\n";
    int number = 0;
    for (const auto& line : lines) {
        const auto mark = line.counted ? std::to_string(++number) : "-";
        const auto why = reason(line);
        std::cout << fmt::format("  {:>4} {}{}{}\n", mark, spoken(line.date), why.empty() ? "" : "  ", why);
    }
}

boost::json::array to_json(const std::vector<ExplainedDay>& lines) {
    boost::json::array list;
    for (const auto& line : lines) {
        boost::json::object entry{
            {"date", format_date(line.date)}, {"counted", line.counted}, {"kind", to_string(line.kind)}};
        if (!line.name.empty()) entry["name"] = line.name;
        if (!line.notice.empty()) entry["notice"] = line.notice;
        if (line.provisional) entry["provisional"] = true;
        if (line.held) entry["held"] = true;
        list.push_back(std::move(entry));
    }
    return list;
}

int answer_one(const Options& options) {
    boost::json::object asked{
        {"received", options.received}, {"count", options.limit}, {"unit", options.unit}};
    if (!options.requested.empty()) asked["requested"] = options.requested;
    if (!options.completed.empty()) asked["completed"] = options.completed;
    if (!options.policy.empty()) asked["policy"] = options.policy;
    DueQuery query;
    if (const auto objection = read_query(asked, query)) {
        std::cerr << "motcua due: " << *objection << '\n';
        return usage;
    }
    const Dates dates = load_dates(options.config);
    const auto found = answer(dates.calendar, dates.rules, query);
    if (options.json) {
        boost::json::object text{{"due", format_instant(found.due.due)},
                                 {"legal_end", format_instant(found.due.legal_end)},
                                 {"transfer_due", format_instant(found.transfer_due)},
                                 {"provisional", found.due.provisional},
                                 {"rule_set", found.rule_set->id}};
        if (found.policy) text["policy"] = to_string(*found.policy);
        if (options.explain) text["explain"] = to_json(explain(dates.calendar, query, found));
        std::cout << boost::json::serialize(text) << '\n';
    } else {
        std::cout << fmt::format("Due           {}\n", spoken(found.due.due));
        std::cout << fmt::format("Legal end     {}\n", spoken(found.due.legal_end));
        std::cout << fmt::format("Transfer due  {}  (paper received at the counter)\n",
                                 spoken(found.transfer_due));
        std::cout << fmt::format("Rule set      {} ({})\n", found.rule_set->names.vi, found.rule_set->id);
        if (found.policy) std::cout << fmt::format("Supplement    {}\n", to_string(*found.policy));
        if (found.due.provisional)
            std::cout
                << "Provisional   the count crosses a day that is not decided, or a year without a notice\n";
        if (options.explain) print_explanation(explain(dates.calendar, query, found));
    }
    return std::cout.flush() ? success : failure;
}

/// A line in, a line out; answers are held back only while more questions are already there.
int answer_batch(const Options& options) {
    const Dates dates = load_dates(options.config);
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    // Two characters more than the longest line: the end of line and the terminator that getline() wants.
    std::string buffer(longest_line + 2, '\0');
    while (std::cout) {
        std::cin.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        auto length = static_cast<std::size_t>(std::cin.gcount());
        if (std::cin.eof() && length == 0) break;
        if (std::cin.fail() && !std::cin.eof()) {
            std::cin.clear();
            std::cin.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
            length = buffer.size();  // longer than the longest: due_line() says so
        } else if (!std::cin.eof()) {
            --length;  // the end of line was taken, too
        }
        std::cout << due_line(dates.calendar, dates.rules, std::string_view(buffer).substr(0, length))
                  << '\n';
        if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
    }
    return std::cout.flush() ? success : failure;
}

}  // namespace

void add_due(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("due", "Where a limit ends by the official calendar, and why");
    verb->add_option("--config", options->config, "Configuration folder")->capture_default_str();
    auto* batch =
        verb->add_flag("--batch", options->batch, "Questions from the input, one JSON object a line");
    auto* received =
        verb->add_option("--received", options->received, "Moment of receipt, RFC 3339 with an offset");
    auto* limit = verb->add_option("--limit", options->limit, "How many units");
    auto* unit =
        verb->add_option("--unit", options->unit, "working_hour, working_day, calendar_day or month");
    for (auto* option : {received, limit, unit}) option->excludes(batch);
    verb->add_option("--requested", options->requested, "Moment at which a supplement was requested")
        ->excludes(batch);
    verb->add_option("--completed", options->completed, "Moment at which the supplement was complete")
        ->excludes(batch);
    verb->add_option("--policy", options->policy, "restart or resume; by default what the rule set says")
        ->excludes(batch);
    verb->add_flag("--explain", options->explain, "List every day, counted or skipped and why")
        ->excludes(batch);
    verb->add_flag("--json", options->json, "Answer as JSON; a batch always does");
    verb->footer(R"(Examples:
  motcua due --received 2026-02-13T09:30+07:00 --limit 5 --unit working_day --explain
  motcua due --received 2026-04-22T08:10+07:00 --limit 5 --unit working_day --requested 2026-04-24T10:00+07:00 \
             --completed 2026-05-05T09:15+07:00 --policy resume --json
  echo '{"received":"2026-04-22T08:10+07:00","count":3,"unit":"working_day"}' | motcua due --batch

Each line of a batch gives {"due","legal_end","transfer_due","provisional"} or {"error"}, in the same order.)");
    verb->callback([options, received, limit, unit, &run] {
        if (!options->batch)
            for (const auto* option : {received, limit, unit})
                if (option->empty()) throw CLI::RequiredError(option->get_name());
        run = [options] { return options->batch ? answer_batch(*options) : answer_one(*options); };
    });
}

}  // namespace motcua::app
