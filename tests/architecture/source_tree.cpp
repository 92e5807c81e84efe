#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace motcua::architecture {

namespace fs = std::filesystem;

namespace {

bool is_left_out(const fs::path& folder) {
    static constexpr std::array names = {".git", "build", ".cache", "node_modules", "dist"};
    return std::find(names.begin(), names.end(), folder.filename().string()) != names.end();
}

bool is_written_by_people(const fs::path& file) {
    static constexpr std::array endings = {".hpp", ".cpp", ".txt", ".cmake", ".json", ".toml", ".md",
                                           ".sql", ".ts",  ".css", ".html",  ".yml",  ".sh"};
    static constexpr std::array names = {"dev",           "run",         "LICENSE",
                                         ".clang-format", ".clang-tidy", ".editorconfig"};
    return std::find(endings.begin(), endings.end(), file.extension().string()) != endings.end() ||
           std::find(names.begin(), names.end(), file.filename().string()) != names.end();
}

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::vector<SourceFile> source_tree(const fs::path& root) {
    std::vector<SourceFile> files;
    for (fs::recursive_directory_iterator at(root), end; at != end; ++at) {
        if (at->is_directory() && is_left_out(at->path())) at.disable_recursion_pending();
        if (at->is_regular_file() && is_written_by_people(at->path())) {
            files.push_back({at->path().lexically_relative(root).generic_string(), read(at->path())});
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

std::string room_of(const std::string& path) { return path.substr(0, path.find('/')); }

bool is_header(const std::string& path) { return path.ends_with(".hpp"); }

bool is_cpp(const std::string& path) { return is_header(path) || path.ends_with(".cpp"); }

std::string listed(const std::vector<std::string>& defects) {
    std::string lines;
    for (const auto& defect : defects) lines += "\n  " + defect;
    return lines;
}

}  // namespace motcua::architecture
