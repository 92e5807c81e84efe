#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <set>

namespace motcua::tests {
namespace {

using boost::json::object;
using server::Response;

const std::string dossiers = "/api/v1/dossiers";

std::string text_of(const object& from, std::string_view key) {
    return std::string(from.at(key).as_string());
}

/// The office on a port, and a client that stays connected.
class Wired {
public:
    explicit Wired(DemoOffice& office) : served_(office.answerer()), client_(served_.port) {}

    Response ask(const std::string& method, const std::string& target, const server::Fields& fields,
                 const object* body = nullptr) {
        client_.send(wire(method, target, fields, body != nullptr ? boost::json::serialize(*body) : ""));
        return client_.receive().value();
    }

    /// An act of `person` on what he last saw.
    object act(const std::string& person, const std::string& target, object body) {
        const auto response = ask("POST", target,
                                  {{"X-Motcua-Person", person},
                                   {"Content-Type", "application/json"},
                                   {"Idempotency-Key", "wired-" + std::to_string(++keys_)},
                                   {"If-Match", etag_}},
                                  &body);
        EXPECT_LT(response.status, 300) << response.body;
        etag_ = field_of(response, "etag");
        return json_of(response);
    }

private:
    OnAPort served_;
    RawClient client_;
    std::string etag_ = "*";
    int keys_ = 0;
};

// One dossier of the extension of a building permit, through every hand of the office.
TEST(Api, ADossierGoesFromFilingToItsResult) {
    DemoOffice office("2026-07-13T08:10:00+07:00");
    Wired wired(office);
    const auto filed = wired.act(
        "an", dossiers,
        {{"procedure", "gia-han-giay-phep-xay-dung"}, {"applicant", object{{"name", "Công ty TNHH Mẫu"}}}});
    const auto at = dossiers + "/" + text_of(filed, "dossier");
    const auto take = [&](const std::string& person, const std::string& action, object more = {}) {
        office.clock.pass(std::chrono::minutes{10});
        more["action"] = action;
        return wired.act(person, at + "/transitions", std::move(more));
    };

    const auto received = take("an", "receive", {{"all_right", true}});
    EXPECT_EQ(text_of(received, "code"), "H55.242-260713-0001");
    take("phuc", "assign", {{"assignee", "nam"}});
    take("nam", "draft_result");
    take("nam", "submit");
    take("phuc", "approve");
    take("viet", "sign");
    take("giang", "issue", {{"number", "12/GPXD"}});
    wired.act("chi", at + "/acts/pay_fee", {{"fee", "le-phi-gia-han"}, {"amount", 15000}});
    const auto back = take("an", "return_result",
                           {{"collector", object{{"kind", "applicant"}, {"name", "Nguyễn Văn Mẫu"}}}});
    EXPECT_EQ(text_of(back.at("events").as_array().at(0).as_object(), "type"), "returned");

    const auto read = wired.ask("GET", dossiers + "/H55.242-260713-0001", {{"X-Motcua-Person", "dung"}});
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(field_of(read, "etag"), "\"" + std::to_string(back.at("version").to_number<int>()) + "\"");
    const auto dossier = json_of(read);
    EXPECT_EQ(text_of(dossier, "clock"), "stopped");
    EXPECT_EQ(text_of(dossier, "ending"), "returned");
    EXPECT_EQ(text_of(dossier.at("verdicts").as_object(), "legal_on_time"), "early");
    EXPECT_EQ(text_of(dossier.at("people").as_object(), "applicant"), "Công ty TNHH Mẫu");
    EXPECT_EQ(dossier.at("status").as_object().at("national"), 10);
    EXPECT_EQ(text_of(dossier.at("dates").as_object(), "received_at"), "2026-07-13T08:20:00+07:00");

    const auto timeline = json_of(wired.ask("GET", at + "/timeline", {{"X-Motcua-Person", "yen"}}));
    EXPECT_EQ(timeline.at("items").as_array().size(), 10U);
    EXPECT_EQ(text_of(timeline.at("items").as_array().front().as_object(), "type_name"), "Trả kết quả");
}

TEST(Api, ShowsBothClocksAndHowTheyStand) {
    DemoOffice office("2026-07-13T08:10:00+07:00");
    const auto id = office.receive();
    office.clock.pass_to(procedures::parse_instant("2026-07-16T17:00:00+07:00").value());
    const auto dossier = json_of(office.get(dossiers + "/" + id));

    // Five working days from Monday 13 July: Monday 20 July.
    EXPECT_EQ(text_of(dossier, "clock"), "running");
    EXPECT_EQ(text_of(dossier, "due_at"), "2026-07-20T17:00:00+07:00");
    EXPECT_EQ(text_of(dossier, "timeliness"), "on_track");
    EXPECT_EQ(dossier.at("working_minutes_left"), 960);
    EXPECT_EQ(text_of(dossier, "left_text"), "Còn 2 ngày làm việc");
    EXPECT_FALSE(dossier.at("provisional").as_bool());
    EXPECT_EQ(text_of(dossier.at("step").as_object(), "timeliness"), "overdue");
    EXPECT_TRUE(dossier.at("verdicts").is_null());
    EXPECT_EQ(text_of(dossier.at("as_of").as_object(), "time"), "2026-07-16T17:00:00+07:00");
}

TEST(Api, ExplainsADateDayByDay) {
    DemoOffice office("2026-07-13T08:10:00+07:00");
    const auto id = office.receive();
    const auto explained = json_of(office.get(dossiers + "/" + id + "/explain"));

    const auto& stage = explained.at("dates").as_array().at(0).as_object();
    EXPECT_EQ(text_of(stage, "text"),
              "14–17/07 ✓, 18–19/07 cuối tuần, 20/07 ✓ → hẹn trả 17:00 thứ Hai 20/07/2026");
    EXPECT_EQ(stage.at("days").as_array().size(), 7U);
    EXPECT_EQ(text_of(json_of(office.get(dossiers + "/" + id + "/explain", {.language = "en"}))
                          .at("dates")
                          .as_array()
                          .at(0)
                          .as_object(),
                      "allowance"),
              "5 working days");
}

TEST(Api, SaysWhatAPersonMayDoAndWhyNotTheRest) {
    DemoOffice office;
    const auto id = office.receive();
    const auto of = [&](const std::string& person) {
        return json_of(office.get(dossiers + "/" + id + "/actions", {.person = person}))
            .at("actions")
            .as_array();
    };

    const auto assign = [&](const std::string& person) {
        for (const auto& action : of(person))
            if (text_of(action.as_object(), "id") == "assign") return action.as_object();
        return object{};
    };
    EXPECT_TRUE(assign("phuc").at("allowed").as_bool());
    EXPECT_FALSE(assign("an").at("allowed").as_bool());
    EXPECT_NE(text_of(assign("an").at("why_not").as_object(), "detail").find("Dương Hồng Phúc"),
              std::string::npos);
}

TEST(Api, ARepeatedCommandIsAnsweredAndNotDoneAgain) {
    DemoOffice office;
    const std::string body = R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A"}})";
    const auto first = office.post(dossiers, body, {.key = "form-1"});
    const auto again = office.post(dossiers, body, {.key = "form-1"});

    EXPECT_EQ(first.body, again.body);
    EXPECT_EQ(field_of(first, "Idempotency-Replayed"), "");
    EXPECT_EQ(field_of(again, "Idempotency-Replayed"), "true");
    const auto other =
        office.post(dossiers, R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"B"}})",
                    {.key = "form-1"});
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(code_of(other), "idempotency_mismatch");
    EXPECT_EQ(code_of(office.post(dossiers, body, {.fields = {{"idempotency-key", ""}}})),
              "idempotency_key_required");
    EXPECT_EQ(code_of(office.post(dossiers, body, {.key = "có dấu"})), "idempotency_key_required");
}

TEST(Api, AChangeNeedsTheVersionThatWasLookedAt) {
    DemoOffice office;
    const auto transitions = dossiers + "/" + office.submit() + "/transitions";
    const std::string receive = R"({"action":"receive","all_right":true})";

    EXPECT_EQ(office.post(transitions, receive, {.if_match = ""}).status, 428);
    EXPECT_EQ(office.post(transitions, receive, {.if_match = "\"x\""}).status, 400);
    EXPECT_EQ(office.post(transitions, receive, {.if_match = "W/\"1\""}).status, 400);
    const auto stale = office.post(transitions, receive, {.if_match = "\"77\""});
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(text_of(json_of(stale), "current_version"), "1");
    EXPECT_EQ(office.post(transitions, receive, {.if_match = "\"1\""}).status, 200);
}

TEST(Api, WhatOneMayNotSeeIsNotThere) {
    DemoOffice office;
    const auto id = office.receive();
    const auto hidden = office.get(dossiers + "/" + id, {.person = "khoa"});  // the administrator

    EXPECT_EQ(hidden.status, 404);
    EXPECT_EQ(code_of(hidden), "not_found");
    for (const auto* part : {"/actions", "/explain", "/timeline"})
        EXPECT_EQ(office.get(dossiers + "/" + id + part, {.person = "khoa"}).status, 404) << part;
    EXPECT_EQ(office.get(dossiers + "/" + id, {.person = "stranger"}).status, 404);
    EXPECT_EQ(office.post(dossiers + "/" + id + "/acts/note", R"({"text":"x"})", {.person = "khoa"}).status,
              404);
    EXPECT_EQ(office.get(dossiers + "/nothing").status, 404);
}

TEST(Api, ARefusalIsAProblemInTheAskersLanguage) {
    DemoOffice office;
    const auto id = office.receive();
    const auto transitions = dossiers + "/" + id + "/transitions";
    const auto refused = office.post(transitions, R"({"action":"assign","assignee":"nam"})",
                                     {.person = "an", .language = "en-GB"});
    const auto problem = json_of(refused);

    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.content_type, "application/problem+json; charset=utf-8");
    EXPECT_EQ(text_of(problem, "title"), "Wrong role");
    EXPECT_EQ(text_of(problem, "type"), "urn:motcua:problem:wrong_role");
    EXPECT_EQ(problem.at("status"), 403);
    EXPECT_EQ(text_of(problem, "trace_id"), field_of(refused, "x-trace-id"));
    EXPECT_EQ(text_of(json_of(office.post(transitions, R"({"action":"assign"})", {.person = "an"})), "title"),
              "Không đúng vai trò");
    EXPECT_EQ(office.post(transitions, R"({"action":"fly"})").status, 409);
}

TEST(Api, AWrongFieldIsPointedAt) {
    DemoOffice office;
    const auto response =
        office.post(dossiers, R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"phone":"1"}})");
    const auto error = json_of(response).at("errors").as_array().at(0).as_object();

    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(text_of(error, "pointer"), "/applicant/name");
    EXPECT_EQ(text_of(error, "code"), "required");
    EXPECT_EQ(code_of(office.post(dossiers, R"({"procedure":"fly"})")), "no_such_procedure");
}

TEST(Api, TextsAreStoredComposed) {
    DemoOffice office;
    const auto response = office.post(
        dossiers,
        "{\"procedure\":\"gia-han-giay-phep-xay-dung\",\"applicant\":{\"name\":\"Gia\xcc\x82\xcc\x81y\"}}");
    const auto dossier = json_of(office.get(dossiers + "/" + text_of(json_of(response), "dossier")));

    EXPECT_EQ(text_of(dossier.at("people").as_object(), "applicant"), "Giấy");
}

TEST(Api, LateEntryCarriesItsTime) {
    DemoOffice office("2026-07-13T13:10:00+07:00");
    const auto body =
        R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"A"},"at":"2026-07-13T09:40:00+07:00"})";
    EXPECT_EQ(code_of(office.post(dossiers, body)), "at_needs_reason");
    auto with_reason = boost::json::parse(body).as_object();
    with_reason["at_reason"] = "mất điện";
    const auto filed = json_of(office.post(dossiers, boost::json::serialize(with_reason)));
    EXPECT_EQ(text_of(filed.at("events").as_array().at(0).as_object(), "at"), "2026-07-13T09:40:00+07:00");
    EXPECT_EQ(code_of(office.post(dossiers, R"({"procedure":"x","at":"soon"})")), "invalid_argument");
}

TEST(Api, AWorklistGoesPageByPage) {
    DemoOffice office;
    std::set<std::string> all;
    for (int i = 0; i < 5; ++i) all.insert(office.receive());
    std::set<std::string> seen;
    std::string target = "/api/v1/worklist?unit=phong-quy-hoach-xay-dung&limit=2";
    int pages = 0;
    for (; !target.empty() && pages < 5; ++pages) {
        const auto response = office.get(target, {.person = "phuc"});
        ASSERT_EQ(response.status, 200) << response.body;
        const auto page = json_of(response);
        for (const auto& item : page.at("items").as_array()) seen.insert(text_of(item.as_object(), "id"));
        const auto link = field_of(response, "link");
        target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }

    EXPECT_EQ(seen, all);
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(json_of(office.get("/api/v1/worklist", {.person = "phuc"})).at("items").as_array().size(), 5U);
    EXPECT_TRUE(json_of(office.get("/api/v1/worklist", {.person = "nam"})).at("items").as_array().empty());
    EXPECT_TRUE(
        json_of(office.get("/api/v1/worklist?person=*", {.person = "khoa"})).at("items").as_array().empty());
    for (const auto* wrong :
         {"limit=0", "limit=201", "limit=x", "cursor=x", "timeliness=soon", "due_of=life", "colour=red"})
        EXPECT_EQ(code_of(office.get(std::string("/api/v1/worklist?") + wrong)), "bad_parameter") << wrong;
}

TEST(Api, ListsTheProceduresInForce) {
    DemoOffice office;
    const auto listed = json_of(office.get("/api/v1/procedures", {.person = ""}));

    EXPECT_GE(listed.at("items").as_array().size(), 2U);
    EXPECT_TRUE(listed.at("items").as_array().at(0).at("demonstration").as_bool());
}

// The caller's log and ours name a request alike.
TEST(Api, ATraceIsTheCallersOwnWhenItBringsOne) {
    DemoOffice office;
    const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const auto asked = [&](const std::string& field) {
        return field_of(office.get("/livez", {.fields = {{"traceparent", field}}}), "x-trace-id");
    };

    EXPECT_EQ(asked("00-" + trace + "-00f067aa0ba902b7-01"), trace);
    for (const auto* wrong : {"", "00-x", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                              "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01"}) {
        EXPECT_EQ(asked(wrong).size(), 32U) << wrong;
        EXPECT_NE(asked(wrong).substr(0, 8), trace.substr(0, 8)) << wrong;
    }
}

TEST(Api, HealthIsToldToAnybody) {
    DemoOffice office;

    EXPECT_EQ(office.get("/livez", {.person = ""}).body, "ok\n");
    EXPECT_TRUE(json_of(office.get("/readyz?verbose", {.person = ""})).contains("head"));
}

TEST(Api, TheFirstPageHasNoScriptAndAStrictPolicy) {
    DemoOffice office;
    const auto page = office.get("/", {.person = ""});

    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Gia hạn giấy phép xây dựng"), std::string::npos);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    EXPECT_TRUE(field_of(page, "content-security-policy").starts_with("default-src 'none'"));
    EXPECT_EQ(office.get("/style.css", {.person = ""}).content_type, "text/css; charset=utf-8");
}

}  // namespace
}  // namespace motcua::tests
