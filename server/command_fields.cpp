#include "server/command_fields.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace motcua::server {

using procedures::CommandKind;

namespace {

using Names = std::initializer_list<std::string_view>;

struct Known {
    CommandKind kind;
    Names names;
};

// `at` is taken out before; `at_reason` goes with it.
const Known table[] = {
    {CommandKind::submit, {"procedure",      "channel",   "attributes",    "applicant",     "owner",
                           "representative", "summary",   "project",       "zone",          "counter",
                           "channel_detail", "helped_at", "return_method", "external_code", "external_system",
                           "group",          "parent",    "visit",         "replaces",      "outage"}},
    {CommandKind::act,
     {"marks", "all_right", "reason", "signer", "assignee", "number", "date", "approved_by", "collector",
      "external", "competent_received_at", "lines", "provision", "outage", "reserved_code"}},
    {CommandKind::check_documents, {"marks", "all_right", "outage"}},
    {CommandKind::acknowledge, {"outage", "received_by"}},
    {CommandKind::decline_transfer, {"reason"}},
    {CommandKind::reassign, {"assignee", "reason"}},
    {CommandKind::pull_back, {"reason"}},
    {CommandKind::join, {"cooperating", "watching"}},
    {CommandKind::answer_consult,
     {"party", "opinion", "number", "date", "incoming_number", "answer", "scan"}},
    {CommandKind::remind_consult, {"party"}},
    {CommandKind::pay_fee, {"fee", "amount", "receipt_number", "method", "outage"}},
    {CommandKind::exempt_fee, {"fee", "basis", "outage"}},
    {CommandKind::request_withdrawal, {"reason", "channel"}},
    {CommandKind::extend, {"reason", "count"}},
    {CommandKind::reschedule, {"appointment", "requested_by", "reason"}},
    {CommandKind::move_due, {"notice"}},
    {CommandKind::move_version, {"version", "ground", "attributes"}},
    {CommandKind::correct_intake,
     {"reason", "applicant", "owner", "representative", "summary", "project", "zone", "attributes"}},
    {CommandKind::open_correction, {"reason"}},
    {CommandKind::correct_result, {"number", "date"}},
    {CommandKind::redact, {"event", "fields", "ground"}},
    {CommandKind::note, {"text"}},
    {CommandKind::issue_paper, {"form", "reason", "year", "unit", "day", "reservation", "outage"}},
    {CommandKind::report_nonconformity, {"source", "dossier", "unit", "owner", "due", "description"}},
    {CommandKind::assign_nonconformity, {"nonconformity", "owner", "due"}},
    {CommandKind::treat_nonconformity, {"nonconformity", "correction", "cause", "action", "done"}},
    {CommandKind::plan_audit, {"unit", "auditor", "from", "to"}},
    {CommandKind::sample_audit, {"audit", "from", "to", "period", "per_procedure"}},
    {CommandKind::check_audited, {"audit", "dossier", "answers", "note"}},
    {CommandKind::report_finding, {"audit", "dossier", "tick", "description"}},
    {CommandKind::conclude_audit, {"audit", "conclusion"}},
    {CommandKind::verify_nonconformity, {"nonconformity", "effective", "effect", "due"}},
};

constexpr std::string_view of_a_person[] = {"name",          "id",
                                            "no_id",         "phone",
                                            "email",         "address",
                                            "authorisation", "kind",
                                            "id_kind",       "id_account_checked"};

enum class Form { text, flag, integer, date, instant, texts, list, object };

struct Typed {
    std::string_view name;
    Form form;
};
// All others are texts.
constexpr Typed typed[] = {
    {"all_right", Form::flag},
    {"amount", Form::integer},
    {"count", Form::integer},
    {"date", Form::date},
    {"appointment", Form::date},
    {"competent_received_at", Form::instant},
    {"cooperating", Form::texts},
    {"watching", Form::texts},
    {"lines", Form::list},
    {"marks", Form::object},
    {"attributes", Form::object},
    {"applicant", Form::object},
    {"owner", Form::object},
    {"representative", Form::object},
    {"signer", Form::object},
    {"collector", Form::object},
    {"external", Form::object},
    {"event", Form::integer},
    {"nonconformity", Form::integer},
    {"due", Form::date},
    {"done", Form::flag},
    {"effective", Form::flag},
    {"outage", Form::integer},
    {"reservation", Form::integer},
    {"fields", Form::texts},
    {"year", Form::integer},
    {"day", Form::date},
    {"personal", Form::flag},
    {"audit", Form::integer},
    {"answers", Form::object},
    {"per_procedure", Form::integer},
};

template <class List> bool is_among(const List& list, std::string_view name) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

std::string_view text_in(const boost::json::value& value) {
    return value.is_string() ? std::string_view(value.get_string()) : std::string_view();
}

bool is_of_a_dossier(CommandKind kind) { return kind < CommandKind::propose_law; }

/// What the field should have been; "" when it is that.
std::string_view wrong_form(CommandKind kind, std::string_view name, const boost::json::value& value) {
    const auto found =
        std::find_if(std::begin(typed), std::end(typed), [&](const Typed& one) { return one.name == name; });
    // A dossier's owner is described, a nonconformity's is one of the office.
    const bool is_owner_by_id = name == "owner" && !is_of_a_dossier(kind);
    switch (is_owner_by_id || found == std::end(typed) ? Form::text : found->form) {
        case Form::text: return value.is_string() || value.is_null() ? "" : "text";
        case Form::flag: return value.is_bool() ? "" : "boolean";
        case Form::integer: return value.is_int64() ? "" : "integer";
        case Form::date: return procedures::parse_date(text_in(value)) ? "" : "date";
        case Form::instant: return procedures::parse_instant(text_in(value)) ? "" : "instant";
        case Form::texts:
            return value.is_array() && std::all_of(value.get_array().begin(), value.get_array().end(),
                                                   [](const auto& one) { return one.is_string(); })
                       ? ""
                       : "texts";
        case Form::list: return value.is_array() ? "" : "list";
        case Form::object: return value.is_object() ? "" : "object";
    }
    return "";
}

/// The first argument that the command does not know, "applicant.colour"; "" when it knows all.
std::string unknown_argument(CommandKind kind, const boost::json::object& args) {
    const auto known =
        std::find_if(std::begin(table), std::end(table), [&](const Known& one) { return one.kind == kind; });
    if (known == std::end(table)) return {};
    for (const auto& [name, value] : args)
        if (name != "at_reason" && !is_among(known->names, name)) return std::string(std::string_view(name));
    for (const std::string_view who : {"applicant", "owner", "representative"}) {
        const auto* person = args.if_contains(who);
        if (person == nullptr || !person->is_object()) continue;
        for (const auto& [name, value] : person->get_object())
            if (!is_among(of_a_person, name))
                return std::string(who) + "." + std::string(std::string_view(name));
    }
    return {};
}

}  // namespace

std::optional<procedures::Refusal> settle_arguments(procedures::Command& command) {
    const auto wrong = [](std::string field, std::string why) {
        return procedures::refuse(procedures::Refusal::Code::invalid_argument,
                                  {{"field", std::move(field)}, {"why", std::move(why)}});
    };
    if (const auto* at = command.args.if_contains("at")) {
        const auto moment = procedures::parse_instant(text_in(*at));
        if (!moment) return wrong("at", "instant");
        command.at = moment;
        command.args.erase("at");
    }
    auto unknown = unknown_argument(command.kind, command.args);
    if (!unknown.empty()) return wrong(std::move(unknown), "unknown");
    // A decision reads what it needs; what it does not read may not be nonsense either.
    for (const auto& [name, value] : command.args)
        if (const auto why = wrong_form(command.kind, name, value); !why.empty())
            return wrong(name, std::string(why));
    return std::nullopt;
}

}  // namespace motcua::server
