#include "storage/sqlite/disk_keys.hpp"

#include "tests/storage/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace motcua::storage {
namespace {

SigningKey key(std::uint8_t seed) { return {"motcua/test/1", std::array<std::uint8_t, 32>{seed}}; }

std::string published(const TempFolder& folder) {
    std::ifstream in(folder.path() / "public.txt");
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(DiskKeys, TheNextOneSignsOnceItIsAdopted) {
    const TempFolder folder;
    DiskKeys keys(folder.path());
    EXPECT_FALSE(keys.signing());
    keys.keep_next(key(1));
    EXPECT_FALSE(keys.signing());
    EXPECT_EQ(keys.next()->verifier(), key(1).verifier());
    keys.adopt_next();
    EXPECT_EQ(keys.signing()->verifier(), key(1).verifier());
    EXPECT_FALSE(keys.next());
    EXPECT_EQ(std::filesystem::status(folder.path() / "signing.txt").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(DiskKeys, AllThatEverSignedStayPublished) {
    const TempFolder folder;
    DiskKeys keys(folder.path());
    for (const std::uint8_t seed : {std::uint8_t{1}, std::uint8_t{2}}) {
        keys.keep_next(key(seed));
        keys.adopt_next();
    }
    EXPECT_EQ(published(folder), key(1).verifier().text() + "\n" + key(2).verifier().text() + "\n");
}

TEST(DiskKeys, AnAdoptionThatACrashCutShortIsFinished) {
    const TempFolder folder;
    DiskKeys keys(folder.path());
    keys.keep_next(key(1));
    std::ofstream(folder.path() / "public.txt") << key(1).verifier().text() << '\n';
    keys.adopt_next();
    EXPECT_EQ(published(folder), key(1).verifier().text() + "\n");
}

TEST(DiskKeys, WhatIsNoKeyStopsWithItsRemedy) {
    const TempFolder folder;
    std::ofstream(folder.path() / "signing.txt") << "PRIVATE+KEY+spoiled\n";
    try {
        DiskKeys(folder.path()).signing();
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("audit key rotate"), std::string::npos);
    }
}

}  // namespace
}  // namespace motcua::storage
