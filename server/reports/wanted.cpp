#include "server/reports/wanted.hpp"

#include "server/reports/workbook.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace motcua::server::reports {

std::optional<char> parse_separator(std::string_view text) {
    if (text == "tab") return '\t';
    if (text == "," || text == ";") return text.front();
    return std::nullopt;
}

std::string read_wanted(const Fields& said, Language language, std::string_view name, Wanted& wanted) {
    const auto text = [&](std::string_view field) {
        const auto found = said.find(field);
        return found == said.end() ? std::string() : found->second;
    };
    wanted.question.name = name;
    wanted.question.language = language;
    const auto closing = text("closing");
    if (!closing.empty() && closing != "month_end" && closing != "day_14") return "closing";
    if (const auto period = text("period"); !period.empty()) {
        const auto days = parse_period(period, closing == "day_14" ? Closing::day_14 : Closing::month_end);
        if (!days) return "period";
        wanted.question.period = *days;
    } else {
        const auto from = procedures::parse_date(text("from"));
        const auto to = procedures::parse_date(text("to"));
        if (!from) return "from";
        if (!to || *to < *from) return "to";
        wanted.question.period = {*from, *to};
    }
    const auto groupings = groupings_of(name);
    wanted.question.by = groupings.front();
    if (const auto by = text("by"); !by.empty()) {
        const auto known = parse_by(by);
        if (!known || std::find(groupings.begin(), groupings.end(), *known) == groupings.end()) return "by";
        wanted.question.by = *known;
    }
    if (const auto format = text("format"); !format.empty()) {
        if (format != "json" && format != "csv" && format != "xlsx") return "format";
        wanted.format = format;
    }
    if (const auto separator = text("separator"); !separator.empty()) {
        const auto read = parse_separator(separator);
        if (!read) return "separator";
        wanted.separator = *read;
    }
    return {};
}

std::variant<Wanted, Response> wanted_of(const Asked& asked, std::string_view name,
                                         std::initializer_list<std::string_view> more) {
    constexpr std::string_view of_the_period[] = {"from", "to", "period", "closing"};
    const auto is_among = [](const auto& names, std::string_view one) {
        return std::find(std::begin(names), std::end(names), one) != std::end(names);
    };
    for (const auto& [said, value] : asked.query)
        if (!is_among(of_the_period, said) && !is_among(more, said))
            return problem(Fault::bad_parameter, asked.language, said);
    Wanted wanted;
    if (const auto wrong = read_wanted(asked.query, asked.language, name, wanted); !wrong.empty())
        return problem(Fault::bad_parameter, asked.language, wrong);
    return wanted;
}

Written written(const Table& table, const Wanted& wanted) {
    if (wanted.format == "xlsx") return {workbook_of({table}), std::string(workbook_type), table.rows.size()};
    if (wanted.format == "csv")
        return {csv_of(table, wanted.separator), "text/csv; charset=utf-8", table.rows.size()};
    return {boost::json::serialize(json_of(table)) + '\n', "application/json; charset=utf-8",
            table.rows.size()};
}

Response as_file(Written file, const std::string& name) {
    Response response;
    response.content_type = std::move(file.type);
    response.fields.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(file.content);
    return response;
}

std::string days_of(const reports::Period& period) {
    return procedures::format_date(period.from) + ".." + procedures::format_date(period.to);
}

engine::Awaitable<std::optional<Response>> tell_export(Asked& asked, std::string what, const Wanted& wanted,
                                                       std::size_t count) {
    procedures::Command command;
    command.kind = procedures::CommandKind::record_export;
    command.actor = asked.actor;
    command.args = {{"what", std::move(what)},
                    {"count", static_cast<std::int64_t>(count)},
                    {"range", days_of(wanted.question.period)}};
    if (is_report(wanted.question.name) && is_personal(wanted.question.name)) command.args["personal"] = true;
    const auto answer = co_await asked.engine().submit(std::move(command));
    if (answer.done()) co_return std::nullopt;
    co_return problem(answer, asked.language, {asked.engine().published().law()->office.get(), nullptr});
}

}  // namespace motcua::server::reports
