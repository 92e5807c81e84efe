// Every edge of every definition is walked through decide(), and every dossier folds to what it was.
#include "tests/procedures/dossier/desk.hpp"
#include "tests/procedures/dossier/ways.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace motcua::tests {

namespace {

/// The version's last working day, or the first of one that has no end.
p::Instant a_morning_of(const p::Procedure& procedure) {
    const auto& calendar = *demonstration_law().calendar;
    const auto day = procedure.in_force_until
                         ? calendar.previous_working_day(*procedure.in_force_until + std::chrono::days{1})
                         : calendar.next_working_day(procedure.in_force_from);
    return p::moment_of(day, std::chrono::hours{8});
}

/// Before July 2025 no rule let the desk close an unsupplemented dossier: the edge is there, the law is not.
bool is_not_yet_lawful(const Desk& desk, const std::string& id, const p::Action& action) {
    if (action.kind != p::ActionKind::close_unsupplemented) {
        return false;
    }
    const auto* rules = desk.law().rules->find(desk.dossier(id).rule_set);
    return !rules->desk_may_close_unsupplemented && !desk.definition(id).supplement.applicant_has;
}

class Edges : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(Edges, AreAllWalkedAndFoldToTheSameState) {
    const auto& procedure = version_in(GetParam());
    std::set<std::pair<std::string, std::string>> walked;
    std::size_t edges = 0;
    for (const auto& step : procedure.steps) {
        edges += step.actions.size();
    }
    std::set<p::Ending> endings;
    for (const auto& attributes : p::combinations(procedure.attributes)) {
        const auto paths = ways(procedure, attributes);
        for (const auto& step : procedure.steps) {
            for (const auto& action : step.actions) {
                if (!paths.contains(step.id) || !action.when.holds(attributes) ||
                    walked.contains({step.id, action.id})) {
                    continue;
                }
                Desk desk;
                auto now = a_morning_of(procedure);
                const auto id = desk.file(procedure.id, p::format_instant(now).substr(0, 19), attributes);
                auto path = paths.at(step.id);
                path.push_back(action.id);
                for (const auto& taken : path) {
                    const auto& stands = *desk.definition(id).step(desk.dossier(id).step);
                    now += std::chrono::minutes{3};
                    const auto* next = stands.action(taken);
                    ASSERT_NE(next, nullptr) << stands.id << " " << taken;
                    if (next->kind == p::ActionKind::close_unsupplemented) {
                        now += std::chrono::days{500};
                    }
                    const auto done = desk.drive(id, taken, now);
                    if (is_not_yet_lawful(desk, id, *next)) {
                        ASSERT_TRUE(done.has_error());
                        EXPECT_EQ(p::to_string(done.error().code), "supplement_not_due");
                        continue;
                    }
                    ASSERT_TRUE(done.has_value())
                        << stands.id << " --" << taken << "--> : " << p::to_string(done.error().code) << " "
                        << (done.error().arguments.empty() ? "" : done.error().arguments.front().value);
                }
                walked.insert({step.id, action.id});
                if (const auto ending = desk.dossier(id).ending) {
                    endings.insert(*ending);
                }
                ASSERT_EQ(picture(desk.folded(id)), picture(desk.dossier(id))) << step.id << " " << action.id;
            }
        }
    }
    EXPECT_EQ(walked.size(), edges);
    EXPECT_TRUE(endings.contains(p::Ending::returned));
    EXPECT_TRUE(endings.contains(p::Ending::withdrawn));
    EXPECT_TRUE(endings.contains(p::Ending::stopped));
    EXPECT_TRUE(endings.contains(p::Ending::voided));
    EXPECT_TRUE(endings.contains(p::Ending::refused_at_receipt));
}

INSTANTIATE_TEST_SUITE_P(Definitions, Edges, testing::ValuesIn(definition_files()), name_of_definition);

}  // namespace motcua::tests
