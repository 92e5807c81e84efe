// Reports on the command line: the same figures as over HTTP, on the terminal and as files.
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace motcua::tests {
namespace {

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A few weeks of an office, and its server.
class Report : public testing::Test {
protected:
    Report() {
        const auto played =
            motcua({"simulate", "--days", "20", "--per-day", "3", "--seed", "11", "--out", data_});
        EXPECT_EQ(played.code, 0) << played.err;
        server_.emplace(
            std::vector<std::string>{"serve", "--data", data_, "--listen", "127.0.0.1:0", "--demonstration"},
            "Serving");
        const auto told = server_->output();
        const auto at = told.find("http://127.0.0.1:");
        url_ = told.substr(at, told.find_first_of(" \n\"", at) - at);
    }

    /// `motcua report` as the head of the desk.
    Ran report(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "report");
        for (const auto& word : {std::string("--data"), data_, std::string("--as"), std::string("dung")})
            arguments.push_back(word);
        return motcua(arguments);
    }
    std::string over_http(const std::string& target) const {
        const auto ran = run("/usr/bin/curl", {"-sS", "--fail-with-body", "-H", "X-Motcua-Person: dung", "-H",
                                               "Accept-Language: vi", url_ + target});
        EXPECT_EQ(ran.code, 0) << target << ran.out << ran.err;
        return ran.out;
    }
    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
    /// The figures of a workbook: the rest of it says when it was made.
    std::string first_sheet(const std::string& book) const {
        const auto ran =
            run(MOTCUA_PYTHON, {"-c",
                                "import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1])"
                                ".read('xl/worksheets/sheet1.xml').decode())",
                                book});
        EXPECT_EQ(ran.code, 0) << ran.err;
        return ran.out;
    }

    /// Without the point of the journal at which they were read: deadlines go on firing.
    static boost::json::object figures_of(const std::string& answer) {
        auto table = boost::json::parse(answer).as_object();
        EXPECT_EQ(table.at("filter").as_object().erase("Dữ liệu đến"), 1u) << answer;
        return table;
    }

    TempFolder folder_;
    const std::string data_ = (folder_.path() / "office").string();
    std::optional<Started> server_;
    std::string url_;
};

TEST_F(Report, EachIsTheSameAsOverHttp) {
    const auto listed = boost::json::parse(over_http("/api/v1/reports"));
    ASSERT_GE(listed.at("items").as_array().size(), 7u);
    std::size_t figures = 0;
    for (const auto& one : listed.at("items").as_array()) {
        const std::string name(one.at("name").as_string());
        const auto asked = fmt::format("/api/v1/reports/{}?period=2026-h1", name);
        const auto ran = report({name, "--period", "2026-h1", "--json"});
        ASSERT_EQ(ran.code, 0) << name << ran.err;
        const auto table = figures_of(ran.out);
        EXPECT_EQ(table, figures_of(over_http(asked))) << name;
        figures += table.at("rows").as_array().size();

        const auto csv = path(name + ".csv");
        EXPECT_EQ(report({name, "--period", "2026-h1", "--csv", csv}).code, 0) << name;
        EXPECT_EQ(content(csv), over_http(asked + "&format=csv")) << name;

        const auto book = path(name + ".xlsx");
        EXPECT_EQ(report({name, "--period", "2026-h1", "--xlsx", book}).code, 0) << name;
        const auto other = path(name + "-http.xlsx");
        std::ofstream(other, std::ios::binary) << over_http(asked + "&format=xlsx");
        EXPECT_EQ(first_sheet(book), first_sheet(other)) << name;
    }
    EXPECT_GT(figures, 20u) << "there is something to compare";
}

TEST_F(Report, IsReadOnTheTerminal) {
    const auto table = boost::json::parse(over_http("/api/v1/reports/settlement?period=2026-h1&by=unit"));
    const auto ran = report({"settlement", "--period", "2026-h1", "--by", "unit"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find(std::string(table.at("title").as_string())), std::string::npos);
    for (const auto& row : table.at("rows").as_array())
        EXPECT_NE(ran.out.find('\n' + std::string(row.at("name").as_string()) + '\n'), std::string::npos);
    for (const auto& check : table.at("checks").as_array())
        EXPECT_NE(ran.out.find("✓  " + std::string(check.at("text").as_string())), std::string::npos)
            << ran.out;
}

TEST_F(Report, SaysWhatIsWrongAndKeepsWhatIsIssued) {
    EXPECT_EQ(report({"nothing", "--period", "2026-h1"}).code, 1);
    EXPECT_EQ(report({"settlement", "--period", "2026-13"}).code, 1);
    EXPECT_EQ(report({"settlement", "--from", "2026-02-01", "--to", "2026-01-01"}).code, 1);
    EXPECT_EQ(report({"settlement", "--csv", path("a"), "--xlsx", path("b")}).code, 2);
    const auto issued = report({"settlement", "--period", "2026-h1", "--csv", path("unused"), "--issue"});
    ASSERT_EQ(issued.code, 0) << issued.err;
    EXPECT_FALSE(std::filesystem::exists(path("unused"))) << "an issued report lies in the office";
    EXPECT_EQ(over_http("/api/v1/reports/issued/1"),
              over_http("/api/v1/reports/settlement?period=2026-h1&format=csv"));
}

}  // namespace
}  // namespace motcua::tests
