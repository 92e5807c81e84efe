// ISO 9001 from the same data: the sample of an internal audit (9.2), how far procedures are covered by an approved process
// (4.4, 7.5), and the pack for a management review (9.3).
#include "server/lists.hpp"
#include "server/quality/register.hpp"
#include "server/reports/audit_sample.hpp"
#include "server/reports/wanted.hpp"
#include "server/reports/workbook.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <unordered_set>

namespace motcua::server {

using boost::json::array;
using boost::json::object;

namespace {

/// Where the person holds a role on that day: nobody audits his own work (ISO 9001 clause 9.2.2).
std::set<std::string, std::less<>> units_of(const procedures::OfficeState& office, const std::string& person,
                                            procedures::LocalDate day) {
    std::set<std::string, std::less<>> units;
    if (const auto* found = office.staff.find(person))
        for (const auto& tenure : found->tenures)
            if (tenure.is_held_on(day)) units.insert(tenure.unit);
    return units;
}

/// The law of a day, procedure by procedure.
reports::Table coverage_of(const procedures::Law& law, const procedures::Quality& quality,
                           procedures::LocalDate day, Language language) {
    const auto said = [&](std::string_view vi, std::string_view en) {
        return std::string(language == Language::en ? en : vi);
    };
    reports::Table table;
    table.name = "iso-coverage";
    table.title = said("Mức độ áp dụng quy trình ISO 9001", "Procedures covered by an approved process");
    table.definition =
        "A procedure in force on the day is covered when its definition has an ISO code and a decision that "
        "approved it.";
    table.row_title = said("Thủ tục", "Procedure");
    table.filter = {{said("Ngày", "Day"), procedures::format_date(day)}};
    table.columns = {{"iso_code", said("Mã quy trình", "ISO code"), "", false},
                     {"issue", said("Lần ban hành", "Issue"), "", false},
                     {"decision", said("Quyết định phê duyệt", "Decision"), "", false},
                     {"date", said("Ngày phê duyệt", "Approved on"), "", false},
                     {"last_audit", said("Đánh giá gần nhất", "Last audit"), "", false},
                     {"covered", said("Đã áp dụng", "Covered"), "", false}};
    std::int64_t covered = 0, all = 0;
    for (const auto& [id, versions] : law.by_id) {
        const auto* version = law.in_force(id, day);
        if (version == nullptr) continue;
        const auto& procedure = *version->procedure;
        const bool is_covered = procedure.approval && !procedure.iso.code.empty();
        const auto audit = procedures::last_audit_of(quality, id);
        ++all;
        covered += is_covered ? 1 : 0;
        table.rows.push_back(
            {id,
             in(language, procedure.names),
             {procedure.iso.code, std::int64_t{procedure.iso.issue},
              procedure.approval ? reports::Cell(procedure.approval->decision) : reports::Cell(),
              procedure.approval ? reports::Cell(procedure.approval->date) : reports::Cell(),
              audit ? reports::Cell(procedures::local_date(*audit->concluded_at)) : reports::Cell(),
              std::int64_t{is_covered ? 1 : 0}}});
    }
    table.total.push_back({"",
                           fmt::format("{} / {}", covered, all),
                           {std::monostate{}, std::monostate{}, std::monostate{}, std::monostate{},
                            std::monostate{}, reports::ratio(covered, all)}});
    table.notes.push_back(said("Dòng tổng cộng: tỷ lệ phần trăm.", "The total is a percentage."));
    return table;
}

}  // namespace

engine::Awaitable<Response> draw_audit_sample(Asked& asked) {
    auto read = reports::wanted_of(asked, "settlement", {"seed", "per_procedure", "format"});
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    auto wanted = std::get<reports::Wanted>(std::move(read));
    reports::SampleQuestion question;
    question.period = wanted.question.period;
    question.language = asked.language;
    const auto* seed = parameter(asked, "seed");
    if (seed == nullptr || seed->empty() || seed->size() > 100)
        co_return problem(Fault::bad_parameter, asked.language, "seed");
    question.seed = *seed;
    if (const auto* count = parameter(asked, "per_procedure")) {
        const auto number = number_in<std::size_t>(*count);
        if (!number || *number > 100)
            co_return problem(Fault::bad_parameter, asked.language, "per_procedure");
        question.per_procedure = *number;
    }
    question.own_units =
        units_of(*asked.engine().published().office(), asked.actor.person, procedures::local_date(asked.now));
    const auto law = asked.engine().published().law();
    co_await views_are_current(asked);
    reports::Written file;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        auto material = reports::material_of(*reader, law, wanted.question, {}, asked.now);
        const auto drawn = reports::draw(question, material.accounts, material.cut_off);
        std::unordered_set<storage::Seq> numbers;
        for (const auto& one : drawn) {
            const auto number = one.account->dossier;
            numbers.insert(number);
            if (const auto rows = reader->rows({&number, 1}); !rows.empty())
                material.codes.emplace(number, rows.front().code);
        }
        reader->charges({}, material.cut_off, [&](const storage::Charge& charge) {
            if (numbers.contains(charge.dossier)) material.charges.push_back(charge);
        });
        file = reports::written(reports::sample_of(question, material, drawn), wanted);
    });
    if (wanted.format != "json")
        if (auto no = co_await reports::tell_export(asked, "audit-sample", wanted, file.rows))
            co_return std::move(*no);
    co_return reports::as_file(
        std::move(file), fmt::format("audit-sample-{}.{}", reports::days_of(question.period), wanted.format));
}

engine::Awaitable<Response> read_iso_coverage(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    co_return json_response(reports::json_of(
        coverage_of(*law, office->quality, procedures::local_date(asked.now), asked.language)));
}

engine::Awaitable<Response> download_review(Asked& asked) {
    auto read = reports::wanted_of(asked, "settlement", {});
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    auto wanted = std::get<reports::Wanted>(std::move(read));
    wanted.format = "xlsx";
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    co_await views_are_current(asked);
    reports::Written file;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        std::vector<reports::Table> tables;
        for (const auto name : reports::report_names()) {
            if (reports::is_personal(name)) continue;
            auto question = wanted.question;
            question.name = name;
            question.by = reports::groupings_of(name).front();
            tables.push_back(
                reports::report_of(question, reports::material_of(*reader, law, question, {}, asked.now)));
            file.rows += tables.back().rows.size();
        }
        tables.push_back(coverage_of(*law, office->quality, wanted.question.period.to, asked.language));
        tables.push_back(nonconformity_table(
            office->quality, *law, wanted.question.period, reader->people(),
            [&](int number) { return stream_events(asked, procedures::nonconformity_stream(number)); },
            asked.now, asked.language));
        file.rows += tables.back().rows.size();
        file.content = reports::workbook_of(tables);
        file.type = reports::workbook_type;
    });
    if (auto no = co_await reports::tell_export(asked, "management-review", wanted, file.rows))
        co_return std::move(*no);
    co_return reports::as_file(
        std::move(file), fmt::format("management-review-{}.xlsx", reports::days_of(wanted.question.period)));
}

}  // namespace motcua::server
