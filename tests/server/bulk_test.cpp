#include "tests/server/demo_office.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using boost::json::array;
using boost::json::object;

const std::string batch = "/api/v1/dossiers:batch-advance";
const std::string group = "/api/v1/dossiers:group";

std::string said(object body) { return boost::json::serialize(body); }

const object& row(const object& answer, std::size_t i) { return answer.at("results").at(i).as_object(); }

TEST(BatchAdvance, EachRowHasItsOwnAnswer) {
    DemoOffice office;
    const auto first = office.submit();
    const auto second = office.receive();
    const auto body =
        said({{"action", "receive"},
              {"args", object{{"all_right", true}}},
              {"dossiers", array{object{{"dossier", first}, {"version", 1}},
                                 object{{"dossier", second}, {"version", "*"}},
                                 object{{"dossier", "no-such"}, {"version", "*"}}, object{{"dossier", first}},
                                 object{{"dossier", first}, {"version", 1}}, object{{"colour", "red"}}}}});
    const auto response = office.post(batch, body, {.key = "many"});
    ASSERT_EQ(response.status, 200) << response.body;
    const auto answer = json_of(response);

    EXPECT_EQ(answer.at("done"), 1);
    EXPECT_EQ(answer.at("refused"), 5);
    EXPECT_EQ(row(answer, 0).at("result").at("code"), "H55.242-260713-0002");
    EXPECT_EQ(row(answer, 1).at("problem").at("code"), "no_such_action");
    EXPECT_EQ(row(answer, 2).at("status"), 404);
    EXPECT_EQ(row(answer, 3).at("problem").at("code"), "if_match_required");
    EXPECT_EQ(row(answer, 4).at("problem").at("code"), "version_conflict");
    EXPECT_EQ(row(answer, 5).at("problem").at("code"), "invalid_argument");

    const auto again = json_of(office.post(batch, body, {.key = "many"}));
    EXPECT_EQ(row(again, 0), row(answer, 0));
    EXPECT_EQ(row(again, 0).at("result").at("code"), "H55.242-260713-0002");
}

TEST(BatchAdvance, RehearsesWithoutWriting) {
    DemoOffice office;
    const auto id = office.submit();
    const auto head = office.engine.status().head;
    const auto answer = json_of(office.post(
        batch + "?dry_run=true", said({{"action", "receive"},
                                       {"args", object{{"all_right", true}}},
                                       {"dossiers", array{object{{"dossier", id}, {"version", "*"}}}}})));

    EXPECT_EQ(row(answer, 0).at("result").at("dry_run"), true);
    EXPECT_EQ(office.engine.status().head, head);
}

TEST(BatchAdvance, TakesNothingThatIsNoList) {
    DemoOffice office;
    const auto head = office.engine.status().head;
    array many(101, object{});
    for (const auto& wrong :
         {object{}, object{{"dossiers", "x"}}, object{{"dossiers", array{}}}, object{{"dossiers", array{1}}},
          object{{"dossiers", many}}, object{{"dossiers", array{object{}}}, {"colour", "red"}}})
        EXPECT_EQ(code_of(office.post(batch, said(wrong))), "invalid_argument");
    EXPECT_EQ(office.engine.status().head, head);
}

// One enterprise hands in three at once: the applicant is typed once, each gets its code.
TEST(Group, OneVisitGivesEachDossierItsCode) {
    DemoOffice office;
    const object one{{"procedure", "gia-han-giay-phep-xay-dung"}, {"receive", object{{"all_right", true}}}};
    const auto body = said(
        {{"shared", object{{"applicant", object{{"name", "Công ty TNHH Mẫu"}, {"id", "4600123456"}}}}},
         {"dossiers", array{one, one, object{{"procedure", "no-such"}},
                            object{{"procedure", "gia-han-giay-phep-xay-dung"}, {"receive", object{}}}}}});
    const auto response = office.post(group, body, {.key = "visit-1"});
    ASSERT_EQ(response.status, 200) << response.body;
    const auto answer = json_of(response);

    EXPECT_EQ(row(answer, 0).at("result").at("code"), "H55.242-260713-0001");
    EXPECT_EQ(row(answer, 1).at("result").at("code"), "H55.242-260713-0002");
    EXPECT_EQ(row(answer, 2).at("problem").at("code"), "no_such_procedure");
    // Filed, and not received as long as nobody looked at the papers.
    EXPECT_EQ(row(answer, 3).at("status"), 201);
    EXPECT_EQ(row(answer, 3).at("result").at("not_received").at("code"), "document_missing");
    EXPECT_EQ(json_of(office.get("/api/v1/dossiers?q=4600123456")).at("items").as_array().size(), 3U);

    const auto head = office.engine.status().head;
    const auto again = json_of(office.post(group, body, {.key = "visit-1"}));
    EXPECT_EQ(row(again, 1).at("result").at("code"), "H55.242-260713-0002");
    EXPECT_EQ(office.engine.status().head, head);
}

}  // namespace
}  // namespace motcua::tests
