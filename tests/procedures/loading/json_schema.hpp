// As much of JSON Schema as the editors' schemas use: $ref, enum, type, properties, required, items, anyOf; and the raw
// values of a TOML file to hold against it.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/loading/toml_node.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace motcua::procedures {

namespace json = boost::json;

/// A file as it is written, placeholders and all; dates as in adopted texts.
inline json::value to_json_value(const TomlNode& node) {
    switch (node.kind) {
        case TomlKind::text: return json::string(node.text);
        case TomlKind::integer: return node.integer;
        case TomlKind::boolean: return node.boolean;
        case TomlKind::date: return json::object{{"$date", format_date(node.date)}};
        case TomlKind::array: {
            json::array list;
            for (const auto& item : node.items) list.push_back(to_json_value(item));
            return list;
        }
        case TomlKind::table:
        case TomlKind::other: break;
    }
    json::object table;
    for (const auto& entry : node.entries) table[entry.key] = to_json_value(entry.value);
    return table;
}

class Schema {
public:
    explicit Schema(const std::filesystem::path& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        root_ = json::parse(text.str()).as_object();
    }

    /// What is wrong with `value`; empty when it keeps the schema.
    std::string complaint(const json::value& value) const { return complaint(value, root_, "$"); }

    std::set<std::string> words(const std::string& def, const std::string& property) const {
        const auto& of = root_.at("$defs").at(def).at("properties").at(property).as_object();
        const auto& list = of.contains("items") ? of.at("items").at("enum") : of.at("enum");
        std::set<std::string> found;
        for (const auto& word : list.as_array()) {
            found.emplace(word.as_string());
        }
        return found;
    }

    /// The keys of the table at "step.action"; "" is the file itself.
    std::set<std::string> keys_at(const std::string& path) const {
        const json::object* table = &root_;
        std::istringstream parts(path);
        for (std::string part; std::getline(parts, part, '.');)
            table = &table_of(table->at("properties").as_object().at(part).as_object());
        std::set<std::string> keys;
        for (const auto& member : table->at("properties").as_object()) keys.emplace(member.key());
        return keys;
    }

    /// Every key and every word of an enumeration, wherever it stands.
    std::set<std::string> vocabulary() const {
        std::set<std::string> words;
        collect(root_, words);
        return words;
    }

private:
    const json::object& table_of(const json::object& schema) const {
        if (const auto* ref = schema.if_contains("$ref")) {
            const std::string name(ref->as_string().subview(std::string_view("#/$defs/").size()));
            return table_of(root_.at("$defs").at(name).as_object());
        }
        if (const auto* items = schema.if_contains("items")) return table_of(items->as_object());
        if (const auto* any = schema.if_contains("anyOf"))
            return table_of(any->as_array().front().as_object());
        return schema;
    }

    static void collect(const json::value& schema, std::set<std::string>& words) {
        if (const auto* list = schema.if_array())
            for (const auto& item : *list) collect(item, words);
        const auto* object = schema.if_object();
        if (object == nullptr) return;
        for (const auto& [key, value] : *object) {
            if (key == "properties")
                for (const auto& member : value.as_object()) words.emplace(member.key());
            if (key == "enum")
                for (const auto& word : value.as_array()) words.emplace(word.as_string());
            collect(value, words);
        }
    }

    std::string complaint(const json::value& value, const json::object& schema, const std::string& at) const {
        if (const auto* ref = schema.if_contains("$ref")) {
            const std::string name(ref->as_string().subview(std::string_view("#/$defs/").size()));
            return complaint(value, root_.at("$defs").at(name).as_object(), at);
        }
        if (const auto* any = schema.if_contains("anyOf")) {
            for (const auto& one : any->as_array()) {
                if (complaint(value, one.as_object(), at).empty()) {
                    return {};
                }
            }
            return at + ": none of anyOf";
        }
        if (const auto* words = schema.if_contains("enum")) {
            for (const auto& word : words->as_array()) {
                if (word == value) {
                    return {};
                }
            }
            return at + ": not among the words";
        }
        if (const auto* array = value.if_array()) {
            if (!schema.contains("items")) {
                return at + ": no list expected";
            }
            for (std::size_t i = 0; i < array->size(); ++i) {
                auto wrong =
                    complaint((*array)[i], schema.at("items").as_object(), fmt::format("{}[{}]", at, i));
                if (!wrong.empty()) {
                    return wrong;
                }
            }
            return {};
        }
        if (const auto* object = value.if_object()) {
            if (object->contains("$date")) {
                return schema.contains("format") ? "" : at + ": no date expected";
            }
            return complaint(*object, schema, at);
        }
        const auto& type = schema.at("type");
        const std::string is = value.is_string() ? "string" : value.is_int64() ? "integer" : "boolean";
        const bool fits = type.is_string()
                              ? type.as_string() == is
                              : std::any_of(type.as_array().begin(), type.as_array().end(),
                                            [&](const auto& one) { return one.as_string() == is; });
        return fits ? "" : at + ": type";
    }

    std::string complaint(const json::object& object, const json::object& schema,
                          const std::string& at) const {
        const auto* properties = schema.if_contains("properties");
        for (const auto& member : object) {
            const std::string key(member.key());
            const auto* known = properties != nullptr ? properties->as_object().if_contains(key) : nullptr;
            const auto* more = schema.if_contains("additionalProperties");
            if (known == nullptr && more != nullptr && more->is_bool() && more->as_bool()) continue;
            if (known == nullptr && schema.contains("additionalProperties") &&
                schema.at("additionalProperties").is_object()) {
                known = &schema.at("additionalProperties");
            }
            if (known == nullptr) {
                return at + ": unknown key " + key;
            }
            auto wrong = complaint(member.value(), known->as_object(), at + "." + key);
            if (!wrong.empty()) {
                return wrong;
            }
        }
        if (const auto* required = schema.if_contains("required")) {
            for (const auto& key : required->as_array()) {
                if (!object.contains(key.as_string())) {
                    return at + ": missing " + std::string(key.as_string());
                }
            }
        }
        return {};
    }

    json::object root_;
};

}  // namespace motcua::procedures
