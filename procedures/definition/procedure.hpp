// One administrative procedure (thủ tục hành chính) as an approved definition: what to bring, what it costs,
// how long the law allows, and the machine of ISO steps that settles it. Start reading here.
// Immutable once loaded; shared between threads by pointer-to-const.
#pragma once

#include "procedures/calendar/legal_clock.hpp"
#include "procedures/calendar/time.hpp"
#include "procedures/calendar/work_calendar.hpp"
#include "procedures/definition/condition.hpp"
#include "procedures/definition/names.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

/// Money, whole đồng.
enum class Dong : std::int64_t {};

/// The few legal kinds of state; the chart (dossier/lifecycle.hpp) has one state for each.
enum class StepKind { submitted, working, held, finished, closed };

/// How a dossier ended; said by a `closed` step.
enum class Ending { returned, refused_at_receipt, withdrawn, stopped, not_supplemented, voided };

/// What taking an action does beside moving to the next step. Each kind has one meaning in decide().
enum class ActionKind {
    advance,               // nothing beside moving on
    receive,               // accept: code, receipt, clock starts, electronic transfer
    ask_before_receipt,    // supplement slip without a code; stays submitted
    refuse_intake,         // refusal slip at the counter
    assign,                // names the main officer
    request_supplement,    // the officer lists what is wrong; the slip goes to the desk
    issue_supplement,      // the desk sends the slip: the applicant's time begins
    complete_supplement,   // the supplement is complete: restart or resume
    close_unsupplemented,  // the applicant's period has passed; a person of the desk closes
    open_consults,         // asks the units that the next step names
    submit,                // trình: hands a draft up
    send_back,             // returns it for rework, with a reason
    approve,               // duyệt
    sign,                  // ký: the result exists from here on
    refuse,                // the result is a written refusal; signed like any result
    issue,                 // cấp số, đóng dấu, phát hành
    finish,                // the result reaches the counter: the legal clock ends
    return_result,         // handed over to the applicant
    withdraw,              // rút, decided
    stop,                  // dừng giải quyết at the applicant's request (NĐ 118/2025 art. 21)
    void_intake,           // hủy tiếp nhận nhầm, approved by the head of the desk
};

/// What must be so before an action may be taken.
enum class Requirement {
    documents_checked,   // every required document has its mark, none missing or wrong
    fee_paid,            // what is due by now is paid or exempt
    reason,              // in words
    assignee,            // a person who can hold the next step
    signer,              // who signed, in which capacity; counts for four-eyes, not who typed
    number,              // document number and date
    consults_closed,     // each mandatory opinion is in, or its silence is lawful consent
    approval,            // another person's, of the role that the action names in `approver`
    collector,           // who took the result, with identity paper or authorisation
    withdrawal_request,  // the applicant asked for it
};

/// Trường hợp: one of several processes of the procedure, chosen by the dossier's attributes. Actions, limits,
/// documents, fees and opinions that name it have its condition among their own.
struct Variant {
    std::string id;
    Names names;
    Condition when;                   // exactly one variant holds for each combination
    std::optional<int> dossier_sets;  // the procedure's where it says nothing
    std::string register_book;        // the result's where it says nothing
    Names note;                       // for who files
};

/// Thời hạn. One legal stage; a procedure has one chain of stages for each combination of attributes.
struct Limit {
    std::string stage;  // id; steps name the stage they belong to
    Names names;
    Allowance statutory;
    std::optional<Allowance> committed;  // cut by the province, with its decision; budgets must fit it
    std::string committed_decision;
    std::string owed_by;  // authority | province | council
    Condition when;
    bool starts_after_revision = false;  // counted from the revised dossier, not from the stage before
    Standing standing;

    const Allowance& allowance() const { return committed ? *committed : statutory; }
};

/// A date inside a stage ("send for opinion within 2 working days"), counted from receipt; met on entering `met_by`.
struct Milestone {
    std::string id;
    Names names;
    Allowance allowance;
    std::vector<std::string> met_by;  // steps; entering any of them meets it
    Condition when;
    Standing standing;
};

/// Thành phần hồ sơ.
struct Document {
    std::string id;
    Names names;
    int originals = 0;
    int certified = 0;
    int copies = 0;
    bool required = true;
    Condition when;            // required only when it holds
    std::string condition_vi;  // the law's own words, when they are not an attribute
    std::string form;
    bool output = false;  // born in a step, not brought
    Standing standing;
    std::string pattern;  // as of an action
};

enum class FeeMoment { at_receipt, after_receipt, before_return };

/// Phí, lệ phí. An amount that is not known yet is a setting to confirm: `amount` is empty.
struct Fee {
    std::string id;
    Names names;
    std::optional<Dong> amount;
    FeeMoment moment = FeeMoment::at_receipt;
    Condition when;
    Standing standing;
};

/// The procedure's own supplement rule; what it leaves out, the rule set of the receipt date decides.
struct SupplementRule {
    std::optional<SupplementPolicy> policy;  // resume only with a basis
    std::string scope = "whole";             // phase | whole
    std::optional<Allowance> notice_within;
    std::optional<Allowance> second_notice_within;  // a second request is lawful, within this
    std::optional<Allowance> applicant_has;
    Standing standing;
};

/// A lawful extension that a sector law grants, once.
struct ExtensionRule {
    Allowance at_most;
    Standing standing;
};

/// `unread`: the source speaks of consent by silence, its provision was not read: off, and a doubt to clear.
enum class Silence { is_not_consent, is_consent, unread };

/// An opinion asked of another unit or agency while the dossier stands in a step.
struct Consult {
    std::string party;  // id, unique in its step
    Names names;
    Allowance answer_within;
    Condition when;
    Silence silence = Silence::is_not_consent;  // consent only where the provision was read
    bool mandatory = true;
    Standing standing;
};

/// The word that stands for all brought documents in a step's `inputs` and `outputs`.
inline constexpr std::string_view whole_dossier = "ho-so";

/// How long a step may take. Calendar days only for blocks outside the office (consult, council, province, applicant).
struct Budget {
    WorkingMinutes working_minutes{0};
    int calendar_days = 0;
    int working_days = 0;  // of an outside block whose law says working days
};

/// Thao tác: an edge of the machine.
struct Action {
    std::string id;
    ActionKind kind = ActionKind::advance;
    Names names;
    std::string to;    // step id
    std::string role;  // the step's when left out in the file; complete after loading
    std::string unit;
    Condition when;
    std::set<Requirement> requires_;
    std::vector<std::string> not_by_actor_of;  // four-eyes: who acted in these steps may not take it
    std::string approver;                      // role, for Requirement::approval
    bool from_pattern = false;                 // expanded from [[everywhere]]
    std::string pattern;  // config/procedures/patterns/: where it was written; not adopted, not hashed
};

/// Bước: a state, and one row of the ISO process table.
struct Step {
    std::string id;
    StepKind kind = StepKind::working;
    Names names;
    std::string role;
    std::string unit;
    std::string stage;  // the limit it is charged to; only working steps
    Budget budget;
    bool outside = false;        // consult, council, province: not this office's working time
    std::string same_person_as;  // the holder is whoever acted in that step
    std::string legal_ground;    // of a held step
    bool revision = false;       // held outside the stages: the next stage starts on return
    std::optional<Allowance>
        applicant_has;  // of a held step whose period is its own, else the supplement rule's
    std::optional<Ending> ending;
    std::vector<std::string> inputs, outputs;  // documents
    std::vector<std::string> forms;            // of the rule set's forms: receipt, control_slip, …
    Names public_label;
    int national_status = 4;  // 1–10, facts 9.6
    Names instruction;
    std::vector<Consult> consults;
    std::vector<Action> actions;
    std::string pattern;  // as of an action

    const Action* action(std::string_view action_id) const;
};

/// The decision that made the internal process official (TT 01/2018 art. 8; NĐ 118/2025 art. 38(1)(d)).
struct Approval {
    std::string decision;
    LocalDate date;
    std::string signer;
    std::string file_sha256;
    LocalDate effective;
};

struct Procedure {
    std::string id;
    std::string national_code;  // empty where the facts give none
    Names names;
    Names field;
    std::string authority;  // own | delegated | province
    Names decided_by;
    std::vector<std::string> legal_basis;
    std::string published_by;          // the ministry's decision that published it in the national catalogue
    std::optional<Approval> approval;  // without it: a demonstration
    LocalDate in_force_from;
    std::optional<LocalDate> in_force_until;  // last day
    std::string online_level;                 // none | partial | full
    int dossier_sets = 1;
    std::vector<std::string> applicants_vi;
    std::string channels_vi;
    std::string conditions_vi;
    std::string notes_vi;
    std::string doubts_vi;
    std::vector<std::string> sources;
    Standing standing;

    struct Iso {
        std::string code;
        int issue = 1;
        std::string basis;
    } iso;
    struct Result {
        Names names;
        std::string register_book;
        std::string validity_vi;
    } result;
    struct Retention {
        int years = 0;  // 0 = permanent
        Standing standing;
    } retention;
    std::vector<int> reminder_percents{75, 90};  // of a step's and the dossier's time

    std::vector<Attribute> attributes;
    std::vector<Variant> variants;  // none: one process for all
    std::vector<Limit> limits;      // in the order of the stages
    std::vector<Milestone> milestones;
    std::vector<Document> documents;
    std::vector<Fee> fees;
    SupplementRule supplement;
    std::optional<ExtensionRule> extension;
    std::vector<Step> steps;  // the first is where a submission stands

    const Step* step(std::string_view step_id) const;
    const Document* document(std::string_view document_id) const;
    bool is_approved() const { return approval.has_value(); }
    bool is_in_force(LocalDate day) const;
    const Attribute* attribute(std::string_view attribute_id) const;
    /// The submission's attributes with the defaults of those left out.
    Attributes complete(Attributes attributes) const;
    /// Null when the procedure has no variants.
    const Variant* variant_for(const Attributes& values) const;
    /// The stages that apply, in order; checked to be one chain for each combination.
    std::vector<const Limit*> stages_for(const Attributes& attributes) const;
};

std::string_view to_string(StepKind kind);
std::string_view to_string(ActionKind kind);
std::string_view to_string(Requirement requirement);
std::string_view to_string(Ending ending);
std::string_view to_string(FeeMoment moment);
std::string_view to_string(Silence silence);

}  // namespace motcua::procedures
