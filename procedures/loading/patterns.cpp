#include "procedures/loading/patterns.hpp"

#include "procedures/loading/toml_node.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

namespace motcua::procedures {

struct SharedPattern {
    TomlFile file;
    std::vector<std::string> parameters;
    bool is_sound = true;
};

namespace {

/// "{first}" inside a text: where it begins, its length with braces, its name.
struct Placeholder {
    std::size_t at = 0;
    std::size_t length = 0;
    std::string name;
};

std::optional<Placeholder> placeholder_from(std::string_view text, std::size_t from) {
    for (auto open = text.find('{', from); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", open + 1);
        if (close != std::string_view::npos && text[close] == '}' && close > open + 1)
            return Placeholder{open, close - open + 1, std::string(text.substr(open + 1, close - open - 1))};
    }
    return std::nullopt;
}

/// The parameter's name when the text is nothing but its placeholder.
std::optional<std::string> sole_placeholder(const TomlNode& node) {
    if (node.kind != TomlKind::text) return std::nullopt;
    const auto found = placeholder_from(node.text, 0);
    return found && found->length == node.text.size() ? std::optional(found->name) : std::nullopt;
}

void place_all(TomlNode& node, int line, int column) {
    node.line = line;
    node.column = column;
    for (auto& item : node.items) place_all(item, line, column);
    for (auto& entry : node.entries) {
        entry.line = line;
        entry.column = column;
        place_all(entry.value, line, column);
    }
}

bool is_empty(const TomlNode& node) {
    return (node.kind == TomlKind::text && node.text.empty()) ||
           (node.kind == TomlKind::array && node.items.empty()) ||
           (node.kind == TomlKind::table && node.entries.empty());
}

/// Every placeholder below `node`, with its place.
template <class Visit> void visit_placeholders(const TomlNode& node, const Visit& visit) {
    if (node.kind == TomlKind::text)
        for (auto found = placeholder_from(node.text, 0); found;
             found = placeholder_from(node.text, found->at + found->length))
            visit(found->name, node);
    for (const auto& item : node.items) visit_placeholders(item, visit);
    for (const auto& entry : node.entries) visit_placeholders(entry.value, visit);
}

/// One [[use]]: a pattern and what its parameters stand for here.
class Use {
public:
    Use(const SharedPattern& pattern, std::string name, TableReader& reader, const TomlNode& table,
        Defects& defects)
        : pattern_(pattern),
          origin_(std::make_shared<Origin>(
              Origin{std::move(name), pattern.file.name(),
                     fmt::format("{}:{}", reader.place().file, reader.place().line)})),
          defects_(defects) {
        if (const auto* defaults = pattern.file.node().find("defaults")) bind(*defaults);
        const auto* with = table.find("with");
        if (with != nullptr && with->kind == TomlKind::table) {
            for (const auto& entry : with->entries) {
                if (is_parameter(entry.key)) continue;
                const auto near = nearest_word(entry.key, pattern.parameters);
                defects.add(
                    {reader.file(), entry.line, entry.column},
                    fmt::format("pattern \"{}\" has no parameter \"{}\"", origin_->pattern, entry.key),
                    near ? fmt::format("did you mean \"{}\"?", *near)
                         : fmt::format("it has {}", fmt::join(pattern.parameters, ", ")));
            }
            bind(*with);
        }
        for (const auto& parameter : pattern.parameters)
            if (!values_.contains(parameter))
                defects.add(reader.place(),
                            fmt::format("pattern \"{}\" needs \"{}\"", origin_->pattern, parameter),
                            fmt::format("write it in with = {{ {} = … }}; {} declares it", parameter,
                                        pattern.file.name()));
    }

    /// The tables [[key]] of the pattern with their placeholders filled.
    std::vector<TomlNode> tables(std::string_view key) const {
        std::vector<TomlNode> list;
        const auto* from = pattern_.file.node().find(key);
        if (from == nullptr || from->kind != TomlKind::array) return list;
        for (const auto& item : from->items) {
            auto filled = fill(item);
            // A step or paper whose id stands for nothing is not wanted here.
            if (!filled || (item.find("id") != nullptr && filled->find("id") == nullptr)) continue;
            filled->origin = origin_;
            list.push_back(std::move(*filled));
        }
        return list;
    }

private:
    bool is_parameter(const std::string& name) const {
        const auto& list = pattern_.parameters;
        return std::find(list.begin(), list.end(), name) != list.end();
    }

    void bind(const TomlNode& table) {
        for (const auto& entry : table.entries)
            if (is_parameter(entry.key)) values_[entry.key] = &entry.value;
    }

    /// Nothing where a placeholder stands for something empty: its key is left out.
    std::optional<TomlNode> fill(const TomlNode& from) const {
        if (const auto name = sole_placeholder(from)) {
            TomlNode value = *values_.at(*name);
            if (is_empty(value)) return std::nullopt;
            place_all(value, from.line, from.column);
            return value;
        }
        TomlNode node = from;
        node.items.clear();
        node.entries.clear();
        if (from.kind == TomlKind::text) node.text = fill_text(from);
        for (const auto& item : from.items) {
            auto filled = fill(item);
            if (!filled) continue;
            if (filled->kind == TomlKind::array && sole_placeholder(item))
                std::move(filled->items.begin(), filled->items.end(), std::back_inserter(node.items));
            else
                node.items.push_back(std::move(*filled));
        }
        for (const auto& entry : from.entries)
            if (auto filled = fill(entry.value))
                node.entries.push_back({entry.key, entry.line, entry.column, std::move(*filled)});
        return node;
    }

    std::string fill_text(const TomlNode& node) const {
        std::string text;
        std::size_t from = 0;
        while (const auto found = placeholder_from(node.text, from)) {
            text += std::string_view(node.text).substr(from, found->at - from);
            from = found->at + found->length;
            const auto& value = *values_.at(found->name);
            switch (value.kind) {
                case TomlKind::text: text += value.text; break;
                case TomlKind::integer: text += std::to_string(value.integer); break;
                default:
                    defects_.add({origin_->file, node.line, node.column, origin_->used_at},
                                 fmt::format("\"{}\" stands inside a text, but is neither text nor number",
                                             found->name),
                                 "give it a text, or let the placeholder stand alone");
            }
        }
        return text + node.text.substr(from);
    }

    const SharedPattern& pattern_;
    std::shared_ptr<const Origin> origin_;
    std::map<std::string, const TomlNode*> values_;
    Defects& defects_;
};

std::string text_of(const TomlNode& table, std::string_view key) {
    const auto* node = table.find(key);
    return node != nullptr && node->kind == TomlKind::text ? node->text : std::string();
}

TomlNode& list_of(TomlNode& root, const std::string& key) {
    if (auto* list = root.find(key)) return *list;
    TomlNode list;
    list.kind = TomlKind::array;
    root.entries.push_back({key, root.line, root.column, std::move(list)});
    return root.entries.back().value;
}

/// [[on]]: actions and consulted parties added to a step that is written elsewhere.
void add_to_steps(const TomlNode& on, TableReader reader, TomlNode& steps, Defects& defects) {
    std::vector<std::string> names;
    if (reader.kind_of("step") == TomlKind::array)
        names = reader.texts("step");
    else
        names.push_back(reader.text("step"));
    for (const auto* key : {"action", "consult"}) reader.optional_tables(key);
    reader.finish();
    for (const auto& name : names) {
        const auto step = std::find_if(steps.items.begin(), steps.items.end(),
                                       [&](const TomlNode& one) { return text_of(one, "id") == name; });
        if (step == steps.items.end()) {
            std::vector<std::string> known;
            for (const auto& one : steps.items) known.push_back(text_of(one, "id"));
            const auto near = nearest_word(name, known);
            if (!name.empty())
                defects.add(reader.place_of("step"), fmt::format("there is no step \"{}\"", name),
                            near ? fmt::format("did you mean \"{}\"?", *near)
                                 : "name a step of the definition or of a pattern that it uses");
            continue;
        }
        for (const auto* key : {"action", "consult"}) {
            const auto* added = on.find(key);
            if (added == nullptr || added->kind != TomlKind::array) continue;
            auto& list = list_of(*step, key);
            for (auto item : added->items) {
                item.origin = on.origin;
                list.items.push_back(std::move(item));
            }
        }
    }
}

/// Puts the steps of one use among those that stand already.
void place_steps(std::vector<TomlNode> from, const std::string& after, TomlNode& steps,
                 std::map<std::string, std::ptrdiff_t>& placed) {
    const auto submitted = std::find_if(
        from.begin(), from.end(), [](const TomlNode& step) { return text_of(step, "kind") == "submitted"; });
    if (submitted != from.end()) {
        steps.items.insert(steps.items.begin(), std::move(*submitted));
        from.erase(submitted);
    }
    auto at = steps.items.end();
    if (!after.empty()) {
        at = std::find_if(steps.items.begin(), steps.items.end(),
                          [&](const TomlNode& one) { return text_of(one, "id") == after; });
        at += 1 + placed[after];
        placed[after] += static_cast<std::ptrdiff_t>(from.size());
    }
    steps.items.insert(at, std::move_iterator(from.begin()), std::move_iterator(from.end()));
}

}  // namespace

Patterns::Patterns() = default;
Patterns::Patterns(Patterns&&) noexcept = default;
Patterns& Patterns::operator=(Patterns&&) noexcept = default;
Patterns::~Patterns() = default;

Patterns Patterns::read(const std::filesystem::path& folder, Defects& defects) {
    Patterns patterns;
    if (std::error_code error; !std::filesystem::exists(folder, error) && !error) return patterns;
    for (const auto& path : toml_files_in(folder, "patterns/ holds NAME.toml files", defects))
        if (auto file = TomlFile::read(path, defects))
            patterns.add(std::move(*file), path.stem().string(), defects);
    return patterns;
}

void Patterns::add(TomlFile file, std::string name, Defects& defects) {
    const auto before = defects.size();
    auto root = file.root(defects);
    auto parameters = root.optional_texts("parameters");
    std::set<std::string> unused(parameters.begin(), parameters.end());
    if (auto defaults = root.optional_table("defaults"))
        for (const auto& key : defaults->keys())
            if (!unused.contains(key))
                defaults->defect(key, fmt::format("\"{}\" is no parameter", key),
                                 "list it in parameters, or remove its default");
    root.optional_text("after");
    if (root.has("use"))
        root.defect("use", "a pattern uses another pattern",
                    "write its steps here, or let the definition use both");
    root.kind_of("use");
    for (const auto* key : {"document", "step", "everywhere", "on"}) {
        root.optional_tables(key);
        const auto* list = file.node().find(key);
        if (list == nullptr) continue;
        visit_placeholders(*list, [&](const std::string& used, const TomlNode& where) {
            unused.erase(used);
            if (std::find(parameters.begin(), parameters.end(), used) != parameters.end()) return;
            const auto near = nearest_word(used, parameters);
            defects.add({file.name(), where.line, where.column},
                        fmt::format("\"{{{}}}\" is no parameter", used),
                        near ? fmt::format("did you mean \"{{{}}}\"?", *near) : "list it in parameters");
        });
    }
    root.finish();
    for (const auto& parameter : unused)
        root.defect("parameters", fmt::format("parameter \"{}\" is used nowhere", parameter), "remove it");
    patterns_.emplace(std::move(name),
                      SharedPattern{std::move(file), std::move(parameters), defects.size() == before});
}

std::optional<TomlFile> Patterns::expand(const TomlFile& file, Defects& defects) const {
    TomlNode root = file.node();
    const auto* uses = file.node().find("use");
    const auto* own_additions = file.node().find("on");
    if (uses == nullptr && own_additions == nullptr) return file.with(std::move(root));

    const auto before = defects.size();
    auto readers = file.root(defects).optional_tables("use");
    file.root(defects).optional_tables("on");
    if (defects.size() != before) return std::nullopt;
    std::erase_if(root.entries, [](const auto& entry) { return entry.key == "use" || entry.key == "on"; });
    // The lists exist before references into the root are taken.
    for (const auto* key : {"document", "everywhere", "step"}) list_of(root, key);
    auto& steps = *root.find("step");
    std::vector<TomlNode> additions;
    if (own_additions != nullptr) additions = own_additions->items;
    std::map<std::string, std::ptrdiff_t> placed;
    bool is_sound = true;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        auto& reader = readers[i];
        const auto name = reader.text("pattern");
        auto after = reader.text_or("after", "");
        reader.optional_table("with");
        reader.finish();
        const auto found = patterns_.find(name);
        if (found == patterns_.end()) {
            std::vector<std::string> known;
            for (const auto& [one, pattern] : patterns_) known.push_back(one);
            const auto near = nearest_word(name, known);
            reader.defect("pattern", fmt::format("there is no pattern \"{}\"", name),
                          near ? fmt::format("did you mean \"{}\"?", *near)
                               : fmt::format("patterns/ has {}", fmt::join(known, ", ")));
            continue;
        }
        if (!found->second.is_sound) {
            is_sound = false;
            continue;
        }
        if (after.empty()) after = text_of(found->second.file.node(), "after");
        const bool known_step =
            std::any_of(steps.items.begin(), steps.items.end(),
                        [&](const TomlNode& step) { return text_of(step, "id") == after; });
        if (!after.empty() && !known_step)
            reader.defect("after", fmt::format("there is no step \"{}\"", after),
                          "name a step of this file, or of a pattern used before");
        const Use use(found->second, name, reader, uses->items[i], defects);
        if (defects.size() != before) continue;
        place_steps(use.tables("step"), after, steps, placed);
        for (const auto* key : {"document", "everywhere"})
            for (auto& table : use.tables(key)) root.find(key)->items.push_back(std::move(table));
        for (auto& table : use.tables("on")) additions.push_back(std::move(table));
    }
    if (defects.size() != before || !is_sound) return std::nullopt;

    for (const auto& on : additions) add_to_steps(on, TableReader(on, file.name(), defects), steps, defects);
    std::stable_partition(steps.items.begin(), steps.items.end(),
                          [](const TomlNode& step) { return text_of(step, "kind") != "closed"; });
    if (defects.size() != before) return std::nullopt;
    return file.with(std::move(root));
}

}  // namespace motcua::procedures
