// GET /api/v1/events: what happened, as it happens. A cursor reads the journal every 100 ms while somebody listens,
// never the writer's memory; each listener gets each event that he may see once and in order, and goes on after a
// break from the last one he got. Who cannot keep up is sent away with the place to go on from, and nobody waits for him.
#pragma once

#include "engine/asio_fwd.hpp"
#include "engine/clock.hpp"
#include "engine/engine.hpp"
#include "engine/log.hpp"
#include "server/http.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace motcua::server {

struct FeedLimits {
    std::chrono::milliseconds gather{100};
    std::chrono::milliseconds ping{15'000};
    /// How often those who listen are asked for a sign-in that goes on, where none is known to have ended.
    std::chrono::seconds look_again{60};
    /// Then the client comes again.
    std::chrono::minutes longest{30};
    std::size_t listeners = 800;
    /// Events kept for listeners that are behind; beyond them a listener is sent away.
    std::size_t kept = 16'384;
    /// Further back than this a client is told to read its lists anew.
    std::size_t furthest = 20'000;
};

/// All of it on the thread that serves; the engine outlives it.
class Feed : public std::enable_shared_from_this<Feed> {
public:
    /// Whether somebody's sign-in goes on. Blocks; any thread.
    using Stays = std::function<bool(procedures::Instant now)>;

    /// `endings` is another number whenever a sign-in may have ended.
    Feed(engine::Engine& engine, const engine::Clock& clock, engine::Log& log, FeedLimits limits,
         std::function<std::uint64_t()> endings);
    ~Feed();

    bool is_full() const;
    std::size_t listeners() const;
    /// From the event after `after` on, as long as he stays; for good when `stays` is empty.
    std::shared_ptr<BodyStream> listen(procedures::Actor actor, engine::Seq after, Stays stays);

private:
    struct Item;
    struct Batch;
    struct Running;
    class Listener;

    std::unique_ptr<Running> running_;
};

}  // namespace motcua::server
