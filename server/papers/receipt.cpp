// Giấy tiếp nhận hồ sơ và hẹn trả kết quả: Mẫu số 01 of both generations.
#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"
#include "procedures/text/explanation.hpp"
#include "server/papers/forms.hpp"
#include "server/papers/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using namespace procedures;

namespace {

struct Brought {
    std::int64_t originals = 0, certified = 0, copies = 0;
};

/// What was counted at the counter; where nobody counted, what the definition asks for.
Brought brought_of(const Document& document, const std::vector<storage::Projected>& events) {
    Brought brought{document.originals, document.certified, document.copies};
    for (const auto& told : events) {
        const auto* marks = fields::object_if(told.event.data, "marks");
        const auto* mark = marks != nullptr ? fields::object_if(*marks, document.id) : nullptr;
        if (mark == nullptr) continue;
        const bool is_counted =
            mark->contains("originals") || mark->contains("certified") || mark->contains("copies");
        if (!is_counted) continue;
        const auto counted = [&](std::string_view field) {
            return mark->contains(field) ? fields::number(*mark, field) : 0;
        };
        brought = {counted("originals"), counted("certified"), counted("copies")};
    }
    return brought;
}

PaperTable documents_of(const PaperFacts& facts, const Procedure& procedure) {
    PaperTable table{{{"TT", 1, true},
                      {"Tên giấy tờ", 11},
                      {"Bản chính", 2, true},
                      {"Bản chứng thực", 2, true},
                      {"Bản chụp", 2, true}},
                     {}};
    for (const auto& document : procedure.documents) {
        const auto mark = facts.dossier.marks.find(document.id);
        if (document.output || mark == facts.dossier.marks.end() || mark->second == Mark::missing ||
            mark->second == Mark::unchecked)
            continue;
        const auto brought = brought_of(document, facts.events);
        const auto count = [](std::int64_t n) { return n == 0 ? std::string() : std::to_string(n); };
        table.rows.push_back({std::to_string(table.rows.size() + 1), document.names.vi,
                              count(brought.originals), count(brought.certified), count(brought.copies)});
    }
    return table;
}

std::string allowances_of(const Procedure& procedure, const Attributes& attributes) {
    std::string out;
    for (const auto* limit : procedure.stages_for(attributes)) {
        if (!out.empty()) out += " + ";
        out += written(limit->allowance(), Language::vi);
        if (limit->committed)
            out += fmt::format(" (cam kết; theo luật {})", written(limit->statutory, Language::vi));
    }
    return out;
}

std::string fees_of(const PaperFacts& facts, const Procedure& procedure) {
    std::string out;
    for (const auto& fee : procedure.fees) {
        const auto settled = facts.dossier.fees.find(fee.id);
        if (settled == facts.dossier.fees.end() && !fee.when.holds(facts.dossier.attributes)) continue;
        auto amount = fee.amount ? std::optional(static_cast<std::int64_t>(*fee.amount)) : std::nullopt;
        std::string how;
        for (const auto& told : facts.events)
            if (told.event.type == EventType::fee_paid && fields::text(told.event.data, "fee") == fee.id) {
                amount = fields::number(told.event.data, "amount");
                const auto method = fields::text_or(told.event.data, "method");
                how = method == "cash"       ? ", tiền mặt"
                      : method == "transfer" ? ", chuyển khoản"
                      : method == "card"     ? ", thẻ"
                      : method == "online"   ? ", trực tuyến"
                                             : "";
            }
        if (!out.empty()) out += "; ";
        out += fee.names.vi + ": " + (amount ? wording::dong(*amount) : "theo quy định");
        out += settled == facts.dossier.fees.end() ? " (chưa nộp)"
               : settled->second == "paid"         ? " (đã nộp" + how + ")"
                                                   : " (được miễn)";
    }
    return out.empty() ? "Không" : out;
}

std::string return_place(const wording::Said& said, const Office& office) {
    auto method = said.data("return_method");
    if (method == "post") return "Qua dịch vụ bưu chính";
    if (method == "online") return "Trực tuyến (Cổng Dịch vụ công quốc gia)";
    if (!method.empty() && method != "counter") return method;
    const auto* desk = office.desk();
    return desk != nullptr ? desk->names.vi : office.names.vi;
}

std::string office_hours(const WorkCalendar& calendar, LocalDate day) {
    std::string out;
    for (const auto& span : calendar.hours_of(day).spans)
        out += fmt::format("{}{:02}:{:02}–{:02}:{:02}", out.empty() ? "" : ", ", span.from_minute / 60,
                           span.from_minute % 60, span.to_minute / 60, span.to_minute % 60);
    return out;
}

/// How the date came about, stage by stage, from the runs of the act that gave it.
std::string counted(const PaperFacts& facts, const boost::json::object& act) {
    const auto& calendar = facts.law.calendar_of(fields::text_or(act, "calendar"));
    std::string out;
    if (const auto* stages = fields::array_if(act, "stages"))
        for (const auto& stage : *stages) {
            const auto run = fields::stage_run(stage.as_object());
            if (!out.empty()) out += "; ";
            out += written(run.allowance, Language::vi) + ", không tính ngày bắt đầu";
            std::string skipped;
            for (const auto& day : calendar.explain(run.started, run.allowance)) {
                const auto why = reason_of(day, Language::vi);
                if (day.counted || why == "cuối tuần" || why.empty()) continue;
                skipped += fmt::format("{}{} ({})", skipped.empty() ? "" : ", ",
                                       wording::day(day.date).substr(0, 5), why);
            }
            if (run.allowance.unit == LimitUnit::working_day) out += ", thứ Bảy, Chủ nhật";
            if (!skipped.empty()) out += ", " + skipped;
        }
    return out;
}

}  // namespace

Paper receipt_of(const PaperFacts& facts) {
    const auto& law = facts.law;
    const auto& dossier = facts.dossier;
    const auto& procedure = *law.version(dossier.version);
    const auto* received = wording::last_of(facts.events, EventType::received);
    const auto* completed = wording::last_of(facts.events, EventType::supplement_completed);
    const auto& act = completed != nullptr ? *completed : *received;
    const auto received_at = fields::instant(received->event.data, "received_at");
    const wording::Said said(facts.events);

    auto paper =
        wording::begun(PaperForm::receipt, PaperSize::a5, "TNHS", law, local_date(received_at), facts.issue);
    paper.code = dossier.code;
    const std::string lookup_code(fields::text_or(received->event.personal, "lookup_code"));
    paper.lookup_code = grouped(lookup_code);
    paper.lookup_url = lookup_address(facts.issue.site, dossier.code, lookup_code);
    paper.copies = {"Liên 1: Lưu tại Bộ phận Một cửa", "Liên 2: Giao người nộp hồ sơ"};

    std::vector<PaperBlock> before;
    wording::put_applicant(before, facts, said);
    before.emplace_back(PaperText{"1. Thành phần hồ sơ gồm:", true});

    std::vector<PaperBlock> after;
    const auto point = [&](std::string label, std::string value, bool strong = false) {
        after.emplace_back(PaperPoint{std::move(label), std::move(value), strong});
    };
    const auto* variant = procedure.variant_for(dossier.attributes);
    const int sets =
        variant != nullptr && variant->dossier_sets ? *variant->dossier_sets : procedure.dossier_sets;
    point("2. Số lượng hồ sơ", fmt::format("{:02} (bộ)", sets));
    point("3. Thời gian giải quyết hồ sơ theo quy định", allowances_of(procedure, dossier.attributes));
    const auto due = fields::due_date(act.event.data.at("legal_due").as_object());
    auto external = fields::instant_if(received->event.data, "external_appointment");
    const auto appointment =
        completed == nullptr && external ? *external : fields::instant(act.event.data, "appointment");
    const auto promised = wording::moment(appointment) + (due.provisional ? " (tạm tính)" : "");
    if (completed != nullptr) {
        point("4. Thời gian nhận đủ hồ sơ sau bổ sung",
              fmt::format("{} (nhận lần đầu {})", wording::moment(completed->event.at),
                          wording::moment(received_at)));
    } else {
        point("4. Thời gian nhận hồ sơ", wording::moment(received_at));
    }
    if (completed == nullptr && fields::flag(received->event.data, "entered_late"))
        point("Nhập sau",
              fmt::format("ghi trên giấy, nhập vào hệ thống lúc {}", wording::moment(received->recorded_at)));
    point("5. Thời gian trả kết quả giải quyết hồ sơ", promised, true);
    if (completed != nullptr) {
        // What this one takes the place of: the date before the supplement was asked.
        auto former = fields::instant(received->event.data, "appointment");
        for (const auto& told : facts.events)
            if (told.seq < completed->seq)
                former = fields::instant_if(told.event.data, "appointment").value_or(former);
        point("Thay cho ngày hẹn trước", wording::moment(former));
    }
    point("6. Đăng ký nhận kết quả tại", return_place(said, *law.office));
    point("7. Phí, lệ phí", fees_of(facts, procedure));
    if (const auto how = counted(facts, act.event.data); !how.empty()) point("Cách tính", how);

    paper.pages = wording::paged(std::move(before), documents_of(facts, procedure), std::move(after),
                                 {{"NGƯỜI NỘP HỒ SƠ", "(Ký, ghi rõ họ tên)", ""},
                                  {"NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký, ghi rõ họ tên)",
                                   wording::name_of(facts.people, act.event.actor.person)}},
                                 rows_beside_all, 18);

    const auto& office = *law.office;
    std::string where = "Tra cứu tình trạng hồ sơ tại Cổng Dịch vụ công quốc gia";
    if (!paper.lookup_url.empty())
        where += fmt::format(" hoặc {}/tra-cuu, bằng mã hồ sơ và mã tra cứu ở trên", facts.issue.site);
    paper.foot.push_back(where + ".");
    auto open = fmt::format("Giờ làm việc: {}, thứ Hai đến thứ Sáu",
                            office_hours(*law.calendar, local_date(facts.issue.at)));
    if (!office.phone.empty()) open += "; điện thoại " + office.phone;
    if (!office.address.empty()) open += "; " + office.address;
    paper.foot.push_back(open + ".");
    paper.foot.emplace_back(
        "Khi nhận kết quả mang theo Giấy tiếp nhận hồ sơ này; nếu mất, mang giấy tờ tùy thân; người nhận "
        "thay mang văn bản "
        "ủy quyền. Có kết quả sớm, cơ quan báo qua điện thoại hoặc email đã ghi.");
    if (office.standing == OfficeStanding::behind)
        paper.foot.emplace_back(
            "Mã hồ sơ và ngày hẹn do hệ thống thông tin giải quyết thủ tục hành chính của tỉnh cấp.");
    fit(paper);
    return paper;
}

std::string grouped(const std::string& lookup_code) {
    std::string out;
    for (std::size_t i = 0; i < lookup_code.size(); ++i) {
        if (i > 0 && i % 4 == 0) out += '-';
        out += lookup_code[i];
    }
    return out;
}

std::string lookup_address(const std::string& site, const std::string& code, const std::string& lookup_code) {
    return lookup_code.empty() ? std::string() : fmt::format("{}/t/{}.{}", site, code, lookup_code);
}

}  // namespace motcua::server
