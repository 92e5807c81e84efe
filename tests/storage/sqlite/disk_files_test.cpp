#include "storage/sqlite/disk_files.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

namespace motcua::storage {
namespace {

namespace fs = std::filesystem;

class DiskFilesTest : public testing::Test {
protected:
    Hash put(std::string_view content) {
        const auto upload = files.begin();
        upload->write(content.substr(0, content.size() / 2));
        upload->write(content.substr(content.size() / 2));
        return upload->finish();
    }

    std::string content(const Hash& file) {
        std::string all;
        EXPECT_TRUE(files.read(file, [&](std::string_view part) { all += part; }));
        return all;
    }

    fs::path path(const Hash& file) {
        const std::string hex = to_hex(bytes_of(file));
        return folder.path() / hex.substr(0, 2) / hex.substr(2);
    }

    std::size_t count() {
        std::size_t found = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
            found += entry.is_regular_file();
        return found;
    }

    TempFolder folder;
    DiskFiles files{folder.path()};
};

TEST_F(DiskFilesTest, AFileIsNamedByItsContent) {
    const std::string scan(200'000, 'x');
    const Hash file = put(scan);
    EXPECT_EQ(file, sha256(scan));
    EXPECT_EQ(content(file), scan);
    EXPECT_EQ(content(put("")), "");
    EXPECT_FALSE(files.has(sha256("other")));
    EXPECT_FALSE(files.read(sha256("other"), [](std::string_view) {}));
}

TEST_F(DiskFilesTest, TheSameContentIsKeptOnce) {
    EXPECT_EQ(put("giấy phép"), put("giấy phép"));
    EXPECT_EQ(count(), 1u);
}

TEST_F(DiskFilesTest, AnUploadThatIsNotFinishedLeavesNothing) {
    files.begin()->write("half");
    EXPECT_EQ(count(), 0u);
}

TEST_F(DiskFilesTest, AnAlteredFileIsFound) {
    const Hash file = put("bản gốc");
    std::ofstream(path(file)) << "bản khác";
    EXPECT_THROW(files.read(file, [](std::string_view) {}), std::runtime_error);
}

TEST_F(DiskFilesTest, WhatNoEventNamesGoesAfterItsTime) {
    const Hash named = put("named");
    const Hash unnamed = put("unnamed");
    const Hash fresh = put("fresh");
    std::ofstream(folder.path() / "incoming-abcdef") << "left by a crash";
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24 * 8);
    for (const fs::path& file : {path(named), path(unnamed), folder.path() / "incoming-abcdef"})
        fs::last_write_time(file, old);

    const auto week_ago = std::chrono::system_clock::now() - std::chrono::hours(24 * 7);
    EXPECT_EQ(files.sweep(week_ago, [&](const Hash& file) { return file == named; }), 2u);
    EXPECT_TRUE(files.has(named));
    EXPECT_TRUE(files.has(fresh));
    EXPECT_FALSE(files.has(unnamed));
}

}  // namespace
}  // namespace motcua::storage
