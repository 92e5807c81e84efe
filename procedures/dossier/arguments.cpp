#include "procedures/dossier/arguments.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace motcua::procedures {

namespace {
constexpr std::size_t longest_text = 4000;
}

void Arguments::wrong(std::string_view field, std::string_view why) {
    if (!refusal_) {
        refusal_ = refuse(Refusal::Code::invalid_argument,
                          {{"field", std::string(field)}, {"why", std::string(why)}});
    }
}

std::string Arguments::text(std::string_view field) {
    const auto* value = args_.if_contains(field);
    if (value == nullptr || value->is_null()) {
        return {};
    }
    if (!value->is_string()) {
        wrong(field, "text");
        return {};
    }
    if (value->get_string().size() > longest_text) {
        wrong(field, "too_long");
        return {};
    }
    return std::string(value->get_string());
}

std::string Arguments::required_text(std::string_view field) {
    auto value = text(field);
    if (value.empty()) {
        wrong(field, "required");
    }
    return value;
}

bool Arguments::flag(std::string_view field) {
    const auto* value = args_.if_contains(field);
    if (value == nullptr) {
        return false;
    }
    if (!value->is_bool()) {
        wrong(field, "boolean");
        return false;
    }
    return value->get_bool();
}

std::optional<std::int64_t> Arguments::number(std::string_view field) {
    const auto* value = args_.if_contains(field);
    if (value == nullptr) {
        return std::nullopt;
    }
    // Numbers are hashed as integers below 2^53; anything else has no place in an event.
    constexpr std::int64_t bound = std::int64_t{1} << 53;
    if (!value->is_int64() || value->get_int64() >= bound || value->get_int64() <= -bound) {
        wrong(field, "integer");
        return std::nullopt;
    }
    return value->get_int64();
}

std::optional<Instant> Arguments::instant(std::string_view field) {
    if (!has(field)) {
        return std::nullopt;
    }
    const auto parsed = parse_instant(text(field));
    if (!parsed) {
        wrong(field, "instant");
    }
    return parsed;
}

std::optional<LocalDate> Arguments::date(std::string_view field) {
    if (!has(field)) {
        return std::nullopt;
    }
    const auto parsed = parse_date(text(field));
    if (!parsed) {
        wrong(field, "date");
    }
    return parsed;
}

std::vector<std::string> Arguments::texts(std::string_view field) {
    std::vector<std::string> out;
    if (const auto* list = array(field)) {
        for (const auto& value : *list) {
            if (!value.is_string()) {
                wrong(field, "texts");
                break;
            }
            out.emplace_back(value.get_string());
        }
    }
    return out;
}

const boost::json::object* Arguments::object(std::string_view field) {
    const auto* value = args_.if_contains(field);
    if (value == nullptr) {
        return nullptr;
    }
    if (!value->is_object()) {
        wrong(field, "object");
        return nullptr;
    }
    return &value->get_object();
}

const boost::json::array* Arguments::array(std::string_view field) {
    const auto* value = args_.if_contains(field);
    if (value == nullptr) {
        return nullptr;
    }
    if (!value->is_array()) {
        wrong(field, "list");
        return nullptr;
    }
    return &value->get_array();
}

}  // namespace motcua::procedures
