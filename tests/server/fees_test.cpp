#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

const std::string payment = "/fees/le-phi-gia-han/payment";

std::string fees_of(const std::string& dossier) { return "/api/v1/dossiers/" + dossier + "/fees"; }

boost::json::object only_line(const boost::json::object& fees) {
    EXPECT_EQ(fees.at("items").as_array().size(), 1U);
    return fees.at("items").as_array().at(0).as_object();
}

TEST(Fees, ARecordedPaymentIsReadBackWithItsReceipt) {
    DemoOffice office;
    const auto id = office.receive();
    const auto before = json_of(office.get(fees_of(id)));
    EXPECT_EQ(only_line(before).at("state"), "due");
    EXPECT_TRUE(only_line(before).at("settled").is_null());
    EXPECT_TRUE(before.at("owed").is_null()) << "the definition states no amount";

    const auto paid =
        office.post("/api/v1/dossiers/" + id + payment,
                    R"({"amount":15000,"method":"cash","receipt_number":"BL 0001234"})", {.person = "chi"});
    ASSERT_EQ(paid.status, 200) << paid.body;

    const auto after = json_of(office.get(fees_of(id)));
    const auto line = only_line(after);
    EXPECT_EQ(line.at("state"), "paid");
    const auto& settled = line.at("settled").as_object();
    EXPECT_EQ(settled.at("amount"), 15000);
    EXPECT_EQ(settled.at("method"), "cash");
    EXPECT_EQ(settled.at("receipt_number"), "BL 0001234");
    EXPECT_EQ(settled.at("recorded_by"), "chi");
    EXPECT_EQ(after.at("owed"), 0);
    EXPECT_EQ(after.at("paid"), 15000);
}

TEST(Fees, AWaiverNamesItsBasis) {
    DemoOffice office;
    const auto id = office.receive();
    const auto at = "/api/v1/dossiers/" + id + "/fees/le-phi-gia-han/exemption";
    EXPECT_EQ(code_of(office.post(at, "{}", {.person = "chi"})), "invalid_argument");
    ASSERT_EQ(office.post(at, R"({"basis":"Nghị quyết 12"})", {.person = "chi"}).status, 200);

    const auto line = only_line(json_of(office.get(fees_of(id))));
    EXPECT_EQ(line.at("state"), "exempt");
    EXPECT_EQ(line.at("settled").as_object().at("basis"), "Nghị quyết 12");
}

TEST(Fees, ANoIsAProblemAndRecordsNothing) {
    DemoOffice office;
    const auto id = office.receive();
    const auto pay = [&](const std::string& body, Ask ask = {.person = "chi"}) {
        return office.post("/api/v1/dossiers/" + id + payment, body, std::move(ask));
    };
    EXPECT_EQ(code_of(pay("{}")), "invalid_argument") << "the definition states no amount";
    EXPECT_EQ(code_of(pay(R"({"amount":-1})")), "invalid_argument");
    EXPECT_EQ(code_of(pay(R"({"amount":"15000"})")), "invalid_argument");
    EXPECT_EQ(code_of(pay(R"({"amount":15000,"method":"barter"})")), "invalid_argument");
    EXPECT_EQ(code_of(pay(R"({"amount":15000,"state":"paid"})")), "invalid_argument");
    EXPECT_EQ(code_of(pay(R"({"amount":15000})", {.person = "phuc"})), "wrong_role") << "no cashier";
    EXPECT_EQ(code_of(pay(R"({"amount":15000})", {.person = "khoa"})), "not_found");
    EXPECT_EQ(code_of(pay(R"({"amount":15000})", {.person = "chi", .if_match = ""})), "if_match_required");
    EXPECT_EQ(code_of(pay(R"({"amount":15000})", {.person = "chi", .if_match = "\"1\""})),
              "version_conflict");
    EXPECT_EQ(code_of(office.post("/api/v1/dossiers/" + id + "/fees/no-such/payment", R"({"amount":1})",
                                  {.person = "chi"})),
              "invalid_argument");
    EXPECT_EQ(only_line(json_of(office.get(fees_of(id)))).at("state"), "due");

    ASSERT_EQ(pay(R"({"amount":15000})").status, 200);
    EXPECT_EQ(code_of(pay(R"({"amount":15000})")), "invalid_argument") << "paid already";
    EXPECT_EQ(code_of(office.get(fees_of(id), {.person = "khoa"})), "not_found");
}

}  // namespace
}  // namespace motcua::tests
