// How the values of the domain are written into an event's data, and read back.
// Reading throws std::runtime_error with the field's name: a stored event that lacks what it
// must have is a broken journal, not a refusal.
#pragma once

#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/event.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace motcua::procedures::fields {

boost::json::object of(const DueDate& due);
boost::json::object of(const StageRun& run);
boost::json::array of(const std::vector<StageRun>& chain);
boost::json::object of(const Holder& holder);
boost::json::object of(const OpenConsult& consult);
boost::json::object of(const Deadline& deadline);

DueDate due_date(const boost::json::object& from);
StageRun stage_run(const boost::json::object& from);
Holder holder(const boost::json::object& from);
OpenConsult open_consult(const boost::json::object& from);
Deadline deadline(const boost::json::object& from);

std::string_view text(const boost::json::object& from, std::string_view field);
std::string_view text_or(const boost::json::object& from, std::string_view field,
                         std::string_view otherwise = {});
std::int64_t number(const boost::json::object& from, std::string_view field);
bool flag(const boost::json::object& from, std::string_view field);  // false when it is not there
Instant instant(const boost::json::object& from, std::string_view field);
std::optional<Instant> instant_if(const boost::json::object& from, std::string_view field);
const boost::json::object* object_if(const boost::json::object& from, std::string_view field);
const boost::json::array* array_if(const boost::json::object& from, std::string_view field);

}  // namespace motcua::procedures::fields
