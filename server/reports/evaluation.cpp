#include "server/reports/counting.hpp"

namespace motcua::server::reports {

namespace {

/// The regime whose points TT 01/2018/TT-VPCP art. 13 gives; those since have criteria without points (facts 10.7).
constexpr std::string_view regime_with_points = "nd-61-2018";

}  // namespace

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

}  // namespace motcua::server::reports
