// Every version, in every case of its attributes, settled without detour by people who use their whole budgets: the
// result is at the counter in time, and no stage ends late on the way.
#include "tests/procedures/dossier/desk.hpp"
#include "tests/procedures/dossier/ways.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace motcua::tests {

namespace {

using std::chrono::days;

bool is_straight(const p::Action& action) {
    static const std::set<p::ActionKind> detours{
        p::ActionKind::send_back,     p::ActionKind::ask_before_receipt, p::ActionKind::request_supplement,
        p::ActionKind::refuse_intake, p::ActionKind::issue_supplement,   p::ActionKind::refuse};
    return !action.from_pattern && !detours.contains(action.kind);
}

/// The shortest straight way to where the result is handed over.
Path straight_path(const p::Procedure& procedure, const p::Attributes& attributes) {
    Path shortest;
    for (const auto& [step, path] : ways(procedure, attributes, is_straight))
        if (procedure.step(step)->kind == p::StepKind::finished &&
            (shortest.empty() || path.size() < shortest.size()))
            shortest = path;
    return shortest;
}

/// The working day of the version's time after which the longest run of weeks has no day off. Those before Tết that
/// cannot fit a limit in calendar days are listed by verify_dates().
p::LocalDate a_quiet_day(const p::Procedure& procedure, const p::WorkCalendar& calendar) {
    constexpr int enough = 75;
    const auto is_off = [&](p::LocalDate day) {
        const std::chrono::weekday weekday{day};
        return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
               !calendar.is_working_day(day);
    };
    const auto first = std::max(procedure.in_force_from, *p::parse_date("2020-01-02"));
    const auto last = std::min(procedure.in_force_until.value_or(first + days{365}), first + days{365});
    p::LocalDate best = first;
    int longest = -1;
    for (auto day = first; day <= last && longest < enough; day += days{1}) {
        if (!calendar.is_working_day(day)) continue;
        int run = 0;
        while (run < enough && !is_off(day + days{run + 1})) ++run;
        if (run > longest) {
            longest = run;
            best = day;
        }
    }
    return best;
}

/// When the step's whole budget is spent; the applicant's revision takes a day.
p::Instant spent(const p::WorkCalendar& calendar, const p::Step& step, p::Instant from) {
    const auto& budget = step.budget;
    if (step.kind == p::StepKind::held) return calendar.due_after(from, {1, p::LimitUnit::working_day}).due;
    if (budget.calendar_days > 0)
        return calendar.due_after(from, {budget.calendar_days, p::LimitUnit::calendar_day}).due;
    if (budget.working_days > 0)
        return calendar.due_after(from, {budget.working_days, p::LimitUnit::working_day}).due;
    return calendar.add_working_minutes(from, budget.working_minutes);
}

class StraightPath : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(StraightPath, EndsInTimeInEveryCase) {
    const auto& procedure = version_in(GetParam());
    const auto& calendar = *demonstration_law().calendar;
    const auto day = a_quiet_day(procedure, calendar);
    for (const auto& attributes : p::combinations(procedure.attributes)) {
        std::string of_case = p::format_date(day);
        for (const auto& [name, value] : attributes) of_case += " " + name + "=" + value;
        SCOPED_TRACE(of_case);
        const auto path = straight_path(procedure, attributes);
        ASSERT_FALSE(path.empty());

        Desk desk;
        // Received at closing time: the rest of that day helps nobody.
        auto now = calendar.closing_time(day);
        const auto id = desk.file(procedure.id, p::format_instant(now).substr(0, 19), attributes);
        const auto desk_minutes = procedure.steps.front().budget.working_minutes;
        for (const auto& action : path) {
            const auto before = desk.dossier(id);
            const auto& step = *procedure.step(before.step);
            if (before.received_at) now = spent(calendar, step, now);
            if (step.kind == p::StepKind::working) {
                const auto run = std::find_if(before.stages.begin(), before.stages.end(),
                                              [&](const auto& one) { return one.stage == before.stage; });
                ASSERT_NE(run, before.stages.end()) << before.stage;
                EXPECT_LE(now, run->due.due) << step.id << " of stage " << before.stage;
            }
            const auto done = desk.drive(id, action, now);
            ASSERT_TRUE(done.has_value())
                << step.id << " --" << action << "--> " << p::to_string(done.error().code);
            // The desk's share is spent once the dossier has been received.
            if (!before.received_at) now = calendar.add_working_minutes(now, desk_minutes);
        }
        const auto& dossier = desk.dossier(id);
        ASSERT_EQ(dossier.kind, p::StepKind::finished);
        EXPECT_LE(*dossier.finished_at, dossier.legal_due->due);
        EXPECT_LE(*dossier.finished_at, *dossier.appointment);
        ASSERT_TRUE(desk.drive(id, procedure.step(dossier.step)->actions.front().id, now).has_value());
        EXPECT_EQ(desk.dossier(id).ending, p::Ending::returned);
    }
}

INSTANTIATE_TEST_SUITE_P(Definitions, StraightPath, testing::ValuesIn(definition_files()),
                         name_of_definition);

}  // namespace motcua::tests
