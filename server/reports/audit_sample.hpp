// The sample of an internal audit (ISO 9001 clause 9.2; facts 15.4): from each procedure some settled dossiers drawn by a
// seed, and always the late and the refused ones; never of the auditor's own unit. With the ticks that the journal answers.
// Pure.
#pragma once

#include "server/reports/report.hpp"

#include <set>
#include <string>
#include <string_view>

namespace motcua::server::reports {

struct SampleQuestion {
    Period period;
    std::string seed;  // whoever has it draws the same again
    std::size_t per_procedure = 5;
    std::set<std::string, std::less<>> own_units;  // of whoever audits
    procedures::Language language = procedures::Language::vi;
};

struct Drawn {
    enum class Why { late, refused, drawn };
    const Account* account = nullptr;
    Why why = Why::drawn;
};

std::string_view to_string(Drawn::Why why);

/// Settled in the period up to the cut-off, by procedure and then in the order of filing.
std::vector<Drawn> draw(const SampleQuestion& question, const std::vector<Account>& accounts,
                        Instant cut_off);

/// `material` has the charges of the drawn dossiers and their codes.
Table sample_of(const SampleQuestion& question, const Material& material, const std::vector<Drawn>& drawn);

}  // namespace motcua::server::reports
