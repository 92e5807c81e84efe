#include "bench/house.hpp"

#include "procedures/loading/law_loader.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace motcua::bench {

using procedures::Command;
using procedures::CommandKind;

namespace {

constexpr std::string_view procedure = "cap-lai-giay-phep-lao-dong";
constexpr std::string_view division = "phong-doanh-nghiep-lao-dong";

struct Seat {
    std::string_view person, role, unit;
};
constexpr std::array seats = {
    Seat{"an", "clerk", "mot-cua"},         Seat{"chi", "cashier", "mot-cua"},
    Seat{"lan", "officer", division},       Seat{"minh", "head", division},
    Seat{"vinh", "leader", "lanh-dao-ban"}, Seat{"giang", "records", "van-phong"},
};

struct Stop {
    std::string_view person;
    CommandKind kind;
    std::string_view action;
    boost::json::object args;
};

const std::vector<Stop>& stops() {
    static const std::vector<Stop> list = {
        {"an",
         CommandKind::submit,
         "",
         {{"procedure", procedure},
          {"channel", "counter"},
          {"zone", "song-cong-1"},
          {"applicant",
           boost::json::object{
               {"name", "Công ty TNHH Mẫu"}, {"id", "4600123456"}, {"phone", "0912345678"}}}}},
        {"an", CommandKind::act, "receive", {{"all_right", true}}},
        {"minh", CommandKind::act, "assign", {{"assignee", "lan"}}},
        {"lan", CommandKind::act, "submit", {}},
        {"minh", CommandKind::act, "approve", {}},
        {"vinh", CommandKind::act, "sign", {}},
        {"giang", CommandKind::act, "issue", {{"number", "12/GPLĐ"}}},
        {"chi", CommandKind::pay_fee, "", {{"fee", "le-phi-cap-lai"}, {"amount", 450'000}}},
        {"an",
         CommandKind::act,
         "return_result",
         {{"collector", boost::json::object{{"kind", "applicant"}, {"name", "Nguyễn Văn Mẫu"}}}}},
    };
    return list;
}

}  // namespace

const std::vector<engine::LawText>& law() {
    static const auto texts = engine::law_texts(procedures::load_config(MOTCUA_SOURCE_DIR "/config"));
    return texts;
}

std::vector<Command> people() {
    std::vector<Command> out;
    for (const auto& [person, role, unit] : seats) {
        Command add;
        add.kind = CommandKind::add_person;
        add.actor = {"system:setup", "", "simulation"};
        add.args = {{"person", person}, {"name", person}};
        Command grant = add;
        grant.kind = CommandKind::grant_role;
        grant.args = {{"person", person}, {"role", role}, {"unit", unit}, {"from", "2020-01-02"}};
        out.push_back(std::move(add));
        out.push_back(std::move(grant));
    }
    return out;
}

Command Course::next(const engine::Answer* last) {
    if (last != nullptr && !last->done()) {
        throw std::runtime_error(fmt::format("a measured act was answered {} {} {}",
                                             engine::to_string(last->kind),
                                             procedures::to_string(last->refusal.code), last->message));
    }
    if (at_ == 1) dossier_ = last->receipt.dossier;
    const auto& stop = stops()[at_];
    Command command;
    command.kind = stop.kind;
    command.actor = {std::string(stop.person), "", "http"};
    command.action = stop.action;
    command.args = stop.args;
    command.key = fmt::format("{}-{}", name_, ++number_);
    if (at_ > 0) command.dossier = dossier_;
    at_ = (at_ + 1) % stops().size();
    return command;
}

}  // namespace motcua::bench
