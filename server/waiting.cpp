// GET /api/v1/board/waiting: on whom the open dossiers wait, the longest lists first: applicants, agencies that owe an opinion,
// pools that nobody has taken from, people.
#include "procedures/dossier/permission.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

/// Who keeps a dossier from going on.
struct Whom {
    std::string on;  // applicant | collector | agency | unit | person
    std::string id;
    std::string name;
    auto key() const { return std::tie(on, id, name); }
    bool operator<(const Whom& other) const { return key() < other.key(); }
};

struct Waiting {
    std::uint64_t overdue = 0;
    std::uint64_t due_this_week = 0;  // or today; of the dossier, not of the step
    std::vector<const Dossier*> dossiers;
};

using All = std::map<Whom, Waiting>;

std::string party_name(const Procedure& procedure, const OpenConsult& consult, Language language) {
    for (const auto& step : procedure.steps)
        for (const auto& asked : step.consults)
            if (asked.party == consult.party) return in(language, asked.names);
    return consult.party;
}

/// One dossier may wait on several agencies at once; then it stands under each.
std::vector<Whom> waited_on(const Law& law, const Dossier& dossier, Language language) {
    if (dossier.kind == StepKind::held) return {{"applicant", "", ""}};
    if (dossier.kind == StepKind::finished) return {{"collector", "", ""}};
    std::vector<Whom> out;
    const auto* procedure = law.version(dossier.version);
    if (procedure != nullptr)
        for (const auto& consult : dossier.consults)
            if (!consult.answered)
                out.push_back({"agency", consult.party, party_name(*procedure, consult, language)});
    if (!out.empty()) return out;
    const auto& holder = dossier.holder;
    const Naming naming{law.office.get(), procedure};
    const auto* unit = law.office->unit(holder.unit);
    if (is_outside_role(holder.role) || (unit != nullptr && unit->is_outside))
        return {{"agency", holder.unit, unit_name(naming, holder.unit, language)}};
    if (holder.person.empty()) return {{"unit", holder.unit, unit_name(naming, holder.unit, language)}};
    return {{"person", holder.person, ""}};
}

object dossier_json(const Law& law, const Dossier& dossier, const Moment& moment, Language language) {
    const auto* procedure = law.version(dossier.version);
    const auto end = dossier.legal_due ? std::optional(dossier.legal_due->legal_end) : std::nullopt;
    const auto timeliness = timeliness_of(dossier.kind, end, moment);
    return {{"id", dossier.id},
            {"code", dossier.code},
            {"procedure_name", procedure == nullptr ? dossier.procedure : in(language, procedure->names)},
            {"appointment", dossier.appointment ? boost::json::value(format_instant(*dossier.appointment))
                                                : boost::json::value(nullptr)},
            {"timeliness", to_string(timeliness)},
            {"timeliness_name", name_of(timeliness, language)}};
}

constexpr std::size_t named_at_most = 200;

}  // namespace

engine::Awaitable<Response> read_waiting(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto moment = moment_at(*law->calendar, asked.now);
    const auto week = asked.now + std::chrono::days{7};
    array items;
    co_await asked.engine().run_blocking([&] {
        const auto stored = asked.engine().published().all_in_memory();
        All all;
        for (const auto& one : stored) {
            const auto& dossier = one->dossier;
            if (!dossier.is_open() || !may_see(*law, *office, dossier, asked.actor, asked.now)) continue;
            for (auto& whom : waited_on(*law, dossier, asked.language)) {
                auto& waiting = all[std::move(whom)];
                waiting.dossiers.push_back(&dossier);
                if (dossier.kind != StepKind::working || !dossier.legal_due) continue;
                if (dossier.legal_due->legal_end <= asked.now)
                    ++waiting.overdue;
                else if (dossier.legal_due->legal_end <= week)
                    ++waiting.due_this_week;
            }
        }
        std::vector<std::pair<const Whom*, Waiting*>> sorted;
        for (auto& [whom, waiting] : all) sorted.emplace_back(&whom, &waiting);
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) {
            return std::tuple(one.second->overdue, one.second->dossiers.size()) >
                   std::tuple(other.second->overdue, other.second->dossiers.size());
        });
        for (const auto& [whom, waiting] : sorted) {
            auto& list = waiting->dossiers;
            std::sort(list.begin(), list.end(), [](const Dossier* one, const Dossier* other) {
                return std::tuple(one->appointment.value_or(Instant::max()), one->code) <
                       std::tuple(other->appointment.value_or(Instant::max()), other->code);
            });
            array dossiers;
            for (std::size_t i = 0; i < std::min(named_at_most, list.size()); ++i)
                dossiers.push_back(dossier_json(*law, *list[i], moment, asked.language));
            items.push_back(object{{"on", whom->on},
                                   {"id", whom->id},
                                   {"name", whom->name},
                                   {"count", list.size()},
                                   {"overdue", waiting->overdue},
                                   {"due_this_week", waiting->due_this_week},
                                   {"dossiers", std::move(dossiers)}});
        }
    });
    co_return json_response(
        {{"items", std::move(items)}, {"as_of", as_of_json({asked.engine().published().head(), asked.now})}});
}

}  // namespace motcua::server
