// Two windows, one double click, one lost answer: what people do at once, over real connections.
#include "tests/server/demo_office.hpp"
#include "tests/server/on_a_port.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <set>
#include <thread>
#include <vector>

namespace motcua::tests {
namespace {

const std::string dossiers = "/api/v1/dossiers";

struct Sent {
    std::string person, target, body, key;
    std::string if_match = {};
};

std::string on_the_wire(const Sent& sent) {
    server::Fields fields{{"X-Motcua-Person", sent.person},
                          {"Content-Type", "application/json"},
                          {"Idempotency-Key", sent.key}};
    if (!sent.if_match.empty()) fields["If-Match"] = sent.if_match;
    return wire("POST", sent.target, fields, sent.body);
}

/// Each on a connection and a thread of its own, sent in the same moment; the answers in their order.
std::vector<server::Response> all_at_once(std::uint16_t port, const std::vector<Sent>& requests) {
    std::vector<server::Response> answers(requests.size());
    std::latch ready(static_cast<std::ptrdiff_t>(requests.size()));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < requests.size(); ++i)
        threads.emplace_back([&, i] {
            RawClient client(port);
            ready.arrive_and_wait();
            client.send(on_the_wire(requests[i]));
            answers[i] = client.receive().value_or(server::Response{});
        });
    for (auto& thread : threads) thread.join();
    return answers;
}

std::size_t count_of(const std::vector<server::Response>& answers, int status) {
    return static_cast<std::size_t>(std::count_if(
        answers.begin(), answers.end(), [&](const auto& answer) { return answer.status == status; }));
}

// Two clerks have the same dossier open. While they read, somebody looks at it and somebody notes something.
TEST(Together, OfTwoWhoActOneWinsAndTheOtherIsToldTheVersion) {
    DemoOffice office;
    const OnAPort served(office.answerer());
    for (int round = 0; round < 20; ++round) {
        const auto at = dossiers + "/" + office.submit();
        const auto seen = fmt::format("\"{}\"", json_of(office.get(at)).at("version").to_number<int>());
        ASSERT_EQ(office.post(at + "/acts/note", R"({"text":"Đã gọi điện"})", {.person = "dung"}).status,
                  200);
        ASSERT_EQ(office.get(at, {.person = "dung"}).status, 200);

        const auto receive = [&](const std::string& person) {
            return Sent{person, at + "/transitions", R"({"action":"receive","all_right":true})",
                        fmt::format("{}-{}", person, round), seen};
        };
        const auto answers = all_at_once(served.port, {receive("an"), receive("binh")});

        ASSERT_EQ(count_of(answers, 200), 1U) << answers[0].body << answers[1].body;
        ASSERT_EQ(count_of(answers, 412), 1U) << answers[0].body << answers[1].body;
        const auto& won = json_of(answers[0].status == 200 ? answers[0] : answers[1]);
        const auto& lost = answers[0].status == 412 ? answers[0] : answers[1];
        EXPECT_EQ(code_of(lost), "version_conflict");
        EXPECT_EQ(std::string(json_of(lost).at("current_version").as_string()),
                  std::to_string(won.at("version").to_number<int>()));
    }
}

TEST(Together, OneKeySentFiftyTimesHasOneEffect) {
    DemoOffice office;
    const OnAPort served(office.answerer());
    const auto head = office.engine.published().head();
    const Sent submission{"an", dossiers,
                          R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"Công ty Mẫu"}})",
                          "form-1"};
    const auto answers = all_at_once(served.port, std::vector<Sent>(50, submission));

    EXPECT_EQ(count_of(answers, 201), 50U);
    EXPECT_EQ(office.engine.published().head(), head + 1);
    std::set<std::string> told;
    std::size_t first = 0;
    for (const auto& answer : answers) {
        if (field_of(answer, "Idempotency-Replayed").empty()) ++first;
        told.insert(answer.body);
    }
    EXPECT_EQ(told.size(), 1U);
    EXPECT_EQ(first, 1U);

    auto other = submission;
    other.body = R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"Công ty Khác"}})";
    const auto refused = all_at_once(served.port, std::vector<Sent>(5, other));
    EXPECT_EQ(count_of(refused, 422), 5U);
    EXPECT_EQ(code_of(refused.front()), "idempotency_mismatch");
    EXPECT_EQ(office.engine.published().head(), head + 1);
}

}  // namespace
}  // namespace motcua::tests
