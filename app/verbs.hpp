// The verbs of the program, one file each. A verb adds its subcommand and, when that is chosen,
// leaves what to do in `run`.
#pragma once

#include <functional>
#include <stdexcept>

namespace CLI {
class App;
}

namespace motcua::app {

/// The program's exit codes.
enum ExitCode : int { success = 0, failure = 1, usage = 2 };

/// What was wrong with the command line; exits with `usage`.
class UsageError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Set by the subcommand that was chosen; returns the exit code. An exception is reported and exits with `failure`.
using Run = std::function<int()>;

void add_audit(CLI::App& program, Run& run);
void add_calendar(CLI::App& program, Run& run);
void add_check(CLI::App& program, Run& run);
void add_demo(CLI::App& program, Run& run);
void add_diff(CLI::App& program, Run& run);
void add_dossier(CLI::App& program, Run& run);
void add_due(CLI::App& program, Run& run);
void add_export(CLI::App& program, Run& run);
void add_graph(CLI::App& program, Run& run);
void add_iso(CLI::App& program, Run& run);
void add_law(CLI::App& program, Run& run);
void add_reform(CLI::App& program, Run& run);
void add_report(CLI::App& program, Run& run);
void add_serve(CLI::App& program, Run& run);
void add_show(CLI::App& program, Run& run);
void add_simulate(CLI::App& program, Run& run);
void add_user(CLI::App& program, Run& run);
void add_views(CLI::App& program, Run& run);

}  // namespace motcua::app
