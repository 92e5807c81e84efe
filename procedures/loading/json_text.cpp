#include "procedures/loading/json_text.hpp"

#include <boost/json/serialize.hpp>

namespace motcua::procedures {

namespace {

void write(std::string& out, const boost::json::value& value) {
    if (const auto* object = value.if_object()) {
        if (const auto* date = object->if_contains("$date")) {
            out += std::string_view(date->as_string());
            return;
        }
        out += "{ ";
        bool first = true;
        for (const auto& member : *object) {
            if (!first) out += ", ";
            first = false;
            out += boost::json::serialize(boost::json::string(member.key()));
            out += " = ";
            write(out, member.value());
        }
        out += " }";
    } else if (const auto* array = value.if_array()) {
        out += "[ ";
        bool first = true;
        for (const auto& item : *array) {
            if (!first) out += ", ";
            first = false;
            write(out, item);
        }
        out += " ]";
    } else {
        out += boost::json::serialize(value);  // JSON's texts, numbers and truth values are TOML's
    }
}

}  // namespace

boost::json::object date_value(LocalDate day) { return {{"$date", format_date(day)}}; }

std::string toml_text(const boost::json::object& object) {
    std::string out;
    for (const auto& member : object) {
        out += boost::json::serialize(boost::json::string(member.key()));
        out += " = ";
        write(out, member.value());
        out += '\n';
    }
    return out;
}

void put(boost::json::object& object, std::string_view key, std::string_view text) {
    if (!text.empty()) object[key] = text;
}

void put(boost::json::object& object, const std::string& stem, const Names& names) {
    put(object, stem + "_vi", names.vi);
    put(object, stem + "_en", names.en);
}

void put(boost::json::object& object, const Standing& standing) {
    put(object, "confidence", standing.confidence);
    put(object, "basis", standing.basis);
    put(object, "note", standing.note);
}

}  // namespace motcua::procedures
