#include "engine/simulation.hpp"

#include "procedures/dossier/decide.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace motcua::engine {

using procedures::Action;
using procedures::ActionKind;
using procedures::Actor;
using procedures::Command;
using procedures::CommandKind;
using procedures::Dossier;
using procedures::LocalDate;
using procedures::Procedure;
using procedures::Requirement;
using procedures::Step;
using procedures::StepKind;
using procedures::WorkingMinutes;

namespace {

const Actor founder{"system:setup", "", "simulation"};

constexpr std::array family_names = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ",
                                     "Đặng",   "Bùi",  "Đỗ", "Hồ",   "Ngô",   "Dương"};
constexpr std::array middle_names = {"Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Hữu", "Ngọc"};
constexpr std::array given_names = {"An",  "Bình", "Cường", "Dung", "Giang", "Hà",  "Hùng", "Khánh", "Lan",
                                    "Mai", "Nam",  "Oanh",  "Phúc", "Quỳnh", "Sơn", "Tâm",  "Uyên",  "Việt"};

/// Roles whose acts the records clerk enters: they have no seat here.
bool is_outside(std::string_view role) {
    return role == "province" || role == "council" || role == "agency" || role == "outside";
}

const Step& step_of(const Procedure& procedure, const Dossier& dossier) {
    return *procedure.step(dossier.step);
}

/// How gladly an office takes an action: mostly the way forward.
int weight_of(const Dossier& dossier, const Action& action) {
    switch (action.kind) {
        case ActionKind::ask_before_receipt: return dossier.asked_before_receipt == 0 ? 60 : 5;
        case ActionKind::refuse_intake: return 15;
        case ActionKind::request_supplement: return dossier.supplements_used == 0 ? 130 : 4;
        case ActionKind::send_back: return 45;
        case ActionKind::refuse: return 40;
        case ActionKind::close_unsupplemented: return 400;
        case ActionKind::withdraw: return 3000;
        case ActionKind::stop: return 1000;
        case ActionKind::void_intake: return dossier.kind == StepKind::working ? 2 : 0;
        default: return 1000;
    }
}

}  // namespace

std::uint64_t Dice::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

std::uint64_t Dice::below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

int Dice::between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::uint64_t>(most - least + 1)));
}

bool is_hired(std::string_view person) { return person.find('-') != std::string_view::npos; }

SimulatedOffice office_of(Writer& writer, storage::JournalReader& journal, const Published& published) {
    return {[&writer](Command command) { return writer.process(std::move(command)); },
            [&](const std::string& id) {
                Seq head = 0;
                auto snapshot = published.snapshot(id, head);
                if (snapshot && !snapshot->stored)
                    snapshot->stored = std::make_shared<StoredDossier>(fold_dossier(journal, head));
                return snapshot;
            },
            [&writer] { writer.process(std::span<Request* const>{}); },
            [&writer] { return writer.next_wake(); },
            [&published]() -> const Published& { return published; }};
}

Simulation::Simulation(SimulatedOffice office, ManualClock& clock, SimulationOptions options)
    : office_(std::move(office)),
      clock_(clock),
      options_(std::move(options)),
      dice_(options_.seed) {}

SimulationReport Simulation::run(const std::function<void(const SimulationProgress&)>& progress) {
    const auto law = office_.published().law();
    const auto& calendar = *law->calendar;
    auto day =
        calendar.is_working_day(options_.from) ? options_.from : calendar.next_working_day(options_.from);
    go_to(procedures::moment_of(day, std::chrono::hours{7}));
    hire();
    while (report_.days < options_.days) {
        if (options_.until && procedures::moment_of(day, std::chrono::hours{7}) > *options_.until) break;
        open_day(day);
        expect_arrivals(day);
        const auto closes = calendar.closing_time(day);
        play_until(options_.until ? std::min(closes, *options_.until) : closes);
        ++report_.days;
        if (progress) progress({report_.days, options_.days, day, report_});
        day = calendar.next_working_day(day);
    }
    for (int more = 0; more < options_.days_to_finish && !visits_.empty(); ++more) {
        open_day(day);
        play_until(calendar.closing_time(day));
        day = calendar.next_working_day(day);
    }
    if (options_.until) go_to(*options_.until);
    for (const auto& stored : office_.published().all_in_memory()) report_.open += stored->dossier.is_open();
    return report_;
}

void Simulation::play_until(Instant end) {
    while (!visits_.empty() && visits_.top().when <= end) {
        const auto next = visits_.top();
        visits_.pop();
        go_to(next.when);
        if (next.dossier.empty()) {
            submit_one();
        } else {
            visit(next.dossier);
        }
    }
    go_to(end);
}

/// Time passes, and what falls due on the way fires at its own moment.
void Simulation::go_to(Instant when) {
    for (auto wake = office_.next_wake(); wake && *wake <= when; wake = office_.next_wake()) {
        clock_.pass_to(*wake);
        office_.tick();
    }
    clock_.pass_to(when);
}

void Simulation::open_day(LocalDate day) {
    fall_ill(day);
    present_.clear();
}

void Simulation::expect_arrivals(LocalDate day) {
    const auto law = office_.published().law();
    const auto opens = law->calendar->add_working_minutes(procedures::moment_of(day, std::chrono::hours{0}),
                                                          WorkingMinutes{0});
    const auto minutes = law->calendar->hours_of(day).minutes();
    const int spread = std::max(1, options_.per_day / 3);
    for (int count = std::max(0, options_.per_day + dice_.between(-spread, spread)); count > 0; --count) {
        const auto at =
            law->calendar->add_working_minutes(opens, WorkingMinutes{dice_.between(0, minutes - 1)});
        visits_.push({at + std::chrono::seconds{dice_.between(0, 59)}, ++order_, ""});
    }
}

Command Simulation::command(CommandKind kind, const Actor& actor, const std::string& dossier) {
    Command command;
    command.kind = kind;
    command.actor = actor;
    command.dossier = dossier;
    command.key = fmt::format("sim-{}-{}", options_.seed, ++keys_);
    return command;
}

Answer Simulation::give(Command command) {
    auto answer = office_.submit(std::move(command));
    switch (answer.kind) {
        case Answer::Kind::done: ++report_.acts; break;
        case Answer::Kind::refused:
            ++report_.refused;
            ++report_.refusals[std::string(procedures::to_string(answer.refusal.code))];
            break;
        default: ++report_.failed; break;
    }
    return answer;
}

/// Everybody that the definitions ask for, where the office has too few.
void Simulation::hire() {
    const auto law = office_.published().law();
    const auto day = today();
    std::set<std::pair<std::string, std::string>> wanted;
    const auto want = [&](const std::string& role, const std::string& unit) {
        if (!role.empty() && !unit.empty() && !is_outside(role)) wanted.emplace(role, unit);
    };
    std::string desk = law->office && law->office->desk() != nullptr ? law->office->desk()->id : "";
    std::string records;
    std::string leaders;
    for (const auto& [hash, version] : law->by_hash) {
        for (const auto& step : version.procedure->steps) {
            want(step.role, step.unit);
            for (const auto& action : step.actions) {
                want(action.role, action.unit);
                if (action.role == "records") records = action.unit;
                if (action.role == "leader") leaders = action.unit;
                if (!action.approver.empty())
                    want(action.approver, action.approver == "desk_head" ? desk : action.unit);
            }
        }
    }
    want("clerk", desk);
    want("desk_head", desk);
    want("cashier", desk);
    want("records", records);
    want("leader", leaders);
    const auto from = procedures::format_date(day - std::chrono::days{365});
    for (const auto& [role, unit] : wanted) {
        const int enough = role == "officer" || role == "clerk" ? options_.people_per_role
                                                                : std::min(2, options_.people_per_role);
        const auto present =
            static_cast<int>(office_.published().office()->staff.holders(role, unit, day).size());
        for (int number = present; number < enough; ++number) {
            const auto person = fmt::format("{}-{}-{}", role, unit, number + 1);
            auto add = command(CommandKind::add_person, founder, "");
            add.args = {{"person", person},
                        {"name", fmt::format("{} {} {}", dice_.one_of(family_names),
                                             dice_.one_of(middle_names), dice_.one_of(given_names))}};
            give(std::move(add));
            auto grant = command(CommandKind::grant_role, founder, "");
            grant.args = {{"person", person}, {"role", role}, {"unit", unit}, {"from", from}};
            give(std::move(grant));
        }
    }
}

void Simulation::fall_ill(LocalDate day) {
    const auto office = office_.published().office();
    for (const auto& [id, person] : office->staff.people()) {
        if (!dice_.chance(options_.absent_per_thousand) || office->staff.is_absent(id, day)) continue;
        const auto from = procedures::format_date(day);
        const auto to = procedures::format_date(day + std::chrono::days{dice_.between(0, 6)});
        auto away = command(CommandKind::set_absence, founder, "");
        away.args = {{"person", id}, {"from", from}, {"to", to}};
        give(std::move(away));
        if (person.tenures.empty()) continue;
        const auto& tenure = person.tenures.front();
        auto others = office->staff.holders(tenure.role, tenure.unit, day);
        std::erase_if(others, [&, name = id](const std::string& other) {
            return other == name || office->staff.is_absent(other, day);
        });
        if (others.empty()) continue;
        auto stand_in = command(CommandKind::set_substitution, founder, "");
        stand_in.args = {{"person", id}, {"substitute", dice_.one_of(others)}, {"from", from}, {"to", to}};
        give(std::move(stand_in));
    }
}

/// Asked many times an act: told apart once a day.
const std::vector<std::string>& Simulation::present(const std::string& role, const std::string& unit) {
    const auto [entry, is_new] = present_.try_emplace({role, unit});
    if (!is_new) return entry->second;
    const auto office = office_.published().office();
    const auto day = today();
    for (const auto& [id, person] : office->staff.people()) {
        const bool holds = std::any_of(person.tenures.begin(), person.tenures.end(), [&](const auto& tenure) {
            return tenure.role == role && (unit.empty() || tenure.unit == unit) && tenure.is_held_on(day);
        });
        if (holds && !office->staff.is_absent(id, day)) entry->second.push_back(id);
    }
    return entry->second;
}

std::optional<Actor> Simulation::somebody(const std::string& role, const std::string& unit) {
    const auto& there = present(role, unit);
    if (there.empty()) return std::nullopt;
    return Actor{dice_.one_of(there), "", options_.via};
}

std::optional<Actor> Simulation::anybody(std::string_view role) { return somebody(std::string(role), ""); }

/// Who would take this action today: whoever has the dossier, a substitute, or somebody of the role.
std::optional<Actor> Simulation::actor_for(const DossierSnapshot& now, const Action& action) {
    const auto& dossier = now.dossier();
    const auto& staff = now.office->staff;
    const auto day = today();
    if (is_outside(action.role)) return anybody("records");
    const bool is_the_holders = action.role == dossier.holder.role && action.unit == dossier.holder.unit &&
                                !dossier.holder.person.empty();
    if (!is_the_holders) return somebody(action.role, action.unit);
    if (!staff.is_absent(dossier.holder.person, day)) return Actor{dossier.holder.person, "", options_.via};
    for (const auto& entry : staff.substitutions()) {
        if (entry.person == dossier.holder.person &&
            staff.may_stand_in(entry.substitute, entry.person, day) &&
            !staff.is_absent(entry.substitute, day)) {
            return Actor{entry.substitute, entry.person, options_.via};
        }
    }
    return std::nullopt;
}

void Simulation::submit_one() {
    const auto law = office_.published().law();
    std::vector<const Procedure*> offered;
    for (const auto& [id, versions] : law->by_id) {
        const auto* version = law->in_force(id, today());
        if (version != nullptr && (version->procedure->is_approved() || law->demonstration))
            offered.push_back(version->procedure.get());
    }
    if (offered.empty()) return;
    const auto& procedure = *dice_.one_of(offered);
    const auto& first = procedure.steps.front();
    const bool online = procedure.online_level != "none" && dice_.chance(600);
    const auto clerk = somebody(first.role, first.unit);
    if (!online && !clerk) return;

    auto submission = command(CommandKind::submit, online ? Actor{"portal", "", options_.via} : *clerk, "");
    boost::json::object attributes;
    for (const auto& attribute : procedure.attributes) {
        switch (attribute.kind) {
            case procedures::AttributeKind::choice:
                attributes[attribute.id] = dice_.one_of(attribute.choices).id;
                break;
            case procedures::AttributeKind::yes_no:
                attributes[attribute.id] = dice_.chance(500) ? "yes" : "no";
                break;
            case procedures::AttributeKind::number: {
                const auto bound =
                    attribute.breakpoints.empty() ? std::int64_t{100} : dice_.one_of(attribute.breakpoints);
                attributes[attribute.id] =
                    std::to_string(std::max<std::int64_t>(0, bound + dice_.between(-1, 1)));
                break;
            }
        }
    }
    boost::json::object applicant{
        {"name", fmt::format("{} {} {}", dice_.one_of(family_names), dice_.one_of(middle_names),
                             dice_.one_of(given_names))},
        {"id", fmt::format("0190{:08}", dice_.below(100'000'000))},
        {"phone", fmt::format("09{:08}", dice_.below(100'000'000))},
        {"kind", dice_.chance(800) ? "organisation" : "person"}};
    submission.args = {{"procedure", procedure.id},
                       {"channel", online              ? "online"
                                   : dice_.chance(150) ? "post"
                                                       : "counter"},
                       {"attributes", std::move(attributes)},
                       {"applicant", std::move(applicant)}};
    if (law->office && !law->office->zones.empty())
        submission.args["zone"] = dice_.one_of(law->office->zones).id;
    const auto answer = give(std::move(submission));
    if (!answer.done()) return;
    ++report_.submitted;
    const auto minutes = online ? dice_.between(20, 500) : dice_.between(3, 25);
    return_later(answer.receipt.dossier,
                 law->calendar->add_working_minutes(clock_.now(), WorkingMinutes{minutes}));
}

void Simulation::return_later(const std::string& id, Instant when) { visits_.push({when, ++order_, id}); }

void Simulation::visit(const std::string& id) {
    const auto now = office_.dossier(id);
    if (!now) return;
    const auto law = now->law;
    const bool was_open = now->dossier().is_open();
    auto chosen = choose(*now);
    if (!chosen) {
        // Nobody is there who could: look again later. A closed dossier rests.
        if (was_open) {
            return_later(id, law->calendar->add_working_minutes(clock_.now(),
                                                                WorkingMinutes{dice_.between(120, 480)}));
        }
        return;
    }
    const auto answer = give(std::move(*chosen));
    const auto after = office_.dossier(id);
    if (was_open && !after->dossier().is_open())
        ++report_.endings[std::string(procedures::to_string(*after->dossier().ending))];
    if (!answer.done()) {
        return_later(
            id, law->calendar->add_working_minutes(clock_.now(), WorkingMinutes{dice_.between(30, 240)}));
    } else if (after->dossier().is_open()) {
        return_later(id, next_visit(*after));
    } else if (was_open ? dice_.chance(30) : after->dossier().correction_due.has_value()) {
        return_later(
            id, law->calendar->add_working_minutes(clock_.now(), WorkingMinutes{dice_.between(480, 2400)}));
    }
}

std::optional<Command> Simulation::choose(const DossierSnapshot& now) {
    const auto* procedure = now.law->version(now.dossier().version);
    const auto& step = step_of(*procedure, now.dossier());
    std::vector<Wish> choices;
    wish_beside_the_machine(now, *procedure, step, choices);
    wish_for_actions(now, step, choices);
    for (;;) {
        std::uint64_t total = 0;
        for (const auto& wish : choices) total += static_cast<std::uint64_t>(wish.weight);
        if (total == 0) return std::nullopt;
        auto roll = dice_.below(total);
        auto chosen = choices.begin();
        while (roll >= static_cast<std::uint64_t>(chosen->weight)) {
            roll -= static_cast<std::uint64_t>((chosen++)->weight);
        }
        auto wanted = command(chosen->kind, chosen->actor, now.dossier().id);
        wanted.args = std::move(chosen->args);
        if (chosen->action == nullptr) return wanted;
        wanted.action = chosen->action->id;
        if (fill_in(now, *procedure, *chosen->action, wanted)) return wanted;
        choices.erase(chosen);
    }
}

void Simulation::wish_for_actions(const DossierSnapshot& now, const Step& step, std::vector<Wish>& out) {
    const auto& dossier = now.dossier();
    std::vector<const Action*> seen;
    for (const auto& action : step.actions) {
        const auto same_hands = [&](const Action* other) {
            return other->role == action.role && other->unit == action.unit;
        };
        if (std::any_of(seen.begin(), seen.end(), same_hands)) continue;
        seen.push_back(&action);
        // Those who do not have it look in only when somebody asked them to.
        const bool has_it = action.role == step.role && action.unit == step.unit;
        if (!has_it && !dossier.withdrawal_requested && !dice_.chance(20)) continue;
        const auto actor = actor_for(now, action);
        if (!actor) continue;
        for (const auto& offered : step.actions) {
            if (!same_hands(&offered) || !offered.when.holds(dossier.attributes)) continue;
            const int weight = weight_of(dossier, offered);
            if (weight <= 0) continue;
            if (procedures::objection_to_taking(*now.law, *now.office, dossier, offered, *actor,
                                                clock_.now()))
                continue;
            out.push_back({weight, *actor, &offered, CommandKind::act, {}});
        }
    }
}

/// What the action wants to be told. False when nobody could say it.
bool Simulation::fill_in(const DossierSnapshot& now, const Procedure& procedure, const Action& action,
                         Command& command) {
    const auto& dossier = now.dossier();
    const auto need = [&](Requirement one) { return action.requires_.contains(one); };
    auto& args = command.args;
    const auto* to = procedure.step(action.to);
    if (need(Requirement::reason) || action.kind == ActionKind::void_intake) args["reason"] = "theo hồ sơ";
    if (need(Requirement::documents_checked)) args["all_right"] = true;
    if (need(Requirement::number)) {
        args["number"] = fmt::format("{}/{}", dice_.between(1, 9999), procedure.iso.code);
        args["date"] = procedures::format_date(today());
    }
    if (need(Requirement::assignee) || action.kind == ActionKind::assign) {
        const auto assignee = to != nullptr ? somebody(to->role, to->unit) : std::nullopt;
        if (!assignee) return false;
        args["assignee"] = assignee->person;
    }
    if (need(Requirement::signer) && is_outside(action.role)) {
        args["signer"] =
            boost::json::object{{"person", fmt::format("{}:chu-tich", action.role)}, {"capacity", "KT."}};
    }
    if (need(Requirement::approval) || action.kind == ActionKind::void_intake) {
        const auto approver = anybody(action.approver.empty() ? "desk_head" : action.approver);
        if (!approver || approver->person == command.actor.person) return false;
        args["approved_by"] = approver->person;
    }
    if (need(Requirement::collector)) {
        args["collector"] =
            boost::json::object{{"kind", "applicant"}, {"receipt_shown", true}, {"name", "người nộp hồ sơ"}};
    }
    if (action.kind == ActionKind::request_supplement) {
        boost::json::array lines;
        for (const auto& document : procedure.documents) {
            if (document.output || !document.required || !document.when.holds(dossier.attributes)) continue;
            if (!lines.empty() && !dice_.chance(400)) continue;
            lines.push_back(boost::json::object{{"document", document.id},
                                                {"reason", "chưa đạt yêu cầu"},
                                                {"mark", dice_.chance(500) ? "missing" : "wrong"}});
        }
        args["lines"] = std::move(lines);
    }
    if (action.kind == ActionKind::complete_supplement) {
        boost::json::object marks;
        for (const auto& line : dossier.supplement_lines)
            marks[line] = boost::json::object{{"mark", "right"}};
        if (!marks.empty()) args["marks"] = std::move(marks);
    }
    if (action.kind == ActionKind::receive &&
        now.law->office->standing == procedures::OfficeStanding::behind) {
        args["external"] = boost::json::object{
            {"code", fmt::format("H55.1-{}-{:04}", procedures::format_date(today()), keys_)}};
    }
    return true;
}

void Simulation::wish_beside_the_machine(const DossierSnapshot& now, const Procedure& procedure,
                                         const Step& step, std::vector<Wish>& out) {
    const auto& dossier = now.dossier();
    const auto add = [&](int weight, CommandKind kind, const std::optional<Actor>& actor,
                         boost::json::object args) {
        if (actor) out.push_back({weight, *actor, nullptr, kind, std::move(args)});
    };
    if (!dossier.is_open()) {
        if (dossier.correction_due) {
            add(1000, CommandKind::correct_result, anybody("records"),
                {{"number", fmt::format("{}/ĐC", dice_.between(1, 999))}});
        } else if (dossier.has_result) {
            add(1000, CommandKind::open_correction, anybody("clerk"), {{"reason", "sai thông tin"}});
        }
        return;
    }
    for (const auto& consult : dossier.consults) {
        if (consult.answered) continue;
        add(clock_.now() < consult.due ? 2500 : 4000, CommandKind::answer_consult, anybody("records"),
            {{"party", consult.party},
             {"opinion", dice_.chance(900) ? "agrees" : "remarks"},
             {"number", fmt::format("{}/CV", dice_.between(1, 999))}});
        if (clock_.now() > consult.due)
            add(300, CommandKind::remind_consult, anybody("records"), {{"party", consult.party}});
    }
    for (const auto& fee : procedure.fees) {
        const bool is_due =
            fee.moment == procedures::FeeMoment::at_receipt || step.kind != StepKind::submitted;
        if (!is_due || dossier.fees.contains(fee.id) || !fee.when.holds(dossier.attributes)) continue;
        const auto amount = fee.amount ? static_cast<std::int64_t>(*fee.amount) : std::int64_t{400'000};
        const int weight =
            fee.moment == procedures::FeeMoment::before_return && step.kind != StepKind::finished ? 20 : 3000;
        add(weight, CommandKind::pay_fee, anybody("cashier"),
            {{"fee", fee.id}, {"amount", amount}, {"method", "transfer"}});
    }
    if (dossier.sender && !is_outside(step.role)) {
        const auto receiver = somebody(dossier.holder.role, dossier.holder.unit);
        add(900, CommandKind::acknowledge, receiver, {});
        add(6, CommandKind::decline_transfer, receiver, {{"reason", "chuyển nhầm"}});
    }
    if (step.kind == StepKind::working) {
        const auto holder_is_wrong = dossier.holder.role != step.role || dossier.holder.unit != step.unit;
        const auto& staff = now.office->staff;
        const bool stuck = holder_is_wrong || (!dossier.holder.person.empty() &&
                                               staff.is_absent(dossier.holder.person, today()));
        if (const auto next = somebody(step.role, step.unit);
            next && (stuck || dice_.chance(10)) && !is_outside(step.role)) {
            auto by = anybody("desk_head");
            if (!by) by = anybody("leader");
            add(stuck ? 3000 : 300, CommandKind::reassign, by,
                {{"assignee", next->person}, {"reason", "bố trí lại công việc"}});
        }
        if (dossier.last.may_pull_back && dice_.chance(15)) {
            add(300, CommandKind::pull_back, Actor{dossier.last.by, "", options_.via}, {});
        }
        if (dossier.received_at && !dossier.signed_result && !dossier.withdrawal_requested &&
            dice_.chance(12)) {
            add(500, CommandKind::request_withdrawal, anybody("clerk"), {{"reason", "thay đổi kế hoạch"}});
        }
        if (procedure.extension && !dossier.extended && dossier.received_at && dice_.chance(40)) {
            add(700, CommandKind::extend, anybody("leader"), {{"reason", "cần xem xét thêm"}});
        }
        if (dossier.appointment && !dossier.rescheduled &&
            clock_.now() + std::chrono::hours{24} > *dossier.appointment) {
            const auto last = std::max(procedures::local_date(*dossier.appointment), today());
            const auto later = now.law->calendar->next_working_day(now.law->calendar->next_working_day(last));
            if (const auto head = anybody("head")) {
                add(1500, CommandKind::reschedule, anybody("clerk"),
                    {{"appointment", procedures::format_date(later)},
                     {"reason", "chưa giải quyết xong"},
                     {"requested_by", head->person}});
            }
        }
    }
    if (dice_.chance(10))
        add(200, CommandKind::note, anybody("clerk"), {{"text", "đã gọi điện cho người nộp"}});
}

/// When somebody turns to it again: mostly within its budget, now and then too late.
Instant Simulation::next_visit(const DossierSnapshot& after) {
    const auto& dossier = after.dossier();
    const auto& calendar = *after.law->calendar;
    const auto* procedure = after.law->version(dossier.version);
    const auto& step = step_of(*procedure, dossier);
    const auto now = clock_.now();
    const auto in_minutes = [&](int least, int most) {
        return calendar.add_working_minutes(now, WorkingMinutes{dice_.between(least, most)});
    };
    switch (step.kind) {
        case StepKind::submitted: return in_minutes(5, 400);
        case StepKind::held:
            // One in eight never comes back; the desk closes when the period is over.
            if (dice_.chance(125) && !dossier.open_deadlines.empty())
                return dossier.open_deadlines.back().due + std::chrono::hours{dice_.between(1, 72)};
            return in_minutes(240, 480 * 9);
        case StepKind::finished: return in_minutes(60, 480 * 4);
        default: break;
    }
    // What keeps an act waiting is the step; several small acts share its time.
    const auto budget =
        dossier.step_due && *dossier.step_due > now
            ? static_cast<int>(procedures::count(calendar.working_minutes_between(now, *dossier.step_due)))
            : 240;
    const int share = dice_.chance(options_.slow_per_thousand) ? dice_.between(70, options_.slowest_percent)
                                                               : dice_.between(5, 60);
    return calendar.add_working_minutes(now, WorkingMinutes{std::max(2, budget * share / 100)});
}

}  // namespace motcua::engine
