// The schema that editors use knows every key and word of the format, and the shipped texts keep it.
#include "procedures/loading/law_loader.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace motcua::procedures {
namespace {

namespace json = boost::json;

/// As much of JSON Schema as the file uses: $ref, enum, type, properties, required, items, anyOf.
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

private:
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

const std::filesystem::path config = std::filesystem::path(MOTCUA_SOURCE_DIR) / "config";

TEST(ProcedureSchema, EveryShippedDefinitionKeepsIt) {
    const Schema schema(config / "procedures" / "procedure.schema.json");
    for (const auto& loaded : load_config(config).procedures) {
        EXPECT_EQ(schema.complaint(loaded.text), "") << loaded.file;
    }
}

/// The words of an enumeration: its enumerators are contiguous and end where to_string() knows no more.
template <class Enum> std::set<std::string> all_words() {
    std::set<std::string> words;
    for (int i = 0; !to_string(static_cast<Enum>(i)).empty(); ++i) {
        words.emplace(to_string(static_cast<Enum>(i)));
    }
    return words;
}

TEST(ProcedureSchema, KnowsTheWordsOfTheCode) {
    const Schema schema(config / "procedures" / "procedure.schema.json");
    EXPECT_EQ(schema.words("action", "kind"), all_words<ActionKind>());
    EXPECT_EQ(schema.words("action", "requires"), all_words<Requirement>());
    EXPECT_EQ(schema.words("step", "kind"), all_words<StepKind>());
    EXPECT_EQ(schema.words("step", "ending"), all_words<Ending>());
    EXPECT_EQ(schema.words("fee", "moment"), all_words<FeeMoment>());
    EXPECT_EQ(schema.words("consult", "silence"), all_words<Silence>());
    EXPECT_EQ(schema.words("attribute", "kind"), all_words<AttributeKind>());
}

}  // namespace
}  // namespace motcua::procedures
