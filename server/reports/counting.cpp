#include "server/reports/counting.hpp"

#include <algorithm>
#include <iterator>

namespace motcua::server::reports {

namespace {

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

}  // namespace

std::string said(Language language, Texts texts) {
    return std::string(language == Language::en ? texts.second : texts.first);
}

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

Column link(std::string id, std::string title, std::string group) {
    return {std::move(id), std::move(title), std::move(group), true};
}

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

void put_counts(const Question& question, const Material& material, const Counting& counting,
                const Counts& counts, Table& table) {
    table.columns = counting.columns;
    for (const auto& [id, row] : counts.by_row)
        table.rows.push_back(row_of(id, name_of_group(question, material, id), row, counting));
    table.total.push_back(
        row_of("", said(question.language, {"TỔNG CỘNG", "TOTAL"}), counts.total, counting));
    for (const auto& [sum, parts] : counting.sums) table.checks.push_back(check_of(sum, parts, counts));
}

}  // namespace motcua::server::reports
