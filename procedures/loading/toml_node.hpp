// A parsed value in our own terms, as the readers and the patterns pass it on. No part of the TOML library shows.
#pragma once

#include "procedures/loading/toml_reader.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// Where a table was written, when that is another file than the one being read.
struct Origin {
    std::string pattern;  // its name
    std::string file;     // the pattern's
    std::string used_at;  // "file:line" of the [[use]]
};

struct TomlNode {
    struct Entry;

    TomlKind kind = TomlKind::other;
    int line = 0;
    int column = 0;
    std::string text;
    std::int64_t integer = 0;
    bool boolean = false;
    LocalDate date{};
    std::vector<TomlNode> items;
    std::vector<Entry> entries;            // in the order of the file
    std::shared_ptr<const Origin> origin;  // of a table; null = that of the table around it

    const TomlNode* find(std::string_view key) const;
    TomlNode* find(std::string_view key);
};

struct TomlNode::Entry {
    std::string key;
    int line = 0;
    int column = 0;
    TomlNode value;
};

}  // namespace motcua::procedures
