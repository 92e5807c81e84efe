#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace motcua::engine {

TEST(Random, IdsAreCrockfordLettersOfFixedLength) {
    SystemRandom random;
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto id = new_dossier_id(random);
        EXPECT_EQ(id.size(), 26U);
        EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 1000U);
    EXPECT_EQ(new_lookup_code(random).size(), 12U);
}

TEST(Random, ASeedGivesTheSameIds) {
    SeededRandom one(7);
    SeededRandom two(7);
    SeededRandom other(8);
    const auto id = new_dossier_id(one);
    EXPECT_EQ(new_dossier_id(two), id);
    EXPECT_NE(new_dossier_id(other), id);
}

TEST(Random, BlocksOfTheSystemDoNotRepeat) {
    SystemRandom random;
    std::array<std::uint8_t, 5000> first{};
    std::array<std::uint8_t, 5000> second{};
    random.fill(first);
    random.fill(second);
    EXPECT_NE(first, second);
}

}  // namespace motcua::engine
