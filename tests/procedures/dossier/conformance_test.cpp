// What the auditor is told of acts that were done.
#include "procedures/dossier/conformance.hpp"

#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {

namespace {

constexpr auto work_permit = "cap-lai-giay-phep-lao-dong";

/// A permit that waits for the leader, and what the head's approval was.
struct Approved {
    Desk desk;
    std::string id = desk.receive(work_permit, "2026-04-22T08:10");
    p::Dossier before;
    p::Event approval;

    Approved() {
        desk.act(id, "minh", "assign", "2026-04-22T08:30", {{"assignee", "lan"}}).value();
        desk.act(id, "lan", "submit", "2026-04-22T09:00").value();
        before = desk.dossier(id);
        approval = desk.act(id, "minh", "approve", "2026-04-22T10:00").value().front();
    }

    std::vector<p::Remark> remarks() { return p::remarks_on(desk.law(), desk.office(), before, approval); }
};

}  // namespace

TEST(Conformance, WhatTheDefinitionAllowedRaisesNoQuestion) {
    Approved office;
    EXPECT_TRUE(office.remarks().empty());
}

TEST(Conformance, AnActBySomebodyWithoutTheRoleWasNotAllowed) {
    Approved office;
    office.approval.actor.person = "chi";
    office.approval.data["acted_by"] = boost::json::array{"chi"};
    const auto remarks = office.remarks();
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_EQ(remarks[0].concern, p::Concern::not_allowed);
    EXPECT_EQ(remarks[0].refusal->code, p::Refusal::Code::wrong_role);
}

TEST(Conformance, AnActThatTheDefinitionDoesNotDrawWasNotAllowed) {
    Approved office;
    office.approval.data["to"] = "tra-ket-qua";
    const auto remarks = office.remarks();
    ASSERT_EQ(remarks.size(), 1U);
    EXPECT_EQ(remarks[0].refusal->code, p::Refusal::Code::no_such_action);
}

// Whoever drafted has approved: told beside the missing role.
TEST(Conformance, TheSameEyesTwiceAreTold) {
    Approved office;
    office.approval.actor.person = "lan";
    office.approval.data["acted_by"] = boost::json::array{"lan"};
    const auto remarks = office.remarks();
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].concern, p::Concern::four_eyes);
    EXPECT_EQ(remarks[0].refusal->argument("person"), "lan");
    EXPECT_EQ(remarks[1].concern, p::Concern::not_allowed);
}

TEST(Conformance, CorrectionsAndLateEntriesAreListed) {
    Desk desk;
    const auto id = desk.receive(work_permit, "2026-04-22T08:10");
    const auto before = desk.dossier(id);
    auto corrected = desk.besides(id, "an", p::CommandKind::correct_intake, "2026-04-22T11:00",
                                  {{"reason", "gõ nhầm"}, {"zone", "song-cong-1"}})
                         .value()
                         .front();
    corrected.data["entered_late"] = true;
    const auto remarks = p::remarks_on(desk.law(), desk.office(), before, corrected);
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].concern, p::Concern::correction);
    EXPECT_EQ(remarks[1].concern, p::Concern::entered_late);
}

}  // namespace motcua::tests
