#include "server/reports/report.hpp"

#include "server/reports/counting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace motcua::server::reports {

using storage::Charge;
using storage::Seq;
using storage::Turn;

namespace {

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

Counting counting_of(const Question& question, const Material& material) {
    if (question.name == "settlement") return settlement_counting(question, material);
    if (question.name == "breakdown") return breakdown_counting(question, material);
    if (question.name == "index") return index_counting(question, material);
    return workload_counting(question, material);
}

void fill_counts(const Question& question, const Material& material, Table& table) {
    const auto counting = counting_of(question, material);
    const auto counts = count(question, material, counting);
    put_counts(question, material, counting, counts, table);
    if (question.name == "index") add_shares(question, material, counts, table);
    if (question.name == "workload") add_time(question, material, table);
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [](const Row& a, const Row& b) { return a.name < b.name; });
}

}  // namespace

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
        read_late(reader, question, material);
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
