// A dossier as a person wants it, in JSON: both clocks, who has it, its dates, and the same dates
// explained day by day. Used by every face, so that all tell the same.
#pragma once

#include "engine/published.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/people.hpp"
#include "storage/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace motcua::server {

using procedures::Instant;
using procedures::Language;

/// `people` is its row of the views, for names; null where the views do not know it yet.
boost::json::object dossier_json(const engine::DossierSnapshot& snapshot, const storage::DossierRow* people,
                                 Instant now, Language language);

/// What is to be paid by the definition, and what was: {id, name, amount, moment, state}. Empty where the law of its
/// version is not known.
boost::json::array fees_json(const engine::DossierSnapshot& snapshot, Language language);

/// Every action of the present step: {id, name, to, allowed, requires} and why not, in words.
boost::json::array actions_json(const engine::DossierSnapshot& snapshot, const procedures::Actor& actor,
                                const PeopleNames& names, Instant now, Language language);

/// What a change of law or calendar is about: the version, the step in it, the dates.
boost::json::object standing_json(const engine::DossierSnapshot& snapshot, Language language);

/// {law, dates: [{date, allowance, days, lines, text}], text: [line, …]}
boost::json::object explanation_json(const engine::DossierSnapshot& snapshot, Instant now, Language language);

/// One legal stage with its days, as the explanation tells it.
boost::json::object stage_json(const procedures::WorkCalendar& calendar,
                               const procedures::Procedure& procedure, const procedures::StageRun& run,
                               Language language);

boost::json::object event_json(const storage::Projected& event, const procedures::Naming& naming,
                               Language language);
boost::json::object row_json(const storage::DossierRow& row, const procedures::Law& law,
                             storage::DueOf due_of, const procedures::Moment& moment, Language language);

}  // namespace motcua::server
