#include "storage/sqlite/database.hpp"
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using storage::sqlite::Database;

class Audit : public testing::Test {
protected:
    Audit() {
        const auto played =
            motcua({"simulate", "--days", "3", "--per-day", "4", "--seed", "5", "--out", data_});
        EXPECT_EQ(played.code, 0) << played.err;
    }

    TempFolder folder_;
    const std::string data_ = (folder_.path() / "office").string();
};

TEST_F(Audit, FindsAJournalWhole) {
    const auto verified = motcua({"audit", "verify", "--data", data_});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_NE(verified.out.find("Root of the tree"), std::string::npos);
    const auto without_views = motcua({"audit", "replay", "--data", data_});
    EXPECT_EQ(without_views.code, 0) << without_views.out;
    EXPECT_NE(without_views.out.find("no views and no server"), std::string::npos);
    EXPECT_EQ(motcua({"views", "rebuild", "--data", data_}).code, 0);
    const auto replayed = motcua({"audit", "replay", "--data", data_});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    EXPECT_NE(replayed.out.find("the same as in the views"), std::string::npos) << replayed.out;
}

TEST_F(Audit, NamesTheFirstRowThatWasAltered) {
    Database(folder_.path() / "office" / "journal.db", Database::Mode::read_write)
        .run("UPDATE event SET leaf = replace(leaf, 'an', 'na') WHERE seq = 40");
    const auto verified = motcua({"audit", "verify", "--data", data_});
    EXPECT_EQ(verified.code, 1);
    EXPECT_EQ(verified.out.substr(0, 9), "Event 40:") << verified.out;
    const auto as_json = motcua({"audit", "verify", "--json", "--data", data_});
    EXPECT_NE(as_json.out.find("\"event\":40"), std::string::npos) << as_json.out;
}

TEST_F(Audit, HoldsTheEventsAgainstARunningServer) {
    const Started server({"serve", "--data", data_, "--listen", "127.0.0.1:0", "--demonstration"}, "Serving");
    const auto replayed = motcua({"audit", "replay", "--data", data_});
    EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
    EXPECT_NE(replayed.out.find("the running server's memory"), std::string::npos) << replayed.out;
    const auto rebuilt = motcua({"views", "rebuild", "--data", data_});
    EXPECT_EQ(rebuilt.code, 1);
    EXPECT_NE(rebuilt.err.find("in use"), std::string::npos) << rebuilt.err;
}

}  // namespace
}  // namespace motcua::tests
