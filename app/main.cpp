// Reads the command line and runs the chosen verb.
#include "app/verbs.hpp"
#include "procedures/loading/toml_reader.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    using namespace motcua::app;
    CLI::App program{"motcua: the one-stop office's dossiers, their legal dates and their journal", "motcua"};
    program.set_version_flag("--version", "motcua " MOTCUA_VERSION);
    program.require_subcommand(1);
    program.footer("Exit codes: 0 done, 1 failed, 2 wrong usage. motcua VERB --help shows examples.");

    Run run;
    add_audit(program, run);
    add_calendar(program, run);
    add_check(program, run);
    add_demo(program, run);
    add_diff(program, run);
    add_dossier(program, run);
    add_due(program, run);
    add_export(program, run);
    add_graph(program, run);
    add_iso(program, run);
    add_law(program, run);
    add_reform(program, run);
    add_report(program, run);
    add_serve(program, run);
    add_show(program, run);
    add_simulate(program, run);
    add_user(program, run);
    add_views(program, run);

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version end here, too, with code 0.
        return program.exit(error) == 0 ? success : usage;
    }
    try {
        return run();
    } catch (const motcua::procedures::DefinitionError& error) {
        std::cerr << error.what()
                  << "\nmotcua: the configuration cannot be used; defects: " << error.defects().size()
                  << '\n';
        return failure;
    } catch (const UsageError& error) {
        std::cerr << "motcua: " << error.what() << '\n';
        return usage;
    } catch (const std::exception& error) {
        std::cerr << "motcua: " << error.what() << '\n';
        return failure;
    }
}
