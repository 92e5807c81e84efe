// GET /api/v1/procedures/{procedure}/flow: how often each step and edge of a procedure was walked, and how long a stay in a step
// took, of the dossiers received in a period and seen by the asker.
#include "procedures/dossier/fields.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <map>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

constexpr std::chrono::days usual_period{90};
constexpr std::size_t page_of_register = 500;
/// Each costs a reading of its trail; a busy procedure is asked for a shorter period.
constexpr std::size_t dossiers_at_most = 3000;

/// Stays in one step.
struct Stays {
    std::uint64_t entered = 0;
    std::uint64_t here = 0;  // not left yet
    std::uint64_t late = 0;  // left after the step's due
    std::vector<std::int64_t> minutes;
};

struct Walked {
    std::map<std::string, Stays, std::less<>> steps;
    std::map<std::pair<std::string, std::string>, std::uint64_t> edges;  // (step, action)
    std::uint64_t dossiers = 0;
    bool is_complete = true;
    storage::AsOf as_of;
};

void walk(const WorkCalendar& calendar, const storage::Trail& trail, Walked& walked) {
    std::string step;
    Instant entered;
    std::optional<Instant> due;
    for (auto one = trail.events.rbegin(); one != trail.events.rend(); ++one) {
        const auto& event = one->event;
        const auto& data = event.data;
        auto to = std::string(fields::text_or(data, event.type == EventType::submitted ? "step" : "to"));
        if (to.empty() || to == step) continue;
        if (!step.empty()) {
            auto& left = walked.steps[step];
            left.minutes.push_back(count(calendar.working_minutes_between(entered, event.at)));
            if (due && *due < event.at) ++left.late;
            if (const auto action = fields::text_or(data, "action"); !action.empty())
                ++walked.edges[{step, std::string(action)}];
        }
        ++walked.steps[to].entered;
        step = std::move(to);
        entered = event.at;
        due = fields::instant_if(data, "step_due");
    }
    if (!step.empty()) ++walked.steps[step].here;
    ++walked.dossiers;
}

Walked walked_by(storage::ViewsReader& reader, const WorkCalendar& calendar,
                 const storage::RegisterQuestion& question) {
    Walked walked;
    std::string cursor;
    do {
        const auto page = reader.register_of(question, page_of_register, cursor);
        walked.as_of = page.as_of;
        for (const auto& row : page.rows) {
            if (walked.dossiers == dossiers_at_most) {
                walked.is_complete = false;
                return walked;
            }
            walk(calendar, reader.trail(row.id, std::numeric_limits<std::size_t>::max()), walked);
        }
        cursor = page.next;
    } while (!cursor.empty());
    return walked;
}

/// The smallest value that `percent` of all do not exceed; null of none.
boost::json::value share(std::vector<std::int64_t>& sorted, std::size_t percent) {
    if (sorted.empty()) return nullptr;
    return sorted[std::max<std::size_t>(1, (sorted.size() * percent + 99) / 100) - 1];
}

array steps_json(const Procedure& procedure, const Naming& naming, Walked& walked, Language language) {
    array out;
    for (const auto& step : procedure.steps) {
        auto& stays = walked.steps[step.id];
        std::sort(stays.minutes.begin(), stays.minutes.end());
        out.push_back(object{{"id", step.id},
                             {"name", in(language, step.names)},
                             {"kind", to_string(step.kind)},
                             {"role_name", role_name(naming, step.role, language)},
                             {"outside", step.outside},
                             {"budget_minutes", count(step.budget.working_minutes)},
                             {"entered", stays.entered},
                             {"here", stays.here},
                             {"late", stays.late},
                             {"median_minutes", share(stays.minutes, 50)},
                             {"p90_minutes", share(stays.minutes, 90)}});
    }
    return out;
}

array actions_json(const Procedure& procedure, const Walked& walked, Language language) {
    array out;
    for (const auto& step : procedure.steps)
        for (const auto& action : step.actions) {
            const auto found = walked.edges.find({step.id, action.id});
            out.push_back(object{{"id", action.id},
                                 {"name", in(language, action.names)},
                                 {"from", step.id},
                                 {"to", action.to},
                                 {"kind", to_string(action.kind)},
                                 {"count", found == walked.edges.end() ? 0 : found->second}});
        }
    return out;
}

}  // namespace

engine::Awaitable<Response> read_flow(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"from", "to"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto today = local_date(asked.now);
    storage::RegisterQuestion question{today - usual_period, today, asked.parameters.front(), {}};
    for (const auto& [name, day] : {std::pair{"from", &question.from}, std::pair{"to", &question.to}})
        if (const auto* said = parameter(asked, name)) {
            const auto read = parse_date(*said);
            if (!read) co_return problem(Fault::bad_parameter, asked.language, name);
            *day = *read;
        }
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    const auto* version = law->in_force(question.procedure, today);
    if (version == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    question.sight = sight_of(*law, *office, asked.actor, asked.now);
    co_await views_are_current(asked);
    Walked walked;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        walked = walked_by(*reader.operator->(), *law->calendar, question);
    });
    const auto& procedure = *version->procedure;
    const Naming naming{law->office.get(), &procedure};
    auto steps = steps_json(procedure, naming, walked, asked.language);
    co_return json_response({{"id", procedure.id},
                             {"name", in(asked.language, procedure.names)},
                             {"version", version->hash},
                             {"from", format_date(question.from)},
                             {"to", format_date(question.to)},
                             {"dossiers", walked.dossiers},
                             {"complete", walked.is_complete},
                             {"steps", std::move(steps)},
                             {"actions", actions_json(procedure, walked, asked.language)},
                             {"as_of", as_of_json(walked.as_of)}});
}

}  // namespace motcua::server
