// A journal of every release stays here and must be read by every later one: its schema is brought
// up, its proofs hold, and each dossier folds to what it was. journal-VERSION.sql is the plain dump of
// `motcua simulate --days 8 --per-day 3 --seed 20261122 --out FOLDER`; folded-VERSION.txt is what it
// folded to when it was written. Neither is ever made anew.
#include "engine/codec.hpp"
#include "procedures/dossier/decide.hpp"
#include "storage/proofs/verify.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "tests/procedures/dossier/desk.hpp"
#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace motcua::tests {

namespace {

const std::string folder = MOTCUA_SOURCE_DIR "/tests/golden/";

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string folded(storage::JournalReader& journal) {
    std::map<std::string, p::Dossier> dossiers;
    p::OfficeState office;
    storage::Seq from = 1;
    for (storage::Seq next = 0; (next = journal.read(from, 1000, [&](const storage::Record& record) {
                                    const auto read = engine::read_record(record);
                                    office.apply(read.event);
                                    if (read.event.stream.starts_with("dossier:")) {
                                        p::apply(dossiers[read.event.stream], read.event);
                                    }
                                })) != from;) {
        from = next;
    }
    std::string out = std::to_string(office.staff.people().size()) + " people\n";
    for (const auto& [stream, dossier] : dossiers) {
        out += picture(dossier);
    }
    return out;
}

class Golden : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(Golden, AJournalOfAnEarlierReleaseIsReadProvenAndFolded) {
    const TempFolder temp;
    const auto file = temp.path() / "journal.db";
    {
        storage::sqlite::Database database(file, storage::sqlite::Database::Mode::create);
        database.run(text_of(folder + "journal-" + GetParam() + ".sql"));
    }
    storage::SqliteJournal journal(file);
    const auto verification = storage::verify(journal, {});
    EXPECT_FALSE(verification.flaw) << verification.flaw->what;
    const auto now = folded(journal);
    if (const char* write = std::getenv("MOTCUA_WRITE_GOLDEN")) {  // once, when a release is added
        std::ofstream(write) << now;
    }
    EXPECT_EQ(now, text_of(folder + "folded-" + GetParam() + ".txt"));
}

INSTANTIATE_TEST_SUITE_P(Releases, Golden, testing::Values("0.1.0"), [](const auto& release) {
    auto name = release.param;
    for (auto& c : name) {
        if (c == '.') {
            c = '_';
        }
    }
    return name;
});

}  // namespace motcua::tests
