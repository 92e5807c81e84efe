#include "procedures/calendar/time.hpp"

#include <cstdint>

namespace motcua::procedures {

namespace {

using namespace std::chrono;

/// Exactly `width` digits at the front of `text`, taken off it.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<LocalDate> take_date(std::string_view& text) {
    const auto years = take_digits(text, 4);
    if (!years || !take(text, '-')) return std::nullopt;
    const auto months = take_digits(text, 2);
    if (!months || !take(text, '-')) return std::nullopt;
    const auto days = take_digits(text, 2);
    if (!days) return std::nullopt;
    const year_month_day date{year{*years}, month{static_cast<unsigned>(*months)},
                              day{static_cast<unsigned>(*days)}};
    if (!date.ok()) return std::nullopt;
    return local_days{date};
}

/// Fractions of a second, cut to the millisecond.
std::optional<milliseconds> take_fraction(std::string_view& text) {
    int value = 0;
    std::size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits)
        if (digits < 3) value = value * 10 + (text.front() - '0');
    if (digits == 0 || digits > 9) return std::nullopt;
    for (; digits < 3; ++digits) value *= 10;
    return milliseconds{value};
}

/// By hand: an act writes about ten of these, and a format string would cost it a tenth of its time.
void append_digits(std::string& text, std::int64_t value, std::size_t width) {
    const auto start = text.size();
    text.append(width, '0');
    for (auto at = start + width; at != start; value /= 10) text[--at] = static_cast<char>('0' + value % 10);
}

void append_date(std::string& text, LocalDate day) {
    const year_month_day date{day};
    append_digits(text, static_cast<int>(date.year()), 4);
    append_digits(text += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(text += '-', static_cast<unsigned>(date.day()), 2);
}

std::optional<minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return minutes{0};
    const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    if (sign == 0) return std::nullopt;
    const auto offset_hours = take_digits(text, 2);
    if (!offset_hours || !take(text, ':')) return std::nullopt;
    const auto offset_minutes = take_digits(text, 2);
    if (!offset_minutes || *offset_hours > 23 || *offset_minutes > 59) return std::nullopt;
    return sign * minutes{*offset_hours * 60 + *offset_minutes};
}

}  // namespace

LocalDate local_date(Instant moment) {
    return LocalDate{floor<days>((moment + office_offset).time_since_epoch())};
}

milliseconds time_of_day(Instant moment) {
    return (moment + office_offset).time_since_epoch() - local_date(moment).time_since_epoch();
}

Instant moment_of(LocalDate day, milliseconds since_midnight) {
    return Instant{day.time_since_epoch() + since_midnight - office_offset};
}

std::string format_instant(Instant moment) {
    const hh_mm_ss<milliseconds> time{time_of_day(moment)};
    std::string text;
    text.reserve(29);
    append_date(text, local_date(moment));
    append_digits(text += 'T', time.hours().count(), 2);
    append_digits(text += ':', time.minutes().count(), 2);
    append_digits(text += ':', time.seconds().count(), 2);
    if (time.subseconds().count() != 0) append_digits(text += '.', time.subseconds().count(), 3);
    return text += "+07:00";
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto day = take_date(text);
    if (!day || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    milliseconds time = hours{*hour} + minutes{*minute};
    if (take(text, ':')) {
        // A leap second (":60") is no moment on the office's clock.
        const auto second = take_digits(text, 2);
        if (!second || *second > 59) return std::nullopt;
        time += seconds{*second};
        if (take(text, '.')) {
            const auto fraction = take_fraction(text);
            if (!fraction) return std::nullopt;
            time += *fraction;
        }
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{day->time_since_epoch() + time - *offset};
}

std::string format_date(LocalDate day) {
    std::string text;
    append_date(text, day);
    return text;
}

std::optional<LocalDate> parse_date(std::string_view text) {
    const auto day = take_date(text);
    return text.empty() ? day : std::nullopt;
}

}  // namespace motcua::procedures
