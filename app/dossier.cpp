// motcua dossier: one dossier from filing to result, from the command line.
#include "app/asking.hpp"
#include "app/dossier_text.hpp"
#include "app/verbs.hpp"
#include "procedures/text/language.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace motcua::app {

namespace {

using boost::json::object;

constexpr std::string_view dossiers = "/api/v1/dossiers";

struct Options : AskOptions {
    // Which dossier, and what is done.
    std::string dossier, act;
    std::string at, at_reason;
    std::vector<std::string> set;
    std::string args;
    std::string reason, assignee, number, approved_by, collector;
    bool all_right = false;
    // submit
    std::string applicant, channel;
    std::vector<std::string> attributes;
    // move
    std::string ground;
    bool apply = false;
    // list
    std::string person, unit, due_of, timeliness, cursor;
    std::size_t limit = 50;

    Language in() const { return language == "en" ? Language::en : Language::vi; }
};

/// Puts `value` at "collector.name", making the objects on the way.
void put(object& args, std::string_view path, boost::json::value value) {
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) {
        args[path] = std::move(value);
        return;
    }
    auto& inner = args[path.substr(0, dot)];
    if (!inner.is_object()) inner.emplace_object();
    put(inner.get_object(), path.substr(dot + 1), std::move(value));
}

boost::json::value parsed(const std::string& text, const std::string& what) {
    boost::system::error_code error;
    auto value = boost::json::parse(text, error);
    if (error) throw UsageError(fmt::format("{} is not JSON: {}", what, error.message()));
    return value;
}

/// name=text, or name:=JSON.
void put_setting(object& args, const std::string& setting) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
        throw UsageError(fmt::format("\"{}\" is not name=value", setting));
    const auto value = setting.substr(equals + 1);
    if (setting[equals - 1] == ':')
        put(args, std::string_view(setting).substr(0, equals - 1), parsed(value, setting));
    else
        put(args, std::string_view(setting).substr(0, equals), boost::json::string(value));
}

object arguments_of(const Options& options) {
    object args;
    if (!options.args.empty()) {
        auto value = parsed(options.args, "--args");
        if (!value.is_object()) throw UsageError("--args takes a JSON object");
        args = std::move(value.get_object());
    }
    for (const auto& setting : options.set) put_setting(args, setting);
    for (const auto& [name, value] :
         {std::pair<std::string_view, const std::string&>{"reason", options.reason},
          {"assignee", options.assignee},
          {"number", options.number},
          {"approved_by", options.approved_by},
          {"at", options.at},
          {"at_reason", options.at_reason}})
        if (!value.empty()) args[name] = value;
    if (options.all_right) args["all_right"] = true;
    if (!options.collector.empty())
        args["collector"] =
            object{{"kind", "applicant"}, {"name", options.collector}, {"receipt_shown", true}};
    return args;
}

std::string path_of(const Options& options, std::string_view what = {}) {
    auto path = fmt::format("{}/{}", dossiers, server::percent_encoded(options.dossier));
    return what.empty() ? path : fmt::format("{}/{}", path, what);
}

int submit(const Options& options) {
    auto args = arguments_of(options);
    args["procedure"] = options.act;
    if (!options.channel.empty()) args["channel"] = options.channel;
    if (!options.applicant.empty()) put(args, "applicant.name", boost::json::string(options.applicant));
    for (const auto& attribute : options.attributes) {
        if (attribute.find('=') == std::string::npos)
            throw UsageError(fmt::format("\"{}\" is not name=value", attribute));
        put_setting(args, "attributes." + attribute);
    }
    Asking session(options);
    const auto answer = session.post(std::string(dossiers), args);
    return tell(options, answer, receipt_text(answer, options.in()));
}

int act(const Options& options) {
    auto args = arguments_of(options);
    args["action"] = options.act;
    Asking session(options);
    const auto answer = session.post(path_of(options, "transitions"), args, true);
    return tell(options, answer, receipt_text(answer, options.in()));
}

int act_beside(const Options& options) {
    Asking session(options);
    const auto answer = session.post(path_of(options, "acts/" + server::percent_encoded(options.act)),
                                     arguments_of(options), true);
    return tell(options, answer, receipt_text(answer, options.in()));
}

/// Shows what another version would change for the dossier; does it with --apply.
int move_version(const Options& options) {
    auto args = arguments_of(options);
    args["version"] = options.act;
    if (!options.ground.empty()) args["ground"] = options.ground;
    for (const auto& attribute : options.attributes) {
        if (attribute.find('=') == std::string::npos)
            throw UsageError(fmt::format("\"{}\" is not name=value", attribute));
        put_setting(args, "attributes." + attribute);
    }
    Asking session(options);
    const auto path = path_of(options, "acts/move_version");
    if (options.apply) {
        const auto answer = session.post(path, args, true);
        return tell(options, answer, receipt_text(answer, options.in()));
    }
    const auto answer = session.post(path + "?dry_run=true", args, true);
    return tell(options, answer, move_text(answer, options.in()));
}

int list(const Options& options) {
    std::string target = fmt::format("/api/v1/worklist?limit={}", options.limit);
    const auto ask = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) target += fmt::format("&{}={}", name, server::percent_encoded(value));
    };
    ask("person", options.person.empty() && options.unit.empty() ? "*" : options.person);
    ask("unit", options.unit);
    ask("due_of", options.due_of);
    ask("timeliness", options.timeliness);
    ask("cursor", options.cursor);
    Asking session(options);
    const auto answer = session.get(target);
    return tell(options, answer, worklist_text(answer, options.in()));
}

int show(const Options& options) {
    Asking session(options);
    auto dossier = session.get(path_of(options));
    const auto explanation = session.get(path_of(options, "explain"));
    const auto actions = session.get(path_of(options, "actions"));
    const auto text = dossier_text(dossier, explanation, actions, options.in());
    dossier["actions"] = actions.at("actions");
    return tell(options, dossier, text);
}

int explain(const Options& options) {
    Asking session(options);
    const auto answer = session.get(path_of(options, "explain"));
    return tell(options, answer, explanation_text(answer));
}

void add_office(CLI::App& verb, Options& options) {
    options.add_to(verb);
    verb.add_option("--config", options.config, "Adopt this law first; founds a folder that is not there");
    verb.add_flag("--demonstration", options.door.demonstration, "With --config: found a demonstration");
}

void add_arguments(CLI::App& verb, Options& options) {
    verb.add_option("--set", options.set,
                    "An argument: name=text or name:=JSON; a.b=c for one inside another");
    verb.add_option("--args", options.args, "All arguments as one JSON object");
    verb.add_option("--reason", options.reason, "Why");
    verb.add_option("--at", options.at, "Legal time when it differs from now; needs --at-reason");
    verb.add_option("--at-reason", options.at_reason, "Why it is entered later");
    verb.add_option("--key", options.key,
                    "Idempotency key; a repeat with the same key is answered, not done again");
    verb.add_flag("--all-right", options.all_right, "Mark every required document as right");
}

void add_dossier_acts(CLI::App& verb, Options& options) {
    verb.add_option("dossier", options.dossier, "Id or official code")->required();
    verb.add_option("--version", options.version, "Do it only if the dossier still has this version");
    verb.add_option("--assignee", options.assignee, "Who gets it");
    verb.add_option("--number", options.number, "Number of the paper");
    verb.add_option("--approved-by", options.approved_by, "Who approved it");
    verb.add_option("--collector", options.collector, "The applicant who takes the result, by name");
}

Run doing(const std::shared_ptr<Options>& options, int (*work)(const Options&)) {
    return [options, work] { return asked(*options, "dossier", [&] { return work(*options); }); };
}

}  // namespace

void add_dossier(CLI::App& program, Run& run) {
    auto* noun = program.add_subcommand("dossier", "File, act on and read dossiers");
    noun->require_subcommand(1);
    noun->footer(
        "Examples:\n"
        "  motcua dossier submit gia-han-giay-phep-xay-dung --data office --config config --demonstration "
        "\\\n"
        "      --as an --applicant \"Công ty TNHH Mẫu\"\n"
        "  motcua dossier act ID receive --data office --as an --all-right\n"
        "  motcua dossier show ID --data office --as an\n"
        "  motcua dossier do ID note --data office --as an --set text=\"đã gọi điện\"\n"
        "  motcua dossier move-version ID HASH --data office --as quang --ground \"khoản 2 Điều 30 NĐ …\"\n"
        "  motcua dossier list --data office --as phuc --unit phong-quy-hoach-xay-dung");
    const auto options = std::make_shared<Options>();
    const auto verb = [&](const char* name, const char* what, int (*work)(const Options&)) {
        auto* added = noun->add_subcommand(name, what);
        add_office(*added, *options);
        added->callback([options, work, &run] { run = doing(options, work); });
        return added;
    };

    auto* submitting = verb("submit", "File a dossier", submit);
    submitting->add_option("procedure", options->act, "Id of the procedure")->required();
    submitting->add_option("--applicant", options->applicant, "Name of the applicant");
    submitting->add_option("--channel", options->channel, "counter, online or post");
    submitting->add_option("--attribute", options->attributes, "name=value of a declared attribute");
    add_arguments(*submitting, *options);

    auto* acting = verb("act", "Take an action of the present step", act);
    add_dossier_acts(*acting, *options);
    acting->add_option("action", options->act, "Id of the action; \"show\" lists them")->required();
    add_arguments(*acting, *options);

    auto* doing_beside =
        verb("do", "An act beside the machine: note, acknowledge, pay_fee, reassign, …", act_beside);
    add_dossier_acts(*doing_beside, *options);
    doing_beside->add_option("kind", options->act, "Kind of the act")->required();
    add_arguments(*doing_beside, *options);

    auto* moving =
        verb("move-version", "What another version would change for an open dossier; with --apply, move it",
             move_version);
    moving->add_option("dossier", options->dossier, "Id or official code")->required();
    moving
        ->add_option("version", options->act,
                     "Hash of an adopted version of its procedure; see motcua law list")
        ->required();
    moving->add_option("--ground", options->ground, "The legal ground, such as an article of the decree")
        ->required();
    moving->add_option("--attribute", options->attributes,
                       "name=value of an attribute that only that version declares");
    moving->add_option("--version", options->version, "Do it only if the dossier still has this version");
    moving->add_option("--key", options->key, "Idempotency key");
    moving->add_flag("--apply", options->apply, "Do it; without it nothing is written");

    auto* listing =
        verb("list", "Whose work is due when; everybody's unless a person or unit is named", list);
    listing->add_option("--person", options->person, "A person's inbox");
    listing->add_option("--unit", options->unit, "What lies with a unit");
    listing->add_option("--due-of", options->due_of, "step or dossier");
    listing->add_option("--timeliness", options->timeliness,
                        "on_track, due_soon, due_today, overdue, paused");
    listing->add_option("--limit", options->limit, "Rows")->check(CLI::Range(1, 200))->capture_default_str();
    listing->add_option("--cursor", options->cursor, "Go on where a former list ended");

    auto* showing = verb("show", "One dossier as a person wants it", show);
    showing->add_option("dossier", options->dossier, "Id or official code")->required();

    auto* explaining = verb("explain", "How its dates came about, day by day", explain);
    explaining->add_option("dossier", options->dossier, "Id or official code")->required();
}

}  // namespace motcua::app
