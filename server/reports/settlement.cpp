#include "server/reports/counting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace motcua::server::reports {

using procedures::ReportColumn;
using procedures::ReportForm;

namespace {

/// Where rules were adopted before there were forms: the figures without a circular's columns.
const ReportForm& plain_form() {
    static const ReportForm form = [] {
        ReportForm plain;
        plain.title_vi = "Tình hình, kết quả giải quyết thủ tục hành chính";
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

/// The figures that a column adds up, its own or those of the columns that it sums.
std::set<std::string_view> figures_of(const ReportForm& form, const ReportColumn& column) {
    std::set<std::string_view> figures(column.counts.begin(), column.counts.end());
    for (const auto& part : form.columns)
        if (std::find(column.sum_of.begin(), column.sum_of.end(), part.number) != column.sum_of.end())
            figures.insert(part.counts.begin(), part.counts.end());
    return figures;
}

}  // namespace

const ReportForm& form_of(const Question& question, const procedures::Law& law) {
    const auto* form = law.rules->report_form_for(question.period.to);
    return form != nullptr ? *form : plain_form();
}

Counting settlement_counting(const Question& question, const Material& material) {
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

}  // namespace motcua::server::reports
