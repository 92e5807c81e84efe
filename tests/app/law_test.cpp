// Law and calendar from the command line: reloading on HUP, defects at the start, a notice with its two choices.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;

class LawVerbs : public testing::Test {
protected:
    LawVerbs() { fs::copy("config", config(), fs::copy_options::recursive); }

    static void SetUpTestSuite() { fs::current_path(MOTCUA_SOURCE_DIR); }

    std::string data() const { return (folder_.path() / "office").string(); }
    std::string config() const { return (folder_.path() / "config").string(); }

    /// The verb on this office as `who`, at `clock` when no server runs.
    Ran ask(std::vector<std::string> words, const std::string& who, const std::string& clock = {}) const {
        for (const auto& word : {std::string("--data"), data(), std::string("--as"), who})
            words.push_back(word);
        if (!clock.empty()) words.insert(words.end(), {"--clock", clock});
        return motcua(words);
    }
    boost::json::object json(std::vector<std::string> words, const std::string& who,
                             const std::string& clock = {}) const {
        words.emplace_back("--json");
        const auto ran = ask(std::move(words), who, clock);
        EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
        return ran.code == 0 ? boost::json::parse(ran.out).as_object() : boost::json::object();
    }
    std::string received(const std::string& clock) const {
        auto filed = json({"dossier", "submit", "gia-han-giay-phep-xay-dung", "--applicant", "A", "--config",
                           config(), "--demonstration"},
                          "an", clock);
        const std::string id(filed.at("dossier").as_string());
        json({"dossier", "act", id, "receive", "--all-right"}, "an", clock);
        return id;
    }
    void append(const std::string& file, const std::string& text) const {
        std::ofstream(config() + "/" + file, std::ios::app) << text;
    }
    std::vector<std::string> serve() const {
        return {"serve",  "--data",   data(),        "--config",
                config(), "--listen", "127.0.0.1:0", "--demonstration"};
    }

private:
    TempFolder folder_;
};

bool says(const Started& server, const std::string& words) {
    for (int tries = 0; tries < 500; ++tries) {
        if (server.output().find(words) != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return false;
}

}  // namespace

TEST_F(LawVerbs, HupProvesAndProposesAndADefectKeepsTheOldOnes) {
    Started server(serve(), "Serving");
    server.signal(SIGHUP);
    EXPECT_TRUE(says(server, "The configuration is the law in force")) << server.output();
    append("office.toml", "\nnobody_knows_this = 1\n");
    server.signal(SIGHUP);
    EXPECT_TRUE(says(server, "office.toml:")) << server.output();
    const auto defective = ask({"law", "reload"}, "khoa");
    EXPECT_EQ(defective.code, 1);
    EXPECT_NE(defective.err.find("office.toml:"), std::string::npos) << defective.err;
    EXPECT_NE(ask({"law", "list"}, "khoa").out.find("Nothing waits"), std::string::npos);

    fs::copy_file("config/office.toml", config() + "/office.toml", fs::copy_options::overwrite_existing);
    append("calendar/2026.toml",
           "\n[[day]]\ndate = 2026-12-24\nweekday = \"thursday\"\nname = \"Nghỉ\"\n"
           "kind = \"swap_off\"\nwork = false\nnotice = \"TB 9\"\nconfidence = \"sourced\"\n");
    const auto file = config() + "/calendar/2026.toml";
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto at = text.find("expected_weekdays_off = 14");
    ASSERT_NE(at, std::string::npos);
    std::ofstream(file) << text.replace(at, 26, "expected_weekdays_off = 15");
    server.signal(SIGHUP);
    EXPECT_TRUE(says(server, "Proposed; a leader or manager approves it")) << server.output();
    const auto approved = ask({"law", "approve", "--all"}, "xuan");
    EXPECT_EQ(approved.code, 0) << approved.err;
    EXPECT_NE(approved.out.find("calendar apply"), std::string::npos) << approved.out;
    EXPECT_EQ(server.stop(), 0);
}

TEST_F(LawVerbs, AnOfficeStartsUnderItsLawWhateverIsWrongWithTheFolder) {
    append("office.toml", "\nnobody_knows_this = 1\n");
    const auto founding = motcua(serve());
    EXPECT_EQ(founding.code, 1);
    EXPECT_NE(founding.err.find("office.toml:"), std::string::npos) << founding.err;
    EXPECT_FALSE(fs::exists(data())) << "nothing is founded on a defect";

    fs::copy_file("config/office.toml", config() + "/office.toml", fs::copy_options::overwrite_existing);
    { Started first(serve(), "Serving"); }
    append("office.toml", "\nnobody_knows_this = 1\n");
    Started again(serve(), "Serving");
    EXPECT_NE(again.output().find("goes on under the law in force"), std::string::npos) << again.output();
    EXPECT_NE(again.output().find("office.toml:"), std::string::npos) << again.output();
    EXPECT_EQ(ask({"dossier", "list"}, "an").code, 0);
    EXPECT_EQ(again.stop(), 0);
}

// 23 November 2026 declared off on the 22nd; a three days' limit of the 20th ends on the 27th instead of the 26th.
TEST_F(LawVerbs, ANoticeIsShownAndThenMovesOrLeaves) {
    const auto id = received("2026-11-20T09:00+07:00");
    const std::string now = "2026-11-22T10:00+07:00";
    EXPECT_EQ(ask({"calendar", "apply", "--off", "Monday", "--notice", "TB 1"}, "xuan", now).code, 2);
    EXPECT_EQ(ask({"calendar", "apply", "--move", "--leave"}, "xuan", now).code, 2);
    EXPECT_EQ(motcua({"calendar"}).code, 2);
    EXPECT_EQ(motcua({"law", "--help"}).code, 0);
    const auto shown = ask({"calendar", "propose", "--off", "2026-11-23", "--notice", "TB 1"}, "xuan", now);
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_NE(shown.out.find("17:00 thứ Hai 30/11/2026 → 17:00 thứ Ba 01/12/2026"), std::string::npos)
        << shown.out;
    EXPECT_EQ(ask({"calendar", "apply", "--move"}, "khoa", now).code, 1);
    const auto done = json({"calendar", "apply", "--move"}, "viet", now);
    EXPECT_EQ(done.at("moved").to_number<int>(), 1);
    const auto explained = ask({"dossier", "explain", id}, "viet", now);
    EXPECT_NE(explained.out.find("Hạn ban đầu: 17:00 thứ Hai 30/11/2026"), std::string::npos)
        << explained.out;
    const auto replayed = motcua({"audit", "replay", "--data", data()});
    EXPECT_EQ(replayed.code, 0) << replayed.err;
}

}  // namespace motcua::tests
