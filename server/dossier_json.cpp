#include "server/dossier_json.hpp"

#include "procedures/dossier/dates.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "procedures/text/explanation.hpp"
#include "server/or_null.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using namespace procedures;
using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace {

template <class Enum> void named(object& out, const std::string& key, Enum one, Language language) {
    out[key] = to_string(one);
    out[key + "_name"] = name_of(one, language);
}

object holder_json(const Holder& holder, const Naming& naming, Language language) {
    return {{"role", holder.role},
            {"role_name", role_name(naming, holder.role, language)},
            {"unit", holder.unit},
            {"unit_name", unit_name(naming, holder.unit, language)},
            {"person", holder.person.empty() ? value(nullptr) : value(holder.person)}};
}

array texts(const std::vector<std::string>& list) { return array(list.begin(), list.end()); }

object due_json(const DueDate& due, Language language) {
    return {{"due", format_instant(due.due)},
            {"legal_end", format_instant(due.legal_end)},
            {"provisional", due.provisional},
            {"text", written(due.due, language)}};
}

/// One of the two clocks: what is due, how it stands, what is left in words.
void put_clock(object& out, const WorkCalendar& calendar, StepKind kind, std::optional<Instant> due,
               std::optional<Instant> late_after, Instant now, Language language) {
    const auto timeliness = timeliness_of(kind, late_after, moment_at(calendar, now));
    named(out, "timeliness", timeliness, language);
    out["due_at"] = or_null(due);
    if (!due) return;
    out["due_text"] = written(*due, language);
    if (kind != StepKind::working) return;
    const auto left = minutes_left(calendar, *due, now);
    out["working_minutes_left"] = count(left);
    out["left_text"] = time_left(left, calendar.hours_of(local_date(now)).minutes(), language);
}

object step_json(const Dossier& dossier, const Step* step, const WorkCalendar& calendar, const Naming& naming,
                 Instant now, Language language) {
    object out{{"id", dossier.step}, {"name", step_name(naming, dossier.step, language)}};
    named(out, "kind", dossier.kind, language);
    out["entered_at"] = format_instant(dossier.step_entered);
    put_clock(out, calendar, dossier.kind, dossier.step_due, dossier.step_due, now, language);
    if (step != nullptr && !in(language, step->instruction).empty())
        out["instruction"] = in(language, step->instruction);
    if (step != nullptr && !step->legal_ground.empty()) out["legal_ground"] = step->legal_ground;
    return out;
}

object dates_json(const Dossier& dossier, Language language) {
    object out{{"submitted_at", format_instant(dossier.submitted_at)},
               {"received_at", or_null(dossier.received_at)},
               {"finished_at", or_null(dossier.finished_at)},
               {"closed_at", or_null(dossier.closed_at)}};
    out["original_due"] =
        dossier.original_due ? value(due_json(*dossier.original_due, language)) : value(nullptr);
    out["legal_due"] = dossier.legal_due ? value(due_json(*dossier.legal_due, language)) : value(nullptr);
    out["appointment"] = or_null(dossier.appointment);
    if (dossier.appointment) out["appointment_text"] = written(*dossier.appointment, language);
    return out;
}

/// How a finished matter counts: against the law, and in the national index (facts 11.2–11.4).
object verdicts_json(const Dossier& dossier, Language language) {
    object out;
    named(out, "legal_on_time", verdict_of(*dossier.finished_at, *dossier.legal_due), language);
    named(out, "index_on_time", index_verdict(*dossier.finished_at, dossier.held, *dossier.appointment),
          language);
    return out;
}

array held_json(const Dossier& dossier) {
    array out;
    for (const auto& span : dossier.held)
        out.push_back(
            object{{"from", format_instant(span.from)}, {"to", or_null(span.to)}, {"ground", span.ground}});
    return out;
}

array consults_json(const Dossier& dossier, const Step* step, Instant now, Language language) {
    array out;
    for (const auto& consult : dossier.consults) {
        object one{{"party", consult.party},
                   {"asked", format_instant(consult.asked)},
                   {"due", format_instant(consult.due)},
                   {"answered", or_null(consult.answered)},
                   {"mandatory", consult.mandatory},
                   {"silence_is_consent", consult.silence_is_consent},
                   {"late", !consult.answered && now > consult.due}};
        if (step != nullptr)
            for (const auto& asked : step->consults)
                if (asked.party == consult.party) one["name"] = in(language, asked.names);
        out.push_back(std::move(one));
    }
    return out;
}

array documents_json(const Dossier& dossier, const Procedure& procedure, Language language) {
    array out;
    for (const auto& document : procedure.documents) {
        const auto mark = dossier.marks.find(document.id);
        if (document.output || (!document.when.holds(dossier.attributes) && mark == dossier.marks.end()))
            continue;
        object one{
            {"id", document.id}, {"name", in(language, document.names)}, {"required", document.required}};
        named(one, "mark", mark == dossier.marks.end() ? Mark::unchecked : mark->second, language);
        out.push_back(std::move(one));
    }
    return out;
}

array deadlines_json(const Dossier& dossier, Language language) {
    array out;
    for (const auto& deadline : dossier.open_deadlines) {
        object one;
        named(one, "kind", deadline.kind, language);
        one["due"] = format_instant(deadline.due);
        if (!deadline.subject.empty()) one["subject"] = deadline.subject;
        out.push_back(std::move(one));
    }
    return out;
}

object people_json(const storage::DossierRow& row) {
    object out;
    const auto put = [&](std::string_view key, const std::string& text) {
        if (!text.empty()) out[key] = text;
    };
    put("applicant", row.applicant);
    put("applicant_address", row.applicant_address);
    put("applicant_phone", row.applicant_phone);
    put("owner", row.owner);
    put("representative", row.representative);
    put("project", row.project);
    put("title", row.title);
    return out;
}

object procedure_json(const Procedure& procedure, const std::string& version, Language language) {
    return {{"id", procedure.id},
            {"name", in(language, procedure.names)},
            {"national_code", procedure.national_code},
            {"version", version},
            {"demonstration", !procedure.is_approved()}};
}

}  // namespace

array fees_json(const engine::DossierSnapshot& snapshot, Language language) {
    array out;
    const auto& dossier = snapshot.dossier();
    const auto* procedure = snapshot.law->version(dossier.version);
    if (procedure == nullptr) return out;
    for (const auto& fee : procedure->fees) {
        const auto settled = dossier.fees.find(fee.id);
        // What was paid stays paid when a correction of the intake makes it undue.
        if (settled == dossier.fees.end() && !fee.when.holds(dossier.attributes)) continue;
        out.push_back(
            object{{"id", fee.id},
                   {"name", in(language, fee.names)},
                   {"amount", fee.amount ? value(static_cast<std::int64_t>(*fee.amount)) : value(nullptr)},
                   {"moment", to_string(fee.moment)},
                   {"state", settled == dossier.fees.end() ? "due" : settled->second}});
    }
    return out;
}

object dossier_json(const engine::DossierSnapshot& snapshot, const storage::DossierRow* people, Instant now,
                    Language language) {
    const auto& dossier = snapshot.dossier();
    const auto& law = *snapshot.law;
    const auto& calendar = *law.calendar;
    const auto* procedure = law.version(dossier.version);
    const auto* step = procedure != nullptr ? procedure->step(dossier.step) : nullptr;
    const Naming naming{law.office.get(), procedure};

    object out{{"id", dossier.id},
               {"code", dossier.code.empty() ? value(nullptr) : value(dossier.code)},
               {"version", dossier.version_number},
               {"as_of", object{{"seq", snapshot.as_of}, {"time", format_instant(now)}}}};
    if (!dossier.external_code.empty()) out["external_code"] = dossier.external_code;
    if (!dossier.replaces.empty()) out["replaces"] = dossier.replaces;
    if (procedure != nullptr) out["procedure"] = procedure_json(*procedure, dossier.version, language);
    if (!dossier.rule_set.empty()) out["rule_set"] = dossier.rule_set;
    named(out, "channel", dossier.channel, language);
    object attributes;
    for (const auto& [name, said] : dossier.attributes) attributes[name] = said;
    out["attributes"] = std::move(attributes);
    if (people != nullptr) out["people"] = people_json(*people);

    named(out, "clock", clock_of(dossier.kind), language);
    const auto* due = dossier.legal_due ? &*dossier.legal_due : nullptr;
    put_clock(out, calendar, dossier.kind, due != nullptr ? std::optional(due->due) : std::nullopt,
              due != nullptr ? std::optional(due->legal_end) : std::nullopt, now, language);
    out["provisional"] = due != nullptr && due->provisional;
    out["dates"] = dates_json(dossier, language);
    out["verdicts"] = dossier.finished_at && due != nullptr && dossier.appointment
                          ? value(verdicts_json(dossier, language))
                          : value(nullptr);
    out["step"] = step_json(dossier, step, calendar, naming, now, language);
    if (step != nullptr)
        out["status"] = object{{"national", step->national_status},
                               {"national_name", name_of_national_status(step->national_status, language)},
                               {"label", in(language, step->public_label)}};
    out["ending"] = dossier.ending ? value(to_string(*dossier.ending)) : value(nullptr);
    if (dossier.ending) out["ending_name"] = name_of(*dossier.ending, language);
    out["holder"] = holder_json(dossier.holder, naming, language);
    if (dossier.sender) out["sender"] = holder_json(*dossier.sender, naming, language);
    if (!dossier.main_officer.empty()) out["main_officer"] = dossier.main_officer;
    out["cooperating"] = texts(dossier.cooperating);
    out["watching"] = texts(dossier.watching);
    out["held"] = held_json(dossier);
    out["consults"] = consults_json(dossier, step, now, language);
    if (procedure != nullptr) {
        out["documents"] = documents_json(dossier, *procedure, language);
        out["fees"] = fees_json(snapshot, language);
    }
    out["deadlines"] = deadlines_json(dossier, language);
    out["supplements_used"] = dossier.supplements_used;
    out["supplement_lines"] = texts(dossier.supplement_lines);
    for (const auto& [key, flag] : {std::pair{"extended", dossier.extended},
                                    {"rescheduled", dossier.rescheduled},
                                    {"withdrawal_requested", dossier.withdrawal_requested},
                                    {"signed", dossier.signed_result},
                                    {"refusal_drafted", dossier.refusal_drafted},
                                    {"has_result", dossier.has_result}})
        out[key] = flag;
    out["correction_due"] = or_null(dossier.correction_due);
    return out;
}

namespace {

bool needs_assignee(const Action& action) {
    return action.kind == ActionKind::assign || action.requires_.contains(Requirement::assignee);
}

}  // namespace

array actions_json(const engine::DossierSnapshot& snapshot, const Actor& actor, const PeopleNames& names,
                   Instant now, Language language) {
    const auto& law = *snapshot.law;
    const auto* procedure = law.version(snapshot.dossier().version);
    const Naming naming{law.office.get(), procedure, &names};
    array out;
    const auto day = local_date(now);
    for (const auto& offered : actions_for(law, *snapshot.office, snapshot.dossier(), actor, now)) {
        const auto& action = *offered.action;
        array needs;
        for (const auto requirement : action.requires_) needs.push_back(value(to_string(requirement)));
        object one{{"id", action.id},
                   {"kind", to_string(action.kind)},
                   {"name", in(language, action.names)},
                   {"to", action.to},
                   {"to_name", step_name(naming, action.to, language)},
                   {"requires", std::move(needs)},
                   {"allowed", !offered.why_not.has_value()}};
        const auto* target = procedure->step(action.to);
        if (needs_assignee(action) && target != nullptr) {
            array people;
            for (const auto& person : snapshot.office->staff.holders(target->role, target->unit, day))
                if (!snapshot.office->staff.is_absent(person, day)) people.emplace_back(person);
            one["assignees"] = std::move(people);
        }
        if (offered.why_not) {
            const auto words = words_of(*offered.why_not, language, naming);
            one["why_not"] = object{
                {"code", to_string(offered.why_not->code)}, {"title", words.title}, {"detail", words.detail}};
        }
        out.push_back(std::move(one));
    }
    return out;
}

namespace {

bool is_held(const Dossier& dossier, LocalDate day) {
    return std::any_of(dossier.held.begin(), dossier.held.end(), [&](const HeldSpan& span) {
        return local_date(span.from) < day && (!span.to || day <= local_date(*span.to));
    });
}

/// The days of a stage as they were counted. One that was held and went on, or was moved, is listed
/// day by day to its date; the applicant's days do not count.
std::vector<ExplainedDay> days_of(const WorkCalendar& calendar, const Dossier& dossier, const StageRun& run) {
    if (calendar.due_after(run.started, run.allowance).due == run.due.due)
        return calendar.explain(run.started, run.allowance);
    std::vector<ExplainedDay> days;
    for (auto day = local_date(run.started) + std::chrono::days{1}; day <= run.due.last_day;
         day += std::chrono::days{1}) {
        auto line = calendar.describe(day);
        line.held = is_held(dossier, day);
        line.counted = calendar.is_working_day(day) && !line.held;
        days.push_back(std::move(line));
    }
    return days;
}

array days_json(const std::vector<ExplainedDay>& days, Language language) {
    array out;
    for (const auto& day : days)
        out.push_back(object{{"date", format_date(day.date)},
                             {"weekday", weekday_name(day.date, language)},
                             {"counted", day.counted},
                             {"kind", to_string(day.kind)},
                             {"reason", reason_of(day, language)},
                             {"rule", day.notice},
                             {"provisional", day.provisional}});
    return out;
}

array lines_json(const std::vector<ExplainedDay>& days, Language language) {
    const auto lines = lines_of(days, language);
    return array(lines.begin(), lines.end());
}

std::string stage_name(const Procedure* procedure, const std::string& stage, Language language) {
    if (procedure != nullptr)
        for (const auto& limit : procedure->limits)
            if (limit.stage == stage) return in(language, limit.names);
    return stage;
}

object stage_json(const Procedure* procedure, const StageRun& run, const std::vector<ExplainedDay>& days,
                  Language language) {
    return {{"date", "stage"},
            {"stage", run.stage},
            {"name", stage_name(procedure, run.stage, language)},
            {"allowance", written(run.allowance, language)},
            {"started", format_instant(run.started)},
            {"due", due_json(run.due, language)},
            {"days", days_json(days, language)},
            {"lines", lines_json(days, language)},
            {"text", sentence_of(days, run.due, language)}};
}

}  // namespace

object stage_json(const WorkCalendar& calendar, const Procedure& procedure, const StageRun& run,
                  Language language) {
    return stage_json(&procedure, run, calendar.explain(run.started, run.allowance), language);
}

object standing_json(const engine::DossierSnapshot& snapshot, Language language) {
    const auto& dossier = snapshot.dossier();
    const auto* procedure = snapshot.law->version(dossier.version);
    const Naming naming{snapshot.law->office.get(), procedure};
    object out{{"procedure_version", dossier.version},
               {"version", dossier.version_number},
               {"step", object{{"id", dossier.step},
                               {"name", step_name(naming, dossier.step, language)},
                               {"due_at", or_null(dossier.step_due)}}},
               {"dates", dates_json(dossier, language)}};
    if (procedure != nullptr) out["in_force_from"] = format_date(procedure->in_force_from);
    return out;
}

namespace {

/// Under which law the dossier is settled, and what is in force beside it today.
object law_json(const engine::DossierSnapshot& snapshot, Instant now, Language language, array& text) {
    const auto& dossier = snapshot.dossier();
    const auto& law = *snapshot.law;
    const auto* procedure = law.version(dossier.version);
    const bool vi = language == Language::vi;
    object out{{"version", dossier.version},
               {"rule_set", dossier.rule_set.empty() ? value(nullptr) : value(dossier.rule_set)},
               {"calendar", dossier.calendar.empty() ? value(nullptr) : value(dossier.calendar)},
               {"newer", nullptr}};
    if (procedure == nullptr) return out;
    const auto period = [&](const Procedure& one) {
        return one.in_force_until
                   ? fmt::format(fmt::runtime(vi ? "từ {} đến {}" : "from {} until {}"),
                                 written(one.in_force_from, language), written(*one.in_force_until, language))
                   : fmt::format(fmt::runtime(vi ? "từ {}" : "from {}"),
                                 written(one.in_force_from, language));
    };
    out["in_force_from"] = format_date(procedure->in_force_from);
    out["in_force_until"] =
        procedure->in_force_until ? value(format_date(*procedure->in_force_until)) : value(nullptr);
    auto line = fmt::format(fmt::runtime(vi ? "Theo phiên bản {} của quy trình, hiệu lực {}"
                                            : "Settled under version {} of the process, in force {}"),
                            dossier.version.substr(0, 12), period(*procedure));
    if (procedure->approval) {
        out["decision"] = procedure->approval->decision;
        line += fmt::format(fmt::runtime(vi ? ", phê duyệt tại {}" : ", approved by {}"),
                            procedure->approval->decision);
    }
    if (!dossier.rule_set.empty())
        line += fmt::format(fmt::runtime(vi ? "; chế độ pháp lý {}" : "; rule set {}"), dossier.rule_set);
    text.emplace_back(line + ".");
    const auto* today = law.in_force(dossier.procedure, local_date(now));
    if (today != nullptr && today->hash != dossier.version) {
        out["newer"] =
            object{{"version", today->hash}, {"in_force_from", format_date(today->procedure->in_force_from)}};
        text.emplace_back(
            fmt::format(fmt::runtime(vi ? "Hiện hành là phiên bản {}, hiệu lực {}; hồ sơ này giữ phiên bản, "
                                          "chế độ và ngày hẹn của lúc tiếp nhận."
                                        : "In force today is version {}, {}; this dossier keeps the version, "
                                          "rules and dates of its receipt."),
                        today->hash.substr(0, 12), period(*today->procedure)));
    }
    if (dossier.is_open() && !dossier.calendar.empty() && dossier.calendar != law.calendar_hash &&
        dossier.legal_due) {
        const auto counted =
            recount_on(dossier, law.calendar_of(dossier.calendar), *law.calendar, *procedure);
        if (counted.legal_due.due != dossier.legal_due->due)
            text.emplace_back(vi ? "Lịch nghỉ đã thay đổi sau đó; ngày hẹn của hồ sơ này được giữ nguyên."
                                 : "The calendar changed later; this dossier's dates were left as they are.");
    }
    return out;
}

}  // namespace

object explanation_json(const engine::DossierSnapshot& snapshot, Instant now, Language language) {
    const auto& dossier = snapshot.dossier();
    // By the calendar that gave the dates, which need not be the one in force.
    const auto& calendar = snapshot.law->calendar_of(dossier.calendar);
    const auto* procedure = snapshot.law->version(dossier.version);
    const bool vi = language == Language::vi;
    array dates;
    array text;
    auto law = law_json(snapshot, now, language, text);
    const auto say = [&](std::string line) { text.emplace_back(std::move(line)); };

    if (!dossier.received_at) {
        say(vi ? "Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn."
               : "The dossier is not received, so no time runs yet.");
    } else {
        say((vi ? "Tiếp nhận lúc " : "Received at ") + written(*dossier.received_at, language) +
            (vi ? "; ngày tiếp nhận không tính." : "; the day of receipt is not counted."));
    }
    for (const auto& run : dossier.stages) {
        const auto days = days_of(calendar, dossier, run);
        dates.push_back(stage_json(procedure, run, days, language));
        say(fmt::format("{} – {}: {}", stage_name(procedure, run.stage, language),
                        written(run.allowance, language), sentence_of(days, run.due, language)));
    }
    for (const auto& span : dossier.held)
        say(fmt::format(
            fmt::runtime(vi ? "Tạm dừng tính hạn từ {} đến {}: {}." : "Paused from {} until {}: {}."),
            written(span.from, language),
            span.to ? written(*span.to, language) : std::string(vi ? "nay" : "now"), span.ground));
    if (dossier.original_due && dossier.legal_due && dossier.original_due->due != dossier.legal_due->due)
        say((vi ? "Hạn ban đầu: " : "Original due: ") + written(dossier.original_due->due, language));
    if (dossier.extended && dossier.legal_due)
        say((vi ? "Đã kéo dài theo luật chuyên ngành đến " : "Lawfully extended to ") +
            written(dossier.legal_due->due, language));
    if (dossier.rescheduled && dossier.appointment)
        say((vi ? "Đã xin lỗi, hẹn lại ngày trả: " : "Apologised; new appointment: ") +
            written(*dossier.appointment, language));
    if (dossier.step_due) {
        const auto minutes = calendar.working_minutes_between(dossier.step_entered, *dossier.step_due);
        const auto sentence =
            vi ? fmt::format("Hạn bước: {} phút làm việc từ {} → {}", count(minutes),
                             written(dossier.step_entered, language), written(*dossier.step_due, language))
               : fmt::format("Step due: {} working minutes from {} → {}", count(minutes),
                             written(dossier.step_entered, language), written(*dossier.step_due, language));
        dates.push_back(object{{"date", "step"},
                               {"started", format_instant(dossier.step_entered)},
                               {"working_minutes", count(minutes)},
                               {"due_at", format_instant(*dossier.step_due)},
                               {"text", sentence}});
        say(sentence);
    }
    if (dossier.legal_due && dossier.kind == StepKind::working)
        say(time_left(minutes_left(calendar, dossier.legal_due->due, now),
                      calendar.hours_of(local_date(now)).minutes(), language));
    return {
        {"id", dossier.id},        {"code", dossier.code.empty() ? value(nullptr) : value(dossier.code)},
        {"law", std::move(law)},   {"dates", std::move(dates)},
        {"text", std::move(text)}, {"as_of", object{{"seq", snapshot.as_of}, {"time", format_instant(now)}}}};
}

object event_json(const storage::Projected& event, const Naming& naming, Language language) {
    const auto& told = event.event;
    object out{{"seq", event.seq}};
    named(out, "type", told.type, language);
    out["at"] = format_instant(told.at);
    out["recorded_at"] = format_instant(event.recorded_at);
    if (fields::flag(told.data, "entered_late")) out["late_entry"] = true;
    object actor{{"person", told.actor.person}, {"via", told.actor.via}};
    if (!told.actor.on_behalf_of.empty()) actor["for"] = told.actor.on_behalf_of;
    out["actor"] = std::move(actor);
    for (const auto* key : {"from", "to"})
        if (const auto* step = told.data.if_contains(key);
            step != nullptr && step->is_string() && told.data.contains("action"))
            out[std::string(key) + "_name"] =
                step_name(naming, std::string_view(step->get_string()), language);
    if (told.type == EventType::deadline_fired)
        if (const auto kind = parse_deadline_kind(fields::text_or(told.data, "kind")); kind.has_value())
            out["deadline_name"] = name_of(*kind, language);
    out["data"] = told.data;
    object personal = told.personal;
    // The look-up code is the applicant's alone; the request's fingerprint is the engine's.
    personal.erase("lookup_code");
    personal.erase("request");
    if (!personal.empty()) out["personal"] = std::move(personal);
    return out;
}

namespace {

/// One of a row's two clocks; `late_after` is when it is overdue.
object clock_json(const Law& law, StepKind kind, std::optional<Instant> due,
                  std::optional<Instant> late_after, const Moment& now, Language language) {
    object out{{"at", or_null(due)}};
    named(out, "timeliness", timeliness_of(kind, late_after, now), language);
    if (!due || kind != StepKind::working) return out;
    const auto left = minutes_left(*law.calendar, *due, now.now);
    out["working_minutes_left"] = count(left);
    out["left_text"] = time_left(left, law.calendar->hours_of(local_date(now.now)).minutes(), language);
    return out;
}

}  // namespace

object row_json(const storage::DossierRow& row, const Law& law, storage::DueOf due_of, const Moment& now,
                Language language) {
    const auto* procedure = law.version(row.version);
    const Naming naming{law.office.get(), procedure};
    object out{{"id", row.id},
               {"code", row.code.empty() ? value(nullptr) : value(row.code)},
               {"procedure",
                object{{"id", row.procedure},
                       {"name", procedure != nullptr ? in(language, procedure->names) : row.procedure}}},
               {"applicant", row.applicant},
               {"title", row.title},
               {"holder", holder_json(row.holder, naming, language)},
               {"received_at", or_null(row.received_at)},
               {"legal_due", or_null(row.legal_due)},
               {"appointment", or_null(row.appointment)},
               {"provisional", row.provisional},
               {"demonstration", row.demonstration},
               {"version", row.version_number}};
    object step{
        {"id", row.step}, {"name", step_name(naming, row.step, language)}, {"due_at", or_null(row.step_due)}};
    named(step, "kind", row.kind, language);
    out["step"] = std::move(step);
    named(out, "clock", clock_of(row.kind), language);
    const bool by_step = due_of == storage::DueOf::step;
    if (row.finished_at) {
        out["finished_at"] = or_null(row.finished_at);
        if (!row.legal_verdict.empty()) out["verdict"] = row.legal_verdict;
    }
    out["dossier_due"] = clock_json(law, row.kind, row.appointment, row.legal_end, now, language);
    auto step_due = clock_json(law, row.kind, row.step_due, row.step_due, now, language);
    auto judged = by_step ? step_due : clock_json(law, row.kind, row.legal_due, row.legal_end, now, language);
    out["step_due"] = std::move(step_due);
    judged.erase("at");
    for (auto& [key, said] : judged) out[key] = std::move(said);
    return out;
}

}  // namespace motcua::server
