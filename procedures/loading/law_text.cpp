// The texts of an adopted calendar and of adopted rules.
#include "procedures/loading/json_text.hpp"
#include "procedures/loading/law_loader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace motcua::procedures {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

[[noreturn]] void broken(std::string_view key) {
    throw std::runtime_error(
        fmt::format("the adopted text is broken at \"{}\": restore the journal from its backup", key));
}

const value& at(const object& text, std::string_view key) {
    const auto* found = text.if_contains(key);
    if (found == nullptr) {
        broken(key);
    }
    return *found;
}

std::string text_at(const object& text, std::string_view key) {
    const auto* found = text.if_contains(key);
    if (found == nullptr) {
        return {};  // empty texts are left out
    }
    if (!found->is_string()) {
        broken(key);
    }
    return std::string(found->get_string());
}

int number_at(const object& text, std::string_view key) {
    const auto& found = at(text, key);
    if (!found.is_int64()) {
        broken(key);
    }
    return static_cast<int>(found.get_int64());
}

bool flag_at(const object& text, std::string_view key) {
    const auto* found = text.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

LocalDate date_at(const object& text, std::string_view key) {
    const auto date = parse_date(text_at(text, key));
    if (!date) {
        broken(key);
    }
    return *date;
}

const array& list_at(const object& text, std::string_view key) {
    const auto* list = at(text, key).if_array();
    if (list == nullptr) {
        broken(key);
    }
    return *list;
}

template <class Item, class Read>
std::vector<Item> read_list(const object& text, std::string_view key, Read read) {
    std::vector<Item> items;
    for (const auto& entry : list_at(text, key)) {
        if (!entry.is_object()) {
            broken(key);
        }
        items.push_back(read(entry.get_object()));
    }
    return items;
}

template <class Item, class Write> array write_list(const std::vector<Item>& items, Write write) {
    array list;
    for (const auto& item : items) {
        list.push_back(write(item));
    }
    return list;
}

object allowance_value(const Allowance& allowance) {
    return {{"count", allowance.count}, {"unit", to_string(allowance.unit)}};
}

std::optional<Allowance> allowance_at(const object& text, std::string_view key) {
    const auto* found = text.if_contains(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (!found->is_object()) {
        broken(key);
    }
    const auto& inner = found->get_object();
    const auto unit = parse_limit_unit(text_at(inner, "unit"));
    if (!unit) {
        broken(key);
    }
    return Allowance{number_at(inner, "count"), *unit};
}

Standing standing_of(const object& text) {
    return {text_at(text, "confidence"), text_at(text, "basis"), text_at(text, "note")};
}

void put(object& text, std::string_view key, const std::optional<Allowance>& allowance) {
    if (allowance) {
        text[key] = allowance_value(*allowance);
    }
}

using procedures::put;

constexpr std::array day_kinds{DayKind::ordinary, DayKind::weekend,   DayKind::statutory, DayKind::in_lieu,
                               DayKind::swap_off, DayKind::swap_work, DayKind::undecided};

DayKind day_kind_of(std::string_view word) {
    for (const auto kind : day_kinds) {
        if (to_string(kind) == word) {
            return kind;
        }
    }
    broken("kind");
}

// ---------------------------------------------------------------- rules

object value_of(const RuleSet& rules) {
    object text{{"id", rules.id}, {"from", format_date(rules.from)}};
    put(text, "name", rules.names);
    put(text, rules.standing);
    text["supplement_policy"] = to_string(rules.supplement_policy);
    text["supplement_times"] = rules.supplement_times;
    put(text, "supplement_notice_within", std::optional(rules.supplement_notice_within));
    put(text, "applicant_has", rules.applicant_has);
    text["desk_may_close_unsupplemented"] = rules.desk_may_close_unsupplemented;
    text["transfer"] = object{{"cutoff_minute", rules.transfer.cutoff_minute},
                              {"first_minutes", count(rules.transfer.first_minutes)}};
    put(text, "transfer_other_level", rules.transfer_other_level);
    put(text, "online_answer_within", rules.online_answer_within);
    put(text, "online_alert_within", rules.online_alert_within);
    text["apology_working_days_before"] = rules.apology_working_days_before;
    text["new_appointments"] = rules.new_appointments;
    put(text, "correction_within", std::optional(rules.correction_within));
    text["clock_starts_at_competent_agency"] = rules.clock_starts_at_competent_agency;
    object grounds;
    for (const auto& [name, standing] : rules.grounds) {
        object ground;
        put(ground, standing);
        grounds[name] = std::move(ground);
    }
    text["grounds"] = std::move(grounds);
    return text;
}

RuleSet rule_set_of(const object& text) {
    RuleSet rules;
    rules.id = text_at(text, "id");
    rules.from = date_at(text, "from");
    rules.names = {text_at(text, "name_vi"), text_at(text, "name_en")};
    rules.standing = standing_of(text);
    const auto policy = parse_supplement_policy(text_at(text, "supplement_policy"));
    const auto notice = allowance_at(text, "supplement_notice_within");
    const auto correction = allowance_at(text, "correction_within");
    if (!policy || !notice || !correction || !at(text, "transfer").is_object() ||
        !at(text, "grounds").is_object()) {
        broken("rule_sets");
    }
    rules.supplement_policy = *policy;
    rules.supplement_times = number_at(text, "supplement_times");
    rules.supplement_notice_within = *notice;
    rules.applicant_has = allowance_at(text, "applicant_has");
    rules.desk_may_close_unsupplemented = flag_at(text, "desk_may_close_unsupplemented");
    const auto& transfer = at(text, "transfer").get_object();
    rules.transfer = {number_at(transfer, "cutoff_minute"),
                      WorkingMinutes{number_at(transfer, "first_minutes")}};
    rules.transfer_other_level = allowance_at(text, "transfer_other_level");
    rules.online_answer_within = allowance_at(text, "online_answer_within");
    rules.online_alert_within = allowance_at(text, "online_alert_within");
    rules.apology_working_days_before = number_at(text, "apology_working_days_before");
    rules.new_appointments = number_at(text, "new_appointments");
    rules.correction_within = *correction;
    rules.clock_starts_at_competent_agency = flag_at(text, "clock_starts_at_competent_agency");
    for (const auto& [name, ground] : at(text, "grounds").get_object()) {
        if (!ground.is_object()) {
            broken("grounds");
        }
        rules.grounds.emplace(name, standing_of(ground.get_object()));
    }
    return rules;
}

object value_of(const FormSet& forms) {
    object text{{"id", forms.id}, {"from", format_date(forms.from)}};
    put(text, forms.standing);
    text["forms"] = write_list(forms.forms, [](const Form& form) {
        object entry{{"id", form.id}};
        put(entry, "number", form.number);
        put(entry, "name_vi", form.name_vi);
        return entry;
    });
    return text;
}

FormSet form_set_of(const object& text) {
    FormSet forms;
    forms.id = text_at(text, "id");
    forms.from = date_at(text, "from");
    forms.standing = standing_of(text);
    forms.forms = read_list<Form>(text, "forms", [](const object& entry) {
        return Form{text_at(entry, "id"), text_at(entry, "number"), text_at(entry, "name_vi")};
    });
    return forms;
}

array numbers(const std::vector<int>& list) { return array(list.begin(), list.end()); }

std::vector<int> numbers_at(const object& text, std::string_view key) {
    return text.contains(key) ? boost::json::value_to<std::vector<int>>(text.at(key)) : std::vector<int>{};
}

object value_of(const ReportForm& form) {
    object text{{"id", form.id},
                {"from", format_date(form.from)},
                {"number", form.number},
                {"title_vi", form.title_vi},
                {"counted_in_vi", form.counted_in_vi}};
    put(text, form.standing);
    text["columns"] = write_list(form.columns, [](const ReportColumn& column) {
        object entry{{"number", column.number}};
        put(entry, "title_vi", column.title_vi);
        put(entry, "group_vi", column.group_vi);
        if (!column.counts.empty()) entry["counts"] = array(column.counts.begin(), column.counts.end());
        if (!column.sum_of.empty()) entry["sum_of"] = numbers(column.sum_of);
        return entry;
    });
    text["checks"] = write_list(form.checks, [](const ReportCheck& check) {
        return object{{"total", check.total}, {"parts", numbers(check.parts)}};
    });
    return text;
}

ReportForm report_form_of(const object& text) {
    ReportForm form;
    form.id = text_at(text, "id");
    form.from = date_at(text, "from");
    form.standing = standing_of(text);
    form.number = text_at(text, "number");
    form.title_vi = text_at(text, "title_vi");
    form.counted_in_vi = text_at(text, "counted_in_vi");
    form.columns = read_list<ReportColumn>(text, "columns", [](const object& entry) {
        ReportColumn column{
            number_at(entry, "number"), text_at(entry, "title_vi"), text_at(entry, "group_vi"), {}, {}};
        if (entry.contains("counts"))
            column.counts = boost::json::value_to<std::vector<std::string>>(entry.at("counts"));
        column.sum_of = numbers_at(entry, "sum_of");
        return column;
    });
    form.checks = read_list<ReportCheck>(text, "checks", [](const object& entry) {
        return ReportCheck{number_at(entry, "total"), numbers_at(entry, "parts")};
    });
    return form;
}

object value_of(const CodePattern& pattern) {
    object text{{"id", pattern.id},
                {"from", format_date(pattern.from)},
                {"issue", pattern.issue},
                {"strict_regex", pattern.strict_regex},
                {"import_regex", pattern.import_regex}};
    put(text, pattern.standing);
    return text;
}

CodePattern code_pattern_of(const object& text) {
    CodePattern pattern;
    pattern.id = text_at(text, "id");
    pattern.from = date_at(text, "from");
    pattern.issue = text_at(text, "issue");
    pattern.strict_regex = text_at(text, "strict_regex");
    pattern.import_regex = text_at(text, "import_regex");
    pattern.standing = standing_of(text);
    return pattern;
}

template <class Item> object of_item(const Item& item) { return value_of(item); }

}  // namespace

boost::json::object to_json(const WorkCalendar::Content& calendar) {
    object text;
    text["years"] = write_list(calendar.years, [](const WorkCalendar::Year& year) {
        return object{{"year", year.year}, {"notified", year.notified}};
    });
    text["days"] = write_list(calendar.days, [](const CalendarDay& day) {
        object entry{{"date", format_date(day.date)}, {"kind", to_string(day.kind)}, {"work", day.work}};
        put(entry, "name", day.name);
        put(entry, "notice", day.notice);
        return entry;
    });
    text["hours"] = write_list(calendar.hours, [](const OfficeHours& hours) {
        object entry{{"from", format_date(hours.from)}};
        entry["spans"] = write_list(hours.spans, [](const OpenSpan& span) {
            return object{{"from_minute", span.from_minute}, {"to_minute", span.to_minute}};
        });
        return entry;
    });
    return text;
}

WorkCalendar::Content calendar_from_json(const boost::json::object& text) {
    WorkCalendar::Content calendar;
    calendar.years = read_list<WorkCalendar::Year>(text, "years", [](const object& entry) {
        return WorkCalendar::Year{number_at(entry, "year"), flag_at(entry, "notified")};
    });
    calendar.days = read_list<CalendarDay>(text, "days", [](const object& entry) {
        CalendarDay day;
        day.date = date_at(entry, "date");
        day.kind = day_kind_of(text_at(entry, "kind"));
        day.work = flag_at(entry, "work");
        day.name = text_at(entry, "name");
        day.notice = text_at(entry, "notice");
        return day;
    });
    calendar.hours = read_list<OfficeHours>(text, "hours", [](const object& entry) {
        OfficeHours hours;
        hours.from = date_at(entry, "from");
        hours.spans = read_list<OpenSpan>(entry, "spans", [](const object& span) {
            return OpenSpan{number_at(span, "from_minute"), number_at(span, "to_minute")};
        });
        return hours;
    });
    if (calendar.hours.empty()) {
        broken("hours");
    }
    return calendar;
}

boost::json::object to_json(const Rules& rules) {
    object text{{"rule_sets", write_list(rules.rule_sets, of_item<RuleSet>)},
                {"form_sets", write_list(rules.form_sets, of_item<FormSet>)},
                {"code_patterns", write_list(rules.code_patterns, of_item<CodePattern>)}};
    // Rules that were adopted before there were report forms keep their text, and so their hash.
    if (!rules.report_forms.empty())
        text["report_forms"] = write_list(rules.report_forms, of_item<ReportForm>);
    return text;
}

Rules rules_from_json(const boost::json::object& text) {
    Rules rules{read_list<RuleSet>(text, "rule_sets", rule_set_of),
                read_list<FormSet>(text, "form_sets", form_set_of),
                read_list<CodePattern>(text, "code_patterns", code_pattern_of),
                {}};
    if (text.contains("report_forms"))
        rules.report_forms = read_list<ReportForm>(text, "report_forms", report_form_of);
    if (rules.rule_sets.empty() || rules.form_sets.empty() || rules.code_patterns.empty()) {
        broken("rule_sets");
    }
    return rules;
}

}  // namespace motcua::procedures
