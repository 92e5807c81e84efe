// What `motcua check` says of the shipped configuration, of a broken one, and of the people of a data folder.
#include "app/installation.hpp"
#include "engine/clock.hpp"
#include "engine/random.hpp"
#include "tests/app/command_line.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace motcua::tests {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::vector<std::string> keys_of(const json::object& object) {
    std::vector<std::string> keys;
    for (const auto& member : object) keys.emplace_back(member.key());
    return keys;
}

const std::vector<std::string> keys{"procedures", "versions", "unapproved", "defects", "warnings"};

TEST(Check, TheShippedConfigurationHasThirtySixProceduresAndNoDefect) {
    const auto ran = motcua({"check", "--config", "config", "--format", "json"});
    ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    const auto said = json::parse(ran.out).as_object();
    EXPECT_EQ(keys_of(said), keys);
    EXPECT_EQ(said.at("procedures"), 36);
    EXPECT_GT(said.at("versions").as_int64(), 36);
    EXPECT_TRUE(said.at("defects").as_array().empty());
}

TEST(Check, StrictMakesDefectsOfWarnings) {
    const auto lax = json::parse(motcua({"check", "--format", "json"}).out);
    const auto ran = motcua({"check", "--strict", "--format", "json"});
    EXPECT_EQ(ran.code, 1);
    const auto strict = json::parse(ran.out);
    EXPECT_EQ(strict.at("defects").as_array().size(), lax.at("warnings").as_array().size());
    EXPECT_FALSE(strict.at("defects").at(0).at("dates").as_array().empty()) << "the days that cannot fit";
    EXPECT_TRUE(strict.at("warnings").as_array().empty());
}

TEST(Check, ABrokenFileIsToldInTheSameForm) {
    const TempFolder folder;
    const auto config = folder.path() / "config";
    fs::copy(fs::path(MOTCUA_SOURCE_DIR) / "config", config, fs::copy_options::recursive);
    std::ofstream(config / "procedures" / "gop-von-mua-co-phan.toml", std::ios::app) << "odd = 1\n";
    const auto ran = motcua({"check", "--config", config.string(), "--format", "json"});
    EXPECT_EQ(ran.code, 1);
    const auto said = json::parse(ran.out).as_object();
    EXPECT_EQ(keys_of(said), keys);
    const auto& defect = said.at("defects").at(0);
    EXPECT_NE(defect.at("file").as_string().find("gop-von-mua-co-phan.toml"), json::string::npos);
    EXPECT_GT(defect.at("line").as_int64(), 1);
}

TEST(Check, ThePeopleOfADataFolderAreThoseOfItsJournal) {
    const TempFolder folder;
    engine::ManualClock clock{procedures::parse_instant("2026-11-20T08:00:00+07:00").value()};
    engine::SeededRandom random{5};
    const auto data = (folder.path() / "office").string();
    const auto ask = [&] {
        return motcua({"check", "--data", data, "--on", "2026-11-20", "--format", "json"});
    };
    const auto law = app::load_law(MOTCUA_SOURCE_DIR "/config");
    app::Installation installation(data, true, true, {clock, random, engine::silent_log()});
    installation.adopt(law);
    installation.start();
    const auto nobody = ask();
    EXPECT_EQ(nobody.code, 1);
    EXPECT_NE(nobody.out.find("nobody is officer of"), std::string::npos) << nobody.out << nobody.err;

    installation.seed(app::load_people(MOTCUA_SOURCE_DIR "/config", law.office));
    const auto staffed = ask();
    EXPECT_EQ(staffed.code, 0) << staffed.out << staffed.err;
    const auto by_file =
        motcua({"check", "--people", "config/demo/people.toml", "--on", "2026-11-20", "--format", "json"});
    EXPECT_EQ(json::parse(staffed.out).at("warnings").as_array().size(),
              json::parse(by_file.out).at("warnings").as_array().size());
    EXPECT_EQ(motcua({"check", "--data", data, "--people", "config/demo/people.toml"}).code, 2);
}

TEST(Check, AFolderThatIsNoInstallationIsAnError) {
    const TempFolder folder;
    EXPECT_EQ(motcua({"check", "--data", folder.path().string()}).code, 1);
}

}  // namespace
}  // namespace motcua::tests
