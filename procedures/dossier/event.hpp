// What happened: a fact, complete in itself. State changes only by apply() of an event, in memory as in the views.
#pragma once

#include "procedures/calendar/time.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::procedures {

/// Types are stored by name (to_string) and never renamed; a change of meaning is a new `v`.
enum class EventType {
    // dossier:<id> — one for every kind of action …
    submitted,
    advanced,
    received,
    asked_before_receipt,
    intake_refused,
    assigned,
    supplement_requested,
    supplement_issued,
    supplement_completed,
    closed_unsupplemented,
    consults_opened,
    handed_up,
    sent_back,
    approved,
    signed_,
    refusal_drafted,
    issued,
    finished,
    returned,
    withdrawn,
    stopped,
    intake_voided,
    // … and the acts beside the machine.
    documents_checked,
    acknowledged,
    transfer_declined,
    reassigned,
    pulled_back,
    people_joined,
    consult_answered,
    consult_reminded,
    fee_paid,
    fee_exempted,
    withdrawal_requested,
    extended,
    rescheduled,
    due_moved,
    version_moved,
    intake_corrected,
    correction_opened,
    result_corrected,
    personal_redacted,
    noted,
    file_added,
    reminded,
    paper_issued,  // also of the office: a register, a hand-over list
    deadline_fired,
    // office
    law_proposed,
    law_adopted,
    notice_applied,
    notice_carried_out,
    person_added,
    role_granted,
    role_ended,
    absence_set,
    absence_ended,
    substitution_set,
    substitution_ended,
    clock_doubted,
    clock_confirmed,
    storage_recovered,
    signing_key_adopted,
    report_issued,
    codes_reserved,   // numbers of a coming day, for blank receipts
    codes_settled,    // what became of them: spoilt, missing, returned
    outage_declared,  // an interval in which the desk worked on paper
    // nonconformity:<number>
    nonconformity_opened,
    nonconformity_assigned,
    nonconformity_treated,
    nonconformity_verified,
    nonconformity_escalated,
    // audit:<number>
    audit_planned,
    audit_sampled,
    audit_checked,
    audit_concluded,
    // security
    signed_in,
    sign_in_failed,
    dossier_read,
    exported,
    account_changed,
    refused,
    file_damaged,
};

std::string_view to_string(EventType type);
std::optional<EventType> parse_event_type(std::string_view name);

/// Who did it. `on_behalf_of` names the absent person when a substitute acts ("thay").
struct Actor {
    std::string person;  // a person's id, "system:deadline", …
    std::string on_behalf_of;
    std::string via;  // cli | http | demo | simulation | system
    bool operator==(const Actor&) const = default;
};

/// `data` holds ASCII keys with strings, integers below 2^53, booleans, arrays and objects of
/// these. `personal` holds free text, values about a natural person and file digests, as strings
/// by field: the journal hashes them with a salt, so that they can be erased by law.
/// decide() never needs a personal value.
struct Event {
    EventType type = EventType::noted;
    int v = 1;
    std::string stream;
    Instant at;  // legal time
    Actor actor;
    boost::json::object data;
    boost::json::object personal;
};

/// "dossier:<id>"
std::string dossier_stream(std::string_view id);
/// The id again; "" when it is another stream.
std::string_view dossier_of_stream(std::string_view stream);
/// "<prefix><number>", and the number again: 0 when the stream is another one.
std::string numbered_stream(std::string_view prefix, int number);
int number_of_stream(std::string_view prefix, std::string_view stream);
inline constexpr std::string_view office_stream = "office";
inline constexpr std::string_view security_stream = "security";

}  // namespace motcua::procedures
