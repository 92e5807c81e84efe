// motcua check: every defect of the configuration, and every proof about its definitions.
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "procedures/dossier/staff.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/verification/budgets.hpp"
#include "procedures/verification/doubts.hpp"
#include "procedures/verification/staffing.hpp"
#include "procedures/verification/verify.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "storage/sqlite/sqlite_journal.hpp"
#include "storage/views.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace motcua::app {

namespace {

using namespace procedures;

struct Options {
    std::string config = "config";
    std::string people;
    std::string data;
    std::string on;
    std::string format = "text";
    bool doubts = false;
    bool loops = false;
    bool strict = false;
};

/// A finding and the file it is about.
struct Told {
    std::string file;
    Finding finding;
};

boost::json::object to_json(const Told& told) {
    boost::json::object attributes;
    for (const auto& [attribute, value] : told.finding.attributes) {
        attributes[attribute] = value;
    }
    boost::json::array dates;
    for (const auto day : told.finding.dates) {
        dates.emplace_back(format_date(day));
    }
    return {{"severity", to_string(told.finding.severity)},
            {"file", told.file},
            {"procedure", told.finding.procedure},
            {"rule", told.finding.rule},
            {"what", told.finding.what},
            {"path", boost::json::array(told.finding.path.begin(), told.finding.path.end())},
            {"attributes", std::move(attributes)},
            {"dates", std::move(dates)}};
}

/// The people to prove with, and where they were read.
struct People {
    std::string source;
    std::vector<Holding> staff;
};

/// Who holds what on `day` by a file of people.
std::vector<Holding> staff_on(const DemoPeople& people, LocalDate day) {
    std::vector<Holding> staff;
    for (const auto& person : people.people)
        for (const auto& held : person.roles)
            if (held.from <= day && (!held.to || day <= *held.to))
                staff.push_back({person.id, held.role, held.unit});
    return staff;
}

/// Who holds what on `day` by the events of an office. Absences are proven one by one, whoever is away that day.
std::vector<Holding> staff_on(const std::string& data, LocalDate day) {
    const auto journal = storage::read_sqlite_journal(storage::DataFolder::open(data).journal());
    constexpr std::size_t at_once = 4096;
    Staff people;
    for (storage::Seq next = 1; next <= journal->head();)
        next = journal->read(next, at_once, [&](const storage::Record& record) {
            people.apply(storage::projected(record).event);
        });
    std::vector<Holding> staff;
    for (const auto& [id, person] : people.people())
        for (const auto& held : person.tenures)
            if (held.from <= day && (!held.to || day <= *held.to))
                staff.push_back({id, held.role, held.unit});
    return staff;
}

LocalDate day_of(const std::string& on) {
    if (on.empty()) {
        return local_date(
            std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    }
    const auto day = parse_date(on);
    if (!day) {
        throw std::runtime_error(fmt::format("\"{}\" is no date; write it as 2026-06-30", on));
    }
    return *day;
}

/// All that is told of a folder; what serves nobody but the one who asks for it is kept apart.
struct Result {
    std::vector<Told> errors, warnings, doubts, loops;
    std::size_t cases = 0;

    void sort_in(const std::string& file, std::vector<Finding> findings) {
        for (auto& finding : findings) {
            auto& list = finding.severity == Severity::error ? errors : warnings;
            list.push_back({file, std::move(finding)});
        }
    }
    static void keep(std::vector<Told>& list, const std::string& file, std::vector<Finding> findings) {
        for (auto& finding : findings) {
            list.push_back({file, std::move(finding)});
        }
    }
};

Result prove(const Options& options, const Config& law, LocalDate day, const People* people) {
    Result result;
    const std::filesystem::path folder = options.config;
    const auto around = surroundings_of(law.office, law.calendar, law.rules);
    const WorkCalendar calendar(law.calendar);
    std::vector<const Procedure*> in_force;
    ProgressBar progress("proving");
    std::size_t done = 0;
    for (const auto& loaded : law.procedures) {
        const auto& procedure = *loaded.procedure;
        progress.show(done++, law.procedures.size(), procedure.id);
        result.cases += combinations(procedure.attributes).size();
        result.sort_in(loaded.file, verify(procedure, around));
        result.sort_in(loaded.file, verify_dates(procedure, calendar));
        if (options.loops) {
            Result::keep(result.loops, loaded.file, rework_room(procedure, around.hours));
        }
        if (people != nullptr && procedure.is_in_force(day)) {
            in_force.push_back(&procedure);
            result.sort_in(loaded.file, verify_staff(procedure, law.office, people->staff));
        }
        Result::keep(result.doubts, loaded.file, doubts_of(procedure));
    }
    if (people != nullptr) {
        result.sort_in(people->source, verify_absences(in_force, law.office, people->staff));
    }
    Result::keep(result.doubts, (folder / "office.toml").string(), doubts_of(law.office));
    Result::keep(result.doubts, (folder / "rules").string(), doubts_of(law.rules));
    Result::keep(result.doubts, (folder / "calendar").string(), doubts_of(law.calendar));
    if (options.strict) {
        for (auto& told : result.warnings) {
            told.finding.severity = Severity::error;
            result.errors.push_back(std::move(told));
        }
        result.warnings.clear();
    }
    progress.clear();
    return result;
}

boost::json::array listed(const std::vector<Told>& findings) {
    boost::json::array list;
    for (const auto& told : findings) {
        list.push_back(to_json(told));
    }
    return list;
}

/// The procedures there are, versions counted once each, and those that no decision approves.
struct Counts {
    std::size_t procedures = 0, versions = 0, unapproved = 0;
};

Counts counts_of(const Config& law) {
    Counts counts;
    std::set<std::string> ids;
    for (const auto& loaded : law.procedures) {
        ids.insert(loaded.procedure->id);
        ++counts.versions;
        counts.unapproved += loaded.procedure->is_approved() ? 0 : 1;
    }
    counts.procedures = ids.size();
    return counts;
}

/// One form for all ends: what is wrong with the files stands where else the proofs' findings do.
boost::json::object summary(const Config& law, boost::json::array defects, boost::json::array warnings) {
    const auto counts = counts_of(law);
    return {{"procedures", counts.procedures},
            {"versions", counts.versions},
            {"unapproved", counts.unapproved},
            {"defects", std::move(defects)},
            {"warnings", std::move(warnings)}};
}

int report_defects(const Config& law, const Defects& defects, bool json) {
    if (json) {
        boost::json::array list;
        for (const auto& defect : defects.sorted())
            list.push_back({{"file", defect.file},
                            {"line", defect.line},
                            {"column", defect.column},
                            {"what", defect.what},
                            {"remedy", defect.remedy}});
        std::cout << boost::json::serialize(summary(law, std::move(list), {})) << '\n';
    } else {
        std::cout << defects.to_string()
                  << fmt::format("\nThe configuration cannot be used; defects: {}\n", defects.size());
    }
    return failure;
}

int check(const Options& options) {
    const std::filesystem::path folder = options.config;
    const bool json = options.format == "json";
    const auto day = day_of(options.on);
    Defects defects;
    const auto law = load_config(folder, defects);
    std::optional<People> people;
    if (defects.empty() && !options.people.empty())
        people = {options.people, staff_on(load_people(options.people, law.office, defects), day)};
    if (defects.empty() && !options.data.empty()) people = {options.data, staff_on(options.data, day)};
    if (std::error_code ignored;
        defects.empty() && std::filesystem::exists(folder / "demo" / "people.toml", ignored)) {
        load_demo_people(folder, law.office, defects);
    }
    if (!defects.empty()) return report_defects(law, defects, json);

    const auto result = prove(options, law, day, people ? &*people : nullptr);
    const bool ok = result.errors.empty();
    if (json) {
        auto text = summary(law, listed(result.errors), listed(result.warnings));
        if (options.doubts) text["doubts"] = listed(result.doubts);
        if (options.loops) text["loops"] = listed(result.loops);
        std::cout << boost::json::serialize(text) << '\n';
        return std::cout.flush() && ok ? success : failure;
    }
    const auto counts = counts_of(law);
    const auto print = [](const std::vector<Told>& list, std::string_view label) {
        for (const auto& told : list) {
            std::cout << told.file << ": " << label << to_string(told.finding) << '\n';
        }
    };
    print(result.errors, "");
    print(result.warnings, "warning: ");
    print(result.loops, "");
    if (options.doubts) {
        print(result.doubts, "");
    }
    std::cout << fmt::format(
        "{} procedures, {} versions ({} not approved), {} cases of their attributes: {}\n", counts.procedures,
        counts.versions, counts.unapproved, result.cases,
        ok ? fmt::format("all proven, {} warnings", result.warnings.size())
           : fmt::format("{} errors", result.errors.size()));
    if (!result.doubts.empty() && !options.doubts) {
        std::cout << fmt::format("{} values to confirm before going live; list them with --doubts\n",
                                 result.doubts.size());
    }
    return std::cout.flush() && ok ? success : failure;
}

}  // namespace

void add_check(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("check", "Check a configuration folder and prove its definitions");
    verb->add_option("--config", options->config, "Configuration folder")->capture_default_str();
    auto* people = verb->add_option(
        "--people", options->people,
        "Prove with these people (the form of demo/people.toml): roles held, four eyes, absences");
    verb->add_option("--data", options->data, "The same with the people of this data folder's journal")
        ->excludes(people);
    verb->add_option("--on", options->on, "The day on which the people hold their roles; today by default");
    verb->add_flag("--doubts", options->doubts, "Also list the values that have to be confirmed");
    verb->add_flag("--loops", options->loops, "Also say how often each send-back fits into its limit");
    verb->add_flag("--strict", options->strict, "Warnings are errors");
    verb->add_option("--format", options->format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->footer(R"(Examples:
  motcua check
  motcua check --people config/demo/people.toml
  motcua check --data /var/lib/motcua --strict
  motcua check --config /etc/motcua/config --format json

As JSON: the numbers of procedures, versions and versions without approval, and the lists defects and warnings.
Exit code 1 when anything is wrong; warnings (dates on which days off leave too little time, people whose
absence stops a procedure) and doubts alone are not an error.)");
    verb->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace motcua::app
