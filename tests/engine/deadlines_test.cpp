#include "engine/deadlines.hpp"

#include <gtest/gtest.h>

namespace motcua::engine {

using procedures::Deadline;
using procedures::DeadlineKind;
using procedures::Dossier;

namespace {

Instant minute(int n) { return Instant{std::chrono::minutes{n}}; }

Dossier dossier_with(std::vector<Deadline> deadlines) {
    Dossier dossier;
    dossier.id = "D";
    dossier.open_deadlines = std::move(deadlines);
    return dossier;
}

}  // namespace

TEST(Deadlines, TheEarliestComesFirst) {
    Deadlines deadlines;
    deadlines.follow(nullptr, dossier_with({{DeadlineKind::step, minute(1), "a"},
                                            {DeadlineKind::dossier, minute(5), ""}}));
    EXPECT_EQ(deadlines.earliest(), minute(1));

    std::vector<DueDeadline> due;
    deadlines.take_due(minute(3), 10, due);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].deadline.kind, DeadlineKind::step);
    EXPECT_EQ(deadlines.earliest(), minute(5));
}

TEST(Deadlines, WhatADossierAlreadyHadIsNotArmedTwice) {
    Deadlines deadlines;
    const auto before = dossier_with({{DeadlineKind::dossier, minute(5), ""}});
    const auto after =
        dossier_with({{DeadlineKind::step, minute(2), "a"}, {DeadlineKind::dossier, minute(5), ""}});
    deadlines.follow(nullptr, before);
    deadlines.follow(&before, after);
    EXPECT_EQ(deadlines.size(), 2U);
}

TEST(Deadlines, WhatADossierNoLongerHasIsDisarmed) {
    Deadlines deadlines;
    const auto before =
        dossier_with({{DeadlineKind::step, minute(2), "a"}, {DeadlineKind::dossier, minute(5), ""}});
    const auto after = dossier_with({{DeadlineKind::dossier, minute(5), ""}});
    deadlines.follow(nullptr, before);
    deadlines.follow(&before, after);
    EXPECT_EQ(deadlines.earliest(), minute(5));
    EXPECT_EQ(deadlines.size(), 1U);
}

TEST(Deadlines, TakesNoMoreThanItIsTold) {
    Deadlines deadlines;
    for (int i = 0; i < 5; ++i)
        deadlines.follow(nullptr, dossier_with({{DeadlineKind::step, minute(i), "a"}}));
    std::vector<DueDeadline> due;
    deadlines.take_due(minute(9), 2, due);
    EXPECT_EQ(due.size(), 2U);
    deadlines.put_back(due.front());
    EXPECT_EQ(deadlines.earliest(), minute(0));
}

}  // namespace motcua::engine
