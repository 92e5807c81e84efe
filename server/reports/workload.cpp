#include "server/reports/counting.hpp"

#include <algorithm>

namespace motcua::server::reports {

Counting workload_counting(const Question& question, const Material& material) {
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

void add_time(const Question& question, const Material& material, Table& table) {
    struct Time {
        std::int64_t minutes = 0, stretches = 0, late = 0;
    };
    std::map<std::string, Time, std::less<>> by_person;
    Time all;
    for (const auto& charge : material.charges) {
        if (charge.charged_to != storage::ChargedTo::officer) continue;
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

}  // namespace motcua::server::reports
