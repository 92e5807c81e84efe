// Hands on what was committed: one receiver is told of everything that his mail holds (mail.hpp: the events of dossiers, or
// signed checkpoints), in order and at least once. A cursor in the journal, never the writer's memory, so that a crash
// or a receiver who was away loses nothing.
//
// What fails is tried again, later and later, and what comes after it waits. Only what a receiver refuses, or what
// failed for days, becomes a dead letter: it is shown, the rest goes on, and somebody may send it again.
#pragma once

#include "engine/asio_fwd.hpp"
#include "engine/clock.hpp"
#include "engine/engine.hpp"
#include "engine/log.hpp"
#include "storage/outbox.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::engine {

/// One thing on its way: a CloudEvent 1.0 as JSON.
struct Parcel {
    std::string id;  // the same however often it is sent
    std::string body;
};

struct Delivery {
    enum class Kind {
        taken,
        failed,   // nobody answered, or he cannot now
        refused,  // he will not have it
    };
    Kind kind = Kind::failed;
    std::string why;
    /// How long he asked to be left alone.
    std::optional<std::chrono::seconds> retry_after;
};

/// Port of the way to the receiver.
class Courier {
public:
    virtual ~Courier() = default;
    /// Answers in bounded time and does not throw.
    virtual Awaitable<Delivery> deliver(const Parcel& parcel) = 0;
    /// Under which name the receiver's cursor is kept; without secrets.
    virtual std::string receiver() const = 0;
};

/// Port of what is handed on, each by its number in the journal. On the thread that serves.
class Mail {
public:
    virtual ~Mail() = default;

    /// What it is told apart by where one receiver has several; "" for the events of dossiers.
    virtual std::string name() const = 0;
    /// Nothing beyond it exists yet.
    virtual Seq head() const = 0;
    /// Where a receiver begins who was never told of anything: he hears what comes after it.
    virtual Awaitable<Seq> beginning() = 0;

    /// Some of what comes after a number, in order; up to `reached` there is nothing else.
    struct Portion {
        std::vector<Seq> told;
        Seq reached = 0;
    };
    virtual Awaitable<Portion> after(Seq position) = 0;
    /// REQUIRES a number that was told.
    virtual Awaitable<Parcel> parcel(Seq seq) = 0;
};

struct OutboxOptions {
    /// How often the journal is looked at.
    std::chrono::milliseconds look{500};
    /// Between one try and the next: the first pause, doubled each time.
    std::chrono::seconds first_pause{5};
    std::chrono::seconds longest_pause{3600};
    /// A letter is dead when it was refused so often, or failed for so long.
    int refusals = 5;
    std::chrono::hours gives_up{72};
};

struct OutboxState {
    std::string receiver;
    Seq position = 0;  // the last that is dealt with
    Seq head = 0;
    std::optional<storage::Letter> waiting;  // for which all others wait
    std::vector<storage::Letter> dead;       // by seq
};

/// All of it on the thread that serves; everything that it is given outlives it.
class Outbox {
public:
    Outbox(Engine& engine, storage::OutboxData& data, const Clock& clock, Log& log, Courier& courier,
           Mail& mail, OutboxOptions options = {});

    /// Until stop().
    Awaitable<void> run();
    void stop();

    OutboxState state() const;
    /// Tries a dead letter once more, soon. False when there is none of that number.
    bool send_again(Seq seq);

private:
    Awaitable<void> open();
    Awaitable<bool> step();
    Awaitable<void> try_dead(Seq seq);
    Awaitable<Delivery> hand_over(Seq seq);
    Awaitable<void> taken(Seq seq);
    Awaitable<bool> not_taken(Seq seq, Delivery delivery);

    Engine& engine_;
    storage::OutboxData& data_;
    const Clock& clock_;
    Log& log_;
    Courier& courier_;
    Mail& mail_;
    const OutboxOptions options_;
    const std::string receiver_;
    const std::string shelf_;  // under which its cursor lies

    bool is_open_ = false;
    bool stopping_ = false;
    Seq position_ = 0;
    std::optional<storage::Letter> waiting_;
    std::map<Seq, storage::Letter> dead_;
    std::deque<Seq> again_;
    struct Pause;
    Pause* pause_ = nullptr;  // of run(), while it runs
};

}  // namespace motcua::engine
