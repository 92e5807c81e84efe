#include "storage/sqlite/disk_redactions.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;
using storage::DiskRedactions;
using storage::KeptRedaction;

class Redactions : public testing::Test {
protected:
    static KeptRedaction order(storage::Seq seq) {
        return {
            "0f9a", seq, 7, storage::sha256({"leaf"}), "dossier:1", {"applicant.name"}, "Luật 91/2025/QH15"};
    }

    TempFolder folder;
    const fs::path inside = folder.path() / "office", outside = folder.path() / "elsewhere" / "checkpoints";
    DiskRedactions redactions{[this] { return std::vector{inside, outside}; }};
};

TEST_F(Redactions, AreThereAgainWhenOnePlaceIsLost) {
    const std::vector first{order(12)};
    redactions.keep(first);
    for (const auto& lost : {inside, outside}) {
        fs::remove_all(lost);
        EXPECT_EQ(redactions.all(), first) << lost;
        redactions.keep({});
        EXPECT_TRUE(fs::exists(lost / "redactions.jsonl")) << lost;
    }
}

// The copy that is put back has the list as it was then.
TEST_F(Redactions, OfAnOlderListAndANewerOneAreAllKeptOnce) {
    redactions.keep(std::vector{order(12)});
    fs::copy(inside / "redactions.jsonl", folder.path() / "older");
    redactions.keep(std::vector{order(12), order(30)});
    fs::copy(folder.path() / "older", inside / "redactions.jsonl", fs::copy_options::overwrite_existing);
    EXPECT_EQ(redactions.all(), (std::vector{order(12), order(30)}));
}

TEST_F(Redactions, HalfALineHidesNoOther) {
    redactions.keep(std::vector{order(12), order(30)});
    fs::remove_all(outside);
    fs::permissions(inside / "redactions.jsonl", fs::perms::owner_all);
    std::ofstream(inside / "redactions.jsonl", std::ios::app) << R"({"journal":"0f)";
    EXPECT_EQ(redactions.all().size(), 2U);
    redactions.keep(std::vector{order(40)});
    EXPECT_EQ(redactions.all().size(), 3U);
}

TEST_F(Redactions, SayWhenNoPlaceCanBeWritten) {
    std::ofstream(folder.path() / "office") << "a file";
    std::ofstream(folder.path() / "elsewhere") << "a file";
    EXPECT_THROW(redactions.keep(std::vector{order(12)}), std::runtime_error);
}

}  // namespace
}  // namespace motcua::tests
