#include "procedures/loading/office_loader.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

const std::filesystem::path config = std::filesystem::path(MOTCUA_SOURCE_DIR) / "config";

TEST(OfficeLoader, TheShippedOfficeIsReadAndReadBack) {
    Defects defects;
    const auto office = load_office(config, defects);
    ASSERT_TRUE(defects.empty()) << defects.to_string();
    ASSERT_NE(office.desk(), nullptr);
    EXPECT_EQ(office.desk()->id, "mot-cua");
    EXPECT_EQ(office.zones.size(), 6U);
    EXPECT_FALSE(office.role("admin")->reads_dossiers);
    EXPECT_EQ(to_json(office_from_json(to_json(office))), to_json(office));
}

TEST(OfficeLoader, EveryRoleOfTheOfficeIsHeldInTheDemonstration) {
    Defects defects;
    const auto office = load_office(config, defects);
    const auto demo = load_demo_people(config, office, defects);
    ASSERT_TRUE(defects.empty()) << defects.to_string();
    for (const auto& role : office.roles) {
        if (role.is_outside) continue;
        bool held = false;
        for (const auto& person : demo.people)
            for (const auto& tenure : person.roles) held = held || tenure.role == role.id;
        EXPECT_TRUE(held) << role.id;
    }
    EXPECT_EQ(demo.substitutions.size(), 1U);
}

}  // namespace
}  // namespace motcua::procedures
