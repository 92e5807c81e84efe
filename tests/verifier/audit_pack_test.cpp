// An archive of one dossier, judged by its own instructions with Python alone.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A received dossier with a file and a printed receipt, taken out while the office runs.
class AuditPack : public testing::Test {
protected:
    void SetUp() override {
        const auto as = [&](const char* who, std::vector<std::string> arguments) {
            for (const auto* word :
                 {"--data", data_.c_str(), "--as", who, "--config", "config", "--demonstration", "--json"})
                arguments.emplace_back(word);
            const auto ran = motcua(arguments);
            EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
            return ran;
        };
        const auto filed = as("an", {"dossier", "submit", "gia-han-giay-phep-xay-dung", "--applicant",
                                     "Công ty TNHH Đóng Gói"});
        id_ = std::string(boost::json::parse(filed.out).at("dossier").as_string());
        const Started server({"serve", "--data", data_, "--listen", "127.0.0.1:0", "--demonstration"},
                             "Serving");
        const auto told = server.output();
        const auto at = told.find("http://127.0.0.1:");
        url_ = told.substr(at, told.find_first_of(" \n\"", at) - at);
        post("/transitions", R"({"action":"receive","all_right":true})", "If-Match: *");
        std::ofstream(folder_.path() / "don.pdf") << "%PDF-1.4\n%%EOF\n";
        curl({"--data-binary", "@" + (folder_.path() / "don.pdf").string(), "-H",
              "Content-Type: application/pdf", url_ + "/api/v1/dossiers/" + id_ + "/files?name=don.pdf"});
        post("/papers", R"({"form":"receipt"})", "X-None: 1");
        const auto packed = motcua({"audit", "pack", id_, "--data", data_, "--as", "yen", "--out", zip_});
        EXPECT_EQ(packed.code, 0) << packed.out << packed.err;
        const auto listed = motcua({"audit", "conformance", "--data", data_});
        EXPECT_EQ(listed.code, 0) << listed.out;
        EXPECT_EQ(run(MOTCUA_PYTHON, {"-m", "zipfile", "-e", zip_, out_}).code, 0);
    }

    void curl(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-sS", "--fail-with-body", "-H", "X-Motcua-Person: an"});
        const auto ran = run("/usr/bin/curl", arguments);
        ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    }
    void post(const std::string& to, const std::string& body, const std::string& field) {
        curl({"-H", "Content-Type: application/json", "-H", "Idempotency-Key: key" + std::to_string(++keys_),
              "-H", field, "-d", body, url_ + "/api/v1/dossiers/" + id_ + to});
    }

    /// Runs what README.txt says, in the pack's folder, without an environment and without the network.
    Ran judged() const {
        std::ifstream in(fs::path(out_) / "README.txt");
        std::string command;
        for (std::string line; std::getline(in, line);)
            if (line.starts_with("    python3 ")) command = line.substr(std::string("    python3 ").size());
        EXPECT_FALSE(command.empty());
        const auto no_network = run("/bin/sh", {"-c", "unshare -rn true"}).code == 0 ? "unshare -rn " : "";
        return run("/bin/sh",
                   {"-c", "cd '" + out_ + "' && exec " + no_network + "env -i " MOTCUA_PYTHON " " + command});
    }

    TempFolder folder_;
    const std::string data_ = (folder_.path() / "office").string();
    const std::string zip_ = (folder_.path() / "pack.zip").string();
    const std::string out_ = (folder_.path() / "pack").string();
    std::string id_, url_;
    int keys_ = 0;
};

TEST_F(AuditPack, IsJudgedByItsOwnInstructions) {
    const auto whole = judged();
    EXPECT_EQ(whole.code, 0) << whole.out << whole.err;
    EXPECT_NE(whole.out.find("files are the contents that these events name"), whole.out.npos) << whole.out;
    // Kept, so that whoever reads the run can see what an auditor sees.
    const auto logs = fs::path(MOTCUA_SOURCE_DIR) / "build" / "logs";
    fs::create_directories(logs);
    std::ofstream(logs / "audit-pack.txt") << content(fs::path(out_) / "README.txt") << '\n' << whole.out;

    const auto summary = content(fs::path(out_) / "tom-tat.html");
    for (const auto* words : {"HỒ SƠ ĐÁNH GIÁ", "TẬP HUẤN", "don.pdf", "Cách tính thời hạn", "<style>"})
        EXPECT_NE(summary.find(words), summary.npos) << words;
    for (const auto& file : fs::directory_iterator(fs::path(out_) / "giay-to"))
        if (file.path().extension() == ".html") {
            EXPECT_NE(content(file.path()).find("<style>"), std::string::npos)
                << "it is read without our server";
            EXPECT_EQ(content(file.path()).find("href=\"/"), std::string::npos);
        }
    EXPECT_TRUE(content(fs::path(out_) / "tom-tat.pdf").starts_with("%PDF-"));
    EXPECT_NE(content(fs::path(out_) / "su-kien.jsonl").find("\"received\""), std::string::npos);

    // One letter of a file, and the same instructions say so.
    for (const auto& file : fs::directory_iterator(fs::path(out_) / "tep"))
        std::ofstream(file.path(), std::ios::app) << 'x';
    const auto altered = judged();
    EXPECT_EQ(altered.code, 1);
    EXPECT_NE(altered.out.find("altered"), altered.out.npos) << altered.out;
}

}  // namespace
}  // namespace motcua::tests
