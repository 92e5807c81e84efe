// The stored names of everything that is written into the journal or answered over the
// API. A name once used is never changed.
#include "procedures/dossier/command.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/outage.hpp"
#include "procedures/dossier/refusal.hpp"
#include "procedures/dossier/words.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace motcua::procedures {

namespace {

using enum EventType;
constexpr Word<EventType> event_words[] = {
    {submitted, "submitted"},
    {advanced, "advanced"},
    {received, "received"},
    {asked_before_receipt, "asked_before_receipt"},
    {intake_refused, "intake_refused"},
    {assigned, "assigned"},
    {supplement_requested, "supplement_requested"},
    {supplement_issued, "supplement_issued"},
    {supplement_completed, "supplement_completed"},
    {closed_unsupplemented, "closed_unsupplemented"},
    {consults_opened, "consults_opened"},
    {handed_up, "handed_up"},
    {sent_back, "sent_back"},
    {approved, "approved"},
    {signed_, "signed"},
    {refusal_drafted, "refusal_drafted"},
    {issued, "issued"},
    {finished, "finished"},
    {returned, "returned"},
    {withdrawn, "withdrawn"},
    {stopped, "stopped"},
    {intake_voided, "intake_voided"},
    {documents_checked, "documents_checked"},
    {acknowledged, "acknowledged"},
    {transfer_declined, "transfer_declined"},
    {reassigned, "reassigned"},
    {pulled_back, "pulled_back"},
    {people_joined, "people_joined"},
    {consult_answered, "consult_answered"},
    {consult_reminded, "consult_reminded"},
    {fee_paid, "fee_paid"},
    {fee_exempted, "fee_exempted"},
    {withdrawal_requested, "withdrawal_requested"},
    {extended, "extended"},
    {rescheduled, "rescheduled"},
    {due_moved, "due_moved"},
    {version_moved, "version_moved"},
    {intake_corrected, "intake_corrected"},
    {correction_opened, "correction_opened"},
    {result_corrected, "result_corrected"},
    {personal_redacted, "personal_redacted"},
    {noted, "noted"},
    {file_added, "file_added"},
    {reminded, "reminded"},
    {paper_issued, "paper_issued"},
    {deadline_fired, "deadline_fired"},
    {law_proposed, "law_proposed"},
    {law_adopted, "law_adopted"},
    {notice_applied, "notice_applied"},
    {notice_carried_out, "notice_carried_out"},
    {person_added, "person_added"},
    {role_granted, "role_granted"},
    {role_ended, "role_ended"},
    {absence_set, "absence_set"},
    {absence_ended, "absence_ended"},
    {substitution_set, "substitution_set"},
    {substitution_ended, "substitution_ended"},
    {clock_doubted, "clock_doubted"},
    {clock_confirmed, "clock_confirmed"},
    {storage_recovered, "storage_recovered"},
    {signing_key_adopted, "signing_key_adopted"},
    {report_issued, "report_issued"},
    {nonconformity_opened, "nonconformity_opened"},
    {nonconformity_assigned, "nonconformity_assigned"},
    {nonconformity_treated, "nonconformity_treated"},
    {nonconformity_verified, "nonconformity_verified"},
    {nonconformity_escalated, "nonconformity_escalated"},
    {audit_planned, "audit_planned"},
    {audit_sampled, "audit_sampled"},
    {audit_checked, "audit_checked"},
    {audit_concluded, "audit_concluded"},
    {codes_reserved, "codes_reserved"},
    {codes_settled, "codes_settled"},
    {outage_declared, "outage_declared"},
    {signed_in, "signed_in"},
    {sign_in_failed, "sign_in_failed"},
    {dossier_read, "dossier_read"},
    {exported, "exported"},
    {account_changed, "account_changed"},
    {refused, "refused"},
    {file_damaged, "file_damaged"},
};

constexpr Word<CommandKind> command_words[] = {
    {CommandKind::submit, "submit"},
    {CommandKind::act, "act"},
    {CommandKind::check_documents, "check_documents"},
    {CommandKind::acknowledge, "acknowledge"},
    {CommandKind::decline_transfer, "decline_transfer"},
    {CommandKind::reassign, "reassign"},
    {CommandKind::pull_back, "pull_back"},
    {CommandKind::join, "join"},
    {CommandKind::answer_consult, "answer_consult"},
    {CommandKind::remind_consult, "remind_consult"},
    {CommandKind::pay_fee, "pay_fee"},
    {CommandKind::exempt_fee, "exempt_fee"},
    {CommandKind::request_withdrawal, "request_withdrawal"},
    {CommandKind::extend, "extend"},
    {CommandKind::reschedule, "reschedule"},
    {CommandKind::move_due, "move_due"},
    {CommandKind::move_version, "move_version"},
    {CommandKind::correct_intake, "correct_intake"},
    {CommandKind::open_correction, "open_correction"},
    {CommandKind::correct_result, "correct_result"},
    {CommandKind::redact, "redact"},
    {CommandKind::note, "note"},
    {CommandKind::add_file, "add_file"},
    {CommandKind::remind, "remind"},
    {CommandKind::issue_paper, "issue_paper"},
    {CommandKind::fire_deadline, "fire_deadline"},
    {CommandKind::propose_law, "propose_law"},
    {CommandKind::adopt_law, "adopt_law"},
    {CommandKind::apply_notice, "apply_notice"},
    {CommandKind::end_notice, "end_notice"},
    {CommandKind::add_person, "add_person"},
    {CommandKind::grant_role, "grant_role"},
    {CommandKind::end_role, "end_role"},
    {CommandKind::change_roles, "change_roles"},
    {CommandKind::set_absence, "set_absence"},
    {CommandKind::end_absence, "end_absence"},
    {CommandKind::set_substitution, "set_substitution"},
    {CommandKind::end_substitution, "end_substitution"},
    {CommandKind::report_nonconformity, "report_nonconformity"},
    {CommandKind::assign_nonconformity, "assign_nonconformity"},
    {CommandKind::treat_nonconformity, "treat_nonconformity"},
    {CommandKind::verify_nonconformity, "verify_nonconformity"},
    {CommandKind::plan_audit, "plan_audit"},
    {CommandKind::sample_audit, "sample_audit"},
    {CommandKind::check_audited, "check_audited"},
    {CommandKind::report_finding, "report_finding"},
    {CommandKind::conclude_audit, "conclude_audit"},
    {CommandKind::sign_in, "sign_in"},
    {CommandKind::sign_in_failed, "sign_in_failed"},
    {CommandKind::read_dossier, "read_dossier"},
    {CommandKind::refuse_entry, "refuse_entry"},
    {CommandKind::record_export, "record_export"},
    {CommandKind::change_account, "change_account"},
    {CommandKind::confirm_clock, "confirm_clock"},
    {CommandKind::adopt_key, "adopt_key"},
    {CommandKind::report_file, "report_file"},
    {CommandKind::issue_report, "issue_report"},
    {CommandKind::reserve_codes, "reserve_codes"},
    {CommandKind::settle_codes, "settle_codes"},
    {CommandKind::declare_outage, "declare_outage"},
};

constexpr Word<Channel> channel_words[] = {
    {Channel::counter, "counter"}, {Channel::online, "online"}, {Channel::post, "post"}};
constexpr Word<Mark> mark_words[] = {{Mark::unchecked, "unchecked"},
                                     {Mark::right, "right"},
                                     {Mark::wrong, "wrong"},
                                     {Mark::missing, "missing"},
                                     {Mark::mismatch, "mismatch"}};
constexpr Word<DeadlineKind> deadline_words[] = {{DeadlineKind::online_answer, "online_answer"},
                                                 {DeadlineKind::transfer, "transfer"},
                                                 {DeadlineKind::supplement_notice, "supplement_notice"},
                                                 {DeadlineKind::supplement_period, "supplement_period"},
                                                 {DeadlineKind::step, "step"},
                                                 {DeadlineKind::step_warning, "step_warning"},
                                                 {DeadlineKind::dossier, "dossier"},
                                                 {DeadlineKind::dossier_warning, "dossier_warning"},
                                                 {DeadlineKind::apology, "apology"},
                                                 {DeadlineKind::consult, "consult"},
                                                 {DeadlineKind::correction, "correction"},
                                                 {DeadlineKind::nonconformity, "nonconformity"}};

constexpr Word<PaperForm> paper_words[] = {{PaperForm::receipt, "receipt"},
                                           {PaperForm::supplement, "supplement"},
                                           {PaperForm::refusal, "refusal"},
                                           {PaperForm::apology, "apology"},
                                           {PaperForm::stop, "stop"},
                                           {PaperForm::control_slip, "control_slip"},
                                           {PaperForm::register_, "register"},
                                           {PaperForm::hand_over, "hand_over"},
                                           {PaperForm::blank_receipt, "blank_receipt"},
                                           {PaperForm::outage_list, "outage_list"}};
constexpr Word<ReprintReason> reprint_words[] = {
    {ReprintReason::jam, "jam"}, {ReprintReason::lost, "lost"}, {ReprintReason::correction, "correction"}};

constexpr Word<OutageCause> cause_words[] = {{OutageCause::power, "power"},
                                             {OutageCause::network, "network"},
                                             {OutageCause::machine, "machine"},
                                             {OutageCause::disaster, "disaster"},
                                             {OutageCause::other, "other"}};
constexpr Word<CodeState> code_state_words[] = {{CodeState::reserved, "reserved"},
                                                {CodeState::used, "used"},
                                                {CodeState::spoilt, "spoilt"},
                                                {CodeState::missing, "missing"},
                                                {CodeState::returned, "returned"}};
constexpr Word<SpoiltReason> spoilt_words[] = {{SpoiltReason::miswritten, "miswritten"},
                                               {SpoiltReason::misprinted, "misprinted"},
                                               {SpoiltReason::damaged, "damaged"},
                                               {SpoiltReason::left, "left"}};

using RefusalCode = Refusal::Code;
#define CODE(name) \
    { RefusalCode::name, #name }
constexpr Word<RefusalCode> refusal_words[] = {
    CODE(not_found),
    CODE(invalid_argument),
    CODE(no_such_procedure),
    CODE(procedure_not_approved),
    CODE(no_such_action),
    CODE(condition_not_met),
    CODE(dossier_closed),
    CODE(wrong_role),
    CODE(wrong_holder),
    CODE(person_unknown),
    CODE(person_absent),
    CODE(not_substitute),
    CODE(four_eyes),
    CODE(document_missing),
    CODE(document_wrong),
    CODE(document_unknown),
    CODE(fee_unpaid),
    CODE(reason_required),
    CODE(assignee_required),
    CODE(assignee_cannot_hold),
    CODE(signer_required),
    CODE(number_required),
    CODE(collector_required),
    CODE(approval_required),
    CODE(approver_unfit),
    CODE(supplement_once_only),
    CODE(supplement_lines_required),
    CODE(supplement_not_due),
    CODE(consult_open),
    CODE(consult_unknown),
    CODE(consult_answered),
    CODE(extension_not_granted),
    CODE(extension_used),
    CODE(extension_too_long),
    CODE(reschedule_used),
    CODE(reschedule_not_later),
    CODE(withdrawal_not_requested),
    CODE(already_signed),
    CODE(not_acknowledgeable),
    CODE(pull_back_too_late),
    CODE(not_received),
    CODE(already_received),
    CODE(correction_open),
    CODE(no_result),
    CODE(external_code_required),
    CODE(code_taken),
    CODE(number_exhausted),
    CODE(at_in_future),
    CODE(at_needs_reason),
    CODE(version_conflict),
    CODE(idempotency_mismatch),
    CODE(deadline_not_open),
    CODE(law_unchanged),
    CODE(law_unknown),
    CODE(two_persons_required),
    CODE(version_unknown),
    CODE(version_unfit),
    CODE(notice_open),
    CODE(person_exists),
    CODE(not_for_oneself),
    CODE(role_conflict),
    CODE(has_open_work),
    CODE(counter_unattended),
    CODE(substitute_unfit),
    CODE(paper_unknown),
    CODE(paper_not_due),
    CODE(paper_not_prepared),
    CODE(reprint_reason_required),
    CODE(nonconformity_unknown),
    CODE(nonconformity_closed),
    CODE(nonconformity_of_another),
    CODE(nonconformity_incomplete),
    CODE(nonconformity_not_treated),
    CODE(verifier_not_independent),
    CODE(audit_unknown),
    CODE(audit_is_concluded),
    CODE(audit_sampled),
    CODE(audit_of_another),
    CODE(audit_incomplete),
    CODE(auditor_of_own_unit),
    CODE(not_in_sample),
    CODE(outage_unknown),
    CODE(outage_overlaps),
    CODE(outside_outage),
    CODE(not_in_an_outage),
    CODE(code_not_reserved),
    CODE(code_settled),
    CODE(code_of_another_day),
    CODE(personal_data_refused),
};
#undef CODE

}  // namespace

std::string_view to_string(EventType type) { return word_of(event_words, type); }

std::optional<EventType> parse_event_type(std::string_view name) { return value_of(event_words, name); }

std::string_view to_string(CommandKind kind) { return word_of(command_words, kind); }

std::optional<CommandKind> parse_command_kind(std::string_view name) { return value_of(command_words, name); }

std::string_view to_string(Channel channel) { return word_of(channel_words, channel); }
std::optional<Channel> parse_channel(std::string_view name) { return value_of(channel_words, name); }
std::string_view to_string(Mark mark) { return word_of(mark_words, mark); }
std::optional<Mark> parse_mark(std::string_view name) { return value_of(mark_words, name); }
std::string_view to_string(DeadlineKind kind) { return word_of(deadline_words, kind); }
std::optional<DeadlineKind> parse_deadline_kind(std::string_view name) {
    return value_of(deadline_words, name);
}

std::string_view to_string(PaperForm form) { return word_of(paper_words, form); }
std::optional<PaperForm> parse_paper_form(std::string_view name) { return value_of(paper_words, name); }
std::string_view to_string(ReprintReason reason) { return word_of(reprint_words, reason); }
std::optional<ReprintReason> parse_reprint_reason(std::string_view name) {
    return value_of(reprint_words, name);
}

std::string_view to_string(OutageCause cause) { return word_of(cause_words, cause); }
std::optional<OutageCause> parse_outage_cause(std::string_view name) { return value_of(cause_words, name); }
std::string_view to_string(CodeState state) { return word_of(code_state_words, state); }
std::optional<CodeState> parse_code_state(std::string_view name) { return value_of(code_state_words, name); }
std::string_view to_string(SpoiltReason reason) { return word_of(spoilt_words, reason); }
std::optional<SpoiltReason> parse_spoilt_reason(std::string_view name) {
    return value_of(spoilt_words, name);
}

std::string_view to_string(Refusal::Code code) { return word_of(refusal_words, code); }

std::string_view Refusal::argument(std::string_view name) const {
    for (const auto& argument : arguments) {
        if (argument.name == name) {
            return argument.value;
        }
    }
    return {};
}

Refusal refuse(Refusal::Code code, std::initializer_list<Refusal::Argument> arguments) {
    return {code, arguments};
}

void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where) {
    throw std::logic_error(fmt::format("refusal {} was not handled at {}:{}", to_string(refusal.code),
                                       where.file_name(), where.line()));
}

constexpr std::string_view dossier_prefix = "dossier:";

std::string dossier_stream(std::string_view id) { return std::string(dossier_prefix).append(id); }

std::string_view dossier_of_stream(std::string_view stream) {
    return stream.starts_with(dossier_prefix) ? stream.substr(dossier_prefix.size()) : std::string_view{};
}

std::string numbered_stream(std::string_view prefix, int number) {
    return std::string(prefix).append(std::to_string(number));
}

int number_of_stream(std::string_view prefix, std::string_view stream) {
    if (!stream.starts_with(prefix)) {
        return 0;
    }
    stream.remove_prefix(prefix.size());
    int number = 0;
    const auto read = std::from_chars(stream.data(), stream.data() + stream.size(), number);
    return read.ec == std::errc{} && read.ptr == stream.data() + stream.size() ? number : 0;
}

}  // namespace motcua::procedures
