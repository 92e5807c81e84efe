#include "procedures/definition/compare.hpp"

#include "procedures/definition/spoken.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace motcua::procedures {

namespace {

/// Something that stands in both versions or in one: its name, and its properties in the order in which they are told.
struct Item {
    std::string key;
    std::string name;
    std::vector<std::pair<std::string, std::string>> properties;
};

std::string joined(const std::vector<std::string>& list) { return fmt::format("{}", fmt::join(list, "; ")); }

std::string yes_no(bool value) { return value ? "có" : "không"; }

std::string optional_allowance(const std::optional<Allowance>& allowance) {
    return allowance ? spoken(*allowance) : std::string();
}

class Reading {
public:
    Reading(const Procedure& procedure, const Office& office) : p_(procedure), office_(office) {}

    std::vector<Item> head() const {
        return {{"",
                 "",
                 {{"Tên", p_.names.vi},
                  {"Mã quốc gia", p_.national_code},
                  {"Lĩnh vực", p_.field.vi},
                  {"Cơ quan quyết định", p_.decided_by.vi},
                  {"Căn cứ pháp lý", joined(p_.legal_basis)},
                  {"Quyết định công bố", p_.published_by},
                  {"Phê duyệt quy trình", p_.approval ? p_.approval->decision : "chưa có"},
                  {"Hiệu lực từ", spoken(p_.in_force_from)},
                  {"Hiệu lực đến", p_.in_force_until ? spoken(*p_.in_force_until) : ""},
                  {"Mức độ trực tuyến", p_.online_level},
                  {"Người nộp", joined(p_.applicants_vi)},
                  {"Cách thức", p_.channels_vi},
                  {"Yêu cầu, điều kiện", p_.conditions_vi},
                  {"Kết quả", p_.result.names.vi},
                  {"Sổ", p_.result.register_book},
                  {"Giá trị kết quả", p_.result.validity_vi},
                  {"Quy trình ISO", fmt::format("{} lần {}", p_.iso.code, p_.iso.issue)},
                  {"Bảo quản",
                   p_.retention.years == 0 ? "vĩnh viễn" : fmt::format("{} năm", p_.retention.years)}}}};
    }

    std::vector<Item> cases() const {
        std::vector<Item> items;
        for (const auto& attribute : p_.attributes)
            items.push_back({"attribute " + attribute.id,
                             attribute.names.vi,
                             {{"Giá trị", fmt::format("{}", fmt::join(attribute.cases(), ", "))},
                              {"Mặc định", attribute.default_value}}});
        for (const auto& variant : p_.variants)
            items.push_back({"variant " + variant.id,
                             variant.names.vi,
                             {{"Khi", spoken(variant.when)},
                              {"Số bộ", variant.dossier_sets ? std::to_string(*variant.dossier_sets) : ""},
                              {"Sổ", variant.register_book}}});
        return items;
    }

    std::vector<Item> limits() const {
        std::vector<Item> items;
        for (const auto& limit : p_.limits)
            items.push_back({limit.stage + spoken_case(limit.when),
                             limit.names.vi + spoken_case(limit.when),
                             {{"Theo luật", spoken(limit.statutory)},
                              {"Cam kết", optional_allowance(limit.committed)},
                              {"Quyết định cam kết", limit.committed_decision},
                              {"Trách nhiệm", limit.owed_by},
                              {"Căn cứ", limit.standing.basis}}});
        for (const auto& milestone : p_.milestones)
            items.push_back({"milestone " + milestone.id,
                             milestone.names.vi,
                             {{"Mốc", spoken(milestone.allowance)},
                              {"Đạt khi đến bước", joined(milestone.met_by)},
                              {"Khi", spoken(milestone.when)},
                              {"Căn cứ", milestone.standing.basis}}});
        const auto& rule = p_.supplement;
        items.push_back({"supplement",
                         "Bổ sung hồ sơ",
                         {{"Sau khi bổ sung", !rule.policy ? "theo chế độ pháp lý"
                                              : *rule.policy == SupplementPolicy::resume ? "tính tiếp"
                                                                                         : "tính lại từ đầu"},
                          {"Phạm vi", rule.scope == "phase" ? "giai đoạn" : "toàn bộ"},
                          {"Thông báo trong", optional_allowance(rule.notice_within)},
                          {"Thông báo lần hai trong", optional_allowance(rule.second_notice_within)},
                          {"Người nộp có", optional_allowance(rule.applicant_has)},
                          {"Căn cứ", rule.standing.basis}}});
        if (p_.extension)
            items.push_back(
                {"extension",
                 "Kéo dài",
                 {{"Tối đa", spoken(p_.extension->at_most)}, {"Căn cứ", p_.extension->standing.basis}}});
        return items;
    }

    std::vector<Item> papers() const {
        std::vector<Item> items{{"", "", {{"Số bộ hồ sơ", std::to_string(p_.dossier_sets)}}}};
        for (const auto& document : p_.documents) {
            if (document.output) continue;
            std::vector<std::string> copies;
            for (const auto& [number, sort] :
                 {std::pair(document.originals, "bản chính"), std::pair(document.certified, "bản chứng thực"),
                  std::pair(document.copies, "bản sao")})
                if (number > 0) copies.push_back(fmt::format("{:02} {}", number, sort));
            items.push_back({document.id,
                             document.names.vi,
                             {{"Tên", document.names.vi},
                              {"Số lượng", joined(copies)},
                              {"Bắt buộc", yes_no(document.required)},
                              {"Khi", spoken(document.when)},
                              {"Điều kiện", document.condition_vi},
                              {"Mẫu", document.form}}});
        }
        return items;
    }

    std::vector<Item> fees() const {
        std::vector<Item> items;
        for (const auto& fee : p_.fees)
            items.push_back(
                {fee.id,
                 fee.names.vi,
                 {{"Mức", fee.amount ? fmt::format("{} đồng", static_cast<std::int64_t>(*fee.amount))
                                     : std::string("chưa xác nhận")},
                  {"Nộp", std::string(spoken(fee.moment))},
                  {"Khi", spoken(fee.when)}}});
        return items;
    }

    std::vector<Item> steps() const {
        std::vector<Item> items;
        for (const auto& step : p_.steps) {
            items.push_back(
                {step.id,
                 name_of(step),
                 {{"Tên", step.names.vi},
                  {"Loại", std::string(spoken(step.kind))},
                  {"Người làm", who(step.role, step.unit)},
                  {"Thời gian", is_budgeted(step) ? spoken(step.budget) : ""},
                  {"Tính vào", step.stage},
                  {"Cùng người với", step.same_person_as},
                  {"Căn cứ dừng thời hạn", step.legal_ground},
                  {"Người nộp có", optional_allowance(step.applicant_has)},
                  {"Kết thúc", step.ending ? std::string(spoken(*step.ending)) : ""},
                  {"Đầu vào", joined(step.inputs)},
                  {"Đầu ra", joined(step.outputs)},
                  {"Công khai", fmt::format("{} ({})", step.public_label.vi, step.national_status)}}});
            for (const auto& consult : step.consults)
                items.push_back({step.id + " hỏi " + consult.party,
                                 fmt::format("{}: hỏi {}", name_of(step), consult.names.vi),
                                 {{"Trả lời trong", spoken(consult.answer_within)},
                                  {"Im lặng", std::string(spoken(consult.silence))},
                                  {"Bắt buộc", yes_no(consult.mandatory)},
                                  {"Khi", spoken(consult.when)},
                                  {"Căn cứ", consult.standing.basis}}});
        }
        return items;
    }

    /// An edge that nearly every step has is told once.
    std::vector<Item> actions() const {
        std::vector<Item> items;
        std::map<std::string, std::vector<std::string>> shared_from;
        for (const auto& step : p_.steps)
            for (const auto& action : step.actions)
                if (action.from_pattern) shared_from[action.id].push_back(step.id);
        std::set<std::string> told;
        for (const auto& step : p_.steps)
            for (const auto& action : step.actions) {
                if (action.from_pattern && !told.insert(action.id).second) continue;
                std::vector<std::string> needs;
                for (const auto requirement : action.requires_) needs.emplace_back(spoken(requirement));
                Item item{action.from_pattern ? "everywhere " + action.id : step.id + " " + action.id,
                          action.from_pattern ? action.names.vi
                                              : fmt::format("{}: {}", name_of(step), action.names.vi),
                          {{"Tên", action.names.vi},
                           {"Đến bước", action.to},
                           {"Người làm", who(action.role, action.unit)},
                           {"Khi", spoken(action.when)},
                           {"Cần", joined(needs)},
                           {"Không phải người đã làm", joined(action.not_by_actor_of)},
                           {"Người duyệt", action.approver}}};
                if (action.from_pattern)
                    item.properties.emplace_back("Từ các bước", joined(sorted(shared_from[action.id])));
                items.push_back(std::move(item));
            }
        return items;
    }

private:
    static std::vector<std::string> sorted(std::vector<std::string> list) {
        std::sort(list.begin(), list.end());
        return list;
    }
    static bool is_budgeted(const Step& step) {
        return step.kind == StepKind::working || step.kind == StepKind::submitted;
    }
    static std::string name_of(const Step& step) { return fmt::format("{} ({})", step.names.vi, step.id); }

    std::string who(const std::string& role, const std::string& unit) const {
        const auto* named_role = office_.role(role);
        const auto* named_unit = office_.unit(unit);
        return fmt::format("{}, {}", named_role != nullptr ? named_role->names.vi : role,
                           named_unit != nullptr ? named_unit->names.vi : unit);
    }

    const Procedure& p_;
    const Office& office_;
};

const Item* find(const std::vector<Item>& items, const std::string& key) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.key == key; });
    return found == items.end() ? nullptr : &*found;
}

std::string value_of(const Item& item, const std::string& property) {
    for (const auto& [name, value] : item.properties)
        if (name == property) return value;
    return {};
}

/// All that is said of an item that came or went.
std::string summary(const Item& item) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : item.properties)
        if (!value.empty() && name != "Tên") parts.push_back(fmt::format("{}: {}", name, value));
    return joined(parts);
}

void compare_part(const std::string& part, const std::vector<Item>& before, const std::vector<Item>& after,
                  std::vector<Change>& changes) {
    for (const auto& item : before)
        if (find(after, item.key) == nullptr)
            changes.push_back({part, item.name, Change::Kind::removed, "", summary(item), ""});
    for (const auto& item : after) {
        const auto* old = find(before, item.key);
        if (old == nullptr) {
            changes.push_back({part, item.name, Change::Kind::added, "", "", summary(item)});
            continue;
        }
        for (const auto& [name, value] : item.properties) {
            const auto was = value_of(*old, name);
            if (was != value) changes.push_back({part, item.name, Change::Kind::changed, name, was, value});
        }
    }
}

std::string or_nothing(const std::string& text) { return text.empty() ? "(không)" : text; }

}  // namespace

std::string_view to_string(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::added: return "added";
        case Change::Kind::removed: return "removed";
        case Change::Kind::changed: return "changed";
    }
    return "";
}

std::vector<Change> compare(const Procedure& before, const Procedure& after, const Office& office) {
    const Reading old(before, office);
    const Reading now(after, office);
    std::vector<Change> changes;
    compare_part("Căn cứ và hiệu lực", old.head(), now.head(), changes);
    compare_part("Thuộc tính và trường hợp", old.cases(), now.cases(), changes);
    compare_part("Thời hạn", old.limits(), now.limits(), changes);
    compare_part("Thành phần hồ sơ", old.papers(), now.papers(), changes);
    compare_part("Phí, lệ phí", old.fees(), now.fees(), changes);
    compare_part("Các bước", old.steps(), now.steps(), changes);
    compare_part("Thao tác", old.actions(), now.actions(), changes);
    return changes;
}

std::string describe(const std::vector<Change>& changes) {
    std::string text;
    std::string part;
    std::string subject;
    for (const auto& change : changes) {
        if (change.part != part) {
            part = change.part;
            subject.clear();
            text += fmt::format("\n== {} ==\n", part);
        }
        switch (change.kind) {
            case Change::Kind::added:
                text += fmt::format("+ {}\n    {}\n", change.subject, change.after);
                break;
            case Change::Kind::removed:
                text += fmt::format("- {}\n    {}\n", change.subject, change.before);
                break;
            case Change::Kind::changed:
                if (change.subject != subject && !change.subject.empty())
                    text += fmt::format("~ {}\n", change.subject);
                text += fmt::format("    {}\n      trước: {}\n      nay:   {}\n", change.what,
                                    or_nothing(change.before), or_nothing(change.after));
                break;
        }
        subject = change.subject;
    }
    return text;
}

}  // namespace motcua::procedures
