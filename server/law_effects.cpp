#include "server/law_effects.hpp"

#include "engine/notice.hpp"
#include "procedures/definition/compare.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace {

object change_json(std::string_view part, std::string_view subject, std::string_view kind,
                   std::string_view what, std::string_view before, std::string_view after) {
    return {{"part", part}, {"subject", subject}, {"kind", kind},
            {"what", what}, {"before", before},   {"after", after}};
}

std::string plain(const value& said) {
    return said.is_string() ? std::string(said.get_string()) : boost::json::serialize(said);
}

/// By what an entry of a list is the same as one of another list; "" when by nothing.
std::string name_of_entry(const value& entry) {
    const auto* table = entry.if_object();
    if (table == nullptr) return {};
    for (const auto* key : {"id", "date", "from"})
        if (const auto* said = table->if_contains(key)) return plain(*said);
    return {};
}

bool is_list_of_entries(const value& said) {
    const auto* list = said.if_array();
    return list != nullptr && !list->empty() &&
           std::none_of(list->begin(), list->end(),
                        [](const value& entry) { return name_of_entry(entry).empty(); });
}

const value* entry_named(const array& list, std::string_view name) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const value& entry) { return name_of_entry(entry) == name; });
    return found == list.end() ? nullptr : &*found;
}

void compare_tables(const object& before, const object& after, const std::string& part,
                    const std::string& subject, array& out) {
    const auto put = [&](std::string_view key, const value* was, const value* is) {
        const auto in_part = part.empty() ? std::string(key) : part;
        const auto kind = was == nullptr ? "added" : is == nullptr ? "removed" : "changed";
        if (was != nullptr && is != nullptr && is_list_of_entries(*was) && is_list_of_entries(*is)) {
            for (const auto& entry : is->get_array()) {
                const auto name = name_of_entry(entry);
                const auto* known = entry_named(was->get_array(), name);
                if (known == nullptr)
                    out.push_back(change_json(in_part, name, "added", "", "", plain(entry)));
                else
                    compare_tables(known->get_object(), entry.get_object(), in_part, name, out);
            }
            for (const auto& entry : was->get_array())
                if (const auto name = name_of_entry(entry); entry_named(is->get_array(), name) == nullptr)
                    out.push_back(change_json(in_part, name, "removed", "", plain(entry), ""));
            return;
        }
        out.push_back(change_json(in_part, subject, kind, key, was == nullptr ? "" : plain(*was),
                                  is == nullptr ? "" : plain(*is)));
    };
    for (const auto& [key, is] : after)
        if (const auto* was = before.if_contains(key); was == nullptr || *was != is) put(key, was, &is);
    for (const auto& [key, was] : before)
        if (!after.contains(key)) put(key, &was, nullptr);
}

array changes_of(const procedures::Law& law, const engine::LawText& text, const object& after) {
    array out;
    if (text.kind == "procedure") {
        const auto next = procedures::procedure_from_json(after);
        if (const auto* now = law.in_force(text.id, next.in_force_from))
            for (const auto& change : procedures::compare(*now->procedure, next, *law.office))
                out.push_back(change_json(change.part, change.subject, to_string(change.kind), change.what,
                                          change.before, change.after));
        return out;
    }
    const auto before = text.kind == "calendar" ? procedures::to_json(law.calendar->content())
                        : text.kind == "rules"  ? procedures::to_json(*law.rules)
                                                : procedures::to_json(*law.office);
    compare_tables(before, after, "", "", out);
    return out;
}

/// A dossier ends under the law of its receipt: what is received stays, what is filed comes under the new.
object dossiers_of(const Asked& asked, const engine::LawText& text, const object& after) {
    const auto& published = asked.engine().published();
    const auto law = published.law();
    const auto office = published.office();
    const auto is_seen = [&](const procedures::Dossier& dossier) {
        return procedures::may_see(*law, *office, dossier, asked.actor, asked.now);
    };
    if (text.kind == "calendar") {
        const procedures::WorkCalendar calendar(procedures::calendar_from_json(after));
        std::map<std::string_view, int> moved{{"later", 0}, {"earlier", 0}, {"same_day", 0}};
        for (const auto& one : engine::moved_by(calendar, *law, published))
            if (is_seen(one.stored->dossier)) ++moved[to_string(one.change())];
        return {{"could_move", object{{"later", moved["later"]},
                                      {"earlier", moved["earlier"]},
                                      {"same_day", moved["same_day"]}}}};
    }
    int stay = 0;
    int come_under = 0;
    for (const auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        if (!dossier.is_open() || (text.kind == "procedure" && dossier.procedure != text.id) ||
            !is_seen(dossier))
            continue;
        ++(dossier.received_at ? stay : come_under);
    }
    return {{"stay", stay}, {"come_under", come_under}};
}

/// Who holds a role in a unit that the office would no longer have.
array people_of(const Asked& asked, const object& after) {
    const auto next = procedures::office_from_json(after);
    const auto today = procedures::local_date(asked.now);
    array out;
    const auto office = asked.engine().published().office();
    for (const auto& [id, person] : office->staff.people())
        for (const auto& tenure : person.tenures)
            if ((!tenure.to || today <= *tenure.to) &&
                (next.role(tenure.role) == nullptr || next.unit(tenure.unit) == nullptr))
                out.push_back(object{{"person", id}, {"role", tenure.role}, {"unit", tenure.unit}});
    return out;
}

}  // namespace

object law_effects(const Asked& asked, const engine::LawText& text) {
    const auto law = asked.engine().published().law();
    const auto after = boost::json::parse(text.text).as_object();
    object out{{"changes", changes_of(*law, text, after)}, {"dossiers", dossiers_of(asked, text, after)}};
    if (text.kind == "office") out["people"] = people_of(asked, after);
    return out;
}

}  // namespace motcua::server
