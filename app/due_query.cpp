#include "app/due_query.hpp"

#include "procedures/loading/toml_reader.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>

namespace motcua::app {

using namespace procedures;

namespace {

constexpr std::array<std::string_view, 6> known_keys{"received",  "count",     "unit",
                                                     "requested", "completed", "policy"};
constexpr int first_year = 1900;
constexpr int last_year = 2199;

/// A piece of the question as JSON, short enough for a message.
std::string shown(const boost::json::value& value) {
    std::string text = boost::json::serialize(value);
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

/// Reads the keys one after the other and keeps the first objection.
class QueryReader {
public:
    explicit QueryReader(const boost::json::object& line) : line_(line) {}

    std::optional<Instant> moment(std::string_view key) {
        const auto* value = find(key);
        if (value == nullptr) return std::nullopt;
        const auto* text = value->if_string();
        const auto moment = text != nullptr ? parse_instant(*text) : std::nullopt;
        if (!moment) {
            object(fmt::format(
                "{} {} is no moment; write RFC 3339 with an offset, such as \"2026-02-13T09:30:00+07:00\"",
                key, shown(*value)));
            return std::nullopt;
        }
        const std::chrono::year_month_day date{local_date(*moment)};
        if (static_cast<int>(date.year()) < first_year || static_cast<int>(date.year()) > last_year) {
            object(fmt::format("{} {} lies outside the years {} to {}", key, shown(*value), first_year,
                               last_year));
            return std::nullopt;
        }
        return moment;
    }

    int number(std::string_view key) {
        const auto* value = find(key);
        if (value == nullptr) return 0;
        if (value->is_int64() && value->get_int64() >= 1 && value->get_int64() <= Allowance::max_count)
            return static_cast<int>(value->get_int64());
        object(
            fmt::format("{} {} is no whole number from 1 to {}", key, shown(*value), Allowance::max_count));
        return 0;
    }

    template <class Value>
    std::optional<Value> word(std::string_view key, std::optional<Value> (*parse)(std::string_view),
                              std::string_view words) {
        const auto* value = find(key);
        if (value == nullptr) return std::nullopt;
        const auto* text = value->if_string();
        auto parsed = text != nullptr ? parse(*text) : std::nullopt;
        if (!parsed) object(fmt::format("{} {} is unknown; write one of: {}", key, shown(*value), words));
        return parsed;
    }

    void require(std::string_view key) {
        if (find(key) == nullptr) object(fmt::format("{} is missing", key));
    }

    void refuse_slips() {
        for (const auto& member : line_) {
            const std::string_view key = member.key();
            if (std::find(known_keys.begin(), known_keys.end(), key) != known_keys.end()) continue;
            if (const auto near = nearest_word(key, {known_keys.begin(), known_keys.end()}))
                object(fmt::format("unknown key {}; did you mean \"{}\"?", shown(boost::json::value(key)),
                                   *near));
        }
    }

    void object(std::string why) {
        if (!objection_) objection_ = std::move(why);
    }
    std::optional<Objection> objection() const { return objection_; }

private:
    /// A null is as good as an absent key.
    const boost::json::value* find(std::string_view key) const {
        const auto* value = line_.if_contains(key);
        return value == nullptr || value->is_null() ? nullptr : value;
    }

    const boost::json::object& line_;
    std::optional<Objection> objection_;
};

}  // namespace

std::optional<Objection> read_query(const boost::json::object& line, DueQuery& query) {
    QueryReader reader(line);
    for (const auto* key : {"received", "count", "unit"}) reader.require(key);
    query.received = reader.moment("received").value_or(Instant{});
    query.limit.count = reader.number("count");
    query.limit.unit = reader.word("unit", parse_limit_unit, "working_hour, working_day, calendar_day, month")
                           .value_or(LimitUnit::working_day);
    query.requested = reader.moment("requested");
    query.completed = reader.moment("completed");
    query.policy = reader.word("policy", parse_supplement_policy, "restart, resume");
    reader.refuse_slips();

    if (query.requested && *query.requested < query.received) reader.object("requested lies before received");
    if (query.requested && query.completed && *query.completed < *query.requested)
        reader.object("completed lies before requested");
    if (query.completed && *query.completed < query.received) reader.object("completed lies before received");
    if (query.requested && !query.completed)
        reader.object("completed is missing; until the supplement is complete the limit has no end");
    if (query.completed && !query.requested && query.policy == SupplementPolicy::resume)
        reader.object("requested is missing; resume needs the moment up to which time was used");
    return reader.objection();
}

DueAnswer answer(const WorkCalendar& calendar, const Rules& rules, const DueQuery& query) {
    DueAnswer found;
    found.rule_set = &rules.for_receipt(local_date(query.received));
    found.transfer_due = paper_transfer_due(calendar, query.received, found.rule_set->transfer);
    if (query.completed) {
        found.policy = query.policy.value_or(found.rule_set->supplement_policy);
        found.due =
            due_after_supplement(calendar, query.received, query.limit,
                                 query.requested.value_or(*query.completed), *query.completed, *found.policy);
    } else {
        found.due = calendar.due_after(query.received, query.limit);
    }
    return found;
}

std::vector<ExplainedDay> explain(const WorkCalendar& calendar, const DueQuery& query,
                                  const DueAnswer& answer) {
    if (!query.completed) return calendar.explain(query.received, query.limit);
    return explain_after_supplement(calendar, query.received, query.limit,
                                    query.requested.value_or(*query.completed), *query.completed,
                                    *answer.policy);
}

std::string to_json_line(const DueAnswer& answer) {
    return fmt::format(R"({{"due":"{}","legal_end":"{}","transfer_due":"{}","provisional":{}}})",
                       format_instant(answer.due.due), format_instant(answer.due.legal_end),
                       format_instant(answer.transfer_due), answer.due.provisional);
}

std::string due_line(const WorkCalendar& calendar, const Rules& rules, std::string_view line) {
    const auto error = [](std::string_view why) {
        return boost::json::serialize(boost::json::object{{"error", why}});
    };
    if (line.size() > longest_line)
        return error(fmt::format("the line has more than {} bytes", longest_line));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return error("the line is empty");
    boost::json::error_code broken;
    const auto value = boost::json::parse(line, broken);
    if (broken) return error("not JSON: " + broken.message());
    const auto* object = value.if_object();
    if (object == nullptr) return error("not a JSON object; write {\"received\":…,\"count\":…,\"unit\":…}");
    DueQuery query;
    if (const auto objection = read_query(*object, query)) return error(*objection);
    return to_json_line(answer(calendar, rules, query));
}

}  // namespace motcua::app
