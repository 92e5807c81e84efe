#include "server/permission.hpp"

#include "server/routes.hpp"
#include "tests/server/demo_office.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::tests {
namespace {

using server::Permission;

std::optional<procedures::Refusal> objection(const DemoOffice& office, Permission permission,
                                             const std::string& person) {
    return server::objection_to(permission, *office.engine.published().office(), {person, "", "http"},
                                procedures::local_date(office.clock.now()));
}

TEST(Permission, EveryAddressNamesOne) {
    EXPECT_FALSE(server::route_table().empty());
    for (const auto& route : server::route_table())
        EXPECT_NE(route.permission, Permission::undeclared) << route.method << ' ' << route.pattern;
}

TEST(Permission, OnlyReadingIsOpenToEverybody) {
    for (const auto& route : server::route_table()) {
        // What is said here must not stand in an address.
        const bool signs_in = route.pattern == "/api/v1/session" || route.pattern == "/api/v1/lookup";
        EXPECT_TRUE(route.permission != Permission::public_ || signs_in || route.method == "GET")
            << route.pattern;
    }
}

TEST(Permission, OfAnAdministratorIsPeopleAndSettingsAlone) {
    const DemoOffice office;
    EXPECT_FALSE(objection(office, Permission::administer, "khoa"));
    EXPECT_FALSE(objection(office, Permission::law, "khoa"));
    EXPECT_FALSE(objection(office, Permission::checkpoints, "khoa"));
    EXPECT_TRUE(objection(office, Permission::audit, "khoa"));
    EXPECT_TRUE(objection(office, Permission::figures, "khoa"));
}

TEST(Permission, OfAnAuditorIsReading) {
    const DemoOffice office;
    EXPECT_FALSE(objection(office, Permission::audit, "yen"));
    EXPECT_FALSE(objection(office, Permission::figures, "yen"));
    EXPECT_FALSE(objection(office, Permission::checkpoints, "yen"));
    EXPECT_TRUE(objection(office, Permission::administer, "yen"));
    EXPECT_TRUE(objection(office, Permission::law, "yen"));
}

TEST(Permission, WithoutARoleThereIsNone) {
    const DemoOffice office;
    for (const auto permission : {Permission::figures, Permission::audit, Permission::checkpoints,
                                  Permission::law, Permission::administer, Permission::undeclared})
        EXPECT_TRUE(objection(office, permission, "stranger")) << to_string(permission);
    EXPECT_TRUE(objection(office, Permission::undeclared, "viet"));
}

}  // namespace
}  // namespace motcua::tests
