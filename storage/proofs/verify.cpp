#include "storage/proofs/verify.hpp"

#include "storage/proofs/event_audit.hpp"
#include "storage/proofs/merkle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace motcua::storage {
namespace {

/// A checkpoint to be compared: of a row of the journal, or kept elsewhere.
struct Claim {
    std::optional<Seq> row;
    std::string note;
    std::optional<Checkpoint> says = {};
    bool is_signed = false;  // by a key that counts
};

/// The checkpoints against what was read. `flaw` is of the rows, as far as they were read.
class Judgement {
public:
    Judgement(std::vector<Claim>& claims, const std::map<Seq, Hash>& roots, Seq end,
              const JournalIdentity& identity, bool all_was_read)
        : claims_(claims),
          roots_(roots),
          end_(end),
          identity_(identity),
          all_was_read_(all_was_read) {}

    void judge(std::span<const VerifierKey> given, const std::vector<NamedKey>& named) {
        keys_.assign(given.begin(), given.end());
        if (keys_.empty())
            for (const auto& [seq, key] : named) keys_.push_back(key);
        spread_trust(named);
        for (Claim& claim : claims_) claim.is_signed = counts(claim);
        for (const Claim& claim : claims_)
            if (auto flaw = objection_to(claim)) add(std::move(*flaw));
        find_forks();
    }

    /// The one to be told, or the first of a replaced event before `seq`.
    const std::optional<Flaw>& flaw() const { return flaw_; }
    const std::optional<Flaw>& rewritten() const { return rewritten_; }
    std::size_t agreeing() const { return agreeing_; }
    Seq covered() const { return covered_; }

private:
    bool has_right_root(const Claim& claim) const {
        const auto root = roots_.find(claim.says->head.size);
        return root != roots_.end() && root->second == claim.says->head.root;
    }

    bool counts(const Claim& claim) const {
        return std::any_of(keys_.begin(), keys_.end(),
                           [&](const VerifierKey& key) { return key.open(claim.note).has_value(); });
    }

    // A checkpoint by a key that counts makes those count that the journal names up to there.
    void spread_trust(const std::vector<NamedKey>& named) {
        for (bool grown = true; grown;) {
            grown = false;
            for (const Claim& claim : claims_) {
                std::vector<VerifierKey> fresh;
                if (!claim.says || !has_right_root(claim)) continue;
                for (const auto& [seq, key] : named)
                    if (seq <= claim.says->head.size &&
                        std::find(keys_.begin(), keys_.end(), key) == keys_.end())
                        fresh.push_back(key);
                if (fresh.empty() || !counts(claim)) continue;
                keys_.insert(keys_.end(), fresh.begin(), fresh.end());
                grown = true;
            }
        }
    }

    std::optional<Flaw> objection_to(const Claim& claim) {
        if (!claim.says)
            return Flaw{claim.row.value_or(0), Tampering::unreadable, "a checkpoint cannot be read"};
        const auto& [origin, head] = *claim.says;
        if (!is_origin_of(origin, identity_))
            return Flaw{head.size, Tampering::another_journal,
                        fmt::format("the checkpoint is of {}, and this journal is \u2026/{}/{}", origin,
                                    identity_.id.substr(0, 8), identity_.generation)};
        if (claim.row && *claim.row != head.size)
            return Flaw{
                *claim.row, head.size < *claim.row ? Tampering::replayed : Tampering::altered,
                fmt::format("the checkpoint stored for {} events speaks of {}", *claim.row, head.size)};
        if (!claim.is_signed)
            return Flaw{head.size, Tampering::unknown_key,
                        fmt::format("no key that counts signed the checkpoint of {} events", head.size)};
        if (head.size > end_ ? all_was_read_ : !has_right_root(claim)) {
            if (generation_in(origin) != identity_.generation)
                return Flaw{
                    head.size, Tampering::other_generation,
                    fmt::format("the checkpoint of {} events was signed in generation {}; this journal is "
                                "generation {}: a restore from a backup lies between",
                                head.size, generation_in(origin), identity_.generation)};
            if (head.size <= end_)
                return Flaw{
                    head.size, Tampering::rewritten,
                    fmt::format("the signed checkpoint of {} events has another root: one of the events "
                                "{} to {} was replaced",
                                head.size, covered_ + 1, head.size)};
            if (claim.row)
                return Flaw{end_ + 1, Tampering::cut,
                            fmt::format("the journal ends at event {} but holds a checkpoint of {}", end_,
                                        head.size)};
            return Flaw{
                end_ + 1, Tampering::older_copy,
                fmt::format("the journal ends at event {} but a checkpoint of {} was signed: this is an "
                            "older copy, or its end was cut off",
                            end_, head.size)};
        }
        if (head.size <= end_) {
            covered_ = head.size;
            ++agreeing_;
        }
        return std::nullopt;
    }

    void find_forks() {
        std::map<std::pair<std::string, Seq>, Hash> seen;
        for (const Claim& claim : claims_) {
            if (!claim.says || !claim.is_signed) continue;
            const auto& [origin, head] = *claim.says;
            if (seen.try_emplace({origin, head.size}, head.root).first->second != head.root)
                add({head.size, Tampering::fork,
                     fmt::format("two checkpoints of {} events, both truly signed, have different roots: two "
                                 "histories were shown",
                                 head.size)});
        }
    }

    void add(Flaw flaw) {
        if (flaw.kind == Tampering::rewritten && !rewritten_) rewritten_ = flaw;
        if (!flaw_ || std::pair(flaw.kind, flaw.seq) < std::pair(flaw_->kind, flaw_->seq))
            flaw_ = std::move(flaw);
    }

    std::vector<Claim>& claims_;
    const std::map<Seq, Hash>& roots_;
    const Seq end_;
    const JournalIdentity& identity_;
    const bool all_was_read_;
    std::vector<VerifierKey> keys_;
    std::optional<Flaw> flaw_, rewritten_;
    std::size_t agreeing_ = 0;
    Seq covered_ = 0;
};

std::vector<Claim> claims_of(JournalReader& journal, std::span<const std::string> kept_elsewhere) {
    std::vector<Claim> claims;
    for (auto& [size, note] : journal.checkpoints()) claims.push_back({size, std::move(note)});
    for (const std::string& note : kept_elsewhere) claims.push_back({std::nullopt, note});
    for (Claim& claim : claims) claim.says = read_note(claim.note);
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
        return (a.says ? a.says->head.size : 0) < (b.says ? b.says->head.size : 0);
    });
    return claims;
}

/// A running office goes on appending: `before` was counted before the events were read, `after` afterwards.
std::optional<Flaw> wrong_count(Seq size, Seq before, Seq after) {
    if (size < before)
        return Flaw{size + 1, Tampering::cut,
                    fmt::format("the journal ends at event {} but counts {}", size, before)};
    if (size > after)
        return Flaw{after + 1, Tampering::added,
                    fmt::format("the journal counts {} events but holds {}", after, size)};
    return std::nullopt;
}

}  // namespace

Verification verify(JournalReader& journal, const VerifyOptions& options) {
    constexpr std::size_t portion = 4096;
    Verification result;
    EventAudit audit([&journal](Seq seq, std::string_view field) {
        const auto record = journal.find(seq);
        return record && is_gone(*record, field);
    });
    Frontier tree;
    std::vector<Claim> claims;
    std::map<Seq, Hash> roots;  // at the sizes that some checkpoint speaks of
    std::set<Seq> asked;
    JournalIdentity identity;
    const auto note_root = [&] {
        if (asked.contains(tree.size())) roots.emplace(tree.size(), tree.root());
    };
    const auto check = [&](const Record& record) {
        if (result.flaw) return;
        const Seq place = tree.size() + 1;
        if (Objection objection = audit.check(record, place)) {
            result.flaw = Flaw{place, objection->kind, std::move(objection->what)};
            return;
        }
        const auto block = tree.append(record.hash);
        if (block && journal.block_hashes((place - 1) / block_size, 1) != std::vector{*block})
            result.flaw =
                Flaw{place, Tampering::altered, "the stored hash over the last 256 events is wrong"};
        note_root();
    };

    try {
        identity = journal.identity();
        claims = claims_of(journal, options.kept_elsewhere);
        for (const Claim& claim : claims)
            if (claim.says) asked.insert(claim.says->head.size);
        note_root();
        const Seq head = journal.head();
        Seq next = 1;
        for (Seq from = 0; from != next && !result.flaw;) {
            from = next;
            next = journal.read(from, portion, check);
            if (options.progress) options.progress(next - 1, std::max(head, next - 1));
        }
        if (!result.flaw) result.flaw = wrong_count(tree.size(), head, journal.head());
    } catch (const std::runtime_error& error) {
        result.flaw = Flaw{tree.size() + 1, Tampering::unreadable,
                           fmt::format("the storage cannot be read: {}", error.what())};
    }
    if (!result.flaw) result.flaw = audit.unexplained_gap();
    Judgement judgement(claims, roots, tree.size(), identity, !result.flaw);
    judgement.judge(options.keys, audit.keys());
    // A wrong row comes first, unless a signed root before it is wrong already.
    if (!result.flaw)
        result.flaw = judgement.flaw();
    else if (judgement.rewritten() && judgement.rewritten()->seq < result.flaw->seq)
        result.flaw = judgement.rewritten();
    result.tree = {tree.size(), tree.root()};
    result.checkpoints = judgement.agreeing();
    result.covered = judgement.covered();
    return result;
}

}  // namespace motcua::storage
