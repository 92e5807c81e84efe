#include "server/reports/counting.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace motcua::server::reports {

using storage::Charge;
using storage::ChargedTo;
using storage::Seq;

namespace {

std::string who(const Question& question, const Material& material, ChargedTo charged_to,
                const procedures::Holder& holder) {
    if (charged_to == ChargedTo::applicant)
        return said(question.language, {"Người nộp hồ sơ", "The applicant"});
    if (!holder.person.empty())
        if (const auto name = material.people.find(holder.person);
            name != material.people.end() && !name->second.empty())
            return name->second;
    const auto* unit = material.law->office->unit(holder.unit);
    if (unit != nullptr) return in(question.language, unit->names);
    return holder.person.empty() ? holder.unit : holder.person;
}

}  // namespace

void fill_late(const Question& question, const Material& material, Table& table) {
    const auto language = question.language;
    const auto& law = *material.law;
    std::unordered_map<Seq, std::vector<const Charge*>> charges;
    for (const auto& charge : material.charges) charges[charge.dossier].push_back(&charge);
    table.row_title = said(language, {"Mã hồ sơ", "Code"});
    for (const auto& [id, texts] :
         {std::pair<const char*, Texts>{"procedure", {"Thủ tục", "Procedure"}},
          {"unit", {"Đơn vị", "Unit"}},
          {"officer", {"Cán bộ chính", "Main officer"}},
          {"received", {"Tiếp nhận", "Received"}},
          {"last_day", {"Ngày hết hạn", "Last day"}},
          {"settled", {"Ngày giải quyết xong", "Settled"}},
          {"hours_late", {"Quá hạn (giờ làm việc)", "Late by (office hours)"}},
          {"held_by", {"Người giữ khi hết hạn", "Held by when it became late"}},
          {"cause", {"Mất thời gian ở", "Time was lost at"}},
          {"lost_minutes", {"Phút làm việc ở các bước quá hạn", "Office minutes in late steps"}}})
        table.columns.push_back({id, said(language, texts), "", false});
    for (const auto& account : material.accounts) {
        const auto figures = counted(account, question.period.begin(), material.cut_off);
        if (!figures || !figures->standing.ends_with("_late") || !account.legal_end) continue;
        const auto end = account.settled.value_or(material.cut_off);
        const Charge* held = nullptr;
        std::map<std::string, std::int64_t> lost;
        std::int64_t lost_minutes = 0;
        for (const auto* charge : charges[account.dossier]) {
            if (held == nullptr && charge->until > *account.legal_end) held = charge;
            if (!charge->is_late || charge->charged_to == ChargedTo::applicant) continue;
            lost[who(question, material, charge->charged_to, charge->holder)] += charge->minutes;
            lost_minutes += charge->minutes;
        }
        const auto cause = std::max_element(lost.begin(), lost.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
        const auto* version = law.version(account.version);
        const auto officer = [&](const std::string& person) -> std::string {
            const auto name = material.people.find(person);
            return name != material.people.end() && !name->second.empty() ? name->second : person;
        };
        const auto* unit = law.office->unit(account.unit);
        const auto code = material.codes.find(account.dossier);
        Row row;
        row.id = std::to_string(account.dossier);
        row.name = code != material.codes.end() ? code->second : row.id;
        row.cells = {
            version != nullptr ? in(language, version->names) : account.procedure,
            unit != nullptr ? in(language, unit->names) : account.unit,
            officer(account.officer),
            account.received,
            procedures::local_date(*account.legal_end - std::chrono::milliseconds{1}),
            account.settled ? Cell(*account.settled) : Cell(),
            ratio(procedures::count(law.calendar->working_minutes_between(*account.legal_end, end)), 60, 1),
            held != nullptr ? who(question, material, held->charged_to, held->holder)
                            : officer(account.officer),
            cause != lost.end() ? cause->first
                                : said(language, {"Không bước nào quá hạn", "No step was late"}),
            lost_minutes};
        table.rows.push_back(std::move(row));
    }
}

void read_late(storage::ViewsReader& reader, const Question& question, Material& material) {
    std::unordered_set<Seq> late;
    std::vector<Seq> numbers;
    for (const auto& account : material.accounts)
        if (const auto figures = counted(account, question.period.begin(), material.cut_off);
            figures && figures->standing.ends_with("_late")) {
            late.insert(account.dossier);
            numbers.push_back(account.dossier);
        }
    reader.charges(Instant{}, material.cut_off, [&](const Charge& charge) {
        if (late.contains(charge.dossier)) material.charges.push_back(charge);
    });
    for (const auto number : numbers)
        if (const auto rows = reader.rows({&number, 1}); !rows.empty())
            material.codes.emplace(number, rows.front().code);
}

}  // namespace motcua::server::reports
