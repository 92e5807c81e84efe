#include "procedures/loading/toml_reader.hpp"

#include "procedures/loading/toml_node.hpp"
#include "procedures/text/normalize.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <system_error>
#include <utility>

namespace motcua::procedures {

TomlNode* TomlNode::find(std::string_view key) {
    for (auto& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

const TomlNode* TomlNode::find(std::string_view key) const {
    for (const auto& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

namespace {

constexpr int deepest_nesting = 32;

std::string_view name_of(TomlKind kind) {
    switch (kind) {
        case TomlKind::text: return "a text in quotes";
        case TomlKind::integer: return "a whole number";
        case TomlKind::boolean: return "true or false";
        case TomlKind::date: return "a date such as 2026-04-27, without quotes";
        case TomlKind::table: return "a table";
        case TomlKind::array: return "a list in [ ]";
        case TomlKind::other: return "another kind of value";
    }
    return "";
}

LocalDate to_date(const toml::date& date) {
    using namespace std::chrono;
    return local_days{year{date.year} / month{date.month} / day{date.day}};
}

void place_at(TomlNode& node, const toml::source_region& source) {
    node.line = static_cast<int>(source.begin.line);
    node.column = static_cast<int>(source.begin.column);
}

TomlNode convert(const toml::node& from) {
    TomlNode node;
    place_at(node, from.source());
    if (const auto* text = from.as_string()) {
        node.kind = TomlKind::text;
        node.text = text->get();
    } else if (const auto* integer = from.as_integer()) {
        node.kind = TomlKind::integer;
        node.integer = integer->get();
    } else if (const auto* boolean = from.as_boolean()) {
        node.kind = TomlKind::boolean;
        node.boolean = boolean->get();
    } else if (const auto* date = from.as_date()) {
        node.kind = TomlKind::date;
        node.date = to_date(date->get());
    } else if (const auto* array = from.as_array()) {
        node.kind = TomlKind::array;
        node.items.reserve(array->size());
        for (const auto& item : *array) node.items.push_back(convert(item));
    } else if (const auto* table = from.as_table()) {
        node.kind = TomlKind::table;
        node.entries.reserve(table->size());
        for (const auto& [key, value] : *table) {
            TomlNode::Entry entry{std::string(key.str()), 0, 0, convert(value)};
            entry.line = static_cast<int>(key.source().begin.line);
            entry.column = static_cast<int>(key.source().begin.column);
            node.entries.push_back(std::move(entry));
        }
        std::stable_sort(node.entries.begin(), node.entries.end(), [](const auto& a, const auto& b) {
            return std::pair(a.line, a.column) < std::pair(b.line, b.column);
        });
    }
    return node;
}

/// The line of the first key chain "a.b.c…" longer than the bound; 0 when there is none. The library recurses
/// once per part without a bound of its own. Text and comments are passed over.
int line_of_endless_key(std::string_view text) {
    int line = 1;
    int dots = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n') {
            ++line;
            dots = 0;
        } else if (c == '#') {
            at = std::min(text.find('\n', at), text.size()) - 1;
        } else if (c == '"' || c == '\'') {
            const bool tripled = text.substr(at, 3) == std::string(3, c);
            const std::string fence(tripled ? 3 : 1, c);
            at += fence.size();
            while (at < text.size() && text.substr(at, fence.size()) != fence &&
                   (tripled || text[at] != '\n')) {
                if (text[at] == '\n') ++line;
                if (c == '"' && text[at] == '\\') ++at;
                ++at;
            }
            // A single-line text that is not closed: the parser will say so.
            if (!tripled && at < text.size() && text[at] == '\n')
                --at;
            else
                at += fence.size() - 1;
        } else if (c == '.') {
            if (++dots > deepest_nesting) return line;
        } else if (c == '=' || c == ',' || c == '{' || c == '[') {
            dots = 0;
        }
    }
    return 0;
}

/// A character that no configured text needs: controls other than line break and tab.
bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    });
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({exchanged, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

// ---------------------------------------------------------------- defects

std::string to_string(const Defect& defect) {
    const auto at =
        defect.line > 0 ? fmt::format("{}:{}:{}", defect.file, defect.line, defect.column) : defect.file;
    return fmt::format("{}: {}; {}", at, defect.what, defect.remedy);
}

void Defects::add(Place place, std::string what, std::string remedy) {
    if (!place.used_at.empty()) what += fmt::format(" (used at {})", place.used_at);
    found_.push_back({std::move(place.file), place.line, place.column, std::move(what), std::move(remedy)});
}

std::vector<Defect> Defects::sorted() const {
    auto list = found_;
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

std::string Defects::to_string() const {
    std::string text;
    for (const auto& defect : sorted()) {
        if (!text.empty()) text += '\n';
        text += procedures::to_string(defect);
    }
    return text;
}

std::optional<std::string> nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string* nearest = nullptr;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        const auto distance = edit_distance(word.substr(0, 100), candidate);
        if (distance < least) {
            least = distance;
            nearest = &candidate;
        }
    }
    return nearest != nullptr ? std::optional(*nearest) : std::nullopt;
}

// ---------------------------------------------------------------- tables

TableReader::TableReader(const TomlNode& table, std::string file, Defects& defects)
    : table_(&table),
      file_(table.origin ? table.origin->file : std::move(file)),
      defects_(&defects),
      origin_(table.origin) {}

TableReader::TableReader(const TomlNode& table, const TableReader& around)
    : table_(&table),
      file_(table.origin ? table.origin->file : around.file_),
      defects_(around.defects_),
      origin_(table.origin ? table.origin : around.origin_) {}

Place TableReader::at(int line, int column) const {
    return {file_, line, column, origin_ ? origin_->used_at : std::string()};
}

Place TableReader::place() const { return at(table_->line, table_->column); }

std::string TableReader::pattern() const { return origin_ ? origin_->pattern : std::string(); }

Place TableReader::place_of(std::string_view key) const {
    for (const auto& entry : table_->entries)
        if (entry.key == key) return at(entry.value.line, entry.value.column);
    return place();
}

void TableReader::defect(std::string_view key, std::string what, std::string remedy) {
    defects_->add(place_of(key), std::move(what), std::move(remedy));
}

bool TableReader::has(std::string_view key) const {
    return std::any_of(table_->entries.begin(), table_->entries.end(),
                       [&](const auto& entry) { return entry.key == key; });
}

std::vector<std::string> TableReader::keys() const {
    std::vector<std::string> list;
    for (const auto& entry : table_->entries) list.push_back(entry.key);
    return list;
}

const TomlNode* TableReader::find(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
    for (const auto& entry : table_->entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

std::optional<TomlKind> TableReader::kind_of(std::string_view key) {
    const auto* node = find(key);
    return node != nullptr ? std::optional(node->kind) : std::nullopt;
}

const TomlNode* TableReader::require(std::string_view key, TomlKind kind, bool required) {
    const auto* node = find(key);
    if (node == nullptr) {
        if (required)
            defect(key, fmt::format("\"{}\" is missing", key),
                   fmt::format("add {} = {}", key, name_of(kind)));
        return nullptr;
    }
    if (node->kind != kind) {
        defect(key, fmt::format("\"{}\" is {}", key, name_of(node->kind)),
               fmt::format("write {}", name_of(kind)));
        return nullptr;
    }
    return node;
}

bool TableReader::sound_text(const TomlNode& node, std::string_view key) {
    const Place place = at(node.line, node.column);
    if (node.text.find_first_not_of(" \t\n") == std::string::npos) {
        defects_->add(place, fmt::format("\"{}\" is empty", key),
                      "write the text, or leave the key out where it is optional");
        return false;
    }
    if (has_control(node.text)) {
        defects_->add(place, fmt::format("\"{}\" contains a control character", key),
                      "remove the \\u or \\x escape");
        return false;
    }
    if (!is_nfc(node.text)) {
        defects_->add(place, fmt::format("\"{}\" is not in Unicode normalisation form C", key),
                      "retype the accented letters, or save the file as NFC");
        return false;
    }
    return true;
}

std::optional<std::string> TableReader::optional_text(std::string_view key) {
    const auto* node = require(key, TomlKind::text, false);
    return node != nullptr && sound_text(*node, key) ? std::optional(node->text) : std::nullopt;
}

std::string TableReader::text(std::string_view key) {
    const auto* node = require(key, TomlKind::text, true);
    return node != nullptr && sound_text(*node, key) ? node->text : std::string();
}

std::string TableReader::text_or(std::string_view key, std::string_view otherwise) {
    return optional_text(key).value_or(std::string(otherwise));
}

std::optional<std::int64_t> TableReader::optional_integer(std::string_view key, std::int64_t least,
                                                          std::int64_t most) {
    const auto* node = require(key, TomlKind::integer, false);
    if (node == nullptr) return std::nullopt;
    if (node->integer < least || node->integer > most) {
        constexpr auto highest = std::numeric_limits<std::int64_t>::max();
        defect(key, fmt::format("\"{}\" is {}", key, node->integer),
               most == highest ? fmt::format("write {} or more", least)
                               : fmt::format("write a number from {} to {}", least, most));
        return std::nullopt;
    }
    return node->integer;
}

std::int64_t TableReader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    if (!has(key)) return require(key, TomlKind::integer, true), 0;
    return optional_integer(key, least, most).value_or(0);
}

bool TableReader::boolean(std::string_view key) {
    const auto* node = require(key, TomlKind::boolean, true);
    return node != nullptr && node->boolean;
}

bool TableReader::boolean_or(std::string_view key, bool otherwise) {
    const auto* node = require(key, TomlKind::boolean, false);
    return node != nullptr ? node->boolean : otherwise;
}

std::optional<LocalDate> TableReader::optional_date(std::string_view key) {
    const auto* node = require(key, TomlKind::date, false);
    return node != nullptr ? std::optional(node->date) : std::nullopt;
}

LocalDate TableReader::date(std::string_view key) {
    const auto* node = require(key, TomlKind::date, true);
    return node != nullptr ? node->date : LocalDate{};
}

std::vector<std::string> TableReader::optional_texts(std::string_view key) {
    std::vector<std::string> list;
    const auto* node = require(key, TomlKind::array, false);
    if (node == nullptr) return list;
    for (const auto& item : node->items) {
        if (item.kind != TomlKind::text)
            defects_->add(at(item.line, item.column), fmt::format("\"{}\" lists {}", key, name_of(item.kind)),
                          "list texts in quotes only");
        else if (sound_text(item, key))
            list.push_back(item.text);
    }
    return list;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
    const auto* node = require(key, TomlKind::array, true);
    if (node != nullptr && node->items.empty())
        defect(key, fmt::format("\"{}\" is an empty list", key), "list at least one text");
    return node != nullptr ? optional_texts(key) : std::vector<std::string>();
}

std::vector<Scalar> TableReader::optional_scalars(std::string_view key) {
    std::vector<Scalar> list;
    const auto* node = find(key);
    if (node == nullptr) return list;
    const auto take = [&](const TomlNode& item) {
        if (item.kind == TomlKind::integer)
            list.emplace_back(item.integer);
        else if (item.kind == TomlKind::boolean)
            list.emplace_back(item.boolean);
        else if (item.kind == TomlKind::text && sound_text(item, key))
            list.emplace_back(item.text);
        else if (item.kind != TomlKind::text)
            defects_->add(at(item.line, item.column), fmt::format("\"{}\" holds {}", key, name_of(item.kind)),
                          "write a text, a whole number, true or false");
    };
    if (node->kind != TomlKind::array) {
        take(*node);
        return list;
    }
    if (node->items.empty())
        defect(key, fmt::format("\"{}\" is an empty list", key), "list at least one value");
    for (const auto& item : node->items) take(item);
    return list;
}

std::optional<TableReader> TableReader::optional_table(std::string_view key) {
    const auto* node = require(key, TomlKind::table, false);
    return node != nullptr ? std::optional(TableReader(*node, *this)) : std::nullopt;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    if (!has(key)) return require(key, TomlKind::table, true), std::nullopt;
    return optional_table(key);
}

std::vector<TableReader> TableReader::optional_tables(std::string_view key) {
    std::vector<TableReader> list;
    const auto* node = find(key);
    if (node == nullptr) return list;
    if (node->kind != TomlKind::array) {
        defect(key, fmt::format("\"{}\" is {}", key, name_of(node->kind)),
               fmt::format("write [[{}]] in double brackets", key));
        return list;
    }
    for (const auto& item : node->items) {
        if (item.kind == TomlKind::table)
            list.push_back(TableReader(item, *this));
        else
            defects_->add(at(item.line, item.column), fmt::format("\"{}\" lists {}", key, name_of(item.kind)),
                          fmt::format("list tables only: [[{}]] or {{ … }}", key));
    }
    return list;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr || (node->kind == TomlKind::array && node->items.empty()))
        defect(key, fmt::format("\"{}\" is missing", key), fmt::format("add at least one [[{}]]", key));
    return optional_tables(key);
}

std::optional<std::size_t> TableReader::choose(std::string_view key,
                                               const std::vector<std::string_view>& words, bool required) {
    const auto* node = require(key, TomlKind::text, required);
    if (node == nullptr) return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), node->text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    const auto near = nearest_word(node->text, {words.begin(), words.end()});
    defect(key, fmt::format("\"{}\" has no value \"{}\"", key, node->text),
           near ? fmt::format("did you mean \"{}\"? Allowed: {}", *near, fmt::join(words, ", "))
                : fmt::format("write one of: {}", fmt::join(words, ", ")));
    return std::nullopt;
}

void TableReader::finish() {
    for (const auto& entry : table_->entries) {
        if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
        const auto near = nearest_word(entry.key, asked_);
        defects_->add(at(entry.line, entry.column), fmt::format("unknown key \"{}\"", entry.key),
                      near ? fmt::format("did you mean \"{}\"?", *near)
                           : fmt::format("remove it; known here: {}", fmt::join(asked_, ", ")));
    }
}

// ---------------------------------------------------------------- files

TomlFile::TomlFile(std::string name, std::string text, std::unique_ptr<TomlNode> root)
    : name_(std::move(name)),
      text_(std::move(text)),
      root_(std::move(root)) {}
TomlFile::TomlFile(TomlFile&&) noexcept = default;
TomlFile& TomlFile::operator=(TomlFile&&) noexcept = default;
TomlFile::~TomlFile() = default;

TomlFile TomlFile::with(TomlNode root) const {
    return {name_, text_, std::make_unique<TomlNode>(std::move(root))};
}

TableReader TomlFile::root(Defects& defects) const { return {*root_, name_, defects}; }

std::optional<TomlFile> TomlFile::parse(std::string_view text, std::string name, Defects& defects) {
    if (text.size() > max_bytes) {
        defects.add({name, 0, 0}, fmt::format("the file has more than {} bytes", max_bytes),
                    "split it, or check that it is the file that was meant");
        return std::nullopt;
    }
    if (const int line = line_of_endless_key(text); line > 0) {
        defects.add({name, line, 1}, fmt::format("a key has more than {} parts", deepest_nesting),
                    "write a shorter key");
        return std::nullopt;
    }
    try {
        const toml::table table = toml::parse(text, name);
        auto root = std::make_unique<TomlNode>(convert(table));
        root->line = root->column = 1;
        return TomlFile(std::move(name), std::string(text), std::move(root));
    } catch (const toml::parse_error& error) {
        const auto at = error.source().begin;
        defects.add({name, static_cast<int>(at.line), static_cast<int>(at.column)},
                    "not TOML: " + std::string(error.description()), "correct the file at this place");
        return std::nullopt;
    }
}

std::optional<TomlFile> TomlFile::read(const std::filesystem::path& path, Defects& defects) {
    const auto refuse = [&](std::string what, std::string remedy) {
        defects.add({path.string(), 0, 0}, std::move(what), std::move(remedy));
        return std::nullopt;
    };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error)
        return refuse("cannot be read: " + error.message(),
                      "check that the file exists and its links lead somewhere");
    // A pipe or a device would block or never end.
    if (!std::filesystem::is_regular_file(status))
        return refuse("is not a file", "put an ordinary file there");
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return refuse("cannot be opened", "check its permissions");
    std::string text(max_bytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return refuse("cannot be read to its end", "check the disk");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse(text, path.string(), defects);
}

std::vector<std::filesystem::path> toml_files_in(const std::filesystem::path& folder, std::string remedy,
                                                 Defects& defects) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    while (!error && entries != std::filesystem::directory_iterator()) {
        const auto& path = entries->path();
        // Editors leave hidden copies beside the file they have open.
        if (path.extension() == ".toml" && path.filename().string().front() != '.') files.push_back(path);
        entries.increment(error);
    }
    if (error)
        defects.add({folder.string(), 0, 0}, "the folder cannot be listed: " + error.message(),
                    std::move(remedy));
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace motcua::procedures
