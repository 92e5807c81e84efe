// The office over HTTP: what is asked, by whom, and the answer. Conventions: problem+json for every no,
// Idempotency-Key on commands, If-Match on changes of a dossier, times with +07:00, Vietnamese unless
// Accept-Language prefers English. The command line speaks to the same thing.
//
//     routes.cpp         the table of addresses
//     openapi.cpp        the contract, put together from openapi/*.json
//     dossiers.cpp       reading a dossier: itself, its actions, its dates explained, its timeline
//     commands.cpp       submitting, acting, acts beside the machine
//     bulk.cpp           many dossiers in one request
//     feed.cpp           what happens, as it happens
//     drafts.cpp         what somebody has typed and not handed in
//     fees.cpp           what is owed, paid and waived
//     papers/            receipts, slips, notices and lists: content, HTML, numbering and keeping (papers/issue.cpp)
//     files.cpp          files of a dossier, and the scan folders of the counters
//     board.cpp          counts, breaches, reminders
//     consults.cpp       opinions; dossiers filed twice
//     lookup.cpp         for the public: how a dossier stands, what a procedure asks for
//     journal.cpp        for the auditor; journal_search.hpp: what fits a filter; journal_export.cpp: that as a file
//     audit_pack.cpp     one dossier as an archive that proves itself
//     worklist.cpp       who has what to do
//     search.cpp         finding dossiers by words; lists.hpp: filters and pages of all lists
//     law.cpp            what is in force and proposed; reading config again, approving
//     calendar.cpp       a calendar notice: what it moves, and a head's choice
//     session.cpp        logging in and out, one's own sessions, password and tokens
//     people.cpp         people, their roles, accounts and absences; substitutions.cpp: who stands in
//     office.cpp         units and roles as configured
//     reports/           figures of the office, the dossiers behind them, issued reports
//     outbox.cpp         how far events were handed on; webhook.hpp: the way there
//     tidying.cpp        what is thrown away once a day
//     redactions.hpp     erasure by law after a restore, and in the lists of the office
//     health.cpp         whether the program is well; metrics.cpp: in figures
//     home.cpp           procedures, the first page
//     preview.cpp        the dates that a receipt would give now
//     colleagues.cpp     the people of the office by name
//     pages.cpp          pages for browsers: their addresses, the frame, the interface built from web/
//     pages_login.cpp    logging in and out in forms
//     pages_lookup.cpp   the public look-up in a form
#pragma once

#include "engine/asio_fwd.hpp"
#include "engine/clock.hpp"
#include "engine/engine.hpp"
#include "engine/log.hpp"
#include "engine/outbox.hpp"
#include "engine/random.hpp"
#include "server/feed.hpp"
#include "server/http.hpp"
#include "server/identity.hpp"
#include "server/metrics.hpp"
#include "storage/files.hpp"
#include "storage/journal.hpp"
#include "storage/redactions.hpp"
#include "storage/views.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace motcua::server {

/// All outlive the Api.
struct ApiPorts {
    engine::Engine& engine;
    storage::Views& views;
    const engine::Clock& clock;
    engine::Random& random;
    engine::Log& log;
    storage::PrivateData& private_data;
    /// Contents of files; none are taken in when null.
    storage::Files* files = nullptr;
    /// A reader of the journal for whoever audits; any thread.
    std::function<std::unique_ptr<storage::JournalReader>()> journal = {};
    /// Null when events are handed on to nobody.
    engine::Outbox* outbox = nullptr;
    /// Null when nobody keeps checkpoints as a witness.
    engine::Outbox* checkpoint_outbox = nullptr;
    /// What the law had erased, kept beside the journal; nothing outlives a restore when null.
    storage::Redactions* redactions = nullptr;
};

struct ApiOptions {
    /// Whoever asks says who he is: X-Motcua-Person, and X-Motcua-For when he stands in for somebody.
    bool demonstration = false;
    /// The names under which a browser may ask, without port; any when empty. A page of another site that
    /// makes its name point here asks in vain.
    std::vector<std::string> hosts;
    /// The folder that is read again when law is reloaded; none when empty.
    std::string config = {};
    FeedLimits feed = {};
    /// Where the scanners of the counters write, a folder for each counter's id; none when empty.
    std::string scans = {};
    IdentitySettings identity = {};
    /// Only this machine reaches the address: without a proxy it may read the figures without signing in.
    bool on_loopback = true;
    /// A proxy in front, and the only peers whose X-Forwarded-For is believed.
    procedures::TrustedProxy proxy = {};
    /// The data folder: not ready when less than `least_free_bytes` are left there; not looked at when empty.
    std::string data = {};
    std::uintmax_t least_free_bytes = 256U << 20U;
    /// So many events of the journal leave in one file: what a spreadsheet and this program's memory bear.
    std::size_t largest_export = 50'000;
};

/// What the door tells the journal beside the engine's own: remembered here between requests. Any thread.
class DoorMemory {
public:
    /// Whether it is the first time within an hour.
    bool is_first_reading(const std::string& person, const std::string& dossier, engine::Instant now);
    void counted_due_at(engine::Instant due);
    /// Whether failed logins or refusals wait to be told; answers yes once.
    bool take_counted_due(engine::Instant now);

    // One digest at a time, and only so many that wait.
    bool may_wait_for_turn();
    bool take_turn() { return !is_digesting_.exchange(true); }
    void leave_turn();
    /// Instead of leave_turn() when none was taken.
    void give_up() { turns_.fetch_sub(1); }

private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, engine::Instant> readings_;
    engine::Instant swept_{};
    std::atomic<std::int64_t> counted_due_{std::numeric_limits<std::int64_t>::max()};
    std::atomic<bool> is_digesting_{false};
    std::atomic<int> turns_{0};
};

/// Lends each piece of blocking work a reader of its own and keeps it for the next.
class ReaderPool {
public:
    explicit ReaderPool(storage::Views& views) : views_(views) {}

    class Lent {
    public:
        Lent(ReaderPool& pool, std::unique_ptr<storage::ViewsReader> reader)
            : pool_(pool),
              reader_(std::move(reader)) {}
        ~Lent() { pool_.take_back(std::move(reader_)); }
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;
        storage::ViewsReader* operator->() { return reader_.get(); }
        storage::ViewsReader& operator*() { return *reader_; }

    private:
        ReaderPool& pool_;
        std::unique_ptr<storage::ViewsReader> reader_;
    };
    /// Any thread.
    Lent lend();

private:
    void take_back(std::unique_ptr<storage::ViewsReader> reader);

    storage::Views& views_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<storage::ViewsReader>> free_;
};

/// The largest file that is taken in.
inline constexpr std::size_t largest_file = 20 * 1024 * 1024;
/// Whether a file's bytes come with this request, which may then be that large.
bool is_upload(std::string_view method, std::string_view target);

/// How often an address without a name may ask: so many times in a window. Any thread.
class AskingRate {
public:
    /// How long it has to wait; nothing when it may ask, which is counted.
    std::optional<std::chrono::seconds> too_often(const std::string& address, engine::Instant now);

    static constexpr int at_most = 30;
    static constexpr std::chrono::seconds window{60};

private:
    struct Window {
        engine::Instant begun{};
        int asked = 0;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Window> windows_;
};

class Api {
public:
    Api(ApiPorts ports, ApiOptions options);

    /// Never throws for what was asked; an exception is a defect of this program or of the storage.
    engine::Awaitable<Response> answer(Request request);
    /// The answer to an upload whose body is not worth reading; nothing when it may come in, which is judged again then.
    engine::Awaitable<std::optional<Response>> refuse_upload(Request request);

    ApiPorts& ports() { return ports_; }
    const ApiOptions& options() const { return options_; }
    ReaderPool& readers() { return readers_; }
    Feed& feed() { return *feed_; }
    Identity& identity() { return identity_; }
    DoorMemory& door() { return door_; }
    AskingRate& asking_rate() { return asking_rate_; }
    Metrics& metrics() { return metrics_; }

private:
    /// Counts it, and puts on what every answer has.
    Response finished(Response response, const Request& request, std::string_view pattern,
                      std::chrono::steady_clock::time_point begun);

    ApiPorts ports_;
    ApiOptions options_;
    ReaderPool readers_;
    std::shared_ptr<Feed> feed_;
    Identity identity_;
    DoorMemory door_;
    AskingRate asking_rate_;
    Metrics metrics_;
};

}  // namespace motcua::server
