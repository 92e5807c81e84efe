#include "server/reports/counting.hpp"

#include <algorithm>

namespace motcua::server::reports {

namespace {

std::string note_of(const storage::DossierRow& row, Language language) {
    if (row.ending) return std::string(name_of(*row.ending, language));
    return std::string(name_of(row.kind, language));
}

}  // namespace

void fill_register(const Question& question, const Material& material, Table& table) {
    const auto language = question.language;
    const auto& law = *material.law;
    if (const auto* form = law.rules->forms_for(question.period.to).form("register")) {
        table.form = form->number;
        table.title = form->name_vi;
    }
    table.row_title = said(language, {"Mã hồ sơ", "Code"});
    const Texts days{"Ngày, tháng, năm", "Dates"};
    struct Head {
        const char* id;
        Texts title, group;
    };
    for (const auto& head :
         {Head{"number", {"TT", "No."}, {}}, Head{"procedure", {"Tên TTHC", "Procedure"}, {}},
          Head{"applicant", {"Tên cá nhân, tổ chức", "Applicant"}, {}},
          Head{"contact", {"Địa chỉ, số điện thoại", "Address, phone"}, {}},
          Head{"unit", {"Cơ quan chủ trì giải quyết", "Settled by"}, {}},
          Head{"received", {"Nhận hồ sơ", "Received"}, days},
          Head{"appointment", {"Hẹn trả kết quả", "Appointment"}, days},
          Head{"returned", {"Trả kết quả", "Returned"}, days},
          Head{"return_method", {"Phương thức nhận kết quả", "Way of return"}, {}},
          Head{"signature", {"Ký nhận", "Signature"}, {}}, Head{"note", {"Ghi chú", "Note"}, {}}})
        table.columns.push_back({head.id, said(language, head.title), said(language, head.group), false});
    for (const auto& [number, dossier] : material.book) {
        const auto* version = law.version(dossier.version);
        const auto* unit = law.office->unit(dossier.holder.unit);
        const bool is_returned = dossier.ending == procedures::Ending::returned;
        Row row;
        row.id = dossier.id;
        row.name = dossier.code;
        row.cells = {number,
                     version != nullptr ? in(language, version->names) : dossier.procedure,
                     dossier.applicant,
                     dossier.applicant_address.empty() || dossier.applicant_phone.empty()
                         ? dossier.applicant_address + dossier.applicant_phone
                         : dossier.applicant_address + "; " + dossier.applicant_phone,
                     unit != nullptr ? in(language, unit->names) : dossier.holder.unit,
                     *dossier.received_at,
                     dossier.appointment ? Cell(*dossier.appointment) : Cell(),
                     is_returned && dossier.closed_at ? Cell(*dossier.closed_at) : Cell(),
                     dossier.return_method,
                     std::monostate{},
                     note_of(dossier, language)};
        table.rows.push_back(std::move(row));
    }
}

void read_book(storage::ViewsReader& reader, const Question& question, const storage::Sight& sight,
               Material& material) {
    constexpr std::size_t at_once = 1000;
    const auto year = std::chrono::year_month_day{question.period.from}.year();
    const storage::RegisterQuestion asked{
        LocalDate{std::chrono::local_days{year / 1 / 1}}, question.period.to, {}, {}};
    std::int64_t number = 0;
    auto of_year = year;
    std::string cursor;
    do {
        auto page = reader.register_of(asked, at_once, cursor);
        material.as_of = page.as_of;
        for (auto& row : page.rows) {
            if (*row.received_at >= material.cut_off) return;
            const auto day = procedures::local_date(*row.received_at);
            if (const auto its = std::chrono::year_month_day{day}.year(); its != of_year) {
                of_year = its;
                number = 0;
            }
            ++number;
            if (day >= question.period.from && may_see(sight, row))
                material.book.emplace_back(number, std::move(row));
        }
        cursor = std::move(page.next);
    } while (!cursor.empty());
}

bool may_see(const storage::Sight& sight, const storage::DossierRow& row) {
    return sight.all || sight.procedures.contains(row.procedure) ||
           (!sight.person.empty() &&
            (row.main_officer == sight.person || std::find(row.taking_part.begin(), row.taking_part.end(),
                                                           sight.person) != row.taking_part.end()));
}

}  // namespace motcua::server::reports
