#include "server/reports/report.hpp"

#include "procedures/text/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace motcua::server::reports {

using procedures::Language;
using procedures::ReportColumn;
using procedures::ReportForm;
using storage::Charge;
using storage::ChargedTo;
using storage::Seq;
using storage::Turn;

namespace {

/// The regime whose points TT 01/2018/TT-VPCP art. 13 gives; those since have criteria without points (facts 10.7).
constexpr std::string_view regime_with_points = "nd-61-2018";

using Texts = std::pair<std::string_view, std::string_view>;  // Vietnamese, English

std::string said(Language language, Texts texts) {
    return std::string(language == Language::en ? texts.second : texts.first);
}

struct Kind {
    std::string_view name;
    Texts title;
    std::string_view definition;
    std::vector<By> groupings;
    bool is_personal = false;
};

const std::array<Kind, 7>& kinds() {
    static const std::array<Kind, 7> all{{
        {"settlement",
         {"Tình hình, kết quả giải quyết thủ tục hành chính", "Settlement of administrative procedures"},
         "Received dossiers by how they came and how they stand at the cut-off; voided intakes count "
         "nowhere; a "
         "dossier is late after the legal end of its legal due day; waiting for a supplement is open in "
         "time.",
         {By::field, By::unit, By::procedure, By::officer}},
        {"breakdown",
         {"Chi tiết tình trạng hồ sơ trong kỳ", "Dossiers of the period by every state"},
         "The figures that the columns of the settlement report add up, each for itself.",
         {By::field, By::unit, By::procedure, By::officer}},
        {"index",
         {"Tỷ lệ đúng hạn theo Quyết định 766/QĐ-TTg và theo pháp luật",
          "On time by decision 766 and by law"},
         "Dossiers of the period that are on time by decision 766 (the time of one supplement taken off, "
         "more than one "
         "is late, an open one judged at the cut-off) against those on time by law; average office time of "
         "results "
         "from receipt to result without the applicant's time.",
         {By::field, By::unit, By::procedure, By::officer}},
        {"evaluation",
         {"Đánh giá việc giải quyết thủ tục hành chính", "Evaluation of settlement"},
         "Dossiers settled in the period, by the regime of their receipt: points of TT 01/2018/TT-VPCP art. "
         "13 to 30 "
         "June 2025, criteria of NĐ 118/2025/NĐ-CP art. 32 since; only what follows from the journal.",
         {By::field}},
        {"workload",
         {"Khối lượng công việc theo cán bộ", "Workload by officer"},
         "Dossiers of the period by their main officer at the cut-off; office minutes and stretches of "
         "dossiers' time that "
         "ended in the period, by whom they were charged to.",
         {By::officer}},
        {"register",
         {"Sổ theo dõi hồ sơ", "Register"},
         "Every received dossier of the period in the order of receipt, numbered from the first of its year.",
         {By::field},
         true},
        {"late",
         {"Hồ sơ quá hạn", "Late dossiers"},
         "Dossiers of the period that were settled late or are open and late at the cut-off; held by whoever "
         "was charged "
         "when the legal end passed; the cause is where most time passed in stretches that ended after their "
         "step's due.",
         {By::field}},
    }};
    return all;
}

const Kind& kind_of(std::string_view name) {
    return *std::find_if(kinds().begin(), kinds().end(), [&](const Kind& kind) { return kind.name == name; });
}

// ---------------------------------------------------------------- figures

constexpr std::pair<std::string_view, Texts> figure_names[] = {
    {"carried_over", {"Từ kỳ trước", "Carried over"}},
    {"new_online_full", {"Trực tuyến toàn trình", "Online, full"}},
    {"new_online_partial", {"Trực tuyến một phần", "Online, partial"}},
    {"new_post", {"Bưu chính", "Post"}},
    {"new_counter", {"Trực tiếp", "Counter"}},
    {"result", {"Có kết quả", "Result"}},
    {"refused", {"Từ chối giải quyết", "Refused"}},
    {"withdrawn", {"Rút", "Withdrawn"}},
    {"stopped", {"Dừng", "Stopped"}},
    {"unsupplemented", {"Đóng vì không bổ sung", "Closed without supplement"}},
    {"early", {"trước hạn", "early"}},
    {"on_time", {"đúng hạn", "on time"}},
    {"late", {"quá hạn", "late"}},
    {"running_in_time", {"Đang giải quyết, trong hạn", "Open, in time"}},
    {"running_late", {"Đang giải quyết, quá hạn", "Open, late"}},
    {"waiting", {"Chờ bổ sung", "Waiting for a supplement"}},
};

std::string figure_name(std::string_view figure, Language language) {
    const auto word = [&](std::string_view id) {
        const auto found = std::find_if(std::begin(figure_names), std::end(figure_names),
                                        [&](const auto& one) { return one.first == id; });
        return found == std::end(figure_names) ? std::string(id) : said(language, found->second);
    };
    for (const std::string_view verdict : {"_early", "_on_time", "_late"})
        if (figure.ends_with(verdict) && !figure.starts_with("running"))
            return word(figure.substr(0, figure.size() - verdict.size())) + ", " + word(verdict.substr(1));
    return word(figure);
}

std::string_view standing_of(const Account& account, Instant cut_off) {
    if (account.settled) return account.outcome;
    if (account.state == Turn::State::held) return "waiting";
    return account.legal_end && cut_off > *account.legal_end ? "running_late" : "running_in_time";
}

std::string_view arrival_of(const Account& account, Instant begin) {
    if (account.received < begin) return "carried_over";
    switch (account.channel) {
        case procedures::Channel::online:
            return account.online_level == "full" ? "new_online_full" : "new_online_partial";
        case procedures::Channel::post: return "new_post";
        case procedures::Channel::counter: break;
    }
    return "new_counter";
}

// ---------------------------------------------------------------- rows

/// What an account is counted under: an id that a link can carry, and its name.
std::string group_of(const Question& question, const procedures::Law& law, const Account& account) {
    switch (question.by) {
        case By::unit: return account.unit;
        case By::procedure: return account.procedure;
        case By::officer: return account.officer;
        case By::field: break;
    }
    // A field has no id; its Vietnamese name is what the catalogue knows it by.
    const auto* version = law.version(account.version);
    return version != nullptr ? version->field.vi : std::string();
}

std::string name_of_group(const Question& question, const Material& material, const std::string& id) {
    const auto& law = *material.law;
    switch (question.by) {
        case By::unit: {
            const auto* unit = law.office->unit(id);
            return unit != nullptr ? in(question.language, unit->names) : id;
        }
        case By::procedure: {
            const auto versions = law.by_id.find(id);
            return versions != law.by_id.end() && !versions->second.empty()
                       ? in(question.language, versions->second.back().procedure->names)
                       : id;
        }
        case By::officer: {
            if (id.empty()) return said(question.language, {"Chưa phân công", "Not assigned yet"});
            const auto name = material.people.find(id);
            return name != material.people.end() && !name->second.empty() ? name->second : id;
        }
        case By::field: break;
    }
    return id;
}

// ---------------------------------------------------------------- what counts where

/// Tells the columns of a counting report in which an account counts one.
using TellColumn = std::function<void(std::string_view column)>;
using Sorting = std::function<void(const Account& account, const TellColumn& tell)>;

struct Counting {
    std::vector<Column> columns;
    Sorting sort;
    std::vector<std::pair<std::string, std::vector<std::string>>>
        sums;  // column, and those that it must equal
};

Column link(std::string id, std::string title, std::string group = {}) {
    return {std::move(id), std::move(title), std::move(group), true};
}

/// Where rules were adopted before there were forms: the figures without a circular's columns.
const ReportForm& plain_form() {
    static const ReportForm form = [] {
        ReportForm plain;
        plain.title_vi = std::string(kind_of("settlement").title.first);
        const auto verdicts = [](const std::string& verdict) {
            std::vector<std::string> figures;
            for (const auto figure : procedures::settlement_standings())
                if (figure.ends_with(verdict) && !figure.starts_with("running")) figures.emplace_back(figure);
            return figures;
        };
        plain.columns = {
            {1, "Từ kỳ trước", "", {"carried_over"}, {}},
            {2,
             "Tiếp nhận trong kỳ",
             "",
             {"new_online_full", "new_online_partial", "new_post", "new_counter"},
             {}},
            {3, "Tổng", "Đã giải quyết", {}, {4, 5, 6}},
            {4, "Trước hạn", "Đã giải quyết", verdicts("_early"), {}},
            {5, "Đúng hạn", "Đã giải quyết", verdicts("_on_time"), {}},
            {6, "Quá hạn", "Đã giải quyết", verdicts("_late"), {}},
            {7, "Tổng", "Đang giải quyết", {}, {8, 9}},
            {8, "Trong hạn", "Đang giải quyết", {"running_in_time", "waiting"}, {}},
            {9, "Quá hạn", "Đang giải quyết", {"running_late"}, {}},
        };
        return plain;
    }();
    return form;
}

const ReportForm& form_of(const Question& question, const procedures::Law& law) {
    const auto* form = law.rules->report_form_for(question.period.to);
    return form != nullptr ? *form : plain_form();
}

/// The figures that a column adds up, its own or those of the columns that it sums.
std::set<std::string_view> figures_of(const ReportForm& form, const ReportColumn& column) {
    std::set<std::string_view> figures(column.counts.begin(), column.counts.end());
    for (const auto& part : form.columns)
        if (std::find(column.sum_of.begin(), column.sum_of.end(), part.number) != column.sum_of.end())
            figures.insert(part.counts.begin(), part.counts.end());
    return figures;
}

Counting settlement(const Question& question, const Material& material) {
    const auto& form = form_of(question, *material.law);
    Counting counting;
    std::map<std::string, std::vector<std::string>, std::less<>> columns_of;
    const auto texts = [](const std::vector<int>& numbers) {
        std::vector<std::string> out;
        for (const int number : numbers) out.push_back(std::to_string(number));
        return out;
    };
    for (const auto& column : form.columns) {
        const auto id = std::to_string(column.number);
        counting.columns.push_back(link(id, fmt::format("({}) {}", id, column.title_vi), column.group_vi));
        for (const auto figure : figures_of(form, column)) columns_of[std::string(figure)].push_back(id);
        if (!column.sum_of.empty()) counting.sums.emplace_back(id, texts(column.sum_of));
    }
    for (const auto& check : form.checks)
        counting.sums.emplace_back(std::to_string(check.total), texts(check.parts));
    counting.sort = [columns_of = std::move(columns_of), begin = question.period.begin(),
                     cut_off = material.cut_off](const Account& account, const TellColumn& tell) {
        const auto figures = counted(account, begin, cut_off);
        if (!figures) return;
        for (const auto figure : {figures->arrival, figures->standing})
            if (const auto found = columns_of.find(figure); found != columns_of.end())
                for (const auto& column : found->second) tell(column);
    };
    return counting;
}

Counting breakdown(const Question& question, const Material& material) {
    Counting counting;
    std::vector<std::string> arrivals, standings;
    for (const auto figure : procedures::settlement_arrivals()) {
        counting.columns.push_back(link(std::string(figure), figure_name(figure, question.language),
                                        said(question.language, {"Cách đến", "How it came"})));
        arrivals.emplace_back(figure);
    }
    for (const auto figure : procedures::settlement_standings()) {
        counting.columns.push_back(link(std::string(figure), figure_name(figure, question.language),
                                        said(question.language, {"Tình trạng cuối kỳ", "At the end"})));
        standings.emplace_back(figure);
    }
    counting.columns.push_back(link("all", said(question.language, {"Tổng số", "All"})));
    counting.sums = {{"all", arrivals}, {"all", standings}};
    counting.sort = [begin = question.period.begin(), cut_off = material.cut_off](const Account& account,
                                                                                  const TellColumn& tell) {
        if (const auto figures = counted(account, begin, cut_off)) {
            tell(figures->arrival);
            tell(figures->standing);
            tell("all");
        }
    };
    return counting;
}

Counting index(const Question& question, const Material& material) {
    Counting counting;
    const auto language = question.language;
    counting.columns = {link("all", said(language, {"Hồ sơ trong kỳ", "Dossiers"})),
                        link("index_on_time", said(language, {"Đúng hạn (QĐ 766)", "On time (766)"})),
                        link("index_late", said(language, {"Quá hạn (QĐ 766)", "Late (766)"})),
                        link("legal_on_time", said(language, {"Đúng hạn (luật)", "On time (law)"})),
                        link("legal_late", said(language, {"Quá hạn (luật)", "Late (law)"})),
                        link("online", said(language, {"Nộp trực tuyến", "Filed online"})),
                        link("results", said(language, {"Có kết quả", "Results"}))};
    counting.sums = {{"all", {"index_on_time", "index_late"}}, {"all", {"legal_on_time", "legal_late"}}};
    counting.sort = [begin = question.period.begin(), cut_off = material.cut_off](const Account& account,
                                                                                  const TellColumn& tell) {
        const auto figures = counted(account, begin, cut_off);
        if (!figures) return;
        tell("all");
        tell(index_of(account, cut_off) == "late" ? "index_late" : "index_on_time");
        tell(figures->standing.ends_with("_late") ? "legal_late" : "legal_on_time");
        if (account.channel == procedures::Channel::online) tell("online");
        if (figures->standing.starts_with("result_")) tell("results");
    };
    return counting;
}

Counting workload(const Question& question, const Material& material) {
    Counting counting;
    const auto language = question.language;
    const auto settled = said(language, {"Đã giải quyết", "Settled"});
    const auto open = said(language, {"Đang giải quyết", "Open"});
    counting.columns = {link("all", said(language, {"Hồ sơ trong kỳ", "Dossiers"})),
                        link("carried_over", figure_name("carried_over", language)),
                        link("new", said(language, {"Tiếp nhận trong kỳ", "New"})),
                        link("settled", said(language, {"Tổng", "All"}), settled),
                        link("settled_late", said(language, {"Quá hạn", "Late"}), settled),
                        link("open", said(language, {"Tổng", "All"}), open),
                        link("open_late", said(language, {"Quá hạn", "Late"}), open),
                        link("waiting", said(language, {"Chờ bổ sung", "Waiting"}), open)};
    counting.sums = {{"all", {"carried_over", "new"}}, {"all", {"settled", "open"}}};
    counting.sort = [begin = question.period.begin(), cut_off = material.cut_off](const Account& account,
                                                                                  const TellColumn& tell) {
        const auto figures = counted(account, begin, cut_off);
        if (!figures) return;
        tell("all");
        tell(figures->arrival == "carried_over" ? "carried_over" : "new");
        tell(account.settled ? "settled" : "open");
        if (figures->standing.ends_with("_late")) tell(account.settled ? "settled_late" : "open_late");
        if (figures->standing == "waiting") tell("waiting");
    };
    return counting;
}

Counting counting_of(const Question& question, const Material& material) {
    if (question.name == "settlement") return settlement(question, material);
    if (question.name == "breakdown") return breakdown(question, material);
    if (question.name == "index") return index(question, material);
    return workload(question, material);
}

/// A count for each row and column, and the sums of each column.
struct Counts {
    std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> by_row;
    std::map<std::string, std::int64_t, std::less<>> total;

    static std::int64_t of(const std::map<std::string, std::int64_t, std::less<>>& row,
                           const std::string& column) {
        const auto found = row.find(column);
        return found == row.end() ? 0 : found->second;
    }
};

Counts count(const Question& question, const Material& material, const Counting& counting) {
    Counts counts;
    for (const auto& account : material.accounts) {
        std::map<std::string, std::int64_t, std::less<>>* row = nullptr;
        counting.sort(account, [&](std::string_view column) {
            if (row == nullptr) row = &counts.by_row[group_of(question, *material.law, account)];
            for (auto* sums : {row, &counts.total}) {
                const auto found = sums->find(column);
                found == sums->end() ? (*sums)[std::string(column)] = 1 : ++found->second;
            }
        });
    }
    return counts;
}

/// "(3) = (4) + (5)": whether it is so in each row and in the total.
Check check_of(const std::string& sum, const std::vector<std::string>& parts, const Counts& counts) {
    Check check;
    for (const auto& part : parts) check.text += (check.text.empty() ? "" : " + ") + part;
    check.text = sum + " = " + check.text;
    const auto holds = [&](const auto& row) {
        std::int64_t all = 0;
        for (const auto& part : parts) all += Counts::of(row, part);
        return all == Counts::of(row, sum);
    };
    check.holds = holds(counts.total) && std::all_of(counts.by_row.begin(), counts.by_row.end(),
                                                     [&](const auto& row) { return holds(row.second); });
    return check;
}

Row row_of(const std::string& id, std::string name,
           const std::map<std::string, std::int64_t, std::less<>>& counts, const Counting& counting) {
    Row row{id, std::move(name), {}};
    for (const auto& column : counting.columns) row.cells.emplace_back(Counts::of(counts, column.id));
    return row;
}

/// Beside the counts of the index: shares, and the time that results took.
void add_shares(const Question& question, const Material& material, const Counts& counts, Table& table) {
    struct Time {
        std::int64_t minutes = 0, results = 0;
    };
    std::map<std::string, Time, std::less<>> taken;
    Time all;
    const auto& calendar = *material.law->calendar;
    for (const auto& account : material.accounts) {
        const auto figures = counted(account, question.period.begin(), material.cut_off);
        if (!figures || !figures->standing.starts_with("result_")) continue;
        auto minutes =
            procedures::count(calendar.working_minutes_between(account.received, *account.settled));
        for (const auto& span : account.held)
            minutes -= procedures::count(
                calendar.working_minutes_between(span.from, span.to.value_or(*account.settled)));
        for (auto* time : {&taken[group_of(question, *material.law, account)], &all}) {
            time->minutes += minutes;
            ++time->results;
        }
    }
    table.columns.push_back({"index_percent",
                             said(question.language, {"Tỷ lệ đúng hạn QĐ 766 (%)", "On time, 766 (%)"}), "",
                             false});
    table.columns.push_back({"legal_percent",
                             said(question.language, {"Tỷ lệ đúng hạn theo luật (%)", "On time, law (%)"}),
                             "", false});
    table.columns.push_back(
        {"online_percent", said(question.language, {"Tỷ lệ trực tuyến (%)", "Online (%)"}), "", false});
    table.columns.push_back(
        {"average_hours",
         said(question.language, {"Thời gian trung bình (giờ làm việc)", "Average time (office hours)"}), "",
         false});
    const auto add = [&](Row& row, const auto& numbers, const Time& time) {
        const auto whole = Counts::of(numbers, "all");
        row.cells.emplace_back(ratio(Counts::of(numbers, "index_on_time"), whole));
        row.cells.emplace_back(ratio(Counts::of(numbers, "legal_on_time"), whole));
        row.cells.emplace_back(ratio(Counts::of(numbers, "online"), whole));
        // Where nothing ended there is no average, not one of zero.
        if (time.results == 0)
            row.cells.emplace_back(std::monostate{});
        else
            row.cells.emplace_back(ratio(time.minutes, time.results * 60, 1));
    };
    for (auto& row : table.rows) add(row, counts.by_row.at(row.id), taken[row.id]);
    for (auto& row : table.total) add(row, counts.total, all);
}

/// Beside the dossiers of the workload: the time that was charged to people.
void add_time(const Question& question, const Material& material, Table& table) {
    struct Time {
        std::int64_t minutes = 0, stretches = 0, late = 0;
    };
    std::map<std::string, Time, std::less<>> by_person;
    Time all;
    for (const auto& charge : material.charges) {
        if (charge.charged_to != ChargedTo::officer) continue;
        for (auto* time : {&by_person[charge.holder.person], &all}) {
            time->minutes += charge.minutes;
            ++time->stretches;
            time->late += charge.is_late ? 1 : 0;
        }
    }
    const auto counted_columns = table.columns.size();
    for (const auto& [id, texts] :
         {std::pair<const char*, Texts>{"minutes", {"Phút làm việc", "Office minutes"}},
          {"stretches", {"Lượt xử lý", "Stretches"}},
          {"late_stretches", {"Lượt quá hạn bước", "Stretches after the step's due"}}})
        table.columns.push_back({id, said(question.language, texts), "", false});
    const auto add = [](Row& row, const Time& time) {
        for (const auto number : {time.minutes, time.stretches, time.late}) row.cells.emplace_back(number);
    };
    for (auto& row : table.rows) {
        add(row, by_person[row.id]);
        by_person.erase(row.id);
    }
    // Whoever worked on others' dossiers only.
    for (const auto& [person, time] : by_person) {
        Row row{person, name_of_group(question, material, person), {}};
        row.cells.assign(counted_columns, std::int64_t{0});
        add(row, time);
        table.rows.push_back(std::move(row));
    }
    for (auto& row : table.total) add(row, all);
}

void fill_counts(const Question& question, const Material& material, Table& table) {
    const auto counting = counting_of(question, material);
    const auto counts = count(question, material, counting);
    table.columns = counting.columns;
    for (const auto& [id, row] : counts.by_row)
        table.rows.push_back(row_of(id, name_of_group(question, material, id), row, counting));
    table.total.push_back(
        row_of("", said(question.language, {"TỔNG CỘNG", "TOTAL"}), counts.total, counting));
    for (const auto& [sum, parts] : counting.sums) table.checks.push_back(check_of(sum, parts, counts));
    if (question.name == "index") add_shares(question, material, counts, table);
    if (question.name == "workload") add_time(question, material, table);
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [](const Row& a, const Row& b) { return a.name < b.name; });
}

// ---------------------------------------------------------------- evaluation

void fill_evaluation(const Question& question, const Material& material, Table& table) {
    const auto language = question.language;
    std::int64_t settled61 = 0, points61 = 0, new61 = 0, online61 = 0, late61 = 0;
    std::int64_t settled118 = 0, in_time118 = 0, new118 = 0, online118 = 0;
    for (const auto& account : material.accounts) {
        const auto figures = counted(account, question.period.begin(), material.cut_off);
        if (!figures) continue;
        const bool is_new = figures->arrival != "carried_over";
        const bool is_online = account.channel == procedures::Channel::online;
        const bool has_points = account.rule_set == regime_with_points;
        (has_points ? new61 : new118) += is_new ? 1 : 0;
        (has_points ? online61 : online118) += is_new && is_online ? 1 : 0;
        if (!account.settled) continue;
        (has_points ? settled61 : settled118) += 1;
        if (!has_points) {
            in_time118 += account.is_late() ? 0 : 1;
            continue;
        }
        late61 += account.is_late() ? 1 : 0;
        points61 += account.is_late() ? 0 : account.outcome.ends_with("_early") ? 2 : 1;
    }
    std::int64_t procedures_all = 0, procedures_online = 0;
    for (const auto& [id, versions] : material.law->by_id) {
        const auto* version = material.law->in_force(id, question.period.to);
        if (version == nullptr) continue;
        ++procedures_all;
        procedures_online += version->procedure->online_level == "none" ? 0 : 1;
    }
    table.row_title = said(language, {"Chỉ số, tiêu chí", "Indicator, criterion"});
    table.columns = {{"part", said(language, {"Số đạt", "Part"}), "", false},
                     {"whole", said(language, {"Tổng", "Whole"}), "", false},
                     {"value", said(language, {"Giá trị", "Value"}), "", false},
                     {"unit", said(language, {"Đơn vị", "Unit"}), "", false}};
    const auto add = [&](const char* id, Texts name, std::int64_t part, std::int64_t whole, Cell value,
                         Texts unit) {
        if (whole == 0) value = std::monostate{};
        table.rows.push_back({id,
                              said(language, name),
                              {Cell(part), Cell(whole), std::move(value), Cell(said(language, unit))}});
    };
    const Texts points{"điểm", "points"}, percent{"%", "%"};
    add("nd61-1",
        {"NĐ 61 – Chỉ số 1: tổng thời gian giải quyết so với quy định", "NĐ 61 – 1: total time against law"},
        // Rounded to one decimal, half up (TT 01/2018 art. 15(2)).
        points61, settled61,
        Hundredths{settled61 == 0 ? 0 : (20 * points61 + settled61) / (2 * settled61) * 10}, points);
    const auto online_share = ratio(online61, new61).value;
    const bool many_procedures = procedures_all != 0 && procedures_online * 5 >= procedures_all;
    const int nine = many_procedures && online_share >= 3000 && late61 == 0 ? 2
                     : online_share >= 1500                                 ? 1
                                                                            : 0;
    add("nd61-9", {"NĐ 61 – Chỉ số 9: dịch vụ công trực tuyến", "NĐ 61 – 9: online services"}, online61,
        new61, Hundredths{nine * 100}, points);
    add("nd118-b", {"NĐ 118 – (b) Tiến độ: đã giải quyết đúng hạn", "NĐ 118 – (b) progress: settled in time"},
        in_time118, settled118, ratio(in_time118, settled118), percent);
    add("nd118-d-dossiers",
        {"NĐ 118 – (d) Trực tuyến: hồ sơ tiếp nhận trực tuyến",
         "NĐ 118 – (d) online: dossiers received online"},
        online118, new118, ratio(online118, new118), percent);
    add("nd118-d-procedures",
        {"NĐ 118 – (d) Trực tuyến: thủ tục cung cấp trực tuyến",
         "NĐ 118 – (d) online: procedures offered online"},
        procedures_online, procedures_all, ratio(procedures_online, procedures_all), percent);
    table.notes.push_back(
        said(language,
             {"Không tính chỉ số 2–8 của NĐ 61 và tiêu chí (a), (c), (đ) của NĐ 118: văn bản không nêu cách "
              "tính từ "
              "nhật ký, hoặc số liệu (số lần liên hệ, khiếu nại, đánh giá) không nằm trong nhật ký.",
              "Indicators 2 to 8 of NĐ 61 and criteria (a), (c), (đ) of NĐ 118 are left out: no formula over "
              "what the journal holds."}));
}

// ---------------------------------------------------------------- late

std::string who(const Question& question, const Material& material, ChargedTo charged_to,
                const procedures::Holder& holder) {
    if (charged_to == ChargedTo::applicant)
        return said(question.language, {"Người nộp hồ sơ", "The applicant"});
    if (!holder.person.empty())
        if (const auto name = material.people.find(holder.person);
            name != material.people.end() && !name->second.empty())
            return name->second;
    const auto* unit = material.law->office->unit(holder.unit);
    if (unit != nullptr) return in(question.language, unit->names);
    return holder.person.empty() ? holder.unit : holder.person;
}

void fill_late(const Question& question, const Material& material, Table& table) {
    const auto language = question.language;
    const auto& law = *material.law;
    std::unordered_map<Seq, std::vector<const Charge*>> charges;
    for (const auto& charge : material.charges) charges[charge.dossier].push_back(&charge);
    table.row_title = said(language, {"Mã hồ sơ", "Code"});
    for (const auto& [id, texts] :
         {std::pair<const char*, Texts>{"procedure", {"Thủ tục", "Procedure"}},
          {"unit", {"Đơn vị", "Unit"}},
          {"officer", {"Cán bộ chính", "Main officer"}},
          {"received", {"Tiếp nhận", "Received"}},
          {"last_day", {"Ngày hết hạn", "Last day"}},
          {"settled", {"Ngày giải quyết xong", "Settled"}},
          {"hours_late", {"Quá hạn (giờ làm việc)", "Late by (office hours)"}},
          {"held_by", {"Người giữ khi hết hạn", "Held by when it became late"}},
          {"cause", {"Mất thời gian ở", "Time was lost at"}},
          {"lost_minutes", {"Phút làm việc ở các bước quá hạn", "Office minutes in late steps"}}})
        table.columns.push_back({id, said(language, texts), "", false});
    for (const auto& account : material.accounts) {
        const auto figures = counted(account, question.period.begin(), material.cut_off);
        if (!figures || !figures->standing.ends_with("_late") || !account.legal_end) continue;
        const auto end = account.settled.value_or(material.cut_off);
        const Charge* held = nullptr;
        std::map<std::string, std::int64_t> lost;
        std::int64_t lost_minutes = 0;
        for (const auto* charge : charges[account.dossier]) {
            if (held == nullptr && charge->until > *account.legal_end) held = charge;
            if (!charge->is_late || charge->charged_to == ChargedTo::applicant) continue;
            lost[who(question, material, charge->charged_to, charge->holder)] += charge->minutes;
            lost_minutes += charge->minutes;
        }
        const auto cause = std::max_element(lost.begin(), lost.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
        const auto* version = law.version(account.version);
        const auto officer = [&](const std::string& person) -> std::string {
            const auto name = material.people.find(person);
            return name != material.people.end() && !name->second.empty() ? name->second : person;
        };
        const auto* unit = law.office->unit(account.unit);
        const auto code = material.codes.find(account.dossier);
        Row row;
        row.id = std::to_string(account.dossier);
        row.name = code != material.codes.end() ? code->second : row.id;
        row.cells = {
            version != nullptr ? in(language, version->names) : account.procedure,
            unit != nullptr ? in(language, unit->names) : account.unit,
            officer(account.officer),
            account.received,
            procedures::local_date(*account.legal_end - std::chrono::milliseconds{1}),
            account.settled ? Cell(*account.settled) : Cell(),
            ratio(procedures::count(law.calendar->working_minutes_between(*account.legal_end, end)), 60, 1),
            held != nullptr ? who(question, material, held->charged_to, held->holder)
                            : officer(account.officer),
            cause != lost.end() ? cause->first
                                : said(language, {"Không bước nào quá hạn", "No step was late"}),
            lost_minutes};
        table.rows.push_back(std::move(row));
    }
}

// ---------------------------------------------------------------- register

std::string note_of(const storage::DossierRow& row, Language language) {
    if (row.ending) return std::string(name_of(*row.ending, language));
    return std::string(name_of(row.kind, language));
}

void fill_register(const Question& question, const Material& material, Table& table) {
    const auto language = question.language;
    const auto& law = *material.law;
    if (const auto* form = law.rules->forms_for(question.period.to).form("register")) {
        table.form = form->number;
        table.title = form->name_vi;
    }
    table.row_title = said(language, {"Mã hồ sơ", "Code"});
    const Texts days{"Ngày, tháng, năm", "Dates"};
    struct Head {
        const char* id;
        Texts title, group;
    };
    for (const auto& head :
         {Head{"number", {"TT", "No."}, {}}, Head{"procedure", {"Tên TTHC", "Procedure"}, {}},
          Head{"applicant", {"Tên cá nhân, tổ chức", "Applicant"}, {}},
          Head{"contact", {"Địa chỉ, số điện thoại", "Address, phone"}, {}},
          Head{"unit", {"Cơ quan chủ trì giải quyết", "Settled by"}, {}},
          Head{"received", {"Nhận hồ sơ", "Received"}, days},
          Head{"appointment", {"Hẹn trả kết quả", "Appointment"}, days},
          Head{"returned", {"Trả kết quả", "Returned"}, days},
          Head{"return_method", {"Phương thức nhận kết quả", "Way of return"}, {}},
          Head{"signature", {"Ký nhận", "Signature"}, {}}, Head{"note", {"Ghi chú", "Note"}, {}}})
        table.columns.push_back({head.id, said(language, head.title), said(language, head.group), false});
    for (const auto& [number, dossier] : material.book) {
        const auto* version = law.version(dossier.version);
        const auto* unit = law.office->unit(dossier.holder.unit);
        const bool is_returned = dossier.ending == procedures::Ending::returned;
        Row row;
        row.id = dossier.id;
        row.name = dossier.code;
        row.cells = {number,
                     version != nullptr ? in(language, version->names) : dossier.procedure,
                     dossier.applicant,
                     dossier.applicant_address.empty() || dossier.applicant_phone.empty()
                         ? dossier.applicant_address + dossier.applicant_phone
                         : dossier.applicant_address + "; " + dossier.applicant_phone,
                     unit != nullptr ? in(language, unit->names) : dossier.holder.unit,
                     *dossier.received_at,
                     dossier.appointment ? Cell(*dossier.appointment) : Cell(),
                     is_returned && dossier.closed_at ? Cell(*dossier.closed_at) : Cell(),
                     dossier.return_method,
                     std::monostate{},
                     note_of(dossier, language)};
        table.rows.push_back(std::move(row));
    }
}

/// Numbered through the year whoever reads: what he may not see keeps its number.
void read_book(storage::ViewsReader& reader, const Question& question, const storage::Sight& sight,
               Material& material) {
    constexpr std::size_t at_once = 1000;
    const auto year = std::chrono::year_month_day{question.period.from}.year();
    const storage::RegisterQuestion asked{
        LocalDate{std::chrono::local_days{year / 1 / 1}}, question.period.to, {}, {}};
    std::int64_t number = 0;
    auto of_year = year;
    std::string cursor;
    do {
        auto page = reader.register_of(asked, at_once, cursor);
        material.as_of = page.as_of;
        for (auto& row : page.rows) {
            if (*row.received_at >= material.cut_off) return;
            const auto day = procedures::local_date(*row.received_at);
            if (const auto its = std::chrono::year_month_day{day}.year(); its != of_year) {
                of_year = its;
                number = 0;
            }
            ++number;
            if (day >= question.period.from && may_see(sight, row))
                material.book.emplace_back(number, std::move(row));
        }
        cursor = std::move(page.next);
    } while (!cursor.empty());
}

}  // namespace

bool may_see(const storage::Sight& sight, const storage::DossierRow& row) {
    return sight.all || sight.procedures.contains(row.procedure) ||
           (!sight.person.empty() &&
            (row.main_officer == sight.person || std::find(row.taking_part.begin(), row.taking_part.end(),
                                                           sight.person) != row.taking_part.end()));
}

std::optional<By> parse_by(std::string_view name) {
    for (const auto by : {By::field, By::unit, By::procedure, By::officer})
        if (to_string(by) == name) return by;
    return std::nullopt;
}

std::string_view to_string(By by) {
    switch (by) {
        case By::field: return "field";
        case By::unit: return "unit";
        case By::procedure: return "procedure";
        case By::officer: return "officer";
    }
    return "";
}

std::span<const std::string_view> report_names() {
    static const auto names = [] {
        std::vector<std::string_view> all;
        for (const auto& kind : kinds()) all.push_back(kind.name);
        return all;
    }();
    return names;
}

bool is_report(std::string_view name) {
    const auto names = report_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_personal(std::string_view name) { return kind_of(name).is_personal; }
std::span<const By> groupings_of(std::string_view name) { return kind_of(name).groupings; }

std::optional<Counted> counted(const Account& account, Instant begin, Instant cut_off) {
    if (!account.is_counted() || account.received >= cut_off) return std::nullopt;
    if (account.settled && *account.settled < begin) return std::nullopt;
    return Counted{arrival_of(account, begin), standing_of(account, cut_off)};
}

std::string_view index_of(const Account& account, Instant cut_off) {
    if (account.settled) return account.index_verdict;
    if (!account.original_end) return "on_time";
    return to_string(procedures::index_verdict(cut_off, account.held, *account.original_end));
}

Material material_of(storage::ViewsReader& reader, std::shared_ptr<const procedures::Law> law,
                     const Question& question, const storage::Sight& sight, Instant now) {
    Material material;
    material.law = std::move(law);
    // What happened in this very millisecond is told.
    material.cut_off = std::min(question.period.end(), now + std::chrono::milliseconds{1});
    if (question.name == "register") {
        read_book(reader, question, sight, material);
        return material;
    }
    Accounts accounts;
    material.as_of = reader.turns(now + std::chrono::milliseconds{1}, [&](const Turn& turn) {
        if (turn.at < material.cut_off)
            accounts.take(turn);
        else if (turn.state == Turn::State::voided)
            accounts.forget(turn.dossier);
    });
    material.accounts = std::move(accounts.all());
    material.people = reader.people();
    if (question.name == "workload") {
        reader.charges(question.period.begin(), material.cut_off,
                       [&](const Charge& charge) { material.charges.push_back(charge); });
    } else if (question.name == "late") {
        std::unordered_set<Seq> late;
        std::vector<Seq> numbers;
        for (const auto& account : material.accounts)
            if (const auto figures = counted(account, question.period.begin(), material.cut_off);
                figures && figures->standing.ends_with("_late")) {
                late.insert(account.dossier);
                numbers.push_back(account.dossier);
            }
        reader.charges(Instant{}, material.cut_off, [&](const Charge& charge) {
            if (late.contains(charge.dossier)) material.charges.push_back(charge);
        });
        for (const auto number : numbers)
            if (const auto rows = reader.rows({&number, 1}); !rows.empty())
                material.codes.emplace(number, rows.front().code);
    }
    return material;
}

Table report_of(const Question& question, const Material& material) {
    const auto& kind = kind_of(question.name);
    const auto language = question.language;
    Table table;
    table.name = question.name;
    table.title = said(language, kind.title);
    table.definition = kind.definition;
    const Texts by_titles[] = {{"Lĩnh vực giải quyết", "Field"},
                               {"Đơn vị", "Unit"},
                               {"Thủ tục", "Procedure"},
                               {"Cán bộ", "Officer"}};
    table.row_title = said(language, by_titles[static_cast<std::size_t>(question.by)]);
    if (question.name == "settlement") {
        const auto& form = form_of(question, *material.law);
        table.form = form.number;
        table.title = form.title_vi;
        if (!form.counted_in_vi.empty()) table.notes.push_back("Đơn vị tính: " + form.counted_in_vi);
        if (!form.standing.note.empty()) table.notes.push_back(form.standing.note);
    }
    const auto say = [&](Texts name, std::string value) {
        table.filter.emplace_back(said(language, name), std::move(value));
    };
    say({"Cơ quan", "Office"}, in(language, material.law->office->names));
    say({"Từ ngày", "From"}, procedures::format_date(question.period.from));
    say({"Đến ngày", "To"}, procedures::format_date(question.period.to));
    if (kind.groupings.size() > 1) say({"Theo", "By"}, table.row_title);
    say({"Chốt số liệu", "Cut-off"},
        procedures::format_instant(std::chrono::floor<std::chrono::seconds>(material.cut_off)));
    say({"Dữ liệu đến", "Data as of"},
        fmt::format("{} (#{})", procedures::format_instant(material.as_of.time), material.as_of.seq));
    if (question.name == "evaluation")
        fill_evaluation(question, material, table);
    else if (question.name == "late")
        fill_late(question, material, table);
    else if (question.name == "register")
        fill_register(question, material, table);
    else
        fill_counts(question, material, table);
    return table;
}

std::vector<Seq> behind(const Question& question, const Material& material,
                        std::optional<std::string_view> row, std::string_view column) {
    std::vector<Seq> found;
    if (question.name == "evaluation" || question.name == "late" || question.name == "register") return found;
    const auto counting = counting_of(question, material);
    for (const auto& account : material.accounts) {
        bool is_in = false;
        counting.sort(account, [&](std::string_view told) { is_in = is_in || told == column; });
        if (is_in && (!row || group_of(question, *material.law, account) == *row))
            found.push_back(account.dossier);
    }
    return found;
}

}  // namespace motcua::server::reports
