#include "procedures/loading/rules_loader.hpp"

#include "procedures/loading/reading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>

namespace motcua::procedures {

namespace {

constexpr std::array<Word<SupplementPolicy>, 2> policies{
    {{"restart", SupplementPolicy::restart}, {"resume", SupplementPolicy::resume}}};
constexpr std::array<Word<bool>, 2> clock_starts{{{"received", false}, {"competent_agency", true}}};
constexpr std::array<Word<int>, 7> form_ids{{{"receipt", 0},
                                             {"supplement", 1},
                                             {"refusal", 2},
                                             {"apology", 3},
                                             {"stop", 4},
                                             {"control_slip", 5},
                                             {"register", 6}}};

/// "15:00" → minutes since midnight.
int read_minute(TableReader& table, std::string_view key) {
    const auto text = table.text(key);
    if (text.empty()) return 0;
    // Read as the time of some day: the same notation, the same checks.
    const auto moment = parse_instant("2000-01-01T" + text + "+07:00");
    if (!moment || text.size() != 5) {
        table.defect(key, fmt::format("\"{}\" is no time of day", text), "write it as \"15:00\"");
        return 0;
    }
    return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(time_of_day(*moment)).count());
}

/// The entries of one dated table, each with its id and its date in order.
template <class Entry, class Read>
std::vector<Entry> read_dated(TableReader& root, std::string_view key, const Read& read) {
    std::vector<Entry> list;
    std::set<std::string> ids;
    for (auto& table : root.tables(key)) {
        Entry entry;
        entry.id = read_id(table);
        entry.from = table.date("from");
        entry.standing = read_standing(table);
        read(table, entry);
        table.finish();
        if (!entry.id.empty() && !ids.insert(entry.id).second)
            table.defect("id", fmt::format("there are two entries \"{}\"", entry.id), "give each its own id");
        if (!list.empty() && entry.from <= list.back().from)
            table.defect("from",
                         fmt::format("{} does not come after the entry before it", format_date(entry.from)),
                         "order the entries by date");
        list.push_back(std::move(entry));
    }
    root.finish();
    return list;
}

/// A group of values with its ground; `read` is not called when the group is absent.
template <class Read>
void read_group(TableReader& rule_set, const std::string& key, bool required, RuleSet& set,
                const Read& read) {
    auto group = required ? rule_set.table(key) : rule_set.optional_table(key);
    if (!group) return;
    read(*group);
    auto standing = read_standing(*group);
    if (standing.basis.empty())
        group->defect("basis", fmt::format("[{}] names no article", key),
                      "add basis = \"…\" with the article it comes from");
    set.grounds.emplace(key, std::move(standing));
    group->finish();
}

Allowance read_required_allowance(TableReader& table, std::string_view key) {
    if (!table.has(key)) table.table(key);
    return read_optional_allowance(table, key).value_or(Allowance{1, LimitUnit::working_day});
}

void read_rule_set(TableReader& table, RuleSet& set) {
    set.names = read_names(table);
    read_group(table, "supplement", true, set, [&](TableReader& group) {
        set.supplement_policy = group.choice("policy", policies);
        set.supplement_times = static_cast<int>(group.integer("times", 1, 100));
        set.supplement_notice_within = read_required_allowance(group, "notice_within");
    });
    read_group(table, "supplement_period", false, set, [&](TableReader& group) {
        set.applicant_has = read_required_allowance(group, "applicant_has");
        set.desk_may_close_unsupplemented = group.boolean("desk_may_close");
    });
    read_group(table, "transfer", true, set, [&](TableReader& group) {
        set.transfer.cutoff_minute = read_minute(group, "cutoff");
        set.transfer.first_minutes = WorkingMinutes{group.integer("first_minutes", 0, 480)};
    });
    read_group(table, "transfer_other_level", false, set, [&](TableReader& group) {
        set.transfer_other_level = read_required_allowance(group, "within");
    });
    read_group(table, "online", false, set, [&](TableReader& group) {
        set.online_answer_within = read_required_allowance(group, "answer_within");
        set.online_alert_within = read_required_allowance(group, "alert_within");
    });
    read_group(table, "apology", true, set, [&](TableReader& group) {
        set.apology_working_days_before = static_cast<int>(group.integer("working_days_before", 0, 30));
        set.new_appointments = static_cast<int>(group.integer("new_appointments", 0, 10));
    });
    read_group(table, "correction", true, set,
               [&](TableReader& group) { set.correction_within = read_required_allowance(group, "within"); });
    read_group(table, "clock", true, set, [&](TableReader& group) {
        set.clock_starts_at_competent_agency = group.choice("starts", clock_starts);
    });
}

void read_form_set(TableReader& table, FormSet& set) {
    for (auto& entry : table.tables("form")) {
        Form form;
        form.id = form_ids[static_cast<std::size_t>(entry.choice("id", form_ids))].word;
        form.number = entry.text("number");
        form.name_vi = entry.text("name_vi");
        entry.finish();
        if (set.form(form.id) != nullptr)
            entry.defect("id", fmt::format("there are two forms \"{}\"", form.id), "keep one of them");
        set.forms.push_back(std::move(form));
    }
}

/// Every code listed under `examples` must match the expression as a whole.
void check_examples(TableReader& table, std::string_view regex_key, const std::string& regex,
                    std::string_view examples) {
    const auto codes = table.texts(examples);
    if (regex.empty()) return;
    try {
        const std::regex expression(regex);
        for (const auto& code : codes)
            if (!std::regex_match(code, expression))
                table.defect(examples, fmt::format("\"{}\" does not match {}", code, regex_key),
                             "correct the code or the expression");
    } catch (const std::regex_error& error) {
        table.defect(regex_key, fmt::format("not a regular expression: {}", error.what()),
                     "write an ECMAScript expression");
    }
}

/// Column numbers, such as [4, 5, 6].
std::vector<int> read_numbers(TableReader& table, std::string_view key) {
    std::vector<int> numbers;
    for (const auto& scalar : table.optional_scalars(key)) {
        if (const auto* number = std::get_if<std::int64_t>(&scalar); number && *number > 0 && *number < 1000)
            numbers.push_back(static_cast<int>(*number));
        else
            table.defect(key, "not a list of column numbers", "write it as [4, 5, 6]");
    }
    return numbers;
}

bool is_figure(std::string_view name) {
    const auto among = [&](std::span<const std::string_view> figures) {
        return std::find(figures.begin(), figures.end(), name) != figures.end();
    };
    return among(settlement_arrivals()) || among(settlement_standings());
}

void read_report_form(TableReader& table, ReportForm& form) {
    form.number = table.text("number");
    form.title_vi = table.text("title_vi");
    form.counted_in_vi = table.text("counted_in_vi");
    std::set<int> known;
    const auto require_known = [&](TableReader& at, std::string_view key, const std::vector<int>& numbers) {
        for (const int number : numbers)
            if (!known.contains(number))
                at.defect(key, fmt::format("there is no column {}", number), "name columns of this form");
    };
    auto columns = table.tables("column");
    for (auto& entry : columns) {
        ReportColumn column;
        column.number = static_cast<int>(entry.integer("number", 1, 999));
        column.title_vi = entry.text("title_vi");
        column.group_vi = entry.text_or("group_vi", "");
        column.counts = entry.optional_texts("counts");
        column.sum_of = read_numbers(entry, "sum_of");
        if (!known.insert(column.number).second)
            entry.defect("number", fmt::format("there are two columns {}", column.number),
                         "keep one of them");
        for (const auto& figure : column.counts)
            if (!is_figure(figure))
                entry.defect("counts", fmt::format("there is no figure \"{}\"", figure),
                             fmt::format("use one of {}, {}", fmt::join(settlement_arrivals(), ", "),
                                         fmt::join(settlement_standings(), ", ")));
        if (column.counts.empty() == column.sum_of.empty())
            entry.defect("counts", "a column counts figures or sums columns, one of both",
                         "say either counts or sum_of");
        form.columns.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        require_known(columns[i], "sum_of", form.columns[i].sum_of);
        for (const auto& part : form.columns)
            if (!part.sum_of.empty() &&
                std::find(form.columns[i].sum_of.begin(), form.columns[i].sum_of.end(), part.number) !=
                    form.columns[i].sum_of.end())
                columns[i].defect("sum_of", fmt::format("column {} is itself a sum", part.number),
                                  "add up columns that count figures");
        columns[i].finish();
    }
    for (auto& entry : table.optional_tables("check")) {
        ReportCheck check{static_cast<int>(entry.integer("total", 1, 999)), read_numbers(entry, "parts")};
        require_known(entry, "total", {check.total});
        require_known(entry, "parts", check.parts);
        entry.finish();
        form.checks.push_back(std::move(check));
    }
}

void read_code_pattern(TableReader& table, CodePattern& pattern) {
    pattern.issue = table.text("issue");
    pattern.strict_regex = table.text("strict_regex");
    pattern.import_regex = table.text("import_regex");
    check_examples(table, "strict_regex", pattern.strict_regex, "examples");
    check_examples(table, "import_regex", pattern.import_regex, "imported");

    std::string rest = pattern.issue;
    for (const std::string_view part : {"{agency}", "{yymmdd}", "{nnnn}"}) {
        const auto found = rest.find(part);
        if (found == std::string::npos && !pattern.issue.empty())
            table.defect("issue", fmt::format("\"{}\" has no {}", pattern.issue, part),
                         "write \"{agency}-{yymmdd}-{nnnn}\"");
        else if (found != std::string::npos)
            rest.erase(found, part.size());
    }
    if (rest.find_first_of("{}") != std::string::npos)
        table.defect("issue", fmt::format("\"{}\" has an unknown part", pattern.issue),
                     "use {agency}, {yymmdd} and {nnnn}, each once");
}

}  // namespace

Rules load_rules(const std::filesystem::path& config, Defects& defects) {
    Rules rules;
    const auto folder = config / "rules";
    if (const auto file = TomlFile::read(folder / "procedure-rules.toml", defects)) {
        auto root = file->root(defects);
        rules.rule_sets = read_dated<RuleSet>(root, "rule_set", read_rule_set);
    }
    if (const auto file = TomlFile::read(folder / "forms.toml", defects)) {
        auto root = file->root(defects);
        rules.form_sets = read_dated<FormSet>(root, "form_set", read_form_set);
    }
    if (const auto file = TomlFile::read(folder / "code-patterns.toml", defects)) {
        auto root = file->root(defects);
        rules.code_patterns = read_dated<CodePattern>(root, "code_pattern", read_code_pattern);
    }
    if (const auto file = TomlFile::read(folder / "reports.toml", defects)) {
        auto root = file->root(defects);
        rules.report_forms = read_dated<ReportForm>(root, "report_form", read_report_form);
    }
    return rules;
}

}  // namespace motcua::procedures
