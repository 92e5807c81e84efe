// Adopted law is JSON in the journal and is read back by the readers of the files: what was proven
// when it was adopted is checked again, by the same code, when it is read.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/definition/names.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace motcua::procedures {

/// A date inside such a text: {"$date":"2026-07-01"}.
boost::json::object date_value(LocalDate day);

/// The object as a TOML document.
std::string toml_text(const boost::json::object& object);

/// Empty texts are left out: the readers take a missing key for empty.
void put(boost::json::object& object, std::string_view key, std::string_view text);
/// `stem`_vi and `stem`_en.
void put(boost::json::object& object, const std::string& stem, const Names& names);
/// confidence, basis and note.
void put(boost::json::object& object, const Standing& standing);

}  // namespace motcua::procedures
