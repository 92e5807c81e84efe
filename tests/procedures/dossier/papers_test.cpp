// Papers are numbered, printed again with a reason, and called for by acts.
#include "procedures/dossier/fields.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {

namespace {

using Code = p::Refusal::Code;

constexpr auto work_permit = "cap-lai-giay-phep-lao-dong";
constexpr auto extension = "gia-han-giay-phep-xay-dung";

p::Command printing(const std::string& id, const std::string& who, const std::string& form,
                    const std::string& reason = {}) {
    p::Command command;
    command.kind = p::CommandKind::issue_paper;
    command.actor = {who, {}, "test"};
    command.dossier = id;
    command.args["form"] = form;
    if (!reason.empty()) command.args["reason"] = reason;
    return command;
}

/// As the server does: asks for the number, makes the paper with it, hands it in.
p::Outcome<p::Events> print(Desk& desk, p::Command command, const std::string& at) {
    const auto asked = desk.tell(command, at);
    if (asked || asked.error().code != Code::paper_not_prepared) return asked;
    const auto said = [&](std::string_view name) {
        return std::stoi(std::string(asked.error().argument(name)));
    };
    command.paper = p::PreparedPaper{said("year"), said("number"), said("print"), "ab12", "", 10, 0};
    return desk.tell(command, at);
}

std::int64_t number_of(const p::Outcome<p::Events>& done) {
    return done ? p::fields::number(done->front().data, "number") : -1;
}

std::string refused(const p::Outcome<p::Events>& outcome) {
    return outcome ? "done" : std::string(p::to_string(outcome.error().code));
}

}  // namespace

TEST(Papers, AreNumberedWithoutGapsWhateverIsRefusedBetween) {
    Desk desk;
    const auto first = desk.receive(work_permit, "2026-04-22T08:10");
    const auto second = desk.receive(work_permit, "2026-04-22T08:20");
    EXPECT_EQ(number_of(print(desk, printing(first, "an", "receipt"), "2026-04-22T08:11")), 1);
    EXPECT_EQ(refused(print(desk, printing(second, "lan", "receipt"), "2026-04-22T08:21")), "wrong_role");
    EXPECT_EQ(refused(print(desk, printing(second, "an", "apology"), "2026-04-22T08:21")), "paper_not_due");
    auto stale = printing(second, "an", "receipt");
    stale.paper = p::PreparedPaper{2026, 1, 1, "ab12", "", 10, 0};
    EXPECT_EQ(refused(desk.tell(stale, "2026-04-22T08:21")), "paper_not_prepared");
    EXPECT_EQ(number_of(print(desk, printing(second, "an", "receipt"), "2026-04-22T08:21")), 2);
    EXPECT_EQ(number_of(print(desk, printing(second, "an", "control_slip"), "2026-04-22T08:22")), 1)
        << "each form has numbers of its own";
    const auto next_year = desk.receive(work_permit, "2027-01-04T08:00");
    EXPECT_EQ(number_of(print(desk, printing(next_year, "an", "receipt"), "2027-01-04T08:01")), 1);
}

TEST(Papers, AReprintKeepsItsNumberAndAsksWhy) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    const auto version = desk.dossier(id).version_number;
    ASSERT_EQ(number_of(print(desk, printing(id, "an", "receipt"), "2026-04-22T08:11")), 1);
    EXPECT_EQ(refused(print(desk, printing(id, "an", "receipt"), "2026-04-22T08:12")),
              "reprint_reason_required");
    EXPECT_EQ(refused(print(desk, printing(id, "an", "receipt", "because"), "2026-04-22T08:12")),
              "reprint_reason_required");
    const auto again = print(desk, printing(id, "an", "receipt", "jam"), "2026-04-22T08:13");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(number_of(again), 1);
    EXPECT_EQ(p::fields::number(again->front().data, "print"), 2);
    EXPECT_EQ(p::fields::text(again->front().data, "reason"), "jam");
    EXPECT_EQ(desk.dossier(id).version_number, version) << "printing changes nothing that others look at";
    EXPECT_EQ(picture(desk.folded(id)), picture(desk.dossier(id)));
}

// The slip travels with the dossier and has a line more after each hand-over.
TEST(Papers, AControlSlipThatGrewNeedsNoReason) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    ASSERT_EQ(number_of(print(desk, printing(id, "an", "control_slip"), "2026-04-22T08:11")), 1);
    EXPECT_EQ(refused(print(desk, printing(id, "an", "control_slip"), "2026-04-22T08:12")),
              "reprint_reason_required");
    const auto& holder = desk.dossier(id).holder;
    const auto receiver =
        desk.office().staff.holders(holder.role, holder.unit, p::local_date(moment("2026-04-22T09:00")));
    ASSERT_TRUE(
        desk.besides(id, receiver.front(), p::CommandKind::acknowledge, "2026-04-22T09:00").has_value());
    EXPECT_EQ(refused(print(desk, printing(id, "an", "control_slip"), "2026-04-22T09:05")), "done");
}

TEST(Papers, ARegimeWithoutAFormHasNoSuchPaper) {
    Desk desk;
    const auto before = desk.receive(work_permit, "2025-09-12T08:10");
    const auto after = desk.receive(work_permit, "2025-09-16T08:10");
    EXPECT_EQ(refused(print(desk, printing(before, "an", "stop"), "2025-09-16T09:00")), "paper_unknown");
    EXPECT_EQ(refused(print(desk, printing(after, "an", "stop"), "2025-09-16T09:00")), "paper_not_due");
    const auto issued = print(desk, printing(after, "an", "receipt"), "2025-09-16T09:00");
    ASSERT_TRUE(issued.has_value());
    EXPECT_EQ(p::fields::text(issued->front().data, "forms"), "tt-03-2025");
    EXPECT_EQ(refused(print(desk, printing(after, "an", "register"), "2025-09-16T09:00")),
              "invalid_argument");
}

TEST(Papers, ListsOfTheOfficeAreNumberedInTheirYear) {
    Desk desk;
    auto book = printing("", "an", "register");
    book.args["year"] = 2025;
    EXPECT_EQ(number_of(print(desk, book, "2026-04-22T08:00")), 1);
    EXPECT_EQ(number_of(print(desk, book, "2026-04-22T08:01")), 2);
    EXPECT_EQ(number_of(print(desk, printing("", "an", "register"), "2026-04-22T08:02")), 1);
    EXPECT_EQ(refused(print(desk, printing("", "an", "hand_over"), "2026-04-22T08:02")), "invalid_argument");
    auto list = printing("", "an", "hand_over");
    list.args["unit"] = "phong-dau-tu";
    EXPECT_EQ(refused(print(desk, list, "2026-04-22T08:02")), "done");
    EXPECT_EQ(refused(print(desk, printing("", "khoa", "register"), "2026-04-22T08:02")), "wrong_role");
}

}  // namespace motcua::tests
