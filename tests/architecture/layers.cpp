#include "tests/architecture/layers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <sstream>
#include <string_view>

namespace motcua::architecture {

namespace {

// The rooms each room may include, itself first.
const std::map<std::string, std::vector<std::string>> may_include = {
    {"procedures", {"procedures"}},
    {"storage", {"storage", "procedures"}},
    {"engine", {"engine", "storage", "procedures"}},
    {"server", {"server", "engine", "storage", "procedures"}},
    {"app", {"app", "server", "engine", "storage", "procedures"}},
    {"bench", {"bench", "server", "engine", "storage", "procedures"}},
};

/// An include by its prefix, and the folders that may name it.
struct Door {
    std::string_view prefix;
    std::vector<std::string_view> folders;
    bool sources_only = false;
};

const std::vector<Door> doors = {
    {"sqlite3", {"storage/sqlite/", "bench/"}},
    {"storage/sqlite/", {"storage/sqlite/", "app/", "bench/"}},
    {"boost/asio", {"engine/", "server/", "bench/"}},
    {"boost/beast", {"server/", "bench/"}},
    {"boost/url", {"server/"}},
    {"boost/statechart", {"procedures/dossier/"}},
    {"toml++", {"procedures/loading/"}},
    {"unicode/", {"procedures/text/"}},
    {"openssl/", {"storage/proofs/", "server/"}},
    {"sodium", {"storage/proofs/", "server/"}},
    {"qrencode", {"server/papers/"}},
    {"archive.h", {"server/"}},
    {"archive_entry.h", {"server/"}},
    {"cairo", {"server/papers/"}},
    {"pango/", {"server/papers/"}},
    {"xlsxwriter", {"server/reports/"}},
    {"CLI/", {"app/"}},
    {"spdlog/", {"engine/", "server/", "app/"}, true},
    {"benchmark/", {"bench/"}},
    {"gtest/", {}},
    {"gmock/", {}},
};

constexpr std::array pure_folders = {std::string_view("procedures/"), std::string_view("storage/proofs/")};
constexpr std::string_view reads_files = "procedures/loading/";

constexpr std::array impure_headers = {
    "thread",     "mutex",      "shared_mutex", "condition_variable",
    "future",     "stop_token", "semaphore",    "latch",
    "barrier",    "random",     "ctime",        "time.h",
    "sys/time.h", "unistd.h",   "sys/random.h", "pthread.h",
    "iostream",   "signal.h",
};
constexpr std::array file_headers = {"fstream", "filesystem", "cstdio", "stdio.h"};

const std::regex include_line(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
const std::regex impure_name(
    R"re(\b(system_clock|steady_clock|high_resolution_clock|random_device|mt19937(_64)?|this_thread|getenv)\b)re");

bool starts_with_any(std::string_view path, const auto& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](auto prefix) { return path.starts_with(prefix); });
}

bool contains(const auto& range, const std::string& value) {
    return std::find(range.begin(), range.end(), value) != range.end();
}

/// Why `file` may not include `target`; empty if it may.
std::string objection(const std::string& file, const std::string& target, bool quoted) {
    const auto& allowed = may_include.at(room_of(file));
    if (quoted && !may_include.contains(room_of(target))) return "our own files are named from the root";
    if (may_include.contains(room_of(target)) && target.find('/') != std::string::npos &&
        !contains(allowed, room_of(target))) {
        return room_of(file) + "/ may not know " + room_of(target) + "/";
    }
    for (const auto& door : doors) {
        if (!target.starts_with(door.prefix)) continue;
        if (!starts_with_any(file, door.folders)) return "outside its door";
        if (door.sources_only && is_header(file)) return "only in .cpp files";
    }
    if (starts_with_any(file, pure_folders)) {
        if (contains(impure_headers, target))
            return "the core is pure: time and random bytes come as arguments";
        if (contains(file_headers, target) && !file.starts_with(reads_files))
            return "only loading opens files";
    }
    return {};
}

}  // namespace

std::vector<std::string> layer_defects(const SourceFile& file) {
    std::vector<std::string> defects;
    if (!may_include.contains(room_of(file.path))) return defects;
    std::istringstream lines(file.text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto defect = [&](const std::string& what) {
            defects.push_back(file.path + ":" + std::to_string(number) + ": " + what);
        };
        std::smatch match;
        if (std::regex_search(line, match, include_line)) {
            const auto why = objection(file.path, match[2], match[1] == "\"");
            if (!why.empty()) defect("#include " + match[2].str() + ": " + why);
        } else if (starts_with_any(file.path, pure_folders)) {
            const auto code = line.substr(0, line.find("//"));
            if (std::regex_search(code, match, impure_name)) defect(match[1].str() + ": the core is pure");
        }
    }
    return defects;
}

}  // namespace motcua::architecture
