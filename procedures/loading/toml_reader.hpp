// How every configuration file is read: typed, complete, and with a located defect
// for all that is wrong. The only code that knows the TOML library.
//
// Reading never stops at the first defect: a getter that finds something wrong records it
// and returns an empty value. Who has read everything asks the Defects whether the result may be used.
#pragma once

#include "procedures/calendar/time.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace motcua::procedures {

/// Where something stands; line 0 means the file as a whole.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    std::string used_at{};  // of a pattern's part: where it is used
};

/// One thing wrong in the configuration, and what to do about it.
struct Defect {
    std::string file;
    int line = 0;
    int column = 0;
    std::string what;
    std::string remedy;
    auto operator<=>(const Defect&) const = default;
};

/// "config/calendar/2026.toml:12:8: what; remedy"
std::string to_string(const Defect& defect);

/// All that is wrong in all files that were read.
class Defects {
public:
    void add(Place place, std::string what, std::string remedy);
    bool empty() const { return found_.empty(); }
    std::size_t size() const { return found_.size(); }
    /// By file, line and column.
    std::vector<Defect> sorted() const;
    /// The sorted defects, one to a line.
    std::string to_string() const;

private:
    std::vector<Defect> found_;
};

/// The configuration cannot be used: the message lists every defect.
class DefinitionError : public std::runtime_error {
public:
    explicit DefinitionError(const Defects& defects)
        : std::runtime_error(defects.to_string()),
          defects_(defects) {}
    const Defects& defects() const { return defects_; }

private:
    Defects defects_;
};

struct TomlNode;  // one value of a parsed file, with its place (toml_node.hpp)
struct Origin;

/// A text, whole number or truth value where a file may hold any of them.
using Scalar = std::variant<std::string, std::int64_t, bool>;

enum class TomlKind { text, integer, boolean, date, table, array, other };

/// A word of an enumeration and what it stands for.
template <class Value> struct Word {
    std::string_view word;
    Value value;
};

/// One table of a file. Remembers which keys were asked for, so that `finish()` finds the others.
/// Cheap to move; lives no longer than its TomlFile and its Defects.
class TableReader {
public:
    TableReader(const TomlNode& table, std::string file, Defects& defects);

    bool has(std::string_view key) const;
    /// Keys in the order of the file; for tables whose keys are names chosen by the author.
    std::vector<std::string> keys() const;
    /// What the key holds; nothing when it is absent. Counts as asked for.
    std::optional<TomlKind> kind_of(std::string_view key);

    /// Required: never empty, NFC, no control characters but line breaks and tabs.
    std::string text(std::string_view key);
    std::optional<std::string> optional_text(std::string_view key);
    std::string text_or(std::string_view key, std::string_view otherwise);

    std::int64_t integer(std::string_view key, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         std::int64_t most = std::numeric_limits<std::int64_t>::max());
    std::optional<std::int64_t> optional_integer(
        std::string_view key, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
        std::int64_t most = std::numeric_limits<std::int64_t>::max());

    bool boolean(std::string_view key);
    bool boolean_or(std::string_view key, bool otherwise);

    /// A TOML date without time: 2026-04-27.
    LocalDate date(std::string_view key);
    std::optional<LocalDate> optional_date(std::string_view key);

    /// At least one text. The optional form is empty when the key is absent.
    std::vector<std::string> texts(std::string_view key);
    std::vector<std::string> optional_texts(std::string_view key);

    /// One scalar or a list of them; empty when the key is absent.
    std::vector<Scalar> optional_scalars(std::string_view key);

    /// A table ([key] or { … }); `table` records a defect when it is absent.
    std::optional<TableReader> table(std::string_view key);
    std::optional<TableReader> optional_table(std::string_view key);
    /// [[key]], in the order of the file; `tables` wants at least one.
    std::vector<TableReader> tables(std::string_view key);
    std::vector<TableReader> optional_tables(std::string_view key);

    /// One of the words; the defect lists them all. Gives the first word's value when it is none.
    template <class Value, std::size_t Count>
    Value choice(std::string_view key, const std::array<Word<Value>, Count>& words) {
        const auto at = choose(key, spelled(words), true);
        return words[at.value_or(0)].value;
    }
    template <class Value, std::size_t Count>
    std::optional<Value> optional_choice(std::string_view key, const std::array<Word<Value>, Count>& words) {
        const auto at = choose(key, spelled(words), false);
        return at ? std::optional<Value>(words[*at].value) : std::nullopt;
    }
    template <class Value, std::size_t Count>
    Value choice_or(std::string_view key, const std::array<Word<Value>, Count>& words, Value otherwise) {
        return optional_choice(key, words).value_or(otherwise);
    }

    /// Every key that was never asked for is a defect that names the nearest known one.
    void finish();

    /// Of the table, and of a key's value (the table's own when it is absent).
    Place place() const;
    Place place_of(std::string_view key) const;
    const std::string& file() const { return file_; }
    /// The pattern that the table was written in; empty for the file itself.
    std::string pattern() const;
    /// Records a defect at the key's value.
    void defect(std::string_view key, std::string what, std::string remedy);

private:
    TableReader(const TomlNode& table, const TableReader& around);
    Place at(int line, int column) const;
    const TomlNode* find(std::string_view key);
    const TomlNode* require(std::string_view key, TomlKind kind, bool required);
    std::optional<std::size_t> choose(std::string_view key, const std::vector<std::string_view>& words,
                                      bool required);
    bool sound_text(const TomlNode& node, std::string_view key);

    template <class Value, std::size_t Count>
    static std::vector<std::string_view> spelled(const std::array<Word<Value>, Count>& words) {
        std::vector<std::string_view> list;
        for (const auto& word : words) list.push_back(word.word);
        return list;
    }

    const TomlNode* table_;
    std::string file_;
    Defects* defects_;
    std::shared_ptr<const Origin> origin_;
    std::vector<std::string> asked_;
};

/// A parsed file.
class TomlFile {
public:
    static constexpr std::size_t max_bytes = 1'000'000;

    /// Nothing when the file cannot be read or is not TOML; the defect says why. Never blocks on a
    /// pipe and never reads more than `max_bytes`. Defects name the file as `path` is written.
    static std::optional<TomlFile> read(const std::filesystem::path& path, Defects& defects);
    static std::optional<TomlFile> parse(std::string_view text, std::string name, Defects& defects);

    TableReader root(Defects& defects) const;
    const TomlNode& node() const { return *root_; }
    /// The same file with other content: its patterns expanded.
    TomlFile with(TomlNode root) const;
    const std::string& name() const { return name_; }
    /// The bytes as read, for hashing and adopting.
    const std::string& text() const { return text_; }

    TomlFile(TomlFile&&) noexcept;
    TomlFile& operator=(TomlFile&&) noexcept;
    ~TomlFile();

private:
    TomlFile(std::string name, std::string text, std::unique_ptr<TomlNode> root);

    std::string name_;
    std::string text_;
    std::unique_ptr<TomlNode> root_;
};

/// The *.toml files of a folder by name; a folder that cannot be listed is a defect with `remedy`.
std::vector<std::filesystem::path> toml_files_in(const std::filesystem::path& folder, std::string remedy,
                                                 Defects& defects);

/// The candidate with the smallest edit distance, if it is near enough to be a slip of the pen.
std::optional<std::string> nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace motcua::procedures
