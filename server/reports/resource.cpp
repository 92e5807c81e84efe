// Reports over HTTP: asked for anew, opened to the dossiers behind a number, issued and read again as issued.
#include "procedures/dossier/fields.hpp"
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"
#include "server/reports/report.hpp"
#include "server/reports/wanted.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;

namespace {

/// The report's name, when there is such a report.
std::optional<Response> unknown_report(const Asked& asked) {
    if (reports::is_report(asked.parameters.front())) return std::nullopt;
    return problem(Fault::no_such_resource, asked.language);
}

object issued_json(const storage::IssuedReport& issued) {
    return {{"number", issued.number},
            {"name", issued.name},
            {"form", issued.form},
            {"from", procedures::format_date(issued.from)},
            {"to", procedures::format_date(issued.to)},
            {"by", issued.by},
            {"format", issued.format},
            {"cut_off", procedures::format_instant(issued.cut_off)},
            {"definition", issued.definition},
            {"data_to", issued.data_to},
            {"digest", issued.digest},
            {"issued_at", procedures::format_instant(issued.at)},
            {"issued_by", issued.person}};
}

/// A page's number of rows and where it goes on, as other lists say it.
bool read_page_of(const Asked& asked, std::size_t& limit, std::size_t& start) {
    if (!read_limit(asked, limit)) return false;
    const auto* cursor = parameter(asked, "cursor");
    if (cursor == nullptr) return true;
    const auto said = number_in<std::size_t>(*cursor);
    start = said.value_or(0);
    return said.has_value();
}

}  // namespace

engine::Awaitable<Response> list_reports(Asked&) {
    array items;
    for (const auto name : reports::report_names()) {
        array by;
        for (const auto one : reports::groupings_of(name)) by.emplace_back(to_string(one));
        items.push_back(object{{"name", name}, {"by", std::move(by)}});
    }
    co_return json_response({{"items", std::move(items)}});
}

engine::Awaitable<Response> read_report(Asked& asked) {
    if (auto no = unknown_report(asked)) co_return std::move(*no);
    auto read = reports::wanted_of(asked, asked.parameters.front(), {"by", "format", "separator"});
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    auto wanted = std::get<reports::Wanted>(std::move(read));
    const auto law = asked.engine().published().law();
    const auto sight = sight_of(*law, *asked.engine().published().office(), asked.actor, asked.now);
    co_await views_are_current(asked);
    reports::Written file;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        const auto material = reports::material_of(*reader, law, wanted.question, sight, asked.now);
        file = reports::written(reports::report_of(wanted.question, material), wanted);
    });
    if (wanted.format == "json") {
        Response response;
        response.body = std::move(file.content);
        co_return response;
    }
    if (auto no = co_await reports::tell_export(asked, "report:" + wanted.question.name, wanted, file.rows))
        co_return std::move(*no);
    co_return reports::as_file(std::move(file),
                               fmt::format("{}-{}.{}", wanted.question.name,
                                           reports::days_of(wanted.question.period), wanted.format));
}

engine::Awaitable<Response> open_figure(Asked& asked) {
    if (auto no = unknown_report(asked)) co_return std::move(*no);
    auto read =
        reports::wanted_of(asked, asked.parameters.front(), {"by", "row", "column", "limit", "cursor"});
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    auto wanted = std::get<reports::Wanted>(std::move(read));
    const auto* row = parameter(asked, "row");
    const auto* column = parameter(asked, "column");
    if (column == nullptr) co_return problem(Fault::bad_parameter, asked.language, "column");
    std::size_t limit = usual_page, start = 0;
    if (!read_page_of(asked, limit, start)) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    const auto question = question_of(asked);
    co_await views_are_current(asked);
    std::vector<storage::Seq> numbers;
    std::vector<storage::DossierRow> rows;
    storage::AsOf as_of;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        const auto material =
            reports::material_of(*reader, question.law, wanted.question, question.filter.sight, asked.now);
        as_of = material.as_of;
        numbers =
            reports::behind(wanted.question, material,
                            row != nullptr ? std::optional<std::string_view>(*row) : std::nullopt, *column);
        const auto begin = std::min(start, numbers.size());
        rows = reader->rows(std::span(numbers).subspan(begin, std::min(limit, numbers.size() - begin)));
    });
    array items;
    std::size_t hidden = 0;
    for (const auto& one : rows) {
        if (reports::may_see(question.filter.sight, one))
            items.push_back(
                row_json(one, *question.law, storage::DueOf::dossier, question.moment, asked.language));
        else
            ++hidden;
    }
    const auto next = start + limit < numbers.size() ? std::to_string(start + limit) : std::string();
    co_return page_response(asked, asked.request.target.substr(0, asked.request.target.find('?')),
                            std::move(items), next, as_of, {{"count", numbers.size()}, {"hidden", hidden}});
}

engine::Awaitable<Response> issue_report(Asked& asked) {
    if (auto no = unknown_report(asked)) co_return std::move(*no);
    // What the law orders erased must not live on in a frozen file.
    if (reports::is_personal(asked.parameters.front()))
        co_return problem(Fault::bad_parameter, asked.language, "name");
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& said = std::get<object>(body);
    if (auto no =
            unknown_field(asked, said, {"from", "to", "period", "closing", "by", "format", "separator"}))
        co_return std::move(*no);
    Fields texts;
    for (const auto& [name, value] : said) {
        if (!value.is_string()) co_return wrong_field(asked, name, "text");
        texts.emplace(name, std::string_view(value.get_string()));
    }
    reports::Wanted wanted;
    wanted.format = "xlsx";
    if (const auto wrong = reports::read_wanted(texts, asked.language, asked.parameters.front(), wanted);
        !wrong.empty())
        co_return wrong_field(asked, wrong, "unusable");
    auto* files = asked.api.ports().files;
    if (files == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    const auto law = asked.engine().published().law();
    const auto sight = sight_of(*law, *asked.engine().published().office(), asked.actor, asked.now);
    co_await views_are_current(asked);
    procedures::Command command;
    command.kind = procedures::CommandKind::issue_report;
    command.args = said;
    command.args["report"] = asked.parameters.front();
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        const auto material = reports::material_of(*reader, law, wanted.question, sight, asked.now);
        const auto table = reports::report_of(wanted.question, material);
        const auto file = reports::written(table, wanted);
        const auto upload = files->begin();
        upload->write(file.content);
        command.made = {{"name", wanted.question.name},
                        {"form", table.form},
                        {"from", procedures::format_date(wanted.question.period.from)},
                        {"to", procedures::format_date(wanted.question.period.to)},
                        {"by", to_string(wanted.question.by)},
                        {"format", wanted.format},
                        {"cut_off", procedures::format_instant(material.cut_off)},
                        {"data_to", static_cast<std::int64_t>(material.as_of.seq)},
                        {"definition", table.definition},
                        {"digest", storage::to_hex(storage::bytes_of(upload->finish()))}};
    });
    co_return co_await give(asked, std::move(command), {law->office.get(), nullptr}, 200);
}

engine::Awaitable<Response> list_issued_reports(Asked& asked) {
    co_await views_are_current(asked);
    std::vector<storage::IssuedReport> issued;
    storage::AsOf as_of;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        issued = reader->issued_reports();
        as_of = reader->as_of();
    });
    array items;
    for (auto one = issued.rbegin(); one != issued.rend(); ++one) items.push_back(issued_json(*one));
    co_return json_response({{"items", std::move(items)}, {"as_of", as_of_json(as_of)}});
}

engine::Awaitable<Response> read_issued_report(Asked& asked) {
    co_await views_are_current(asked);
    auto* files = asked.api.ports().files;
    std::optional<storage::IssuedReport> issued;
    std::string content;
    bool is_whole = false;
    co_await asked.engine().run_blocking([&] {
        for (auto& one : asked.api.readers().lend()->issued_reports())
            if (std::to_string(one.number) == asked.parameters.front()) issued = std::move(one);
        const auto bytes = issued ? storage::from_hex(issued->digest) : std::nullopt;
        storage::Hash hash{};
        if (files == nullptr || !bytes || bytes->size() != hash.size()) return;
        std::copy(bytes->begin(), bytes->end(), hash.begin());
        try {
            is_whole = files->read(hash, [&](std::string_view part) { content += part; });
        } catch (const std::runtime_error&) {
            // Its bytes are not those that were issued.
        }
    });
    if (!issued) co_return problem(Fault::no_such_resource, asked.language);
    if (!is_whole) co_return problem(Fault::file_damaged, asked.language);
    const std::string type = issued->format == "xlsx"  ? std::string(reports::workbook_type)
                             : issued->format == "csv" ? "text/csv; charset=utf-8"
                                                       : "application/json; charset=utf-8";
    co_return reports::as_file(
        {std::move(content), type, 0},
        fmt::format("{}-{}..{}-{}.{}", issued->name, procedures::format_date(issued->from),
                    procedures::format_date(issued->to), issued->number, issued->format));
}

}  // namespace motcua::server
