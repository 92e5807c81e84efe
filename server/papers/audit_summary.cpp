#include "server/papers/audit_summary.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/papers/wording.hpp"

#include <fmt/format.h>

#include <iterator>

namespace motcua::server {

using namespace procedures;

namespace {

constexpr std::size_t rows_on_page = 28;

/// As events hold it; "" when the text is none.
std::string_view verdict_name(std::string_view text) {
    for (const auto verdict : {Verdict::early, Verdict::on_time, Verdict::late})
        if (to_string(verdict) == text) return name_of(verdict, Language::vi);
    return {};
}

void append(std::vector<PaperPage>& pages, std::vector<PaperPage> more) {
    std::move(more.begin(), more.end(), std::back_inserter(pages));
}

std::vector<PaperPage> titled(std::string_view title, PaperTable table) {
    return wording::paged({PaperText{std::string(title), true}}, std::move(table), {}, {}, rows_on_page,
                          rows_on_page);
}

std::vector<PaperBlock> standing(const AuditFacts& facts, const Naming& naming) {
    const auto& dossier = facts.dossier;
    const wording::Said said(facts.events);
    std::vector<PaperBlock> out;
    const auto point = [&](std::string label, std::string value) {
        if (!value.empty()) out.emplace_back(PaperPoint{std::move(label), std::move(value)});
    };
    point("Thủ tục", naming.procedure->names.vi);
    point("Phiên bản thủ tục (SHA-256)", dossier.version);
    point("Chế độ pháp lý", dossier.rule_set);
    point("Người nộp", said("applicant.name"));
    point("Chủ hồ sơ", said("owner.name"));
    point("Bước hiện tại", step_name(naming, dossier.step, Language::vi));
    if (dossier.received_at) point("Tiếp nhận", wording::moment(*dossier.received_at));
    const auto due = [](const std::optional<DueDate>& one) {
        return one ? wording::moment(one->due) + (one->provisional ? " (tạm tính)" : "") : std::string();
    };
    point("Hạn ban đầu", due(dossier.original_due));
    point("Hạn theo luật", due(dossier.legal_due));
    if (dossier.appointment) point("Hẹn trả", wording::moment(*dossier.appointment));
    for (const auto& told : facts.events) {
        if (!told.event.data.contains("legal_verdict")) continue;
        point("Kết thúc thời hạn", wording::moment(told.event.at));
        point("So với hạn theo luật",
              std::string(verdict_name(fields::text_or(told.event.data, "legal_verdict"))));
        point("Theo chỉ số (QĐ 766)",
              std::string(verdict_name(fields::text_or(told.event.data, "index_verdict"))));
    }
    if (!facts.explanation.empty()) {
        out.emplace_back(PaperText{"Cách tính thời hạn", true});
        for (const auto& line : facts.explanation) out.emplace_back(PaperText{line});
    }
    return out;
}

PaperTable timeline(const AuditFacts& facts, const Naming& naming) {
    PaperTable table{{{"Sự kiện", 2, true}, {"Thời điểm", 4}, {"Người thực hiện", 5}, {"Việc", 9}}, {}};
    for (const auto& told : facts.events) {
        const auto& [type, v, stream, at, actor, data, personal] = told.event;
        auto who = actor.person.starts_with("system:") ? std::string("Hệ thống")
                                                       : wording::name_of(facts.people, actor.person);
        if (!actor.on_behalf_of.empty())
            who += ", thay " + wording::name_of(facts.people, actor.on_behalf_of);
        std::string what(name_of(type, Language::vi));
        if (data.contains("action"))
            what += ": " + step_name(naming, fields::text_or(data, "from"), Language::vi) + " → " +
                    step_name(naming, fields::text_or(data, "to"), Language::vi);
        if (fields::flag(data, "entered_late"))
            what += " (nhập sau: " + wording::brief(told.recorded_at) + ")";
        if (const auto reason = fields::text_or(personal, "reason"); !reason.empty())
            what += fmt::format(". Lý do: {}", reason);
        table.rows.push_back({std::to_string(told.seq), wording::brief(at), who, what});
    }
    return table;
}

PaperTable hands(const AuditFacts& facts, const Naming& naming) {
    PaperTable table{{{"Người giữ", 7}, {"Bước", 6}, {"Từ", 4}, {"Đến", 4}, {"Phút làm việc", 2, true}}, {}};
    for (const auto& one : facts.handovers) {
        auto who = unit_name(naming, one.holder.unit, Language::vi);
        if (!one.holder.person.empty()) who += ", " + wording::name_of(facts.people, one.holder.person);
        if (one.charged_to == storage::Handover::ChargedTo::applicant) who = "Người nộp hồ sơ";
        table.rows.push_back({who, step_name(naming, one.step, Language::vi), wording::brief(one.from),
                              wording::brief(one.until), std::to_string(count(one.minutes))});
    }
    return table;
}

PaperTable contents(const AuditFacts& facts) {
    PaperTable table{{{"Sự kiện", 2, true}, {"Tệp trong gói", 4}, {"Tên", 6}, {"SHA-256", 8}}, {}};
    for (const auto& one : facts.contents)
        table.rows.push_back({std::to_string(one.event), one.file.empty() ? "không có" : one.file, one.name,
                              one.digest.empty() ? "đã xóa theo luật" : one.digest});
    return table;
}

}  // namespace

Paper audit_summary(const AuditFacts& facts) {
    const Naming naming{facts.law.office.get(), facts.law.version(facts.dossier.version)};
    Paper paper;
    paper.size = PaperSize::a4;
    paper.superior = facts.law.office->superior.vi;
    paper.office = facts.law.office->names.vi;
    paper.place_date = wording::moment(facts.at);
    paper.title = "HỒ SƠ ĐÁNH GIÁ";
    paper.code = facts.dossier.code;
    paper.copies = {""};
    paper.issued_at = format_instant(facts.at);
    paper.training = facts.training;
    paper.pages.push_back({standing(facts, naming), {}});
    append(paper.pages, titled("Tiến trình", timeline(facts, naming)));
    append(paper.pages, titled("Phiếu kiểm soát: ai đã giữ hồ sơ, bao lâu", hands(facts, naming)));
    if (!facts.contents.empty()) append(paper.pages, titled("Tệp và giấy tờ đã phát hành", contents(facts)));
    paper.foot = {"Điểm kiểm của nhật ký:", facts.checkpoint, "Người lấy gói: " + facts.by};
    fit(paper);
    return paper;
}

}  // namespace motcua::server
