#include "server/reports/counting.hpp"

namespace motcua::server::reports {

Counting breakdown_counting(const Question& question, const Material& material) {
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

}  // namespace motcua::server::reports
