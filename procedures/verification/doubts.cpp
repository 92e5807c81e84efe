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

// Sources mostly say no more than that the applicant's time does not count; whether the rest goes on or starts again
// follows only from NĐ 118/2025 art. 19(5) or from a sector law.
void weigh_clock(const Procedure& procedure, Doubts& doubts) {
    const auto& rule = procedure.supplement;
    if (rule.policy) {
        doubts.add("clock",
                   fmt::format("after a supplement the time {} ({}): confirm that the provision says so and "
                               "not only that the time stops",
                               *rule.policy == SupplementPolicy::resume ? "goes on" : "starts again",
                               rule.standing.basis.empty() ? "no provision cited" : rule.standing.basis));
    }
    for (const auto& step : procedure.steps) {
        if (step.revision) {
            doubts.add("clock", fmt::format("the time stands in step \"{}\" for a revision ({}): confirm",
                                            step.id, step.legal_ground));
        }
    }
}

void weigh_silence(const Step& step, const Consult& consult, Doubts& doubts) {
    const auto& basis = consult.standing.basis;
    if (consult.silence == Silence::is_consent) {
        doubts.add("silence", fmt::format("in step \"{}\" the silence of \"{}\" is consent ({}): confirm",
                                          step.id, consult.names.vi, basis));
    } else if (consult.silence == Silence::unread) {
        doubts.add("silence",
                   fmt::format("in step \"{}\" the silence of \"{}\" may be consent, but the provision "
                               "was not read{}: it does not count until then",
                               step.id, consult.names.vi, basis.empty() ? "" : " (" + basis + ")"));
    }
}

}  // namespace

std::vector<Finding> doubts_of(const Procedure& procedure) {
    Doubts doubts(fmt::format("{} from {}", procedure.id, format_date(procedure.in_force_from)));
    if (!procedure.is_approved()) {
        doubts.add("approval", "no decision approves it: it serves demonstrations only");
    }
    if (!procedure.doubts_vi.empty()) {
        doubts.add("doubt", procedure.doubts_vi);
    }
    doubts.weigh("the definition as a whole", procedure.standing);
    for (const auto& limit : procedure.limits) {
        doubts.weigh(fmt::format("the limit \"{}\"", limit.names.vi), limit.standing);
    }
    for (const auto& milestone : procedure.milestones) {
        doubts.weigh(fmt::format("the milestone \"{}\"", milestone.names.vi), milestone.standing);
    }
    for (const auto& document : procedure.documents) {
        doubts.weigh(fmt::format("the document \"{}\"", document.names.vi), document.standing);
    }
    for (const auto& fee : procedure.fees) {
        doubts.weigh(fmt::format("the fee \"{}\"", fee.names.vi), fee.standing);
        if (!fee.amount) {
            doubts.add("fee", fmt::format("the fee \"{}\" has no amount yet", fee.names.vi));
        }
    }
    weigh_clock(procedure, doubts);
    for (const auto& step : procedure.steps) {
        for (const auto& consult : step.consults) {
            doubts.weigh(fmt::format("the answer time of \"{}\"", consult.names.vi), consult.standing);
            weigh_silence(step, consult, doubts);
        }
    }
    doubts.weigh("the supplement rule", procedure.supplement.standing);
    if (procedure.extension) {
        doubts.weigh("the extension", procedure.extension->standing);
    }
    doubts.weigh("the retention period", procedure.retention.standing);
    return doubts.take();
}

std::vector<Finding> doubts_of(const Office& office) {
    Doubts doubts("office");
    doubts.add("standing",
               fmt::format("the office stands as \"{}\" towards the provincial system{}: confirm",
                           to_string(office.standing),
                           office.standing_note.empty() ? "" : " (" + office.standing_note + ")"));
    doubts.weigh(fmt::format("the agency code {}", office.agency_code), office.agency_code_standing);
    for (const auto& unit : office.units) {
        doubts.weigh(fmt::format("the unit \"{}\"", unit.names.vi), unit.standing);
    }
    for (const auto& zone : office.zones) {
        doubts.weigh(fmt::format("the zone \"{}\"", zone.names.vi), zone.standing);
    }
    return doubts.take();
}

std::vector<Finding> doubts_of(const Rules& rules) {
    Doubts doubts("rules");
    for (const auto& set : rules.rule_sets) {
        doubts.weigh(fmt::format("the regime {}", set.id), set.standing);
        for (const auto& [group, standing] : set.grounds) {
            doubts.weigh(fmt::format("\"{}\" of the regime {}", group, set.id), standing);
        }
    }
    for (const auto& set : rules.form_sets) {
        doubts.weigh(fmt::format("the forms {}", set.id), set.standing);
    }
    for (const auto& pattern : rules.code_patterns) {
        doubts.weigh(fmt::format("the code pattern {}", pattern.id), pattern.standing);
    }
    for (const auto& form : rules.report_forms) {
        doubts.weigh(fmt::format("the report form {}", form.id), form.standing);
    }
    return doubts.take();
}

std::vector<Finding> doubts_of(const WorkCalendar::Content& calendar) {
    Doubts doubts("calendar");
    for (const auto& year : calendar.years) {
        if (!year.notified) {
            doubts.add(
                "calendar",
                fmt::format("the days off of {} are not notified: dates in it are provisional", year.year));
        }
    }
    for (const auto& day : calendar.days) {
        if (day.kind == DayKind::undecided) {
            doubts.add("calendar", fmt::format("{} \"{}\" is undecided: {}", format_date(day.date), day.name,
                                               day.notice));
        }
    }
    return doubts.take();
}

}  // namespace motcua::procedures
