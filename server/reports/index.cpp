#include "server/reports/counting.hpp"

namespace motcua::server::reports {

std::string_view index_of(const Account& account, Instant cut_off) {
    if (account.settled) return account.index_verdict;
    if (!account.original_end) return "on_time";
    return to_string(procedures::index_verdict(cut_off, account.held, *account.original_end));
}

Counting index_counting(const Question& question, const Material& material) {
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

}  // namespace motcua::server::reports
