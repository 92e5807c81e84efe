#include "app/dossier_text.hpp"

#include "procedures/text/explanation.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace motcua::app {

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace {

/// The text at "step.name"; "" when there is none.
std::string_view text_at(const object& from, std::string_view path) {
    const object* at = &from;
    for (;;) {
        const auto dot = path.find('.');
        const auto* found = at->if_contains(path.substr(0, dot));
        if (found == nullptr) return {};
        if (dot == std::string_view::npos)
            return found->is_string() ? std::string_view(found->get_string()) : "";
        if (!found->is_object()) return {};
        at = &found->get_object();
        path.remove_prefix(dot + 1);
    }
}

const array& list_at(const object& from, std::string_view key) {
    static const array none;
    const auto* found = from.if_contains(key);
    return found != nullptr && found->is_array() ? found->get_array() : none;
}

bool flag_at(const object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

std::string moment_text(std::string_view stored, Language language) {
    const auto moment = procedures::parse_instant(stored);
    return moment ? procedures::written(*moment, language) : std::string(stored);
}

std::string joined(const std::vector<std::string_view>& parts, std::string_view between) {
    std::string out;
    for (const auto part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

class Sheet {
public:
    explicit Sheet(Language language) : vi_(language == Language::vi) {}

    Sheet& line(std::string_view words) {
        out_ += words;
        out_ += '\n';
        return *this;
    }
    Sheet& row(std::string_view label_vi, std::string_view label_en, std::string_view words) {
        if (!words.empty()) out_ += fmt::format("  {}: {}\n", vi_ ? label_vi : label_en, words);
        return *this;
    }
    Sheet& heading(std::string_view words_vi, std::string_view words_en) {
        return line("").line(vi_ ? words_vi : words_en);
    }
    std::string take() { return std::move(out_); }

private:
    bool vi_;
    std::string out_;
};

std::string holder_text(const object& dossier, std::string_view key) {
    const std::string at(key);
    return joined({text_at(dossier, at + ".person"), text_at(dossier, at + ".role_name"),
                   text_at(dossier, at + ".unit_name")},
                  " – ");
}

void write_clock(Sheet& sheet, const object& clock, std::string_view vi, std::string_view en) {
    sheet.row(
        vi, en,
        joined({text_at(clock, "timeliness_name"), text_at(clock, "left_text"), text_at(clock, "due_text")},
               " · "));
}

void write_dates(Sheet& sheet, const object& dossier, Language language) {
    const auto date = [&](std::string_view path) { return moment_text(text_at(dossier, path), language); };
    sheet.row("Nộp", "Filed", date("dates.submitted_at"))
        .row("Tiếp nhận", "Received", date("dates.received_at"))
        .row("Hạn ban đầu", "Original due", text_at(dossier, "dates.original_due.text"))
        .row("Hạn theo luật", "Legal due", text_at(dossier, "dates.legal_due.text"))
        .row("Hẹn trả", "Appointment", text_at(dossier, "dates.appointment_text"))
        .row("Có kết quả", "Finished", date("dates.finished_at"))
        .row("Kết thúc", "Closed", date("dates.closed_at"))
        .row("Theo luật", "By law", text_at(dossier, "verdicts.legal_on_time_name"))
        .row("Theo bộ chỉ số", "In the national index", text_at(dossier, "verdicts.index_on_time_name"));
    if (flag_at(dossier, "provisional"))
        sheet.line(language == Language::vi ? "  Ngày hẹn là tạm tính: lịch nghỉ còn có thể đổi."
                                            : "  The date is provisional: the calendar may still change.");
}

void write_actions(Sheet& sheet, const object& actions) {
    for (const auto& item : list_at(actions, "actions")) {
        const auto& action = item.get_object();
        const bool allowed = flag_at(action, "allowed");
        sheet.line(fmt::format("  {} {:<22} {} → {}", allowed ? "✓" : "✗", text_at(action, "id"),
                               text_at(action, "name"), text_at(action, "to_name")));
        if (!allowed) sheet.line(fmt::format("      {}", text_at(action, "why_not.detail")));
    }
}

}  // namespace

std::string dossier_text(const object& dossier, const object& explanation, const object& actions,
                         Language language) {
    const bool vi = language == Language::vi;
    Sheet sheet(language);
    const auto code = text_at(dossier, "code");
    sheet.line(fmt::format("{} {}", vi ? "Hồ sơ" : "Dossier", code.empty() ? text_at(dossier, "id") : code));
    sheet.row("Thủ tục", "Procedure", text_at(dossier, "procedure.name"));
    if (const auto* procedure = dossier.if_contains("procedure");
        procedure != nullptr && flag_at(procedure->get_object(), "demonstration"))
        sheet.line(vi ? "  TRÌNH DIỄN – không có giá trị pháp lý" : "  DEMONSTRATION – no legal effect");
    sheet.row("Mã nội bộ", "Id", text_at(dossier, "id"))
        .row("Người nộp", "Applicant", text_at(dossier, "people.applicant"))
        .row("Chủ hồ sơ", "Owner", text_at(dossier, "people.owner"))
        .row("Kênh", "Channel", text_at(dossier, "channel_name"))
        .row("Trạng thái", "Status",
             joined({text_at(dossier, "status.label"), text_at(dossier, "ending_name")}, " · "))
        .row("Bước", "Step", text_at(dossier, "step.name"))
        .row("Người giữ", "Holder", holder_text(dossier, "holder"))
        .row("Chờ bàn giao từ", "Handed over by", holder_text(dossier, "sender"))
        .row("Thụ lý chính", "Main officer", text_at(dossier, "main_officer"))
        .row("Đồng hồ", "Clock", text_at(dossier, "clock_name"));
    if (const auto* step = dossier.if_contains("step"); step != nullptr && step->is_object())
        write_clock(sheet, step->get_object(), "Hạn bước", "Step due");
    write_clock(sheet, dossier, "Hẹn trả", "Due");

    sheet.heading("Các mốc", "Dates");
    write_dates(sheet, dossier, language);
    if (!list_at(explanation, "text").empty()) {
        sheet.heading("Cách tính ngày hẹn trả", "How the date came about");
        for (const auto& line : list_at(explanation, "text"))
            sheet.line("  " + std::string(line.as_string()));
    }
    if (!list_at(dossier, "consults").empty()) {
        sheet.heading("Lấy ý kiến", "Opinions");
        for (const auto& item : list_at(dossier, "consults")) {
            const auto& consult = item.get_object();
            const auto answered = text_at(consult, "answered");
            sheet.line(
                fmt::format("  {} {}: {} {}", answered.empty() ? "…" : "✓", text_at(consult, "name"),
                            answered.empty() ? (vi ? "hạn" : "due") : (vi ? "trả lời" : "answered"),
                            moment_text(answered.empty() ? text_at(consult, "due") : answered, language)));
        }
    }
    if (!list_at(actions, "actions").empty()) {
        sheet.heading("Thao tác ở bước này", "Actions at this step");
        write_actions(sheet, actions);
    }
    return sheet.take();
}

std::string explanation_text(const object& explanation) {
    std::string out;
    for (const auto& line : list_at(explanation, "text")) out += std::string(line.as_string()) + "\n";
    for (const auto& item : list_at(explanation, "dates")) {
        const auto& date = item.get_object();
        if (list_at(date, "days").empty()) continue;
        out += fmt::format("\n{} – {}\n", text_at(date, "name"), text_at(date, "allowance"));
        for (const auto& one : list_at(date, "days")) {
            const auto& day = one.get_object();
            out += fmt::format(
                "  {} {} {}\n", flag_at(day, "counted") ? "✓" : "–", text_at(day, "date"),
                joined({text_at(day, "weekday"), text_at(day, "reason"), text_at(day, "rule")}, " · "));
        }
    }
    return out;
}

std::string worklist_text(const object& worklist, Language language) {
    std::string out;
    for (const auto& item : list_at(worklist, "items")) {
        const auto& row = item.get_object();
        const auto code = text_at(row, "code");
        out += fmt::format(
            "{:<26} {}\n", code.empty() ? text_at(row, "id") : code,
            joined({text_at(row, "timeliness_name"), text_at(row, "left_text"), text_at(row, "step.name"),
                    text_at(row, "holder.person"), text_at(row, "procedure.name"), text_at(row, "applicant")},
                   " · "));
    }
    if (out.empty()) out = language == Language::vi ? "Không có hồ sơ nào.\n" : "No dossiers.\n";
    if (const auto next = text_at(worklist, "next_cursor"); !next.empty())
        out += fmt::format("{} --cursor {}\n", language == Language::vi ? "Còn nữa:" : "More:", next);
    return out;
}

std::string move_text(const object& rehearsal, Language language) {
    const bool vi = language == Language::vi;
    static const object none;
    const auto side = [&](std::string_view key) -> const object& {
        const auto* found = rehearsal.if_contains(key);
        return found != nullptr && found->is_object() ? found->get_object() : none;
    };
    const auto& before = side("before");
    const auto& after = side("after");
    std::string out;
    const auto line = [&](std::string_view what, std::string_view from, std::string_view to) {
        if (from.empty() && to.empty()) return;
        out += fmt::format("{:<22} {} → {}\n", what, from, from == to ? (vi ? "không đổi" : "the same") : to);
    };
    const auto when = [&](const object& from, std::string_view path) {
        return moment_text(text_at(from, path), language);
    };
    line(vi ? "Phiên bản:" : "Version:", text_at(before, "procedure_version").substr(0, 12),
         text_at(after, "procedure_version").substr(0, 12));
    line(vi ? "Bước:" : "Step:", text_at(before, "step.name"), text_at(after, "step.name"));
    line(vi ? "Hạn bước:" : "Step due:", when(before, "step.due_at"), when(after, "step.due_at"));
    line(vi ? "Hạn giải quyết:" : "Legal due:", when(before, "dates.legal_due.due"),
         when(after, "dates.legal_due.due"));
    line(vi ? "Hẹn trả:" : "Appointment:", when(before, "dates.appointment"),
         when(after, "dates.appointment"));
    return out + (vi ? "Chưa ghi gì; thêm --apply để chuyển.\n" : "Nothing is written; --apply does it.\n");
}

std::string receipt_text(const object& receipt, Language language) {
    const auto code = text_at(receipt, "code");
    auto out =
        fmt::format("{} {}", language == Language::vi ? "Hồ sơ" : "Dossier", text_at(receipt, "dossier"));
    if (!code.empty()) out += fmt::format(" · {}", code);
    for (const auto& item : list_at(receipt, "events")) {
        const auto& event = item.get_object();
        out += fmt::format("\n  {} · {}", text_at(event, "type_name"),
                           moment_text(text_at(event, "at"), language));
        if (const auto to = text_at(event, "to"); !to.empty()) out += fmt::format(" → {}", to);
    }
    return out + "\n";
}

std::string problem_text(const object& problem) {
    auto out = fmt::format("{}: {} ({})", text_at(problem, "title"), text_at(problem, "detail"),
                           text_at(problem, "code"));
    for (const auto& defect : list_at(problem, "defects"))
        out += fmt::format("\n  {}", defect.as_string().c_str());
    return out;
}

}  // namespace motcua::app
