#include "storage/sqlite/data_folder.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace motcua::storage {
namespace {

TEST(DataFolder, IsMadeForItsOwnerAlone) {
    const TempFolder temp;
    const DataFolder folder = DataFolder::create(temp.path() / "data");
    EXPECT_TRUE(std::filesystem::is_directory(folder.files()));
    EXPECT_TRUE(std::filesystem::is_directory(folder.keys()));
    EXPECT_EQ(std::filesystem::status(folder.path()).permissions(), std::filesystem::perms::owner_all);
    EXPECT_GT(folder.free_bytes(), 0u);
}

TEST(DataFolder, AnotherFolderIsNotTakenForOne) {
    const TempFolder temp;
    EXPECT_THROW(DataFolder::open(temp.path()), std::runtime_error);
    std::ofstream(temp.path() / "journal.db").close();
    EXPECT_NO_THROW(DataFolder::open(temp.path()));
}

TEST(DataFolder, HasOneWriterAtATime) {
    const TempFolder temp;
    const DataFolder folder = DataFolder::create(temp.path());
    {
        const FolderLock lock = folder.lock();
        try {
            folder.lock();
            FAIL();
        } catch (const std::runtime_error& error) {
            EXPECT_NE(std::string(error.what()).find("process " + std::to_string(getpid())),
                      std::string::npos)
                << error.what();
        }
    }
    EXPECT_NO_THROW(folder.lock());
}

}  // namespace
}  // namespace motcua::storage
