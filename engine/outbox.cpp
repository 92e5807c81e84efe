#include "engine/outbox.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace motcua::engine {

namespace asio = boost::asio;
using storage::Letter;

struct Outbox::Pause {
    explicit Pause(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
};

Outbox::Outbox(Engine& engine, storage::OutboxData& data, const Clock& clock, Log& log, Courier& courier,
               Mail& mail, OutboxOptions options)
    : engine_(engine),
      data_(data),
      clock_(clock),
      log_(log),
      courier_(courier),
      mail_(mail),
      options_(options),
      receiver_(courier.receiver()),
      shelf_(mail.name().empty() ? receiver_ : receiver_ + "#" + mail.name()) {}

void Outbox::stop() {
    stopping_ = true;
    if (pause_) pause_->timer.cancel();
}

Awaitable<void> Outbox::run() {
    Pause pause(co_await asio::this_coro::executor);
    pause_ = &pause;
    // The timer goes with the loop that it belongs to, which may end before this object does.
    struct Leave {
        Pause*& pause;
        ~Leave() { pause = nullptr; }
    } leave{pause_};
    while (!stopping_) {
        bool has_moved = false;
        try {
            if (!is_open_) co_await open();
            has_moved = co_await step();
        } catch (const std::exception& error) {
            log_.error("The outbox cannot go on; trying again", {{"cause", std::string_view(error.what())}});
        }
        if (has_moved || stopping_) continue;
        pause.timer.expires_after(options_.look);
        co_await pause.timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

Awaitable<void> Outbox::open() {
    std::optional<Seq> position;
    std::vector<Letter> letters;
    co_await engine_.run_blocking([&] {
        position = data_.outbox_position(shelf_);
        letters = data_.letters(shelf_);
    });
    if (!position) {
        position = co_await mail_.beginning();
        co_await engine_.run_blocking([&] { data_.put_outbox_position(shelf_, *position); });
    }
    position_ = *position;
    for (auto& letter : letters) {
        if (letter.dead)
            dead_[letter.seq] = std::move(letter);
        else if (letter.seq > position_)
            waiting_ = std::move(letter);
    }
    is_open_ = true;
}

Awaitable<bool> Outbox::step() {
    if (!again_.empty()) {
        const auto seq = again_.front();
        again_.pop_front();
        co_await try_dead(seq);
        co_return true;
    }
    if (waiting_ && clock_.now() < waiting_->next_at) co_return false;
    if (position_ >= mail_.head()) co_return false;
    const auto from = position_;
    const auto portion = co_await mail_.after(from);
    for (const auto seq : portion.told) {
        if (stopping_ || !again_.empty()) co_return true;
        auto delivery = co_await hand_over(seq);
        if (delivery.kind == Delivery::Kind::taken)
            co_await taken(seq);
        else if (!co_await not_taken(seq, std::move(delivery)))
            co_return false;
        position_ = seq;
    }
    // Of what he hears nothing of, that is kept once for all of it.
    position_ = portion.reached;
    if (position_ != from)
        co_await engine_.run_blocking([&] { data_.put_outbox_position(shelf_, portion.reached); });
    co_return position_ != from;
}

Awaitable<Delivery> Outbox::hand_over(Seq seq) {
    const auto parcel = co_await mail_.parcel(seq);
    co_return co_await courier_.deliver(parcel);
}

Awaitable<void> Outbox::taken(Seq seq) {
    const bool had_waited = std::exchange(waiting_, std::nullopt).has_value();
    co_await engine_.run_blocking([&] {
        data_.put_outbox_position(shelf_, seq);
        if (had_waited) data_.drop_letter(shelf_, seq);
    });
}

/// Whether it is dealt with all the same: nobody waits for a dead letter.
Awaitable<bool> Outbox::not_taken(Seq seq, Delivery delivery) {
    const auto now = clock_.now();
    if (!waiting_) waiting_ = Letter{seq, 0, now, now, false, {}};
    auto& letter = *waiting_;
    ++letter.tries;
    letter.why = std::move(delivery.why);
    const bool is_refused = delivery.kind == Delivery::Kind::refused;
    letter.dead =
        (is_refused && letter.tries >= options_.refusals) || now - letter.failed_at >= options_.gives_up;
    auto pause = options_.first_pause;
    for (int i = 1; i < letter.tries && pause < options_.longest_pause; ++i) pause *= 2;
    pause = std::min(pause, options_.longest_pause);
    if (delivery.retry_after) pause = std::clamp(*delivery.retry_after, pause, options_.longest_pause);
    letter.next_at = now + pause;
    log_.warning("The receiver did not take what was sent", {{"seq", static_cast<long long>(seq)},
                                                             {"tries", letter.tries},
                                                             {"dead", letter.dead ? 1 : 0},
                                                             {"why", std::string_view(letter.why)}});
    const auto kept = letter;
    co_await engine_.run_blocking([&] { data_.put_letter(shelf_, kept); });
    if (!kept.dead) co_return false;
    dead_[seq] = kept;
    waiting_.reset();
    co_return true;
}

Awaitable<void> Outbox::try_dead(Seq seq) {
    const auto found = dead_.find(seq);
    if (found == dead_.end()) co_return;
    auto delivery = co_await hand_over(seq);
    if (delivery.kind == Delivery::Kind::taken) {
        co_await engine_.run_blocking([&] { data_.drop_letter(shelf_, seq); });
        dead_.erase(seq);
        co_return;
    }
    auto& letter = dead_.at(seq);
    ++letter.tries;
    letter.why = std::move(delivery.why);
    const auto kept = letter;
    co_await engine_.run_blocking([&] { data_.put_letter(shelf_, kept); });
}

OutboxState Outbox::state() const {
    OutboxState state{receiver_, position_, mail_.head(), waiting_, {}};
    for (const auto& [seq, letter] : dead_) state.dead.push_back(letter);
    return state;
}

bool Outbox::send_again(Seq seq) {
    if (!dead_.contains(seq)) return false;
    if (std::find(again_.begin(), again_.end(), seq) == again_.end()) again_.push_back(seq);
    if (pause_) pause_->timer.cancel();
    return true;
}

}  // namespace motcua::engine
