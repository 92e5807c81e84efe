#include "server/reports/table.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace motcua::server::reports {

using boost::json::array;
using boost::json::object;

namespace {

template <class... Visits> struct Each : Visits... { using Visits::operator()...; };
template <class... Visits> Each(Visits...) -> Each<Visits...>;

std::string decimal(Hundredths number, char point) {
    const auto size = number.value < 0 ? -number.value : number.value;
    return fmt::format("{}{}{}{:02}", number.value < 0 ? "-" : "", size / 100, point, size % 100);
}

boost::json::value json_of(const Cell& cell) {
    return std::visit(
        Each{
            [](std::monostate) -> boost::json::value { return nullptr; },
            [](const std::string& text) -> boost::json::value { return boost::json::string(text); },
            [](std::int64_t count) -> boost::json::value { return count; },
            // As text: two decimals are what was computed, and no more.
            [](Hundredths number) -> boost::json::value { return boost::json::string(decimal(number, '.')); },
            [](procedures::LocalDate day) -> boost::json::value {
                return boost::json::string(procedures::format_date(day));
            },
            [](procedures::Instant moment) -> boost::json::value {
                return boost::json::string(procedures::format_instant(moment));
            }},
        cell);
}

object json_of(const Row& row, const std::vector<Column>& columns) {
    object cells;
    for (std::size_t i = 0; i < columns.size(); ++i) cells[columns[i].id] = json_of(row.cells[i]);
    return {{"id", row.id}, {"name", row.name}, {"cells", std::move(cells)}};
}

std::string quoted(std::string text, char separator) {
    text = neutralised(std::move(text));
    if (text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string csv_of(const Cell& cell, char separator) {
    return std::visit(Each{[](std::monostate) { return std::string(); },
                           [&](const std::string& text) { return quoted(text, separator); },
                           [](std::int64_t count) { return std::to_string(count); },
                           [&](Hundredths number) { return decimal(number, separator == ',' ? '.' : ','); },
                           [](procedures::LocalDate day) { return procedures::format_date(day); },
                           [](procedures::Instant moment) { return procedures::format_instant(moment); }},
                      cell);
}

}  // namespace

Hundredths ratio(std::int64_t part, std::int64_t whole, std::int64_t times) {
    if (whole == 0) return {};
    return {(2 * part * times * 100 + whole) / (2 * whole)};
}

std::string neutralised(std::string text) {
    constexpr std::string_view begins_a_formula = "=+-@\t\r";
    if (!text.empty() && begins_a_formula.find(text.front()) != std::string_view::npos) text.insert(0, "'");
    return text;
}

object json_of(const Table& table) {
    array columns, rows, checks, notes;
    object filter;
    for (const auto& column : table.columns)
        columns.push_back(object{
            {"id", column.id}, {"title", column.title}, {"group", column.group}, {"opens", column.is_link}});
    for (const auto& row : table.rows) rows.push_back(json_of(row, table.columns));
    for (const auto& check : table.checks)
        checks.push_back(object{{"text", check.text}, {"holds", check.holds}});
    for (const auto& note : table.notes) notes.push_back(boost::json::string(note));
    for (const auto& [name, value] : table.filter) filter[name] = value;
    object out{{"name", table.name},
               {"form", table.form},
               {"title", table.title},
               {"row_title", table.row_title},
               {"definition", table.definition},
               {"filter", std::move(filter)},
               {"columns", std::move(columns)},
               {"rows", std::move(rows)},
               {"total", nullptr},
               {"checks", std::move(checks)},
               {"notes", std::move(notes)}};
    if (!table.total.empty()) out["total"] = json_of(table.total.front(), table.columns);
    return out;
}

std::string csv_of(const Table& table, char separator) {
    std::string out = "\xEF\xBB\xBF" + quoted(table.row_title, separator);
    for (const auto& column : table.columns) {
        out += separator;
        out += quoted(column.group.empty() ? column.title : column.group + " – " + column.title, separator);
    }
    out += "\r\n";
    for (const auto* rows : {&table.rows, &table.total})
        for (const auto& row : *rows) {
            out += quoted(row.name, separator);
            for (const auto& cell : row.cells) {
                out += separator;
                out += csv_of(cell, separator);
            }
            out += "\r\n";
        }
    return out;
}

}  // namespace motcua::server::reports
