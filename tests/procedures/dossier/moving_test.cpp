// Dates and versions of open dossiers when the calendar or the law changes.
#include "procedures/dossier/dates.hpp"
#include "procedures/dossier/fields.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

using p::CommandKind;
using Code = p::Refusal::Code;
using namespace std::chrono;

constexpr auto work_permit = "cap-lai-giay-phep-lao-dong";  // three working days
constexpr auto building = "gia-han-giay-phep-xay-dung";     // five working days

std::string at(const std::optional<p::Instant>& moment) { return moment ? p::format_instant(*moment) : "-"; }

/// `law` with these days off under a calendar of its own name; the former one stays known.
p::Law with_days_off(const p::Law& law, const std::vector<std::string>& days) {
    auto content = law.calendar->content();
    for (const auto& day : days) {
        const auto date = p::parse_date(day).value();
        std::erase_if(content.days, [&](const auto& known) { return known.date == date; });
        content.days.push_back({date, p::DayKind::swap_off, false, "Nghỉ hoán đổi", "TB 1"});
    }
    auto out = law;
    out.calendars[law.calendar_hash] = law.calendar;
    out.calendar = std::make_shared<p::WorkCalendar>(content);
    out.calendar_hash = "after " + days.front();
    out.calendars[out.calendar_hash] = out.calendar;
    return out;
}

p::Outcome<p::Events> tell(const Desk& desk, const p::OfficeState& office, const p::Law& law,
                           const std::string& id, CommandKind kind, const std::string& who,
                           boost::json::object args, const std::string& now) {
    p::Command command;
    command.kind = kind;
    command.actor = {who, {}, "cli"};
    command.dossier = id;
    command.args = std::move(args);
    return p::decide(law, office, &desk.dossier(id), command, moment(now));
}

/// The dossier after the events.
p::Dossier after(const Desk& desk, const std::string& id, const p::Events& events) {
    auto dossier = desk.dossier(id);
    for (const auto& event : events) p::apply(dossier, event);
    return dossier;
}

/// `law` with a version of `id` in which its first limit has `count` units, named "next".
p::Law with_limit(const p::Law& law, const std::string& id, int count) {
    auto out = law;
    const auto& versions = out.by_id.at(id);
    auto next = std::make_shared<p::Procedure>(*versions.back().procedure);
    for (auto& limit : next->limits) {
        limit.statutory = {count, p::LimitUnit::working_day};
        limit.committed.reset();
    }
    out.by_hash["next"] = {"next", next};
    out.by_id.at(id).push_back({"next", next});
    return out;
}

}  // namespace

// Facts 12.16: received Friday 20 November for three working days: Thursday 26 November, and Friday the 27th
// when Monday the 23rd is declared off.
TEST(MovingDates, ADayDeclaredOffMovesWhatCrossesIt) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-11-20T09:00");
    ASSERT_EQ(at(desk.dossier(id).appointment), "2026-11-26T17:00:00+07:00");
    EXPECT_TRUE(desk.dossier(id).legal_due->provisional);
    const auto law = with_days_off(desk.law(), {"2026-11-23"});

    const auto done = tell(desk, desk.office(), law, id, CommandKind::move_due, "xuan", {{"notice", "TB 1"}},
                           "2026-11-22T10:00");
    ASSERT_TRUE(done.has_value()) << p::to_string(done.error().code);
    const auto moved = after(desk, id, *done);
    EXPECT_EQ(at(moved.legal_due->due), "2026-11-27T17:00:00+07:00");
    EXPECT_EQ(at(moved.appointment), "2026-11-27T17:00:00+07:00");
    EXPECT_EQ(at(moved.original_due->due), "2026-11-26T17:00:00+07:00");
    EXPECT_FALSE(moved.legal_due->provisional);
    EXPECT_EQ(moved.calendar, law.calendar_hash);
    for (const auto& open : moved.open_deadlines) {
        EXPECT_FALSE(open.kind == p::DeadlineKind::dossier && open.due != moved.legal_due->due);
    }
}

TEST(MovingDates, WhatEndsBeforeTheDayStays) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-11-16T09:00");
    const auto law = with_days_off(desk.law(), {"2026-11-23"});
    const auto done = tell(desk, desk.office(), law, id, CommandKind::move_due, "xuan", {{"notice", "TB 1"}},
                           "2026-11-22T10:00");
    ASSERT_TRUE(done.has_error());
    EXPECT_EQ(done.error().argument("why"), "moves_nothing");
}

TEST(MovingDates, AnAdministratorDoesNotMoveThem) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-11-20T09:00");
    const auto law = with_days_off(desk.law(), {"2026-11-23"});
    const auto done = tell(desk, desk.office(), law, id, CommandKind::move_due, "khoa", {{"notice", "TB 1"}},
                           "2026-11-22T10:00");
    ASSERT_TRUE(done.has_error());
    EXPECT_EQ(done.error().code, Code::wrong_role);
}

// The one new appointment was told to the applicant: it only leaves the day off.
TEST(MovingDates, ANewAppointmentLeavesADayOffAndNothingElse) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-11-16T09:00");
    for (const auto* day : {"2026-11-23", "2026-11-25"}) {
        auto dossier = desk.dossier(id);
        dossier.rescheduled = true;
        dossier.appointment = desk.law().calendar->closing_time(p::parse_date(day).value());
        const auto law = with_days_off(desk.law(), {"2026-11-23"});
        const auto counted = p::recount_on(dossier, *desk.law().calendar, *law.calendar, desk.definition(id));
        EXPECT_EQ(at(counted.legal_due.due), at(dossier.legal_due->due));
        EXPECT_EQ(at(counted.appointment), "2026-11-25T17:00:00+07:00") << day;
    }
}

// The applicant's days stay out of the count, whatever is declared off.
TEST(MovingDates, HeldTimeAndAnExtensionStayInTheCount) {
    Desk desk;
    const auto id = desk.receive(building, "2026-11-12T07:30");
    const auto& calendar = *desk.law().calendar;
    auto dossier = desk.dossier(id);
    auto& run = dossier.stages.front();
    // Asked after two of five days, back on Friday the 20th: three days are left.
    dossier.held.push_back({moment("2026-11-16T17:00"), moment("2026-11-20T07:30"), "bổ sung"});
    run.due = p::resume_due(calendar, dossier, run, dossier.held[0].from, *dossier.held[0].to);
    dossier.legal_due = run.due;
    dossier.appointment = run.due.due;
    ASSERT_EQ(at(run.due.due), "2026-11-25T17:00:00+07:00");
    const auto law = with_days_off(desk.law(), {"2026-11-23"});
    const auto counted = p::recount_on(dossier, calendar, *law.calendar, desk.definition(id));
    EXPECT_EQ(at(counted.legal_due.due), "2026-11-26T17:00:00+07:00");

    dossier.extended = true;
    dossier.extension = {2, p::LimitUnit::working_day};
    dossier.legal_due = calendar.due_after(moment("2026-11-25T12:00"), dossier.extension);
    dossier.appointment = dossier.legal_due->due;
    ASSERT_EQ(at(dossier.appointment), "2026-11-27T17:00:00+07:00");
    const auto extended = p::recount_on(dossier, calendar, *law.calendar, desk.definition(id));
    EXPECT_EQ(at(extended.legal_due.due), "2026-11-30T17:00:00+07:00");
}

// A batch acts on the head's choice that is in the journal, and on nothing else.
TEST(MovingDates, TheCarrierNeedsAnOpenChoice) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-11-20T09:00");
    const auto law = with_days_off(desk.law(), {"2026-11-23"});
    auto office = desk.office();
    const auto carrier = std::string(p::calendar_carrier);
    EXPECT_TRUE(
        tell(desk, office, law, id, CommandKind::move_due, carrier, {}, "2026-11-22T10:00").has_error());
    const auto choose = [&](const std::string& who, const std::string& choice) {
        p::Command command;
        command.kind = CommandKind::apply_notice;
        command.actor = {who, {}, "cli"};
        command.args = {{"notice", "TB 1"}, {"calendar", law.calendar_hash}, {"choice", choice}};
        return p::decide(law, office, nullptr, command, moment("2026-11-22T10:00"));
    };
    EXPECT_EQ(choose("khoa", "move").error().code, Code::wrong_role);
    EXPECT_EQ(choose("nam", "move").error().code, Code::wrong_role);
    EXPECT_EQ(choose("dung", "both").error().code, Code::invalid_argument);
    office.apply(choose("dung", "leave").value().front());
    EXPECT_FALSE(office.open_notice);
    office.apply(choose("dung", "move").value().front());
    EXPECT_EQ(choose("xuan", "move").error().code, Code::notice_open);
    const auto done = tell(desk, office, law, id, CommandKind::move_due, carrier, {}, "2026-11-22T10:00");
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(p::fields::text(done->front().data, "decided_by"), "dung");
    EXPECT_EQ(p::fields::text(done->front().data, "notice"), "TB 1");
}

TEST(MovingVersions, ALegalGroundMovesTheDossierAndItsDates) {
    Desk desk;
    const auto id = desk.receive(building, "2026-07-13T08:10");
    ASSERT_EQ(at(desk.dossier(id).legal_due->due), "2026-07-20T17:00:00+07:00");
    const auto law = with_limit(desk.law(), building, 4);
    const auto move = [&](const std::string& who, boost::json::object args) {
        return tell(desk, desk.office(), law, id, CommandKind::move_version, who, std::move(args),
                    "2026-07-14T09:00");
    };
    EXPECT_EQ(move("xuan", {{"version", "next"}}).error().argument("field"), "ground");
    EXPECT_EQ(move("an", {{"version", "next"}, {"ground", "Điều 30"}}).error().code, Code::wrong_role);
    EXPECT_EQ(move("xuan", {{"version", "none"}, {"ground", "Điều 30"}}).error().code, Code::version_unknown);
    EXPECT_EQ(move("xuan", {{"version", desk.dossier(id).version}, {"ground", "Điều 30"}}).error().code,
              Code::version_unfit);
    const auto done = move("xuan", {{"version", "next"}, {"ground", "Điều 30"}});
    ASSERT_TRUE(done.has_value()) << p::to_string(done.error().code);
    EXPECT_EQ(done->front().type, p::EventType::version_moved);
    EXPECT_EQ(p::fields::text(done->front().data, "ground"), "Điều 30");
    const auto moved = after(desk, id, *done);
    EXPECT_EQ(moved.version, "next");
    EXPECT_EQ(at(moved.legal_due->due), "2026-07-17T17:00:00+07:00");
    EXPECT_EQ(at(moved.original_due->due), "2026-07-20T17:00:00+07:00");
    EXPECT_EQ(moved.step, desk.dossier(id).step);
    EXPECT_EQ(moved.rule_set, desk.dossier(id).rule_set);
}

TEST(MovingVersions, AVersionWithoutThePresentStepIsRefused) {
    Desk desk;
    const auto id = desk.receive(building, "2026-07-13T08:10");
    auto law = with_limit(desk.law(), building, 4);
    const auto try_with = [&](auto change) {
        auto next = std::make_shared<p::Procedure>(*law.version("next"));
        change(*next);
        law.by_hash["next"].procedure = next;
        return std::string(tell(desk, desk.office(), law, id, CommandKind::move_version, "xuan",
                                {{"version", "next"}, {"ground", "Điều 30"}}, "2026-07-14T09:00")
                               .error()
                               .argument("why"));
    };
    const auto here = desk.dossier(id).step;
    EXPECT_EQ(try_with([&](p::Procedure& next) {
                  for (auto& step : next.steps)
                      if (step.id == here) step.unit = "mot-cua";
              }),
              "step_differs");
    EXPECT_EQ(try_with([&](p::Procedure& next) {
                  std::erase_if(next.steps, [&](const p::Step& step) { return step.id == here; });
              }),
              "step_missing");
}

}  // namespace motcua::tests
