#include "storage/proofs/verify.hpp"

#include "storage/proofs/canonical.hpp"
#include "storage/proofs/merkle.hpp"
#include "storage/proofs/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace motcua::storage {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Wrong {
    Tampering kind;
    std::string what;
};
using Objection = std::optional<Wrong>;

Objection altered(std::string what) { return Wrong{Tampering::altered, std::move(what)}; }

/// A key that the journal names, and the event that does.
struct NamedKey {
    Seq seq;
    VerifierKey key;
};

/// Checks events one after another; each is judged by itself and against those before it.
class Audit {
public:
    explicit Audit(JournalReader& journal) : journal_(journal) {}

    Objection check(const Record& record) {
        if (record.seq != tree_.size() + 1)
            return Wrong{Tampering::missing, fmt::format("event {} is missing", tree_.size() + 1)};
        if (leaf_hash(record.leaf) != record.hash)
            return altered("the leaf and the hash stored beside it differ");
        if (!list_members(record.leaf, members_)) return altered("the leaf is not canonical JSON");
        if (Objection objection = check_seq(record)) return objection;
        if (Objection objection = check_columns(record)) return objection;
        if (Objection objection = check_place(record)) return objection;
        if (Objection objection = check_personal(record)) return objection;
        if (Objection objection = understand(record)) return objection;
        last_recorded_at_ = record.recorded_at_ms;
        block_ = tree_.append(record.hash);
        return std::nullopt;
    }

    const Frontier& tree() const { return tree_; }
    /// The hash of the block that the last event completed.
    const std::optional<Hash>& block() const { return block_; }

    /// Personal values that are gone although no event says that they were to go.
    std::optional<Flaw> unexplained_gap() const {
        if (missing_.empty()) return std::nullopt;
        const auto& [seq, field] = *missing_.begin();
        return Flaw{
            seq, Tampering::erased,
            fmt::format("the personal value '{}' is gone and no event says that it was erased", field)};
    }
    const std::vector<NamedKey>& keys() const { return keys_; }

private:
    /// Steps to the member `name`; nothing, without a step, when another stands there.
    std::optional<std::string_view> next(std::string_view name) {
        if (at_ == members_.size() || members_[at_].key != name) return std::nullopt;
        return members_[at_++].value;
    }

    Objection compare_text(std::string_view name, std::string_view column, bool may_be_absent = false) {
        expected_.clear();
        if (!(may_be_absent && column.empty())) append_canonical(expected_, column);
        return next(name).value_or("") == expected_ ? std::nullopt : differ(name);
    }

    template <class Number> Objection compare_number(std::string_view name, Number column) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), column).ptr;
        return next(name).value_or("") == std::string_view(digits.data(), end) ? std::nullopt : differ(name);
    }

    static Objection differ(std::string_view name) {
        return altered(fmt::format("the column '{}' and the leaf differ", name));
    }
    static Objection lacks(std::string_view name) {
        return altered(fmt::format("the leaf has no '{}' where it belongs", name));
    }

    Objection check_seq(const Record& record) const {
        Seq written = record.seq;
        for (const auto& [name, value] : members_)
            if (name == "seq") std::from_chars(value.data(), value.data() + value.size(), written);
        if (written == record.seq) return std::nullopt;
        return Wrong{Tampering::moved, fmt::format("here stands the event that was written as {}", written)};
    }

    Objection check_columns(const Record& record) {
        at_ = 0;
        const auto actor = next("actor");
        if (!actor || !is_actor(*actor)) return lacks("actor");
        if (auto objection = compare_number("at", record.at_ms)) return objection;
        const auto body = next("body");
        if (!body || !body->starts_with('{')) return lacks("body");
        body_ = *body;
        if (auto objection = compare_text("key", record.key, true)) return objection;
        hashes_ = next("personal").value_or("");
        if (auto objection = compare_number("prev", record.prev)) return objection;
        if (auto objection = compare_number("recorded_at", record.recorded_at_ms)) return objection;
        next("request");
        const auto salt = next("salt");
        if (!salt || salt->size() != 2 + 2 * salt_size || !from_hex(salt->substr(1, 2 * salt_size)))
            return lacks("salt");
        if (auto objection = compare_number("seq", record.seq)) return objection;
        if (auto objection = compare_text("stream", record.stream)) return objection;
        if (auto objection = compare_text("type", record.type)) return objection;
        if (auto objection = compare_number("v", record.v)) return objection;
        if (at_ != members_.size())
            return altered(fmt::format("the leaf holds '{}', which is unknown", members_[at_].key));
        return std::nullopt;
    }

    bool is_actor(std::string_view text) {
        if (!list_members(text, parts_)) return false;
        auto part = parts_.begin();
        if (part != parts_.end() && part->key == "on_behalf_of") ++part;
        return parts_.end() - part == 2 && part[0].key == "person" && part[1].key == "via";
    }

    Objection check_place(const Record& record) {
        const auto known = heads_.find(std::string_view(record.stream));
        const Seq before = known == heads_.end() ? 0 : known->second;
        if (record.prev != before)
            return altered(fmt::format("'prev' names event {}, but the stream's previous event is {}",
                                       record.prev, before));
        if (known == heads_.end())
            heads_.emplace(record.stream, record.seq);
        else
            known->second = record.seq;
        if (record.recorded_at_ms < last_recorded_at_)
            return altered("the event is recorded earlier than the one before it");
        if (record.at_ms > record.recorded_at_ms)
            return altered("the event is dated later than it was recorded");
        return std::nullopt;
    }

    Objection check_personal(const Record& record) {
        values_.clear();
        fields_.clear();
        if (!record.personal.empty() && (!list_members(record.personal, values_) || values_.empty()))
            return altered("the personal values are not a canonical object");
        if (!hashes_.empty() && (!list_members(hashes_, fields_) || fields_.empty()))
            return lacks("personal");
        auto value = values_.begin();
        for (const auto& [field, hash] : fields_) {
            if (value == values_.end() || value->key != field) {
                missing_.emplace(record.seq, field);
            } else if (!is_sealed_by(value++->value, hash)) {
                return altered(
                    fmt::format("the personal value '{}' does not have the hash that the leaf holds", field));
            }
        }
        if (value != values_.end())
            return altered(fmt::format("the leaf knows no personal value '{}'", value->key));
        return std::nullopt;
    }

    bool is_sealed_by(std::string_view sealed, std::string_view quoted_hash) {
        if (!list_members(sealed, parts_) || parts_.size() != 2 || parts_[0].key != "salt" ||
            parts_[1].key != "value")
            return false;
        const std::string_view salt_text = parts_[0].value;
        if (salt_text.size() != 2 + 2 * salt_size) return false;
        const auto salt = from_hex(salt_text.substr(1, 2 * salt_size));
        if (!salt) return false;
        expected_.assign("\"");
        append_hex(expected_, bytes_of(sha256({*salt, parts_[1].value})));
        expected_ += '"';
        return expected_ == quoted_hash;
    }

    /// The two types whose meaning the audit itself depends on.
    Objection understand(const Record& record) {
        if (record.type == redaction_type) return note_redaction();
        if (record.type != key_adopted_type) return std::nullopt;
        std::optional<VerifierKey> key;
        if (list_members(body_, parts_))
            for (const auto& [name, value] : parts_)
                if (name == "key" && value.starts_with('"')) key = VerifierKey::parse(unquote(value));
        if (!key) return altered("the event names a key that is none");
        keys_.push_back({record.seq, *key});
        return std::nullopt;
    }

    Objection note_redaction() {
        const auto redaction = read_redaction(body_);
        if (!redaction) return altered("the event does not say what was erased");
        for (const auto& field : redaction->fields)
            if (missing_.erase({redaction->seq, field}) == 0 && !is_gone(redaction->seq, field))
                return Wrong{Tampering::not_erased,
                             fmt::format("'{}' of event {} was to be erased here, but is there", field,
                                         redaction->seq)};
        return std::nullopt;
    }

    /// Asked again: a running office may have erased it after it was read here.
    bool is_gone(Seq seq, std::string_view field) {
        const auto record = journal_.find(seq);
        return record && list_members(record->leaf, members_) && names(members_, "personal", field) &&
               !(list_members(record->personal, values_) &&
                 std::any_of(values_.begin(), values_.end(),
                             [&](const Member& member) { return member.key == field; }));
    }

    /// Whether the member `object` of `members` is an object that has `field`.
    static bool names(const std::vector<Member>& members, std::string_view object, std::string_view field) {
        std::vector<Member> fields;
        for (const auto& [name, value] : members)
            if (name == object && list_members(value, fields))
                for (const Member& member : fields)
                    if (member.key == field) return true;
        return false;
    }

    JournalReader& journal_;
    Frontier tree_;
    std::optional<Hash> block_;
    std::int64_t last_recorded_at_ = 0;
    std::unordered_map<std::string, Seq, TextHash, std::equal_to<>> heads_;  // last event of each stream
    std::set<std::pair<Seq, std::string>> missing_;  // personal values not there, so far unexplained
    std::vector<NamedKey> keys_;

    // Of the event at hand; kept only to spare allocations.
    std::vector<Member> members_, fields_, values_, parts_;
    std::size_t at_ = 0;
    std::string_view body_, hashes_;
    std::string expected_;
};

/// A checkpoint to be compared: of a row of the journal, or kept elsewhere.
struct Claim {
    std::optional<Seq> row;
    std::string note;
    std::optional<Checkpoint> says;
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
        if (!counts(claim))
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
            if (!claim.says || !counts(claim)) continue;
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
    for (auto& [size, note] : journal.checkpoints()) claims.push_back({size, std::move(note), {}});
    for (const std::string& note : kept_elsewhere) claims.push_back({std::nullopt, note, {}});
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

std::string_view to_string(Tampering kind) {
    switch (kind) {
        case Tampering::unreadable: return "unreadable";
        case Tampering::fork: return "fork";
        case Tampering::another_journal: return "another_journal";
        case Tampering::replayed: return "replayed";
        case Tampering::altered: return "altered";
        case Tampering::unknown_key: return "unknown_key";
        case Tampering::other_generation: return "other_generation";
        case Tampering::rewritten: return "rewritten";
        case Tampering::cut: return "cut";
        case Tampering::older_copy: return "older_copy";
        case Tampering::missing: return "missing";
        case Tampering::moved: return "moved";
        case Tampering::added: return "added";
        case Tampering::erased: return "erased";
        case Tampering::not_erased: return "not_erased";
    }
    return "";
}

Verification verify(JournalReader& journal, const VerifyOptions& options) {
    constexpr std::size_t portion = 4096;
    Verification result;
    Audit audit(journal);
    std::vector<Claim> claims;
    std::map<Seq, Hash> roots;  // at the sizes that some checkpoint speaks of
    std::set<Seq> asked;
    JournalIdentity identity;
    const auto note_root = [&] {
        if (asked.contains(audit.tree().size())) roots.emplace(audit.tree().size(), audit.tree().root());
    };
    const auto check = [&](const Record& record) {
        if (result.flaw) return;
        const Seq place = audit.tree().size() + 1;
        if (Objection objection = audit.check(record)) {
            result.flaw = Flaw{place, objection->kind, std::move(objection->what)};
            return;
        }
        if (audit.block() && audit.block() != journal.block_hash((place - 1) / block_size))
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
        if (!result.flaw) result.flaw = wrong_count(audit.tree().size(), head, journal.head());
    } catch (const std::runtime_error& error) {
        result.flaw = Flaw{audit.tree().size() + 1, Tampering::unreadable,
                           fmt::format("the storage cannot be read: {}", error.what())};
    }
    if (!result.flaw) result.flaw = audit.unexplained_gap();
    Judgement judgement(claims, roots, audit.tree().size(), identity, !result.flaw);
    judgement.judge(options.keys, audit.keys());
    // A wrong row comes first, unless a signed root before it is wrong already.
    if (!result.flaw)
        result.flaw = judgement.flaw();
    else if (judgement.rewritten() && judgement.rewritten()->seq < result.flaw->seq)
        result.flaw = judgement.rewritten();
    result.tree = {audit.tree().size(), audit.tree().root()};
    result.checkpoints = judgement.agreeing();
    result.covered = judgement.covered();
    return result;
}

}  // namespace motcua::storage
