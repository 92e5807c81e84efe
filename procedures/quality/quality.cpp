#include "procedures/quality/quality.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/words.hpp"

#include <algorithm>
#include <stdexcept>

namespace motcua::procedures {

namespace {

using Source = NonconformitySource;
constexpr Word<Source> source_words[] = {{Source::limit_exceeded, "limit_exceeded"},
                                         {Source::late_apology, "late_apology"},
                                         {Source::over_limit_supplement, "over_limit_supplement"},
                                         {Source::wrong_result, "wrong_result"},
                                         {Source::complaint, "complaint"},
                                         {Source::lost_paper, "lost_paper"},
                                         {Source::damaged_paper, "damaged_paper"},
                                         {Source::audit_finding, "audit_finding"},
                                         {Source::other, "other"}};
constexpr Word<NonconformityState> state_words[] = {{NonconformityState::open, "open"},
                                                    {NonconformityState::treated, "treated"},
                                                    {NonconformityState::closed, "closed"}};

constexpr std::string_view nonconformity_prefix = "nonconformity:";

Nonconformity opened(const Event& event, int number) {
    const auto& data = event.data;
    Nonconformity out;
    out.number = number;
    const auto source = parse_nonconformity_source(fields::text(data, "source"));
    if (!source) throw std::runtime_error("a nonconformity has an unknown source");
    out.source = *source;
    out.opened_at = event.at;
    out.opened_by = event.actor.person;
    out.dossier = fields::text_or(data, "dossier");
    out.code = fields::text_or(data, "code");
    out.procedure = fields::text_or(data, "procedure");
    out.unit = fields::text(data, "unit");
    out.audit = data.contains("audit") ? static_cast<int>(fields::number(data, "audit")) : 0;
    out.owner = fields::text_or(data, "owner");
    out.due = fields::instant(data, "due");
    return out;
}

void verify(Nonconformity& one, const Event& event) {
    if (fields::flag(event.data, "effective")) {
        one.state = NonconformityState::closed;
        one.closed_at = event.at;
        one.verified_by = event.actor.person;
        return;
    }
    // It did not help: another action is wanted, and the cause may be another one.
    ++one.found_ineffective;
    one.state = NonconformityState::open;
    one.has_cause = one.has_action = false;
    one.treated_by.clear();
    one.due = fields::instant(event.data, "due");
    one.is_escalated = false;
}

}  // namespace

std::string_view to_string(NonconformitySource source) { return word_of(source_words, source); }
std::optional<NonconformitySource> parse_nonconformity_source(std::string_view name) {
    return value_of(source_words, name);
}

bool is_reported_by_hand(NonconformitySource source) {
    switch (source) {
        case Source::wrong_result:
        case Source::complaint:
        case Source::lost_paper:
        case Source::damaged_paper:
        case Source::other: return true;
        default: return false;
    }
}

std::string_view to_string(NonconformityState state) { return word_of(state_words, state); }
std::optional<NonconformityState> parse_nonconformity_state(std::string_view name) {
    return value_of(state_words, name);
}

std::string nonconformity_stream(int number) { return numbered_stream(nonconformity_prefix, number); }

int nonconformity_of_stream(std::string_view stream) {
    return number_of_stream(nonconformity_prefix, stream);
}

std::shared_ptr<const Audit> last_audit_of(const Quality& quality, std::string_view procedure) {
    std::shared_ptr<const Audit> last;
    for (int number = 1; number <= quality.audits.size(); ++number) {
        const auto audit = quality.audits.find(number);
        if (audit->concluded_at && (!last || *last->concluded_at <= *audit->concluded_at) &&
            std::any_of(audit->sample.begin(), audit->sample.end(),
                        [&](const Audit::Sampled& one) { return one.procedure == procedure; }))
            last = audit;
    }
    return last;
}

void Quality::apply(const Event& event) {
    if (const int number = audit_of_stream(event.stream); number != 0) {
        const auto known = audits.find(number);
        if (!known != (event.type == EventType::audit_planned))
            throw std::runtime_error("an audit begins with its plan, and has one");
        auto audit = known ? *known : Audit{};
        audit.number = number;
        procedures::apply(audit, event);
        return audits.put(std::move(audit));
    }
    const int number = nonconformity_of_stream(event.stream);
    if (number == 0) return;
    if (event.type == EventType::nonconformity_opened) {
        if (nonconformities.find(number)) throw std::runtime_error("a nonconformity is opened twice");
        auto one = opened(event, number);
        if (const auto audit = audits.find(one.audit)) {
            auto with_finding = *audit;
            ++with_finding.findings;
            audits.put(std::move(with_finding));
        }
        return nonconformities.put(std::move(one));
    }
    const auto known = nonconformities.find(number);
    if (!known) throw std::runtime_error("an event is about a nonconformity that was never opened");
    auto one = *known;
    switch (event.type) {
        case EventType::nonconformity_assigned:
            one.owner = fields::text(event.data, "owner");
            one.due = fields::instant(event.data, "due");
            one.is_escalated = false;
            break;
        case EventType::nonconformity_treated:
            one.has_correction = one.has_correction || fields::flag(event.data, "correction");
            one.has_cause = one.has_cause || fields::flag(event.data, "cause");
            one.has_action = one.has_action || fields::flag(event.data, "action");
            if (std::find(one.treated_by.begin(), one.treated_by.end(), event.actor.person) ==
                one.treated_by.end())
                one.treated_by.push_back(event.actor.person);
            if (fields::flag(event.data, "done")) one.state = NonconformityState::treated;
            break;
        case EventType::nonconformity_verified: verify(one, event); break;
        case EventType::nonconformity_escalated:
            one.is_escalated = true;
            ++one.escalations;
            break;
        default: throw std::runtime_error("an event that no nonconformity has");
    }
    nonconformities.put(std::move(one));
}

}  // namespace motcua::procedures
