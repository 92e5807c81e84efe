// motcua demo: an office with a past, ready to be tried out.
#include "app/installation.hpp"
#include "app/playing.hpp"
#include "app/progress.hpp"
#include "app/serving.hpp"
#include "app/verbs.hpp"
#include "procedures/dossier/decide.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/passwords.hpp"
#include "storage/memory/memory_journal.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <memory>
#include <set>
#include <system_error>

namespace motcua::app {

namespace {

namespace fs = std::filesystem;
using namespace procedures;

struct Options {
    std::string config = "config";
    std::string data;
    std::string listen = "127.0.0.1:8080";
    std::uint64_t seed = 2026;
};

// Some five weeks in which matters lie about, so that some run late.
constexpr int days_played = 25;
constexpr int dossiers_per_day = 12;
constexpr int absent_per_thousand = 30;
constexpr int slow_per_thousand = 300;
constexpr int slowest_percent = 300;

/// Everybody's here, and printed: nothing that happens in a demonstration counts.
constexpr std::string_view demo_password = "hoa-sen-trang-9";

/// The data folder; a temporary one goes with the demonstration.
class DemoFolder {
public:
    explicit DemoFolder(const std::string& wanted) : path_(wanted), is_temporary_(wanted.empty()) {
        if (!is_temporary_) return;
        auto name = (fs::temp_directory_path() / "motcua-demo-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), "make a temporary folder " + name);
        path_ = name;
    }
    ~DemoFolder() {
        std::error_code ignored;
        if (is_temporary_) fs::remove_all(path_, ignored);
    }
    DemoFolder(const DemoFolder&) = delete;
    DemoFolder& operator=(const DemoFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
    bool is_temporary_;
};

LocalDate days_before(const WorkCalendar& calendar, LocalDate day, int count) {
    while (count-- > 0) day = calendar.previous_working_day(day);
    return day;
}

/// Plays the weeks before now, once.
void fill(const fs::path& path, const Options& options, const Config& law) {
    const auto folder = storage::DataFolder::create(path);
    const auto lock = folder.lock();
    storage::SqliteJournal journal(folder.journal());
    if (journal.head() != 0) return;
    const auto now = engine::SystemClock().now();
    engine::SimulationOptions simulation;
    simulation.seed = options.seed;
    simulation.days = days_played;
    simulation.per_day = dossiers_per_day;
    simulation.from = days_before(WorkCalendar(law.calendar), local_date(now), days_played - 1);
    simulation.until = now;
    simulation.via = "demo";
    simulation.absent_per_thousand = absent_per_thousand;
    simulation.slow_per_thousand = slow_per_thousand;
    simulation.slowest_percent = slowest_percent;
    ProgressBar bar("Filling the demonstration office");
    storage::MemoryJournal played;
    play(played, law, load_people(options.config, law.office), simulation,
         [&](const engine::SimulationProgress& at) {
             bar.show(static_cast<std::uint64_t>(at.day), static_cast<std::uint64_t>(at.days),
                      fmt::format("{} dossiers", at.report.submitted));
         });
    copy(played, journal);
}

void print_states(const engine::Published& published, Instant now) {
    const auto law = published.law();
    const auto moment = moment_at(*law->calendar, now);
    std::map<std::string_view, int> by_timeliness;
    std::map<std::string_view, int> by_kind;
    // Closed ones leave memory when the views have seen them; what is not open is closed.
    std::size_t open = 0;
    for (const auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        if (!dossier.is_open()) continue;
        ++open;
        ++by_kind[name_of(dossier.kind, Language::vi)];
        if (dossier.kind != StepKind::working) continue;
        const auto due = dossier.legal_due ? std::optional(dossier.legal_due->legal_end) : std::nullopt;
        ++by_timeliness[name_of(timeliness_of(dossier.kind, due, moment), Language::vi)];
    }
    by_kind[name_of(StepKind::closed, Language::vi)] = static_cast<int>(published.size() - open);
    const auto line = [](std::string_view label, const std::map<std::string_view, int>& counts) {
        std::string out;
        for (const auto& [name, count] : counts)
            out += fmt::format("{}{} {}", out.empty() ? "" : " · ", count, name);
        fmt::print("  {}: {}\n", label, out);
    };
    fmt::print("Hồ sơ / dossiers: {}\n", published.size());
    line("theo trạng thái", by_kind);
    line("đang xử lý", by_timeliness);
}

/// Who logs in with the demonstration's password. Whoever has no account gets one; another password stays.
std::set<std::string, std::less<>> give_logins(storage::PrivateData& accounts, const Staff& staff,
                                               Instant now) {
    std::set<std::string, std::less<>> out;
    std::string digest;                 // made once: it is costly, and the password is no secret
    std::map<std::string, bool> tried;  // by digest
    for (const auto& [id, person] : staff.people()) {
        if (engine::is_hired(id)) continue;
        const auto known = accounts.account(id);
        if (!known) {
            if (digest.empty())
                digest = server::digest_of_password(demo_password, server::PasswordCost::interactive());
            accounts.put_account({id, digest, false, false, now});
            out.insert(id);
        } else if (!known->disabled) {
            const auto [found, is_new] = tried.try_emplace(known->password, false);
            if (is_new) found->second = server::is_password(known->password, demo_password);
            if (found->second) out.insert(id);
        }
    }
    return out;
}

void print_people(const engine::Published& published,
                  const std::map<std::string, std::string, std::less<>>& names,
                  const std::set<std::string, std::less<>>& logins, LocalDate today) {
    const Naming naming{published.law()->office.get(), nullptr};
    fmt::print("\nĐăng nhập, đóng vai / log in, or act as (--as, X-Motcua-Person):\n");
    for (const auto& [id, person] : published.office()->staff.people()) {
        const auto name = names.find(id);
        if (engine::is_hired(id)) continue;
        std::string roles;
        for (const auto& tenure : person.tenures)
            roles += fmt::format("{}{}, {}", roles.empty() ? "" : "; ",
                                 role_name(naming, tenure.role, Language::vi),
                                 unit_name(naming, tenure.unit, Language::vi));
        fmt::print("  {:<8} {:<16} {:<20} {}{}\n", id, logins.contains(id) ? demo_password : "(đã đổi)",
                   name == names.end() ? "" : name->second, roles,
                   published.office()->staff.is_absent(id, today) ? " (vắng mặt hôm nay)" : "");
    }
}

/// An act that would be taken now, found by asking the law.
struct Tryable {
    std::string dossier;  // code, or id before receipt
    std::string person;
    std::string action;
};

std::optional<Tryable> act_to_try(const engine::Published& published, StepKind kind,
                                  const std::string& action, const boost::json::object& args, Instant now) {
    const auto law = published.law();
    const auto office = published.office();
    std::optional<Tryable> other;
    for (const auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        const auto* version = law->version(dossier.version);
        if (dossier.kind != kind || version == nullptr) continue;
        for (const auto& one : version->step(dossier.step)->actions) {
            if (!action.empty() ? one.id != action
                                : one.kind == ActionKind::withdraw || one.kind == ActionKind::stop)
                continue;
            for (const auto& person : office->staff.holders(one.role, one.unit, local_date(now))) {
                Command command;
                command.kind = CommandKind::act;
                command.actor = {person, "", "demo"};
                command.dossier = dossier.id;
                command.action = one.id;
                command.args = args;
                if (!decide(*law, *office, &dossier, command, now)) continue;
                Tryable found{dossier.code.empty() ? dossier.id : dossier.code, person, one.id};
                if (!engine::is_hired(person)) return found;
                other = std::move(found);
            }
        }
    }
    return other;
}

void print_tries(Serving& serving, Installation& installation, const fs::path& data, Instant now) {
    const auto& published = installation.engine().published();
    std::error_code ignored;
    auto program = fs::read_symlink("/proc/self/exe", ignored).string();
    if (program.empty()) program = "motcua";
    const auto& url = serving.url();
    const auto folder = data.string();
    fmt::print("\nThử tiếp / try next, in another terminal:\n");
    fmt::print("  curl {}/api/v1/procedures\n", url);
    fmt::print(
        "  curl -H 'Content-Type: application/json' -d '{{\"person\":\"an\",\"password\":\"{}\"}}' "
        "{}/api/v1/session\n",
        demo_password, url);
    fmt::print("  curl -H 'X-Motcua-Person: dung' '{}/api/v1/worklist?person=*&timeliness=overdue&limit=5'\n",
               url);
    if (const auto work = act_to_try(published, StepKind::working, "", {}, now)) {
        fmt::print("  curl -H 'X-Motcua-Person: {}' {}/api/v1/dossiers/{}/actions\n", work->person, url,
                   work->dossier);
        fmt::print(
            "  curl -X POST -H 'X-Motcua-Person: {}' -H 'Content-Type: application/json' -H "
            "'Idempotency-Key: try-1' \\\n"
            "      -H 'If-Match: *' -d '{{\"action\":\"{}\"}}' {}/api/v1/dossiers/{}/transitions\n",
            work->person, work->action, url, work->dossier);
        fmt::print("  {} dossier show {} --data {} --as {}\n", program, work->dossier, folder, work->person);
        fmt::print("  {} dossier explain {} --data {} --as {}\n", program, work->dossier, folder,
                   work->person);
    }
    fmt::print(
        "  {} dossier submit gia-han-giay-phep-xay-dung --data {} --as an --applicant 'Công ty TNHH Mẫu'\n",
        program, folder);
    if (const auto intake = act_to_try(published, StepKind::submitted, "receive", {{"all_right", true}}, now))
        fmt::print("  {} dossier act {} receive --all-right --data {} --as {}\n", program, intake->dossier,
                   folder, intake->person);
    fmt::print("  {} dossier list --data {} --as dung --timeliness overdue --limit 5\n", program, folder);
    const auto& counters = published.law()->office->counters;
    if (!counters.empty())
        fmt::print("  cp scan.pdf {}/scans/{}    # quét ở quầy / the counter's scanner\n", folder,
                   counters.front().id);
    fmt::print("\nDừng / stop: Ctrl-C\n");
    std::fflush(stdout);
}

int demo(const Options& options) {
    // Before the weeks are played: nobody wants to wait for them to learn that the port is taken.
    check_address(options.listen);
    const auto law = load_law(options.config);
    const DemoFolder folder(options.data);
    fill(folder.path(), options, law);
    const engine::SystemClock clock;
    engine::SystemRandom random;
    const auto log = engine::make_log(engine::LogLevel::warning);
    Installation installation(folder.path(), true, true, {clock, random, *log});
    installation.adopt(law);
    installation.start();
    const auto scans = folder.path() / "scans";
    for (const auto& counter : law.office.counters) fs::create_directories(scans / counter.id);
    Serving serving(installation,
                    {.listen = options.listen,
                     .demonstration = true,
                     .config = options.config,
                     .scans = scans.string(),
                     .settings = law.server},
                    *log);
    installation.engine().wait_for_views(installation.engine().published().head(), std::chrono::seconds{30});
    const auto& published = installation.engine().published();
    const auto now = clock.now();
    fmt::print("motcua – văn phòng trình diễn / demonstration office\n{}\n\n", serving.url());
    print_states(published, now);
    const auto logins = give_logins(installation.api_ports().private_data, published.office()->staff, now);
    print_people(published, installation.views().reader()->people(), logins, local_date(now));
    print_tries(serving, installation, folder.path(), now);
    serving.run();
    return success;
}

}  // namespace

void add_demo(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* verb = program.add_subcommand("demo", "Serve a demonstration office with some weeks of history");
    verb->add_option("--config", options->config, "Folder with the office's law and settings")
        ->capture_default_str();
    verb->add_option("--data", options->data, "Keep it in this folder; a temporary one otherwise");
    verb->add_option("--listen", options->listen, "Address and port")->capture_default_str();
    verb->add_option("--seed", options->seed, "The same seed gives the same people and dossiers")
        ->capture_default_str();
    verb->footer(
        "Examples:\n  motcua demo\n  motcua demo --data /tmp/office --listen 127.0.0.1:9000 --seed 7");
    verb->callback([options, &run] { run = [options] { return demo(*options); }; });
}

}  // namespace motcua::app
