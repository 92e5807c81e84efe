#include "engine/checkpoints.hpp"

#include <utility>

namespace motcua::engine {

Checkpoints::Checkpoints(Ports ports) : ports_(ports), looked_at_(ports.clock.now()) {
    if (auto all = ports_.journal.checkpoints(); !all.empty()) last_ = std::move(all.back());
}

void Checkpoints::follow(storage::Seq head, const std::string& named_key, const procedures::Office* office) {
    head_ = head;
    if (office != nullptr) {
        agency_ = office->agency_code;
        every_ = office->checkpoints.every;
    }
    if (named_key == named_key_ || named_key.empty() || agency_.empty()) return;
    try {
        adopt(named_key);
    } catch (const std::exception& error) {
        ports_.log.error("the key that signs checkpoints cannot be used", {{"error", error.what()}});
    }
    named_key_ = named_key;
}

void Checkpoints::adopt(const std::string& named_key) {
    const auto is_named = [&](const std::optional<storage::SigningKey>& key) {
        return key && key->verifier().text() == named_key;
    };
    if (!key_) key_ = ports_.keys.signing();
    if (is_named(key_)) return;
    auto next = ports_.keys.next();
    if (!is_named(next)) {
        key_.reset();
        ports_.log.error(
            "no checkpoint is signed: the key that the journal names is not in the folder of keys",
            {{"key", std::string_view(named_key)},
             {"remedy", "restore it from a safe copy, or run motcua audit key rotate"}});
        return;
    }
    const auto says = tree_head();
    auto note = key_ ? next->cosign(key_->sign(says)) : next->sign(says);
    keep({says.head.size, std::move(note)});
    // Only now: a crash before this leaves the former key able to sign for the new one.
    ports_.keys.adopt_next();
    key_ = std::move(next);
    ports_.log.info("A new key signs checkpoints; keep its published half outside, with the checkpoints",
                    {{"key", std::string_view(named_key)}});
}

void Checkpoints::sign_when_due() {
    if (const auto due = next_wake(); due && ports_.clock.now() >= *due) sign();
}

std::optional<storage::StoredCheckpoint> Checkpoints::sign() {
    if (!key_) return std::nullopt;
    looked_at_ = ports_.clock.now();
    try {
        if (head_ != last_.size) {
            const auto says = tree_head();
            keep({says.head.size, key_->sign(says)});
        }
        return last_;
    } catch (const std::exception& error) {
        ports_.log.error("a checkpoint could not be kept", {{"error", error.what()}});
        return std::nullopt;
    }
}

std::optional<Instant> Checkpoints::next_wake() const {
    if (!key_ || head_ == last_.size) return std::nullopt;
    return looked_at_ + every_;
}

std::vector<storage::StoredCheckpoint> Checkpoints::take_fresh() { return std::exchange(fresh_, {}); }

void Checkpoints::keep(storage::StoredCheckpoint checkpoint) {
    ports_.journal.keep_checkpoint(checkpoint);
    looked_at_ = ports_.clock.now();
    fresh_.push_back(checkpoint);
    last_ = std::move(checkpoint);
}

storage::Checkpoint Checkpoints::tree_head() const {
    return {storage::origin_of(agency_, ports_.journal.identity()), ports_.journal.tree()};
}

}  // namespace motcua::engine
