#include "server/quality/trace.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using procedures::AuditTick;
using procedures::Dossier;
using procedures::EventType;
using procedures::Language;
using procedures::Mark;
namespace fields = procedures::fields;

namespace {

/// What the events tell beside the dossier as it stands in the end.
struct Told {
    Dossier dossier;
    bool receipt_printed = false, supplement_printed = false, over_limit = false;
    bool is_signed = false, is_returned = false;
    std::size_t asked = 0, answered = 0, answered_late = 0;
    std::vector<std::string> late_steps;
};

void take(Told& told, const procedures::Event& event) {
    const auto& before = told.dossier;
    if (event.data.contains("action") && before.step_due && event.at > *before.step_due &&
        before.kind == procedures::StepKind::working)
        told.late_steps.push_back(before.step);
    switch (event.type) {
        case EventType::paper_issued: {
            const auto form = fields::text(event.data, "form");
            told.receipt_printed = told.receipt_printed || form == to_string(procedures::PaperForm::receipt);
            told.supplement_printed =
                told.supplement_printed || form == to_string(procedures::PaperForm::supplement);
            break;
        }
        case EventType::supplement_requested:
            told.over_limit = told.over_limit || fields::flag(event.data, "over_limit");
            break;
        case EventType::consults_opened:
            if (const auto* opened = fields::array_if(event.data, "consults")) told.asked += opened->size();
            break;
        case EventType::consult_answered:
            ++told.answered;
            told.answered_late += fields::flag(event.data, "late") ? 1 : 0;
            break;
        case EventType::signed_: told.is_signed = true; break;
        case EventType::returned: told.is_returned = true; break;
        default: break;
    }
    procedures::apply(told.dossier, event);
}

}  // namespace

std::vector<TracedTick> trace_of(const procedures::Law& law, std::span<const storage::Projected> events,
                                 Language language) {
    const auto said = [&](std::string_view vi, std::string_view en) {
        return std::string(language == Language::en ? en : vi);
    };
    Told told;
    for (const auto& one : events) take(told, one.event);
    const auto& dossier = told.dossier;
    const auto* procedure = law.version(dossier.version);
    std::vector<TracedTick> out;
    const auto answer = [&](AuditTick tick, std::string_view word, std::string evidence) {
        out.push_back({tick, std::string(word), std::move(evidence)});
    };
    const auto written = [&](const std::optional<procedures::Instant>& moment) {
        return moment ? procedures::format_instant(*moment) : std::string("–");
    };

    if (!dossier.received_at)
        answer(AuditTick::receipt, "not_applicable", said("Không được tiếp nhận", "It was not received"));
    else if (told.receipt_printed)
        answer(AuditTick::receipt, "yes",
               said("Tiếp nhận ", "Received ") + written(dossier.received_at) +
                   said(", đã in giấy tiếp nhận", ", receipt printed"));
    else
        answer(AuditTick::receipt, "ask",
               said("Không có giấy tiếp nhận in từ hệ thống", "No receipt was printed by this program"));

    std::string wrong, unchecked;
    if (procedure != nullptr)
        for (const auto& document : procedure->documents) {
            if (!document.required || document.output || !document.when.holds(dossier.attributes)) continue;
            const auto mark = dossier.marks.find(document.id);
            const auto stands = mark == dossier.marks.end() ? Mark::unchecked : mark->second;
            auto& list = stands == Mark::unchecked ? unchecked : wrong;
            if (stands != Mark::right) list += (list.empty() ? "" : "; ") + in(language, document.names);
        }
    if (!wrong.empty())
        answer(AuditTick::components, "no", wrong);
    else if (!unchecked.empty())
        answer(AuditTick::components, "ask", said("Chưa đánh dấu: ", "Not marked: ") + unchecked);
    else
        answer(
            AuditTick::components, "yes",
            said("Mọi thành phần bắt buộc đã được đánh dấu đúng", "All required documents are marked right"));

    std::string late;
    for (const auto& step : told.late_steps)
        late += (late.empty() ? "" : "; ") + step_name({law.office.get(), procedure}, step, language);
    answer(AuditTick::control_slip, late.empty() ? "yes" : "no",
           late.empty() ? said("Phiếu lập từ nhật ký; không bước nào quá thời gian",
                               "Derived from the journal; no step over its time")
                        : said("Quá thời gian ở bước: ", "Over their time: ") + late);

    if (told.asked == 0)
        answer(AuditTick::consultation, "not_applicable", said("Không lấy ý kiến", "Nobody was asked"));
    else
        answer(
            AuditTick::consultation, told.answered >= told.asked && told.answered_late == 0 ? "yes" : "no",
            fmt::format(fmt::runtime(said("Hỏi {}, trả lời {}, muộn {}", "Asked {}, answered {}, late {}")),
                        told.asked, told.answered, told.answered_late));

    if (dossier.supplements_used == 0)
        answer(AuditTick::supplement, "not_applicable", said("Không yêu cầu bổ sung", "None was asked"));
    else if (told.over_limit)
        answer(
            AuditTick::supplement, "no",
            fmt::format(fmt::runtime(said("Đã yêu cầu {} lần", "Asked {} times")), dossier.supplements_used));
    else if (told.supplement_printed)
        answer(AuditTick::supplement, "yes",
               said("Trong số lần cho phép, có phiếu", "Within the limit, with its slip"));
    else
        answer(AuditTick::supplement, "ask",
               said("Không có phiếu yêu cầu bổ sung in từ hệ thống", "No slip was printed by this program"));

    if (!told.is_signed)
        answer(AuditTick::result, "not_applicable", said("Không có kết quả được ký", "No result was signed"));
    else {
        const bool in_time =
            dossier.finished_at && dossier.legal_due && *dossier.finished_at <= dossier.legal_due->legal_end;
        answer(AuditTick::result, in_time ? "yes" : "no",
               said("Người ký được kiểm tra khi ký; có kết quả ", "The signer was checked; result ") +
                   written(dossier.finished_at) + said(", hạn ", ", due ") +
                   written(dossier.legal_due ? std::optional(dossier.legal_due->due) : std::nullopt));
    }

    if (told.is_returned)
        answer(AuditTick::hand_over, "ask",
               said("Đã ghi người nhận; chữ ký xem ở giấy",
                    "The collector is recorded; the signature is on paper"));
    else
        answer(AuditTick::hand_over, "not_applicable", said("Chưa trao", "Not handed over"));

    answer(AuditTick::archived, "ask", said("Xem kho lưu trữ", "Look in the archive"));

    if (procedure == nullptr || !dossier.received_at)
        answer(AuditTick::versions, "not_applicable", said("Không được tiếp nhận", "It was not received"));
    else
        answer(AuditTick::versions,
               procedure->is_in_force(procedures::local_date(*dossier.received_at)) ? "yes" : "no",
               dossier.version.substr(0, 12));
    return out;
}

}  // namespace motcua::server
