// The register of nonconformities as it is answered. Private to server/.
#pragma once

#include "procedures/quality/quality.hpp"
#include "server/people.hpp"
#include "server/reports/period.hpp"
#include "server/reports/table.hpp"
#include "server/resources.hpp"
#include "storage/views.hpp"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace motcua::server {

/// Hands an act on quality to the engine under the request's key; the problem when it was not done.
engine::Awaitable<Arranged> arrange_quality(Asked& asked, procedures::Command command);

/// Whoever is over others sees all; everybody else what he owns, reported, or what happened in his unit.
bool may_see(const procedures::OfficeState& office, const procedures::Nonconformity& one,
             const procedures::Actor& actor, procedures::LocalDate day);

boost::json::object nonconformity_json(const procedures::Nonconformity& one, const procedures::Law& law,
                                       engine::Instant now, Language language);

/// Those opened in the period, or before it and not closed when it began: for the management review (clause 9.3.2).
reports::Table nonconformity_table(const procedures::Quality& quality, const procedures::Law& law,
                                   const reports::Period& period, const PeopleNames& names,
                                   const std::function<std::vector<storage::Projected>(int)>& events_of,
                                   engine::Instant now, Language language);

/// A number out of the address; 0 when it is none.
int number_of(const std::string& said);

/// The events of a stream that is no dossier's, oldest first. Blocking.
std::vector<storage::Projected> stream_events(Asked& asked, const std::string& stream);

}  // namespace motcua::server
