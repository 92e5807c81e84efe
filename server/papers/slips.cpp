// The other papers of a dossier: supplement request, refusal, apology, stop notice, control slip.
#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"
#include "procedures/text/explanation.hpp"
#include "server/papers/forms.hpp"
#include "server/papers/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::server {

using namespace procedures;

namespace {

using storage::Projected;

LocalDate forms_day(const PaperFacts& facts) {
    return local_date(facts.dossier.received_at.value_or(facts.issue.at));
}

const Projected& needed(const Projected* told) {
    if (told == nullptr) throw std::logic_error("a paper was called for by an event that is not there");
    return *told;
}

/// The later of the two; one at least is there.
const Projected& later(const Projected* one, const Projected* other) {
    if (one == nullptr || (other != nullptr && other->seq > one->seq)) return needed(other);
    return *one;
}

std::string reason_in(const Projected& told) {
    return std::string(fields::text_or(told.event.personal, "reason"));
}

/// The number that the records clerk gave the act goes before the number of the print.
void take_given_number(Paper& paper, const Projected& act) {
    if (const auto given = fields::text_or(act.event.data, "number"); !given.empty())
        paper.number = fmt::format("Số: {}", given);
}

std::string unit_and_person(const Holder& holder, const PaperFacts& facts) {
    const Naming naming{facts.law.office.get(), facts.law.version(facts.dossier.version)};
    auto out = unit_name(naming, holder.unit, Language::vi);
    if (!holder.person.empty()) out += ", " + wording::name_of(facts.people, holder.person);
    return out;
}

std::string document_name(const Procedure& procedure, const std::string& id) {
    const auto* document = procedure.document(id);
    return document != nullptr ? document->names.vi : id;
}

std::string copies_of(const Document* document) {
    if (document == nullptr) return {};
    std::string out;
    const auto put = [&](int count, std::string_view kind) {
        if (count > 0) out += fmt::format("{}{:02} {}", out.empty() ? "" : ", ", count, kind);
    };
    put(document->originals, "bản chính");
    put(document->certified, "bản chứng thực");
    put(document->copies, "bản chụp");
    return out;
}

/// What is to be added and why: the lines that the officer listed, or before receipt what the check found.
PaperTable lines_of(const PaperFacts& facts, const Procedure& procedure, const Projected& called) {
    PaperTable table{{{"TT", 1, true}, {"Thành phần hồ sơ", 7}, {"Số lượng", 3}, {"Nội dung, lý do", 6}}, {}};
    const auto put = [&](const std::string& document, std::string why) {
        table.rows.push_back({std::to_string(table.rows.size() + 1), document_name(procedure, document),
                              copies_of(procedure.document(document)), std::move(why)});
    };
    if (called.event.type == EventType::supplement_issued) {
        const auto& asked = needed(wording::last_of(facts.events, EventType::supplement_requested)).event;
        for (const auto& line : asked.data.at("lines").as_array()) {
            const std::string document(line.as_string());
            put(document, std::string(fields::text_or(asked.personal, "reason." + document)));
        }
        return table;
    }
    std::map<std::string, std::string> comments;
    std::map<std::string, Mark> marks;
    for (const auto& told : facts.events) {
        if (told.seq > called.seq) break;
        if (const auto* given = fields::object_if(told.event.data, "marks"))
            for (const auto& [key, value] : *given) {
                const std::string document(key);
                marks[document] =
                    parse_mark(fields::text(value.as_object(), "mark")).value_or(Mark::unchecked);
                comments[document] = fields::text_or(told.event.personal, "comment." + document);
            }
    }
    for (const auto& document : procedure.documents) {
        const auto mark = marks.find(document.id);
        if (mark == marks.end() || (mark->second != Mark::wrong && mark->second != Mark::missing)) continue;
        const auto& comment = comments[document.id];
        put(document.id, comment.empty() ? std::string(name_of(mark->second, Language::vi)) : comment);
    }
    return table;
}

void put_contact(Paper& paper, const Office& office) {
    auto line = "Cần trao đổi, xin liên hệ " + office.names.vi;
    if (!office.phone.empty()) line += ", điện thoại " + office.phone;
    if (!office.website.empty()) line += ", " + office.website;
    paper.foot.push_back(line + ".");
}

std::vector<PaperSignature> of_agency(std::string_view title) {
    return {{"", "", ""}, {std::string(title), "(Ký, đóng dấu)", ""}};
}

/// The numbered letter of the agency to the applicant.
Paper letter(PaperForm form, std::string_view series, const PaperFacts& facts, const wording::Said& said) {
    auto paper = wording::begun(form, PaperSize::a5, series, facts.law, forms_day(facts), facts.issue);
    paper.code = facts.dossier.code;
    paper.pages.resize(1);
    auto& blocks = paper.pages.front().blocks;
    blocks.emplace_back(PaperPoint{"Kính gửi", said("applicant.name"), true});
    if (const auto address = said("applicant.address"); !address.empty())
        blocks.emplace_back(PaperPoint{"Địa chỉ", address});
    if (const auto phone = said("applicant.phone"); !phone.empty())
        blocks.emplace_back(PaperPoint{"Số điện thoại", phone});
    return paper;
}

/// "Ngày … đã tiếp nhận hồ sơ giải quyết thủ tục …"
PaperText taken_in(const PaperFacts& facts) {
    const auto& office = *facts.law.office;
    return {fmt::format("Ngày {}, {} đã tiếp nhận hồ sơ mã số {} giải quyết thủ tục “{}”.",
                        wording::day(local_date(*facts.dossier.received_at)), office.names.vi,
                        facts.dossier.code, facts.law.version(facts.dossier.version)->names.vi)};
}

}  // namespace

Paper supplement_request(const PaperFacts& facts) {
    const auto& procedure = *facts.law.version(facts.dossier.version);
    const wording::Said said(facts.events);
    const auto& called = later(wording::last_of(facts.events, EventType::supplement_issued),
                               wording::last_of(facts.events, EventType::asked_before_receipt));
    auto paper = wording::begun(PaperForm::supplement, PaperSize::a5, "HDHS", facts.law, forms_day(facts),
                                facts.issue);
    paper.code = facts.dossier.code;
    take_given_number(paper, called);
    std::vector<PaperBlock> before;
    wording::put_applicant(before, facts, said);
    before.emplace_back(PaperText{"Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", true});
    std::vector<PaperBlock> after;
    if (const auto reason = reason_in(called); !reason.empty())
        after.emplace_back(PaperPoint{"Lý do", reason});
    // After receipt the applicant has a period, and the dossier is closed after it (NĐ 118/2025 art. 19(5)).
    if (const auto* until = fields::object_if(called.event.data, "until")) {
        const auto due = fields::due_date(*until);
        after.emplace_back(PaperPoint{
            "Bổ sung chậm nhất",
            "hết ngày " + wording::day(due.last_day) + (due.provisional ? " (tạm tính)" : ""), true});
        after.emplace_back(
            PaperText{"Trong thời gian chờ bổ sung, thời hạn giải quyết tạm dừng. Quá ngày trên mà chưa bổ "
                      "sung đủ, hồ sơ được đóng; "
                      "ông/bà có thể nộp hồ sơ mới."});
    }
    paper.pages = wording::paged(std::move(before), lines_of(facts, procedure, called), std::move(after),
                                 {{"", "", ""},
                                  {"NGƯỜI HƯỚNG DẪN", "(Ký, ghi rõ họ tên)",
                                   wording::name_of(facts.people, called.event.actor.person)}},
                                 rows_beside_all, 18);
    put_contact(paper, *facts.law.office);
    fit(paper);
    return paper;
}

Paper refusal_of(const PaperFacts& facts) {
    const wording::Said said(facts.events);
    const auto& called = later(wording::last_of(facts.events, EventType::refusal_drafted),
                               wording::last_of(facts.events, EventType::intake_refused));
    const bool at_counter = called.event.type == EventType::intake_refused;
    auto paper =
        wording::begun(PaperForm::refusal, PaperSize::a5, "", facts.law, forms_day(facts), facts.issue);
    paper.code = facts.dossier.code;
    paper.pages.resize(1);
    auto& page = paper.pages.front();
    wording::put_applicant(page.blocks, facts, said);
    page.blocks.emplace_back(
        PaperPoint{fmt::format("Qua xem xét, {} thông báo không {} hồ sơ này với lý do cụ thể như sau",
                               facts.law.office->names.vi, at_counter ? "tiếp nhận" : "giải quyết"),
                   reason_in(called), true});
    page.blocks.emplace_back(PaperText{"Xin thông báo để ông/bà biết và thực hiện."});
    if (at_counter) {
        page.signatures = {{"NGƯỜI NỘP HỒ SƠ", "(Ký, ghi rõ họ tên)", ""},
                           {"NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký, ghi rõ họ tên)",
                            wording::name_of(facts.people, called.event.actor.person)}};
    } else {
        page.signatures = of_agency("THỦ TRƯỞNG CƠ QUAN");
        if (const auto* issued = wording::last_of(facts.events, EventType::issued))
            take_given_number(paper, *issued);
    }
    put_contact(paper, *facts.law.office);
    fit(paper);
    return paper;
}

Paper apology_of(const PaperFacts& facts) {
    const wording::Said said(facts.events);
    const auto& called = needed(wording::last_of(facts.events, EventType::rescheduled));
    auto paper = letter(PaperForm::apology, "PXL", facts, said);
    auto& page = paper.pages.front();
    page.blocks.emplace_back(taken_in(facts));
    page.blocks.emplace_back(
        PaperPoint{"Thời gian hẹn trả kết quả", wording::moment(fields::instant(called.event.data, "from"))});
    page.blocks.emplace_back(
        PaperText{"Đến nay chúng tôi chưa trả kết quả giải quyết đúng thời hạn ghi trên Giấy tiếp nhận hồ sơ "
                  "và hẹn trả "
                  "kết quả."});
    page.blocks.emplace_back(PaperPoint{"Lý do", reason_in(called)});
    page.blocks.emplace_back(
        PaperText{"Sự chậm trễ này đã gây phiền hà cho ông/bà; chúng tôi chân thành xin lỗi."});
    const auto appointment = fields::instant(called.event.data, "appointment");
    page.blocks.emplace_back(
        PaperPoint{"Thời gian hẹn trả kết quả lại",
                   wording::moment(appointment) +
                       (facts.law.calendar->is_provisional(local_date(appointment)) ? " (tạm tính)" : ""),
                   true});
    page.blocks.emplace_back(
        PaperPoint{"Nơi nhận", "như trên; Bộ phận Tiếp nhận và Trả kết quả; lưu văn thư"});
    page.signatures = of_agency("THỦ TRƯỞNG ĐƠN VỊ");
    put_contact(paper, *facts.law.office);
    fit(paper);
    return paper;
}

Paper stop_notice(const PaperFacts& facts) {
    const auto& procedure = *facts.law.version(facts.dossier.version);
    const wording::Said said(facts.events);
    const auto& called = later(wording::last_of(facts.events, EventType::stopped),
                               wording::last_of(facts.events, EventType::withdrawn));
    const auto* asked = wording::last_of(facts.events, EventType::withdrawal_requested);
    auto paper = letter(PaperForm::stop, "", facts, said);
    auto& page = paper.pages.front();
    page.blocks.emplace_back(taken_in(facts));
    if (asked != nullptr) {
        const auto channel = parse_channel(fields::text_or(asked->event.data, "channel"));
        page.blocks.emplace_back(
            PaperPoint{"Đề nghị của người nộp",
                       wording::moment(asked->event.at) +
                           (channel ? fmt::format(" ({})", name_of(*channel, Language::vi)) : "") +
                           (reason_in(*asked).empty() ? "" : "; lý do: " + reason_in(*asked))});
    }
    page.blocks.emplace_back(
        PaperText{"Tại thời điểm đề nghị, chưa có quyết định hoặc kết quả giải quyết nào được ban hành."});
    page.blocks.emplace_back(PaperPoint{"Thời điểm dừng giải quyết", wording::moment(called.event.at), true});
    std::string fees;
    for (const auto& [fee, state] : facts.dossier.fees)
        for (const auto& known : procedure.fees)
            if (known.id == fee)
                fees += (fees.empty() ? "" : "; ") + known.names.vi +
                        (state == "paid" ? " (đã nộp)" : " (được miễn)");
    page.blocks.emplace_back(PaperPoint{"Phí, lệ phí", fees.empty() ? "Không" : fees});
    page.blocks.emplace_back(PaperPoint{"Giấy tờ trả lại", "theo biên nhận khi người nộp đến nhận"});
    page.signatures = of_agency("THỦ TRƯỞNG CƠ QUAN");
    put_contact(paper, *facts.law.office);
    fit(paper);
    return paper;
}

Paper control_slip(const PaperFacts& facts) {
    const auto& dossier = facts.dossier;
    const auto& procedure = *facts.law.version(dossier.version);
    const wording::Said said(facts.events);
    auto paper =
        wording::begun(PaperForm::control_slip, PaperSize::a4, "", facts.law, forms_day(facts), facts.issue);
    paper.code = dossier.code;
    std::vector<PaperBlock> head;
    const auto point = [&](std::string label, std::string value, bool strong = false) {
        if (!value.empty()) head.emplace_back(PaperPoint{std::move(label), std::move(value), strong});
    };
    point("Kèm theo hồ sơ của", said("applicant.name"), true);
    point("Địa chỉ", said("applicant.address"));
    point("Số điện thoại", said("applicant.phone"));
    point("Thủ tục", procedure.names.vi);
    point("Ngày, giờ nhận", wording::moment(*dossier.received_at));
    point("Ngày, giờ hẹn trả kết quả",
          wording::moment(*dossier.appointment) + (dossier.legal_due->provisional ? " (tạm tính)" : ""),
          true);
    point("Cơ quan giải quyết hồ sơ", facts.law.office->names.vi);
    std::string parties;
    for (const auto& told : facts.events)
        if (const auto* consults = fields::array_if(told.event.data, "consults"))
            for (const auto& consult : *consults) {
                const std::string party(fields::text(consult.as_object(), "party"));
                std::string name = party;
                for (const auto& step : procedure.steps)
                    for (const auto& known : step.consults)
                        if (known.party == party) name = known.names.vi;
                parties += (parties.empty() ? "" : "; ") + name;
            }
    point("Cơ quan phối hợp giải quyết hồ sơ", parties);
    PaperTable table{{{"TÊN CƠ QUAN", 6},
                      {"THỜI GIAN GIAO, NHẬN HỒ SƠ", 4},
                      {"KẾT QUẢ GIẢI QUYẾT HỒ SƠ", 3, true},
                      {"GHI CHÚ", 3}},
                     {}};
    for (const auto& one : facts.handovers) {
        const Naming naming{facts.law.office.get(), &procedure};
        std::string parties_of = "1. Giao: " + unit_and_person(one.holder, facts);
        if (one.received_by) parties_of += "\n2. Nhận: " + unit_and_person(*one.received_by, facts);
        std::string verdict;
        if (one.charged_to != storage::Handover::ChargedTo::applicant && one.due)
            verdict = one.until > *one.due                            ? "Quá hạn"
                      : local_date(one.until) == local_date(*one.due) ? "Đúng hạn"
                                                                      : "Trước hạn";
        auto note = step_name(naming, one.step, Language::vi);
        if (one.charged_to == storage::Handover::ChargedTo::applicant) note += " (thời gian của người nộp)";
        table.rows.push_back({parties_of, wording::moment(one.until), verdict, note});
    }
    if (dossier.is_open())
        table.rows.push_back({"Đang xử lý: " + unit_and_person(dossier.holder, facts), "", "", ""});
    paper.pages = wording::paged(std::move(head), std::move(table), {}, {}, 12, 20);
    fit(paper);
    return paper;
}

Paper paper_of(PaperForm form, const PaperFacts& facts) {
    switch (form) {
        case PaperForm::receipt: return receipt_of(facts);
        case PaperForm::supplement: return supplement_request(facts);
        case PaperForm::refusal: return refusal_of(facts);
        case PaperForm::apology: return apology_of(facts);
        case PaperForm::stop: return stop_notice(facts);
        case PaperForm::control_slip: return control_slip(facts);
        case PaperForm::register_:
        case PaperForm::hand_over:
        case PaperForm::blank_receipt:
        case PaperForm::outage_list: break;
    }
    throw std::logic_error("a list is no paper of a dossier");
}

}  // namespace motcua::server
