#include "app/event_log.hpp"

#include "procedures/dossier/fields.hpp"
#include "server/html.hpp"
#include "storage/proofs/hash.hpp"
#include "storage/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string_view>

namespace motcua::app {

using procedures::EventType;
using storage::Seq;
namespace fields = procedures::fields;

namespace {

constexpr std::size_t at_once = 4096;

std::string resource_of(const procedures::Actor& actor, const EventLogOptions& options) {
    const bool is_program = actor.person.starts_with("system:");
    if (is_program || options.pseudonym_key.empty()) return actor.person;
    const std::string key(options.pseudonym_key.begin(), options.pseudonym_key.end());
    return "r-" + storage::to_hex(storage::bytes_of(storage::sha256({key, actor.person})).substr(0, 5));
}

LoggedAct act_of(const storage::Projected& told, const EventLogOptions& options) {
    const auto& event = told.event;
    LoggedAct act;
    act.at = event.at;
    act.type = to_string(event.type);
    act.activity = name_of(event.type, options.language);
    act.action = fields::text_or(event.data, "action");
    act.step = fields::text_or(event.data, "to", fields::text_or(event.data, "step"));
    act.resource = resource_of(event.actor, options);
    if (const auto* holder = fields::object_if(event.data, "holder")) {
        act.role = fields::text_or(*holder, "role");
        act.unit = fields::text_or(*holder, "unit");
    }
    return act;
}

/// As the value of an attribute. XML knows no other control characters than these three, not even escaped.
std::string in_xml(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c == '\t' || c == '\n' || c == '\r')
            plain += ' ';
        else if (static_cast<unsigned char>(c) >= 0x20)
            plain += c;
    }
    return server::escaped(plain);
}

void put(std::ostream& out, std::string_view indent, std::string_view key, std::string_view value) {
    if (!value.empty())
        out << indent << "<string key=\"" << key << "\" value=\"" << in_xml(value) << "\"/>\n";
}

std::string cell(std::string_view text) {
    constexpr std::string_view begins_a_formula = "=+-@\t\r";
    std::string out(text);
    if (!out.empty() && begins_a_formula.find(out.front()) != begins_a_formula.npos) out.insert(0, "'");
    if (out.find_first_of(",\"\r\n") == out.npos) return out;
    std::string quoted = "\"";
    for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

}  // namespace

std::vector<LoggedCase> event_log(storage::JournalReader& journal, Seq last, const EventLogOptions& options,
                                  const std::function<void(Seq done)>& progress) {
    std::vector<LoggedCase> cases;
    std::map<std::string, std::size_t, std::less<>> by_stream;
    const auto take = [&](const storage::Record& record) {
        if (record.seq > last || procedures::dossier_of_stream(record.stream).empty()) return;
        const auto told = storage::projected(record);
        const auto [known, is_new] = by_stream.try_emplace(record.stream, cases.size());
        if (is_new) cases.emplace_back();
        auto& one = cases[known->second];
        if (told.event.type == EventType::submitted) {
            one.name = procedures::dossier_of_stream(record.stream);
            one.procedure = fields::text(told.event.data, "procedure");
            one.channel = fields::text_or(told.event.data, "channel");
        } else if (told.event.type == EventType::received) {
            one.name = fields::text_or(told.event.data, "code", one.name);
        }
        const bool is_early = options.from && told.recorded_at < *options.from;
        const bool is_late = options.to && told.recorded_at >= *options.to;
        if (!is_early && !is_late) one.acts.push_back(act_of(told, options));
    };
    for (Seq from = 0, next = 1; from != next && next <= last;) {
        from = next;
        next = journal.read(from, at_once, take);
        if (progress) progress(next - 1);
    }
    std::erase_if(cases, [](const LoggedCase& one) { return one.acts.empty(); });
    // What was entered after an outage stands where it happened.
    for (auto& one : cases)
        std::stable_sort(one.acts.begin(), one.acts.end(),
                         [](const LoggedAct& a, const LoggedAct& b) { return a.at < b.at; });
    return cases;
}

void write_xes(std::ostream& out, std::span<const LoggedCase> cases) {
    out << R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="?"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="?"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00+07:00"/>
    <string key="lifecycle:transition" value="complete"/>
    <string key="motcua_type" value="?"/>
    <string key="motcua_action" value="?"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="TypeAndAction" keys="motcua_type motcua_action"/>
  <string key="lifecycle:model" value="standard"/>
)";
    for (const auto& one : cases) {
        out << "  <trace>\n";
        put(out, "    ", "concept:name", one.name);
        put(out, "    ", "motcua_procedure", one.procedure);
        put(out, "    ", "motcua_channel", one.channel);
        for (const auto& act : one.acts) {
            out << "    <event>\n";
            put(out, "      ", "concept:name", act.activity);
            out << "      <date key=\"time:timestamp\" value=\"" << procedures::format_instant(act.at)
                << "\"/>\n      <string key=\"lifecycle:transition\" value=\"complete\"/>\n";
            put(out, "      ", "org:resource", act.resource);
            put(out, "      ", "org:role", act.role);
            put(out, "      ", "org:group", act.unit);
            // The classifier names both: each event has them.
            out << "      <string key=\"motcua_type\" value=\"" << in_xml(act.type)
                << "\"/>\n      <string key=\"motcua_action\" value=\"" << in_xml(act.action) << "\"/>\n";
            put(out, "      ", "motcua_step", act.step);
            out << "    </event>\n";
        }
        out << "  </trace>\n";
    }
    out << "</log>\n";
}

void write_csv(std::ostream& out, std::span<const LoggedCase> cases) {
    out << "\xEF\xBB\xBF"
           "case:concept:name,concept:name,time:timestamp,org:resource,org:role,org:group,lifecycle:"
           "transition,"
           "case:procedure,case:channel,type,action,step\r\n";
    for (const auto& one : cases)
        for (const auto& act : one.acts)
            out << fmt::format("{},{},{},{},{},{},complete,{},{},{},{},{}\r\n", cell(one.name),
                               cell(act.activity), procedures::format_instant(act.at), cell(act.resource),
                               cell(act.role), cell(act.unit), cell(one.procedure), cell(one.channel),
                               cell(act.type), cell(act.action), cell(act.step));
}

}  // namespace motcua::app
