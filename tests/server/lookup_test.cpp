#include "procedures/dossier/fields.hpp"
#include "storage/views.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace motcua::tests {
namespace {

using boost::json::object;

const Ask nobody{.person = "", .if_match = ""};

class LookUp : public testing::Test {
protected:
    LookUp()
        : id(office.receive()),
          code(json_of(office.get("/api/v1/dossiers/" + id)).at("code").as_string()) {}

    std::string lookup_code() {
        const auto events = office.views.reader()->trail(id, 100);
        for (const auto& event : events.events)
            if (event.event.type == procedures::EventType::received)
                return std::string(procedures::fields::text_or(event.event.personal, "lookup_code"));
        return {};
    }
    server::Response own(const std::string& typed_code, const std::string& typed) {
        return office.post("/api/v1/lookup",
                           fmt::format(R"({{"code":"{}","lookup_code":"{}"}})", typed_code, typed), nobody);
    }

    DemoOffice office;
    std::string id;
    std::string code;
};

TEST_F(LookUp, TheCodeAloneTellsTheLabelAndDates) {
    const auto told = json_of(office.get("/api/v1/lookup/" + code, nobody));
    std::set<std::string> fields;
    for (const auto& [name, value] : told) fields.insert(name);

    EXPECT_EQ(fields, (std::set<std::string>{"code", "label", "national_status", "received_at", "appointment",
                                             "finished_at", "provisional"}));
    EXPECT_EQ(told.at("appointment"), "2026-07-20T17:00:00+07:00");
    EXPECT_NE(told.at("label"), "");
}

TEST_F(LookUp, WithItsOwnCodeTellsDepartmentAndMaskedName) {
    const auto typed = lookup_code();
    ASSERT_EQ(typed.size(), 12U);
    const auto response = own(code, typed.substr(0, 6) + "-" + typed.substr(6));
    ASSERT_EQ(response.status, 200) << response.body;
    const auto told = json_of(response);

    EXPECT_EQ(told.at("department"), "Bộ phận Tiếp nhận và Trả kết quả (Bộ phận Một cửa)");
    EXPECT_EQ(told.at("applicant"), "C*** t* M**");
    EXPECT_EQ(response.body.find("Công ty Mẫu"), std::string::npos);
    EXPECT_EQ(response.body.find("phuc"), std::string::npos);
}

// Whatever is wrong, the answer is the same: nothing is learnt from it, and nothing is written.
TEST_F(LookUp, OneAnswerForEveryMistake) {
    std::set<std::string> answers;
    const auto wrong = [&](const server::Response& response) {
        EXPECT_EQ(response.status, 404);
        EXPECT_EQ(code_of(response), "lookup_failed");
        answers.insert(learnt_from(response));
    };
    const auto unreceived = office.submit();
    const auto before = office.engine.status().head;
    wrong(office.get("/api/v1/lookup/H55.242-260713-9999", nobody));
    wrong(office.get("/api/v1/lookup/" + id, nobody));
    wrong(office.get("/api/v1/lookup/" + unreceived, nobody));
    wrong(own(code, "AAAAAAAAAAAA"));
    wrong(own(code, ""));
    wrong(own("H55.242-260713-9999", lookup_code()));
    wrong(own(id, lookup_code()));
    wrong(own(code, lookup_code() + "A"));
    wrong(own(code, "' OR 1=1 --"));
    wrong(own(code, std::string(1000, 'A')));
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_EQ(office.engine.status().head, before);
}

TEST_F(LookUp, AnAddressMayNotAskForEver) {
    for (int i = 0; i < 30; ++i) EXPECT_NE(own(code, "guess").status, 429);
    const auto no = own(code, lookup_code());
    EXPECT_EQ(code_of(no), "too_many_requests");
    EXPECT_EQ(field_of(no, "retry-after"), "60");
    EXPECT_EQ(office.get("/api/v1/lookup/" + code, nobody).status, 429);
    office.clock.pass(std::chrono::minutes{1});
    EXPECT_EQ(own(code, lookup_code()).status, 200);
}

TEST(Procedures, TellWhatToBringWhatItCostsAndHowLongItTakes) {
    DemoOffice office;
    const auto told = json_of(office.get("/api/v1/procedures/gia-han-giay-phep-xay-dung", nobody));

    EXPECT_EQ(told.at("name"), "Gia hạn giấy phép xây dựng");
    EXPECT_FALSE(told.at("documents").as_array().empty());
    EXPECT_FALSE(told.at("fees").as_array().empty());
    EXPECT_FALSE(told.at("limits").as_array().empty());
    EXPECT_EQ(office.get("/api/v1/procedures/no-such", nobody).status, 404);
}

TEST(Procedures, ShowTheirMachine) {
    DemoOffice office;
    const std::string at = "/api/v1/procedures/gia-han-giay-phep-xay-dung/graph";

    EXPECT_FALSE(json_of(office.get(at, nobody)).at("actions").as_array().empty());
    EXPECT_TRUE(office.get(at + "?format=dot", nobody).body.starts_with("digraph"));
    EXPECT_TRUE(office.get(at + "?format=mermaid", nobody).body.find("stateDiagram") != std::string::npos);
    EXPECT_EQ(code_of(office.get(at + "?format=exe", nobody)), "bad_parameter");
}

}  // namespace
}  // namespace motcua::tests
