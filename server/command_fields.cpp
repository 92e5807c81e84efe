#include "server/command_fields.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

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
    {CommandKind::submit,
     {"procedure", "channel", "attributes", "applicant", "owner", "representative", "summary", "project",
      "zone", "counter", "channel_detail", "helped_at", "return_method", "external_code", "external_system",
      "group", "parent", "visit", "replaces"}},
    {CommandKind::act,
     {"marks", "all_right", "reason", "signer", "assignee", "number", "date", "approved_by", "collector",
      "external", "competent_received_at", "lines", "provision"}},
    {CommandKind::check_documents, {"marks", "all_right"}},
    {CommandKind::acknowledge, {}},
    {CommandKind::decline_transfer, {"reason"}},
    {CommandKind::reassign, {"assignee", "reason"}},
    {CommandKind::pull_back, {"reason"}},
    {CommandKind::join, {"cooperating", "watching"}},
    {CommandKind::answer_consult,
     {"party", "opinion", "number", "date", "incoming_number", "answer", "scan"}},
    {CommandKind::remind_consult, {"party"}},
    {CommandKind::pay_fee, {"fee", "amount", "receipt_number", "method"}},
    {CommandKind::exempt_fee, {"fee", "basis"}},
    {CommandKind::request_withdrawal, {"reason", "channel"}},
    {CommandKind::extend, {"reason", "count"}},
    {CommandKind::reschedule, {"appointment", "requested_by", "reason"}},
    {CommandKind::move_due, {"notice"}},
    {CommandKind::move_version, {"version", "ground", "attributes"}},
    {CommandKind::correct_intake,
     {"reason", "applicant", "owner", "representative", "summary", "project", "zone", "attributes"}},
    {CommandKind::open_correction, {"reason"}},
    {CommandKind::correct_result, {"number", "date"}},
    {CommandKind::note, {"text"}},
};

constexpr std::string_view of_a_person[] = {
    "name", "id", "phone", "email", "address", "authorisation", "kind", "id_kind", "id_account_checked"};

template <class List> bool is_among(const List& list, std::string_view name) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

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

}  // namespace motcua::server
