// Lists of the office: the register of a year (sổ theo dõi hồ sơ) and what goes from the desk to a unit.
#include "procedures/text/catalogue.hpp"
#include "server/papers/wording.hpp"

#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

const Procedure* procedure_of(const Law& law, const storage::DossierRow& row) {
    return law.version(row.version);
}

std::string or_empty(const std::optional<Instant>& at) { return at ? wording::brief(*at) : std::string(); }

std::string with_phone(const storage::DossierRow& row) {
    return row.applicant_address + (row.applicant_phone.empty()
                                        ? ""
                                        : (row.applicant_address.empty() ? "" : ", ") + row.applicant_phone);
}

std::string return_method(const storage::DossierRow& row) {
    if (row.return_method == "post") return "Bưu chính";
    if (row.return_method == "online") return "Trực tuyến";
    return row.return_method.empty() || row.return_method == "counter" ? "Trực tiếp" : row.return_method;
}

std::string remark(const storage::DossierRow& row) {
    if (row.ending && *row.ending != Ending::returned) return std::string(name_of(*row.ending, Language::vi));
    if (row.rescheduled) return "Đã hẹn lại";
    return row.supplements_used > 0 ? "Có bổ sung" : "";
}

}  // namespace

Paper register_of_year(int year, const ListFacts& facts) {
    const LocalDate last{std::chrono::year{year} / 12 / 31};
    auto paper = wording::begun(PaperForm::register_, PaperSize::a4_wide, "", facts.law, last, facts.issue);
    paper.number = fmt::format("Năm {} – lần in {}", year, facts.issue.number);
    PaperTable table{{{"TT", 2, true},
                      {"Mã hồ sơ", 6},
                      {"Tên thủ tục", 8},
                      {"SL (bộ)", 2, true},
                      {"Tên cá nhân, tổ chức", 6},
                      {"Địa chỉ, số điện thoại", 6},
                      {"Cơ quan chủ trì", 5},
                      {"Nhận hồ sơ", 4},
                      {"Hẹn trả kết quả", 4},
                      {"Trả kết quả", 4},
                      {"Phương thức nhận", 3},
                      {"Ký nhận", 3},
                      {"Ghi chú", 4}},
                     {}};
    const Naming naming{facts.law.office.get(), nullptr};
    for (const auto& row : facts.rows) {
        const auto* procedure = procedure_of(facts.law, row);
        const bool is_returned = row.ending == Ending::returned;
        table.rows.push_back(
            {std::to_string(table.rows.size() + 1), row.code,
             procedure != nullptr ? procedure->names.vi : row.procedure,
             procedure != nullptr ? fmt::format("{:02}", procedure->dossier_sets) : "", row.applicant,
             with_phone(row), unit_name(naming, row.holder.unit, Language::vi), or_empty(row.received_at),
             or_empty(row.appointment) + (row.provisional ? " (tạm tính)" : ""),
             is_returned ? or_empty(row.closed_at) : "", return_method(row), "", remark(row)});
    }
    const auto count = table.rows.size();
    paper.pages = wording::paged({}, std::move(table), {}, {}, 10, 12);
    auto& closing = paper.pages.back();
    closing.blocks.emplace_back(PaperText{fmt::format("Sổ có {} hồ sơ, từ số 1 đến số {}; số liệu đến {}.",
                                                      count, count, wording::moment(facts.issue.at))});
    closing.signatures = {{"", "", ""}, {"TRƯỞNG BỘ PHẬN MỘT CỬA", "(Ký, đóng dấu)", ""}};
    fit(paper);
    return paper;
}

Paper hand_over_list(LocalDate day, const std::string& unit, const ListFacts& facts) {
    auto paper = wording::begun(PaperForm::hand_over, PaperSize::a4, "", facts.law, day, facts.issue);
    PaperTable table{{{"TT", 1, true},
                      {"Mã hồ sơ", 5},
                      {"Tên thủ tục", 7},
                      {"Tên cá nhân, tổ chức", 6},
                      {"Nhận hồ sơ", 4},
                      {"Hẹn trả kết quả", 4},
                      {"Ghi chú", 3}},
                     {}};
    for (const auto& row : facts.rows) {
        const auto* procedure = procedure_of(facts.law, row);
        table.rows.push_back({std::to_string(table.rows.size() + 1), row.code,
                              procedure != nullptr ? procedure->names.vi : row.procedure, row.applicant,
                              or_empty(row.received_at),
                              or_empty(row.appointment) + (row.provisional ? " (tạm tính)" : ""), ""});
    }
    const Naming naming{facts.law.office.get(), nullptr};
    std::vector<PaperBlock> head{
        PaperPoint{"Cơ quan, đơn vị chủ trì giải quyết", unit_name(naming, unit, Language::vi), true},
        PaperPoint{"Thời gian bàn giao", wording::day(day)},
        PaperPoint{"Tổng số hồ sơ", std::to_string(facts.rows.size())}};
    paper.pages = wording::paged(std::move(head), std::move(table), {}, {}, 18, 24);
    paper.pages.back().signatures = {{"BÊN GIAO", "(Ký, ghi rõ họ tên)", facts.issue.by},
                                     {"BÊN NHẬN", "(Ký, ghi rõ họ tên)", ""}};
    fit(paper);
    return paper;
}

}  // namespace motcua::server
