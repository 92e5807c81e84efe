// A dossier of each procedure goes through the command line from filing to each of its outcomes:
// the program speaks through the socket to an office on SQLite, whose clock the test turns.
#include "app/installation.hpp"
#include "app/serving.hpp"
#include "engine/clock.hpp"
#include "engine/random.hpp"
#include "tests/app/command_line.hpp"
#include "tests/procedures/dossier/ways.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <map>
#include <thread>

namespace motcua::tests {
namespace {

using namespace procedures;

class Office {
public:
    Office() {
        const auto law = app::load_law(MOTCUA_SOURCE_DIR "/config");
        installation.adopt(law);
        installation.start();
        installation.seed(app::load_people(MOTCUA_SOURCE_DIR "/config", law.office));
        serving.emplace(installation, app::ServingOptions{"127.0.0.1:0", true}, engine::silent_log());
        thread = std::thread([this] { serving->run(); });
    }
    ~Office() {
        serving->stop();
        thread.join();
    }

    Dossier dossier(const std::string& id) { return installation.engine().dossier_and_wait(id)->dossier(); }
    const Procedure& definition(const Dossier& dossier) {
        return *installation.engine().published().law()->version(dossier.version);
    }
    /// Somebody who holds the role there and is none of `barred`.
    std::string somebody(const std::string& role, const std::string& unit,
                         const std::vector<std::string>& barred = {}) {
        const auto day = local_date(clock.now());
        const auto office = installation.engine().published().office();
        for (const auto& person : office->staff.holders(role, unit, day))
            if (std::find(barred.begin(), barred.end(), person) == barred.end()) return person;
        return {};
    }
    std::string anybody(const std::string& role) {
        for (const auto& unit : installation.engine().published().law()->office->units)
            if (auto person = somebody(role, unit.id); !person.empty()) return person;
        return {};
    }

    /// Runs `motcua dossier …` for `person`; its answer.
    boost::json::object run(const std::string& person, std::vector<std::string> words,
                            const boost::json::object& args) {
        words.insert(words.begin(), "dossier");
        for (const auto& word :
             {std::string("--data"), installation.folder().path().string(), std::string("--as"), person,
              std::string("--json"), std::string("--args"), boost::json::serialize(args)})
            words.push_back(word);
        const auto ran = motcua(words);
        if (ran.code != 0)
            throw std::runtime_error(words[1] + " " + words[2] + " " + words.back() + "\n" + ran.out +
                                     ran.err);
        return boost::json::parse(ran.out).as_object();
    }

    void take(const std::string& id, const std::string& action);

    TempFolder folder;
    engine::ManualClock clock{parse_instant("2026-07-13T08:00:00+07:00").value()};
    engine::SeededRandom random{3};
    app::Installation installation{
        folder.path() / "office", true, true, {clock, random, engine::silent_log()}};
    std::optional<app::Serving> serving;
    std::thread thread;
};

/// Takes `action` with whatever it requires, by whoever may.
void Office::take(const std::string& id, const std::string& action_id) {
    const auto now = dossier(id);
    const auto& procedure = definition(now);
    const auto& action = *procedure.step(now.step)->action(action_id);
    const auto& to = *procedure.step(action.to);
    const auto need = [&](Requirement one) { return action.requires_.contains(one); };
    const auto besides = [&](const std::string& person, const std::string& kind,
                             const boost::json::object& args) {
        run(person, {"do", id, kind}, args);
    };
    boost::json::object args{{"reason", "vì thử nghiệm"}, {"number", "12/VB"}};
    if (need(Requirement::documents_checked) || action.kind == ActionKind::complete_supplement) {
        boost::json::object marks;
        for (const auto& document : procedure.documents)
            if (!document.output) marks[document.id] = boost::json::object{{"mark", "right"}};
        args["marks"] = std::move(marks);
    }
    if (need(Requirement::fee_paid))
        for (const auto& fee : procedure.fees)
            if (fee.when.holds(now.attributes) && !now.fees.contains(fee.id))
                besides("chi", "pay_fee", {{"fee", fee.id}, {"amount", 150000}});
    if (need(Requirement::withdrawal_request) && !now.withdrawal_requested)
        besides("an", "request_withdrawal", {{"reason", "xin rút"}});
    if (need(Requirement::consults_closed))
        for (const auto& consult : now.consults)
            if (!consult.answered) besides(anybody("records"), "answer_consult", {{"party", consult.party}});
    if (need(Requirement::collector))
        args["collector"] =
            boost::json::object{{"kind", "applicant"}, {"name", "Nguyễn Văn A"}, {"receipt_shown", true}};
    if (need(Requirement::approval) || action.kind == ActionKind::void_intake)
        args["approved_by"] = anybody(action.approver.empty() ? "desk_head" : action.approver);
    if (action.kind == ActionKind::assign || need(Requirement::assignee))
        args["assignee"] = somebody(to.role, to.unit);
    if (action.kind == ActionKind::request_supplement) {
        const auto paper = std::find_if(procedure.documents.begin(), procedure.documents.end(),
                                        [](const Document& one) { return !one.output; });
        args["lines"] =
            boost::json::array{boost::json::object{{"document", paper->id}, {"reason", "chưa đúng mẫu"}}};
    }
    std::vector<std::string> barred;
    for (const auto& [step, person] : now.acted)
        if (std::find(action.not_by_actor_of.begin(), action.not_by_actor_of.end(), step) !=
            action.not_by_actor_of.end())
            barred.push_back(person);
    auto who = now.holder.person;
    if (action.role != now.holder.role || who.empty() ||
        std::find(barred.begin(), barred.end(), who) != barred.end())
        who = somebody(action.role, action.unit, barred);
    if (who.empty()) {
        // The agency outside has no seat; the records clerk enters what it did.
        args["signer"] = boost::json::object{{"person", "ubnd-tinh"}, {"capacity", "KT. Chủ tịch"}};
        who = anybody("records");
    }
    run(who, {"act", id, action_id}, args);
}

/// The shortest way to every closed step, with the attributes that open it.
std::map<std::string, std::pair<Attributes, Path>> ways_to_the_end(const Procedure& procedure) {
    std::map<std::string, std::pair<Attributes, Path>> ends;
    for (const auto& attributes : combinations(procedure.attributes))
        for (const auto& [step, path] : ways(procedure, attributes))
            if (procedure.step(step)->kind == StepKind::closed) ends.try_emplace(step, attributes, path);
    return ends;
}

class Outcomes : public testing::TestWithParam<std::string> {};

TEST_P(Outcomes, AreAllReachedFromTheCommandLine) {
    Office office;
    const auto law = office.installation.engine().published().law();
    const auto& procedure = *law->in_force(GetParam(), local_date(office.clock.now()))->procedure;
    std::size_t closed = 0;
    for (const auto& step : procedure.steps) closed += step.kind == StepKind::closed ? 1U : 0U;
    const auto ends = ways_to_the_end(procedure);
    EXPECT_EQ(ends.size(), closed);
    for (const auto& [end, way] : ends) {
        SCOPED_TRACE(end);
        boost::json::object said;
        for (const auto& [name, value] : way.first) said[name] = value;
        const auto filed =
            office.run("an", {"submit", procedure.id, "--applicant", "Công ty Mẫu"}, {{"attributes", said}});
        const std::string id(filed.at("dossier").as_string());
        for (const auto& action : way.second) {
            const auto before = office.dossier(id);
            const bool waits = office.definition(before).step(before.step)->action(action)->kind ==
                               ActionKind::close_unsupplemented;
            office.clock.pass(waits ? std::chrono::minutes{500 * 24 * 60} : std::chrono::minutes{3});
            ASSERT_NO_THROW(office.take(id, action)) << before.step << " --" << action;
        }
        const auto dossier = office.dossier(id);
        EXPECT_EQ(dossier.step, end);
        EXPECT_EQ(dossier.ending, procedure.step(end)->ending);
        EXPECT_FALSE(dossier.is_open());
    }
}

INSTANTIATE_TEST_SUITE_P(SixProcedures, Outcomes,
                         testing::Values("cap-lai-giay-phep-lao-dong", "gia-han-giay-phep-xay-dung",
                                         "cap-giay-phep-thanh-lap-van-phong-dai-dien",
                                         "cap-giay-phep-xay-dung-moi",
                                         "chap-thuan-chu-truong-dau-tu-ubnd-tinh",
                                         "tham-dinh-bao-cao-danh-gia-tac-dong-moi-truong"),
                         [](const auto& procedure) {
                             auto name = procedure.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace motcua::tests
