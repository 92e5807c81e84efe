#include "storage/sqlite/database.hpp"
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

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

TEST_F(Audit, SaysWhichActsTheDefinitionOfTheirDayDidNotAllow) {
    const auto sound = motcua({"audit", "conformance", "--data", data_, "--json"});
    EXPECT_EQ(sound.code, 0) << sound.out << sound.err;
    const auto told = boost::json::parse(sound.out);
    EXPECT_GT(told.at("looked_at").to_number<int>(), 40);
    EXPECT_EQ(told.at("not_allowed").to_number<int>(), 0) << sound.out;
    // A dossier that jumped: an edge that no definition draws.
    Database(folder_.path() / "office" / "journal.db", Database::Mode::read_write)
        .run(
            "UPDATE event SET leaf = replace(leaf, '\"action\":\"assign\"', '\"action\":\"sign\"') "
            "WHERE seq = (SELECT min(seq) FROM event WHERE type = 'assigned')");
    const auto jumped = motcua({"audit", "conformance", "--data", data_});
    EXPECT_EQ(jumped.code, 1) << jumped.out;
    EXPECT_NE(jumped.out.find("1 not allowed"), std::string::npos) << jumped.out;
    EXPECT_EQ(motcua({"audit", "conformance", "--data", data_, "--from", "yesterday"}).code, 2);
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

// Whoever takes something out beside the server's own screens still leaves a trace in it.
TEST_F(Audit, ARunningOfficeLearnsWhatLeavesIt) {
    const Started server({"serve", "--data", data_, "--listen", "127.0.0.1:0", "--demonstration"}, "Serving");
    EXPECT_EQ(motcua({"audit", "checkpoint", "--data", data_, "--as", "yen"}).code, 0);
    std::string dossier;
    const auto exported = [&] {
        Database journal(folder_.path() / "office" / "journal.db", Database::Mode::read_only);
        std::vector<boost::json::object> told;
        storage::sqlite::Statement rows(journal,
                                        "SELECT leaf FROM event WHERE type = 'exported' ORDER BY seq");
        while (rows.step()) told.push_back(boost::json::parse(rows.text(0)).at("body").as_object());
        storage::sqlite::Statement row(journal,
                                       "SELECT substr(stream, 9) FROM event WHERE type = 'submitted'");
        EXPECT_TRUE(row.step());
        dossier = row.text(0);
        return told;
    };
    ASSERT_TRUE(exported().empty());
    const auto pack = (folder_.path() / "pack").string();
    const std::vector<std::string> prove{"audit", "prove", dossier, "--data", data_, "--out", pack};
    const auto as = [&](const char* person) {
        auto arguments = prove;
        arguments.insert(arguments.end(), {"--as", person});
        return motcua(arguments);
    };
    EXPECT_EQ(motcua(prove).code, 2) << "it is said who takes it out";
    EXPECT_EQ(as("an").code, 1) << "an auditor does";
    EXPECT_FALSE(std::filesystem::exists(pack));
    const auto proven = as("yen");
    EXPECT_EQ(proven.code, 0) << proven.err;
    EXPECT_EQ(motcua({"audit", "verify", "--pack", pack}).code, 0);
    const auto log = (folder_.path() / "acts.xes").string();
    EXPECT_EQ(motcua({"export", "xes", "--data", data_, "--as", "yen", "--out", log}).code, 0);

    const auto told = exported();
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[0].at("what"), "proof");
    EXPECT_EQ(told[0].at("dossier"), boost::json::value(dossier));
    EXPECT_GT(told[0].at("count").to_number<int>(), 1);
    EXPECT_EQ(told[0].at("personal"), true);
    EXPECT_EQ(told[1].at("what"), "xes");
    EXPECT_GT(told[1].at("count").to_number<int>(), 40);
}

/// Acts of an office whose folder no server holds, and what lies in it afterwards.
class SignedFolder : public testing::Test {
protected:
    Ran ask(std::vector<std::string> arguments, const std::string& as, const std::string& clock) const {
        for (const auto& word :
             {std::string("--data"), data_, std::string("--as"), as, std::string("--clock"), clock})
            arguments.push_back(word);
        return motcua(arguments);
    }

    /// Files a dossier in a new demonstration; its id.
    std::string file() const {
        const auto ran = ask({"dossier", "submit", "gia-han-giay-phep-xay-dung", "--applicant",
                              "Công ty Tẩy Sạch", "--config", "config", "--demonstration", "--json"},
                             "an", "2026-07-13T08:05+07:00");
        EXPECT_EQ(ran.code, 0) << ran.err;
        return std::string(boost::json::parse(ran.out).at("dossier").as_string());
    }

    /// The event that holds the applicant's name.
    std::int64_t submitted() const {
        Database journal(folder_.path() / "office" / "journal.db", Database::Mode::read_only);
        storage::sqlite::Statement row(journal, "SELECT seq FROM event WHERE type = 'submitted'");
        return row.step() ? row.integer(0) : 0;
    }

    std::string text_of(const std::string& name) const {
        std::ifstream in(folder_.path() / "office" / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Whether the words stand anywhere in the folder.
    bool lies_somewhere(const std::string& words) const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(data_))
            if (entry.is_regular_file() &&
                text_of(fs_relative(entry.path())).find(words) != std::string::npos)
                return true;
        return false;
    }
    std::string fs_relative(const std::filesystem::path& path) const {
        return std::filesystem::relative(path, data_).string();
    }

    TempFolder folder_;
    const std::string data_ = (folder_.path() / "office").string();
};

TEST_F(SignedFolder, HasAKeyFromItsFirstStartAndPassesTrustOn) {
    const auto id = file();
    const auto first = text_of("keys/public.txt");
    ASSERT_FALSE(first.empty());
    EXPECT_EQ(text_of("journal.db").find("PRIVATE+KEY"), std::string::npos);
    const auto out = (folder_.path() / "kept.txt").string();
    const auto signed_now = ask({"audit", "checkpoint", "--out", out}, "yen", "2026-07-13T08:10+07:00");
    EXPECT_EQ(signed_now.code, 0) << signed_now.err;
    const auto rotated = ask({"audit", "key", "rotate"}, "khoa", "2026-07-13T08:20+07:00");
    EXPECT_EQ(rotated.code, 0) << rotated.err;
    EXPECT_NE(text_of("keys/public.txt"), first);
    EXPECT_EQ(ask({"audit", "key", "rotate"}, "an", "2026-07-13T08:20+07:00").code, 1);
    const auto noted =
        ask({"dossier", "do", id, "note", "--set", "text=đã xem"}, "an", "2026-07-13T08:30+07:00");
    EXPECT_EQ(noted.code, 0) << noted.err;

    const auto key = first.substr(0, first.size() - 1);
    const auto verified =
        motcua({"audit", "verify", "--json", "--data", data_, "--key", key, "--checkpoint", out});
    EXPECT_EQ(verified.code, 0) << verified.out;
    const auto found = boost::json::parse(verified.out).as_object();
    EXPECT_EQ(found.at("covered"), found.at("events")) << "the last thing that a program does is to sign";
    std::size_t laid_out = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(data_ + "/checkpoints"))
        ++laid_out;
    EXPECT_EQ(laid_out, found.at("checkpoints").to_number<std::size_t>() - 1);

    const auto pack = (folder_.path() / "pack").string();
    const auto proven = motcua({"audit", "prove", id, "--data", data_, "--out", pack});
    EXPECT_EQ(proven.code, 0) << proven.err;
    EXPECT_EQ(motcua({"audit", "verify", "--pack", pack}).code, 0);
}

TEST_F(SignedFolder, ForgetsWhatTheLawOrdersToErase) {
    const auto id = file();
    ASSERT_TRUE(lies_somewhere("Công ty Tẩy Sạch"));
    const auto shown = ask({"dossier", "show", id, "--json"}, "xuan", "2026-07-13T08:06+07:00");
    ASSERT_EQ(shown.code, 0) << shown.err;
    const std::vector<std::string> order{"dossier", "do",
                                         id,        "redact",
                                         "--set",   "event:=" + std::to_string(submitted()),
                                         "--set",   "fields:=[\"applicant.name\"]",
                                         "--set",   "ground=Luật 91/2025/QH15 Điều 14"};
    EXPECT_EQ(ask(order, "an", "2026-07-13T08:10+07:00").code, 1) << "a head of the authority says so";
    const auto erased = ask(order, "xuan", "2026-07-13T08:10+07:00");
    ASSERT_EQ(erased.code, 0) << erased.err;
    EXPECT_EQ(motcua({"audit", "verify", "--data", data_}).code, 0);
    EXPECT_EQ(motcua({"audit", "replay", "--data", data_}).code, 0);
    // Whoever opens the folder next starts with a clean log.
    EXPECT_EQ(ask({"dossier", "show", id}, "xuan", "2026-07-13T08:11+07:00").code, 0);
    EXPECT_FALSE(lies_somewhere("Tẩy Sạch"));
}

// The copy of the morning has the name again that the law had erased at noon.
TEST_F(SignedFolder, ErasesAgainWhatAnOlderCopyBringsBack) {
    namespace fs = std::filesystem;
    const auto id = file();
    const auto copy = folder_.path() / "copy";
    fs::copy(data_, copy, fs::copy_options::recursive);
    const auto erased =
        ask({"dossier", "do", id, "redact", "--set", "event:=" + std::to_string(submitted()), "--set",
             "fields:=[\"applicant.name\"]", "--set", "ground=Luật 91/2025/QH15 Điều 14"},
            "xuan", "2026-07-13T12:00+07:00");
    ASSERT_EQ(erased.code, 0) << erased.err;
    const auto put_back = [&](bool with_all_of_it) {
        if (with_all_of_it) {
            // The whole folder is lost; what lay outside of it is not.
            fs::rename(fs::path(data_) / "checkpoints", folder_.path() / "outside");
            fs::remove_all(data_);
            fs::copy(copy, data_, fs::copy_options::recursive);
            fs::remove_all(fs::path(data_) / "checkpoints");
            fs::rename(folder_.path() / "outside", fs::path(data_) / "checkpoints");
            return;
        }
        for (const auto* database : {"journal.db", "views.db", "private.db"}) {
            for (const auto* beside : {"", "-wal", "-shm"})
                fs::remove(fs::path(data_) / (std::string(database) + beside));
            fs::copy(copy / database, fs::path(data_) / database);
        }
    };
    for (const bool with_all_of_it : {false, true}) {
        put_back(with_all_of_it);
        ASSERT_TRUE(lies_somewhere("Tẩy Sạch"));
        const auto opened = ask({"dossier", "show", id}, "xuan", "2026-07-13T13:00+07:00");
        EXPECT_EQ(opened.code, 0) << opened.err;
        // Whoever opens the folder next starts with a clean log, and erases nothing twice.
        EXPECT_EQ(ask({"dossier", "show", id}, "xuan", "2026-07-13T13:01+07:00").code, 0);
        EXPECT_FALSE(lies_somewhere("Tẩy Sạch"));
        EXPECT_EQ(motcua({"audit", "verify", "--data", data_}).code, 0);
        Database journal(folder_.path() / "office" / "journal.db", Database::Mode::read_only);
        storage::sqlite::Statement row(journal,
                                       "SELECT leaf, count(*) FROM event WHERE type = 'personal_redacted'");
        ASSERT_TRUE(row.step());
        EXPECT_EQ(row.integer(1), 1);
        const auto leaf = boost::json::parse(row.text(0));
        EXPECT_EQ(leaf.at("actor").at("person"), "system:redaction");
        EXPECT_EQ(leaf.at("body").at("ground"), "Luật 91/2025/QH15 Điều 14");
        EXPECT_GT(leaf.at("body").at("repeats").to_number<int>(), 0);
    }
}

}  // namespace
}  // namespace motcua::tests
