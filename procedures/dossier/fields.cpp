#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace motcua::procedures::fields {

namespace {

[[noreturn]] void broken(std::string_view field, std::string_view what) {
    throw std::runtime_error(fmt::format("event field \"{}\" {}", field, what));
}

const boost::json::value& required(const boost::json::object& from, std::string_view field) {
    const auto* value = from.if_contains(field);
    if (value == nullptr) {
        broken(field, "is missing");
    }
    return *value;
}

LocalDate date(const boost::json::object& from, std::string_view field) {
    const auto parsed = parse_date(text(from, field));
    if (!parsed) {
        broken(field, "is not a date");
    }
    return *parsed;
}

Allowance allowance(const boost::json::object& from) {
    const auto unit = parse_limit_unit(text(from, "unit"));
    if (!unit) {
        broken("unit", "is not a unit of time");
    }
    return {static_cast<int>(number(from, "count")), *unit};
}

}  // namespace

std::string_view text(const boost::json::object& from, std::string_view field) {
    const auto& value = required(from, field);
    if (!value.is_string()) {
        broken(field, "is not text");
    }
    return value.get_string();
}

std::string_view text_or(const boost::json::object& from, std::string_view field,
                         std::string_view otherwise) {
    const auto* value = from.if_contains(field);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : otherwise;
}

std::int64_t number(const boost::json::object& from, std::string_view field) {
    const auto& value = required(from, field);
    if (!value.is_int64()) {
        broken(field, "is not a number");
    }
    return value.get_int64();
}

bool flag(const boost::json::object& from, std::string_view field) {
    const auto* value = from.if_contains(field);
    return value != nullptr && value->is_bool() && value->get_bool();
}

Instant instant(const boost::json::object& from, std::string_view field) {
    const auto parsed = parse_instant(text(from, field));
    if (!parsed) {
        broken(field, "is not a moment");
    }
    return *parsed;
}

std::optional<Instant> instant_if(const boost::json::object& from, std::string_view field) {
    if (from.if_contains(field) == nullptr) {
        return std::nullopt;
    }
    return instant(from, field);
}

const boost::json::object* object_if(const boost::json::object& from, std::string_view field) {
    const auto* value = from.if_contains(field);
    return value != nullptr ? value->if_object() : nullptr;
}

const boost::json::array* array_if(const boost::json::object& from, std::string_view field) {
    const auto* value = from.if_contains(field);
    return value != nullptr ? value->if_array() : nullptr;
}

boost::json::object of(const DueDate& due) {
    boost::json::object out{{"due", format_instant(due.due)},
                            {"legal_end", format_instant(due.legal_end)},
                            {"last_day", format_date(due.last_day)}};
    if (due.provisional) {
        out["provisional"] = true;
    }
    return out;
}

DueDate due_date(const boost::json::object& from) {
    return {instant(from, "due"), instant(from, "legal_end"), date(from, "last_day"),
            flag(from, "provisional")};
}

boost::json::object of(const StageRun& run) {
    auto out = of(run.due);
    out["stage"] = run.stage;
    out["count"] = run.allowance.count;
    out["unit"] = to_string(run.allowance.unit);
    out["started"] = format_instant(run.started);
    return out;
}

StageRun stage_run(const boost::json::object& from) {
    return {std::string(text(from, "stage")), allowance(from), instant(from, "started"), due_date(from)};
}

boost::json::array of(const std::vector<StageRun>& chain) {
    boost::json::array out;
    for (const auto& run : chain) {
        out.push_back(of(run));
    }
    return out;
}

boost::json::object of(const Holder& holder) {
    boost::json::object out{{"role", holder.role}, {"unit", holder.unit}};
    if (!holder.person.empty()) {
        out["person"] = holder.person;
    }
    return out;
}

Holder holder(const boost::json::object& from) {
    return {std::string(text(from, "role")), std::string(text(from, "unit")),
            std::string(text_or(from, "person"))};
}

boost::json::object of(const OpenConsult& consult) {
    boost::json::object out{{"party", consult.party},
                            {"asked", format_instant(consult.asked)},
                            {"due", format_instant(consult.due)}};
    out["mandatory"] = consult.mandatory;
    out["silence_is_consent"] = consult.silence_is_consent;
    return out;
}

OpenConsult open_consult(const boost::json::object& from) {
    return {std::string(text(from, "party")), instant(from, "asked"),           instant(from, "due"),
            flag(from, "mandatory"),          flag(from, "silence_is_consent"), std::nullopt};
}

boost::json::object of(const Deadline& deadline) {
    boost::json::object out{{"kind", to_string(deadline.kind)}, {"due", format_instant(deadline.due)}};
    if (!deadline.subject.empty()) {
        out["subject"] = deadline.subject;
    }
    return out;
}

Deadline deadline(const boost::json::object& from) {
    const auto kind = parse_deadline_kind(text(from, "kind"));
    if (!kind) {
        broken("kind", "is not a kind of deadline");
    }
    return {*kind, instant(from, "due"), std::string(text_or(from, "subject"))};
}

}  // namespace motcua::procedures::fields
