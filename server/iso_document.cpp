#include "server/iso_document.hpp"

#include "procedures/definition/compare.hpp"
#include "procedures/definition/spoken.hpp"
#include "server/html.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace motcua::server {

namespace {

using namespace procedures;

/// The stamp is fixed, so that a printer repeats it on each page; table heads repeat by themselves.
constexpr std::string_view style = R"(
@page { size: A4; margin: 20mm 15mm 20mm 25mm; }
* { box-sizing: border-box; }
body { font-family: "Times New Roman", Tinos, "Liberation Serif", serif; font-size: 13pt; line-height: 1.35;
  max-width: 170mm; margin: 0 auto; color: #000; background: #fff; }
h1 { font-size: 17pt; text-align: center; text-transform: uppercase; margin: 14mm 0 6mm; }
h2 { font-size: 13.5pt; margin: 7mm 0 2mm; break-after: avoid; }
h3 { font-size: 13pt; margin: 5mm 0 2mm; break-after: avoid; }
p { margin: 1.5mm 0; }
ul { margin: 1mm 0; padding-left: 6mm; }
table { width: calc(100% - 0.6mm); border-collapse: collapse; margin: 2mm 0.3mm 4mm; font-size: 12pt; }
th, td { border: 0.3mm solid #000; padding: 1.2mm 1.8mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { text-align: center; overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.agency { text-align: center; text-transform: uppercase; }
.number { text-align: center; min-width: 9mm; white-space: nowrap; }
.narrow { width: 28mm; }
.long { width: 62mm; }
.sign td { height: 24mm; }
.small { font-size: 11pt; }
.cover { break-after: page; }
.stamp { position: fixed; top: 45%; left: 0; right: 0; text-align: center; transform: rotate(-32deg); font-size: 84pt;
  font-weight: bold; color: rgba(160, 0, 0, 0.13); pointer-events: none; }
.state { text-align: center; font-weight: bold; border: 0.5mm solid #000; padding: 2mm; margin: 4mm 0.3mm; }
@media screen { body { padding: 10mm 0; } }
)";

class IsoDocument {
public:
    explicit IsoDocument(const IsoSource& source)
        : source_(source),
          p_(source.procedure),
          page_("vi", fmt::format("{} – {}", p_.iso.code, p_.names.vi), style) {
        int row = 0;
        for (const auto& step : p_.steps)
            if (step.kind != StepKind::closed) rows_[step.id] = ++row;
    }

    std::string text() {
        stamp();
        cover();
        purpose();
        content();
        heading("h2", "6. Biểu mẫu");
        forms();
        heading("h2", "7. Hồ sơ lưu");
        kept();
        open_questions();
        page_.line("p.small",
                   fmt::format("In từ định nghĩa phiên bản {}, ngày in {}. Bản in không thay cho bản được "
                               "kiểm soát.",
                               source_.version.substr(0, 16), spoken(source_.printed)));
        return page_.take();
    }

private:
    void heading(std::string_view element, std::string_view text) { page_.line(element, text); }
    void say(std::string_view text) { page_.line("p", text); }
    void point(std::string_view text) { page_.line("li", text); }

    void open_table(std::initializer_list<std::string_view> heads) {
        page_.open("table").open("thead").open("tr");
        for (const auto head : heads) page_.line("th", head);
        page_.close("tr").close("thead").open("tbody");
    }
    void close_table() { page_.close("tbody").close("table"); }
    void row(std::initializer_list<std::string_view> cells) {
        page_.open("tr");
        for (const auto cell : cells) page_.line("td", cell);
        page_.close("tr");
    }

    bool is_obsolete() const { return p_.in_force_until && *p_.in_force_until < source_.printed; }
    /// The approval counts from its own date on.
    bool is_draft() const { return !p_.is_approved(); }

    void stamp() {
        if (is_draft())
            page_.line("div.stamp", "DỰ THẢO");
        else if (is_obsolete())
            page_.line("div.stamp", "HẾT HIỆU LỰC");
    }

    void cover() {
        page_.open("section.cover");
        page_.line("p.agency", source_.office.superior.vi);
        page_.open("p.agency").line("strong", source_.office.names.vi).close("p");
        heading("h1", "Quy trình: " + p_.names.vi);
        if (is_draft())
            page_.line("p.state",
                       "DỰ THẢO: chưa có quyết định phê duyệt, không dùng để giải quyết hồ sơ thật");
        else
            page_.line("p.state", fmt::format("Ban hành kèm theo {} ngày {} ({}); có hiệu lực từ {}",
                                              p_.approval->decision, spoken(p_.approval->date),
                                              p_.approval->signer, spoken(p_.approval->effective)));
        if (is_obsolete())
            page_.line("p.state", fmt::format("HẾT HIỆU LỰC sau ngày {}", spoken(*p_.in_force_until)));
        page_.open("table").open("tbody");
        row({"Ký hiệu", p_.iso.code});
        row({"Lần ban hành", fmt::format("{:02}", p_.iso.issue)});
        row({"Ngày ban hành", is_draft() ? "……/……/………" : spoken(p_.approval->date)});
        row({"Mã thủ tục hành chính", p_.national_code.empty() ? "chưa xác nhận" : p_.national_code});
        row({"Lĩnh vực", p_.field.vi});
        row({"Áp dụng", period(p_)});
        page_.close("tbody").close("table");
        page_.open("table").open("thead").open("tr");
        for (const auto* head : {"", "Biên soạn", "Kiểm tra", "Phê duyệt"}) page_.line("th", head);
        page_.close("tr").close("thead").open("tbody.sign");
        row({"Họ và tên", "", "", is_draft() ? std::string_view() : p_.approval->signer});
        row({"Chữ ký", "", "", ""});
        row({"Ngày", "", "", is_draft() ? std::string() : spoken(p_.approval->date)});
        page_.close("tbody").close("table");
        amendments();
        page_.close("section");
    }

    static std::string period(const Procedure& procedure) {
        return fmt::format("từ {}{}", spoken(procedure.in_force_from),
                           procedure.in_force_until ? " đến " + spoken(*procedure.in_force_until) : "");
    }

    /// "Thời hạn: 2; Các bước: 5": which parts of the version before were changed, and how often.
    std::string amended(const Procedure& before, const Procedure& after) const {
        std::vector<std::pair<std::string, int>> parts;
        for (const auto& change : compare(before, after, source_.office)) {
            if (parts.empty() || parts.back().first != change.part) parts.emplace_back(change.part, 0);
            ++parts.back().second;
        }
        std::vector<std::string> texts;
        for (const auto& [part, count] : parts) texts.push_back(fmt::format("{} ({})", part, count));
        return fmt::format("Sửa đổi: {}", fmt::join(texts, "; "));
    }

    void amendments() {
        heading("h3", "Bảng theo dõi sửa đổi");
        open_table({"Lần ban hành", "Áp dụng", "Nội dung (số điểm thay đổi)", "Căn cứ"});
        const Procedure* before = nullptr;
        for (const auto* version : source_.versions) {
            row({fmt::format("{:02}", version->iso.issue), period(*version),
                 before == nullptr ? "Ban hành lần đầu trên hệ thống" : amended(*before, *version),
                 version->is_approved() ? version->approval->decision : "chưa phê duyệt"});
            before = version;
        }
        close_table();
    }

    void purpose() {
        heading("h2", "1. Mục đích");
        say(fmt::format(
            "Quy định thống nhất trình tự, trách nhiệm, thời gian giải quyết thủ tục “{}”, bảo đảm đúng "
            "pháp luật, đúng hạn và truy xét được.",
            p_.names.vi));
        heading("h2", "2. Phạm vi");
        say("Đối tượng thực hiện thủ tục: " + fmt::format("{}.", fmt::join(p_.applicants_vi, "; ")));
        say(fmt::format("Áp dụng tại {}. Cơ quan quyết định: {}.", source_.office.names.vi,
                        p_.decided_by.vi));
        if (!p_.conditions_vi.empty()) say("Yêu cầu, điều kiện: " + p_.conditions_vi);
        heading("h2", "3. Tài liệu viện dẫn");
        page_.open("ul");
        point("TCVN ISO 9001:2015 Hệ thống quản lý chất lượng – Các yêu cầu");
        for (const auto& basis : p_.legal_basis) point(basis);
        if (!p_.published_by.empty()) point("Quyết định công bố thủ tục hành chính: " + p_.published_by);
        if (!source_.forms.standing.basis.empty()) point(source_.forms.standing.basis);
        page_.close("ul");
        heading("h2", "4. Định nghĩa, chữ viết tắt");
        page_.open("ul");
        point("UBND: Ủy ban nhân dân; TTHC: thủ tục hành chính; NĐ: nghị định; QĐ: quyết định");
        point("Ngày làm việc: từ thứ Hai đến thứ Sáu, trừ ngày nghỉ; ngày tiếp nhận không tính vào thời hạn");
        point("Thời hạn dừng: khoảng thời gian người nộp giữ việc, không tính cho cơ quan");
        page_.close("ul");
    }

    void content() {
        heading("h2", "5. Nội dung quy trình");
        heading("h3", "5.1. Cơ sở pháp lý");
        page_.open("ul");
        for (const auto& basis : p_.legal_basis) point(basis);
        page_.close("ul");
        cases();
        heading("h3", "5.2. Thành phần hồ sơ");
        documents();
        heading("h3", "5.3. Số lượng hồ sơ");
        say(fmt::format("{:02} bộ.", p_.dossier_sets));
        for (const auto& variant : p_.variants)
            if (variant.dossier_sets)
                say(fmt::format("{}: {:02} bộ.", variant.names.vi, *variant.dossier_sets));
        heading("h3", "5.4. Thời gian xử lý");
        times();
        heading("h3", "5.5. Nơi tiếp nhận và trả kết quả");
        place();
        heading("h3", "5.6. Phí, lệ phí");
        fees();
        heading("h3", "5.7. Quy trình xử lý công việc");
        steps();
    }

    void cases() {
        if (p_.variants.empty()) return;
        heading("h3", "Các trường hợp của thủ tục");
        page_.open("ul");
        for (const auto& variant : p_.variants) {
            const auto note = variant.note.vi.empty() ? "" : ". " + variant.note.vi;
            point(fmt::format("{}{}{}", variant.names.vi, when(variant.when), note));
        }
        page_.close("ul");
    }

    std::string when(const Condition& condition) const {
        return condition.always() ? "" : fmt::format(" (khi {})", spoken(condition, p_));
    }

    static std::string joined(const std::vector<std::string>& parts) {
        return fmt::format("{}", fmt::join(parts, "; "));
    }
    static std::string number(int count) { return count == 0 ? "" : fmt::format("{:02}", count); }

    void documents() {
        open_table({"TT", "Tên giấy tờ", "Bản chính", "Bản chứng thực", "Bản sao", "Ghi chú"});
        int at = 0;
        for (const auto& document : p_.documents) {
            if (document.output) continue;
            std::vector<std::string> notes;
            if (!document.required) notes.emplace_back("không bắt buộc");
            if (!document.when.always()) notes.push_back("khi " + spoken(document.when, p_));
            for (const auto* note : {&document.condition_vi, &document.form})
                if (!note->empty()) notes.push_back(*note);
            row({std::to_string(++at), document.names.vi, number(document.originals),
                 number(document.certified), number(document.copies), joined(notes)});
        }
        close_table();
    }

    void times() {
        page_.open("ul");
        for (const auto& limit : p_.limits) {
            auto text = fmt::format("{}: {}{}", limit.names.vi, spoken(limit.statutory), when(limit.when));
            if (limit.committed)
                text +=
                    fmt::format("; cam kết còn {} ({})", spoken(*limit.committed), limit.committed_decision);
            if (limit.starts_after_revision) text += "; tính từ khi nhận hồ sơ đã chỉnh sửa";
            point(text + grounds(limit.standing));
        }
        for (const auto& mark : p_.milestones)
            point(fmt::format("Mốc {}: {}{}{}", mark.names.vi, spoken(mark.allowance), when(mark.when),
                              grounds(mark.standing)));
        point(supplement());
        if (p_.extension)
            point(fmt::format("Kéo dài: một lần, tối đa {}{}", spoken(p_.extension->at_most),
                              grounds(p_.extension->standing)));
        page_.close("ul");
    }

    static std::string grounds(const Standing& standing) {
        return standing.basis.empty() ? "" : fmt::format(" – {}", standing.basis);
    }

    std::string supplement() const {
        const auto& rule = p_.supplement;
        std::vector<std::string> parts{
            !rule.policy ? "thời hạn tính lại theo chế độ pháp lý của ngày tiếp nhận"
            : *rule.policy == SupplementPolicy::resume ? "thời gian người nộp bổ sung không tính vào thời hạn"
                                                       : "thời hạn tính lại từ đầu"};
        if (rule.notice_within) parts.push_back("thông báo trong " + spoken(*rule.notice_within));
        if (rule.second_notice_within)
            parts.push_back("thông báo lần hai trong " + spoken(*rule.second_notice_within));
        if (rule.applicant_has) parts.push_back("người nộp có " + spoken(*rule.applicant_has));
        return fmt::format("Bổ sung hồ sơ: {}{}", joined(parts), grounds(rule.standing));
    }

    void place() {
        const auto* desk = source_.office.desk();
        say(fmt::format("{}{}.", desk != nullptr ? desk->names.vi : source_.office.names.vi,
                        source_.office.address.empty() ? "" : ", " + source_.office.address));
        if (!p_.channels_vi.empty()) say("Cách thức: " + p_.channels_vi);
        say(p_.online_level == "full"      ? "Dịch vụ công trực tuyến: toàn trình."
            : p_.online_level == "partial" ? "Dịch vụ công trực tuyến: một phần."
                                           : "Không cung cấp trực tuyến.");
        say("Kết quả: " + p_.result.names.vi + ".");
        if (!p_.result.validity_vi.empty()) say("Hiệu lực của kết quả: " + p_.result.validity_vi + ".");
    }

    void fees() {
        if (p_.fees.empty()) {
            say("Không.");
            return;
        }
        page_.open("ul");
        for (const auto& fee : p_.fees)
            point(
                fmt::format("{}: {}, nộp {}{}{}", fee.names.vi,
                            fee.amount ? money(static_cast<std::int64_t>(*fee.amount)) : "mức chưa xác nhận",
                            spoken(fee.moment), when(fee.when), grounds(fee.standing)));
        page_.close("ul");
    }

    /// "1.150.000 đồng"
    static std::string money(std::int64_t amount) {
        auto digits = std::to_string(amount);
        for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
            digits.insert(static_cast<std::size_t>(at), ".");
        return digits + " đồng";
    }

    std::string who(const std::string& role, const std::string& unit) const {
        const auto* named_role = source_.office.role(role);
        const auto* named_unit = source_.office.unit(unit);
        return fmt::format("{}, {}", named_role != nullptr ? named_role->names.vi : role,
                           named_unit != nullptr ? named_unit->names.vi : unit);
    }

    std::string place_of(const std::string& step_id) const {
        if (const auto row = rows_.find(step_id); row != rows_.end())
            return fmt::format("bước {}", row->second);
        const auto* step = p_.step(step_id);
        return "kết thúc: " + step->names.vi;
    }

    void steps() {
        open_table({"TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"});
        for (const auto& step : p_.steps)
            if (step.kind != StepKind::closed) step_row(step);
        close_table();
        shared();
    }

    void step_row(const Step& step) {
        page_.open("tr");
        page_.line("td.number", std::to_string(rows_.at(step.id)));
        page_.open("td.long").line("strong", step.names.vi);
        if (!step.instruction.vi.empty()) page_.line("p", step.instruction.vi);
        if (!step.same_person_as.empty())
            page_.line("p", fmt::format("Do người đã làm {} tiếp tục.", place_of(step.same_person_as)));
        page_.open("ul");
        for (const auto& consult : step.consults)
            point(fmt::format("Lấy ý kiến {}: trả lời trong {}, {}{}{}{}", consult.names.vi,
                              spoken(consult.answer_within), spoken(consult.silence),
                              consult.mandatory ? "" : ", không bắt buộc", when(consult.when),
                              grounds(consult.standing)));
        for (const auto& action : step.actions)
            if (!action.from_pattern) point(spoken(step, action));
        page_.close("ul").close("td");
        page_.line("td", who(step.role, step.unit));
        page_.line("td.narrow", time_of(step));
        page_.line("td", joined(papers_of(step)));
        page_.close("tr");
    }

    std::string spoken(const Step& step, const Action& action) const {
        std::vector<std::string> parts;
        if (action.role != step.role || action.unit != step.unit)
            parts.push_back("người làm: " + who(action.role, action.unit));
        std::vector<std::string_view> needs;
        for (const auto one : action.requires_) needs.push_back(procedures::spoken(one));
        if (!needs.empty()) parts.push_back(fmt::format("cần: {}", fmt::join(needs, ", ")));
        if (!action.not_by_actor_of.empty()) {
            std::vector<std::string> places;
            for (const auto& other : action.not_by_actor_of) places.push_back(place_of(other));
            parts.push_back(fmt::format("không do người đã làm {}", fmt::join(places, ", ")));
        }
        if (!action.approver.empty()) {
            const auto* role = source_.office.role(action.approver);
            parts.push_back("người duyệt: " + (role != nullptr ? role->names.vi : action.approver));
        }
        return fmt::format("{}{} → {}{}", action.names.vi, when(action.when), place_of(action.to),
                           parts.empty() ? "" : "; " + joined(parts));
    }
    template <class Value> static std::string spoken(const Value& value) {
        return std::string(procedures::spoken(value));
    }
    static std::string spoken(const Condition& condition, const Procedure& procedure) {
        return procedures::spoken(condition, procedure);
    }

    std::string time_of(const Step& step) const {
        switch (step.kind) {
            case StepKind::submitted: return spoken(step.budget);
            case StepKind::working: {
                const auto limit = std::find_if(p_.limits.begin(), p_.limits.end(),
                                                [&](const Limit& one) { return one.stage == step.stage; });
                const bool tells = p_.limits.size() > 1 && limit != p_.limits.end();
                return spoken(step.budget) + (step.outside ? ", ngoài cơ quan" : "") +
                       (tells ? ", tính vào: " + limit->names.vi : "");
            }
            case StepKind::held:
                return fmt::format("Thời hạn dừng ({}){}", step.legal_ground,
                                   step.applicant_has ? ", người nộp có " + spoken(*step.applicant_has) : "");
            case StepKind::finished: return "Thời hạn đã kết thúc";
            case StepKind::closed: break;
        }
        return "";
    }

    std::string form_name(const std::string& id) const {
        const auto* form = source_.forms.form(id);
        return form != nullptr ? fmt::format("{} – {}", form->number, form->name_vi) : id;
    }

    /// A slip of the one-stop mechanism: named by its form, not once more as a paper.
    bool is_form_of_the_office(const Document& document) const {
        return source_.forms.form(document.form) != nullptr;
    }

    std::vector<std::string> papers_of(const Step& step) const {
        std::vector<std::string> papers;
        for (const auto& id : step.forms) papers.push_back(form_name(id));
        for (const auto& id : step.outputs) {
            const auto* document = p_.document(id);
            if (document == nullptr)
                papers.emplace_back("Hồ sơ");
            else if (!is_form_of_the_office(*document))
                papers.push_back(document->names.vi);
        }
        return papers;
    }

    /// What may happen in nearly every step is told once.
    void shared() {
        std::map<std::string, std::vector<std::string>> steps_of;
        std::vector<std::pair<const Step*, const Action*>> actions;
        for (const auto& step : p_.steps) {
            for (const auto& action : step.actions) {
                if (!action.from_pattern) continue;
                auto& list = steps_of[action.id];
                if (list.empty()) actions.emplace_back(&step, &action);
                list.push_back(std::to_string(rows_.at(step.id)));
            }
        }
        if (actions.empty()) return;
        say("Ngoài trình tự trên, trong các bước sau có thể:");
        page_.open("ul");
        for (const auto& [step, action] : actions)
            point(fmt::format("Bước {}: {}", fmt::join(steps_of[action->id], ", "), spoken(*step, *action)));
        page_.close("ul");
    }

    void forms() {
        std::set<std::string> used;
        for (const auto& step : p_.steps) used.insert(step.forms.begin(), step.forms.end());
        open_table({"TT", "Tên biểu mẫu", "Ký hiệu"});
        int at = 0;
        for (const auto& form : source_.forms.forms)
            if (used.contains(form.id)) row({std::to_string(++at), form.name_vi, form.number});
        for (const auto& document : p_.documents)
            if (!document.form.empty() && !is_form_of_the_office(document))
                row({std::to_string(++at), document.names.vi, document.form});
        close_table();
    }

    void kept() {
        const auto years =
            p_.retention.years == 0 ? std::string("vĩnh viễn") : fmt::format("{} năm", p_.retention.years);
        open_table({"TT", "Hồ sơ lưu", "Thời gian lưu"});
        int at = 0;
        row({std::to_string(++at), "Hồ sơ đã nộp theo mục 5.2", years});
        row({std::to_string(++at), "Biểu mẫu đã lập theo mục 6", years});
        for (const auto& document : p_.documents)
            if (document.output && !is_form_of_the_office(document))
                row({std::to_string(++at), document.names.vi, years});
        std::vector<std::string> books{p_.result.register_book};
        for (const auto& variant : p_.variants) books.push_back(variant.register_book);
        for (const auto& book : books)
            if (!book.empty()) row({std::to_string(++at), book, years});
        row({std::to_string(++at), "Nhật ký điện tử của hồ sơ", years});
        close_table();
        if (!p_.retention.standing.note.empty()) say(p_.retention.standing.note + ".");
    }

    void open_questions() {
        if (!is_draft() || p_.doubts_vi.empty()) return;
        heading("h2", "Điều phải xác nhận trước khi phê duyệt");
        say(p_.doubts_vi);
    }

    const IsoSource& source_;
    const Procedure& p_;
    HtmlWriter page_;
    std::map<std::string, int> rows_;
};

}  // namespace

std::string iso_document(const IsoSource& source) { return IsoDocument(source).text(); }

}  // namespace motcua::server
