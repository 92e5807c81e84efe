// A command's arguments, read field by field. The first wrong one is remembered as a Refusal
// that names it; the reader then answers with defaults, so that a decision asks once, at the end of reading.
#pragma once

#include "procedures/calendar/time.hpp"
#include "procedures/dossier/refusal.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {

class Arguments {
public:
    explicit Arguments(const boost::json::object& args) : args_(args) {}

    bool has(std::string_view field) const { return args_.contains(field); }
    /// Trimmed of nothing; "" when absent. At most 4,000 bytes.
    std::string text(std::string_view field);
    std::string required_text(std::string_view field);
    bool flag(std::string_view field);
    std::optional<std::int64_t> number(std::string_view field);
    std::optional<Instant> instant(std::string_view field);
    std::optional<LocalDate> date(std::string_view field);
    std::vector<std::string> texts(std::string_view field);
    const boost::json::object* object(std::string_view field);
    const boost::json::array* array(std::string_view field);

    void wrong(std::string_view field, std::string_view why);
    const std::optional<Refusal>& refusal() const { return refusal_; }

private:
    const boost::json::object& args_;
    std::optional<Refusal> refusal_;
};

}  // namespace motcua::procedures
