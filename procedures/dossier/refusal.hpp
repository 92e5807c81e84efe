// A lawful "no": a stable code with typed arguments, part of the domain, shown to the
// person who asked. The words come from the catalogue (text/catalogue.hpp), never from here.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::procedures {

struct Refusal {
    enum class Code {
        not_found,                  // no such dossier, or not for this person to see
        invalid_argument,           // field, why
        no_such_procedure,          // procedure, day
        procedure_not_approved,     // only demonstrations may use it
        no_such_action,             // action, step
        condition_not_met,          // action
        dossier_closed,             // ending
        wrong_role,                 // role, unit, who could act
        wrong_holder,               // person who holds it
        person_unknown,             // person
        person_absent,              // person, until
        not_substitute,             // person, for
        four_eyes,                  // person, step: somebody else must
        document_missing,           // documents
        document_wrong,             // documents
        document_unknown,           // document
        fee_unpaid,                 // fee
        reason_required,            //
        assignee_required,          //
        assignee_cannot_hold,       // person, role, unit
        signer_required,            //
        number_required,            //
        collector_required,         //
        approval_required,          // role
        approver_unfit,             // person, role
        supplement_once_only,       // used
        supplement_lines_required,  //
        supplement_not_due,         // may be closed from
        consult_open,               // parties
        consult_unknown,            // party
        consult_answered,           // party
        extension_not_granted,      // no sector law grants one
        extension_used,             //
        extension_too_long,         // at most
        reschedule_used,            //
        reschedule_not_later,       // appointment
        withdrawal_not_requested,   //
        already_signed,             // the result exists
        not_acknowledgeable,        //
        pull_back_too_late,         //
        not_received,               // no code yet
        already_received,           //
        correction_open,            //
        no_result,                  //
        external_code_required,     // standing = behind
        code_taken,                 // code
        number_exhausted,           // more than 9999 in a day
        at_in_future,               // at, now
        at_needs_reason,            //
        version_conflict,           // expected, actual
        idempotency_mismatch,       // key
        deadline_not_open,          // kind
        law_unchanged,              //
        law_unknown,                // hash
        two_persons_required,       // who proposed
        version_unknown,            // version, procedure
        version_unfit,              // why, name: the dossier cannot stand in it
        notice_open,                // notice: it is being carried out
        person_exists,              // person
        not_for_oneself,            // person: another administrator changes his roles and account
        role_conflict,              // person, role: both of them
        has_open_work,              // person, dossiers: whoever ends a role hands his work on first
        counter_unattended,         // day: the last clerk is away and nobody stands in
        substitute_unfit,           // person, role
        paper_unknown,              // form: the forms of that receipt date have none
        paper_not_due,              // form: nothing happened that calls for it
        paper_not_prepared,         // form, year, number, print: that is the next one
        reprint_reason_required,    // print
        nonconformity_unknown,      // nonconformity
        nonconformity_closed,       // nonconformity
        nonconformity_of_another,   // person: the owner treats it
        nonconformity_incomplete,   // missing: owner, correction, cause, action
        nonconformity_not_treated,  //
        verifier_not_independent,   // person, could: whoever owned or treated it does not verify it
        audit_unknown,              // audit
        audit_is_concluded,         // audit
        audit_sampled,              // audit: its sample is drawn once
        audit_of_another,           // person: who audits
        audit_incomplete,           // dossiers of the sample that nobody looked at; none: no sample
        auditor_of_own_unit,        // person, unit
        not_in_sample,              // dossier
        outage_unknown,             // outage
        outage_overlaps,            // outage, begin, end: of the one declared before
        outside_outage,             // at, begin, end
        not_in_an_outage,           // action: it is not entered afterwards as the desk's paper is
        code_not_reserved,          // code
        code_settled,               // code, as: it has ended already
        code_of_another_day,        // code, day, at
        personal_data_refused,      // field
    };
    struct Argument {
        std::string name;
        std::string value;
        bool operator==(const Argument&) const = default;
    };

    Code code = Code::not_found;
    std::vector<Argument> arguments;

    std::string_view argument(std::string_view name) const;
    bool operator==(const Refusal&) const = default;
};

/// "document_missing": stable, the same in the API, the log and the catalogue.
std::string_view to_string(Refusal::Code code);

Refusal refuse(Refusal::Code code, std::initializer_list<Refusal::Argument> arguments = {});

template <class Value> using Outcome = boost::system::result<Value, Refusal>;

/// Called by Outcome::value() on a refusal; names it.
[[noreturn]] void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where);

}  // namespace motcua::procedures
