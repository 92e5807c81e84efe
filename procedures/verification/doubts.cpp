#include "procedures/verification/doubts.hpp"

#include <fmt/format.h>

namespace motcua::procedures {

namespace {

bool is_doubtful(const Standing& standing) {
    return standing.confidence == "unknown" || standing.confidence == "general-knowledge" ||
           standing.confidence == "other-province";
}

class Doubts {
public:
    explicit Doubts(std::string subject) : subject_(std::move(subject)) {}

    void weigh(std::string_view what, const Standing& standing) {
        if (!is_doubtful(standing)) {
            return;
        }
        const auto& reason = standing.note.empty() ? standing.basis : standing.note;
        add("confidence",
            fmt::format("{} is {}{}{}", what, standing.confidence, reason.empty() ? "" : ": ", reason));
    }
    void add(std::string rule, std::string what) {
        findings_.push_back({Severity::warning, subject_, std::move(rule), std::move(what), {}, {}});
    }
    std::vector<Finding> take() { return std::move(findings_); }

private:
    std::string subject_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> doubts_of(const Procedure& procedure) {
    Doubts doubts(fmt::format("{} from {}", procedure.id, format_date(procedure.in_force_from)));
    if (!procedure.is_approved()) {
        doubts.add("approval", "no decision approves it: it serves demonstrations only");
    }
    for (const auto& limit : procedure.limits) {
        doubts.weigh(fmt::format("the limit \"{}\"", limit.names.vi), limit.standing);
    }
    for (const auto& fee : procedure.fees) {
        doubts.weigh(fmt::format("the fee \"{}\"", fee.names.vi), fee.standing);
    }
    for (const auto& step : procedure.steps) {
        for (const auto& consult : step.consults) {
            doubts.weigh(fmt::format("the answer time of \"{}\"", consult.names.vi), consult.standing);
        }
    }
    doubts.weigh("the supplement rule", procedure.supplement.standing);
    doubts.weigh("the retention period", procedure.retention.standing);
    return doubts.take();
}

std::vector<Finding> doubts_of(const Office& office) {
    Doubts doubts("office");
    doubts.weigh(fmt::format("the agency code {}", office.agency_code), office.agency_code_standing);
    for (const auto& zone : office.zones) {
        doubts.weigh(fmt::format("the zone \"{}\"", zone.names.vi), zone.standing);
    }
    return doubts.take();
}

}  // namespace motcua::procedures
