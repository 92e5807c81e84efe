#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {
namespace {

const std::string form = "/api/v1/drafts/form-1";

server::Response put(DemoOffice& office, const std::string& target, const std::string& body, Ask ask = {}) {
    ask.fields.emplace("content-type", "application/json");
    return office.ask("PUT", target, body, std::move(ask));
}

std::string etag_of(const server::Response& response) {
    const auto found = std::find_if(response.fields.begin(), response.fields.end(),
                                    [](const auto& field) { return field.first == "ETag"; });
    return found == response.fields.end() ? "" : found->second;
}

boost::json::array listed(DemoOffice& office, const std::string& person = "an") {
    return json_of(office.get("/api/v1/drafts", {.person = person})).at("items").as_array();
}

TEST(Drafts, AreReadBackListedAndThrownAway) {
    DemoOffice office;
    const auto head = office.engine.published().head();
    const auto kept = put(office, form, R"({"applicant":{"name":"Công ty Mẫu"}})");
    EXPECT_EQ(kept.status, 201) << kept.body;

    const auto read = office.get(form);
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(etag_of(read), etag_of(kept));
    EXPECT_EQ(json_of(read).at("content").as_object().at("applicant").as_object().at("name"), "Công ty Mẫu");
    EXPECT_EQ(office.get(form, {.fields = {{"if-none-match", etag_of(kept)}}}).status, 304);
    ASSERT_EQ(listed(office).size(), 1U);
    EXPECT_FALSE(listed(office).at(0).as_object().contains("content"));

    EXPECT_EQ(office.ask("DELETE", form, {}, {}).status, 200);
    EXPECT_EQ(code_of(office.get(form)), "no_such_entry");
    EXPECT_EQ(code_of(office.ask("DELETE", form, {}, {})), "no_such_entry");
    EXPECT_EQ(office.engine.published().head(), head) << "the journal hears nothing of drafts";
}

TEST(Drafts, AreTheirOwnersAlone) {
    DemoOffice office;
    ASSERT_EQ(put(office, form, R"({"mine":"an"})").status, 201);
    EXPECT_EQ(code_of(office.get(form, {.person = "dung"})), "no_such_entry");
    EXPECT_EQ(code_of(office.ask("DELETE", form, {}, {.person = "dung"})), "no_such_entry");
    EXPECT_TRUE(listed(office, "dung").empty());
    ASSERT_EQ(put(office, form, R"({"mine":"dung"})", {.person = "dung"}).status, 201);
    EXPECT_EQ(json_of(office.get(form)).at("content").as_object().at("mine"), "an");
}

// Two windows of one person: the one that did not see the other's last save is told.
TEST(Drafts, WhatAnotherWindowSavedIsNotOverwritten) {
    DemoOffice office;
    const auto first = put(office, form, R"({"n":1})");
    const auto second = put(office, form, R"({"n":2})", {.fields = {{"if-match", etag_of(first)}}});
    EXPECT_EQ(second.status, 200) << second.body;

    const auto late = put(office, form, R"({"n":3})", {.fields = {{"if-match", etag_of(first)}}});
    EXPECT_EQ(late.status, 412);
    EXPECT_EQ(code_of(late), "draft_changed");
    EXPECT_EQ(fmt::format("\"{}\"", json_of(late).at("current_version").as_string().c_str()),
              etag_of(second));
    EXPECT_EQ(json_of(office.get(form)).at("content").as_object().at("n"), 2);
}

TEST(Drafts, AreBoundedInNumberAndSize) {
    DemoOffice office;
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(put(office, fmt::format("/api/v1/drafts/d{}", i), "{}").status, 201);
    EXPECT_EQ(code_of(put(office, "/api/v1/drafts/one-more", "{}")), "too_many_drafts");
    EXPECT_EQ(put(office, "/api/v1/drafts/d7", R"({"n":1})").status, 200) << "an old one may still be saved";
    EXPECT_EQ(put(office, "/api/v1/drafts/d0", "{}", {.person = "binh"}).status, 201);

    const auto large = fmt::format(R"({{"text":"{}"}})", std::string(64 * 1024, 'x'));
    EXPECT_EQ(code_of(put(office, "/api/v1/drafts/d0", large)), "draft_too_large");
    EXPECT_EQ(code_of(put(office, "/api/v1/drafts/a%20b", "{}")), "bad_parameter");
    EXPECT_EQ(code_of(put(office, "/api/v1/drafts/d0", "[]")), "not_an_object");
}

TEST(Drafts, AreForgottenThirtyDaysAfterTheLastSave) {
    DemoOffice office;
    ASSERT_EQ(put(office, form, "{}").status, 201);
    office.clock.pass(std::chrono::hours{24 * 30 - 1});
    EXPECT_EQ(office.get(form).status, 200);
    office.clock.pass(std::chrono::hours{2});
    EXPECT_EQ(code_of(office.get(form)), "no_such_entry");
    EXPECT_TRUE(listed(office).empty());
}

// A filter saved before a year's leave is there when its owner comes back.
TEST(Drafts, SettingsStayUntilTheirOwnerGoes) {
    DemoOffice office;
    const std::string views = "/api/v1/drafts/saved-views";
    ASSERT_EQ(put(office, views, R"({"views":[]})").status, 201);
    office.clock.pass(std::chrono::hours{24 * 400});
    EXPECT_TRUE(json_of(office.get(views)).at("expires_at").is_null());
    ASSERT_EQ(listed(office).size(), 1U);
    office.private_data.put_account({"an", {}, false, false, office.clock.now()});
    ASSERT_TRUE(office.api.identity().disable("an"));
    EXPECT_TRUE(office.private_data.drafts("an").empty());
}

}  // namespace
}  // namespace motcua::tests
