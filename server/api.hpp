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
//     worklist.cpp       who has what to do
//     search.cpp         finding dossiers by words; lists.hpp: filters and pages of all lists
//     law.cpp            what is in force and proposed; reading config again, approving
//     calendar.cpp       a calendar notice: what it moves, and a head's choice
//     home.cpp           procedures, health, the first page
#pragma once

#include "engine/asio_fwd.hpp"
#include "engine/clock.hpp"
#include "engine/engine.hpp"
#include "engine/log.hpp"
#include "engine/random.hpp"
#include "server/feed.hpp"
#include "server/http.hpp"
#include "storage/views.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace motcua::server {

/// All outlive the Api.
struct ApiPorts {
    engine::Engine& engine;
    storage::Views& views;
    const engine::Clock& clock;
    engine::Random& random;
    engine::Log& log;
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

class Api {
public:
    Api(ApiPorts ports, ApiOptions options);

    /// Never throws for what was asked; an exception is a defect of this program or of the storage.
    engine::Awaitable<Response> answer(Request request);

    ApiPorts& ports() { return ports_; }
    const ApiOptions& options() const { return options_; }
    ReaderPool& readers() { return readers_; }
    Feed& feed() { return *feed_; }

private:
    ApiPorts ports_;
    ApiOptions options_;
    ReaderPool readers_;
    std::shared_ptr<Feed> feed_;
};

}  // namespace motcua::server
