// motcua user: accounts of people, for whoever owns the data folder; how an office gets its first administrator.
#include "app/installation.hpp"
#include "app/verbs.hpp"
#include "engine/clock.hpp"
#include "server/identity.hpp"
#include "storage/sqlite/sqlite_private.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>

namespace motcua::app {

namespace {

using procedures::CommandKind;

struct Options {
    std::string data, person, name, role, unit;
};

/// From a terminal without echo, else the first line of what is piped in: never an argument.
std::string read_password() {
    std::string password;
    if (::isatty(STDIN_FILENO) == 0) {
        std::getline(std::cin, password);
        return password;
    }
    termios shown{};
    ::tcgetattr(STDIN_FILENO, &shown);
    auto hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    std::cerr << "Mật khẩu / password: " << std::flush;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    std::getline(std::cin, password);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::cerr << '\n';
    return password;
}

/// The office opened for writing; no server may run.
class Opened {
public:
    explicit Opened(const std::string& data) : installation_(data, false, false, {clock_, random_, *log_}) {
        installation_.start();
    }

    void submit(CommandKind kind, boost::json::object args) {
        procedures::Command command;
        command.kind = kind;
        command.actor = founder("cli");
        command.args = std::move(args);
        const auto answer = installation_.engine().submit_and_wait(std::move(command));
        if (!answer.done())
            throw std::runtime_error(fmt::format("{}: {} {} {}", to_string(kind),
                                                 to_string(answer.refusal.code),
                                                 answer.refusal.argument("field"), answer.message));
    }

    bool knows(const std::string& person) {
        return installation_.engine().published().office()->staff.find(person) != nullptr;
    }

    /// A first password: whoever gets it has to change it.
    void set_password(const Options& options) {
        if (!knows(options.person))
            throw std::runtime_error(options.person + " is not of this office; add the person first");
        const auto password = read_password();
        if (const auto why = server::weakness_of(password, options.person, options.name); !why.empty())
            throw std::runtime_error(
                fmt::format("this password is easy to guess ({}): take at least {} characters, not the "
                            "person's name and nothing common",
                            why, server::shortest_password));
        identity_.set_password(options.person, password, true, {}, clock_.now());
        submit(CommandKind::change_account, {{"person", options.person}, {"change", "first_password"}});
    }

    server::Identity& identity() { return identity_; }

private:
    engine::SystemClock clock_;
    engine::SystemRandom random_;
    std::unique_ptr<engine::Log> log_ = engine::make_log(engine::LogLevel::warning);
    Installation installation_;
    server::Identity identity_{installation_.api_ports().private_data, random_};
};

int add(const Options& options) {
    Opened office(options.data);
    if (!office.knows(options.person))
        office.submit(CommandKind::add_person, {{"person", options.person}, {"name", options.name}});
    if (!options.role.empty())
        office.submit(
            CommandKind::grant_role,
            {{"person", options.person},
             {"role", options.role},
             {"unit", options.unit},
             {"from", procedures::format_date(procedures::local_date(engine::SystemClock().now()))}});
    office.set_password(options);
    return success;
}

int password(const Options& options) {
    Opened(options.data).set_password(options);
    return success;
}

int disable(const Options& options) {
    Opened office(options.data);
    if (!office.identity().disable(options.person))
        throw std::runtime_error(options.person + " has no account");
    office.submit(CommandKind::change_account, {{"person", options.person}, {"change", "disabled"}});
    return success;
}

int list(const Options& options) {
    storage::SqlitePrivate accounts(storage::DataFolder::open(options.data).private_data());
    for (const auto& account : accounts.accounts())
        fmt::print("{:<16} {}  {}\n", account.person, procedures::format_instant(account.set_at),
                   account.disabled      ? "disabled"
                   : account.must_change ? "first password"
                                         : "");
    return success;
}

}  // namespace

void add_user(CLI::App& program, Run& run) {
    auto* noun = program.add_subcommand("user", "Accounts: how people log in");
    noun->require_subcommand(1);
    noun->footer(
        R"(For whoever owns the data folder, while no server runs; list also beside one. Passwords are asked for, or
read from standard input; a first password has to be changed at the first login.

Examples:
  motcua user add khoa --name 'Bùi Anh Khoa' --role admin --unit van-phong --data office
  motcua user password khoa --data office < first-password
  motcua user disable khoa --data office
  motcua user list --data office)");
    const auto options = std::make_shared<Options>();
    const auto verb = [&](const char* name, const char* what, int (*work)(const Options&), bool one) {
        auto* added = noun->add_subcommand(name, what);
        added->add_option("--data", options->data, "Data folder of the office")->required();
        if (one) added->add_option("PERSON", options->person, "The person's id")->required();
        added->callback([options, work, &run] { run = [options, work] { return work(*options); }; });
        return added;
    };
    auto* adding = verb("add", "Add a person with an account, and a role to begin with", add, true);
    adding->add_option("--name", options->name, "The person's name")->required();
    auto* role = adding->add_option("--role", options->role, "Such as admin");
    role->needs(adding->add_option("--unit", options->unit, "Where the role is held"));
    verb("password", "Give a first password", password, true);
    verb("disable", "Let nobody in under this account any more", disable, true);
    verb("list", "Accounts, since when their passwords are", list, false);
}

}  // namespace motcua::app
