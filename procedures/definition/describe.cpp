#include "procedures/definition/describe.hpp"

#include "procedures/definition/spoken.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

namespace motcua::procedures {

namespace {

class Description {
public:
    Description(const Procedure& procedure, const Office& office) : p_(procedure), office_(office) {}

    std::string text() {
        head();
        time();
        variants();
        papers();
        steps();
        return std::move(out_);
    }

private:
    template <class... Args> void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    void told(std::string_view name, const std::string& value) {
        if (!value.empty()) {
            line("{}: {}", name, value);
        }
    }

    void title(std::string_view name) { line("\n== {} ==", name); }

    std::string who(const std::string& role, const std::string& unit) const {
        const auto* named_role = office_.role(role);
        const auto* named_unit = office_.unit(unit);
        return fmt::format("{}, {}", named_role != nullptr ? named_role->names.vi : role,
                           named_unit != nullptr ? named_unit->names.vi : unit);
    }

    std::string step_name(const std::string& id) const {
        const auto* step = p_.step(id);
        return step != nullptr ? fmt::format("{} ({})", step->names.vi, id) : id;
    }

    void head() {
        line("{}", p_.names.vi);
        line("{}", p_.names.en);
        told("Mã", p_.id);
        told("Mã quốc gia", p_.national_code);
        told("Lĩnh vực", p_.field.vi);
        told("Cơ quan quyết định", p_.decided_by.vi);
        line("Hiệu lực: từ {}{}", spoken(p_.in_force_from),
             p_.in_force_until ? " đến " + spoken(*p_.in_force_until) : "");
        if (p_.approval) {
            line("Phê duyệt: {} ngày {}, {}, hiệu lực {}", p_.approval->decision, spoken(p_.approval->date),
                 p_.approval->signer, spoken(p_.approval->effective));
        } else {
            line("Phê duyệt: chưa có, chỉ dùng để trình diễn");
        }
        line("Quy trình ISO: {}, lần ban hành {}{}", p_.iso.code, p_.iso.issue,
             p_.iso.basis.empty() ? "" : " (" + p_.iso.basis + ")");
        line("Căn cứ: {}", fmt::join(p_.legal_basis, "; "));
        told("Quyết định công bố", p_.published_by);
        line("Đối tượng: {}", fmt::join(p_.applicants_vi, "; "));
        told("Cách thức", p_.channels_vi);
        told("Yêu cầu, điều kiện", p_.conditions_vi);
        told("Kết quả", p_.result.names.vi);
        told("Hiệu lực của kết quả", p_.result.validity_vi);
        told("Sổ", p_.result.register_book);
        line("Bảo quản: {}{}",
             p_.retention.years == 0 ? std::string("vĩnh viễn") : fmt::format("{} năm", p_.retention.years),
             spoken_standing(p_.retention.standing));
        told("Ghi chú", p_.notes_vi);
        told("Điều chưa chắc", p_.doubts_vi);
        line("Nguồn: {}{}", fmt::join(p_.sources, ", "), spoken_standing(p_.standing));
        for (const auto& attribute : p_.attributes) {
            line("Thuộc tính {}: {}; giá trị {}{}", attribute.id, attribute.names.vi,
                 fmt::join(attribute.cases(), ", "),
                 attribute.default_value.empty() ? "" : ", mặc định " + attribute.default_value);
        }
    }

    void time() {
        title("Thời hạn");
        for (const auto& limit : p_.limits) {
            line("{}: {} – {}{}{}", limit.stage, spoken(limit.statutory), limit.names.vi,
                 spoken_case(limit.when), spoken_standing(limit.standing));
            if (limit.committed) {
                line("  cam kết {} ({})", spoken(*limit.committed), limit.committed_decision);
            }
            if (limit.starts_after_revision) {
                line("  tính từ khi nhận hồ sơ đã chỉnh sửa");
            }
        }
        for (const auto& milestone : p_.milestones) {
            line("mốc {}: {} – {}, đạt khi đến {}{}{}", milestone.id, spoken(milestone.allowance),
                 milestone.names.vi, fmt::join(milestone.met_by, " hoặc "), spoken_case(milestone.when),
                 spoken_standing(milestone.standing));
        }
        const auto& rule = p_.supplement;
        std::vector<std::string> parts;
        if (rule.policy) {
            parts.emplace_back(*rule.policy == SupplementPolicy::resume ? "thời gian bổ sung không tính"
                                                                        : "tính lại từ đầu");
        } else {
            parts.emplace_back("tính lại thời hạn theo chế độ pháp lý của ngày tiếp nhận");
        }
        if (rule.notice_within) {
            parts.push_back("thông báo trong " + spoken(*rule.notice_within));
        }
        if (rule.second_notice_within) {
            parts.push_back("thông báo lần hai trong " + spoken(*rule.second_notice_within));
        }
        if (rule.applicant_has) {
            parts.push_back("người nộp có " + spoken(*rule.applicant_has));
        }
        line("bổ sung: {}{}", fmt::join(parts, "; "), spoken_standing(rule.standing));
        if (p_.extension) {
            line("kéo dài: tối đa {}, một lần{}", spoken(p_.extension->at_most),
                 spoken_standing(p_.extension->standing));
        }
    }

    void variants() {
        if (p_.variants.empty()) {
            return;
        }
        title("Trường hợp");
        for (const auto& variant : p_.variants) {
            line("- {} ({}){}{}{}{}", variant.names.vi, variant.id, spoken_case(variant.when),
                 variant.dossier_sets ? fmt::format("; {:02} bộ hồ sơ", *variant.dossier_sets) : "",
                 variant.register_book.empty() ? "" : "; " + variant.register_book,
                 variant.note.vi.empty() ? "" : "; " + variant.note.vi);
        }
    }

    void papers() {
        title(fmt::format("Thành phần hồ sơ ({:02} bộ)", p_.dossier_sets));
        for (const auto& document : p_.documents) {
            if (document.output) {
                continue;
            }
            std::vector<std::string> copies;
            if (document.originals > 0) {
                copies.push_back(fmt::format("{:02} bản chính", document.originals));
            }
            if (document.certified > 0) {
                copies.push_back(fmt::format("{:02} bản chứng thực", document.certified));
            }
            if (document.copies > 0) {
                copies.push_back(fmt::format("{:02} bản sao", document.copies));
            }
            line("- {}: {}{}{}{}{}", document.names.vi, fmt::join(copies, ", "),
                 document.required ? "" : ", nếu có",
                 document.condition_vi.empty() ? "" : "; " + document.condition_vi,
                 document.form.empty() ? "" : "; " + document.form, spoken_case(document.when));
        }
        for (const auto& fee : p_.fees) {
            line("{}: {}, {}{}{}", fee.names.vi,
                 fee.amount ? fmt::format("{} đồng", static_cast<std::int64_t>(*fee.amount))
                            : std::string("mức chưa xác nhận"),
                 spoken(fee.moment), spoken_case(fee.when), spoken_standing(fee.standing));
        }
        if (p_.fees.empty()) {
            line("Phí, lệ phí: không");
        }
    }

    void steps() {
        title("Các bước");
        int number = 0;
        for (const auto& step : p_.steps) {
            line("\n{}. {} ({}){}", ++number, step.names.vi, step.id, from(step.pattern));
            line("   {}; {}", spoken(step.kind), who(step.role, step.unit));
            if (!step.stage.empty() || step.kind == StepKind::submitted) {
                line("   thời gian {}{}{}", spoken(step.budget),
                     step.stage.empty() ? "" : ", tính vào " + step.stage,
                     step.outside ? ", ngoài cơ quan" : "");
            }
            if (!step.legal_ground.empty()) {
                line("   căn cứ dừng: {}", step.legal_ground);
            }
            if (step.applicant_has) {
                line("   người nộp có {}", spoken(*step.applicant_has));
            }
            if (step.ending) {
                line("   kết thúc: {}", spoken(*step.ending));
            }
            if (!step.same_person_as.empty()) {
                line("   cùng người với {}", step_name(step.same_person_as));
            }
            line("   công khai: {} (trạng thái {})", step.public_label.vi, step.national_status);
            if (!step.instruction.vi.empty()) {
                line("   hướng dẫn: {}", step.instruction.vi);
            }
            for (const auto& consult : step.consults) {
                line("   hỏi {}: trả lời trong {}; {}{}{}{}", consult.names.vi, spoken(consult.answer_within),
                     spoken(consult.silence), consult.mandatory ? "" : "; không bắt buộc",
                     spoken_case(consult.when), spoken_standing(consult.standing));
            }
            for (const auto& action : step.actions) {
                act(step, action);
            }
        }
    }

    void act(const Step& step, const Action& action) {
        std::vector<std::string> parts;
        if (action.role != step.role || action.unit != step.unit) {
            parts.push_back("người làm: " + who(action.role, action.unit));
        }
        if (!action.requires_.empty()) {
            std::vector<std::string_view> needs;
            for (const auto requirement : action.requires_) {
                needs.push_back(spoken(requirement));
            }
            parts.push_back(fmt::format("cần: {}", fmt::join(needs, ", ")));
        }
        if (!action.not_by_actor_of.empty()) {
            parts.push_back(
                fmt::format("không phải người đã làm {}", fmt::join(action.not_by_actor_of, ", ")));
        }
        if (!action.approver.empty()) {
            const auto* role = office_.role(action.approver);
            parts.push_back("người duyệt: " + (role != nullptr ? role->names.vi : action.approver));
        }
        line("   → {} → {}{}{}{}", action.names.vi, step_name(action.to), spoken_case(action.when),
             parts.empty() ? "" : fmt::format("; {}", fmt::join(parts, "; ")),
             action.pattern == step.pattern ? "" : from(action.pattern));
    }

    static std::string from(const std::string& pattern) {
        return pattern.empty() ? "" : fmt::format(" [mẫu {}]", pattern);
    }

    const Procedure& p_;
    const Office& office_;
    std::string out_;
};

}  // namespace

std::string describe(const Procedure& procedure, const Office& office) {
    return Description(procedure, office).text();
}

}  // namespace motcua::procedures
