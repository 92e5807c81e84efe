// GET /api/v1/procedures/{procedure}/dates: what a dossier that is received now, or was on paper, would be told, before anybody files it: the
// dates with their explanation, and the papers and fees of this case.
#include "procedures/dossier/dates.hpp"
#include "procedures/text/explanation.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/parse.hpp>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

/// Paper of an outage is entered within days.
constexpr std::chrono::days longest_on_paper{31};

/// The case that a question names in JSON, completed by the defaults; nothing when it names what there is not.
std::optional<Attributes> read_case(const Asked& asked, const Procedure& procedure) {
    Attributes said;
    if (const auto* text = parameter(asked, "attributes")) {
        boost::system::error_code error;
        const auto value = boost::json::parse(*text, error);
        if (error || !value.is_object()) return std::nullopt;
        for (const auto& [id, one] : value.get_object()) {
            if (procedure.attribute(id) == nullptr || !one.is_string()) return std::nullopt;
            said[id] = std::string(one.get_string());
        }
    }
    return procedure.complete(std::move(said));
}

}  // namespace

engine::Awaitable<Response> preview_dates(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"attributes", "received_at"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto received = asked.now;
    if (const auto* said = parameter(asked, "received_at")) {
        const auto moment = parse_instant(*said);
        if (!moment || *moment > asked.now || *moment < asked.now - longest_on_paper)
            co_return problem(Fault::bad_parameter, asked.language, "received_at");
        received = *moment;
    }
    const auto law = asked.engine().published().law();
    const auto* version = law->in_force(asked.parameters.front(), local_date(received));
    if (version == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    const auto& procedure = *version->procedure;
    const auto attributes = read_case(asked, procedure);
    if (!attributes) co_return problem(Fault::bad_parameter, asked.language, "attributes");
    const auto chain = plan_stages(*law->calendar, procedure.stages_for(*attributes), received);
    array stages;
    for (const auto& run : chain)
        stages.push_back(stage_json(*law->calendar, procedure, run, asked.language));
    array documents;
    for (const auto& document : procedure.documents)
        if (!document.output && document.when.holds(*attributes)) documents.emplace_back(document.id);
    array fees;
    for (const auto& fee : procedure.fees)
        if (fee.when.holds(*attributes)) fees.emplace_back(fee.id);
    object out{{"procedure", procedure.id},
               {"version", version->hash},
               {"received_at", format_instant(received)},
               {"stages", std::move(stages)},
               {"documents", std::move(documents)},
               {"fees", std::move(fees)},
               {"appointment", nullptr},
               {"provisional", false}};
    if (!chain.empty()) {
        const auto due = end_of(chain);
        out["appointment"] = format_instant(due.due);
        out["appointment_text"] = written(due.due, asked.language);
        out["provisional"] = due.provisional;
    }
    co_return json_response(std::move(out));
}

}  // namespace motcua::server
