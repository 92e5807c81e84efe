#include "engine/outbox.hpp"

#include "engine/mail.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "tests/engine/fake_views.hpp"
#include "tests/engine/memory_keys.hpp"
#include "tests/engine/office.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>

namespace motcua::tests {
namespace {

using engine::Delivery;
using engine::Outbox;
using engine::Parcel;
using storage::Letter;
using storage::Seq;
using namespace std::chrono_literals;

/// What private.db keeps, for one receiver.
struct Shelf final : storage::OutboxData {
    std::optional<Seq> outbox_position(std::string_view) override { return position; }
    void put_outbox_position(std::string_view, Seq seq) override { position = seq; }
    std::vector<Letter> letters(std::string_view) override {
        std::vector<Letter> out;
        for (const auto& [seq, letter] : kept) out.push_back(letter);
        return out;
    }
    void put_letter(std::string_view, const Letter& letter) override { kept[letter.seq] = letter; }
    void drop_letter(std::string_view, Seq seq) override { kept.erase(seq); }

    std::optional<Seq> position;
    std::map<Seq, Letter> kept;
};

/// A receiver who takes everything unless told otherwise.
struct Receiver final : engine::Courier {
    engine::Awaitable<Delivery> deliver(const Parcel& parcel) override {
        ++tries;
        const auto delivery = answer ? answer(parcel) : Delivery{Delivery::Kind::taken, {}, {}};
        if (delivery.kind == Delivery::Kind::taken) taken.push_back(parcel);
        co_return delivery;
    }
    std::string receiver() const override { return "https://receiver.example/hook"; }

    std::function<Delivery(const Parcel&)> answer;
    std::vector<Parcel> taken;
    int tries = 0;
};

struct Post {
    Post() {
        engine::EngineOptions options;
        options.writer.demonstration = true;
        engine::EnginePorts ports{journal, &views, clock, random, engine::silent_log()};
        ports.keys = &keys;
        engine.emplace(ports, options);
        engine->adopt(law_of_config(), setup);
        engine->start();
        mail = std::make_unique<engine::EventMail>(*engine, "urn:motcua:test:1");
        open();
    }

    /// As after a restart: what it knew is what it kept.
    void open() {
        engine::OutboxOptions options;
        options.look = 1ms;
        outbox.emplace(*engine, shelf, clock, engine::silent_log(), receiver, *mail, options);
    }
    /// The receiver is a witness: he hears of checkpoints.
    void tell_of_checkpoints() {
        mail = std::make_unique<engine::CheckpointMail>(
            *engine, [&] { return journal.reader(); }, "urn:motcua:test:1");
        open();
    }
    /// What the office signs now; its size.
    Seq sign() {
        std::optional<storage::StoredCheckpoint> made;
        boost::asio::io_context context;
        const auto work = [&]() -> engine::Awaitable<void> { made = co_await engine->checkpoint(); };
        boost::asio::co_spawn(context, work(), [](const std::exception_ptr&) {});
        context.run();
        return made.value().size;
    }
    Seq file() {
        procedures::Command command;
        command.kind = procedures::CommandKind::submit;
        command.actor = setup;
        command.args = {{"procedure", "gia-han-giay-phep-xay-dung"},
                        {"applicant", boost::json::object{{"name", "Nguyễn Thị Mẫu"}}}};
        return engine->submit_and_wait(std::move(command)).receipt.first;
    }
    /// Lets the outbox work until `is_done`, and what it has begun then. Only afterwards the shelf may be looked at.
    void work_until(const std::function<bool()>& is_done) {
        boost::asio::io_context context;
        boost::asio::co_spawn(context, outbox->run(), [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        });
        const auto until = std::chrono::steady_clock::now() + 30s;
        while (!is_done() && std::chrono::steady_clock::now() < until) context.run_one_for(10ms);
        EXPECT_TRUE(is_done());
        outbox->stop();
        context.run();
        open();
    }
    void catch_up() {
        work_until([&] { return outbox->state().position == mail->head(); });
    }
    void work_until_tried(int tries) {
        work_until([&] {
            const auto waiting = outbox->state().waiting;
            return waiting && waiting->tries == tries;
        });
    }

    storage::MemoryJournal journal;
    FakeViews views;
    engine::ManualClock clock{at("2026-04-22T08:10")};
    engine::SystemRandom random;
    MemoryKeys keys;
    std::optional<engine::Engine> engine;
    Shelf shelf;
    Receiver receiver;
    std::unique_ptr<engine::Mail> mail;
    std::optional<Outbox> outbox;
};

Delivery failed() { return {Delivery::Kind::failed, "HTTP 503", {}}; }
Delivery refused() { return {Delivery::Kind::refused, "HTTP 400", {}}; }

std::vector<std::string> ids_of(const std::vector<Parcel>& parcels) {
    std::vector<std::string> ids;
    for (const auto& parcel : parcels) ids.push_back(parcel.id);
    return ids;
}
std::string id_of(Seq seq) { return "urn:motcua:test:1:" + std::to_string(seq); }

TEST(Outbox, TellsOfEveryDossierInOrderFromTheFirstDayOn) {
    Post post;
    post.file();
    post.catch_up();
    EXPECT_TRUE(post.receiver.taken.empty()) << "what was before the receiver came is not his";

    const auto first = post.file();
    const auto second = post.file();
    post.catch_up();

    EXPECT_EQ(ids_of(post.receiver.taken), (std::vector{id_of(first), id_of(second)}));
    const auto& body = post.receiver.taken.front().body;
    const auto event = boost::json::parse(body).as_object();
    EXPECT_EQ(event.at("specversion"), "1.0");
    EXPECT_EQ(event.at("type"), "vn.motcua.dossier.submitted.v1");
    EXPECT_EQ(event.at("source"), "urn:motcua:test:1");
    EXPECT_EQ(event.at("id"), boost::json::value(std::to_string(first)));
    EXPECT_EQ(event.at("subject"), event.at("data").at("dossier"));
    EXPECT_EQ(body.find("Mẫu"), std::string::npos) << "no personal value";
}

TEST(Outbox, WhatFailsIsTriedLaterAndLaterAndNothingOvertakesIt) {
    Post post;
    post.catch_up();
    const auto first = post.file();
    const auto second = post.file();
    post.receiver.answer = [](const Parcel&) { return failed(); };
    for (int tries = 1; tries <= 4; ++tries) {
        post.work_until_tried(tries);
        const auto& letter = post.shelf.kept[first];
        EXPECT_EQ(letter.why, "HTTP 503");
        EXPECT_FALSE(letter.dead);
        EXPECT_EQ(letter.next_at - post.clock.now(), 5s * (1 << (tries - 1)));
        post.clock.pass_to(letter.next_at);
    }
    EXPECT_EQ(post.receiver.tries, 4) << "the second event waits";

    post.receiver.answer = {};
    post.catch_up();
    EXPECT_EQ(ids_of(post.receiver.taken), (std::vector{id_of(first), id_of(second)}));
    EXPECT_TRUE(post.shelf.kept.empty());
}

TEST(Outbox, AReceiverWhoAsksForTimeGetsIt) {
    Post post;
    post.catch_up();
    const auto seq = post.file();
    post.receiver.answer = [](const Parcel&) {
        return Delivery{Delivery::Kind::failed, "HTTP 429", std::chrono::seconds{600}};
    };
    post.work_until_tried(1);
    EXPECT_EQ(post.shelf.kept[seq].next_at - post.clock.now(), 600s);
}

// One event that a receiver chokes on must not keep the others from him.
TEST(Outbox, WhatIsRefusedBecomesADeadLetterAndMayBeSentAgain) {
    Post post;
    post.catch_up();
    const auto bad = post.file();
    const auto good = post.file();
    post.receiver.answer = [&](const Parcel& parcel) {
        return parcel.id == id_of(bad) ? refused() : Delivery{Delivery::Kind::taken, {}, {}};
    };
    for (int tries = 1; tries < 5; ++tries) {
        post.work_until_tried(tries);
        post.clock.pass_to(post.shelf.kept[bad].next_at);
    }
    post.catch_up();
    EXPECT_TRUE(post.shelf.kept[bad].dead);
    EXPECT_EQ(ids_of(post.receiver.taken), std::vector{id_of(good)});

    EXPECT_FALSE(post.outbox->send_again(good)) << "it is no dead letter";
    const auto send_again = [&] {
        // What is dead is known once the outbox is at work.
        bool is_asked = false;
        const auto tries = post.receiver.tries;
        post.work_until([&] {
            is_asked = is_asked || post.outbox->send_again(bad);
            return post.receiver.tries == tries + 1;
        });
    };
    send_again();
    EXPECT_TRUE(post.shelf.kept[bad].dead) << "it stays where it was";
    EXPECT_EQ(post.shelf.kept[bad].tries, 6);
    post.receiver.answer = {};
    send_again();
    EXPECT_TRUE(post.shelf.kept.empty());
    EXPECT_EQ(ids_of(post.receiver.taken), (std::vector{id_of(good), id_of(bad)}));
}

// A witness keeps what the office signed: one who comes late begins with the last, and none that follows is left out.
TEST(Outbox, AWitnessIsToldOfEveryCheckpoint) {
    Post post;
    EXPECT_TRUE(post.engine->rotate_key_and_wait(setup).done());
    post.file();
    const auto first = post.sign();
    post.tell_of_checkpoints();
    post.catch_up();
    post.file();
    post.receiver.answer = [](const Parcel&) { return failed(); };
    const auto second = post.sign();
    post.work_until_tried(1);
    EXPECT_EQ(post.shelf.kept.begin()->first, second);
    post.clock.pass_to(post.shelf.kept[second].next_at);
    post.receiver.answer = {};
    post.file();
    const auto third = post.sign();
    post.catch_up();

    const auto id = [](Seq size) { return "urn:motcua:test:1:checkpoint:" + std::to_string(size); };
    EXPECT_EQ(ids_of(post.receiver.taken), (std::vector{id(first), id(second), id(third)}));
    const auto told = boost::json::parse(post.receiver.taken.back().body).as_object();
    EXPECT_EQ(told.at("type"), "vn.motcua.journal.checkpoint.v1");
    EXPECT_EQ(told.at("source"), "urn:motcua:test:1");
    const auto& data = told.at("data").as_object();
    EXPECT_EQ(data.at("size").to_number<Seq>(), third);
    const auto opened = post.keys.signing()->verifier().open(data.at("note").as_string());
    ASSERT_TRUE(opened) << "the note is signed";
    EXPECT_EQ(opened->head, post.journal.tree());
}

TEST(Outbox, WhatFailedForDaysIsGivenUp) {
    Post post;
    post.catch_up();
    const auto seq = post.file();
    post.receiver.answer = [](const Parcel&) { return failed(); };
    post.work_until_tried(1);
    post.clock.pass(72h);
    post.catch_up();
    EXPECT_TRUE(post.shelf.kept[seq].dead);
}

}  // namespace
}  // namespace motcua::tests
