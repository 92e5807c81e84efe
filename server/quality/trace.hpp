// The one-page trace of a dossier for an internal audit: the tick list of facts 15.4, answered from the journal where it
// can be. Pure.
#pragma once

#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/law.hpp"
#include "procedures/quality/audit.hpp"
#include "procedures/text/language.hpp"
#include "storage/views.hpp"

#include <span>
#include <string>
#include <vector>

namespace motcua::server {

struct TracedTick {
    procedures::AuditTick tick = procedures::AuditTick::receipt;
    std::string answer;  // yes | no | not_applicable, or "ask": the journal does not know, the auditor looks
    std::string evidence;  // in words
};

/// `events` is the whole stream of one dossier, oldest first.
std::vector<TracedTick> trace_of(const procedures::Law& law, std::span<const storage::Projected> events,
                                 procedures::Language language);

}  // namespace motcua::server
