// The source tree as the architecture tests see it: files by their path from
// the root, with their text. Build and tool folders are left out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace motcua::architecture {

struct SourceFile {
    std::string path;  // from the root, with '/'
    std::string text;
};

/// Every file below `root` that people write, sorted by path.
std::vector<SourceFile> source_tree(const std::filesystem::path& root);

/// The first component of a path: the room that a file belongs to.
std::string room_of(const std::string& path);

bool is_cpp(const std::string& path);
bool is_header(const std::string& path);

/// The defects, one a line, as a failing test prints them.
std::string listed(const std::vector<std::string>& defects);

}  // namespace motcua::architecture
