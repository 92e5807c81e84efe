// What somebody asks. The same struct comes from the counter's screen, the command line,
// the intake port, the simulation and the deadlines.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/paper.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::procedures {

enum class CommandKind {
    submit,            // file a dossier: procedure, attributes, persons, documents
    act,               // take `action` of the dossier's definition
    check_documents,   // marks: right, wrong, missing, mismatch
    acknowledge,       // the receiver confirms a hand-over
    decline_transfer,  // từ chối nhận – chuyển nhầm
    reassign,          // another main officer, with a reason
    pull_back,         // lấy lại, while nobody built on it
    join,              // cooperating and watching people
    answer_consult,    // an opinion, also entered for an agency: number, date, scan
    remind_consult,
    pay_fee,
    exempt_fee,
    request_withdrawal,  // by the applicant, told by the desk
    extend,              // lawful extension by a sector law, once
    reschedule,          // apology and one new appointment
    move_due,            // a calendar notice that was applied
    move_version,        // an open dossier to another adopted version, on a legal ground
    correct_intake,      // a mistake in what was typed, with a reason
    open_correction,     // a wrong result came back: three working days on a clock of its own
    correct_result,      // the corrected result
    redact,              // personal values of one event go, as the law orders
    note,
    add_file,       // a scan, a signed result, an attachment: its digest, what it is, which document
    remind,         // đôn đốc: whoever has it is asked to get on
    issue_paper,    // prints a paper of a dossier, or a list of the office, and keeps it
    fire_deadline,  // by system:deadline only
    propose_law,    // full canonical text of a procedure, rule set, calendar or office setting
    adopt_law,      // approved by another person
    apply_notice,   // a head's choice: do open dossiers move with the calendar in force, or stay
    end_notice,     // by system:calendar, when all who move have moved
    add_person,
    grant_role,
    end_role,
    change_roles,  // grants and ends together: a move from one unit to another
    set_absence,
    end_absence,
    set_substitution,
    end_substitution,
    report_nonconformity,  // a complaint, a lost paper, …
    assign_nonconformity,  // who owns it, and by when
    treat_nonconformity,   // by the owner: correction, cause, corrective action
    verify_nonconformity,  // by somebody else: did it help
    plan_audit,            // which unit, when, by whom
    sample_audit,          // which dossiers, drawn by a seed
    check_audited,         // the ticks of one of them
    report_finding,        // a nonconformity out of an audit
    conclude_audit,
    sign_in,         // what the door tells the journal: somebody logged in,
    sign_in_failed,  // could not, so many times,
    read_dossier,    // read a dossier for the first time in an hour
    refuse_entry,    // was kept out, so many times, or
    record_export,   // took data out of the office: a proof, an event log, a list
    change_account,  // a password, an account, a token
    confirm_clock,   // an administrator confirms the system's time after a jump
    adopt_key,       // another key signs checkpoints from here on
    report_file,     // by system:files, when a file's bytes are not those that were kept
    issue_report,    // a report of the office, frozen as it is
    reserve_codes,   // numbers of a coming day for blank receipts
    settle_codes,    // what became of numbers that no dossier got
    declare_outage,  // by the head of the desk, when it is over
};

std::string_view to_string(CommandKind kind);
std::optional<CommandKind> parse_command_kind(std::string_view name);

/// Carries a head's choice about a calendar notice out, dossier by dossier.
inline constexpr std::string_view calendar_carrier = "system:calendar";
/// Watches over the contents of files.
inline constexpr std::string_view file_keeper = "system:files";
/// Carries on what a head of the authority had erased: after a restore, and in the lists of the office.
inline constexpr std::string_view redaction_keeper = "system:redaction";

/// Arguments travel as JSON, checked field by field in decide(): a wrong one is a Refusal that names it.
/// docs/commands.md lists them by kind.
struct Command {
    CommandKind kind = CommandKind::note;
    Actor actor;
    std::string dossier;  // id; for `submit` the new one, made by the random port
    std::string action;   // of `act`
    boost::json::object args;
    std::string key;                                // idempotency key, unique for the actor; "" = none
    std::optional<std::uint64_t> expected_version;  // If-Match
    std::optional<Instant> at;                      // legal time when it differs from now: needs `at_reason`
    std::string lookup_code;                        // of `act receive`, made by the random port
    std::optional<PreparedPaper> paper;             // of `issue_paper`, made by the server
    boost::json::object made;  // worked out at the door, not asked for: of `issue_report` its digest
};

}  // namespace motcua::procedures
