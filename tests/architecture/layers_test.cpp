#include "tests/architecture/layers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace motcua::architecture {
namespace {

std::vector<std::string> defects_of(const std::string& path, const std::string& text) {
    return layer_defects({path, text});
}

TEST(Layers, EveryIncludeRunsDownTheHouseAndThroughItsDoor) {
    std::vector<std::string> defects;
    for (const auto& file : source_tree(MOTCUA_SOURCE_DIR)) {
        if (!is_cpp(file.path)) continue;
        const auto found = layer_defects(file);
        defects.insert(defects.end(), found.begin(), found.end());
    }
    EXPECT_TRUE(defects.empty()) << listed(defects);
}

TEST(Layers, AnArrowUpwardsIsADefect) {
    EXPECT_EQ(defects_of("procedures/dossier/decide.cpp", "#include \"storage/journal.hpp\"\n"),
              std::vector<std::string>{"procedures/dossier/decide.cpp:1: #include storage/journal.hpp: "
                                       "procedures/ may not know storage/"});
    EXPECT_EQ(defects_of("engine/engine.cpp", "#include <server/session.hpp>\n").size(), 1U);
    EXPECT_EQ(defects_of("server/http.cpp", "\n# include \"app/serve.hpp\"\n").size(), 1U);
    EXPECT_EQ(defects_of("app/serve.cpp", "#include \"bench/meter.hpp\"\n").size(), 1U);
}

TEST(Layers, AnArrowDownwardsIsNone) {
    EXPECT_TRUE(
        defects_of("engine/writer.cpp", "#include \"storage/journal.hpp\"\n#include <mutex>\n").empty());
    EXPECT_TRUE(defects_of("app/serve.cpp", "#include \"storage/sqlite/journal.hpp\"\n").empty());
}

TEST(Layers, AThirdPartyOutsideItsDoorIsADefect) {
    const std::vector<std::pair<std::string, std::string>> strays = {
        {"engine/writer.cpp", "sqlite3.h"},
        {"engine/writer.cpp", "storage/sqlite/journal.hpp"},
        {"server/session.cpp", "storage/sqlite/private_data.hpp"},
        {"storage/journal.hpp", "boost/asio/awaitable.hpp"},
        {"app/serve.cpp", "boost/asio/io_context.hpp"},
        {"engine/engine.hpp", "boost/beast/http.hpp"},
        {"procedures/definition/procedure.hpp", "toml++/toml.h"},
        {"procedures/calendar/legal_clock.cpp", "boost/statechart/state.hpp"},
        {"storage/sqlite/views.cpp", "unicode/normalizer2.h"},
        {"engine/random.cpp", "sodium.h"},
        {"storage/sqlite/journal.cpp", "openssl/evp.h"},
        {"server/http.cpp", "CLI/CLI.hpp"},
        {"storage/sqlite/journal.cpp", "spdlog/spdlog.h"},
        {"engine/engine.hpp", "spdlog/spdlog.h"},
        {"engine/engine.cpp", "gtest/gtest_prod.h"},
    };
    for (const auto& [file, target] : strays) {
        EXPECT_EQ(defects_of(file, "#include <" + target + ">\n").size(), 1U)
            << file << " includes " << target;
    }
    EXPECT_TRUE(defects_of("engine/engine.cpp", "#include <spdlog/spdlog.h>\n").empty());
}

TEST(Layers, TheCoreHasNoClockThreadFileOrChance) {
    EXPECT_EQ(defects_of("procedures/dossier/decide.cpp", "#include <thread>\n").size(), 1U);
    EXPECT_EQ(defects_of("procedures/text/catalogue.cpp", "#include <fstream>\n").size(), 1U);
    EXPECT_EQ(defects_of("storage/proofs/merkle_tree.cpp", "#include <random>\n").size(), 1U);
    EXPECT_EQ(defects_of("procedures/calendar/legal_clock.cpp",
                         "const auto now = std::chrono::system_clock::now();\n")
                  .size(),
              1U);
    EXPECT_TRUE(defects_of("procedures/loading/load.cpp", "#include <fstream>\n").empty());
    EXPECT_TRUE(defects_of("procedures/calendar/legal_clock.hpp", "// Never asks system_clock.\n").empty());
}

TEST(Layers, OurOwnFilesAreNamedFromTheRoot) {
    EXPECT_EQ(defects_of("storage/journal.cpp", "#include \"journal.hpp\"\n").size(), 1U);
    EXPECT_EQ(defects_of("storage/sqlite/journal.cpp", "#include \"../journal.hpp\"\n").size(), 1U);
}

// A folder is a responsibility; a kind of thing says nothing about where to look.
TEST(Layers, NoFolderIsNamedAfterAKindOfThing) {
    constexpr std::array kinds = {"model",      "models",   "util",     "utils",   "helper",  "helpers",
                                  "common",     "misc",     "types",    "base",    "core",    "managers",
                                  "interfaces", "services", "shared",   "include", "src",     "impl",
                                  "internal",   "dto",      "entities", "lib",     "classes", "handlers"};
    std::vector<std::string> defects;
    for (const auto& file : source_tree(MOTCUA_SOURCE_DIR)) {
        if (!is_cpp(file.path)) continue;
        for (const auto& part : std::filesystem::path(file.path).parent_path()) {
            if (std::find(kinds.begin(), kinds.end(), part.string()) != kinds.end())
                defects.push_back(file.path);
        }
    }
    EXPECT_TRUE(defects.empty()) << listed(defects);
}

}  // namespace
}  // namespace motcua::architecture
