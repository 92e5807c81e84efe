#include "procedures/loading/procedure_loader.hpp"

#include "procedures/loading/json_text.hpp"
#include "procedures/loading/reading.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace motcua::procedures {

namespace {

const auto step_kinds =
    words_of(StepKind::submitted, StepKind::working, StepKind::held, StepKind::finished, StepKind::closed);
const auto action_kinds =
    words_of(ActionKind::advance, ActionKind::receive, ActionKind::ask_before_receipt,
             ActionKind::refuse_intake, ActionKind::assign, ActionKind::request_supplement,
             ActionKind::issue_supplement, ActionKind::complete_supplement, ActionKind::close_unsupplemented,
             ActionKind::open_consults, ActionKind::submit, ActionKind::send_back, ActionKind::approve,
             ActionKind::sign, ActionKind::refuse, ActionKind::issue, ActionKind::finish,
             ActionKind::return_result, ActionKind::withdraw, ActionKind::stop, ActionKind::void_intake);
const auto requirements =
    words_of(Requirement::documents_checked, Requirement::fee_paid, Requirement::reason,
             Requirement::assignee, Requirement::signer, Requirement::number, Requirement::consults_closed,
             Requirement::approval, Requirement::collector, Requirement::withdrawal_request);
const auto endings = words_of(Ending::returned, Ending::refused_at_receipt, Ending::withdrawn,
                              Ending::stopped, Ending::not_supplemented, Ending::voided);
const auto fee_moments = words_of(FeeMoment::before_return, FeeMoment::at_receipt, FeeMoment::after_receipt);
const auto silences = words_of(Silence::is_not_consent, Silence::is_consent, Silence::unread);
const auto attribute_kinds = words_of(AttributeKind::choice, AttributeKind::yes_no, AttributeKind::number);
const auto policies = words_of(SupplementPolicy::restart, SupplementPolicy::resume);
constexpr std::array<Word<std::string_view>, 3> authorities{
    {{"own", "own"}, {"delegated", "delegated"}, {"province", "province"}}};
constexpr std::array<Word<std::string_view>, 3> owers{
    {{"authority", "authority"}, {"province", "province"}, {"council", "council"}}};
constexpr std::array<Word<std::string_view>, 3> online_levels{
    {{"none", "none"}, {"partial", "partial"}, {"full", "full"}}};
constexpr std::array<Word<std::string_view>, 2> scopes{{{"whole", "whole"}, {"phase", "phase"}}};

/// The words listed under `key`; a word that is none of them is a defect.
template <class Value, std::size_t Count>
std::vector<Value> read_words(TableReader& table, std::string_view key,
                              const std::array<Word<Value>, Count>& words) {
    std::vector<Value> list;
    for (const auto& text : table.optional_texts(key)) {
        const auto found =
            std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.word == text; });
        if (found != words.end()) {
            list.push_back(found->value);
            continue;
        }
        std::vector<std::string> known;
        for (const auto& word : words) known.emplace_back(word.word);
        const auto near = nearest_word(text, known);
        table.defect(key, fmt::format("\"{}\" has no value \"{}\"", key, text),
                     near ? fmt::format("did you mean \"{}\"?", *near)
                          : fmt::format("write any of: {}", fmt::join(known, ", ")));
    }
    return list;
}

/// An edge that several steps have: [[everywhere]].
struct SharedAction {
    Action action;
    std::vector<StepKind> from_kinds;
    std::vector<std::string> except;
};

/// Reads one file; the references are resolved when all of it is known.
class ProcedureReader {
public:
    ProcedureReader(TableReader root, Defects& defects) : root_(std::move(root)), defects_(defects) {}

    Procedure read() {
        read_head();
        read_attributes();
        read_variants();
        read_limits();
        read_documents();
        read_fees();
        read_supplement();
        for (auto& entry : root_.tables("step")) read_step(entry);
        for (auto& entry : root_.optional_tables("everywhere")) read_everywhere(entry);
        root_.finish();
        steps_.resolve(defects_);
        stages_.resolve(defects_);
        documents_.resolve(defects_);
        attributes_.resolve(defects_);
        variants_.resolve(defects_);
        check_machine();
        return std::move(procedure_);
    }

private:
    void read_head() {
        auto& p = procedure_;
        p.id = read_id(root_);
        p.national_code = root_.text_or("national_code", "");
        p.names = read_names(root_);
        p.field = read_names(root_, "field");
        p.authority = root_.choice("authority", authorities);
        p.decided_by = read_names(root_, "decided_by");
        p.legal_basis = root_.texts("legal_basis");
        p.published_by = root_.text_or("published_by", "");
        p.in_force_from = root_.date("in_force_from");
        p.in_force_until = root_.optional_date("in_force_until");
        if (p.in_force_until && *p.in_force_until < p.in_force_from)
            root_.defect("in_force_until", "it ends before it begins",
                         "in_force_until is the last day, after in_force_from");
        p.online_level = root_.choice("online_level", online_levels);
        p.dossier_sets = static_cast<int>(root_.optional_integer("dossier_sets", 1, 20).value_or(1));
        p.applicants_vi = root_.texts("applicants_vi");
        p.channels_vi = root_.text_or("channels_vi", "");
        p.conditions_vi = root_.text_or("conditions_vi", "");
        p.notes_vi = root_.text_or("notes_vi", "");
        p.doubts_vi = root_.text_or("doubts_vi", "");
        p.sources = root_.optional_texts("sources");
        p.standing = read_standing(root_);
        if (auto approval = root_.optional_table("approval")) {
            p.approval =
                Approval{approval->text("decision"), approval->date("date"), approval->text("signer"),
                         approval->text("file_sha256"), approval->date("effective")};
            const auto& hash = p.approval->file_sha256;
            if (!hash.empty() &&
                (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string::npos))
                approval->defect("file_sha256", "it is no SHA-256",
                                 "write the 64 lower-case hexadecimal digits that sha256sum prints");
            approval->finish();
        }
        if (auto iso = root_.table("iso")) {
            p.iso = {iso->text("code"), static_cast<int>(iso->integer("issue", 1, 999)),
                     iso->text_or("basis", "")};
            iso->finish();
        }
        if (auto result = root_.table("result")) {
            p.result = {read_names(*result), result->text_or("register_book", ""),
                        result->text_or("validity_vi", "")};
            result->finish();
        }
        if (auto retention = root_.table("retention")) {
            const bool permanent = retention->boolean_or("permanent", false);
            // Luật Lưu trữ 33/2024/QH15 art. 14: permanent, or 2 to 70 years.
            p.retention.years = permanent ? 0 : static_cast<int>(retention->integer("years", 2, 70));
            p.retention.standing = read_standing(*retention);
            retention->finish();
        }
        std::vector<int> percents;
        for (const auto& scalar : root_.optional_scalars("reminder_percents")) {
            const auto* percent = std::get_if<std::int64_t>(&scalar);
            if (percent == nullptr || *percent < 1 || *percent > 99)
                root_.defect("reminder_percents", "a reminder is no percentage",
                             "list whole numbers from 1 to 99");
            else
                percents.push_back(static_cast<int>(*percent));
        }
        if (!percents.empty()) p.reminder_percents = std::move(percents);
    }

    void read_attributes() {
        for (auto& entry : root_.optional_tables("attribute")) {
            Attribute attribute;
            attribute.id = read_id(entry);
            attributes_.define(attribute.id, entry);
            attribute.kind = entry.choice("kind", attribute_kinds);
            attribute.names = read_names(entry);
            for (auto& inner : entry.optional_tables("choice")) {
                Choice choice{inner.text("id"), read_names(inner)};
                inner.finish();
                attribute.choices.push_back(std::move(choice));
            }
            for (const auto& scalar : entry.optional_scalars("breakpoints")) {
                const auto* bound = std::get_if<std::int64_t>(&scalar);
                if (bound == nullptr ||
                    (!attribute.breakpoints.empty() && *bound <= attribute.breakpoints.back()))
                    entry.defect("breakpoints", "the breakpoints are not ascending whole numbers",
                                 "list each bound once, the lowest first");
                else
                    attribute.breakpoints.push_back(*bound);
            }
            if ((attribute.kind == AttributeKind::choice) != !attribute.choices.empty())
                entry.defect("kind", "an attribute of kind choice, and no other, has choices",
                             "add [[attribute.choice]] or change the kind");
            attribute.default_value = entry.text_or("default", "");
            if (!attribute.default_value.empty() && !attribute.admits(attribute.default_value))
                entry.defect("default",
                             fmt::format("\"{}\" is no value of the attribute", attribute.default_value),
                             fmt::format("one of: {}", fmt::join(attribute.cases(), ", ")));
            entry.finish();
            procedure_.attributes.push_back(std::move(attribute));
        }
    }

    void read_variants() {
        for (auto& entry : root_.optional_tables("variant")) {
            Variant variant;
            variant.id = read_id(entry);
            variants_.define(variant.id, entry);
            variant.names = read_names(entry);
            if (!entry.has("when"))
                entry.defect("when", fmt::format("variant \"{}\" has no condition", variant.id),
                             "say by which attributes it is chosen: when = { … }");
            variant.when = read_when(entry);
            if (const auto sets = entry.optional_integer("dossier_sets", 1, 20))
                variant.dossier_sets = static_cast<int>(*sets);
            variant.register_book = entry.text_or("register_book", "");
            variant.note = read_optional_names(entry, "note");
            entry.finish();
            procedure_.variants.push_back(std::move(variant));
        }
    }

    /// The item's own condition and that of the variant it names, as one.
    Condition read_case(TableReader& table) {
        auto condition = read_when(table);
        const auto name = table.text_or("variant", "");
        variants_.refer(name, table.place_of("variant"));
        for (const auto& variant : procedure_.variants) {
            if (variant.id != name) continue;
            for (const auto& clause : variant.when.clauses)
                if (!condition.narrow(clause))
                    table.defect(
                        "when",
                        fmt::format("\"when\" excludes variant \"{}\" by \"{}\"", name, clause.attribute),
                        "correct one of the two");
        }
        return condition;
    }

    /// `when = { project_group = ["I"] }`, `when = { capital = { at_least = 100 } }`
    Condition read_when(TableReader& table) {
        Condition condition;
        auto when = table.optional_table("when");
        if (!when) return condition;
        for (const auto& name : when->keys()) {
            Condition::Clause clause;
            clause.attribute = name;
            attributes_.refer(name, when->place_of(name));
            if (when->kind_of(name) == TomlKind::table) {
                if (auto bounds = when->table(name)) {
                    clause.at_least = bounds->optional_integer("at_least").value_or(INT64_MIN);
                    clause.below = bounds->optional_integer("below").value_or(INT64_MAX);
                    bounds->finish();
                }
            } else {
                for (const auto& scalar : when->optional_scalars(name))
                    clause.any_of.push_back(word_of(scalar));
            }
            check_clause(clause, *when);
            condition.clauses.push_back(std::move(clause));
        }
        return condition;
    }

    static std::string word_of(const Scalar& scalar) {
        if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
        if (const auto* flag = std::get_if<bool>(&scalar)) return *flag ? "yes" : "no";
        return std::to_string(std::get<std::int64_t>(scalar));
    }

    void check_clause(const Condition::Clause& clause, TableReader& when) {
        const auto* attribute = procedure_.attribute(clause.attribute);
        if (attribute == nullptr) return;
        const bool bounded = clause.at_least != INT64_MIN || clause.below != INT64_MAX;
        if (attribute->kind == AttributeKind::number) {
            if (!bounded) {
                when.defect(clause.attribute, fmt::format("\"{}\" is a number", clause.attribute),
                            "write { at_least = …, below = … }");
                return;
            }
            for (const auto bound : {clause.at_least, clause.below}) {
                const bool open = bound == INT64_MIN || bound == INT64_MAX;
                if (!open && std::find(attribute->breakpoints.begin(), attribute->breakpoints.end(), bound) ==
                                 attribute->breakpoints.end())
                    when.defect(clause.attribute,
                                fmt::format("{} is no breakpoint of \"{}\"", bound, clause.attribute),
                                "add it to the attribute's breakpoints, so that its cases are known");
            }
            return;
        }
        if (clause.any_of.empty())
            when.defect(clause.attribute, fmt::format("\"{}\" is compared with nothing", clause.attribute),
                        "list its values: [\"yes\"]");
        for (const auto& value : clause.any_of)
            if (!attribute->admits(value))
                when.defect(clause.attribute,
                            fmt::format("\"{}\" has no value \"{}\"", clause.attribute, value),
                            fmt::format("one of: {}", fmt::join(attribute->cases(), ", ")));
    }

    void read_limits() {
        for (auto& entry : root_.tables("limit")) {
            Limit limit;
            limit.stage = read_id(entry, "stage");
            stages_.define(limit.stage);
            limit.names = read_names(entry);
            limit.statutory = read_allowance(entry);
            if (auto committed = entry.optional_table("committed")) {
                limit.committed = read_allowance(*committed);
                limit.committed_decision = committed->text("decision");
                committed->finish();
            }
            limit.owed_by = entry.choice("owed_by", owers);
            limit.when = read_case(entry);
            limit.starts_after_revision = entry.boolean_or("starts_after_revision", false);
            limit.standing = read_standing(entry);
            if (limit.standing.basis.empty())
                entry.defect("basis", "a limit has no basis",
                             "write the article or decision that it comes from");
            entry.finish();
            procedure_.limits.push_back(std::move(limit));
        }
        for (auto& entry : root_.optional_tables("milestone")) {
            Milestone milestone;
            milestone.id = read_id(entry);
            milestones_.define(milestone.id, entry);
            milestone.names = read_names(entry);
            milestone.allowance = read_allowance(entry);
            auto met_by = entry.texts("met_by");
            for (const auto& step : met_by) steps_.refer(step, entry.place_of("met_by"));
            milestone.met_by = std::move(met_by);
            milestone.when = read_case(entry);
            milestone.standing = read_standing(entry);
            entry.finish();
            procedure_.milestones.push_back(std::move(milestone));
        }
    }

    void read_documents() {
        documents_.define(std::string(whole_dossier));
        for (auto& entry : root_.tables("document")) {
            Document document;
            document.id = read_id(entry);
            document.pattern = entry.pattern();
            documents_.define(document.id, entry);
            document.names = read_names(entry);
            document.originals = static_cast<int>(entry.optional_integer("originals", 0, 50).value_or(0));
            document.certified = static_cast<int>(entry.optional_integer("certified", 0, 50).value_or(0));
            document.copies = static_cast<int>(entry.optional_integer("copies", 0, 50).value_or(0));
            document.required = entry.boolean_or("required", true);
            document.when = read_case(entry);
            document.condition_vi = entry.text_or("condition_vi", "");
            document.form = entry.text_or("form", "");
            document.output = entry.boolean_or("output", false);
            document.standing = read_standing(entry);
            if (!document.output && document.originals + document.certified + document.copies == 0)
                entry.defect("id", fmt::format("document \"{}\" is asked for without a number", document.id),
                             "say how many originals, certified or copies");
            if (document.output) document.required = false;
            entry.finish();
            procedure_.documents.push_back(std::move(document));
        }
    }

    void read_fees() {
        for (auto& entry : root_.optional_tables("fee")) {
            Fee fee;
            fee.id = read_id(entry);
            fees_.define(fee.id, entry);
            fee.names = read_names(entry);
            if (const auto amount = entry.optional_integer("amount", 0)) fee.amount = Dong{*amount};
            fee.moment = entry.choice("moment", fee_moments);
            fee.when = read_case(entry);
            fee.standing = read_standing(entry);
            entry.finish();
            procedure_.fees.push_back(std::move(fee));
        }
    }

    void read_supplement() {
        if (auto table = root_.optional_table("supplement")) {
            auto& rule = procedure_.supplement;
            rule.policy = table->optional_choice("policy", policies);
            rule.scope = table->choice_or<std::string_view>("scope", scopes, "whole");
            rule.notice_within = read_optional_allowance(*table, "notice_within");
            rule.second_notice_within = read_optional_allowance(*table, "second_notice_within");
            rule.applicant_has = read_optional_allowance(*table, "applicant_has");
            rule.standing = read_standing(*table);
            if (rule.policy == SupplementPolicy::resume && rule.standing.basis.empty())
                table->defect("policy", "the time goes on after a supplement without a basis",
                              "cite the sector law that says so, or leave policy out: the rule set restarts "
                              "the time (NĐ 118/2025 art. 19(5))");
            table->finish();
        }
        if (auto table = root_.optional_table("extension")) {
            ExtensionRule rule;
            if (auto at_most = read_optional_allowance(*table, "at_most"))
                rule.at_most = *at_most;
            else
                table->defect("at_most", "\"at_most\" is missing", "add at_most = { count = …, unit = … }");
            rule.standing = read_standing(*table);
            if (rule.standing.basis.empty())
                table->defect("basis", "an extension has no basis", "cite the sector law that grants it");
            table->finish();
            procedure_.extension = std::move(rule);
        }
    }

    void read_step(TableReader& entry) {
        Step step;
        step.id = read_id(entry);
        step.pattern = entry.pattern();
        steps_.define(step.id, entry);
        places_[step.id] = entry.place();
        step.kind = entry.choice("kind", step_kinds);
        step.names = read_names(entry);
        step.role = entry.text("role");
        step.unit = entry.text("unit");
        step.stage = entry.text_or("stage", "");
        stages_.refer(step.stage, entry.place_of("stage"));
        if (auto budget = entry.optional_table("budget")) {
            step.budget.working_minutes =
                WorkingMinutes{budget->optional_integer("working_minutes", 1, 100'000).value_or(0)};
            step.budget.calendar_days =
                static_cast<int>(budget->optional_integer("calendar_days", 1, 400).value_or(0));
            step.budget.working_days =
                static_cast<int>(budget->optional_integer("working_days", 1, 400).value_or(0));
            budget->finish();
        }
        step.outside = entry.boolean_or("outside", false);
        step.same_person_as = entry.text_or("same_person_as", "");
        steps_.refer(step.same_person_as, entry.place_of("same_person_as"));
        step.legal_ground = entry.text_or("legal_ground", "");
        step.revision = entry.boolean_or("revision", false);
        step.applicant_has = read_optional_allowance(entry, "applicant_has");
        step.ending = entry.optional_choice("ending", endings);
        step.inputs = entry.optional_texts("inputs");
        step.outputs = entry.optional_texts("outputs");
        for (const auto& document : step.inputs) documents_.refer(document, entry.place_of("inputs"));
        for (const auto& document : step.outputs) documents_.refer(document, entry.place_of("outputs"));
        step.forms = entry.optional_texts("forms");
        step.public_label = read_names(entry, "public");
        step.national_status = static_cast<int>(entry.integer("national_status", 1, 10));
        step.instruction = read_optional_names(entry, "instruction");
        read_consults(entry, step);
        Register actions("action");
        for (auto& inner : entry.optional_tables("action")) {
            auto action = read_action(inner);
            actions.define(action.id, inner, inner.has("id") ? "id" : "kind");
            if (action.role.empty()) action.role = step.role;
            if (action.unit.empty()) action.unit = step.unit;
            step.actions.push_back(std::move(action));
        }
        check_step(step, entry);
        entry.finish();
        procedure_.steps.push_back(std::move(step));
    }

    void read_consults(TableReader& entry, Step& step) {
        Register parties("consulted party");
        for (auto& inner : entry.optional_tables("consult")) {
            Consult consult;
            consult.party = read_id(inner, "party");
            parties.define(consult.party, inner, "party");
            consult.names = read_names(inner);
            if (auto within = inner.table("answer_within")) {
                consult.answer_within = read_allowance(*within);
                within->finish();
            }
            consult.when = read_case(inner);
            consult.silence = inner.choice_or("silence", silences, Silence::is_not_consent);
            consult.mandatory = inner.boolean_or("mandatory", true);
            consult.standing = read_standing(inner);
            if (consult.silence == Silence::is_consent && consult.standing.basis.empty())
                inner.defect(
                    "silence", "silence is taken for consent without a basis",
                    "cite the provision that says so; neither NĐ 61/2018 nor NĐ 118/2025 does (art. 19)");
            inner.finish();
            step.consults.push_back(std::move(consult));
        }
    }

    Action read_action(TableReader& entry) {
        Action action;
        action.pattern = entry.pattern();
        action.kind = entry.choice("kind", action_kinds);
        action.id = entry.has("id") ? read_id(entry) : std::string(to_string(action.kind));
        action.names = read_names(entry);
        action.to = entry.text("to");
        steps_.refer(action.to, entry.place_of("to"));
        action.role = entry.text_or("role", "");
        action.unit = entry.text_or("unit", "");
        action.when = read_case(entry);
        const auto required = read_words(entry, "requires", requirements);
        action.requires_.insert(required.begin(), required.end());
        action.not_by_actor_of = entry.optional_texts("not_by_actor_of");
        for (const auto& step : action.not_by_actor_of) steps_.refer(step, entry.place_of("not_by_actor_of"));
        action.approver = entry.text_or("approver", "");
        action.from_pattern = entry.boolean_or("from_pattern", false);
        if (action.requires_.contains(Requirement::approval) != !action.approver.empty())
            entry.defect("approver", "an approval needs an approver, and an approver an approval",
                         "write both requires = [\"approval\"] and approver = \"ROLE\"");
        entry.finish();
        return action;
    }

    void read_everywhere(TableReader& entry) {
        SharedAction pattern;
        pattern.from_kinds = read_words(entry, "from_kinds", step_kinds);
        if (pattern.from_kinds.empty())
            entry.defect("from_kinds", "no kind of step is named",
                         "write from_kinds = [\"working\", \"held\"]");
        pattern.except = entry.optional_texts("except");
        for (const auto& step : pattern.except) steps_.refer(step, entry.place_of("except"));
        if (!entry.has("role") || !entry.has("unit"))
            entry.defect("role", "an action of many steps needs its own role and unit",
                         "write who may take it");
        pattern.action = read_action(entry);
        pattern.action.from_pattern = true;
        for (auto& step : procedure_.steps) {
            const auto has = [](const auto& list, const auto& item) {
                return std::find(list.begin(), list.end(), item) != list.end();
            };
            if (!has(pattern.from_kinds, step.kind) || has(pattern.except, step.id)) continue;
            if (step.action(pattern.action.id) != nullptr)
                entry.defect(
                    "kind",
                    fmt::format("step \"{}\" has an action \"{}\" of its own", step.id, pattern.action.id),
                    "name the step in except, or give one of the two another id");
            else
                step.actions.push_back(pattern.action);
        }
    }

    /// What a step's kind demands of it (design: the kinds are few and legal).
    void check_step(const Step& step, TableReader& entry) {
        const bool working = step.kind == StepKind::working;
        const bool held = step.kind == StepKind::held;
        const bool closed = step.kind == StepKind::closed;
        if (working != !step.stage.empty())
            entry.defect("stage",
                         working ? "a working step is charged to no limit"
                                 : "only a working step is charged to a limit",
                         working ? "write the stage of one of the [[limit]]s" : "remove stage");
        if (held && step.legal_ground.empty())
            entry.defect("legal_ground", fmt::format("step \"{}\" holds the time without a ground", step.id),
                         "cite the article that lets the time stand");
        if (!held && !step.legal_ground.empty())
            entry.defect("legal_ground", "only a held step has a ground", "remove it, or make the step held");
        if (!held && step.revision)
            entry.defect("revision", "only a held step is a revision", "remove it, or make the step held");
        if (!held && step.applicant_has)
            entry.defect("applicant_has", "only in a held step has the applicant a period", "remove it");
        if (closed != step.ending.has_value())
            entry.defect("ending",
                         closed ? "a closed step says no ending" : "only a closed step has an ending",
                         closed ? "add ending" : "remove ending");
        if (closed && !step.actions.empty())
            entry.defect("action", "a closed step has actions",
                         "remove them: acts on a closed dossier are not edges");
        if (!closed && step.actions.empty())
            entry.defect("action", fmt::format("step \"{}\" has no action", step.id),
                         "add [[step.action]], or make the step closed");
        if (!working && !step.consults.empty())
            entry.defect("consult", "only a working step asks for opinions", "move it to a working step");
        const auto& budget = step.budget;
        const int said =
            (count(budget.working_minutes) > 0) + (budget.calendar_days > 0) + (budget.working_days > 0);
        if (working && said != 1)
            entry.defect("budget", "a working step needs one budget",
                         "write budget = { working_minutes = 240 }");
        if (!step.outside && (budget.calendar_days > 0 || budget.working_days > 0))
            entry.defect("budget", "only a block outside the office is budgeted in days",
                         "write working_minutes, or outside = true");
        if (!working && step.kind != StepKind::submitted && said != 0)
            entry.defect("budget", "the time does not run in this step", "remove budget");
    }

    /// What the machine as a whole must say; reachability is proven by verification/.
    void check_machine() {
        const auto submitted =
            std::count_if(procedure_.steps.begin(), procedure_.steps.end(),
                          [](const Step& step) { return step.kind == StepKind::submitted; });
        if (!procedure_.steps.empty() &&
            (submitted != 1 || procedure_.steps.front().kind != StepKind::submitted))
            root_.defect("step", fmt::format("{} steps are submitted", submitted),
                         "exactly one step is submitted, and it is the first");
        for (const auto& step : procedure_.steps) check_edges(step);
    }

    void check_edges(const Step& step) {
        for (const auto& action : step.actions) {
            const auto* to = procedure_.step(action.to);
            if (to == nullptr) continue;
            const auto wrong = [&](std::string_view why, std::string_view remedy) {
                defects_.add(places_[step.id],
                             fmt::format("action \"{}\" of step \"{}\" {}", action.id, step.id, why),
                             std::string(remedy));
            };
            const bool from_submitted = step.kind == StepKind::submitted;
            switch (action.kind) {
                case ActionKind::receive:
                    if (!from_submitted || to->kind != StepKind::working)
                        wrong("does not lead from submitted to working", "the clock starts at receipt");
                    break;
                case ActionKind::ask_before_receipt:
                    if (!from_submitted || to->kind != StepKind::submitted)
                        wrong("does not stay submitted", "a slip before receipt starts no clock");
                    break;
                case ActionKind::refuse_intake: ends_as(*to, Ending::refused_at_receipt, wrong); break;
                case ActionKind::issue_supplement:
                    if (to->kind != StepKind::held)
                        wrong("does not lead to a held step",
                              "while the applicant supplements, the time is held");
                    break;
                case ActionKind::complete_supplement:
                    if (step.kind != StepKind::held || to->kind != StepKind::working)
                        wrong("does not lead from held to working", "the time runs again on completion");
                    break;
                case ActionKind::close_unsupplemented: ends_as(*to, Ending::not_supplemented, wrong); break;
                case ActionKind::return_result: ends_as(*to, Ending::returned, wrong); break;
                case ActionKind::withdraw: ends_as(*to, Ending::withdrawn, wrong); break;
                case ActionKind::stop: ends_as(*to, Ending::stopped, wrong); break;
                case ActionKind::void_intake: ends_as(*to, Ending::voided, wrong); break;
                case ActionKind::finish:
                    if (to->kind != StepKind::finished)
                        wrong("does not lead to a finished step",
                              "finish means that the result is at the counter");
                    break;
                case ActionKind::open_consults:
                    if (to->consults.empty())
                        wrong("leads to a step that asks nobody", "add [[step.consult]] there");
                    break;
                default:
                    if (from_submitted)
                        wrong("leaves the submitted step without a decision",
                              "receive, refuse_intake, ask_before_receipt or withdraw");
                    break;
            }
            if (to->kind == StepKind::held && action.kind != ActionKind::issue_supplement && !to->revision)
                wrong("holds the time without a supplement slip",
                      "use issue_supplement, or mark the held step as a revision");
            for (const auto& other : action.not_by_actor_of)
                if (other == action.to)
                    wrong("excludes who acts in the step it leads to", "name the steps before it");
        }
    }

    template <class Wrong> static void ends_as(const Step& to, Ending ending, const Wrong& wrong) {
        if (to.ending != ending)
            wrong(fmt::format("does not lead to an ending \"{}\"", to_string(ending)),
                  "lead it to such a closed step");
    }

    TableReader root_;
    Defects& defects_;
    Procedure procedure_;
    std::map<std::string, Place> places_;
    Register steps_{"step"}, stages_{"stage"}, documents_{"document"}, attributes_{"attribute"}, fees_{"fee"},
        variants_{"variant"}, milestones_{"milestone"};
};

// ---------------------------------------------------------------- writing

using boost::json::array;
using boost::json::object;
using procedures::put;

object allowance_value(const Allowance& allowance) {
    return {{"count", allowance.count}, {"unit", to_string(allowance.unit)}};
}

void put(object& text, std::string_view key, const std::vector<std::string>& list) {
    if (!list.empty()) text[key] = array(list.begin(), list.end());
}

void put(object& text, std::string_view key, const std::optional<Allowance>& allowance) {
    if (allowance) text[key] = allowance_value(*allowance);
}

void put(object& text, const Condition& condition) {
    if (condition.always()) return;
    object when;
    for (const auto& clause : condition.clauses) {
        if (!clause.any_of.empty()) {
            when[clause.attribute] = array(clause.any_of.begin(), clause.any_of.end());
            continue;
        }
        object bounds;
        if (clause.at_least != INT64_MIN) bounds["at_least"] = clause.at_least;
        if (clause.below != INT64_MAX) bounds["below"] = clause.below;
        when[clause.attribute] = std::move(bounds);
    }
    text["when"] = std::move(when);
}

object value_of(const Attribute& attribute) {
    object text{{"id", attribute.id}, {"kind", to_string(attribute.kind)}};
    put(text, "name", attribute.names);
    array choices;
    for (const auto& choice : attribute.choices) {
        object entry{{"id", choice.id}};
        put(entry, "name", choice.names);
        choices.push_back(std::move(entry));
    }
    if (!choices.empty()) text["choice"] = std::move(choices);
    if (!attribute.breakpoints.empty())
        text["breakpoints"] = array(attribute.breakpoints.begin(), attribute.breakpoints.end());
    put(text, "default", attribute.default_value);
    return text;
}

object value_of(const Variant& variant) {
    object text{{"id", variant.id}};
    put(text, "name", variant.names);
    put(text, variant.when);
    if (variant.dossier_sets) text["dossier_sets"] = *variant.dossier_sets;
    put(text, "register_book", variant.register_book);
    put(text, "note", variant.note);
    return text;
}

object value_of(const Limit& limit) {
    object text = allowance_value(limit.statutory);
    text["stage"] = limit.stage;
    put(text, "name", limit.names);
    if (limit.committed) {
        auto committed = allowance_value(*limit.committed);
        committed["decision"] = limit.committed_decision;
        text["committed"] = std::move(committed);
    }
    text["owed_by"] = limit.owed_by;
    put(text, limit.when);
    if (limit.starts_after_revision) text["starts_after_revision"] = true;
    put(text, limit.standing);
    return text;
}

object value_of(const Milestone& milestone) {
    object text = allowance_value(milestone.allowance);
    text["id"] = milestone.id;
    put(text, "name", milestone.names);
    text["met_by"] = array(milestone.met_by.begin(), milestone.met_by.end());
    put(text, milestone.when);
    put(text, milestone.standing);
    return text;
}

object value_of(const Document& document) {
    object text{{"id", document.id}};
    put(text, "name", document.names);
    if (document.originals > 0) text["originals"] = document.originals;
    if (document.certified > 0) text["certified"] = document.certified;
    if (document.copies > 0) text["copies"] = document.copies;
    if (document.output)
        text["output"] = true;
    else if (!document.required)
        text["required"] = false;
    put(text, document.when);
    put(text, "condition_vi", document.condition_vi);
    put(text, "form", document.form);
    put(text, document.standing);
    return text;
}

object value_of(const Fee& fee) {
    object text{{"id", fee.id}, {"moment", to_string(fee.moment)}};
    put(text, "name", fee.names);
    if (fee.amount) text["amount"] = static_cast<std::int64_t>(*fee.amount);
    put(text, fee.when);
    put(text, fee.standing);
    return text;
}

object value_of(const SupplementRule& rule) {
    object text;
    if (rule.policy) text["policy"] = to_string(*rule.policy);
    if (rule.scope != "whole") text["scope"] = rule.scope;
    put(text, "notice_within", rule.notice_within);
    put(text, "second_notice_within", rule.second_notice_within);
    put(text, "applicant_has", rule.applicant_has);
    put(text, rule.standing);
    return text;
}

object value_of(const Action& action) {
    object text{{"id", action.id},
                {"kind", to_string(action.kind)},
                {"to", action.to},
                {"role", action.role},
                {"unit", action.unit}};
    put(text, "name", action.names);
    put(text, action.when);
    array required;
    for (const auto requirement : action.requires_) required.emplace_back(to_string(requirement));
    if (!required.empty()) text["requires"] = std::move(required);
    put(text, "not_by_actor_of", action.not_by_actor_of);
    put(text, "approver", action.approver);
    if (action.from_pattern) text["from_pattern"] = true;
    return text;
}

object value_of(const Consult& consult) {
    object text{{"party", consult.party}, {"answer_within", allowance_value(consult.answer_within)}};
    put(text, "name", consult.names);
    put(text, consult.when);
    if (consult.silence == Silence::is_consent) text["silence"] = to_string(consult.silence);
    if (!consult.mandatory) text["mandatory"] = false;
    put(text, consult.standing);
    return text;
}

object value_of(const Step& step);

template <class Item> array values_of(const std::vector<Item>& items) {
    array list;
    for (const auto& item : items) list.push_back(value_of(item));
    return list;
}

object value_of(const Step& step) {
    object text{{"id", step.id}, {"kind", to_string(step.kind)}, {"role", step.role}, {"unit", step.unit}};
    put(text, "name", step.names);
    put(text, "stage", step.stage);
    object budget;
    if (count(step.budget.working_minutes) > 0)
        budget["working_minutes"] = count(step.budget.working_minutes);
    if (step.budget.calendar_days > 0) budget["calendar_days"] = step.budget.calendar_days;
    if (step.budget.working_days > 0) budget["working_days"] = step.budget.working_days;
    if (!budget.empty()) text["budget"] = std::move(budget);
    if (step.outside) text["outside"] = true;
    put(text, "same_person_as", step.same_person_as);
    put(text, "legal_ground", step.legal_ground);
    if (step.revision) text["revision"] = true;
    put(text, "applicant_has", step.applicant_has);
    if (step.ending) text["ending"] = to_string(*step.ending);
    put(text, "inputs", step.inputs);
    put(text, "outputs", step.outputs);
    put(text, "forms", step.forms);
    put(text, "public", step.public_label);
    text["national_status"] = step.national_status;
    put(text, "instruction", step.instruction);
    if (!step.consults.empty()) text["consult"] = values_of(step.consults);
    if (!step.actions.empty()) text["action"] = values_of(step.actions);
    return text;
}

}  // namespace

std::optional<Procedure> read_procedure(const TomlFile& file, Defects& defects) {
    return read_procedure(file, Patterns(), defects);
}

std::optional<Procedure> read_procedure(const TomlFile& file, const Patterns& patterns, Defects& defects) {
    const auto before = defects.size();
    const auto whole = patterns.expand(file, defects);
    if (!whole) return std::nullopt;
    auto procedure = ProcedureReader(whole->root(defects), defects).read();
    if (defects.size() != before) return std::nullopt;
    return procedure;
}

boost::json::object to_json(const Procedure& p) {
    object text{{"id", p.id}};
    put(text, "national_code", p.national_code);
    put(text, "name", p.names);
    put(text, "field", p.field);
    text["authority"] = p.authority;
    put(text, "decided_by", p.decided_by);
    put(text, "legal_basis", p.legal_basis);
    put(text, "published_by", p.published_by);
    text["in_force_from"] = date_value(p.in_force_from);
    if (p.in_force_until) text["in_force_until"] = date_value(*p.in_force_until);
    text["online_level"] = p.online_level;
    text["dossier_sets"] = p.dossier_sets;
    put(text, "applicants_vi", p.applicants_vi);
    put(text, "channels_vi", p.channels_vi);
    put(text, "conditions_vi", p.conditions_vi);
    put(text, "notes_vi", p.notes_vi);
    put(text, "doubts_vi", p.doubts_vi);
    put(text, "sources", p.sources);
    put(text, p.standing);
    if (p.approval)
        text["approval"] = object{{"decision", p.approval->decision},
                                  {"date", date_value(p.approval->date)},
                                  {"signer", p.approval->signer},
                                  {"file_sha256", p.approval->file_sha256},
                                  {"effective", date_value(p.approval->effective)}};
    object iso{{"code", p.iso.code}, {"issue", p.iso.issue}};
    put(iso, "basis", p.iso.basis);
    text["iso"] = std::move(iso);
    object result;
    put(result, "name", p.result.names);
    put(result, "register_book", p.result.register_book);
    put(result, "validity_vi", p.result.validity_vi);
    text["result"] = std::move(result);
    object retention;
    if (p.retention.years == 0)
        retention["permanent"] = true;
    else
        retention["years"] = p.retention.years;
    put(retention, p.retention.standing);
    text["retention"] = std::move(retention);
    text["reminder_percents"] = array(p.reminder_percents.begin(), p.reminder_percents.end());
    if (!p.attributes.empty()) text["attribute"] = values_of(p.attributes);
    if (!p.variants.empty()) text["variant"] = values_of(p.variants);
    text["limit"] = values_of(p.limits);
    if (!p.milestones.empty()) text["milestone"] = values_of(p.milestones);
    text["document"] = values_of(p.documents);
    if (!p.fees.empty()) text["fee"] = values_of(p.fees);
    text["supplement"] = value_of(p.supplement);
    if (p.extension) {
        object extension{{"at_most", allowance_value(p.extension->at_most)}};
        put(extension, p.extension->standing);
        text["extension"] = std::move(extension);
    }
    text["step"] = values_of(p.steps);
    return text;
}

Procedure procedure_from_json(const boost::json::object& text) {
    Defects defects;
    std::optional<Procedure> procedure;
    const auto* id = text.if_contains("id");
    const std::string name =
        "adopted " + (id != nullptr && id->is_string() ? std::string(id->as_string()) : "procedure");
    if (const auto file = TomlFile::parse(toml_text(text), name, defects))
        procedure = read_procedure(*file, defects);
    if (!procedure) throw DefinitionError(defects);
    return std::move(*procedure);
}

}  // namespace motcua::procedures
