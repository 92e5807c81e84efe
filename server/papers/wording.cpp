#include "server/papers/wording.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/text/catalogue.hpp"
#include "procedures/text/explanation.hpp"
#include "procedures/text/normalize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace motcua::server::wording {

using namespace procedures;

std::string moment(Instant at) {
    const std::chrono::hh_mm_ss time{time_of_day(at)};
    return fmt::format("{:02} giờ {:02} phút, ngày {}", time.hours().count(), time.minutes().count(),
                       day(local_date(at)));
}

std::string brief(Instant at) {
    const std::chrono::hh_mm_ss time{time_of_day(at)};
    return fmt::format("{:02}:{:02} ngày {}", time.hours().count(), time.minutes().count(),
                       day(local_date(at)));
}

std::string day(LocalDate day) { return written(day, Language::vi); }

std::string dong(std::int64_t amount) {
    auto digits = std::to_string(amount);
    for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ".");
    return digits + " đồng";
}

std::string name_of(const PeopleNames& people, const std::string& person) {
    const auto& name = name_in(people, person);
    return name.empty() ? person : name;
}

Paper begun(PaperForm form, PaperSize size, std::string_view series, const Law& law, LocalDate forms_day,
            const PaperIssue& issue) {
    Paper paper;
    paper.form = form;
    paper.size = size;
    const auto& set = law.rules->forms_for(forms_day);
    const auto* known = set.form(to_string(form));
    paper.title = to_upper(known != nullptr ? known->name_vi : name_of(form, Language::vi));
    if (known != nullptr) {
        const auto& basis = set.standing.basis;
        paper.form_name = fmt::format("{} ({})", known->number, basis.substr(0, basis.find(',')));
    }
    const auto& office = *law.office;
    paper.superior = to_upper(office.superior.vi);
    paper.office = to_upper(office.names.vi);
    paper.number =
        series.empty() ? fmt::format("Số: {}", issue.number) : fmt::format("Số: {}/{}", issue.number, series);
    const std::chrono::year_month_day date{local_date(issue.at)};
    paper.place_date = fmt::format("Ngày {:02} tháng {:02} năm {}", static_cast<unsigned>(date.day()),
                                   static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    paper.copies = {""};
    paper.training = issue.training;
    paper.issued_at = format_instant(issue.at);
    if (issue.print > 1) {
        paper.print_mark = fmt::format("Bản in lần {} – {} – {}", issue.print, brief(issue.at), issue.by);
        if (issue.reason)
            paper.print_mark += fmt::format(" – lý do: {}", name_of(*issue.reason, Language::vi));
    }
    return paper;
}

Said::Said(const std::vector<storage::Projected>& events) {
    for (const auto& told : events) {
        const auto type = told.event.type;
        if (type != EventType::submitted && type != EventType::intake_corrected &&
            type != EventType::version_moved)
            continue;
        for (const auto& [field, value] : told.event.personal)
            if (value.is_string()) personal_[std::string(field)] = std::string(value.get_string());
        for (const auto& [field, value] : told.event.data)
            if (value.is_string()) data_[std::string(field)] = std::string(value.get_string());
    }
}

std::string Said::operator()(std::string_view field) const {
    const auto found = personal_.find(field);
    return found == personal_.end() ? std::string() : found->second;
}

std::string Said::data(std::string_view field) const {
    const auto found = data_.find(field);
    return found == data_.end() ? std::string() : found->second;
}

const storage::Projected* last_of(const std::vector<storage::Projected>& events, EventType type) {
    const auto found = std::find_if(events.rbegin(), events.rend(),
                                    [&](const auto& told) { return told.event.type == type; });
    return found == events.rend() ? nullptr : &*found;
}

void put_applicant(std::vector<PaperBlock>& blocks, const PaperFacts& facts, const Said& said) {
    const auto& procedure = *facts.law.version(facts.dossier.version);
    const auto put = [&](std::string_view label, const std::string& value, bool strong = false) {
        if (!value.empty()) blocks.emplace_back(PaperPoint{std::string(label), value, strong});
    };
    const auto joined = [](std::initializer_list<std::string> parts) {
        std::string out;
        for (const auto& part : parts)
            if (!part.empty()) out += (out.empty() ? "" : " – ") + part;
        return out;
    };
    const auto prefixed = [](std::string_view before, const std::string& text) {
        return text.empty() ? std::string() : std::string(before) + text;
    };
    put("Tiếp nhận hồ sơ của", said("applicant.name"), true);
    put("Số giấy tờ tùy thân hoặc mã số thuế", said("applicant.id"));
    put("Địa chỉ", said("applicant.address"));
    put("Số điện thoại", joined({said("applicant.phone"), prefixed("Email: ", said("applicant.email"))}));
    if (said("owner.name") != said("applicant.name"))
        put("Chủ hồ sơ", joined({said("owner.name"), said("owner.address")}));
    put("Người nộp thay", joined({said("representative.name"), said("representative.phone"),
                                  prefixed("giấy ủy quyền ", said("representative.authorisation"))}));
    const auto* variant = procedure.variant_for(facts.dossier.attributes);
    put("Nội dung yêu cầu giải quyết",
        joined({procedure.names.vi, variant != nullptr ? variant->names.vi : "", said("summary")}), true);
    std::string zone;
    for (const auto& one : facts.law.office->zones)
        if (one.id == said.data("zone")) zone = one.names.vi;
    put("Dự án, khu công nghiệp", joined({said("project"), zone}));
}

std::vector<PaperPage> paged(std::vector<PaperBlock> before, PaperTable table, std::vector<PaperBlock> after,
                             std::vector<PaperSignature> signatures, std::size_t first, std::size_t more) {
    std::vector<PaperPage> pages(1);
    auto rows = std::move(table.rows);
    const auto part = [&](std::size_t from, std::size_t count) {
        PaperTable one{table.columns, {}};
        for (auto i = from; i < std::min(rows.size(), from + count); ++i) one.rows.push_back(rows[i]);
        return one;
    };
    pages[0].blocks = std::move(before);
    pages[0].blocks.emplace_back(part(0, first));
    if (rows.size() > first)
        pages[0].blocks.emplace_back(
            PaperText{fmt::format("(còn {} dòng ở trang sau)", rows.size() - first), false});
    for (auto& block : after) pages[0].blocks.push_back(std::move(block));
    pages[0].signatures = std::move(signatures);
    for (auto at = first; at < rows.size(); at += more) {
        pages.emplace_back();
        pages.back().blocks.emplace_back(part(at, more));
    }
    return pages;
}

}  // namespace motcua::server::wording
