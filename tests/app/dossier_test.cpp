#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

/// An office of the test's own, reached through its folder: no server runs.
class CommandLine : public testing::Test {
protected:
    std::string data() const { return (folder_.path() / "office").string(); }

    Ran dossier(std::vector<std::string> arguments, const std::string& clock,
                const std::string& as = "an") const {
        arguments.insert(arguments.begin(), "dossier");
        for (const auto& word :
             {std::string("--data"), data(), std::string("--as"), as, std::string("--clock"), clock})
            arguments.push_back(word);
        return motcua(arguments);
    }

    /// The id of a dossier filed in a new demonstration on Wednesday 22 April 2026 at 08:05.
    std::string file() const {
        const auto ran = dossier({"submit", "gia-han-giay-phep-xay-dung", "--applicant", "Công ty Mẫu",
                                  "--config", "config", "--demonstration", "--json"},
                                 "2026-07-13T08:05+07:00");
        EXPECT_EQ(ran.code, 0) << ran.err;
        return std::string(boost::json::parse(ran.out).at("dossier").as_string());
    }

private:
    TempFolder folder_;
};

TEST_F(CommandLine, FilesReceivesAndShowsADossier) {
    const auto id = file();
    const auto received = dossier({"act", id, "receive", "--all-right"}, "2026-07-13T08:10+07:00");
    EXPECT_EQ(received.code, 0) << received.err;
    EXPECT_NE(received.out.find("H55.242-260713-0001"), std::string::npos) << received.out;

    const auto shown = dossier({"show", "H55.242-260713-0001"}, "2026-07-13T08:20+07:00", "phuc");
    EXPECT_EQ(shown.code, 0) << shown.err;
    for (const auto* words : {"Người nộp: Công ty Mẫu", "TRÌNH DIỄN",
                              "Hạn bước:", "Hẹn trả:", "14–17/07 ✓, 18–19/07 cuối tuần, 20/07 ✓", "✓ assign",
                              "17:00 thứ Hai 20/07/2026"})
        EXPECT_NE(shown.out.find(words), std::string::npos) << words << "\n" << shown.out;

    const auto explained = dossier({"explain", id, "--lang", "en"}, "2026-07-13T08:20+07:00");
    EXPECT_NE(explained.out.find("2026-07-18 Saturday · weekend"), std::string::npos) << explained.out;
    const auto listed = dossier({"list", "--unit", "phong-quy-hoach-xay-dung"}, "2026-07-13T08:20+07:00");
    EXPECT_NE(listed.out.find("H55.242-260713-0001"), std::string::npos) << listed.out;
}

TEST_F(CommandLine, ARefusalFailsAndSaysWhoCould) {
    const auto id = file();
    const auto refused = dossier({"act", id, "receive", "--all-right"}, "2026-07-13T08:10+07:00", "nam");

    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.out, "");
    EXPECT_NE(refused.err.find("Người có thể thực hiện: Nguyễn Thị An, Trần Văn Bình"), std::string::npos)
        << refused.err;
    const auto json = dossier({"act", id, "receive", "--json"}, "2026-07-13T08:10+07:00", "nam");
    EXPECT_EQ(boost::json::parse(json.out).at("code").as_string(), "wrong_role");
}

TEST_F(CommandLine, TheSameKeyIsAnsweredOnce) {
    const auto id = file();
    const std::vector<std::string> note{"do",    id,    "note",  "--set", "text=đã gọi điện",
                                        "--key", "n-1", "--json"};
    const auto first = dossier(note, "2026-07-13T09:00+07:00");
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(dossier(note, "2026-07-13T09:05+07:00").out, first.out);
}

TEST_F(CommandLine, WrongUsageIsTwo) {
    EXPECT_EQ(motcua({"dossier"}).code, 2);
    EXPECT_EQ(motcua({"dossier", "act", "X", "receive"}).code, 2);
    file();
    EXPECT_EQ(dossier({"do", "X", "note", "--set", "text"}, "2026-07-13T09:00+07:00").code, 2);
    EXPECT_EQ(dossier({"do", "X", "note", "--args", "{"}, "2026-07-13T09:00+07:00").code, 2);
    EXPECT_EQ(dossier({"list"}, "soon").code, 2);
    EXPECT_EQ(motcua({"dossier", "--help"}).code, 0);
}

TEST_F(CommandLine, AFolderThatIsNoneSaysHowToMakeOne) {
    const auto ran = dossier({"list"}, "2026-07-13T09:00+07:00");

    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("motcua serve"), std::string::npos) << ran.err;
}

TEST_F(CommandLine, RealOfficesNeedApprovedDefinitions) {
    const auto ran = motcua({"dossier", "list", "--data", data(), "--as", "an", "--config", "config"});

    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("[approval]"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace motcua::tests
