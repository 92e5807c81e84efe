// A changed file is read again, proven, proposed, approved by a second person, and adopted from its date.
#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;

constexpr auto building = "gia-han-giay-phep-xay-dung";

/// A copy of config/ to be changed.
class ChangedConfig {
public:
    ChangedConfig() {
        fs::copy(MOTCUA_SOURCE_DIR "/config", folder_.path() / "config", fs::copy_options::recursive);
    }
    std::string path() const { return (folder_.path() / "config").string(); }
    std::string file(const std::string& name) const { return path() + "/procedures/" + name; }
    void replace(const std::string& file, const std::string& before, const std::string& after) const {
        std::ifstream in(file);
        std::stringstream text;
        text << in.rdbuf();
        auto all = text.str();
        const auto at = all.find(before);
        if (at == std::string::npos) throw std::runtime_error(before + " is not in " + file);
        all.replace(at, before.size(), after);
        std::ofstream(file) << all;
    }
    /// From 1 December a version of the building permit's extension with another name; the present one ends before.
    void next_version() const {
        const auto now = file(std::string(building) + ".toml");
        fs::copy_file(now, file("earlier/" + std::string(building) + "-2026.toml"));
        replace(file("earlier/" + std::string(building) + "-2026.toml"), "in_force_from = 2026-07-01",
                "in_force_from = 2026-07-01\nin_force_until = 2026-11-30");
        replace(now, "in_force_from = 2026-07-01", "in_force_from = 2026-12-01");
        replace(now, "name_en = \"Extension of a construction permit\"",
                "name_en = \"Renewal of a construction permit\"");
    }

private:
    TempFolder folder_;
};

std::string text_of(const boost::json::object& explained) {
    std::string text;
    for (const auto& line : explained.at("text").as_array()) text += std::string(line.as_string()) + "\n";
    return text;
}

}  // namespace

TEST(LawDesk, AChangedFileIsProposedApprovedAndAdoptedFromItsDate) {
    ChangedConfig config;
    DemoOffice office("2026-11-20T09:00:00+07:00", {true, {}, config.path()});
    const auto before = office.receive();
    const auto version_of = [&](const std::string& id) {
        return std::string(
            json_of(office.get("/api/v1/dossiers/" + id)).at("procedure").at("version").as_string());
    };
    const auto reload = [&](const std::string& who) {
        return office.post("/api/v1/law/reload", "{}", {.person = who});
    };
    EXPECT_TRUE(json_of(reload("khoa")).at("unchanged").as_bool());
    config.next_version();
    EXPECT_EQ(code_of(reload("an")), "wrong_role");
    const auto proposed = json_of(reload("xuan")).at("proposed").as_array();
    ASSERT_EQ(proposed.size(), 2U);
    EXPECT_EQ(json_of(reload("viet")).at("waiting").to_number<int>(), 2) << "proposed once";

    const auto listed = json_of(office.get("/api/v1/law")).at("proposals").as_array();
    ASSERT_EQ(listed.size(), 2U);
    for (const auto& one : listed) {
        const auto approval =
            "/api/v1/law/proposals/" + std::string(one.at("hash").as_string()) + "/approval";
        EXPECT_EQ(code_of(office.post(approval, "{}", {.person = "xuan"})), "two_persons_required");
        EXPECT_EQ(code_of(office.post(approval, "{}", {.person = "khoa"})), "wrong_role");
        EXPECT_EQ(office.post(approval, "{}", {.person = "viet"}).status, 200);
        EXPECT_EQ(code_of(office.post(approval, "{}", {.person = "viet"})), "which_proposal");
    }
    // In force only from its date, and only for who comes then.
    const auto until = office.receive();
    office.clock.pass_to(procedures::parse_instant("2026-12-01T09:00:00+07:00").value());
    const auto after = office.receive();
    EXPECT_NE(version_of(after), version_of(until));
    EXPECT_NE(version_of(after), version_of(before));
    const auto explained = json_of(office.get("/api/v1/dossiers/" + before + "/explain"));
    EXPECT_EQ(explained.at("law").at("newer").at("version").as_string(), version_of(after));
    EXPECT_TRUE(explained.at("law").at("version").as_string() == version_of(before));
}

TEST(LawDesk, ADefectKeepsWhatIsInForceAndSaysWhereItIs) {
    ChangedConfig config;
    DemoOffice office("2026-11-20T09:00:00+07:00", {true, {}, config.path()});
    const auto file = config.file(std::string(building) + ".toml");
    config.replace(file, "dossier_sets = 1", "dossier_sets = \"one\"");
    const auto broken = office.post("/api/v1/law/reload", "{}", {.person = "xuan"});
    EXPECT_EQ(broken.status, 422);
    EXPECT_EQ(code_of(broken), "law_defective");
    const auto defects = json_of(broken).at("defects").as_array();
    ASSERT_EQ(defects.size(), 1U);
    EXPECT_NE(std::string(defects.front().as_string()).find(file + ":"), std::string::npos) << broken.body;

    // What can be read and cannot be proven is not proposed either.
    config.replace(file, "dossier_sets = \"one\"", "dossier_sets = 1");
    config.replace(file, "working_minutes = ", "working_minutes = 99");
    const auto unsound = office.post("/api/v1/law/reload", "{}", {.person = "xuan"});
    EXPECT_EQ(code_of(unsound), "law_defective");
    EXPECT_NE(unsound.body.find("budget"), std::string::npos) << unsound.body;
    EXPECT_TRUE(json_of(office.get("/api/v1/law")).at("proposals").as_array().empty());
    EXPECT_EQ(office.get("/api/v1/dossiers/" + office.receive()).status, 200);
}

// The construction law of 1 July 2026: whoever came in March stays under that of March.
TEST(LawDesk, ADossierStaysUnderTheLawOfItsReceiptAndSaysSo) {
    DemoOffice office("2026-03-23T08:10:00+07:00");
    const auto id = office.receive();
    const auto read = [&] {
        auto dossier = json_of(office.get("/api/v1/dossiers/" + id));
        return std::pair(dossier.at("procedure").at("version"), dossier.at("dates"));
    };
    const auto in_march = read();
    office.clock.pass_to(procedures::parse_instant("2026-07-13T08:10:00+07:00").value());
    EXPECT_EQ(read(), in_march);
    const auto explained = json_of(office.get("/api/v1/dossiers/" + id + "/explain"));
    EXPECT_EQ(explained.at("law").at("in_force_until").as_string(), "2026-06-30");
    EXPECT_EQ(explained.at("law").at("newer").at("in_force_from").as_string(), "2026-07-01");
    const auto text = text_of(explained);
    EXPECT_NE(text.find("Theo phiên bản"), std::string::npos) << text;
    EXPECT_NE(text.find("hồ sơ này giữ phiên bản, chế độ và ngày hẹn của lúc tiếp nhận"), std::string::npos)
        << text;
    EXPECT_NE(json_of(office.get("/api/v1/dossiers/" + office.receive())).at("procedure").at("version"),
              in_march.first);
}

TEST(LawDesk, AMoveToAnotherVersionIsRehearsedAndThenJournaled) {
    ChangedConfig config;
    DemoOffice office("2026-11-20T09:00:00+07:00", {true, {}, config.path()});
    const auto id = office.receive();
    config.next_version();
    office.post("/api/v1/law/reload", "{}", {.person = "xuan"});
    std::string next;
    const auto waiting = json_of(office.get("/api/v1/law"));
    for (const auto& one : waiting.at("proposals").as_array()) {
        const auto hash = std::string(one.at("hash").as_string());
        if (one.at("in_force_from").as_string() == "2026-12-01") next = hash;
        office.post("/api/v1/law/proposals/" + hash + "/approval", "{}", {.person = "viet"});
    }
    const auto act = "/api/v1/dossiers/" + id + "/acts/move_version";
    const auto body = R"({"version":")" + next + R"(","ground":"Điều 30 khoản 2"})";
    const auto head = office.engine.published().head();
    const auto shown = json_of(office.post(act + "?dry_run=true", body, {.person = "viet"}));
    EXPECT_EQ(shown.at("after").at("procedure_version").as_string(), next);
    EXPECT_EQ(shown.at("before").at("dates"), shown.at("after").at("dates"));
    EXPECT_EQ(code_of(office.post(act + "?dry_run=true", body, {.person = "an"})), "wrong_role");
    EXPECT_EQ(code_of(office.post(act + "?dry_run=maybe", body, {.person = "viet"})), "bad_parameter");
    EXPECT_EQ(office.engine.published().head(), head) << "nothing is written by a rehearsal";
    EXPECT_EQ(office.post(act, body, {.person = "viet"}).status, 200);
    EXPECT_EQ(json_of(office.get("/api/v1/dossiers/" + id)).at("procedure").at("version").as_string(), next);
}

// What two persons look at before one of them approves: nothing is written by looking.
TEST(LawDesk, ARehearsalTellsWhatWouldChangeAndForWhom) {
    ChangedConfig config;
    DemoOffice office("2026-11-20T09:00:00+07:00", {true, {}, config.path()});
    office.receive();
    office.receive();
    office.submit();
    config.next_version();
    const auto head = office.engine.published().head();
    const auto rehearsed = json_of(office.post("/api/v1/law/reload?dry_run=true", "{}", {.person = "xuan"}));
    ASSERT_EQ(rehearsed.at("changed").as_array().size(), 2U) << rehearsed;
    EXPECT_EQ(office.engine.published().head(), head);
    EXPECT_EQ(code_of(office.post("/api/v1/law/reload?dry_run=maybe", "{}", {.person = "xuan"})),
              "bad_parameter");

    office.post("/api/v1/law/reload", "{}", {.person = "xuan"});
    const auto listed = json_of(office.get("/api/v1/law"));
    for (const auto& one : listed.at("proposals").as_array()) {
        const auto hash = std::string(one.at("hash").as_string());
        const auto proposal = json_of(office.get("/api/v1/law/proposals/" + hash.substr(0, 12)));
        const auto& effects = proposal.at("effects").as_object();
        EXPECT_EQ(effects.at("dossiers").at("stay"), 2) << proposal;
        EXPECT_EQ(effects.at("dossiers").at("come_under"), 1) << proposal;
        const auto approval = "/api/v1/law/proposals/" + hash + "/approval?dry_run=true";
        EXPECT_EQ(code_of(office.post(approval, "{}", {.person = "xuan"})), "two_persons_required");
        const auto shown = json_of(office.post(approval, "{}", {.person = "viet"}));
        EXPECT_EQ(shown.at("effects").as_object(), effects);
        // An administrator sees no dossier, not even by its number.
        const auto bare = json_of(office.get("/api/v1/law/proposals/" + hash, {.person = "khoa"}));
        EXPECT_EQ(bare.at("effects").at("dossiers").at("stay"), 0);
        EXPECT_EQ(json_of(office.get("/api/v1/law/versions/" + hash)).at("state").as_string(), "proposed");
    }
    EXPECT_EQ(json_of(office.get("/api/v1/law")), listed) << "rehearsals approve nothing";
    const auto version = json_of(
        office.get("/api/v1/law/versions/" + std::string(listed.at("calendar").as_string()).substr(0, 16)));
    EXPECT_EQ(version.at("kind").as_string(), "calendar");
    EXPECT_EQ(version.at("state").as_string(), "in_force");
    EXPECT_EQ(code_of(office.get("/api/v1/law/versions/ffffffffffffffffffff")), "no_such_version");
}

TEST(LawDesk, ARehearsedOfficeTellsWhoseUnitGoes) {
    ChangedConfig config;
    DemoOffice office("2026-11-20T09:00:00+07:00", {true, {}, config.path()});
    config.replace(config.path() + "/office.toml",
                   "id = \"lanh-dao-ban\"\nname_vi = \"Lãnh đạo Ban Quản lý\"",
                   "id = \"lanh-dao-ban\"\nname_vi = \"Ban lãnh đạo\"");
    const auto rehearsed = json_of(office.post("/api/v1/law/reload?dry_run=true", "{}", {.person = "xuan"}));
    const auto& changed = rehearsed.at("changed").as_array();
    ASSERT_EQ(changed.size(), 1U) << rehearsed;
    const auto& effects = changed.front().at("effects").as_object();
    const auto& change = effects.at("changes").as_array().front().as_object();
    EXPECT_EQ(change.at("subject").as_string(), "lanh-dao-ban") << rehearsed;
    EXPECT_EQ(change.at("after").as_string(), "Ban lãnh đạo");
    EXPECT_TRUE(effects.at("people").as_array().empty());
}

}  // namespace motcua::tests
