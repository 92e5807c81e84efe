// Paper of a day without the system: blank receipts with their numbers, and the account of these numbers.
#include "procedures/text/catalogue.hpp"
#include "procedures/text/normalize.hpp"
#include "server/papers/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace motcua::server {

using namespace procedures;

namespace {

constexpr int documents_by_hand = 4;
constexpr double points_beside_a_hand = 9;

Paper blank_receipt(const ReservedCode& code, const Reservation& reservation, const Law& law,
                    const PaperIssue& issue) {
    auto paper = wording::begun(PaperForm::receipt, PaperSize::a5, "TNHS", law, code.day, issue);
    paper.form = PaperForm::blank_receipt;
    paper.number = fmt::format("Phiếu trắng {}/{}, đợt {}/{}", code.number - reservation.first + 1,
                               reservation.last - reservation.first + 1, issue.number, issue.year);
    const std::chrono::year_month_day date{code.day};
    paper.place_date = fmt::format("Ngày {:02} tháng {:02} năm {}", static_cast<unsigned>(date.day()),
                                   static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    paper.code = code.code;
    // There is no look-up code yet: the page asks by the code alone.
    paper.lookup_url = fmt::format("{}/tra-cuu/{}", issue.site, code.code);
    paper.copies = {"Liên 1: Lưu tại Bộ phận Một cửa", "Liên 2: Giao người nộp hồ sơ"};
    PaperTable documents{{{"TT", 1, true},
                          {"1. Thành phần hồ sơ gồm: tên giấy tờ", 11},
                          {"Bản chính", 2, true},
                          {"Chứng thực", 2, true},
                          {"Bản chụp", 2, true}},
                         {},
                         true};
    for (int i = 1; i <= documents_by_hand; ++i)
        documents.rows.push_back({std::to_string(i), "", "", "", ""});
    paper.pages.resize(1);
    auto& page = paper.pages.front();
    page.blocks = {
        PaperText{"PHIẾU TRẮNG – chỉ dùng khi hệ thống gián đoạn, ghi bằng tay", true},
        PaperBlank{"Tiếp nhận hồ sơ của"},
        PaperBlank{"Số giấy tờ tùy thân hoặc mã số thuế"},
        PaperBlank{"Địa chỉ, số điện thoại"},
        PaperBlank{"Nội dung yêu cầu giải quyết (thủ tục)", 2},
        std::move(documents),
        PaperBlank{"2. Số lượng hồ sơ (bộ)"},
        PaperBlank{"3. Thời gian giải quyết hồ sơ theo quy định"},
        PaperBlank{fmt::format("4. Thời gian nhận hồ sơ, ngày {} (giờ, phút)", wording::day(code.day))},
        PaperBlank{"5. Thời gian trả kết quả (giờ, ngày)"},
        PaperBlank{"6. Đăng ký nhận kết quả tại"},
        PaperBlank{"7. Phí, lệ phí; số biên lai"}};
    page.signatures = {{"NGƯỜI NỘP HỒ SƠ", "(Ký, ghi rõ họ tên)", ""},
                       {"NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký, ghi rõ họ tên)", ""}};
    auto foot = std::string(
        "Mã hồ sơ đã giữ trước cho phiếu này. Nội dung được nhập vào hệ thống khi hết sự cố; thời hạn tính "
        "từ thời gian nhận ở điểm 4");
    if (!law.office->phone.empty()) foot += "; điện thoại " + law.office->phone;
    paper.foot.push_back(foot + ".");
    fit(paper);
    // The room is the hand's, not the letters'.
    page.points = std::min(page.points, points_beside_a_hand);
    return paper;
}

std::string or_empty(const std::optional<Instant>& at) { return at ? wording::brief(*at) : std::string(); }

}  // namespace

std::vector<Paper> blank_receipts(const Reservation& reservation, const Outages& outages, const Law& law,
                                  const PaperIssue& issue) {
    std::vector<Paper> papers;
    for (const auto& code : outages.codes)
        if (code.reservation == reservation.number)
            papers.push_back(blank_receipt(code, reservation, law, issue));
    return papers;
}

Paper outage_list(const Outage& outage, const Outages& outages, const Law& law, const PeopleNames& people,
                  const PaperIssue& issue) {
    const auto first = local_date(outage.begin);
    const auto last = local_date(outage.end);
    auto paper = wording::begun(PaperForm::outage_list, PaperSize::a4_wide, "", law, first, issue);
    PaperTable table{{{"TT", 2, true},
                      {"Mã hồ sơ giữ trước", 14},
                      {"Kết cục", 5},
                      {"Giờ trên giấy", 6},
                      {"Giờ nhập", 6},
                      {"Người nhập", 6},
                      {"Ghi chú", 6}},
                     {}};
    std::map<CodeState, int> counts;
    for (const auto& code : outages.codes) {
        if (code.day < first || last < code.day) continue;
        ++counts[code.state];
        table.rows.push_back(
            {std::to_string(table.rows.size() + 1), code.code,
             std::string(procedures::name_of(code.state, Language::vi)), or_empty(code.paper_at),
             or_empty(code.settled_at), code.by.empty() ? "" : wording::name_of(people, code.by),
             code.reason ? std::string(procedures::name_of(*code.reason, Language::vi)) : ""});
    }
    std::string sums;
    for (const auto state :
         {CodeState::used, CodeState::spoilt, CodeState::missing, CodeState::returned, CodeState::reserved})
        sums += fmt::format("{}{} {}", sums.empty() ? "" : "; ", procedures::name_of(state, Language::vi),
                            counts[state]);
    std::vector<PaperBlock> head{
        PaperPoint{"Sự cố số",
                   fmt::format("{}, {}", outage.number, procedures::name_of(outage.cause, Language::vi)),
                   true},
        PaperPoint{"Từ", wording::moment(outage.begin)}, PaperPoint{"Đến", wording::moment(outage.end)},
        PaperPoint{"Khai báo", fmt::format("{}, {}", wording::moment(outage.declared),
                                           wording::name_of(people, outage.by))},
        PaperPoint{"Số đã giữ cho các ngày này", fmt::format("{}: {}", table.rows.size(), sums), true}};
    paper.pages = wording::paged(std::move(head), std::move(table), {}, {}, 12, 18);
    paper.pages.back().signatures = {{"NGƯỜI LẬP", "(Ký, ghi rõ họ tên)", issue.by},
                                     {"TRƯỞNG BỘ PHẬN MỘT CỬA", "(Ký, ghi rõ họ tên)", ""}};
    fit(paper);
    return paper;
}

}  // namespace motcua::server
