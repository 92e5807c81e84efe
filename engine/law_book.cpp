#include "engine/law_book.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "storage/proofs/canonical.hpp"
#include "storage/proofs/hash.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace motcua::engine {

namespace {

std::string hash_of(std::string_view text) {
    return storage::to_hex(storage::bytes_of(storage::sha256(text)));
}

/// A text that was read; one of these.
struct Read {
    std::shared_ptr<const procedures::Procedure> procedure;
    std::shared_ptr<const procedures::WorkCalendar> calendar;
    std::shared_ptr<const procedures::Rules> rules;
    std::shared_ptr<const procedures::Office> office;
};

Read read(std::string_view kind, const boost::json::object& object) {
    Read out;
    if (kind == "procedure") {
        out.procedure =
            std::make_shared<const procedures::Procedure>(procedures::procedure_from_json(object));
    } else if (kind == "calendar") {
        out.calendar =
            std::make_shared<const procedures::WorkCalendar>(procedures::calendar_from_json(object));
    } else if (kind == "rules") {
        out.rules = std::make_shared<const procedures::Rules>(procedures::rules_from_json(object));
    } else if (kind == "office") {
        out.office = std::make_shared<const procedures::Office>(procedures::office_from_json(object));
    } else {
        throw std::runtime_error(fmt::format("\"{}\" is no kind of law", kind));
    }
    return out;
}

/// Reads each text once in the life of the process: a proposal is read to be judged and again to be
/// adopted, and what a hash names never changes. Any thread.
Read read_once(const LawText& text) {
    static std::mutex mutex;
    static std::map<std::pair<std::string, std::string>, Read> known;
    const std::pair key{text.kind, text.hash};
    {
        const std::lock_guard guard(mutex);
        if (const auto found = known.find(key); found != known.end()) return found->second;
    }
    auto out = read(text.kind, boost::json::parse(text.text).as_object());
    const std::lock_guard guard(mutex);
    return known.try_emplace(key, std::move(out)).first->second;
}

/// Adds one text, whose hash was checked, to the law. Throws what the readers throw.
void add(procedures::Law& law, const LawText& text) {
    const auto content = read_once(text);
    if (content.procedure) {
        const procedures::Law::Version version{text.hash, content.procedure};
        law.by_hash[text.hash] = version;
        law.by_id[version.procedure->id].push_back(version);
    } else if (content.calendar) {
        law.calendar = content.calendar;
        law.calendar_hash = text.hash;
        law.calendars[text.hash] = content.calendar;
    } else if (content.rules) {
        law.rules = content.rules;
        law.rules_hash = text.hash;
    } else {
        law.office = content.office;
        law.office_hash = text.hash;
    }
}

}  // namespace

LawText law_text(std::string kind, std::string id, const boost::json::object& object) {
    LawText text{std::move(kind), std::move(id), "", storage::canonical(object)};
    text.hash = hash_of(text.text);
    return text;
}

std::vector<LawText> law_texts(const procedures::Config& config) {
    std::vector<LawText> out;
    out.push_back(law_text("calendar", "calendar", procedures::to_json(config.calendar)));
    out.push_back(law_text("rules", "rules", procedures::to_json(config.rules)));
    out.push_back(law_text("office", "office", procedures::to_json(config.office)));
    for (const auto& loaded : config.procedures)
        out.push_back(law_text("procedure", loaded.procedure->id, loaded.text));
    return out;
}

std::string defect_of(const LawText& text) {
    if (hash_of(text.text) != text.hash) return "hash";
    try {
        read_once(text);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

bool is_adopted(const procedures::Law& law, const LawText& text) {
    return law.version(text.hash) != nullptr || text.hash == law.calendar_hash ||
           text.hash == law.rules_hash || text.hash == law.office_hash;
}

procedures::Event adoption(const LawText& text, const procedures::Actor& actor, procedures::Instant now) {
    procedures::Event event;
    event.type = procedures::EventType::law_adopted;
    event.stream = procedures::office_stream;
    event.at = now;
    event.actor = actor;
    event.data = {{"kind", text.kind}, {"id", text.id}, {"hash", text.hash}, {"text", text.text}};
    return event;
}

std::shared_ptr<const procedures::Law> with_adopted(const procedures::Law& law,
                                                    const procedures::Event& event) {
    using procedures::fields::text;
    const LawText adopted{std::string(text(event.data, "kind")), std::string(text(event.data, "id")),
                          std::string(text(event.data, "hash")), std::string(text(event.data, "text"))};
    if (hash_of(adopted.text) != adopted.hash) {
        throw std::runtime_error(
            fmt::format("the adopted {} \"{}\" is not what its hash {} says; run motcua audit verify",
                        adopted.kind, adopted.id, adopted.hash));
    }
    auto out = std::make_shared<procedures::Law>(law);
    try {
        add(*out, adopted);
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("the adopted {} \"{}\" cannot be read by this release: {}",
                                             adopted.kind, adopted.id, error.what()));
    }
    return out;
}

}  // namespace motcua::engine
