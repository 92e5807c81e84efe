// What may be missing, in JSON: as it is told elsewhere, or null.
#pragma once

#include "procedures/calendar/time.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace motcua::server {

/// "" is null.
inline boost::json::value or_null(const std::string& text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

inline boost::json::value or_null(const std::optional<procedures::Instant>& moment) {
    return moment ? boost::json::value(procedures::format_instant(*moment)) : boost::json::value(nullptr);
}

inline boost::json::value or_null(const std::optional<procedures::LocalDate>& day) {
    return day ? boost::json::value(procedures::format_date(*day)) : boost::json::value(nullptr);
}

}  // namespace motcua::server
