#include "procedures/loading/calendar_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace motcua::procedures {

namespace {

using namespace std::chrono;

constexpr std::array<Word<bool>, 2> year_states{{{"notified", true}, {"provisional", false}}};
constexpr std::array<Word<DayKind>, 4> day_kinds{{{"statutory", DayKind::statutory},
                                                  {"in_lieu", DayKind::in_lieu},
                                                  {"swap_off", DayKind::swap_off},
                                                  {"swap_work", DayKind::swap_work}}};
constexpr std::array<Word<int>, 4> confidences{
    {{"sourced", 0}, {"general-knowledge", 1}, {"computed", 2}, {"undecided", 3}}};
constexpr std::array<Word<unsigned>, 7> weekdays{{{"sunday", 0},
                                                  {"monday", 1},
                                                  {"tuesday", 2},
                                                  {"wednesday", 3},
                                                  {"thursday", 4},
                                                  {"friday", 5},
                                                  {"saturday", 6}}};

/// Reads one year's file into the content.
class YearReader {
public:
    YearReader(const TomlFile& file, WorkCalendar::Content& content, Defects& defects)
        : root_(file.root(defects)),
          content_(content) {}

    void read(std::string_view stem) {
        year_ = static_cast<int>(root_.integer("year", 2000, 2199));
        if (year_ != 0 && stem != std::to_string(year_))
            root_.defect("year", fmt::format("the file {}.toml says year {}", stem, year_),
                         "name the file after its year");
        const bool notified = root_.choice("status", year_states);
        root_.choice("confidence", confidences);
        root_.optional_text("note");
        const auto expected = root_.optional_integer("expected_weekdays_off", 0, 366);
        content_.years.push_back({year_, notified});

        for (auto& entry : root_.tables("day")) read_day(entry);
        for (auto& entry : root_.optional_tables("undecided")) read_undecided(entry);
        if (expected && *expected != weekdays_off_)
            root_.defect("expected_weekdays_off",
                         fmt::format("{} is expected, but {} weekdays are off", *expected, weekdays_off_),
                         "compare the entries with the notice, then correct the number");
        root_.finish();
    }

private:
    void read_day(TableReader& entry) {
        CalendarDay day;
        const auto date = read_date(entry);
        day.name = entry.text("name");
        day.kind = entry.choice("kind", day_kinds);
        day.work = entry.boolean("work");
        day.notice = entry.text("notice");
        entry.choice("confidence", confidences);
        entry.finish();
        if (!date) return;
        day.date = *date;

        const bool on_weekend = weekday{day.date} == Saturday || weekday{day.date} == Sunday;
        if (day.work != (day.kind == DayKind::swap_work))
            entry.defect("work", "work and kind contradict each other",
                         "only a day of kind swap_work is worked");
        else if (day.work && !on_weekend)
            entry.defect("kind", "a weekday is worked anyway", "swap_work is for a Saturday or Sunday");
        if (!day.work && !on_weekend) ++weekdays_off_;
        content_.days.push_back(std::move(day));
    }

    void read_undecided(TableReader& entry) {
        CalendarDay day;
        const auto date = read_date(entry);
        day.name = entry.text("name");
        entry.choice("kind", day_kinds);
        day.kind = DayKind::undecided;
        day.work = true;
        day.notice = entry.text("why");
        entry.choice("confidence", confidences);
        entry.finish();
        if (!date) return;
        day.date = *date;
        content_.days.push_back(std::move(day));
    }

    std::optional<LocalDate> read_date(TableReader& entry) {
        const LocalDate date = entry.date("date");
        const auto said = entry.optional_choice("weekday", weekdays);
        if (entry.kind_of("date") != TomlKind::date) return std::nullopt;
        const auto number = static_cast<int>(year_month_day{date}.year());
        if (number != year_) {
            entry.defect("date", fmt::format("{} is not a day of {}", format_date(date), year_),
                         "move it to its year's file");
            return std::nullopt;
        }
        const auto actual = weekday{date}.c_encoding();
        if (said && *said != actual)
            entry.defect("weekday", fmt::format("{} is not a {}", format_date(date), weekdays[*said].word),
                         fmt::format("it is a {}: check the date against the notice", weekdays[actual].word));
        const auto [known, is_new] = places_.emplace(date, entry.place());
        if (!is_new)
            entry.defect("date",
                         fmt::format("{} stands here and in line {}", format_date(date), known->second.line),
                         "keep one of the two; a day that has been decided leaves [[undecided]]");
        return date;
    }

    TableReader root_;
    WorkCalendar::Content& content_;
    int year_ = 0;
    int weekdays_off_ = 0;
    std::map<LocalDate, Place> places_;
};

/// "07:30" → minutes since midnight; "24:00" is the end of the day.
std::optional<int> minute_of(std::string_view text) {
    const auto digit = [&](std::size_t at) {
        return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -1;
    };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t at : {0u, 1u, 3u, 4u})
        if (digit(at) < 0) return std::nullopt;
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
    return hour * 60 + minute;
}

std::optional<OpenSpan> span_of(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = minute_of(text.substr(0, 5));
    const auto to = minute_of(text.substr(6));
    if (!from || !to || *from >= *to) return std::nullopt;
    return OpenSpan{*from, *to};
}

}  // namespace

std::vector<OfficeHours> default_office_hours() {
    return {{LocalDate{}, {{7 * 60 + 30, 11 * 60 + 30}, {13 * 60, 17 * 60}}}};
}

std::vector<OfficeHours> read_office_hours(TableReader& office) {
    if (!office.kind_of("office_hours")) return default_office_hours();
    std::vector<OfficeHours> list;
    for (auto& entry : office.tables("office_hours")) {
        OfficeHours hours;
        hours.from = entry.date("from");
        for (const auto& text : entry.texts("open")) {
            const auto span = span_of(text);
            if (!span || (!hours.spans.empty() && span->from_minute < hours.spans.back().to_minute))
                entry.defect("open",
                             fmt::format("\"{}\" is no span of the day after the one before it", text),
                             "write spans in order, such as \"07:30-11:30\", \"13:00-17:00\"");
            else
                hours.spans.push_back(*span);
        }
        entry.optional_text("basis");
        entry.optional_text("confidence");
        entry.optional_text("note");
        entry.finish();
        if (!list.empty() && hours.from <= list.back().from)
            entry.defect("from", "the entries are not in the order of their dates",
                         "put the earlier date first");
        list.push_back(std::move(hours));
    }
    return list;
}

WorkCalendar::Content load_calendar(const std::filesystem::path& config, Defects& defects) {
    WorkCalendar::Content content;
    const auto folder = config / "calendar";
    const std::string remedy =
        "name the folder that holds calendar/ and rules/ with --config, or start in the one above it";
    const auto files = toml_files_in(folder, remedy, defects);
    for (const auto& path : files)
        if (const auto file = TomlFile::read(path, defects))
            YearReader(*file, content, defects).read(path.stem().string());
    if (files.empty() && defects.empty())
        defects.add({folder.string(), 0, 0}, "no year is configured", "add YEAR.toml files");

    const auto office_path = config / "office.toml";
    std::error_code unreadable;
    if (!std::filesystem::exists(office_path, unreadable) && !unreadable) {
        content.hours = default_office_hours();
    } else if (const auto office = TomlFile::read(office_path, defects)) {
        auto root = office->root(defects);
        content.hours = read_office_hours(root);
    }
    return content;
}

}  // namespace motcua::procedures
