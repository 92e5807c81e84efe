#include "procedures/dossier/deciding.hpp"
#include "procedures/dossier/fields.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace motcua::procedures::deciding {

namespace {

/// Applicant, owner of the matter and representative are three persons; each field is sealed apart.
void read_person(Arguments& args, std::string_view who, bool required, Event& event) {
    const auto* given = args.object(who);
    if (given == nullptr) {
        if (required) {
            args.wrong(who, "required");
        }
        return;
    }
    Arguments person(*given);
    for (const auto* field : person_fields) {
        if (auto value = person.text(field); !value.empty()) {
            event.personal[std::string(who) + "." + field] = std::move(value);
        } else if (std::string_view(field) == "name") {
            args.wrong(std::string(who) + ".name", "required");
        }
    }
    boost::json::object kinds;
    for (const auto* field : {"kind", "id_kind", "id_account_checked"}) {
        if (auto value = person.text(field); !value.empty()) {
            kinds[field] = std::move(value);
        }
    }
    const auto id = person.text("id");
    if (is_placeholder(id)) {
        args.wrong(std::string(who) + ".id", "placeholder");
    } else if (!id.empty() && !person.text("no_id").empty()) {
        args.wrong(std::string(who) + ".no_id", "contradicts");
    }
    if (who == "representative" && person.text("authorisation").empty()) {
        args.wrong("representative.authorisation", "required");
    }
    if (person.refusal()) {
        args.wrong(std::string(who) + "." + std::string(person.refusal()->argument("field")),
                   person.refusal()->argument("why"));
    }
    event.data[std::string(who)] = std::move(kinds);
}

/// Every declared attribute gets its value; unknown ones and unlisted choices are refused.
boost::json::object read_attributes(Arguments& args, const Procedure& procedure) {
    boost::json::object out;
    const auto* given = args.object("attributes");
    if (given != nullptr) {
        for (const auto& [key, value] : *given) {
            const std::string name(key);
            if (procedure.attribute(name) == nullptr) {
                args.wrong("attributes." + name, "unknown");
            }
        }
    }
    Arguments values(given != nullptr ? *given : out);
    for (const auto& attribute : procedure.attributes) {
        std::string value;
        const auto* raw = given != nullptr ? given->if_contains(attribute.id) : nullptr;
        if (raw == nullptr) {
            value = attribute.default_value;
        } else if (raw->is_int64()) {
            value = std::to_string(raw->get_int64());
        } else if (raw->is_bool()) {
            value = raw->get_bool() ? "yes" : "no";
        } else {
            value = values.text(attribute.id);
        }
        const auto field = "attributes." + attribute.id;
        if (value.empty()) {
            args.wrong(field, "required");
            continue;
        }
        const bool listed = attribute.kind == AttributeKind::choice
                                ? std::any_of(attribute.choices.begin(), attribute.choices.end(),
                                              [&](const Choice& choice) { return choice.id == value; })
                            : attribute.kind == AttributeKind::yes_no
                                ? value == "yes" || value == "no"
                                : value.size() <= 15 && std::all_of(value.begin(), value.end(), [](char c) {
                                      return c >= '0' && c <= '9';
                                  });
        if (!listed) {
            args.wrong(field, "not_among_choices");
        }
        out[attribute.id] = value;
    }
    return out;
}

}  // namespace

bool is_placeholder(std::string_view id) {
    std::string digits;
    for (const char c : id) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != '-' && c != ' ' && c != '.') {
            return false;
        }
    }
    if (digits.empty()) {
        return false;
    }
    // 9 is followed by 0 both in what a keyboard has and in what a counter shows.
    const auto runs_by = [&](int step) {
        return std::adjacent_find(digits.begin(), digits.end(), [&](char one, char next) {
                   return (one - '0' + step + 10) % 10 != next - '0';
               }) == digits.end();
    };
    return runs_by(0) || runs_by(1) || runs_by(-1);
}

Outcome<Events> submit(const Law& law, const OfficeState& office, const Command& command, Instant now) {
    const auto at = legal_time(command, office, nullptr, now);
    if (!at) {
        return at.error();
    }
    Arguments args(command.args);
    const auto procedure_id = args.required_text("procedure");
    const auto channel = parse_channel(args.has("channel") ? args.text("channel") : "counter");
    if (!channel) {
        args.wrong("channel", "not_among_choices");
    }
    if (args.refusal()) {
        return *args.refusal();
    }
    const auto day = local_date(*at);
    const Law::Version* version = law.in_force(procedure_id, day);
    if (version == nullptr) {
        return refuse(Refusal::Code::no_such_procedure,
                      {{"procedure", procedure_id}, {"day", format_date(day)}});
    }
    const Procedure& procedure = *version->procedure;
    if (!procedure.is_approved() && !law.demonstration) {
        return refuse(Refusal::Code::procedure_not_approved, {{"procedure", procedure_id}});
    }
    const Step& first = procedure.steps.front();
    // An online filing comes from the portal, everything else over the counter.
    if (*channel != Channel::online) {
        if (auto no = objection_to_role(office, command.actor, first.role, first.unit, day)) {
            return *no;
        }
    }
    Event event = event_of(command, EventType::submitted, dossier_stream(command.dossier), *at);
    event.data = {{"procedure", procedure.id},
                  {"version", version->hash},
                  {"channel", to_string(*channel)},
                  {"step", first.id}};
    event.data["holder"] = fields::of(Holder{first.role, first.unit, {}});
    event.data["attributes"] = read_attributes(args, procedure);
    event.data["online_level"] = procedure.online_level;
    if (!procedure.is_approved()) {
        event.data["demonstration"] = true;
    }
    read_person(args, "applicant", true, event);
    read_person(args, "owner", false, event);
    read_person(args, "representative", false, event);
    if (auto summary = args.text("summary"); !summary.empty()) {
        event.personal["summary"] = std::move(summary);
    }
    for (const auto* field : {"zone", "counter", "channel_detail", "helped_at", "return_method",
                              "external_code", "external_system", "group", "parent", "visit"}) {
        if (auto value = args.text(field); !value.empty()) {
            event.data[field] = std::move(value);
        }
    }
    if (auto project = args.text("project"); !project.empty()) {
        event.personal["project"] = std::move(project);
    }
    if (auto replaced = args.text("replaces"); !replaced.empty()) {
        const auto voided = office.voided_intakes.find(replaced);
        if (voided == office.voided_intakes.end()) {
            args.wrong("replaces", "not_a_voided_intake");
        } else {
            event.data["replaces"] = replaced;
        }
    }
    if (*channel == Channel::online) {
        const auto& rules = law.rules->for_receipt(day);
        if (rules.online_answer_within) {
            Arming arming(law, rules, procedure);
            arming.add(DeadlineKind::online_answer,
                       law.calendar->due_after(*at, *rules.online_answer_within).due);
            event.data["arm"] = arming.take();
        }
    }
    if (*at != now || is_about_an_outage(command)) {
        mark_late(command, now, event);
    }
    return answered(args, std::move(event));
}

}  // namespace motcua::procedures::deciding
