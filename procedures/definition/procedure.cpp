#include "procedures/definition/procedure.hpp"

#include <algorithm>

namespace motcua::procedures {

namespace {

template <class Item> const Item* by_id(const std::vector<Item>& items, std::string_view id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Action* Step::action(std::string_view action_id) const { return by_id(actions, action_id); }
const Step* Procedure::step(std::string_view step_id) const { return by_id(steps, step_id); }
const Document* Procedure::document(std::string_view document_id) const {
    return by_id(documents, document_id);
}
const Attribute* Procedure::attribute(std::string_view attribute_id) const {
    return by_id(attributes, attribute_id);
}

bool Procedure::is_in_force(LocalDate day) const {
    return day >= in_force_from && (!in_force_until || day <= *in_force_until);
}

Attributes Procedure::complete(Attributes said) const {
    for (const auto& attribute : attributes)
        if (!attribute.default_value.empty()) said.emplace(attribute.id, attribute.default_value);
    return said;
}

const Variant* Procedure::variant_for(const Attributes& values) const {
    const auto found = std::find_if(variants.begin(), variants.end(),
                                    [&](const Variant& variant) { return variant.when.holds(values); });
    return found == variants.end() ? nullptr : &*found;
}

std::vector<const Limit*> Procedure::stages_for(const Attributes& said) const {
    std::vector<const Limit*> chain;
    for (const auto& limit : limits)
        if (limit.when.holds(said)) chain.push_back(&limit);
    return chain;
}

std::string_view to_string(StepKind kind) {
    switch (kind) {
        case StepKind::submitted: return "submitted";
        case StepKind::working: return "working";
        case StepKind::held: return "held";
        case StepKind::finished: return "finished";
        case StepKind::closed: return "closed";
    }
    return "";
}

std::string_view to_string(ActionKind kind) {
    switch (kind) {
        case ActionKind::advance: return "advance";
        case ActionKind::receive: return "receive";
        case ActionKind::ask_before_receipt: return "ask_before_receipt";
        case ActionKind::refuse_intake: return "refuse_intake";
        case ActionKind::assign: return "assign";
        case ActionKind::request_supplement: return "request_supplement";
        case ActionKind::issue_supplement: return "issue_supplement";
        case ActionKind::complete_supplement: return "complete_supplement";
        case ActionKind::close_unsupplemented: return "close_unsupplemented";
        case ActionKind::open_consults: return "open_consults";
        case ActionKind::submit: return "submit";
        case ActionKind::send_back: return "send_back";
        case ActionKind::approve: return "approve";
        case ActionKind::sign: return "sign";
        case ActionKind::refuse: return "refuse";
        case ActionKind::issue: return "issue";
        case ActionKind::finish: return "finish";
        case ActionKind::return_result: return "return_result";
        case ActionKind::withdraw: return "withdraw";
        case ActionKind::stop: return "stop";
        case ActionKind::void_intake: return "void_intake";
    }
    return "";
}

std::string_view to_string(Requirement requirement) {
    switch (requirement) {
        case Requirement::documents_checked: return "documents_checked";
        case Requirement::fee_paid: return "fee_paid";
        case Requirement::reason: return "reason";
        case Requirement::assignee: return "assignee";
        case Requirement::signer: return "signer";
        case Requirement::number: return "number";
        case Requirement::consults_closed: return "consults_closed";
        case Requirement::approval: return "approval";
        case Requirement::collector: return "collector";
        case Requirement::withdrawal_request: return "withdrawal_request";
    }
    return "";
}

std::string_view to_string(Ending ending) {
    switch (ending) {
        case Ending::returned: return "returned";
        case Ending::refused_at_receipt: return "refused_at_receipt";
        case Ending::withdrawn: return "withdrawn";
        case Ending::stopped: return "stopped";
        case Ending::not_supplemented: return "not_supplemented";
        case Ending::voided: return "voided";
    }
    return "";
}

std::string_view to_string(FeeMoment moment) {
    switch (moment) {
        case FeeMoment::at_receipt: return "at_receipt";
        case FeeMoment::after_receipt: return "after_receipt";
        case FeeMoment::before_return: return "before_return";
    }
    return "";
}

std::string_view to_string(Silence silence) {
    switch (silence) {
        case Silence::is_not_consent: return "is_not_consent";
        case Silence::is_consent: return "is_consent";
        case Silence::unread: return "unread";
    }
    return "";
}

}  // namespace motcua::procedures
