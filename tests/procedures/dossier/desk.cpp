#include "tests/procedures/dossier/desk.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace motcua::tests {

namespace {

const std::string config = MOTCUA_SOURCE_DIR "/config";

/// "ID" or "earlier/ID-YEAR".
std::string named(std::filesystem::path file) {
    file.replace_extension();
    const bool is_earlier = file.parent_path().filename() == "earlier";
    return (is_earlier ? "earlier/" : "") + file.filename().string();
}

struct Read {
    p::Law law;
    std::map<std::string, const p::Procedure*> by_file;  // as definition_files() names it
};

Read read_law() {
    const auto loaded = p::load_config(config);
    Read read;
    auto& law = read.law;
    law.demonstration = true;
    law.calendar = std::make_shared<p::WorkCalendar>(loaded.calendar);
    law.calendar_hash = "calendar";
    law.rules = std::make_shared<p::Rules>(loaded.rules);
    law.rules_hash = "rules";
    law.office = std::make_shared<p::Office>(loaded.office);
    law.office_hash = "office";
    for (const auto& [procedure, text, file] : loaded.procedures) {
        const auto hash = fmt::format("{}@{}", procedure->id, p::format_date(procedure->in_force_from));
        law.by_hash[hash] = {hash, procedure};
        law.by_id[procedure->id].push_back({hash, procedure});
        read.by_file[named(file)] = procedure.get();
    }
    return read;
}

const Read& demonstration() {
    static const Read read = read_law();
    return read;
}

}  // namespace

const p::Law& demonstration_law() { return demonstration().law; }

std::vector<std::string> definition_files() {
    std::vector<std::string> names;
    for (const auto* folder : {"/procedures", "/procedures/earlier"})
        for (const auto& file : std::filesystem::directory_iterator(config + folder))
            if (file.path().extension() == ".toml") names.push_back(named(file.path()));
    std::sort(names.begin(), names.end());
    return names;
}

std::string name_of_definition(const testing::TestParamInfo<std::string>& file) {
    auto name = file.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == '/'; }, '_');
    return name;
}

const p::Procedure& version_in(const std::string& definition_file) {
    return *demonstration().by_file.at(definition_file);
}

p::Law law_behind_the_province() {
    auto law = demonstration_law();
    auto office = std::make_shared<p::Office>(*law.office);
    office->standing = p::OfficeStanding::behind;
    law.office = office;
    return law;
}

p::Instant moment(const std::string& text) { return p::parse_instant(text + "+07:00").value(); }

Desk::Desk(p::Law law) : law_(std::move(law)) {
    p::Defects defects;
    const auto demo = p::load_demo_people(config, *law_.office, defects);
    const auto setup = [&](p::CommandKind kind, boost::json::object args) {
        p::Command command;
        command.kind = kind;
        command.actor = {"system:setup", {}, "demo"};
        command.args = std::move(args);
        const auto outcome = p::decide(law_, office_, nullptr, command, moment("2020-01-02T08:00"));
        if (!outcome) {
            throw std::runtime_error(std::string(p::to_string(outcome.error().code)));
        }
        keep(*outcome);
    };
    for (const auto& person : demo.people) {
        setup(p::CommandKind::add_person, {{"person", person.id}, {"name", person.name_vi}});
        for (const auto& role : person.roles) {
            setup(p::CommandKind::grant_role, {{"person", person.id},
                                               {"role", role.role},
                                               {"unit", role.unit},
                                               {"from", p::format_date(role.from)}});
        }
    }
    for (const auto& entry : demo.substitutions) {
        setup(p::CommandKind::set_substitution, {{"person", entry.person},
                                                 {"substitute", entry.substitute},
                                                 {"from", p::format_date(entry.from)},
                                                 {"to", p::format_date(entry.to)}});
    }
}

void Desk::keep(const p::Events& events) {
    for (const auto& event : events) {
        office_.apply(event);
        if (event.stream.starts_with("dossier:")) {
            p::apply(dossiers_[event.stream.substr(8)], event);
        }
        journal_.push_back(event);
    }
}

p::Outcome<p::Events> Desk::tell(p::Command command, const std::string& at) {
    const auto known = dossiers_.find(command.dossier);
    auto outcome =
        p::decide(law_, office_, known == dossiers_.end() ? nullptr : &known->second, command, moment(at));
    if (outcome) {
        keep(*outcome);
    }
    return outcome;
}

std::string Desk::file(const std::string& procedure, const std::string& at, p::Attributes attributes,
                       boost::json::object more) {
    p::Command command;
    command.kind = p::CommandKind::submit;
    command.actor = {"an", {}, "cli"};
    command.dossier = fmt::format("d{}", ++filed_);
    command.args = std::move(more);
    command.args["procedure"] = procedure;
    command.args["applicant"] =
        boost::json::object{{"name", "Công ty TNHH Thử Nghiệm"}, {"id", "4600123456"}};
    boost::json::object given;
    for (const auto& [name, value] : attributes) {
        given[name] = value;
    }
    command.args["attributes"] = std::move(given);
    const auto outcome = tell(command, at);
    if (!outcome) {
        throw std::runtime_error(
            fmt::format("{} {}", p::to_string(outcome.error().code), outcome.error().argument("field")));
    }
    return command.dossier;
}

std::string Desk::receive(const std::string& procedure, const std::string& at, p::Attributes attributes) {
    const auto id = file(procedure, at, std::move(attributes));
    for (const auto& fee : definition(id).fees) {
        if (fee.when.holds(dossier(id).attributes)) {
            besides(id, "an", p::CommandKind::pay_fee, at, {{"fee", fee.id}, {"amount", 450000}}).value();
        }
    }
    act(id, "an", "receive", at, {{"all_right", true}}).value();
    return id;
}

namespace {
p::Actor actor(const std::string& who) {
    const auto split = who.find(" for ");
    return split == std::string::npos ? p::Actor{who, {}, "cli"}
                                      : p::Actor{who.substr(0, split), who.substr(split + 5), "cli"};
}
}  // namespace

p::Outcome<p::Events> Desk::act(const std::string& id, const std::string& who, const std::string& action,
                                const std::string& at, boost::json::object args) {
    p::Command command;
    command.kind = p::CommandKind::act;
    command.actor = actor(who);
    command.dossier = id;
    command.action = action;
    command.args = std::move(args);
    return tell(command, at);
}

p::Outcome<p::Events> Desk::besides(const std::string& id, const std::string& who, p::CommandKind kind,
                                    const std::string& at, boost::json::object args) {
    p::Command command;
    command.kind = kind;
    command.actor = actor(who);
    command.dossier = id;
    command.args = std::move(args);
    return tell(command, at);
}

std::string Desk::holder_of(const std::string& role, const std::string& unit, p::Instant now,
                            const std::vector<std::string>& but_not) const {
    for (const auto& person : office_.staff.holders(role, unit, p::local_date(now))) {
        if (std::find(but_not.begin(), but_not.end(), person) == but_not.end()) {
            return person;
        }
    }
    return {};
}

p::Outcome<p::Events> Desk::drive(const std::string& id, const std::string& action_id, p::Instant now) {
    const auto& definition = this->definition(id);
    const auto at = p::format_instant(now).substr(0, 19);
    const auto* action = definition.step(dossier(id).step)->action(action_id);
    if (action == nullptr) {
        throw std::runtime_error(dossier(id).step + " has no action " + action_id);
    }
    const auto* to = definition.step(action->to);
    std::vector<std::string> barred;
    for (const auto& [step, person] : dossier(id).acted) {
        if (std::find(action->not_by_actor_of.begin(), action->not_by_actor_of.end(), step) !=
            action->not_by_actor_of.end()) {
            barred.push_back(person);
        }
    }
    const auto need = [&](p::Requirement one) { return action->requires_.contains(one); };
    boost::json::object args{{"reason", "vì thử nghiệm"}, {"number", "12/VB"}, {"date", at.substr(0, 10)}};
    if (need(p::Requirement::documents_checked) || action->kind == p::ActionKind::complete_supplement) {
        boost::json::object marks;
        for (const auto& document : definition.documents) {
            if (!document.output) {
                marks[document.id] = boost::json::object{{"mark", "right"}};
            }
        }
        args["marks"] = marks;
    }
    if (need(p::Requirement::fee_paid)) {
        for (const auto& fee : definition.fees) {
            if (fee.when.holds(dossier(id).attributes) && !dossier(id).fees.contains(fee.id)) {
                besides(id, "chi", p::CommandKind::pay_fee, at, {{"fee", fee.id}, {"amount", 150000}})
                    .value();
            }
        }
    }
    if (need(p::Requirement::withdrawal_request) && !dossier(id).withdrawal_requested) {
        besides(id, "an", p::CommandKind::request_withdrawal, at, {{"reason", "xin rút"}}).value();
    }
    if (need(p::Requirement::consults_closed)) {
        const auto open = dossier(id).consults;
        for (const auto& consult : open) {
            if (!consult.answered) {
                besides(id, holder_of("records", "van-phong", now), p::CommandKind::answer_consult, at,
                        {{"party", consult.party}})
                    .value();
            }
        }
    }
    if (need(p::Requirement::collector)) {
        args["collector"] =
            boost::json::object{{"kind", "applicant"}, {"name", "Nguyễn Văn A"}, {"receipt_shown", true}};
    }
    if (need(p::Requirement::approval) || action->kind == p::ActionKind::void_intake) {
        const std::string role = action->approver.empty() ? "desk_head" : action->approver;
        for (const auto& unit : law_.office->units) {
            if (const auto person = holder_of(role, unit.id, now); !person.empty()) {
                args["approved_by"] = person;
            }
        }
    }
    if (action->kind == p::ActionKind::assign || need(p::Requirement::assignee)) {
        args["assignee"] = holder_of(to->role, to->unit, now);
    }
    if (action->kind == p::ActionKind::request_supplement) {
        const auto input = std::find_if(definition.documents.begin(), definition.documents.end(),
                                        [](const p::Document& one) { return !one.output; });
        args["lines"] =
            boost::json::array{boost::json::object{{"document", input->id}, {"reason", "chưa đúng mẫu"}}};
        args["provision"] = "thử nghiệm";
        args["approved_by"] = holder_of("leader", "lanh-dao-ban", now);
    }
    const bool outside = action->role == "province" || action->role == "council" || action->role == "agency";
    std::string who = dossier(id).holder.person;
    if (action->role != dossier(id).holder.role || who.empty() ||
        std::find(barred.begin(), barred.end(), who) != barred.end()) {
        who = holder_of(action->role, action->unit, now, barred);
    }
    if (outside) {
        args["signer"] = boost::json::object{{"person", "ubnd-tinh"}, {"capacity", "KT. Chủ tịch"}};
        who = holder_of("records", "van-phong", now);
    }
    return act(id, who, action_id, at, std::move(args));
}

p::Dossier Desk::folded(const std::string& id) const {
    p::Dossier dossier;
    for (const auto& event : journal_) {
        if (event.stream == p::dossier_stream(id)) {
            p::apply(dossier, event);
        }
    }
    return dossier;
}

std::string picture(const p::Dossier& d) {
    std::string out = fmt::format("{} {} {} {} {} {} {} {}\n", d.id, d.code, d.version, d.step,
                                  p::to_string(d.kind), d.stage, d.version_number, d.main_officer);
    const auto date = [&](const char* name, const std::optional<p::DueDate>& due) {
        if (due) {
            out += fmt::format("{} {}\n", name, p::format_instant(due->due));
        }
    };
    date("original", d.original_due);
    date("legal", d.legal_due);
    if (d.appointment) {
        out += p::format_instant(*d.appointment) + "\n";
    }
    for (const auto& open : d.open_deadlines) {
        out += fmt::format("{} {} {}\n", p::to_string(open.kind), p::format_instant(open.due), open.subject);
    }
    for (const auto& [step, person] : d.acted) {
        out += step + "=" + person + "\n";
    }
    for (const auto& [document, mark] : d.marks) {
        out += fmt::format("{}:{}\n", document, p::to_string(mark));
    }
    return out + fmt::format("{}/{}/{} {} {} {} {}\n", d.holder.role, d.holder.unit, d.holder.person,
                             d.supplements_used, d.signed_result, d.has_result, d.held.size());
}

}  // namespace motcua::tests
