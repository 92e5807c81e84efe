#include "procedures/text/explanation.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>

namespace motcua::procedures {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays_vi{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                      "thứ Năm",  "thứ Sáu", "thứ Bảy"};
constexpr std::array<std::string_view, 7> weekdays_en{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};

std::string day_and_month(LocalDate day) {
    const year_month_day date{day};
    return fmt::format("{:02}/{:02}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()));
}

/// "25–26/04" within a month, "30/04–01/05" across months.
std::string span_of(LocalDate first, LocalDate last) {
    if (first == last) return day_and_month(first);
    const year_month_day from{first};
    const year_month_day to{last};
    if (from.month() == to.month() && from.year() == to.year())
        return fmt::format("{:02}–{}", static_cast<unsigned>(from.day()), day_and_month(last));
    return day_and_month(first) + "–" + day_and_month(last);
}

std::string_view kind_words(DayKind kind, Language language) {
    const bool vi = language == Language::vi;
    switch (kind) {
        case DayKind::ordinary: return "";
        case DayKind::weekend: return vi ? "cuối tuần" : "weekend";
        case DayKind::statutory: return vi ? "nghỉ lễ" : "public holiday";
        case DayKind::in_lieu: return vi ? "nghỉ bù" : "day in lieu";
        case DayKind::swap_off: return vi ? "nghỉ hoán đổi" : "day off by swap";
        case DayKind::swap_work: return vi ? "làm bù" : "swapped working day";
        case DayKind::undecided: return vi ? "chưa quyết định" : "undecided";
    }
    return "";
}

std::string mark_of(const ExplainedDay& day, Language language) {
    const bool vi = language == Language::vi;
    auto words = day.counted && day.kind == DayKind::ordinary ? std::string() : reason_of(day, language);
    std::string mark = day.counted ? "✓" : words.empty() ? (vi ? "không tính" : "not counted") : "";
    if (!words.empty()) mark += mark.empty() ? words : " (" + words + ")";
    if (day.provisional) mark += vi ? " (tạm tính)" : " (provisional)";
    return mark;
}

}  // namespace

std::string_view weekday_name(LocalDate day, Language language) {
    const auto number = weekday{day}.c_encoding();
    return language == Language::vi ? weekdays_vi[number] : weekdays_en[number];
}

std::string written(LocalDate day, Language) {
    return fmt::format("{}/{}", day_and_month(day), static_cast<int>(year_month_day{day}.year()));
}

std::string written(Instant moment, Language language) {
    const hh_mm_ss time{floor<seconds>(time_of_day(moment))};
    const auto day = local_date(moment);
    const auto tail = fmt::format(" {} {}", weekday_name(day, language), written(day, language));
    if (time.seconds().count() == 0)
        return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count()) + tail;
    return fmt::format("{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(),
                       time.seconds().count()) +
           tail;
}

std::string written(Allowance allowance, Language language) {
    static constexpr std::array<std::string_view, 4> vi{"giờ làm việc", "ngày làm việc", "ngày", "tháng"};
    static constexpr std::array<std::string_view, 4> en{"working hour", "working day", "calendar day",
                                                        "month"};
    const auto unit = static_cast<std::size_t>(allowance.unit);
    if (language == Language::vi) return fmt::format("{} {}", allowance.count, vi[unit]);
    return fmt::format("{} {}{}", allowance.count, en[unit], allowance.count == 1 ? "" : "s");
}

std::string reason_of(const ExplainedDay& day, Language language) {
    if (day.held) return language == Language::vi ? "người nộp giữ hồ sơ" : "with the applicant";
    if (day.name.empty()) return std::string(kind_words(day.kind, language));
    // The notices name their days in Vietnamese; English readers get the kind beside the name.
    if (language == Language::en) return fmt::format("{}: {}", kind_words(day.kind, language), day.name);
    return day.name;
}

std::vector<std::string> lines_of(const std::vector<ExplainedDay>& days, Language language) {
    std::vector<std::string> lines;
    for (std::size_t first = 0; first < days.size();) {
        const auto mark = mark_of(days[first], language);
        std::size_t last = first;
        while (last + 1 < days.size() && mark_of(days[last + 1], language) == mark) ++last;
        lines.push_back(span_of(days[first].date, days[last].date) + " " + mark);
        first = last + 1;
    }
    return lines;
}

std::string sentence_of(const std::vector<ExplainedDay>& days, const DueDate& due, Language language) {
    std::string sentence;
    for (const auto& line : lines_of(days, language)) sentence += (sentence.empty() ? "" : ", ") + line;
    const bool vi = language == Language::vi;
    sentence += (vi ? " → hẹn trả " : " → due ") + written(due.due, language);
    if (due.provisional) sentence += vi ? " (tạm tính)" : " (provisional)";
    return sentence;
}

std::string time_left(WorkingMinutes left, int minutes_of_day, Language language) {
    assert(minutes_of_day > 0);
    const bool vi = language == Language::vi;
    const bool late = count(left) < 0;
    const auto whole = late ? -count(left) : count(left);
    const auto days = whole / minutes_of_day;
    const auto hours = whole % minutes_of_day / 60;
    const auto minutes = whole % minutes_of_day % 60;
    std::string amount;
    const auto add = [&](std::int64_t number, std::string_view unit_vi, std::string_view unit_en) {
        if (number == 0) return;
        if (!amount.empty()) amount += ' ';
        amount += vi ? fmt::format("{} {}", number, unit_vi)
                     : fmt::format("{} {}{}", number, unit_en, number == 1 ? "" : "s");
    };
    add(days, "ngày", "day");
    add(hours, "giờ", "hour");
    if (days == 0) add(minutes, "phút", "minute");
    if (amount.empty()) amount = vi ? "0 phút" : "0 minutes";
    if (vi) return fmt::format("{} {} làm việc", late ? "Quá" : "Còn", amount);
    return fmt::format("{} of working time {}", amount, late ? "over" : "left");
}

}  // namespace motcua::procedures
