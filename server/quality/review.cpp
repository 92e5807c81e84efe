// The register of nonconformities as a table of the management review.
#include "procedures/text/catalogue.hpp"
#include "server/quality/register.hpp"

#include <boost/json/object.hpp>

#include <map>

namespace motcua::server {

using procedures::EventType;
using procedures::Nonconformity;

namespace {

/// The newest text of each part: what was told later counts.
std::map<std::string, std::string, std::less<>> texts_of(const std::vector<storage::Projected>& events) {
    std::map<std::string, std::string, std::less<>> texts;
    for (const auto& told : events)
        for (const auto& [name, text] : told.event.personal)
            if (text.is_string()) texts[name] = std::string(text.get_string());
    return texts;
}

}  // namespace

reports::Table nonconformity_table(const procedures::Quality& quality, const procedures::Law& law,
                                   const reports::Period& period, const PeopleNames& names,
                                   const std::function<std::vector<storage::Projected>(int)>& events_of,
                                   engine::Instant now, Language language) {
    const auto said = [&](std::string_view vi, std::string_view en) {
        return std::string(language == Language::en ? en : vi);
    };
    const procedures::Naming naming{law.office.get(), nullptr};
    const auto moment = std::min(now, period.end());
    reports::Table table;
    table.name = "nonconformities";
    table.title = said("Sự không phù hợp và hành động khắc phục", "Nonconformities and corrective actions");
    table.definition =
        "Opened in the period, or before it and not closed when it began. Overdue: open after its due time "
        "at "
        "the period's end, or now when that is earlier.";
    table.row_title = said("Số", "Number");
    table.filter = {{said("Kỳ", "Period"),
                     procedures::format_date(period.from) + " – " + procedures::format_date(period.to)}};
    struct Head {
        std::string_view id, vi, en;
    };
    for (const auto& head :
         {Head{"source", "Nguồn", "Source"}, Head{"code", "Mã hồ sơ", "Dossier"},
          Head{"unit", "Đơn vị", "Unit"}, Head{"opened", "Mở ngày", "Opened"},
          Head{"owner", "Người chịu trách nhiệm", "Owner"}, Head{"due", "Hạn khắc phục", "Due"},
          Head{"state", "Tình trạng", "State"}, Head{"overdue", "Quá hạn", "Overdue"},
          Head{"correction", "Việc đã làm ngay", "Correction"}, Head{"cause", "Nguyên nhân", "Cause"},
          Head{"action", "Hành động khắc phục", "Corrective action"}, Head{"effect", "Hiệu lực", "Effect"},
          Head{"verified_by", "Người xác minh", "Verified by"}, Head{"closed", "Đóng ngày", "Closed"}})
        table.columns.push_back({std::string(head.id), said(head.vi, head.en), "", false});
    std::int64_t open = 0, overdue = 0;
    const auto name_or_nothing = [&](const std::string& person) {
        if (person.empty()) return reports::Cell();
        const auto& name = name_in(names, person);
        return reports::Cell(name.empty() ? person : name);
    };
    quality.nonconformities.each([&](const Nonconformity& one) {
        const bool is_of_period = one.opened_at >= period.begin() && one.opened_at < period.end();
        const bool came_with_it =
            one.opened_at < period.begin() && (!one.closed_at || *one.closed_at >= period.begin());
        if (!is_of_period && !came_with_it) return;
        const bool was_open = !one.closed_at || *one.closed_at >= moment;
        const bool was_overdue = was_open && one.due < moment;
        open += was_open ? 1 : 0;
        overdue += was_overdue ? 1 : 0;
        auto texts = texts_of(events_of(one.number));
        reports::Row row;
        row.id = row.name = std::to_string(one.number);
        row.cells = {std::string(name_of(one.source, language)),
                     one.code,
                     unit_name(naming, one.unit, language),
                     procedures::local_date(one.opened_at),
                     name_or_nothing(one.owner),
                     procedures::local_date(one.due),
                     std::string(name_of(one.state, language)),
                     std::int64_t{was_overdue ? 1 : 0},
                     texts["correction"],
                     texts["cause"],
                     texts["action"],
                     texts["effect"],
                     name_or_nothing(one.verified_by),
                     one.closed_at ? reports::Cell(procedures::local_date(*one.closed_at)) : reports::Cell()};
        table.rows.push_back(std::move(row));
    });
    table.notes.push_back(said("Chưa đóng: ", "Not closed: ") + std::to_string(open) +
                          said("; quá hạn: ", "; overdue: ") + std::to_string(overdue) + ".");
    return table;
}

}  // namespace motcua::server
