#include "procedures/quality/audit.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

namespace motcua::procedures {

namespace {

constexpr Word<AuditTick> tick_words[] = {
    {AuditTick::receipt, "receipt"},           {AuditTick::components, "components"},
    {AuditTick::control_slip, "control_slip"}, {AuditTick::consultation, "consultation"},
    {AuditTick::supplement, "supplement"},     {AuditTick::result, "result"},
    {AuditTick::hand_over, "hand_over"},       {AuditTick::archived, "archived"},
    {AuditTick::versions, "versions"}};
constexpr auto ticks = [] {
    std::array<AuditTick, std::size(tick_words)> all{};
    std::transform(std::begin(tick_words), std::end(tick_words), all.begin(),
                   [](const Word<AuditTick>& one) { return one.first; });
    return all;
}();

constexpr std::string_view audit_prefix = "audit:";

LocalDate date(const boost::json::object& from, std::string_view field) {
    const auto day = parse_date(fields::text(from, field));
    if (!day) throw std::runtime_error("an audit has a day that is none");
    return *day;
}

void take_sample(Audit& audit, const boost::json::object& data) {
    audit.seed = fields::text(data, "seed");
    audit.sample_from = date(data, "from");
    audit.sample_to = date(data, "to");
    audit.per_procedure = static_cast<int>(fields::number(data, "per_procedure"));
    const auto* drawn = fields::array_if(data, "dossiers");
    if (drawn == nullptr) throw std::runtime_error("a sample without dossiers");
    for (const auto& value : *drawn) {
        const auto& one = value.as_object();
        audit.sample.push_back({std::string(fields::text(one, "dossier")),
                                std::string(fields::text_or(one, "code")),
                                std::string(fields::text(one, "procedure")),
                                std::string(fields::text(one, "why")),
                                false,
                                {}});
    }
}

void check(Audit& audit, const boost::json::object& data) {
    const auto dossier = fields::text(data, "dossier");
    const auto one = std::find_if(audit.sample.begin(), audit.sample.end(),
                                  [&](const Audit::Sampled& sampled) { return sampled.dossier == dossier; });
    const auto* answers = fields::object_if(data, "answers");
    if (one == audit.sample.end() || answers == nullptr)
        throw std::runtime_error("what was looked at is not in the sample");
    one->is_checked = true;
    for (const auto& [tick, answer] : *answers)
        one->answers[parse_audit_tick(tick).value()] = std::string(answer.as_string());
}

}  // namespace

std::string_view to_string(AuditTick tick) { return word_of(tick_words, tick); }
std::optional<AuditTick> parse_audit_tick(std::string_view name) { return value_of(tick_words, name); }
std::span<const AuditTick> audit_ticks() { return ticks; }

std::string audit_stream(int number) { return numbered_stream(audit_prefix, number); }

int audit_of_stream(std::string_view stream) { return number_of_stream(audit_prefix, stream); }

void apply(Audit& audit, const Event& event) {
    const auto& data = event.data;
    switch (event.type) {
        case EventType::audit_planned:
            audit.unit = fields::text(data, "unit");
            audit.auditor = fields::text(data, "auditor");
            audit.from = date(data, "from");
            audit.to = date(data, "to");
            audit.planned_by = event.actor.person;
            break;
        case EventType::audit_sampled: take_sample(audit, data); break;
        case EventType::audit_checked: check(audit, data); break;
        case EventType::audit_concluded: audit.concluded_at = event.at; break;
        default: throw std::runtime_error("an event that no audit has");
    }
}

}  // namespace motcua::procedures
