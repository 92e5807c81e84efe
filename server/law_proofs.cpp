// GET /api/v1/law/versions/{hash}/proofs: what `motcua check` proves about a procedure, of a version in force, adopted or
// proposed: against the office's present hours, forms and people.
#include "procedures/loading/procedure_loader.hpp"
#include "procedures/verification/doubts.hpp"
#include "procedures/verification/staffing.hpp"
#include "procedures/verification/verify.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

/// The procedure whose hash begins so, or the one in force of this id; null when none is meant, or more than one.
std::shared_ptr<const Procedure> procedure_meant(const Asked& asked, std::string_view said,
                                                 std::string& hash) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    if (const auto* current = law->in_force(said, local_date(asked.now))) {
        hash = current->hash;
        return current->procedure;
    }
    std::shared_ptr<const Procedure> found;
    std::size_t fitting = 0;
    for (const auto& [known, version] : law->by_hash)
        if (known.starts_with(said)) {
            ++fitting;
            hash = known;
            found = version.procedure;
        }
    for (const auto& [known, proposal] : office->proposed_law)
        if (proposal.kind == "procedure" && known.starts_with(said)) {
            ++fitting;
            hash = known;
            found = std::make_shared<const Procedure>(
                procedure_from_json(boost::json::parse(*proposal.text).as_object()));
        }
    return fitting == 1 ? found : nullptr;
}

std::vector<Holding> holdings_of(const OfficeState& office, LocalDate today) {
    std::vector<Holding> out;
    for (const auto& [id, person] : office.staff.people())
        for (const auto& tenure : person.tenures)
            if (tenure.from <= today && (!tenure.to || today <= *tenure.to))
                out.push_back({id, tenure.role, tenure.unit});
    return out;
}

array findings_json(const std::vector<Finding>& findings) {
    array out;
    for (const auto& finding : findings) {
        object when;
        for (const auto& [attribute, value] : finding.attributes) when[attribute] = value;
        out.push_back(object{{"severity", to_string(finding.severity)},
                             {"rule", finding.rule},
                             {"what", finding.what},
                             {"path", array(finding.path.begin(), finding.path.end())},
                             {"when", std::move(when)}});
    }
    return out;
}

}  // namespace

engine::Awaitable<Response> prove_version(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    std::string hash;
    std::shared_ptr<const Procedure> procedure;
    std::vector<Finding> findings;
    std::vector<Finding> doubts;
    co_await asked.engine().run_blocking([&] {
        procedure = procedure_meant(asked, asked.parameters.front(), hash);
        if (procedure == nullptr) return;
        findings = verify(*procedure, surroundings_of(*law->office, law->calendar->content(), *law->rules));
        for (auto& finding :
             verify_staff(*procedure, *law->office, holdings_of(*office, local_date(asked.now))))
            findings.push_back(std::move(finding));
        doubts = doubts_of(*procedure);
    });
    if (procedure == nullptr)
        co_return problem(Fault::no_such_version, asked.language, asked.parameters.front());
    const auto errors = std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::error;
    });
    co_return json_response({{"id", procedure->id},
                             {"hash", hash},
                             {"name", in(asked.language, procedure->names)},
                             {"cases", combinations(procedure->attributes).size()},
                             {"proven", errors == 0},
                             {"findings", findings_json(findings)},
                             {"doubts", findings_json(doubts)}});
}

}  // namespace motcua::server
