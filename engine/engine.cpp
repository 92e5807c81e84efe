#include "engine/engine.hpp"

#include "engine/checkpoints.hpp"
#include "engine/projector.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace motcua::engine {

namespace asio = boost::asio;

namespace {

/// Turns a function that calls back on some thread into something to await: resumes on the
/// awaiting coroutine's executor, which is kept busy meanwhile. An exception_ptr is thrown there.
template <class Value, class Start> auto awaited(Start start) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Value)>(
        [](auto handler, Start begin) {
            auto executor = asio::get_associated_executor(handler);
            struct Waiting {
                decltype(handler) resume;
                asio::executor_work_guard<decltype(executor)> busy;
            };
            auto waiting =
                std::make_shared<Waiting>(Waiting{std::move(handler), asio::make_work_guard(executor)});
            begin([waiting = std::move(waiting)](Value value) {
                const auto resume_on = waiting->busy.get_executor();
                // Held until post() has returned: the last handler may end the run, and with it the io_context that
                // this thread is still waking.
                const auto until_posted = asio::make_work_guard(resume_on);
                asio::post(resume_on, [waiting, value = std::move(value)]() mutable {
                    auto resume = std::move(waiting->resume);
                    waiting->busy.reset();
                    resume(std::move(value));
                });
            });
        },
        asio::use_awaitable, std::move(start));
}

}  // namespace

struct Engine::Running {
    struct Pending {
        Request request;
        std::function<void(Answer)> answered;
    };

    Running(EnginePorts engine_ports, EngineOptions engine_options, Published& published)
        : ports(engine_ports),
          options(engine_options),
          projector(ports.views != nullptr
                        ? std::make_unique<Projector>(ports.journal.reader(), *ports.views, ports.log)
                        : nullptr),
          writer({ports.journal, ports.clock, ports.random, ports.log, published,
                  projector ? std::function<Seq()>([this] { return projector->position(); }) : nullptr},
                 options.writer),
          checkpoints(ports.keys != nullptr ? std::make_unique<Checkpoints>(Checkpoints::Ports{
                                                  ports.journal, *ports.keys, ports.clock, ports.log})
                                            : nullptr) {
        if (checkpoints) status.checkpoint = checkpoints->covered();
        note_status();
    }

    void run_writer();
    void run_housekeeping();
    void work_on_checkpoints();
    void sign_the_last();
    void publish_checkpoints();
    std::optional<Instant> next_wake() const;
    std::string make_next_key(const Published& published);
    void note_status();
    void note_commit(std::size_t commands, Seq events);
    std::size_t room() const;

    template <class Read> auto with_reader(Read read);

    const EnginePorts ports;
    const EngineOptions options;
    std::unique_ptr<Projector> projector;
    Writer writer;
    std::unique_ptr<Checkpoints> checkpoints;  // belongs to the writer's thread
    std::vector<std::function<void(Seq)>> hints;

    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::unique_ptr<Pending>> queue;
    using Signed = std::function<void(std::optional<storage::StoredCheckpoint>)>;
    std::vector<Signed> checkpoint_wanted;
    bool started = false;
    bool stopping = false;
    std::atomic<Seq> head{0};

    mutable std::mutex status_mutex;
    EngineStatus status;

    std::mutex readers_mutex;
    std::vector<std::unique_ptr<storage::JournalReader>> readers;  // idle ones

    std::mutex publishing_mutex;
    std::deque<storage::StoredCheckpoint> unpublished;
    std::mutex rotation_mutex;

    std::mutex housekeeping_mutex;
    std::condition_variable housekeeping_wake;
    bool housekeeping_over = false;
    std::thread writer_thread;
    std::thread housekeeping_thread;
    asio::thread_pool pool{2};
};

Engine::Engine(EnginePorts ports, EngineOptions options)
    : running_(std::make_unique<Running>(ports, options, published_)) {}

Engine::~Engine() { stop(); }

void Engine::adopt(const std::vector<LawText>& law, const procedures::Actor& actor) {
    running_->writer.adopt(law, actor);
    running_->note_status();
}

void Engine::on_commit(std::function<void(Seq)> hint) { running_->hints.push_back(std::move(hint)); }

void Engine::start() {
    auto& self = *running_;
    {
        const std::lock_guard guard(self.mutex);
        self.started = true;
        self.stopping = false;
    }
    if (self.projector) {
        self.projector->start();
        self.projector->hint();
    }
    self.writer_thread = std::thread([&self] { self.run_writer(); });
    self.housekeeping_thread = std::thread([&self] { self.run_housekeeping(); });
}

void Engine::stop() {
    auto& self = *running_;
    {
        const std::lock_guard guard(self.mutex);
        self.stopping = true;
    }
    self.wake.notify_all();
    {
        const std::lock_guard guard(self.housekeeping_mutex);
        self.housekeeping_over = true;
    }
    self.housekeeping_wake.notify_all();
    if (self.writer_thread.joinable()) self.writer_thread.join();
    if (self.housekeeping_thread.joinable()) self.housekeeping_thread.join();
    if (self.projector) self.projector->stop();
    self.publish_checkpoints();
    self.pool.join();
    std::deque<std::unique_ptr<Running::Pending>> left;
    std::vector<Running::Signed> wanted;
    {
        const std::lock_guard guard(self.mutex);
        left.swap(self.queue);
        wanted.swap(self.checkpoint_wanted);
    }
    for (auto& answered : wanted) answered(std::nullopt);
    for (auto& pending : left)
        pending->answered(Answer::of(Answer::Kind::not_done, "the engine is stopping"));
}

void Engine::Running::run_writer() {
    std::vector<std::unique_ptr<Pending>> batch;
    std::vector<Request*> requests;
    work_on_checkpoints();
    for (;;) {
        {
            std::unique_lock lock(mutex);
            if (queue.empty() && batch.empty() && checkpoint_wanted.empty() && !stopping)
                ports.clock.wait(lock, wake, next_wake());
            if (stopping) {
                for (auto& pending : batch) queue.push_back(std::move(pending));
                lock.unlock();
                sign_the_last();
                return;
            }
            while (batch.size() < options.batch && !queue.empty()) {
                batch.push_back(std::move(queue.front()));
                queue.pop_front();
            }
        }
        requests.clear();
        for (const auto& pending : batch) requests.push_back(&pending->request);
        const auto before = writer.head();
        const auto answered = writer.process(requests);
        note_status();
        if (writer.head() != before) {
            note_commit(answered, writer.head() - before);
            if (projector) projector->hint();
            for (const auto& hint : hints) hint(writer.head());
        }
        work_on_checkpoints();
        for (std::size_t i = 0; i < answered; ++i) batch[i]->answered(std::move(batch[i]->request.answer));
        batch.erase(batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(answered));
        if (!batch.empty() && answered == 0) {
            // The system clock was set back by some seconds: it catches up by itself.
            std::unique_lock lock(mutex);
            if (!stopping) ports.clock.wait(lock, wake, writer.next_wake());
        }
    }
}

std::optional<Instant> Engine::Running::next_wake() const {
    const auto due = writer.next_wake();
    const bool may_sign = checkpoints && writer.health() == Writer::Health::ready;
    const auto sign = may_sign ? checkpoints->next_wake() : std::nullopt;
    return due && sign ? std::min(due, sign) : due ? due : sign;
}

void Engine::Running::work_on_checkpoints() {
    if (!checkpoints) return;
    std::vector<Signed> wanted;
    {
        const std::lock_guard guard(mutex);
        wanted.swap(checkpoint_wanted);
    }
    // In doubt about its storage or its clock the office signs nothing.
    const bool is_well = writer.health() == Writer::Health::ready;
    if (is_well) {
        checkpoints->follow(writer.head(), writer.office().signing_key, writer.law().office.get());
        checkpoints->sign_when_due();
    }
    for (auto& answered : wanted) answered(is_well ? checkpoints->sign() : std::nullopt);
    auto fresh = checkpoints->take_fresh();
    if (!fresh.empty()) {
        const std::lock_guard guard(status_mutex);
        status.checkpoint = fresh.back().size;
    }
    const std::lock_guard guard(publishing_mutex);
    for (auto& checkpoint : fresh) unpublished.push_back(std::move(checkpoint));
}

void Engine::Running::sign_the_last() {
    if (!checkpoints || writer.health() != Writer::Health::ready) return;
    checkpoints->sign();
    work_on_checkpoints();
}

void Engine::Running::publish_checkpoints() {
    for (;;) {
        storage::StoredCheckpoint next;
        {
            const std::lock_guard guard(publishing_mutex);
            if (unpublished.empty()) return;
            next = unpublished.front();
        }
        try {
            if (ports.publish) ports.publish(next);
        } catch (const std::exception& error) {
            ports.log.warning("a checkpoint could not be laid where others see it",
                              {{"size", static_cast<long long>(next.size)}, {"error", error.what()}});
            return;
        }
        const std::lock_guard guard(publishing_mutex);
        unpublished.pop_front();
    }
}

template <class Read> auto Engine::Running::with_reader(Read read) {
    std::unique_ptr<storage::JournalReader> reader;
    {
        const std::lock_guard guard(readers_mutex);
        if (!readers.empty()) {
            reader = std::move(readers.back());
            readers.pop_back();
        }
    }
    if (!reader) reader = ports.journal.reader();
    auto out = read(*reader);
    const std::lock_guard guard(readers_mutex);
    readers.push_back(std::move(reader));
    return out;
}

std::string Engine::Running::make_next_key(const Published& published) {
    const auto named = published.office()->signing_key;
    // One that was made for an attempt which the journal did not take is as good as new.
    if (const auto made = ports.keys->next(); made && made->verifier().text() != named)
        return made->verifier().text();
    std::array<std::uint8_t, 32> seed;
    ports.random.fill(seed);
    const auto identity = with_reader([](storage::JournalReader& journal) { return journal.identity(); });
    const storage::SigningKey key(storage::origin_of(published.law()->office->agency_code, identity), seed);
    ports.keys->keep_next(key);
    return key.verifier().text();
}

void Engine::Running::run_housekeeping() {
    std::unique_lock lock(housekeeping_mutex);
    while (!housekeeping_wake.wait_for(lock, options.housekeeping, [&] { return housekeeping_over; })) {
        try {
            ports.journal.housekeep();
            if (ports.views != nullptr) ports.views->housekeep();
            publish_checkpoints();
        } catch (const std::exception& error) {
            ports.log.warning("the journal's files could not be kept in shape", {{"error", error.what()}});
        }
    }
}

void Engine::Running::note_status() {
    head.store(writer.head(), std::memory_order_relaxed);
    const std::lock_guard guard(status_mutex);
    status.health = writer.health();
    if (!status.ready() || !status.ailment.empty()) status.ailment = writer.ailment();
    status.head = writer.head();
    status.armed_deadlines = writer.armed_deadlines();
}

void Engine::Running::note_commit(std::size_t commands, Seq events) {
    const std::lock_guard guard(status_mutex);
    status.batch_commands.observe(static_cast<double>(commands));
    status.batch_events.observe(static_cast<double>(events));
    status.commit_seconds.observe(std::chrono::duration<double>(writer.last_commit()).count());
}

std::size_t Engine::Running::room() const {
    if (!projector) return options.queue;
    const auto at = head.load(std::memory_order_relaxed);
    const auto lag = at - std::min(at, projector->position());
    if (lag <= options.lag_soft) return options.queue;
    if (lag >= options.lag_hard) return 0;
    return options.queue * (options.lag_hard - lag) / (options.lag_hard - options.lag_soft);
}

void Engine::submit(procedures::Command command, std::function<void(Answer)> answered) {
    auto& self = *running_;
    auto pending = std::make_unique<Running::Pending>();
    pending->request.command = std::move(command);
    pending->answered = std::move(answered);
    const auto room = self.room();
    bool stopping = false;
    {
        const std::lock_guard guard(self.mutex);
        stopping = self.stopping || !self.started;
        if (!stopping && self.queue.size() < room) {
            self.queue.push_back(std::move(pending));
            if (self.queue.size() == 1) self.wake.notify_one();
            return;
        }
    }
    pending->answered(stopping ? Answer::of(Answer::Kind::not_done, "the engine is not running")
                               : Answer::of(Answer::Kind::overloaded, "too many commands are waiting"));
}

Awaitable<Answer> Engine::submit(procedures::Command command) {
    return awaited<Answer>([this, command = std::move(command)](auto answered) mutable {
        submit(std::move(command), std::function<void(Answer)>(std::move(answered)));
    });
}

Answer Engine::submit_and_wait(procedures::Command command) {
    std::promise<Answer> promise;
    submit(std::move(command), [&](Answer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

Awaitable<std::optional<storage::StoredCheckpoint>> Engine::checkpoint() {
    return awaited<std::optional<storage::StoredCheckpoint>>([this](auto answered) {
        auto& self = *running_;
        {
            const std::lock_guard guard(self.mutex);
            if (self.checkpoints && self.started && !self.stopping) {
                self.checkpoint_wanted.emplace_back(std::move(answered));
                self.wake.notify_one();
                return;
            }
        }
        answered(std::nullopt);
    });
}

Awaitable<Answer> Engine::rotate_key(procedures::Actor actor) {
    Answer answer;
    co_await run_blocking([&] { answer = rotate_key_and_wait(actor); });
    co_return answer;
}

Answer Engine::rotate_key_and_wait(const procedures::Actor& actor) {
    // One after the other: the journal must not name a key that a second rotation has replaced meanwhile.
    const std::lock_guard guard(running_->rotation_mutex);
    procedures::Command command;
    command.kind = procedures::CommandKind::adopt_key;
    command.actor = actor;
    command.args = {{"key", running_->make_next_key(published_)}};
    return submit_and_wait(std::move(command));
}

std::optional<DossierSnapshot> Engine::dossier_and_wait(std::string_view id_or_code) {
    Seq head = 0;
    auto snapshot = published_.snapshot(id_or_code, head);
    if (snapshot && !snapshot->stored) {
        snapshot->stored = running_->with_reader([&](storage::JournalReader& journal) {
            return std::make_shared<const StoredDossier>(fold_dossier(journal, head));
        });
    }
    return snapshot;
}

Awaitable<std::optional<DossierSnapshot>> Engine::dossier(std::string id_or_code) {
    Seq head = 0;
    auto snapshot = published_.snapshot(id_or_code, head);
    if (snapshot && !snapshot->stored) {
        co_await run_blocking([&] { snapshot = dossier_and_wait(id_or_code); });
    }
    co_return snapshot;
}

Awaitable<std::vector<storage::Projected>> Engine::events(Seq from, std::size_t limit) {
    std::vector<storage::Projected> out;
    co_await run_blocking([&] {
        out = running_->with_reader([&](storage::JournalReader& journal) {
            std::vector<storage::Projected> read;
            journal.read(from, limit,
                         [&](const storage::Record& record) { read.push_back(storage::projected(record)); });
            return read;
        });
    });
    co_return out;
}

Awaitable<bool> Engine::views_reach(Seq seq, std::chrono::milliseconds longest) {
    return awaited<bool>([this, seq, longest](auto reached) {
        if (!running_->projector) return reached(false);
        running_->projector->when(seq, longest, std::function<void(bool)>(std::move(reached)));
    });
}

bool Engine::wait_for_views(Seq seq, std::chrono::milliseconds longest) {
    if (!running_->projector) return false;
    std::promise<bool> promise;
    running_->projector->when(seq, longest, [&](bool reached) { promise.set_value(reached); });
    return promise.get_future().get();
}

Awaitable<void> Engine::run_blocking(std::function<void()> work) {
    return awaited<std::exception_ptr>([this, work = std::move(work)](auto done) mutable {
        asio::post(running_->pool, [work = std::move(work), done = std::move(done)] {
            std::exception_ptr thrown;
            try {
                work();
            } catch (...) {
                thrown = std::current_exception();
            }
            done(thrown);
        });
    });
}

EngineStatus Engine::status() const {
    const auto& self = *running_;
    EngineStatus out;
    {
        const std::lock_guard guard(self.status_mutex);
        out = self.status;
    }
    out.views_position = self.projector ? self.projector->position() : 0;
    {
        const std::lock_guard guard(running_->mutex);
        out.waiting = self.queue.size();
    }
    out.dossiers = published_.size();
    out.in_memory = published_.in_memory();
    return out;
}

}  // namespace motcua::engine
