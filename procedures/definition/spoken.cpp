#include "procedures/definition/spoken.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace motcua::procedures {

std::string_view spoken(LimitUnit unit) {
    switch (unit) {
        case LimitUnit::working_hour: return "giờ làm việc";
        case LimitUnit::working_day: return "ngày làm việc";
        case LimitUnit::calendar_day: return "ngày";
        case LimitUnit::month: return "tháng";
    }
    return "";
}

std::string spoken(const Allowance& allowance) {
    return fmt::format("{:02} {}", allowance.count, spoken(allowance.unit));
}

std::string spoken(LocalDate date) {
    const std::chrono::year_month_day day{date};
    return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()),
                       static_cast<int>(day.year()));
}

std::string_view spoken(StepKind kind) {
    switch (kind) {
        case StepKind::submitted: return "đã nộp, chưa tiếp nhận";
        case StepKind::working: return "đang xử lý, thời hạn chạy";
        case StepKind::held: return "chờ người nộp, thời hạn dừng";
        case StepKind::finished: return "đã xong, thời hạn kết thúc";
        case StepKind::closed: return "đã đóng";
    }
    return "";
}

std::string_view spoken(Requirement requirement) {
    switch (requirement) {
        case Requirement::documents_checked: return "mọi giấy tờ bắt buộc đã kiểm";
        case Requirement::fee_paid: return "đã nộp hoặc được miễn phí, lệ phí";
        case Requirement::reason: return "lý do";
        case Requirement::assignee: return "người nhận việc";
        case Requirement::signer: return "người ký";
        case Requirement::number: return "số, ngày văn bản";
        case Requirement::consults_closed: return "đã có ý kiến, hoặc im lặng là đồng ý";
        case Requirement::approval: return "người khác duyệt";
        case Requirement::collector: return "người nhận kết quả";
        case Requirement::withdrawal_request: return "đề nghị của người nộp";
    }
    return "";
}

std::string_view spoken(Ending ending) {
    switch (ending) {
        case Ending::returned: return "đã trả kết quả";
        case Ending::refused_at_receipt: return "không tiếp nhận";
        case Ending::withdrawn: return "rút hồ sơ";
        case Ending::stopped: return "dừng giải quyết";
        case Ending::not_supplemented: return "không bổ sung đúng hạn";
        case Ending::voided: return "hủy tiếp nhận nhầm";
    }
    return "";
}

std::string_view spoken(FeeMoment moment) {
    switch (moment) {
        case FeeMoment::at_receipt: return "khi nộp hồ sơ";
        case FeeMoment::after_receipt: return "sau khi tiếp nhận";
        case FeeMoment::before_return: return "trước khi trả kết quả";
    }
    return "";
}

std::string_view spoken(Silence silence) {
    switch (silence) {
        case Silence::is_not_consent: return "im lặng không là đồng ý";
        case Silence::is_consent: return "im lặng là đồng ý";
        case Silence::unread: return "im lặng không là đồng ý (chưa đọc điều khoản nói khác)";
    }
    return "";
}

std::string spoken(const Condition& condition) {
    std::vector<std::string> parts;
    for (const auto& clause : condition.clauses) {
        if (!clause.any_of.empty()) {
            parts.push_back(fmt::format("{} = {}", clause.attribute, fmt::join(clause.any_of, " hoặc ")));
        }
        if (clause.at_least != INT64_MIN) {
            parts.push_back(fmt::format("{} ≥ {}", clause.attribute, clause.at_least));
        }
        if (clause.below != INT64_MAX) {
            parts.push_back(fmt::format("{} < {}", clause.attribute, clause.below));
        }
    }
    return fmt::format("{}", fmt::join(parts, " và "));
}

namespace {

std::string spoken_value(const Attribute& attribute, const std::string& value) {
    if (attribute.kind == AttributeKind::yes_no) return value == "yes" ? "có" : "không";
    for (const auto& choice : attribute.choices)
        if (choice.id == value) return choice.names.vi;
    return value;
}

}  // namespace

std::string spoken(const Condition& condition, const Procedure& procedure) {
    std::vector<std::string> parts;
    for (const auto& clause : condition.clauses) {
        const auto* attribute = procedure.attribute(clause.attribute);
        if (attribute == nullptr) continue;
        std::vector<std::string> values;
        for (const auto& value : clause.any_of) values.push_back(spoken_value(*attribute, value));
        auto said = fmt::format("{}", fmt::join(values, " hoặc "));
        if (clause.at_least != INT64_MIN) said += fmt::format("từ {}", clause.at_least);
        if (clause.below != INT64_MAX)
            said += fmt::format("{}dưới {}", said.empty() ? "" : ", ", clause.below);
        parts.push_back(fmt::format("{}: {}", attribute->names.vi, said));
    }
    return fmt::format("{}", fmt::join(parts, " và "));
}

std::string spoken_case(const Condition& condition) {
    return condition.always() ? "" : fmt::format(" [khi {}]", spoken(condition));
}

/// " (sourced: Luật …; ghi chú)"
std::string spoken_standing(const Standing& said) {
    std::vector<std::string> parts;
    for (const auto* part : {&said.confidence, &said.basis, &said.note}) {
        if (!part->empty()) {
            parts.push_back(*part);
        }
    }
    return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, "; "));
}

std::string spoken(const Budget& budget) {
    if (budget.calendar_days > 0) {
        return fmt::format("{} ngày", budget.calendar_days);
    }
    if (budget.working_days > 0) {
        return fmt::format("{} ngày làm việc", budget.working_days);
    }
    const auto minutes = count(budget.working_minutes);
    return minutes % 60 == 0 ? fmt::format("{} giờ làm việc", minutes / 60)
                             : fmt::format("{} phút làm việc", minutes);
}

}  // namespace motcua::procedures
