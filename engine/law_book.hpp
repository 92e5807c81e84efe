// Law as the journal holds it: each adopted version in full, named by the hash of its text.
#pragma once

#include "procedures/dossier/event.hpp"
#include "procedures/dossier/law.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::procedures {
struct Config;
}

namespace motcua::engine {

/// One text that can be adopted.
struct LawText {
    std::string kind;  // procedure | rules | calendar | office
    std::string id;    // of the procedure; the kind's name otherwise
    std::string hash;  // SHA-256 (hex) of `text`
    std::string text;  // canonical JSON, as procedures/loading writes it
};

LawText law_text(std::string kind, std::string id, const boost::json::object& object);

/// Everything that a config folder says, in the order in which it is adopted.
std::vector<LawText> law_texts(const procedures::Config& config);

/// Why the text cannot be adopted: "hash" when it is not what its hash says, else what the reader
/// found; "" when it can.
std::string defect_of(const LawText& text);

/// Whether this very text was adopted; for calendar, rules and office: and is the one in force.
bool is_adopted(const procedures::Law& law, const LawText& text);

/// The event that adopts it.
procedures::Event adoption(const LawText& text, const procedures::Actor& actor, procedures::Instant now);

/// The law with what a `law_adopted` event adds. std::runtime_error when its text is not what
/// its hash says or cannot be read by this release.
std::shared_ptr<const procedures::Law> with_adopted(const procedures::Law& law,
                                                    const procedures::Event& event);

}  // namespace motcua::engine
