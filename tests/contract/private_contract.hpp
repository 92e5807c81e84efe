// What every place for private data keeps. A fixture gives
//   std::unique_ptr<PrivateData> open();   the same data each time
// and the suite is instantiated over it: INSTANTIATE_TYPED_TEST_SUITE_P(Name, PrivateContract, Fixture).
#pragma once

#include "storage/private.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>

namespace motcua::storage {

template <class Fixture> class PrivateContract : public testing::Test {
protected:
    static Instant at(int minute) { return Instant{std::chrono::minutes{30'000'000 + minute}}; }
    static LoginSession session(const std::string& id, const std::string& person, int minute) {
        return {id, sha256(id), person, at(minute), at(minute), "10.0.0.7", "Firefox"};
    }

    Fixture fixture;
};

TYPED_TEST_SUITE_P(PrivateContract);

TYPED_TEST_P(PrivateContract, AccountsAreReplacedAndKept) {
    {
        auto data = this->fixture.open();
        EXPECT_FALSE(data->account("an"));
        data->put_account({"an", "$argon2id$1", true, false, this->at(0)});
        data->put_account({"an", "$argon2id$2", false, true, this->at(1)});
    }
    auto data = this->fixture.open();
    const auto account = data->account("an");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->password, "$argon2id$2");
    EXPECT_FALSE(account->must_change);
    EXPECT_TRUE(account->disabled);
    EXPECT_EQ(account->set_at, this->at(1));
    EXPECT_EQ(data->accounts().size(), 1U);
}

TYPED_TEST_P(PrivateContract, SessionsAreFoundByTheirSecretAndEndedByTheirOwner) {
    auto data = this->fixture.open();
    data->add_session(this->session("one", "an", 0));
    data->add_session(this->session("two", "an", 1));
    data->add_session(this->session("three", "binh", 2));
    ASSERT_TRUE(data->session(sha256("one")));
    EXPECT_EQ(data->session(sha256("one"))->person, "an");
    EXPECT_FALSE(data->session(sha256("other")));
    EXPECT_FALSE(data->end_session("binh", "one"));
    EXPECT_EQ(data->sessions("an").size(), 2U);
    data->end_sessions("an", "two");
    ASSERT_EQ(data->sessions("an").size(), 1U);
    EXPECT_EQ(data->sessions("an").front().id, "two");
    EXPECT_TRUE(data->end_session("binh", "three"));
    EXPECT_FALSE(data->session(sha256("three")));
}

TYPED_TEST_P(PrivateContract, SessionsAreForgottenByAgeAndBySilence) {
    auto data = this->fixture.open();
    data->add_session(this->session("old", "an", 0));
    data->add_session(this->session("silent", "an", 10));
    data->add_session(this->session("alive", "an", 10));
    data->touch_session("old", this->at(30));
    data->touch_session("alive", this->at(30));
    data->forget_sessions(this->at(5), this->at(20));
    ASSERT_EQ(data->sessions("an").size(), 1U);
    EXPECT_EQ(data->sessions("an").front().id, "alive");
    EXPECT_EQ(data->sessions("an").front().seen_at, this->at(30));
}

TYPED_TEST_P(PrivateContract, TokensKeepTheirScopes) {
    auto data = this->fixture.open();
    data->add_token({"t", sha256("mc_1"), "an", "script", {"read", "act"}, this->at(0), this->at(9)});
    const auto token = data->token(sha256("mc_1"));
    ASSERT_TRUE(token);
    EXPECT_EQ(token->scopes, (std::vector<std::string>{"read", "act"}));
    EXPECT_EQ(token->expires_at, this->at(9));
    EXPECT_FALSE(data->revoke_token("binh", "t"));
    EXPECT_TRUE(data->revoke_token("an", "t"));
    EXPECT_FALSE(data->token(sha256("mc_1")));
    data->add_token({"u", sha256("mc_2"), "an", "", {}, this->at(0), this->at(9)});
    data->revoke_tokens("an");
    EXPECT_TRUE(data->tokens("an").empty());
}

TYPED_TEST_P(PrivateContract, AnEndingIsSeenByWhoeverLetSomebodyStay) {
    auto data = this->fixture.open();
    data->add_session(this->session("one", "an", 0));
    data->add_token({"t", sha256("mc_1"), "an", "", {}, this->at(0), this->at(9)});
    auto seen = data->endings();
    const auto has_moved = [&] { return std::exchange(seen, data->endings()) != seen; };
    data->touch_session("one", this->at(1));
    EXPECT_FALSE(has_moved());
    data->end_session("an", "one");
    EXPECT_TRUE(has_moved());
    data->end_sessions("an");
    EXPECT_TRUE(has_moved());
    data->revoke_token("an", "t");
    EXPECT_TRUE(has_moved());
    data->revoke_tokens("an");
    EXPECT_TRUE(has_moved());
}

TYPED_TEST_P(PrivateContract, AttemptsAreCountedClearedAndForgotten) {
    auto data = this->fixture.open();
    data->put_attempts("account an", {3, this->at(0)});
    data->put_attempts("account an", {4, this->at(1)});
    data->put_attempts("address ::1", {1, this->at(5)});
    EXPECT_EQ(data->attempts("account an")->failures, 4);
    data->forget_attempts(this->at(2));
    EXPECT_FALSE(data->attempts("account an"));
    data->clear_attempts("address ::1");
    EXPECT_FALSE(data->attempts("address ::1"));
    data->note_address("an", "::1", this->at(7));
    EXPECT_EQ(data->last_login_from("an", "::1"), this->at(7));
    EXPECT_FALSE(data->last_login_from("an", "::2"));
}

TYPED_TEST_P(PrivateContract, FailuresWaitUntilTheJournalWasTold) {
    auto data = this->fixture.open();
    data->count_failed_login("an", "::1", this->at(0));
    data->count_failed_login("an", "::1", this->at(1));
    data->count_failed_login("", "::1", this->at(3));
    EXPECT_TRUE(data->failed_logins(this->at(0)).empty());
    const auto due = data->failed_logins(this->at(2));
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due.front().count, 2);
    EXPECT_EQ(due.front().since, this->at(0));
    data->count_failed_login("an", "::1", this->at(4));
    data->forget_failed_logins(due.front(), this->at(4));
    const auto rest = data->failed_logins(this->at(9));
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest.back().account, "an");
    EXPECT_EQ(rest.back().count, 1);
}

TYPED_TEST_P(PrivateContract, DraftsAreTheirOwnersAndReplaceWhatWasSeen) {
    const auto draft = [&](const std::string& person, const std::string& tag, int minute) {
        return Draft{person, "form", tag, "{\"tag\":\"" + tag + "\"}", this->at(minute)};
    };
    {
        auto data = this->fixture.open();
        EXPECT_EQ(data->put_draft(draft("an", "a", 0), "other", 2), DraftKept::changed) << "there is none";
        EXPECT_EQ(data->put_draft(draft("an", "a", 0), {}, 2), DraftKept::added);
        EXPECT_EQ(data->put_draft(draft("binh", "b", 5), {}, 2), DraftKept::added);
        EXPECT_EQ(data->put_draft(draft("an", "c", 1), "b", 2), DraftKept::changed);
        EXPECT_EQ(data->put_draft(draft("an", "c", 1), "a", 2), DraftKept::replaced);
    }
    auto data = this->fixture.open();
    ASSERT_TRUE(data->draft("an", "form"));
    EXPECT_EQ(data->draft("an", "form")->tag, "c");
    EXPECT_EQ(data->draft("an", "form")->content, "{\"tag\":\"c\"}");
    EXPECT_EQ(data->draft("binh", "form")->saved_at, this->at(5));
    EXPECT_FALSE(data->draft("chi", "form"));
    data->forget_drafts(this->at(2));
    EXPECT_FALSE(data->draft("an", "form"));
    EXPECT_FALSE(data->drop_draft("an", "form"));
    EXPECT_TRUE(data->drop_draft("binh", "form"));
}

TYPED_TEST_P(PrivateContract, SettingsOutliveDraftsOfTheirAge) {
    auto data = this->fixture.open();
    for (const std::string id : {"saved-views", "saved", "form"})
        data->put_draft({"an", id, "t", "{}", this->at(0)}, {}, 9);
    data->forget_drafts(this->at(2));
    const auto own = data->drafts("an");
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own.front().id, "saved-views");
    EXPECT_TRUE(data->drop_draft("an", "saved-views"));
}

TYPED_TEST_P(PrivateContract, DraftsOfOnePersonAreSoMany) {
    auto data = this->fixture.open();
    for (const std::string id : {"b", "a"})
        EXPECT_EQ(data->put_draft({"an", id, "t", "{}", this->at(0)}, {}, 2), DraftKept::added);
    EXPECT_EQ(data->put_draft({"an", "c", "t", "{}", this->at(0)}, {}, 2), DraftKept::too_many);
    EXPECT_EQ(data->put_draft({"an", "a", "u", "{}", this->at(0)}, {}, 2), DraftKept::replaced);
    const auto own = data->drafts("an");
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own.front().id, "a");
}

TYPED_TEST_P(PrivateContract, RefusalsWaitUntilTheJournalWasTold) {
    auto data = this->fixture.open();
    data->count_refusal("an", "audit", "wrong_role", this->at(0));
    data->count_refusal("an", "audit", "wrong_role", this->at(1));
    data->count_refusal("an", "figures", "scope_missing", this->at(3));
    EXPECT_TRUE(data->refusals(this->at(0)).empty());
    const auto due = data->refusals(this->at(2));
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due.front().count, 2);
    EXPECT_EQ(due.front().code, "wrong_role");
    data->count_refusal("an", "audit", "wrong_role", this->at(4));
    data->forget_refusals(due.front(), this->at(4));
    const auto rest = data->refusals(this->at(9));
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest.back().permission, "audit");
    EXPECT_EQ(rest.back().count, 1);
}

REGISTER_TYPED_TEST_SUITE_P(PrivateContract, AccountsAreReplacedAndKept,
                            SessionsAreFoundByTheirSecretAndEndedByTheirOwner,
                            SessionsAreForgottenByAgeAndBySilence, TokensKeepTheirScopes,
                            AttemptsAreCountedClearedAndForgotten, FailuresWaitUntilTheJournalWasTold,
                            AnEndingIsSeenByWhoeverLetSomebodyStay, DraftsAreTheirOwnersAndReplaceWhatWasSeen,
                            DraftsOfOnePersonAreSoMany, SettingsOutliveDraftsOfTheirAge,
                            RefusalsWaitUntilTheJournalWasTold);

}  // namespace motcua::storage
