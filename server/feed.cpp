#include "server/feed.hpp"

#include "engine/announcement.hpp"
#include "procedures/dossier/permission.hpp"
#include "server/resources.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace motcua::server {

namespace asio = boost::asio;
using engine::Awaitable;
using engine::Seq;
using procedures::Actor;
using std::chrono::steady_clock;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t page = 500;

std::string frame_of(const storage::Projected& event, const std::optional<engine::DossierSnapshot>& of) {
    return fmt::format("id: {}\ndata: {}\n\n", event.seq,
                       boost::json::serialize(engine::announcement(event, of)));
}

}  // namespace

struct Feed::Item {
    Seq seq = 0;
    std::optional<engine::DossierSnapshot> of;  // of a dossier's event
    bool is_security = false;
    std::string frame;
};

/// Events that were read together. Most listeners are some person's second window, so each person's text is made once.
struct Feed::Batch {
    Seq last = 0;
    std::vector<Item> items;
    std::shared_ptr<const procedures::OfficeState> office;
    procedures::Instant now;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const std::string>> texts;

    bool may_know(const Item& item, const Actor& actor) const {
        if (item.of)
            return procedures::may_see(*item.of->law, *item.of->office, item.of->dossier(), actor, now);
        return !item.is_security ||
               procedures::holds_anywhere(*office, actor, "auditor", procedures::local_date(now));
    }

    std::shared_ptr<const std::string> text_for(const Actor& actor, Seq after) {
        const bool is_whole = !items.empty() && items.front().seq > after;
        const auto key = std::pair(actor.person, actor.on_behalf_of);
        if (const auto known = texts.find(key); is_whole && known != texts.end()) return known->second;
        auto text = std::make_shared<std::string>();
        for (const auto& item : items)
            if (item.seq > after && may_know(item, actor)) *text += item.frame;
        if (is_whole) texts[key] = text;
        return text;
    }
};

struct Feed::Running {
    engine::Engine& engine;
    const engine::Clock& clock;
    engine::Log& log;
    const FeedLimits limits;
    const std::function<std::uint64_t()> endings;

    std::set<Listener*> listeners{};
    std::uint64_t joined = 0;  // listeners so far
    std::uint64_t seen_endings = 0;
    steady_clock::time_point look_at{};
    bool pumping = false;
    Seq position = 0;  // read up to here
    Seq floor = 0;     // what came after this is kept
    std::size_t kept = 0;
    std::deque<std::shared_ptr<Batch>> batches{};

    /// Reads on from `from`; says of each event whom it is about.
    Awaitable<std::shared_ptr<Batch>> read(Seq from) {
        auto batch = std::make_shared<Batch>();
        batch->last = from - 1;
        batch->office = engine.published().office();
        batch->now = clock.now();
        const auto events = co_await engine.events(from, page);
        std::map<std::string, std::optional<engine::DossierSnapshot>> dossiers;
        for (const auto& event : events) {
            Item item;
            item.seq = event.seq;
            if (const std::string id(procedures::dossier_of_stream(event.event.stream)); !id.empty()) {
                auto known = dossiers.find(id);
                if (known == dossiers.end()) known = dossiers.emplace(id, co_await engine.dossier(id)).first;
                item.of = known->second;
            }
            item.is_security = event.event.stream == procedures::security_stream;
            item.frame = frame_of(event, item.of);
            batch->last = item.seq;
            batch->items.push_back(std::move(item));
        }
        co_return batch;
    }

    bool has_to_look() const { return endings() != seen_endings || steady_clock::now() >= look_at; }
    /// Ends the streams of those whose sign-in has ended.
    Awaitable<void> look_again();
};

class Feed::Listener final : public BodyStream {
public:
    Listener(std::shared_ptr<Feed> feed, Actor actor, Seq after, Stays until)
        : stays(std::move(until)),
          number(feed->running_->joined++),
          feed_(std::move(feed)),
          actor_(std::move(actor)),
          position_(after) {}
    ~Listener() override { feed_->running_->listeners.erase(this); }

    Awaitable<std::shared_ptr<const std::string>> next() override;
    void end() override {
        ended_ = true;
        wake();
    }
    void wake() {
        if (timer_) timer_->cancel();
    }

    const Stays stays;
    const std::uint64_t number;  // no other listener's, ever

private:
    using Text = std::shared_ptr<const std::string>;

    static Text text(std::string bytes) { return std::make_shared<const std::string>(std::move(bytes)); }
    Awaitable<void> begin();
    Text from_kept();
    Awaitable<Text> catch_up();

    const std::shared_ptr<Feed> feed_;
    const Actor actor_;
    Seq position_;  // the last event that he was told of or may not know of
    bool begun_ = false;
    bool is_live_ = false;
    bool ended_ = false;
    steady_clock::time_point until_;
    std::optional<asio::steady_timer> timer_;
};

Awaitable<void> Feed::Running::look_again() {
    seen_endings = endings();
    look_at = steady_clock::now() + limits.look_again;
    std::map<std::uint64_t, Stays> asked;
    for (const auto* listener : listeners)
        if (listener->stays) asked.emplace(listener->number, listener->stays);
    co_await engine.run_blocking(
        [&] { std::erase_if(asked, [&](const auto& one) { return one.second(clock.now()); }); });
    for (auto* listener : listeners)
        if (asked.contains(listener->number)) listener->end();
}

namespace {

/// Reads the journal while anybody listens.
template <class Running> Awaitable<void> pump(std::shared_ptr<Feed> feed, Running& running) {
    const auto kept_alive = std::move(feed);
    struct Pumping {
        Running& of;
        ~Pumping() {
            of.pumping = false;
            of.batches.clear();
            of.kept = 0;
        }
    } pumping{running};
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!running.listeners.empty()) {
        timer.expires_after(running.limits.gather);
        co_await timer.async_wait(quietly);
        try {
            if (running.has_to_look()) co_await running.look_again();
            while (running.position < running.engine.published().head()) {
                auto batch = co_await running.read(running.position + 1);
                if (batch->items.empty()) break;
                running.position = batch->last;
                running.kept += batch->items.size();
                running.batches.push_back(std::move(batch));
                while (running.kept > running.limits.kept && running.batches.size() > 1) {
                    running.kept -= running.batches.front()->items.size();
                    running.floor = running.batches.front()->last;
                    running.batches.pop_front();
                }
                for (auto* listener : running.listeners) listener->wake();
            }
        } catch (const std::exception& error) {
            running.log.error("Live events could not be read", {{"cause", std::string_view(error.what())}});
        }
    }
}

}  // namespace

Awaitable<void> Feed::Listener::begin() {
    auto& running = *feed_->running_;
    begun_ = true;
    const auto executor = co_await asio::this_coro::executor;
    timer_.emplace(executor);
    until_ = steady_clock::now() + running.limits.longest;
    running.listeners.insert(this);
    if (!std::exchange(running.pumping, true)) {
        running.position = running.floor = running.engine.published().head();
        asio::co_spawn(executor, pump(feed_, running), asio::detached);
    }
    // Among the listeners he hears of an ending; what ended before that is found now.
    if (!stays) co_return;
    bool has_stayed = false;
    co_await running.engine.run_blocking([&] { has_stayed = stays(running.clock.now()); });
    ended_ = ended_ || !has_stayed;
}

Feed::Listener::Text Feed::Listener::from_kept() {
    auto& batches = feed_->running_->batches;
    const auto first = std::partition_point(batches.begin(), batches.end(),
                                            [&](const auto& batch) { return batch->last <= position_; });
    for (auto at = first; at != batches.end(); ++at) {
        auto found = (*at)->text_for(actor_, position_);
        position_ = (*at)->last;
        if (!found->empty()) return found;
    }
    return nullptr;
}

Awaitable<Feed::Listener::Text> Feed::Listener::catch_up() {
    auto& running = *feed_->running_;
    const auto head = running.engine.published().head();
    if (head - position_ > running.limits.furthest) {
        position_ = head;
        co_return text(fmt::format("id: {}\nevent: reset\ndata: {{\"seq\":{}}}\n\n", head, head));
    }
    const auto batch = co_await running.read(position_ + 1);
    auto found = batch->text_for(actor_, position_);
    position_ = batch->last;
    co_return found->empty() ? nullptr : found;
}

Awaitable<std::shared_ptr<const std::string>> Feed::Listener::next() {
    auto& running = *feed_->running_;
    if (!begun_) {
        co_await begin();
        co_return text(fmt::format("retry: 2000\nid: {}\n\n", position_));
    }
    const auto ping_at = steady_clock::now() + running.limits.ping;
    for (;;) {
        if (ended_ || steady_clock::now() > until_) co_return nullptr;
        if (position_ >= running.floor) {
            is_live_ = true;
            if (auto found = from_kept()) co_return found;
        } else if (is_live_) {
            ended_ = true;
            co_return text(fmt::format("event: dropped\ndata: {{\"resume_after\":{}}}\n\n", position_));
        } else {
            if (auto found = co_await catch_up()) co_return found;
            continue;
        }
        if (steady_clock::now() >= ping_at)
            // The id moves on past what he may not know, so that a resume need not read it again.
            co_return text(fmt::format("id: {}\n: ping\n\n", position_));
        timer_->expires_at(std::min(ping_at, until_));
        co_await timer_->async_wait(quietly);
    }
}

Feed::Feed(engine::Engine& engine, const engine::Clock& clock, engine::Log& log, FeedLimits limits,
           std::function<std::uint64_t()> endings)
    : running_(new Running{engine, clock, log, limits, std::move(endings)}) {}

Feed::~Feed() = default;

bool Feed::is_full() const { return running_->listeners.size() >= running_->limits.listeners; }

std::size_t Feed::listeners() const { return running_->listeners.size(); }

std::shared_ptr<BodyStream> Feed::listen(Actor actor, Seq after, Stays stays) {
    return std::make_shared<Listener>(shared_from_this(), std::move(actor), after, std::move(stays));
}

namespace {

Feed::Stays stays_of(const Asked& asked) {
    const auto ask = [&identity = asked.api.identity(), person = asked.actor.person,
                      id = asked.credential.id](auto has) {
        return [&identity, person, id, has](procedures::Instant now) {
            return (identity.*has)(person, id, now);
        };
    };
    switch (asked.credential.kind) {
        case Credential::Kind::session: return ask(&Identity::has_session);
        case Credential::Kind::token: return ask(&Identity::has_token);
        case Credential::Kind::none:
        case Credential::Kind::word: break;
    }
    return {};
}

}  // namespace

engine::Awaitable<Response> listen_events(Asked& asked) {
    const auto head = asked.engine().published().head();
    Seq after = head;
    if (const auto last = asked.request.field("last-event-id"); !last.empty()) {
        const auto said = number_in<Seq>(last);
        if (!said || *said > head) co_return problem(Fault::bad_parameter, asked.language, "Last-Event-ID");
        after = *said;
    }
    auto& feed = asked.api.feed();
    if (feed.is_full())
        co_return try_again_after(std::chrono::seconds{5}, problem(Fault::overloaded, asked.language));
    Response response;
    response.content_type = "text/event-stream";
    response.stream = feed.listen(asked.actor, after, stays_of(asked));
    co_return response;
}

}  // namespace motcua::server
